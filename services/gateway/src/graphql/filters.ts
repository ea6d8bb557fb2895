import type { Sql } from '@cs/pothos-kysely'
import { sql } from 'kysely'
import type { Viewer } from './context.ts'
import { idIn } from './mapping.ts'

/** Rows whose column is one of the values given: each value is looked up by itself. */
export function oneOf<Row>(type: unknown, description: string, column: (row: Row) => Sql, guard?: string) {
  return {
    type: [type],
    description,
    ...(guard ? { guard } : {}),
    decode: (values: readonly string[]) => [...new Set(values)],
    shape: (values: readonly string[]) => `of ${new Set(values).size}`,
    sql: (row: Row, values: Sql, _context: unknown, shape: string) =>
      Array.from(
        { length: Number(shape.slice(3)) },
        (_, i) => sql`${column(row)} = (${values}::text[])[${sql.lit(i + 1)}]`,
      ),
  }
}

/** Rows that refer to the thing with a global id; an id that is none of the shop's finds nothing. */
export function refersTo<Row>(code: number, description: string, column: (row: Row) => Sql, guard?: string) {
  return {
    type: 'ID',
    description,
    ...(guard ? { guard } : {}),
    decode: (value: string, viewer: Viewer) => idIn(viewer, value, code),
    sql: (row: Row, value: Sql) => sql`${column(row)} = ${value}::uuid`,
  }
}

/** Rows at or after, or before, a point in time. */
export function since<Row>(description: string, column: (row: Row) => Sql) {
  return {
    type: 'DateTime',
    description,
    sql: (row: Row, value: Sql) => sql`${column(row)} >= ${value}::timestamptz`,
  }
}

export function before<Row>(description: string, column: (row: Row) => Sql) {
  return {
    type: 'DateTime',
    description,
    sql: (row: Row, value: Sql) => sql`${column(row)} < ${value}::timestamptz`,
  }
}

/** Rows whose text column has this value. */
export function equals<Row>(type: unknown, description: string, column: (row: Row) => Sql, guard?: string) {
  return {
    type,
    description,
    ...(guard ? { guard } : {}),
    sql: (row: Row, value: Sql) => sql`${column(row)} = ${value}::text`,
  }
}

/** Rows whose boolean column says so. */
export function flag<Row>(description: string, column: (row: Row) => Sql, guard?: string) {
  return {
    type: 'Boolean',
    description,
    ...(guard ? { guard } : {}),
    shape: (value: boolean) => String(value),
    sql: (row: Row, _value: Sql, _context: unknown, shape: string) =>
      shape === 'true' ? column(row) : sql`NOT ${column(row)}`,
  }
}
