import { TEST_DEMO } from '@cs/tooling/database'
import { createApi, createLog, readConfig, startGateway } from '../harness/gateway.ts'
import { report, runByClock } from './clock.process.ts'

runByClock(async (now) => {
  const config = { ...readConfig(process.env), contactHashKey: TEST_DEMO.hashKey }
  const log = createLog('error', { write: (line: string) => report({ problem: line }) })
  const gateway = await startGateway(config, log, createApi(config, log, now), now)
  return { port: gateway.port, relays: () => false }
})
