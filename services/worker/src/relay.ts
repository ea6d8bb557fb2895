import pg from 'pg'
import { startLoop } from './loop.ts'
import type { Log } from './worker.ts'

/** The advisory lock whose holder relays. */
const RELAY_LOCK = 7_230_010
const BATCH = 500

export interface RelayOptions {
  readonly workerUrl: string
  readonly log: Log
  readonly tickMs: number
}

export interface Relay {
  leads(): boolean
  stop(): Promise<void>
}

/**
 * Numbers and announces the events of all shops. One session holds the advisory lock; the others ask for it
 * at every tick and take over when that session ends, however it ended. Numbers have no gaps because they
 * are given in the transaction that writes them.
 */
export function startRelay({ workerUrl, log, tickMs }: RelayOptions): Relay {
  let session: pg.Client | null = null
  let leads = false

  const connect = async (): Promise<pg.Client> => {
    if (session) return session
    const client = new pg.Client({
      connectionString: workerUrl,
      keepAlive: true,
      connectionTimeoutMillis: 5000,
    })
    client.on('error', () => forget(client)) // the server went away: the lock went with the session
    client.on('end', () => forget(client))
    await client.connect()
    session = client
    return client
  }
  const forget = (client: pg.Client) => {
    if (session !== client) return
    session = null
    leads = false
  }
  const step = async (): Promise<number> => {
    const client = await connect()
    try {
      if (!leads) leads = await take(client, log)
      while (leads && (await relayed(client)) === BATCH);
    } catch (error) {
      forget(client)
      await client.end().catch(() => {})
      throw error
    }
    return tickMs
  }
  const loop = startLoop(step, (error, failures) => {
    log.warn({ error: String(error), failures }, 'relay: database not reached, trying again')
  })
  return {
    leads: () => leads,
    async stop() {
      await loop.stop()
      const client = session
      leads = false
      await client?.end().catch(() => {})
    },
  }
}

async function take(client: pg.Client, log: Log): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [
    RELAY_LOCK,
  ])
  const taken = rows[0]?.taken === true
  if (taken) log.info({}, 'relay: this worker relays')
  return taken
}

async function relayed(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ given: string }>({
    name: 'relay',
    text: 'SELECT count(*) AS given FROM cs.relay($1)',
    values: [BATCH],
  })
  return Number(rows[0]?.given ?? 0)
}
