import { GraphQLError } from 'graphql'
import type { Connection, Pool, PoolClient, Submittable } from 'pg'

/** A statement under a tenant: `name` is set where the text repeats and is worth preparing. */
export interface TenantRead {
  readonly tenant: string
  readonly text: string
  readonly values: readonly unknown[]
  readonly name?: string | undefined
}

const MAX_PREPARED = 400
const CONTEXT = 'tenant_context'

/** The statements prepared on each connection, oldest first. */
const prepared = new WeakMap<object, Map<string, true>>()

/**
 * Runs one statement that returns one value, as text, under a tenant: the tenant setting, the statement and
 * a single Sync travel together, which makes them one implicit transaction in one round trip.
 * Rejects with the database's error; the connection stays usable.
 */
export async function readUnderTenant(pool: Pool, setting: string, read: TenantRead): Promise<string | null> {
  // Before a connection is taken: a value that can't be sent must not leave half a message on it.
  const values = read.values.map(toWire)
  const client = await pool.connect()
  try {
    return await submit(client, setting, { ...read, values })
  } finally {
    client.release()
  }
}

function submit(client: PoolClient, setting: string, read: TenantRead): Promise<string | null> {
  return new Promise((resolve, reject) => client.query(new TenantQuery(setting, read, resolve, reject)))
}

/** pg's protocol messages, as far as they are used here; its types leave them out. */
interface Wire {
  readonly stream: { cork(): void; uncork(): void }
  parse(message: { name: string; text: string; types?: number[] }): void
  bind(message: { statement: string; portal: string; values: readonly unknown[] }): void
  execute(message: { portal: string; rows?: number }): void
  close(message: { type: 'S'; name: string }): void
  sync(): void
}

class TenantQuery implements Submittable {
  readonly #setting: string
  readonly #read: TenantRead
  readonly #resolve: (value: string | null) => void
  readonly #reject: (error: Error) => void
  #error: Error | undefined
  #value: string | null = null
  #statements: Map<string, true> | undefined
  readonly #parsed: string[] = []
  readonly #evicted: string[] = []

  constructor(
    setting: string,
    read: TenantRead,
    resolve: (value: string | null) => void,
    reject: (error: Error) => void,
  ) {
    this.#setting = setting
    this.#read = read
    this.#resolve = resolve
    this.#reject = reject
  }

  submit(connection: Connection): void {
    const wire = connection as unknown as Wire
    const statements = prepared.get(wire) ?? new Map<string, true>()
    prepared.set(wire, statements)
    this.#statements = statements
    wire.stream.cork()
    try {
      this.#prepare(wire, statements, CONTEXT, 'SELECT set_config($1, $2, true)')
      this.#run(wire, CONTEXT, [this.#setting, this.#read.tenant])
      if (this.#read.name) this.#prepare(wire, statements, this.#read.name, this.#read.text)
      else wire.parse({ name: '', text: this.#read.text })
      this.#run(wire, this.#read.name ?? '', this.#read.values)
      this.#evict(wire, statements)
      wire.sync()
    } finally {
      wire.stream.uncork()
    }
  }

  #prepare(wire: Wire, statements: Map<string, true>, name: string, text: string): void {
    if (statements.delete(name)) statements.set(name, true)
    else {
      // A name that failed half way may or may not exist: closing what does not exist is no error.
      wire.close({ type: 'S', name })
      wire.parse({ name, text })
      statements.set(name, true)
      this.#parsed.push(name)
    }
  }

  #run(wire: Wire, statement: string, values: readonly unknown[]): void {
    wire.bind({ statement, portal: '', values })
    wire.execute({ portal: '' })
  }

  /** Servers keep what is not closed. */
  #evict(wire: Wire, statements: Map<string, true>): void {
    for (const name of statements.keys()) {
      if (statements.size <= MAX_PREPARED) return
      if (name === CONTEXT || name === this.#read.name) continue
      statements.delete(name)
      wire.close({ type: 'S', name })
      this.#evicted.push(name)
    }
  }

  handleRowDescription(): void {}
  handleDataRow(message: { fields: (string | null)[] }): void {
    this.#value = message.fields[0] ?? null
  }
  handleCommandComplete(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
  handleCopyInResponse(): void {}
  handleCopyData(): void {}
  handleError(error: Error): void {
    // After an error the server skips to Sync: what was parsed in this batch may not exist, what was closed may.
    for (const name of this.#evicted) this.#statements?.set(name, true)
    for (const name of this.#parsed) this.#statements?.delete(name)
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
