import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureRoles, migrate, serviceUrls } from '@cs/data'
import { DEMO_SHOPS, seedDemo } from '@cs/data/demo'
import pg from 'pg'
import { type RunningDatabase, startDatabase } from '../database/index.ts'
import { grow } from './grow.ts'
import { DATA, HASH_KEY, SHOP } from './settings.ts'

/**
 * The scales by name: the demo's scale (1 is 10,000 orders), and how often what the read shapes read is there.
 * The whole demo at 10M would take two hours and 80 GB; ten times the read tables of 1M take a part of that.
 */
export const SCALES = {
  '1k': { demo: 0.1, times: 1 },
  '10k': { demo: 1, times: 1 },
  '100k': { demo: 10, times: 1 },
  '1M': { demo: 100, times: 1 },
  '10M': { demo: 100, times: 10 },
} as const
export type Scale = keyof typeof SCALES

/** The day the data ends: the same at every scale, so that the same days are asked for. */
export const ANCHOR = '2026-11-18'

/** The server the benchmark measures on, and what is asked of it. */
export interface BenchDatabase {
  readonly adminUrl: string
  readonly readUrl: string
  readonly writeUrl: string
  /** The process all of the server's processes descend from. */
  readonly postmaster: number
  readonly facts: DatabaseFacts
  /** Counts statements (slower) or does not, for all servers alike. */
  counting(on: boolean): Promise<void>
  /** Statements of the service's logins since counting began: what they read or write, and what is context around it. */
  statements(): Promise<{ readonly work: number; readonly context: number }>
  query<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>
  stop(): Promise<void>
}

/** What the report says of the data. */
export interface DatabaseFacts {
  readonly version: string
  readonly orders: number
  readonly customers: number
  /** Orders of the shop that is asked. */
  readonly shopOrders: number
  readonly bytes: number
  readonly settings: Readonly<Record<string, string>>
}

const SETTINGS = {
  shared_preload_libraries: 'pg_stat_statements',
  'pg_stat_statements.track': 'none',
  // Its chores would fall into one server's seconds and not another's. VACUUM ANALYZE runs after the seed.
  autovacuum: 'off',
  // A checkpoint in the middle of a round, likewise.
  checkpoint_timeout: '1h',
} as const

/** Starts the embedded PostgreSQL of one scale, seeding it when it is new. */
export async function openBenchDatabase(scale: Scale, say: (line: string) => void): Promise<BenchDatabase> {
  const dir = join(DATA, `postgres-${scale}`)
  const server = await configured(dir)
  const admin = new pg.Client({ connectionString: server.url })
  admin.on('error', () => {})
  await admin.connect()
  const query = async <Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []) =>
    (await admin.query<Row>(text, [...values])).rows
  await query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements')
  await seed(server.url, scale, say, query)
  return {
    adminUrl: server.url,
    ...serviceUrls(server.url),
    postmaster: Number(readFileSync(join(dir, 'postmaster.pid'), 'utf8').split('\n')[0]),
    facts: await factsOf(query),
    query,
    async counting(on) {
      await query(`ALTER SYSTEM SET pg_stat_statements.track = '${on ? 'top' : 'none'}'`)
      await query('SELECT pg_reload_conf()')
      await query('SELECT pg_sleep(0.3)')
      await query('SELECT pg_stat_statements_reset()')
    },
    async statements() {
      const [row] = await query<{ work: string; context: string }>(
        `SELECT coalesce(sum(calls) FILTER (WHERE NOT context), 0) AS work, coalesce(sum(calls) FILTER (WHERE context), 0) AS context
         FROM (SELECT s.calls, s.query ~* '^\\s*(begin|commit|rollback|discard|start transaction|savepoint|release|select set_config|select .*set_config\\(el)' AS context
           FROM pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid
           WHERE r.rolname IN ('cs_reader', 'cs_writer')) AS counted`,
      )
      return { work: Number(row?.work), context: Number(row?.context) }
    },
    async stop() {
      await admin.end()
      await server.stop()
    },
  }
}

/** Some settings need a start of their own. */
async function configured(dir: string): Promise<RunningDatabase> {
  const fresh = !existsSync(join(dir, 'PG_VERSION'))
  const server = await startDatabase({ dir })
  if (!fresh) return server
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  for (const [name, value] of Object.entries(SETTINGS)) {
    if (!name.includes('.')) await client.query(`ALTER SYSTEM SET ${name} = '${value}'`)
  }
  await client.end()
  await server.stop()
  return startDatabase({ dir })
}

async function seed(
  url: string,
  scale: Scale,
  say: (line: string) => void,
  query: BenchDatabase['query'],
): Promise<void> {
  const started = performance.now()
  await ensureRoles(url)
  await migrate(url)
  const loaded = await seedDemo(url, {
    scale: SCALES[scale].demo,
    anchor: ANCHOR,
    hashKey: HASH_KEY,
    progress: (message) => say(`seed: ${message} (${Math.round((performance.now() - started) / 1000)} s)`),
  })
  const { times } = SCALES[scale]
  const grown = times > 1 && (await grow(query, times, say))
  if (loaded.length > 0 || grown) {
    say('seed: VACUUM ANALYZE, CHECKPOINT')
    await query('VACUUM (ANALYZE)')
    await query('CHECKPOINT')
    say(`seeded ${DEMO_SHOPS.length} shops in ${Math.round((performance.now() - started) / 1000)} s`)
  }
}

async function factsOf(query: BenchDatabase['query']): Promise<DatabaseFacts> {
  const [counts] = await query<Record<'version' | 'orders' | 'customers' | 'shop_orders' | 'bytes', string>>(
    `SELECT current_setting('server_version') AS version, (SELECT count(*) FROM orders) AS orders,
      (SELECT count(*) FROM customers) AS customers, (SELECT count(*) FROM orders WHERE shop_id = $1) AS shop_orders,
      pg_database_size(current_database()) AS bytes`,
    [SHOP],
  )
  const settings = await query<{ name: string; setting: string }>(
    `SELECT name, current_setting(name) AS setting FROM pg_settings
     WHERE name IN ('shared_buffers', 'fsync', 'synchronous_commit', 'jit', 'autovacuum', 'max_wal_size', 'work_mem', 'random_page_cost', 'plan_cache_mode')
     ORDER BY name`,
  )
  if (!counts) throw new Error('no facts')
  return {
    version: counts.version,
    orders: Number(counts.orders),
    customers: Number(counts.customers),
    shopOrders: Number(counts.shop_orders),
    bytes: Number(counts.bytes),
    settings: Object.fromEntries(settings.map(({ name, setting }) => [name, setting])),
  }
}
