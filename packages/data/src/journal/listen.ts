import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

/** What the relay says of a batch that it numbered. */
export interface Announcement {
  /** The shops that have events in it; `null`: any may. */
  readonly shops: readonly string[] | null
}

export interface ListenOptions {
  /** Connection string; any login may listen. */
  readonly url: string
  readonly announced: (announcement: Announcement) => void
  /** The connection is there, at first or again: what was announced meanwhile was not heard. */
  readonly connected: () => void
  /** The connection is lost, or could not be made; it is tried again. */
  readonly failed: (error: unknown) => void
}

/** The name under which the database shows the connection. */
const LISTENER = 'cs live'
/** Milliseconds between two signs of life: a connection that is dead without a word is noticed. */
const HEARTBEAT = 10_000
const TIMEOUT = 5_000
const LONGEST_PAUSE = 5_000

/** Listens to the relay on one connection, which is made again whenever it is lost. Answers what ends it. */
export function listenToRelay(options: ListenOptions): () => Promise<void> {
  const ended = new AbortController()
  const running = keepListening(options, ended.signal)
  return async () => {
    ended.abort()
    await running
  }
}

async function keepListening(options: ListenOptions, signal: AbortSignal): Promise<void> {
  let failures = 0
  const pause = (milliseconds: number) => sleep(milliseconds, undefined, { signal }).catch(() => {})
  while (!signal.aborted) {
    const client = new pg.Client({
      connectionString: options.url,
      application_name: LISTENER,
      keepAlive: true,
      connectionTimeoutMillis: TIMEOUT,
      query_timeout: TIMEOUT,
    })
    try {
      const lost = lossOf(client, signal)
      await client.connect()
      client.on('notification', ({ payload }) => options.announced(announcementIn(payload)))
      await client.query('LISTEN cs_events')
      failures = 0
      options.connected()
      await Promise.race([lost, heartbeat(client, signal)])
    } catch (error) {
      failures += 1
      if (!signal.aborted) options.failed(error)
    }
    await client.end().catch(() => {})
    if (failures > 0) await pause(Math.min(LONGEST_PAUSE, 50 * 2 ** failures) * (0.75 + Math.random() / 2))
  }
}

/** Rejects when the connection is lost; resolves when it is to be closed. */
function lossOf(client: pg.Client, signal: AbortSignal): Promise<void> {
  const lost = new Promise<void>((resolve, reject) => {
    client.on('error', reject)
    client.on('end', () => reject(new Error('the connection ended')))
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
  lost.catch(() => {})
  return lost
}

async function heartbeat(client: pg.Client, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await sleep(HEARTBEAT, undefined, { signal }).catch(() => {})
    if (!signal.aborted) await client.query('SELECT 1')
  }
}

function announcementIn(payload: string | undefined): Announcement {
  try {
    const { shops } = JSON.parse(payload ?? '{}') as { shops?: string[] | null }
    return { shops: shops ?? null }
  } catch {
    // Any login may notify: what can't be read may be about every shop.
    return { shops: null }
  }
}
