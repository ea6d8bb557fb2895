import { type RawBuilder, sql } from 'kysely'

/**
 * Whether somebody is there to be served: who was forgotten, or is a duplicate of another, is told and given nothing.
 * `customer` is the alias of a row of `customers`.
 */
export function isServed(customer: string): RawBuilder<boolean> {
  const c = (column: string) => sql.ref(`${customer}.${column}`)
  return sql`(${c('erased_at')} IS NULL AND ${c('merged_into')} IS NULL)`
}
