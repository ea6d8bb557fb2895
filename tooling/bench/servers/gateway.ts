import { createApi } from '../../../services/gateway/src/api.ts'
import { readConfig } from '../../../services/gateway/src/config.ts'
import { createLog } from '../../../services/gateway/src/logging.ts'
import { startGateway } from '../../../services/gateway/src/start.ts'
import { listening, serverOptions } from './child.ts'

// The gateway as `services/gateway` starts it, with everything on. Its stdout, which takes the log at level
// info, is a file. NODE_ENV is production as for all servers; the configuration alone says development, which
// is what accepts locally signed tokens (verified as any others).
const { readUrl, writeUrl, pool, keyFile } = serverOptions()
const config = readConfig({
  NODE_ENV: 'development',
  PORT: '0',
  DATABASE_READ_URL: readUrl,
  DATABASE_WRITE_URL: writeUrl,
  DATABASE_POOL: String(pool),
  DEVELOPMENT_TOKENS: '1',
  DEVELOPMENT_KEY_FILE: keyFile,
  LOG_LEVEL: 'info',
  // The budget is kept and told as ever; one principal asks for all here, so it is large enough not to end.
  COST_BUDGET: '1000000000',
  COST_REFILL: '1000000000',
})
const log = createLog(config.logLevel)
const gateway = await startGateway(config, log, createApi(config, log))
listening(gateway.port)
