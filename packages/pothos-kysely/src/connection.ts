import { type FieldNode, GraphQLError, type GraphQLField } from 'graphql'
import { sql } from 'kysely'
import { cursorSql, decodeCursor } from './cursor.ts'
import type { Columns, ConnectionField, Order, Sql, SqlContext, TypeDefinition } from './definitions.ts'
import { jsonArray, jsonName, jsonObject, type Pair, type Value } from './json.ts'
import {
  backwards,
  castsOf,
  check,
  DEFAULT_PAGE,
  nameOfOrder,
  orderOf,
  type PageArgs,
  pageSize,
  signatureOf,
} from './page-args.ts'
import type { Emitted, Planner } from './planner.ts'
import { all, commas, type Slot } from './slots.ts'

/** Where the rows of a connection come from. */
export interface ConnectionSource<Viewer> {
  readonly field: ConnectionField<Viewer>
  readonly type: TypeDefinition<Viewer>
  readonly parentRow: never
}

/** Emits a page: nodes, edges and page info come from one sub-select, the total from its own. */
export function emitConnection<Viewer>(
  planner: Planner<Viewer>,
  source: ConnectionSource<Viewer>,
  graphqlField: GraphQLField<unknown, unknown>,
  node: FieldNode,
  nodes: readonly FieldNode[],
  path: string,
): Emitted {
  const { type } = source
  const site = planner.site(graphqlField, node, (args) => check(type, args as PageArgs))
  const context = planner.context(site)
  const shaped = context.shape as <T extends string | number | boolean>(read: (args: PageArgs) => T) => T
  const bound = context.arg as (read: (args: PageArgs, viewer: Viewer) => unknown) => Slot<Viewer>
  const back = shaped((args) => backwards(args))
  const orderName = shaped((args) => nameOfOrder(type, args))
  const order = orderOf(type, orderName)
  const alias = planner.alias()
  planner.gather(alias)
  const row = planner.columns(alias)
  const keys = [...order.by, type.key].map(
    (column) => (row as Columns<Record<string, unknown>>)[column] as Sql,
  )
  const casts = castsOf(order)
  const { predicates, ways } = rowsOf(planner, source, context, shaped, bound, alias, order)
  const page = [...predicates]
  for (const side of ['after', 'before'] as const) {
    if (!shaped((args) => args[side] !== undefined && args[side] !== null)) continue
    const forward = (side === 'after') === (order.direction === 'ASC')
    const values = keys.map((_, i) => {
      const read = bound((args) => decodeCursor(args[side] ?? '', signatureOf(type, args), casts)[i])
      return sql`${read}::${sql.raw(casts[i] ?? 'uuid')}`
    })
    page.push(sql`(${commas(keys)}) ${forward ? sql`>` : sql`<`} (${commas(values)})`)
  }
  const direction = (order.direction === 'ASC') !== back ? sql`ASC` : sql`DESC`
  // A literal: under a LIMIT that is a parameter PostgreSQL finds no generic plan worth keeping, and plans each time.
  const size = shaped((args) => pageSize(args))
  const { from } = context.scoped(type.table, alias, type.tenantColumn)
  const end = sql`ORDER BY ${commas(keys.map((key) => sql`${key} ${direction}`))} LIMIT ${sql.lit(size + 1)}`
  const rank = sql.ref(`${alias}.rank§`)
  const filter = sql`FILTER (WHERE ${rank} <= ${sql.lit(size)})`
  const inOrder = back ? sql`ORDER BY ${rank} DESC` : sql``
  const signature = bound((args) => signatureOf(type, args)) as unknown as Sql
  const cursor = cursorSql(signature, keys)
  const pairs: Pair[] = []
  const costs: Emitted['cost'][] = []
  let counted = false
  let paged = false
  const connectionType = planner.objectType(`${type.name}Connection`)
  for (const [key, fieldNodes] of planner.fields(connectionType, nodes)) {
    const name = fieldNodes[0]?.name.value
    const put = (value: Value | string) => pairs.push([key, value])
    if (name === 'nodes' || name === 'edges' || name === 'pageInfo') paged = true
    if (name === '__typename') put(jsonName(connectionType.name))
    else if (name === 'nodes') {
      const emitted = planner.object(type, alias, fieldNodes, `${path}.${key}[*]`)
      costs.push(emitted.cost)
      put({ sql: jsonArray(emitted.sql, inOrder, filter), present: true })
    } else if (name === 'edges') {
      const edge = emitEdge(planner, type, alias, fieldNodes, cursor, `${path}.${key}[*]`)
      costs.push(edge.cost)
      put({ sql: jsonArray(edge.sql, inOrder, filter), present: true })
    } else if (name === 'pageInfo') {
      const other = bound((args) => Boolean(back ? args.before : args.after))
      const info = { back, rank, size, other, cursor, signature, keys }
      put({ sql: emitPageInfo(planner, fieldNodes, info), present: true })
    } else if (name === 'totalCount') {
      counted = true
      const total = planner.alias()
      const again = rowsOf(planner, source, context, shaped, bound, total, order)
      const rowsAgain = context.scoped(type.table, total, type.tenantColumn).from
      const some = again.ways.map(all)
      const which = all([...again.predicates, sql`(${sql.join(some, sql` OR `)})`])
      put({ sql: sql`(SELECT count(*) FROM ${rowsAgain} WHERE ${which})`, writing: 'number', present: true })
    }
  }
  const object = jsonObject(pairs)
  const used = planner.used(alias)
  const each = ways.map((way) => sql`(SELECT ${used} FROM ${from} WHERE ${all([...page, ...way])} ${end})`)
  const rows =
    each.length === 1
      ? sql`${each[0]}`
      : sql`(SELECT * FROM (${sql.join(each, sql` UNION ALL `)}) AS ${sql.ref(alias)} ${end})`
  const ranked = sql`SELECT *, row_number() OVER () AS ${sql.ref('rank§')} FROM ${rows} AS ${sql.ref(alias)}`
  return {
    // HAVING makes it one row, also where no aggregate is asked for.
    sql: paged
      ? sql`(SELECT ${object} FROM (${ranked}) AS ${sql.ref(alias)} ${planner.gathered(alias)} HAVING true)`
      : sql`(SELECT ${object})`,
    present: true,
    cost: (args) => {
      const count = site === undefined ? DEFAULT_PAGE : pageSize((args[site] ?? {}) as PageArgs)
      const each = costs.reduce((sum, cost) => sum + cost(args), 1)
      return 1 + count * each + (counted ? 10 : 0)
    },
  }
}

