import { sql } from 'kysely'
import type { Sql } from './definitions.ts'

/** The SQL that turns a value of a GraphQL scalar into its wire form; scalars that are not named go as they are. */
export type Codecs = Readonly<Record<string, (value: Sql) => Sql>>

/** What GraphQL itself says as text, whatever the column is. */
const TEXT: Codecs = { ID: (value) => sql`${value}::text`, String: (value) => sql`${value}::text` }

/** The wire form of a field's values by its GraphQL type, `'DateTime'` or `['DateTime']`. */
export function encoder(codecs: Codecs, type: unknown): (value: Sql) => Sql {
  const of = (name: unknown) =>
    typeof name === 'string'
      ? (codecs[name] ?? (Object.hasOwn(TEXT, name) ? TEXT[name] : undefined))
      : undefined
  if (!Array.isArray(type)) return of(type) ?? ((value) => value)
  const item = typeof type[0] === 'string' ? codecs[type[0]] : undefined
  if (!item) return (value) => value
  return (value) =>
    sql`CASE WHEN ${value} IS NOT NULL THEN ARRAY(SELECT ${item(sql`item.v`)} FROM unnest(${value}) WITH ORDINALITY AS item(v, n) ORDER BY item.n) END`
}
