import type { Insertable } from 'kysely'
import { writeLater } from './later.ts'
import type { DB, Tx } from './types.ts'

/** Texts by table, number of rows and columns: few, as each comes from one place in the code. */
const texts = new Map<string, string>()
const MOST = 500

/**
 * Appends rows to a table with the transaction's next statement or its commit, where an error is thrown. Rows of
 * one call are written in their order and name the same columns.
 */
export function appendLater<T extends keyof DB & string>(
  tx: Tx,
  table: T,
  rows: readonly Insertable<DB[T]>[],
): void {
  const [first] = rows
  if (!first) return
  const columns = Object.keys(first)
  const values = rows.flatMap((row) => columns.map((column) => row[column as keyof typeof row]))
  writeLater(tx, table, textOf(table, columns, rows.length), values)
}

function textOf(table: string, columns: readonly string[], rows: number): string {
  const key = `${table} ${rows} ${columns.join()}`
  const known = texts.get(key)
  if (known) return known
  const row = (_: unknown, r: number) =>
    `(${columns.map((_, c) => `$${r * columns.length + c + 1}`).join(', ')})`
  const tuples = Array.from({ length: rows }, row).join(', ')
  const names = columns.map((column) => `"${column}"`).join(', ')
  const text = `INSERT INTO "${table}" (${names}) VALUES ${tuples}`
  if (texts.size < MOST) texts.set(key, text)
  return text
}