/** The rows of a connection, without the cursor: what holds of all of them, and the ways of which one holds. */
interface Rows {
  readonly predicates: readonly Sql[]
  readonly ways: readonly (readonly Sql[])[]
}

/** Whether a list of a type holds a row: by its reach and the argument `filter`, without any order. */
export function emitListed<Viewer>(
  planner: Planner<Viewer>,
  type: TypeDefinition<Viewer>,
  context: SqlContext<Viewer>,
  where: (row: never) => Sql,
): Sql {
  const alias = planner.alias()
  const row = planner.columns(alias)
  const { from } = context.scoped(type.table, alias, type.tenantColumn)
  const field = { kind: 'connection', type: type.name, where } as const
  const { predicates, ways } = rowsOf(
    planner,
    { field, type, parentRow: row },
    context,
    context.shape as never,
    context.arg as never,
    alias,
    UNORDERED,
  )
  const some = ways.map(all)
  return sql`EXISTS (SELECT FROM ${from} WHERE ${all([...predicates, sql`(${sql.join(some, sql` OR `)})`])})`
}

const UNORDERED: Order = { by: [], casts: [], direction: 'ASC' }

/** The predicates on the rows of a connection, without the cursor: also what the total counts. */
function rowsOf<Viewer>(
  planner: Planner<Viewer>,
  { field, type, parentRow }: ConnectionSource<Viewer>,
  context: SqlContext<Viewer>,
  shaped: (read: (args: PageArgs) => string) => string,
  bound: (read: (args: PageArgs, viewer: Viewer) => unknown) => Slot<Viewer>,
  alias: string,
  order: Order,
): Rows {
  const row = planner.columns(alias)
  let ways: readonly (readonly Sql[])[] = [[]]
  const predicates = [...planner.source(type, alias, context).where]
  if (field.where) predicates.push(field.where(row, parentRow, context))
  if (order.where) predicates.push(order.where(row))
  for (const [name, filter] of type.filters) {
    const shape = shaped((args) => {
      const value = args.filter?.[name]
      return value === undefined || value === null ? '' : (filter.shape?.(value as never) ?? 'set')
    })
    if (!shape) continue
    const guard = filter.guard
    if (guard && planner.options.grant(planner.viewer, guard) !== planner.options.tenantReach)
      throw new GraphQLError(`The filter "${name}" needs the permission ${guard}.`, {
        extensions: { code: 'FORBIDDEN', permission: guard, argument: `filter.${name}` },
      })
    const value = bound((args, viewer) => {
      const given = args.filter?.[name]
      return filter.decode ? filter.decode(given as never, viewer) : given
    })
    const made = filter.sql(row, sql`${value}`, context, shape)
    const alternatives = Array.isArray(made) ? (made as readonly Sql[]) : [made as Sql]
    // One filter may be read in several ways; of a second, any may hold.
    if (alternatives.length === 1) predicates.push(...alternatives)
    else if (alternatives.length === 0) predicates.push(sql`false`)
    else if (ways.length === 1) ways = alternatives.map((way) => [way])
    else predicates.push(sql`(${sql.join(alternatives, sql` OR `)})`)
  }
  return { predicates, ways }
}

