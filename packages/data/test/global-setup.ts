// By path: @cs/tooling depends on this package, and a dependency back would be a cycle.
import { testCluster } from '../../../tooling/database/index.ts'

export const setup = testCluster
