import { ensureRoles, migrate } from '@cs/data'
import { seedDemo } from '@cs/data/demo'
import pg from 'pg'
import { type RunningDatabase, startDatabase } from '../database/index.ts'
import type { Stoppable } from './stoppable.ts'

/** Held by the start that stops the embedded server; a second start of the same checkout is its guest. */
const OWNER_LOCK = 7_230_001

/** Starts the embedded server in `dir`; answers its admin URL. */
export async function embeddedDatabase(dir: string, all: Stoppable): Promise<string> {
  const starting = startDatabase({ dir })
  const owning = starting.then(own)
  all.add(async () => {
    // A stop that comes while the server starts waits for it: its process would be left behind.
    const owner = await owning.catch(() => undefined)
    if (!owner) return
    await (await starting).stop()
    await owner.end().catch(() => undefined)
  })
  if (!(await owning)) {
    console.log('› the database of this checkout is in use by another start: it goes when that one stops')
  }
  return (await starting).url
}

async function own(database: RunningDatabase): Promise<pg.Client | undefined> {
  const client = new pg.Client({ connectionString: database.url })
  client.on('error', () => undefined) // the server stopping is no news here
  await client.connect()
  const { rows } = await client.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1) AS held', [
    OWNER_LOCK,
  ])
  if (rows[0]?.held) return client
  await client.end()
  return undefined
}

export interface Preparation {
  readonly scale: number
  readonly hashKey: string
  readonly now: Date
}

/** Logins, migrations and, once, the demo data. */
export async function prepareDatabase(adminUrl: string, { scale, hashKey, now }: Preparation): Promise<void> {
  await ensureRoles(adminUrl)
  const migrated = await migrate(adminUrl)
  if (migrated.length > 0) console.log(`› migrated: ${migrated.length} steps`)
  const started = performance.now()
  const progress = (message: string) => console.log(`› demo data: ${message}`)
  const loaded = await seedDemo(adminUrl, { scale, anchor: dayInShanghai(now), hashKey, progress })
  if (loaded.length === 0) return
  console.log(
    `› demo data of ${loaded.join(', ')} loaded in ${((performance.now() - started) / 1000).toFixed(1)} s`,
  )
}

/** What to tell a person whose database can't be used; undefined for other errors. */
export function databaseProblem(error: unknown): string | undefined {
  const { code, message = '', cause } = error as { code?: unknown; message?: string; cause?: unknown }
  if (/corrupted migrations/.test(message))
    return 'this database was made by another version of the code: go back to that version, or begin anew (stop, and delete .data/postgres)'
  if (typeof code === 'string' && UNUSABLE.test(code))
    return `the database can not be used: ${message || code}`
  return cause ? databaseProblem(cause) : undefined
}

/** Not reachable; not let in (class 28); no such database; not enough rights. */
const UNUSABLE = /^(ECONN\w+|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|28\w{3}|3D000|42501)$/

/** YYYY-MM-DD. */
function dayInShanghai(date: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(date)
}