function emitEdge<Viewer>(
  planner: Planner<Viewer>,
  type: TypeDefinition<Viewer>,
  alias: string,
  nodes: readonly FieldNode[],
  cursor: Sql,
  path: string,
): Emitted {
  const edgeType = planner.objectType(`${type.name}Edge`)
  const pairs: Pair[] = []
  let cost: Emitted['cost'] = () => 0
  for (const [key, fieldNodes] of planner.fields(edgeType, nodes)) {
    const name = fieldNodes[0]?.name.value
    if (name === 'node') {
      const emitted = planner.object(type, alias, fieldNodes, `${path}.${key}`)
      cost = emitted.cost
      pairs.push([key, emitted])
    } else if (name === 'cursor') pairs.push([key, { sql: cursor, writing: 'quoted', present: true }])
    else pairs.push([key, jsonName(edgeType.name)])
  }
  return { sql: jsonObject(pairs), cost }
}

interface Page {
  readonly back: boolean
  readonly rank: Sql
  readonly size: number
  /** Whether a cursor was given on the side that is not walked. */
  readonly other: unknown
  readonly cursor: Sql
  readonly signature: Sql
  readonly keys: readonly Sql[]
}

function emitPageInfo<Viewer>(planner: Planner<Viewer>, nodes: readonly FieldNode[], page: Page): Sql {
  const size = sql.lit(page.size)
  const more = sql`count(*) > ${size}`
  const other = sql`${page.other}::boolean`
  const near = sql`max(${page.cursor}) FILTER (WHERE ${page.rank} = 1)`
  const within = sql`FILTER (WHERE ${page.rank} <= ${size})`
  // Rows come in the order of their rank, so forwards the keys of the last are picked without sorting, and one
  // cursor is made instead of one for each row.
  const far = page.back
    ? sql`(array_agg(${page.cursor} ORDER BY ${page.rank} DESC) ${within})[1]`
    : sql`CASE WHEN count(*) > 0 THEN ${cursorSql(
        page.signature,
        page.keys.map((key) => sql`(array_agg(${key}) ${within})[least(count(*), ${size})]`),
      )} END`
  const whether = (value: Sql): Value => ({ sql: value, writing: 'boolean', present: true })
  const where = (value: Sql): Value => ({ sql: value, writing: 'quoted' })
  const fields: Record<string, Value | string> = {
    hasNextPage: whether(page.back ? other : more),
    hasPreviousPage: whether(page.back ? more : other),
    startCursor: where(page.back ? far : near),
    endCursor: where(page.back ? near : far),
    __typename: jsonName('PageInfo'),
  }
  const pairs: Pair[] = []
  for (const [key, fieldNodes] of planner.fields(planner.objectType('PageInfo'), nodes)) {
    const field = fields[fieldNodes[0]?.name.value ?? '']
    if (field) pairs.push([key, field])
  }
  return jsonObject(pairs)
}
