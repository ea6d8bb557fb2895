import type { Connection, FieldDef, PoolClient, Submittable } from 'pg'
import { serialize } from 'pg-protocol'
import { statementName } from './prepare.ts'
import { typeParsers } from './types.ts'
import { wireValue } from './wire.ts'

/** One statement of a batch; its parameters are $1, $2, ... */
export interface Statement {
  readonly text: string
  readonly values: readonly unknown[]
}

export type Row = Record<string, unknown>

/** What came of one statement: its command tag (for example `UPDATE`), the rows it touched, those it answered. */
export interface Answer {
  command: string
  count: number
  readonly rows: Row[]
}

/**
 * Sends statements as one piece with one Sync, one round trip for all, and answers each in order. Every statement
 * sees what the ones before it did and waited for. Rejects with the first error; none after it has run.
 */
export function sendBatch(client: PoolClient, statements: readonly Statement[]): Promise<readonly Answer[]> {
  return new Promise((resolve, reject) => client.query(new Batch(statements, resolve, reject)))
}

interface Column {
  readonly name: string
  readonly parse: (text: string) => unknown
}

/** The prepared statements of each connection and what they answer; `null`: perhaps there, its batch failed. */
const prepared = new WeakMap<Connection, Map<string, readonly Column[] | null>>()

interface Part {
  readonly name: string
  readonly text: string
  readonly values: readonly (string | Buffer | null)[]
  readonly answer: Answer
  columns: readonly Column[]
  /** Parsed by this batch: whether it is there is known when it has run. */
  fresh: boolean
}

class Batch implements Submittable {
  readonly #parts: readonly Part[]
  readonly #resolve: (answers: readonly Answer[]) => void
  readonly #reject: (error: unknown) => void
  #known = new Map<string, readonly Column[] | null>()
  /** The part that is answered now. */
  #at = 0
  #failure: { readonly error: unknown } | undefined

  constructor(
    statements: readonly Statement[],
    resolve: (answers: readonly Answer[]) => void,
    reject: (error: unknown) => void,
  ) {
    // Before anything is sent: a value that can't be sent must not leave half a message behind.
    this.#parts = statements.map(({ text, values }) => ({
      name: statementName(text),
      text,
      values: values.map(wireValue),
      answer: { command: '', count: 0, rows: [] },
      columns: [],
      fresh: false,
    }))
    this.#resolve = resolve
    this.#reject = reject
  }

  submit(connection: Connection): void {
    this.#known = prepared.get(connection) ?? this.#known
    prepared.set(connection, this.#known)
    const parsed = new Set<string>()
    const messages: Buffer[] = []
    for (const part of this.#parts) {
      const { name, text, values } = part
      const columns = name ? this.#known.get(name) : undefined
      if (columns) part.columns = columns
      else {
        if (!parsed.has(name)) {
          // A name that failed half way may or may not exist: closing what does not exist is no error.
          if (columns === null) messages.push(serialize.close({ type: 'S', name }))
          messages.push(serialize.parse({ name, text }))
          if (name) parsed.add(name)
        }
        part.fresh = true
      }
      messages.push(serialize.bind({ statement: name, values: [...values] }))
      if (part.fresh) messages.push(serialize.describe({ type: 'P' }))
      messages.push(serialize.execute())
    }
    messages.push(serialize.sync())
    connection.stream.write(Buffer.concat(messages))
  }

  handleRowDescription({ fields }: { fields: readonly FieldDef[] }): void {
    const part = this.#parts[this.#at]
    if (!part) return
    part.columns = fields.map(({ name, dataTypeID }) => ({
      name,
      parse: typeParsers.getTypeParser(dataTypeID, 'text') as Column['parse'],
    }))
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    const part = this.#parts[this.#at]
    if (!part || this.#failure) return
    try {
      const row: Row = {}
      for (const [i, { name, parse }] of part.columns.entries()) {
        const value = fields[i] ?? null
        row[name] = value === null ? null : parse(value)
      }
      part.answer.rows.push(row)
    } catch (error) {
      this.#failure = { error }
    }
  }

  handleCommandComplete({ text }: { text: string }): void {
    const part = this.#parts[this.#at]
    if (!part) return
    part.answer.command = text.split(' ', 1)[0] ?? ''
    part.answer.count = Number(text.slice(text.lastIndexOf(' ') + 1)) || 0
    this.#done(part)
  }

  handleEmptyQuery(): void {
    const part = this.#parts[this.#at]
    if (part) this.#done(part)
  }

  #done(part: Part): void {
    if (part.fresh && part.name) this.#known.set(part.name, part.columns)
    this.#at += 1
  }

  handlePortalSuspended(): void {}
  handleCopyInResponse(): void {}
  handleCopyData(): void {}

  handleError(error: Error): void {
    // After an error the server skips to Sync: what was still to run may have been parsed or not.
    for (const { fresh, name } of this.#parts.slice(this.#at))
      if (fresh && name && !this.#known.get(name)) this.#known.set(name, null)
    this.#failure ??= { error }
    this.#reject(this.#failure.error)
  }

  handleReadyForQuery(): void {
    if (this.#failure) this.#reject(this.#failure.error)
    else this.#resolve(this.#parts.map(({ answer }) => answer))
  }
}
