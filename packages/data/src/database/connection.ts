import {
  AbortedTransactionError,
  type CompiledQuery,
  type DatabaseConnection,
  type QueryResult,
} from 'kysely'
import type { PoolClient } from 'pg'
import { type Answer, type Row, type Statement, sendBatch } from './batch.ts'
import { mergeWrites, type Write } from './merge.ts'

/** A statement that waits for the next one. */
export interface Waiting extends Write {
  readonly answered: ((rows: readonly Row[]) => void) | null
}

export type Waiter = (statement: Waiting) => void

/** A connection of the writer while somebody holds it: what may wait is sent with the next statement. */
export class BatchingConnection implements DatabaseConnection {
  readonly #client: PoolClient
  #queue: Waiting[] = []
  /** Counts transactions, and the times between them. */
  #turn = 0
  /** The server has been told of the transaction that this connection is in. */
  #begun = false
  #broken = false

  constructor(client: PoolClient) {
    this.#client = client
  }

  /** Begins a transaction, with the first statement of it. */
  begin(text: string): void {
    this.#turn += 1
    this.#begun = false
    this.#queue = [{ text, values: [], table: null, answered: null }]
  }

  /**
   * Has statements of the transaction that runs now wait: each is sent with the next one, before it. Once it is
   * over, what is handed in throws: it would end up in somebody else's.
   */
  waiter(): Waiter {
    const turn = this.#turn
    return (statement) => {
      if (turn !== this.#turn) throw new Error('the transaction is over')
      this.#queue.push(statement)
    }
  }

  /** Commits, together with what waits. Where no statement has run and no write waits, there is nothing to do. */
  async commit(): Promise<void> {
    this.#turn += 1
    const idle = !this.#begun && this.#queue.every(({ table }) => table === null)
    if (idle) this.#queue = []
    else {
      const { command } = await this.#send({ text: 'COMMIT', values: [] })
      // PostgreSQL completes COMMIT so where an earlier error, which somebody caught, has ended the transaction.
      if (command === 'ROLLBACK') throw new AbortedTransactionError()
    }
  }

  /** Undoes the transaction. A connection on which that fails is closed: the transaction ends with it. */
  async rollback(): Promise<void> {
    this.#turn += 1
    this.#queue = []
    if (!this.#begun) return
    try {
      await this.#send({ text: 'ROLLBACK', values: [] })
    } catch {
      this.#broken = true
    }
  }

  release(): void {
    this.#client.release(this.#broken)
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { command, count, rows } = await this.#send({ text: query.sql, values: query.parameters })
    const written = WRITES.has(command)
    return { rows: rows as R[], ...(written ? { numAffectedRows: BigInt(count) } : {}) }
  }

  // biome-ignore lint/correctness/useYield: the interface asks for it, and nobody reads a cursor.
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('statements of the writer are not streamed')
  }

  async #send(last: Statement): Promise<Answer> {
    const waited = mergeWrites(this.#queue)
    this.#queue = []
    this.#begun = true
    try {
      const answers = await sendBatch(this.#client, [...waited, last])
      for (const [i, { answered }] of waited.entries()) answered?.(answers[i]?.rows ?? [])
      const answer = answers.at(-1)
      if (!answer) throw new Error('a batch answered nothing')
      return answer
    } catch (error) {
      // The error was made where the socket is read; where it was asked for says more.
      if (error instanceof Error) Error.captureStackTrace(error)
      throw error
    }
  }
}

const WRITES: ReadonlySet<string> = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE'])
