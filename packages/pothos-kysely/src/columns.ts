import { sql } from 'kysely'
import type { Sql } from './definitions.ts'

const ALIAS = Symbol('alias')

/** Fragments that are a column and nothing else. */
const columns = new WeakSet<object>()

/** The columns of a row that fragments name; all of them where some are written elsewhere. */
export type Used = Set<string> & { all?: boolean }

/** A row's columns as fragments: any name is taken for a column of the alias. */
export function columnsOf(alias: string, used: Used = new Set()): never {
  const get = (_: object, column: string | symbol) => {
    if (column === ALIAS) {
      used.all = true
      return alias
    }
    used.add(String(column))
    const made = sql.ref(`${alias}.${String(column)}`)
    columns.add(made)
    return made
  }
  return new Proxy({}, { get }) as never
}

/** What a sub-select has to hand on of a row: what is named of it, as every other column is carried along too. */
export function usedOf(alias: string, used: Used): Sql {
  return used.all || used.size === 0
    ? sql`*`
    : sql.join([...used].map((column) => sql.ref(`${alias}.${column}`)))
}

/** Whether a fragment is a column, which costs nothing to say more than once. */
export const isColumn = (fragment: object): boolean => columns.has(fragment)

/** The SQL alias of a row, for fragments that are written elsewhere. */
export function aliasOf(row: object): string {
  return (row as { [ALIAS]: string })[ALIAS]
}
