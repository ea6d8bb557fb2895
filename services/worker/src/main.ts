import { openFiles, readFileSettings } from '@cs/data/files'
import { pino } from 'pino'
import { startWorker } from './worker.ts'

/**
 * The worker alone: DATABASE_WORKER_URL names its login, CONTACT_HASH_KEY is the gateway's, and so are the variables
 * of files.
 */
const log = pino({ name: 'worker' })

function required(name: string): string {
  const value = process.env[name]
  if (value) return value
  log.fatal({ variable: name }, `${name} is not set`)
  process.exit(1)
}

const settings = readFileSettings(process.env)
const worker = startWorker({
  workerUrl: required('DATABASE_WORKER_URL'),
  hashKey: required('CONTACT_HASH_KEY'),
  files: settings ? openFiles(settings) : undefined,
  log,
})
log.info({}, 'worker started')

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await worker.stop()
    log.info({}, 'worker stopped')
  })
}
