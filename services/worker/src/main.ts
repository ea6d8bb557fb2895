import { pino } from 'pino'
import { startWorker } from './worker.ts'

/** The worker alone: DATABASE_WORKER_URL names its login, CONTACT_HASH_KEY is the gateway's. */
const log = pino({ name: 'worker' })

function required(name: string): string {
  const value = process.env[name]
  if (value) return value
  log.fatal({ variable: name }, `${name} is not set`)
  process.exit(1)
}

const worker = startWorker({
  workerUrl: required('DATABASE_WORKER_URL'),
  hashKey: required('CONTACT_HASH_KEY'),
  log,
})
log.info({}, 'worker started')

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await worker.stop()
    log.info({}, 'worker stopped')
  })
}
