import type { Connection } from 'pg'
import { serialize } from 'pg-protocol'
import { count, MAX_PREPARED, namesOf } from './prepared.ts'

/** A statement under a tenant: `name` is set where the text repeats and is worth preparing. */
export interface TenantRead {
  readonly tenant: string
  readonly text: string
  readonly values: readonly unknown[]
  readonly name?: string | undefined
  /** Set where it takes so little that it may travel with others: they wait for each other on one connection. */
  readonly light?: boolean | undefined
}

/** A read whose values are in wire form. */
export type WireRead = TenantRead & { readonly values: readonly (string | null)[] }

const CONTEXT = 'tenant_context'
const CONTEXT_TEXT = 'SELECT set_config($1, $2, true)'
const SYNC = serialize.sync()

/** The tenants whose context message is kept. */
const TENANTS = 1_000
const contexts = new Map<string, Buffer>()

/** Binds and runs the context statement for a tenant: the same bytes each time. */
function contextMessage(setting: string, tenant: string): Buffer {
  const key = `${setting} ${tenant}`
  const known = contexts.get(key)
  if (known) return known
  const message = Buffer.concat(runMessages(CONTEXT, [setting, tenant]))
  if (contexts.size >= TENANTS) contexts.clear()
  contexts.set(key, message)
  return message
}

function runMessages(statement: string, values: readonly (string | null)[]): Buffer[] {
  const bound = serialize.bind({ statement, portal: '', values: [...values] })
  return [bound, serialize.execute({ portal: '' })]
}

/** One read on its way: the tenant setting, the statement, and a Sync, which make it one implicit transaction. */
export class PendingRead {
  readonly #setting: string
  readonly #read: WireRead
  readonly #resolve: (value: Buffer | null) => void
  readonly #reject: (error: Error) => void
  #failed = false
  #value: Buffer | null = null
  #statements = new Map<string, boolean>()
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

  /** Adds its messages to what is sent on a connection. */
  write(connection: Connection, messages: Buffer[]): void {
    this.#statements = namesOf(connection)
    const { name, text, tenant, values } = this.#read
    this.#prepare(messages, CONTEXT, CONTEXT_TEXT)
    messages.push(contextMessage(this.#setting, tenant))
    if (name) this.#prepare(messages, name, text)
    else messages.push(serialize.parse({ name: '', text }))
    messages.push(...runMessages(name ?? '', values))
    this.#evict(messages)
    messages.push(SYNC)
  }

  #prepare(messages: Buffer[], name: string, text: string): void {
    const known = this.#statements.get(name)
    count(known ? 'hits' : 'misses')
    if (known) {
      // The last one used is the last to be closed.
      this.#statements.delete(name)
      this.#statements.set(name, true)
      return
    }
    // A name that failed half way may or may not exist: closing what does not exist is no error.
    messages.push(serialize.close({ type: 'S', name }), serialize.parse({ name, text }))
    this.#parsed.push(name)
  }

  /** Servers keep what is not closed. */
  #evict(messages: Buffer[]): void {
    for (const name of this.#statements.keys()) {
      if (this.#statements.size + this.#parsed.length <= MAX_PREPARED) return
      if (name === CONTEXT || name === this.#read.name) continue
      this.#statements.delete(name)
      messages.push(serialize.close({ type: 'S', name }))
      this.#evicted.push(name)
      count('evictions')
    }
  }

  take(value: Buffer | null): void {
    this.#value = value
  }

  fail(error: Error): void {
    // After an error the server skips to Sync: what was parsed may not exist, what was closed may.
    for (const name of this.#evicted) this.#statements.set(name, false)
    for (const name of this.#parsed) this.#statements.set(name, false)
    this.#failed = true
    this.#reject(error)
  }

  /** The server is done with it. */
  end(): void {
    if (this.#failed) return
    for (const name of this.#parsed) this.#statements.set(name, true)
    this.#resolve(this.#value)
  }
}
