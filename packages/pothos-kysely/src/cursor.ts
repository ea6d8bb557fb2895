import { hash } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'

/** A cursor that belongs to another order, another filter or no list at all. */
export class BadCursor extends Error {
  override readonly name = 'BadCursor'
  constructor() {
    super('This cursor does not belong to this list with this order and filter; start from the first page.')
  }
}

/** What binds a cursor to its list: a short hash of the list's type, order and filter. */
export function cursorSignature(list: string, order: string, filter: unknown): string {
  return hash('sha256', JSON.stringify([list, order, canonical(filter)]), 'base64url').slice(0, 10)
}

/** The cursor of a row: the signature and the order's keys as text, opaque in base64url. */
export function cursorSql(
  signature: RawBuilder<unknown>,
  keys: readonly RawBuilder<unknown>[],
): RawBuilder<string> {
  const parts = keys.map((key) => sql`${key}::text`)
  return sql<string>`translate(encode(convert_to(json_build_array(${signature}::text, ${sql.join(parts)})::text, 'UTF8'), 'base64'), E'+/\n=', '-_')`
}

/** How each type of key is written in a cursor: anything else the database would refuse as a failure of ours. */
const WRITTEN: Readonly<Record<string, (key: string) => boolean>> = {
  uuid: (key) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(key),
  timestamptz: (key) =>
    /^\d{4}-\d\d-\d\d ([01]\d|2[0-3])(:[0-5]\d){2}(\.\d{1,6})?[+-](0\d|1[0-5])(:[0-5]\d)?$/.test(key) &&
    isDay(key.slice(0, 10)),
  date: (key) => /^\d{4}-\d\d-\d\d$/.test(key) && isDay(key),
  int: (key) => /^-?\d{1,9}$/.test(key),
  bigint: (key) => /^-?\d{1,18}$/.test(key),
  text: (key) => !key.includes('\0'),
}

function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day) && !day.startsWith('0000')
}

/**
 * The keys of a cursor, whose types are `casts`. Throws {@link BadCursor} where it is not one of this list.
 */
export function decodeCursor(cursor: string, signature: string, casts: readonly string[]): string[] {
  const parts = parse(cursor)
  if (!Array.isArray(parts) || parts.length !== casts.length + 1 || parts[0] !== signature)
    throw new BadCursor()
  return casts.map((cast, i) => {
    const key: unknown = parts[i + 1]
    if (typeof key !== 'string' || WRITTEN[cast]?.(key) === false) throw new BadCursor()
    return key
  })
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    throw new BadCursor()
  }
}

function canonical(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, v]) => v !== undefined && v !== null)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => [k, canonical(v)]))
}
