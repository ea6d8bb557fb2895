import {
  type GraphQLEnumType,
  type GraphQLOutputType,
  getNullableType,
  isEnumType,
  isScalarType,
} from 'graphql'
import { type RawBuilder, sql } from 'kysely'
import { word } from './slots.ts'

type Sql = RawBuilder<unknown>

/**
 * How a value gets into a text of JSON. `any`: PostgreSQL writes it, whatever it is. `json`: it is JSON already.
 * `quoted`: its text holds nothing that JSON escapes. `number` and `boolean`: as their names say.
 */
export type Writing = 'any' | 'json' | 'quoted' | 'number' | 'boolean'

/** A value that is put into JSON: it is JSON itself where nothing is said. */
export interface Value {
  readonly sql: Sql
  readonly writing?: Writing
  /** Set where it can't be NULL. */
  readonly present?: boolean
  /** Set where NULL leaves its key out; it is written as text that holds nothing to escape, and is not the first. */
  readonly optional?: boolean
}

/** A key of a JSON object and its value; a string is the value's own JSON, known when planning. */
export type Pair = readonly [key: string, value: Value | string]

type Part = Sql | string

/** The most arguments that PostgreSQL takes. */
const MOST_ARGUMENTS = 100

/**
 * A JSON object as text. JSON_OBJECT looks up the types of each key and value of each row in the catalogue, which
 * costs more than reading the row; here the keys are part of the statement, and most values need no look at all.
 */
export function jsonObject(pairs: readonly Pair[]): Sql {
  const parts = pairs.flatMap(([key, value], i): Part[] => {
    const name = `${i === 0 ? '{' : ','}${jsonName(key)}:`
    if (typeof value === 'string') return [name, value]
    // What is NULL is nothing to `concat`, and so is all that is joined to it.
    return value.optional ? [sql`${sql.lit(`${name}"`)} || ${value.sql} || '"'`] : [name, ...written(value)]
  })
  return concat(pairs.length === 0 ? ['{}'] : [...parts, '}'])
}

/** Texts of JSON, one a row, as an array. `order` and `filter` are those of the aggregate. */
export function jsonArray(item: Sql, order: Sql = sql``, filter: Sql = sql``): Sql {
  return concat(['[', sql`string_agg(${item}, ',' ${order}) ${filter}`, ']'])
}

/** A short array of values. */
export function jsonTuple(values: readonly Value[]): Sql {
  return concat([...values.flatMap((value, i): Part[] => [i === 0 ? '[' : ',', ...written(value)]), ']'])
}

/** A name that is known when planning, as JSON: only GraphQL names and our own hidden keys get here. */
export function jsonName(name: string): string {
  word(name)
  return `"${name}"`
}

/** Without more than it takes: what stands here is set up at each execution, and run for each row. */
function written({ sql: value, writing = 'json', present = false }: Value): Part[] {
  const orNull = (some: Sql) => [present ? some : sql`coalesce(${some}, 'null')`]
  switch (writing) {
    case 'any':
      return orNull(sql`to_json(${value})`)
    case 'json':
      // Facts of computed fields may be a number or a boolean: these are JSON as text.
      return present ? [value] : orNull(sql`(${value})::text`)
    case 'number':
      return present ? [value] : orNull(sql`(${value})::text`)
    case 'boolean':
      return orNull(sql`(${value})::text`)
    case 'quoted':
      return present ? ['"', value, '"'] : orNull(sql`'"' || (${value})::text || '"'`)
  }
}

/** One text of many; `concat` puts nothing where there is NULL. */
function concat(parts: readonly Part[]): Sql {
  const merged: Part[] = []
  for (const part of parts) {
    const last = merged.at(-1)
    if (typeof part === 'string' && typeof last === 'string') merged[merged.length - 1] = last + part
    else merged.push(part)
  }
  const fragments = merged.map((part) => (typeof part === 'string' ? sql.lit(part) : part))
  return fragments.length <= MOST_ARGUMENTS ? call(fragments) : call(chunks(fragments).map(call))
}

const call = (fragments: readonly Sql[]): Sql => sql`concat(${sql.join(fragments)})`

function chunks(fragments: readonly Sql[]): Sql[][] {
  const made: Sql[][] = []
  for (let at = 0; at < fragments.length; at += MOST_ARGUMENTS)
    made.push(fragments.slice(at, at + MOST_ARGUMENTS))
  return made
}

/** Whether GraphQL says the values of an enum otherwise than the database does. */
export const isTranslated = (type: GraphQLEnumType) =>
  type.getValues().some(({ name, value }) => name !== value)

/** How values of a GraphQL type are written; `quoted` names the scalars whose texts hold nothing to escape. */
export function writingOf(type: GraphQLOutputType, quoted?: ReadonlySet<string>): Writing {
  const plain = getNullableType(type)
  // Names, as GraphQL has them; what the database calls otherwise may be anything.
  if (isEnumType(plain)) return isTranslated(plain) ? 'any' : 'quoted'
  if (!isScalarType(plain)) return 'any'
  if (plain.name === 'Int') return 'number'
  if (plain.name === 'Boolean') return 'boolean'
  return quoted?.has(plain.name) ? 'quoted' : 'any'
}
