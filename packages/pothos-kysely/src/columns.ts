import { sql } from 'kysely'

const ALIAS = Symbol('alias')

/** Fragments that are a column and nothing else. */
const columns = new WeakSet<object>()

/** A row's columns as fragments: any name is taken for a column of the alias. */
export function columnsOf(alias: string): never {
  const get = (_: object, column: string | symbol) => {
    if (column === ALIAS) return alias
    const made = sql.ref(`${alias}.${String(column)}`)
    columns.add(made)
    return made
  }
  return new Proxy({}, { get }) as never
}

/** Whether a fragment is a column, which costs nothing to say more than once. */
export const isColumn = (fragment: object): boolean => columns.has(fragment)

/** The SQL alias of a row, for fragments that are written elsewhere. */
export function aliasOf(row: object): string {
  return (row as { [ALIAS]: string })[ALIAS]
}
