import type { FieldNode } from 'graphql'
import { sql } from 'kysely'
import { isColumn } from './columns.ts'
import type { Sql } from './definitions.ts'
import type { Emitted, Planner } from './planner.ts'
import { jsonObject, word } from './slots.ts'

/** A selection over one SQL value: the value's type says what its fields are. */
export function emitEmbedded<Viewer>(
  planner: Planner<Viewer>,
  name: string,
  value: Sql,
  nodes: readonly FieldNode[],
): Emitted {
  const type = planner.options.registry.value(name)
  const alias = planner.alias()
  // Anything but a column is computed once, in a sub-select, which costs as much as a read of its own.
  const boxed = isColumn(value) ? value : sql.ref(`${alias}.v`)
  const graphqlType = planner.objectType(name)
  const pairs: Sql[] = []
  for (const [key, fieldNodes] of planner.fields(graphqlType, nodes)) {
    const fieldName = fieldNodes[0]?.name.value ?? ''
    const field = type.fields.get(fieldName)
    if (fieldName !== '__typename' && !field) throw new Error(`${name}.${fieldName} is not mapped`)
    const fieldSql = field ? field.sql(boxed as never, planner.context(undefined)) : word(name)
    pairs.push(sql`${word(key)} VALUE ${fieldSql}`)
  }
  const object = jsonObject(pairs)
  return {
    sql: isColumn(value)
      ? sql`CASE WHEN ${value} IS NOT NULL THEN ${object} END`
      : sql`(SELECT ${object} FROM (SELECT ${value} AS v) AS ${sql.ref(alias)} WHERE ${boxed} IS NOT NULL)`,
    cost: () => 0,
  }
}
