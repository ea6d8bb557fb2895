import { createApi } from './api.ts'
import { ConfigError, readConfig } from './config.ts'
import { createLog } from './logging.ts'
import { startGateway } from './start.ts'

/** The gateway alone, as it runs in production: everything comes from the environment (see config.ts). */
async function main(): Promise<void> {
  const config = readConfig(process.env)
  const log = createLog(config.logLevel)
  const gateway = await startGateway(config, log, createApi(config, log))
  log.info({ port: gateway.port }, 'gateway started')
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, async () => {
      await gateway.stop()
      log.info({}, 'gateway stopped')
    })
  }
}

try {
  await main()
} catch (error) {
  process.stderr.write(error instanceof ConfigError ? `${error.message}\n` : `${String(error)}\n`)
  process.exit(1)
}
