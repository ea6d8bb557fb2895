import { type Columns, type Field, Reader, Registry, type Sql, type TypeDefinition } from '@cs/pothos-kysely'
import { buildSchema, type FieldNode, type GraphQLSchema, getOperationAST, parse } from 'graphql'
import { sql } from 'kysely'
import type { Desk } from './desk.ts'
import { mapper, readContext, type Viewer } from './gateway.ts'

/** Reads all rows of a type by a statement that the planner makes, whether or not the schema has a list of them. */
export async function readAll(
  desk: Desk,
  viewer: Viewer,
  reader: Reader<Viewer>,
  { schema, type, fields }: { schema: GraphQLSchema; type: string; fields: readonly string[] },
): Promise<Record<string, unknown>[]> {
  const operation = getOperationAST(parse(`{ rows { ${['__typename', ...fields].join(' ')} } }`))
  const root = buildSchema('type Query { rows: [String] }').getQueryType()
  if (!operation || !root) throw new Error('no operation')
  const field: Field<Viewer> = {
    kind: 'list',
    type,
    limit: 1_000_000,
    where: () => sql`true`,
    order: () => [sql`1`],
  }
  const question = {
    schema,
    operation,
    fragments: {},
    variables: {},
    parentType: root,
    nodes: operation.selectionSet.selections as readonly FieldNode[],
    path: 'rows',
  }
  const prepared = reader.prepare(field, question, viewer, 'object')
  // What is read here is counted, and not put on record.
  const context = { ...readContext(desk.context(viewer)), onTraces: async () => {} }
  const text = await reader.run(prepared, context, undefined)
  return JSON.parse(text?.toString('utf8') ?? '[]') as Record<string, unknown>[]
}

/** A reader over tables as they are, each with its shop as its one field: types `T_<table>`. */
export function readerOfTables(tables: readonly { name: string; column: string }[]) {
  const registry = new Registry<Viewer>()
  for (const { name, column } of tables) {
    const shop = (row: Columns<Record<string, unknown>>) => row[column] as Sql
    const type: TypeDefinition<Viewer> = {
      name: `T_${name}`,
      table: name,
      key: column,
      tenantColumn: column,
      implementations: new Map(),
      reaches: {},
      fields: new Map([['shop', { kind: 'value', sql: shop as never }]]),
      filters: new Map(),
      orders: new Map(),
    }
    registry.add(type)
  }
  const types = tables.map(({ name }) => `type T_${name} { shop: ID }`)
  return {
    reader: new Reader<Viewer>({ ...mapper.reader.options, registry }),
    schema: buildSchema(['type Query { rows: [String] }', ...types].join('\n')),
  }
}
