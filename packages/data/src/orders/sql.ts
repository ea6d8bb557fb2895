import { type RawBuilder, sql } from 'kysely'

/** RFC 3339 in UTC with milliseconds, as JavaScript writes it; null stays null. */
export function rfc3339(time: RawBuilder<unknown>): RawBuilder<string | null> {
  return sql`to_char((${time}) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
}

/** A column of the order around the look-up. */
export type OrderColumn = (column: string) => RawBuilder<unknown>
