import { setTimeout as sleep } from 'node:timers/promises'
import { cloneDatabase, TEST_DEMO } from '@cs/tooling/database'
import pg from 'pg'
import { type Client, clientFor } from './client.ts'
import { createApi, createLog, readConfig, startGateway, startWorker } from './gateway.ts'
import { keyFile, signToken } from './tokens.ts'

/** The demo's now: the first minute of the anchor's day in Shanghai. */
export const NOW = new Date(`${TEST_DEMO.anchor}T00:00:00+08:00`)

export const SHOPS = ['general', 'guided', 'apparel'] as const
export type ShopCode = (typeof SHOPS)[number]

export const SHOP_IDS = {
  general: '01900000-0000-7000-8000-000000000001',
  guided: '01900000-0000-7000-8000-000000000002',
  apparel: '01900000-0000-7000-8000-000000000003',
} as const satisfies Record<ShopCode, string>

/** What starts a shop's numbers. */
export const PREFIX = { general: 'G', guided: 'D', apparel: 'A' } as const satisfies Record<ShopCode, string>

/** Who can be asked as: the grades, more agents of the demo, the storefront, and nobody. */
export type Who =
  | 'specialist'
  | 'senior'
  | 'supervisor'
  | 'manager'
  | 'partner'
  | 'public'
  | 'specialist-care'
  | 'specialist-night'
  | 'supervisor-care'
  | 'manager-deputy'
  | 'warehouse'

/** A gateway over a database of one's own. */
export interface World {
  readonly url: string
  /** The operator's port, where METRICS_PORT is set. */
  readonly operatorUrl: string
  /** The database as its superuser: to look behind the service's back. */
  readonly admin: pg.Pool
  /** Every body that clients of this world received. */
  readonly bodies: string[]
  /** What the gateway logged at level error. */
  readonly problems: Record<string, unknown>[]
  now(): Date
  setNow(now: Date): void
  as(who: Who, shop?: ShopCode): Promise<Client>
  /** With headers of one's own. */
  client(headers: Readonly<Record<string, string>>): Client
  /** Rows of a statement run as the superuser. */
  rows<Row extends object>(statement: string, values?: readonly unknown[]): Promise<Row[]>
  /** Lets the worker do what has come due by now, until something holds. Throws after fifteen seconds. */
  work(holds: () => Promise<boolean>): Promise<void>
  close(): Promise<void>
}

/**
 * Clones the template and starts a gateway over it on a free port, with a clock that stands still.
 * `settings` are variables of the gateway's environment.
 */
export async function openWorld(
  name: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<World> {
  const database = await cloneDatabase(name)
  const admin = new pg.Pool({ connectionString: database.adminUrl, max: 2 })
  admin.on('error', () => {})
  admin.on('connect', (client) => client.on('error', () => {}))
  const config = {
    ...readConfig({
      DATABASE_READ_URL: database.readUrl,
      DATABASE_WRITE_URL: database.writeUrl,
      DATABASE_POOL: '12',
      DEVELOPMENT_TOKENS: '1',
      DEVELOPMENT_KEY_FILE: keyFile(),
      PORT: '0',
      COST_BUDGET: '1000000000',
      LOG_LEVEL: 'error',
      ...settings,
    }),
    contactHashKey: TEST_DEMO.hashKey,
  }
  const problems: Record<string, unknown>[] = []
  const log = createLog('error', { write: (line: string) => void problems.push(JSON.parse(line)) })
  let time = NOW
  const now = () => time
  const gateway = await startGateway(config, log, createApi(config, log, now), now)
  const url = `http://127.0.0.1:${gateway.port}`
  const bodies: string[] = []
  const client = (headers: Readonly<Record<string, string>>) =>
    clientFor(url, headers, (text) => bodies.push(text))
  return {
    url,
    operatorUrl: `http://127.0.0.1:${gateway.operatorPort}`,
    admin,
    bodies,
    problems,
    now,
    setNow: (next) => {
      time = next
    },
    client,
    as: async (who, shop = 'general') => {
      if (who === 'public') return client({})
      const subject = who === 'partner' ? 'partner-storefront' : `${shop}-${who}`
      const token = await signToken({ subject, shop, seconds: 30 * 86_400 }, time)
      return client({ authorization: `Bearer ${token}` })
    },
    rows: async <Row extends object>(statement: string, values: readonly unknown[] = []) =>
      (await admin.query<Row>(statement, [...values])).rows,
    work: async (holds) => {
      const quiet = { info() {}, warn() {}, error() {} }
      const { workerUrl } = database
      const worker = startWorker({ workerUrl, hashKey: TEST_DEMO.hashKey, now, log: quiet, tickMs: 10 })
      try {
        for (let attempt = 0; attempt < 300; attempt += 1) {
          if (await holds()) return
          await sleep(50)
        }
        throw new Error('the worker did not do it within fifteen seconds')
      } finally {
        await worker.stop()
      }
    },
    close: async () => {
      await gateway.stop()
      await admin.end()
      await database.drop()
    },
  }
}
