import { testCluster } from '@cs/tooling/database'

export const setup = testCluster
