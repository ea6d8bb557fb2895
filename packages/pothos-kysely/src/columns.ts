import { sql } from 'kysely'

const ALIAS = Symbol('alias')

/** A row's columns as fragments: any name is taken for a column of the alias. */
export function columnsOf(alias: string): never {
  return new Proxy(
    {},
    { get: (_, column) => (column === ALIAS ? alias : sql.ref(`${alias}.${String(column)}`)) },
  ) as never
}

/** The SQL alias of a row, for fragments that are written elsewhere. */
export function aliasOf(row: object): string {
  return (row as { [ALIAS]: string })[ALIAS]
}
