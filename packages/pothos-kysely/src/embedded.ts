import type { FieldNode } from 'graphql'
import { sql } from 'kysely'
import { isColumn } from './columns.ts'
import type { Sql } from './definitions.ts'
import { jsonName, jsonObject, type Pair, writingOf } from './json.ts'
import type { Emitted, Planner } from './planner.ts'

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
  const pairs: Pair[] = []
  for (const [key, fieldNodes] of planner.fields(graphqlType, nodes)) {
    const fieldName = fieldNodes[0]?.name.value ?? ''
    const field = type.fields.get(fieldName)
    const graphqlField = graphqlType.getFields()[fieldName]
    if (fieldName === '__typename') pairs.push([key, jsonName(name)])
    else if (!field || !graphqlField) throw new Error(`${name}.${fieldName} is not mapped`)
    else {
      const fieldSql = field.sql(boxed as never, planner.context(undefined))
      const writing = writingOf(graphqlField.type, planner.options.quoted)
      // What is said of a value that is there is there too.
      pairs.push([key, { sql: fieldSql, writing, present: true }])
    }
  }
  const object = jsonObject(pairs)
  return {
    sql: isColumn(value)
      ? sql`CASE WHEN ${value} IS NOT NULL THEN ${object} ELSE 'null' END`
      : sql`(SELECT ${object} FROM (SELECT ${value} AS v) AS ${sql.ref(alias)} WHERE ${boxed} IS NOT NULL)`,
    present: isColumn(value),
    cost: () => 0,
  }
}
