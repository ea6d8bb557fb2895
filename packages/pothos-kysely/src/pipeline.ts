import { GraphQLError } from 'graphql'
import type { Connection, Pool, Submittable } from 'pg'
import { PendingRead, type TenantRead } from './read.ts'
import { type Taker, tapOn } from './tap.ts'

/** The most reads that travel together: each waits for those before it. */
const MOST_TOGETHER = 4

/** Light reads that have not been sent yet. */
const waiting = new WeakMap<Pool, PendingRead[]>()

/** The same as {@link readBytesUnderTenant}, as a string. */
export async function readUnderTenant(pool: Pool, setting: string, read: TenantRead): Promise<string | null> {
  const bytes = await readBytesUnderTenant(pool, setting, read)
  return bytes === null ? null : bytes.toString('utf8')
}

/**
 * Runs one statement that returns one value under a tenant, and answers its text as UTF-8: the tenant setting, the
 * statement and a single Sync travel together, which makes them one implicit transaction in one round trip.
 * Rejects with the database's error; the connection stays usable.
 */
export async function readBytesUnderTenant(
  pool: Pool,
  setting: string,
  read: TenantRead,
): Promise<Buffer | null> {
  // Before a connection is taken: a value that can't be sent must not leave half a message on it.
  const values = read.values.map(toWire)
  return new Promise((resolve, reject) => {
    const pending = new PendingRead(setting, { ...read, values }, resolve, reject)
    if (read.light) sendWithOthers(pool, pending)
    else send(pool, [pending])
  })
}

/**
 * Light reads of one turn of the event loop share connections: a write and a wake-up for each costs more CPU, on
 * both sides, than the reads themselves. Each stays a transaction of its own.
 */
function sendWithOthers(pool: Pool, read: PendingRead): void {
  const known = waiting.get(pool)
  if (known) return void known.push(read)
  const reads = [read]
  waiting.set(pool, reads)
  setImmediate(() => {
    waiting.delete(pool)
    const size = Math.ceil(reads.length / Math.ceil(reads.length / MOST_TOGETHER))
    for (let at = 0; at < reads.length; at += size) send(pool, reads.slice(at, at + size))
  })
}

function send(pool: Pool, reads: readonly PendingRead[]): void {
  pool.connect((error, client, release) => {
    if (client) client.query(new Journey(reads, release))
    else for (const read of reads) read.fail(error ?? new Error('there is no connection'))
  })
}

/** Reads that travel together on one connection, in turn. */
class Journey implements Submittable, Taker {
  readonly #reads: readonly PendingRead[]
  readonly #release: () => void
  #at = 0

  constructor(reads: readonly PendingRead[], release: () => void) {
    this.#reads = reads
    this.#release = release
  }

  submit(connection: Connection): void {
    const messages: Buffer[] = []
    for (const read of this.#reads) read.write(connection, messages)
    tapOn(connection).open(this)
    // As one piece: a write for each message costs more CPU than the statement's text.
    connection.stream.write(Buffer.concat(messages))
  }

  takeValue(value: Buffer | null): void {
    this.#reads[this.#at]?.take(value)
  }

  takeError(error: Error): void {
    this.#reads[this.#at]?.fail(error)
  }

  takeReady(): boolean {
    this.#reads[this.#at]?.end()
    this.#at += 1
    return this.#at === this.#reads.length
  }

  /** The client is told of the last one only. */
  handleReadyForQuery(): void {
    this.#release()
  }

  /** The connection is lost: what the database says of a read is taken before it comes here. */
  handleError(error: Error): void {
    for (const read of this.#reads.slice(this.#at)) read.fail(error)
    this.#release()
  }

  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleCommandComplete(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
  handleCopyInResponse(): void {}
  handleCopyData(): void {}
}

/** Values as the text protocol wants them, dates in UTC. Throws a GraphQLError for text that PostgreSQL can't hold. */
function toWire(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return `{${value.map(element).join(',')}}`
  if (typeof value === 'object') return JSON.stringify(value)
  const text = String(value)
  if (text.includes('\0'))
    throw new GraphQLError('Text must not hold the character U+0000.', {
      extensions: { code: 'BAD_USER_INPUT' },
    })
  return text
}

function element(value: unknown): string {
  const text = toWire(value)
  return text === null ? 'NULL' : `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}
