import { CompiledQuery } from 'kysely'
import type { Row } from './batch.ts'
import type { Db } from './types.ts'

/** A statement that waits for the next one of its transaction. */
export interface LaterQuery extends CompiledQuery {
  /** The table of a write that may run together with others; `null`: runs alone. */
  readonly table: string | null
  readonly answered: ((rows: readonly Row[]) => void) | null
}

/** The statements that wait, by the object that Kysely hands to the connection untouched. */
const waiting = new WeakSet<CompiledQuery>()

export const isLater = (query: CompiledQuery): query is LaterQuery => waiting.has(query)

async function later(
  db: Db,
  sql: string,
  parameters: readonly unknown[],
  how: Pick<LaterQuery, 'table' | 'answered'>,
): Promise<void> {
  const query: LaterQuery = { ...CompiledQuery.raw(sql, [...parameters]), ...how }
  waiting.add(query)
  await db.executeQuery(query)
}

/**
 * Has a statement travel with the transaction's next one, before it, or with its commit: it costs no round trip.
 * Its error is thrown there. `answered` is told its rows before that next statement answers.
 */
export function askLater(
  db: Db,
  text: string,
  values: readonly unknown[],
  answered: ((rows: readonly Row[]) => void) | null = null,
): Promise<void> {
  return later(db, text, values, { table: null, answered })
}

/**
 * The same for a write whose answer nobody needs. Writes that wait one after the other, each to another table,
 * run as one statement: none may depend on what another one of them writes.
 */
export function writeLater(db: Db, table: string, text: string, values: readonly unknown[]): Promise<void> {
  return later(db, text, values, { table, answered: null })
}
