import { TEST_DEMO } from '@cs/tooling/database'
import { startWorker } from '../harness/gateway.ts'
import { report, runByClock } from './clock.process.ts'

const log = {
  info() {},
  warn() {},
  error: (data: object, message: string) => report({ problem: `${message} ${JSON.stringify(data)}` }),
}

runByClock(async (now) => {
  const { DATABASE_WORKER_URL: workerUrl = '', TICK_MS = '10' } = process.env
  const worker = startWorker({ workerUrl, hashKey: TEST_DEMO.hashKey, now, log, tickMs: Number(TICK_MS) })
  return { port: 0, relays: () => worker.relays() }
})
