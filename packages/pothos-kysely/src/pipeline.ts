import { GraphQLError } from 'graphql'
import type { Connection, Pool, PoolClient, Submittable } from 'pg'
import { serialize } from 'pg-protocol'
import { tapOn } from './tap.ts'

/** A statement under a tenant: `name` is set where the text repeats and is worth preparing. */
export interface TenantRead {
  readonly tenant: string
  readonly text: string
  readonly values: readonly unknown[]
  readonly name?: string | undefined
}

const MAX_PREPARED = 400
const CONTEXT = 'tenant_context'

/** The statements of each connection, oldest first: prepared, or (false) perhaps: their batch failed. */
const prepared = new WeakMap<object, Map<string, boolean>>()

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
  const client = await pool.connect()
  try {
    return await submit(client, setting, { ...read, values })
  } finally {
    client.release()
  }
}

/** A read whose values are in wire form. */
type WireRead = TenantRead & { readonly values: readonly (string | null)[] }

function submit(client: PoolClient, setting: string, read: WireRead): Promise<Buffer | null> {
  return new Promise((resolve, reject) => client.query(new TenantQuery(setting, read, resolve, reject)))
}

/** The messages of one statement, sent as one piece: a write for each costs more CPU than the statement's text. */
class Batch {
  readonly #parts: Buffer[] = []

  add(message: Buffer): void {
    this.#parts.push(message)
  }

  send(connection: Connection): void {
    connection.stream.write(Buffer.concat(this.#parts))
  }
}

/** The tenants whose context message is kept. */
const TENANTS = 1_000
const contexts = new Map<string, Buffer>()

/** Binds and runs the context statement for a tenant: the same bytes each time. */
function contextMessage(setting: string, tenant: string): Buffer {
  const key = `${setting} ${tenant}`
  const known = contexts.get(key)
  if (known) return known
  const message = runMessage(CONTEXT, [setting, tenant])
  if (contexts.size >= TENANTS) contexts.clear()
  contexts.set(key, message)
  return message
}

function runMessage(statement: string, values: readonly (string | null)[]): Buffer {
  const bound = serialize.bind({ statement, portal: '', values: [...values] })
  return Buffer.concat([bound, serialize.execute({ portal: '' })])
}

class TenantQuery implements Submittable {
  readonly #setting: string
  readonly #read: WireRead
  readonly #resolve: (value: Buffer | null) => void
  readonly #reject: (error: Error) => void
  #error: Error | undefined
  #value: Buffer | null = null
  #statements: Map<string, boolean> | undefined
  readonly #parsed: string[] = []
  readonly #evicted: string[] = []

  constructor(
    setting: string,
    read: WireRead,
    resolve: (value: Buffer | null) => void,
    reject: (error: Error) => void,
  ) {
    this.#setting = setting
    this.#read = read
    this.#resolve = resolve
    this.#reject = reject
  }

  submit(connection: Connection): void {
    const statements = prepared.get(connection) ?? new Map<string, boolean>()
    prepared.set(connection, statements)
    this.#statements = statements
    const { name, text, tenant, values } = this.#read
    const batch = new Batch()
    this.#prepare(batch, statements, CONTEXT, 'SELECT set_config($1, $2, true)')
    batch.add(contextMessage(this.#setting, tenant))
    if (name) this.#prepare(batch, statements, name, text)
    else batch.add(serialize.parse({ name: '', text }))
    batch.add(runMessage(name ?? '', values))
    this.#evict(batch, statements)
    batch.add(serialize.sync())
    tapOn(connection).open((value) => {
      this.#value = value
    })
    batch.send(connection)
  }

  #prepare(batch: Batch, statements: Map<string, boolean>, name: string, text: string): void {
    const known = statements.get(name)
    statements.delete(name)
    statements.set(name, true)
    if (!known) {
      // A name that failed half way may or may not exist: closing what does not exist is no error.
      batch.add(serialize.close({ type: 'S', name }))
      batch.add(serialize.parse({ name, text }))
      this.#parsed.push(name)
    }
  }

  /** Servers keep what is not closed. */
  #evict(batch: Batch, statements: Map<string, boolean>): void {
    for (const name of statements.keys()) {
      if (statements.size <= MAX_PREPARED) return
      if (name === CONTEXT || name === this.#read.name) continue
      statements.delete(name)
      batch.add(serialize.close({ type: 'S', name }))
      this.#evicted.push(name)
    }
  }

  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleCommandComplete(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
  handleCopyInResponse(): void {}
  handleCopyData(): void {}
  handleError(error: Error): void {
    // After an error the server skips to Sync: what was parsed in this batch may not exist, what was closed may.
    for (const name of this.#evicted) this.#statements?.set(name, true)
    for (const name of this.#parsed) this.#statements?.set(name, false)
    this.#error ??= error
    this.#reject(error)
  }
  handleReadyForQuery(): void {
    if (!this.#error) this.#resolve(this.#value)
  }
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
