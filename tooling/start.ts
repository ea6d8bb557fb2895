import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { serviceUrls } from '@cs/data'
import { openFiles } from '@cs/data/files'
// By path: the services' tests depend on this package, so it can't depend on them.
import {
  type Config,
  ConfigError,
  createApi,
  createLog,
  readConfig,
  startGateway,
} from '../services/gateway/src/index.ts'
import { startWorker } from '../services/worker/src/index.ts'
import { databaseProblem, embeddedDatabase, prepareDatabase } from './launcher/database.ts'
import { checkPort, portProblem } from './launcher/port.ts'
import { type Stoppable, stopOnSignals, stoppable } from './launcher/stoppable.ts'

const DATA = fileURLToPath(new URL('../.data/postgres', import.meta.url))
const USAGE =
  'usage: npm start [-- --scale <n>]   (PORT, HOST and DATABASE_URL are read from the environment)'

/** Everything on this machine: database, worker and gateway in one process. */
async function start(all: Stoppable, config: Config, scale: number): Promise<void> {
  // Before the database, so that a taken port is told at once.
  if (config.port !== 0) await checkPort(config.host, config.port)
  const given = process.env.DATABASE_URL
  console.log(given ? '› database: DATABASE_URL' : '› database: embedded PostgreSQL in .data/postgres')
  const adminUrl = given || (await embeddedDatabase(DATA, all))
  await prepareDatabase(adminUrl, { scale, hashKey: config.contactHashKey, now: new Date() })

  const { readUrl, writeUrl, workerUrl } = serviceUrls(adminUrl)
  const log = createLog(config.logLevel)
  const worker = await startWorker({
    workerUrl,
    hashKey: config.contactHashKey,
    files: openFiles(config.evidence.files),
    log,
  })
  all.add(() => worker.stop())
  const connected = { ...config, database: { ...config.database, readUrl, writeUrl } }
  const gateway = await startGateway(connected, log, createApi(connected, log))
  all.add(() => gateway.stop())

  console.log(`ready http://localhost:${gateway.port}/graphql`)
  console.log(`  in a browser, with a role picker: http://localhost:${gateway.port}/`)
  console.log(
    '  a token: npm run --silent token -- --role specialist|senior|supervisor|manager|partner [--shop general]',
  )
}

function readScale(): number {
  const { values } = parseArgs({ options: { scale: { type: 'string', default: '1' } } })
  const scale = Number(values.scale)
  if (!(scale > 0)) throw new ConfigError(`--scale: a number above 0\n${USAGE}`)
  return scale
}

/** The settings of a start on this machine; what the environment says wins. */
function readSettings(): Config {
  const unknown = 'postgres://127.0.0.1/' // known once the database runs
  const defaults = { DEVELOPMENT_TOKENS: '1', LOG_LEVEL: 'warn', STOP_DEADLINE: '2000' }
  return readConfig({ ...defaults, ...process.env, DATABASE_READ_URL: unknown, DATABASE_WRITE_URL: unknown })
}

async function main(): Promise<void> {
  const scale = readScale()
  const config = readSettings()
  const all = stoppable()
  stopOnSignals(all)
  try {
    await start(all, config, scale)
  } catch (error) {
    // Asked to stop half-way: what was under way fails, and that is no error.
    if (all.stopping) return
    await all.stop()
    const problem = portProblem(error, config.port) ?? databaseProblem(error)
    if (!problem) throw error
    throw new ConfigError(problem)
  }
}

try {
  await main()
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error)
  process.exit(1)
}
