export { cloneDatabase, TEMPLATE, type TestDatabase } from './clone.ts'
export { TEST_DEMO, testCluster } from './cluster.ts'
export { databaseUrl, type RunningDatabase, type StartOptions, startDatabase } from './start.ts'
