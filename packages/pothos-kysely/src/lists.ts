import type { Filter, Order, TypeDefinition } from './definitions.ts'
import type { FilterOptions, OrderOptions } from './options.ts'
import { plainFields, plainType } from './plain.ts'
import type { ArgBuilder, FieldBuilder, LooseBuilder } from './pothos.ts'

/** A type that is made listable, as GraphQL knows it. */
interface Listed<Viewer> {
  readonly name: string
  readonly definition: TypeDefinition<Viewer>
  readonly connection: unknown
  readonly ref: unknown
}

/** Declares the filter, the orders, the edge and the connection of a type. */
export function declareList<Table, Viewer>(
  builder: LooseBuilder,
  pageInfo: unknown,
  { name, definition, connection, ref }: Listed<Viewer>,
  list: {
    readonly filters: Readonly<Record<string, FilterOptions<Table, Viewer, never>>>
    readonly orders: Readonly<Record<string, OrderOptions<Table>>>
  },
): void {
  for (const [key, filter] of Object.entries(list.filters))
    definition.filters.set(key, filter as unknown as Filter<Viewer>)
  for (const [key, order] of Object.entries(list.orders)) {
    const made: Order = {
      by: order.by.map(({ column }) => column),
      casts: order.by.map(({ cast }) => cast),
      direction: order.direction,
      where: order.where as never,
    }
    definition.orders.set(key, made)
  }
  if (definition.filters.size > 0)
    builder.inputType(`${name}Filter`, {
      description: `Narrows a list of ${name}; all that is given must hold.`,
      fields: (t: FieldBuilder) =>
        Object.fromEntries(
          Object.entries(list.filters).map(([key, f]) => [
            key,
            t.field({
              type: f.type,
              description: f.guard ? `${f.description} Requires \`${f.guard}\`.` : f.description,
            }),
          ]),
        ),
    })
  builder.enumType(`${name}OrderBy`, {
    description: `How a list of ${name} is ordered.`,
    values: Object.fromEntries(
      Object.entries(list.orders).map(([key, { description }]) => [key, { value: key, description }]),
    ),
  })
  const edge = plainType(builder, `${name}Edge`, `A ${name} at its place in a list.`, {
    node: [ref, false, 'The row.'],
    cursor: ['String', false, 'Where it lies in this list, order and filter.'],
  })
  builder.objectType(connection, {
    description: `A page of ${name}.`,
    fields: (t: FieldBuilder) =>
      plainFields(t, {
        nodes: [[ref], false, 'The rows of the page.'],
        edges: [[edge], false, 'The rows with their cursors.'],
        pageInfo: [pageInfo, false, 'Where the page lies.'],
        totalCount: ['Int', true, 'How many rows the filter leaves; counted only when asked for.'],
      }),
  })
}

/** The arguments of a field that pages over a type. */
export function connectionArgs<Viewer>(
  name: string,
  definition: TypeDefinition<Viewer>,
  arg: ArgBuilder,
): Record<string, unknown> {
  return {
    first: arg({ type: 'Int', description: 'How many rows, 1 to 100.', defaultValue: 20 }),
    after: arg({ type: 'String', description: 'Rows after this cursor.' }),
    last: arg({ type: 'Int', description: 'How many rows before `before`, 1 to 100.' }),
    before: arg({ type: 'String', description: 'Rows before this cursor; goes with `last`.' }),
    ...(definition.filters.size > 0
      ? { filter: arg({ type: `${name}Filter`, description: 'Which rows.' }) }
      : {}),
    ...(definition.orders.size > 0
      ? {
          orderBy: arg({
            type: `${name}OrderBy`,
            description: 'Which first.',
            defaultValue: [...definition.orders.keys()][0],
          }),
        }
      : {}),
  }
}
