import { GraphQLError, type GraphQLResolveInfo } from 'graphql'
import { sql } from 'kysely'
import { columnsOf } from '../columns.ts'
import type {
  Columns,
  ConnectionField,
  EmbeddedField,
  Field,
  NodesField,
  Sql,
  SqlContext,
  TypeDefinition,
} from '../definitions.ts'
import { decodeGlobalId } from '../global-id.ts'
import { Slot } from '../slots.ts'
import { keysIn, orderAsked, pageError, signatureAsked } from './page.ts'
import type { Rules } from './reference.ts'
import type { Rows } from './session.ts'

/** Aliases that no mapping uses by chance. */
const OUTER = 'reference_outer'
const INNER = 'reference_inner'
const BESIDE = 'reference_beside'
const ctid = (alias: string) => sql.ref(`${alias}.ctid`)

/** One row of a mapped type, known by where it lies in its table. */
class Row<Viewer> {
  readonly type: TypeDefinition<Viewer>
  readonly place: string
  readonly typeName: string
  constructor(type: TypeDefinition<Viewer>, place: string, typeName: string) {
    this.type = type
    this.place = place
    this.typeName = typeName
  }
}

/** A part of an answer that is no row: embedded values, pages, edges; computed when asked. */
class Part {
  readonly get: (name: string) => unknown
  constructor(get: (name: string) => unknown) {
    this.get = get
  }
}

/** Answers one field of one row at a time. */
export class Interpreter<Viewer> {
  readonly denials = new Set<string>()
  readonly #rules: Rules<Viewer>
  readonly #rows: Rows
  readonly #viewer: Viewer

  constructor(rules: Rules<Viewer>, rows: Rows, viewer: Viewer) {
    this.#rules = rules
    this.#rows = rows
    this.#viewer = viewer
  }

  /** Whether a value came from here. */
  knows(value: unknown): value is Row<Viewer> | Part {
    return value instanceof Row || value instanceof Part
  }

  /** A field of a part. */
  part(part: unknown, info: GraphQLResolveInfo): unknown {
    if (!(part instanceof Part)) throw new Error(`${info.parentType.name}.${info.fieldName} is not mapped`)
    return part.get(info.fieldName)
  }

  /** A field of a row, or of no row at a root. */
  async field(
    field: Field<Viewer>,
    parent: unknown,
    outer: unknown,
    args: Record<string, unknown>,
    context: unknown,
    info: GraphQLResolveInfo,
  ): Promise<unknown> {
    if (field.kind === 'nodes') return this.nodes(field, args, info)
    const row = parent instanceof Row ? (parent as Row<Viewer>) : undefined
    const target =
      field.kind === 'one' || field.kind === 'list' || field.kind === 'connection'
        ? this.#rules.registry.type(field.type)
        : undefined
    for (const guard of [field.guard, target?.guard]) {
      if (guard === undefined) continue
      const reach = this.#rules.grant(this.#viewer, guard)
      if (reach === undefined) return this.#deny(guard, info)
      if (guard !== field.guard || reach === this.#rules.tenantReach || !row) continue
      const within = row.type.reaches[reach]
      if (!within) throw new Error(`no reach ${reach}`)
      const [inside] = await this.#ofRow<[boolean | null]>(row, (r) =>
        within(r, this.#context({}, undefined)),
      )
      if (inside !== true) return this.#deny(guard, info)
    }
    const c = this.#context(args, outer)
    switch (field.kind) {
      case 'value':
        return this.#json(row, (r) => field.sql(r, c))
      case 'embedded':
        return this.#embedded(field, row, c)
      case 'domain': {
        const facts = await this.#json(row, (r) => field.reads(r, c))
        return facts === null ? null : field.run(facts as never, args as never, context as never, info)
      }
      case 'one': {
        const rows = await this.#rowsOf(field.type, row, c, field.where, [], '')
        if (rows.length > 1) throw new Error('more than one row')
        return rows[0]?.row ?? null
      }
      case 'list': {
        const limit = sql` LIMIT ${sql.lit(field.limit)}`
        const rows = await this.#rowsOf(
          field.type,
          row,
          c,
          field.where,
          field.order(columnsOf(INNER)),
          '',
          limit,
        )
        return rows.map((found) => found.row)
      }
      case 'connection':
        return this.#page(field, row, args, c)
    }
  }

  /** Rows by global ids, in their order. */
  async nodes(
    field: NodesField<Viewer>,
    args: Record<string, unknown>,
    info: GraphQLResolveInfo,
  ): Promise<unknown[]> {
    const found: unknown[] = []
    for (const id of field.ids(args as never)) {
      const parts = decodeGlobalId(id)
      const type = parts ? this.#rules.registry.byCode(parts.code) : undefined
      const guard = type?.guard ?? type?.nodeGuard
      const reach = guard && this.#rules.grant(this.#viewer, guard)
      if (!parts || !type || !guard) found.push(null)
      else if (reach === undefined) found.push(this.#deny(guard, info))
      else if (parts.tenant !== this.#rules.tenant(this.#viewer)) found.push(null)
      else {
        const c = this.#context(args, undefined)
        const within = reach === this.#rules.tenantReach ? undefined : type.reaches[reach]
        const where = (r: never) =>
          sql`${(r as Record<string, Sql>)[type.key]} = ${parts.id}::uuid AND ${within?.(r, c) ?? sql`true`}`
        const [first] = await this.#rowsOf(type.name, undefined, c, where, [], '')
        found.push(first?.row ?? null)
      }
    }
    return found
  }

  #deny(permission: string, info: GraphQLResolveInfo): null {
    const keys: (string | number)[] = []
    for (let at: GraphQLResolveInfo['path'] | undefined = info.path; at; at = at.prev) keys.unshift(at.key)
    const selection = keys.map((key) => (typeof key === 'number' ? '[*]' : `.${key}`)).join('')
    this.denials.add(`${selection.slice(1)} ${permission}`)
    return null
  }

  #context(args: Record<string, unknown>, outer: unknown): SqlContext<Viewer> {
    const tenant = () => sql`${this.#rules.tenant(this.#viewer)}::uuid`
    return {
      get tenant() {
        return tenant()
      },
      viewer: (read) => new Slot(() => read(this.#viewer)),
      parent: (read) => new Slot(() => read(outer as never)),
      arg: (read) => new Slot(() => read(args as never, this.#viewer)),
      shape: (read) => read(args as never),
      scoped: (table, alias, column = this.#rules.tenantColumn) => ({
        from: sql`${sql.table(table)} AS ${sql.ref(alias)}`,
        where: sql`${sql.ref(`${alias}.${column}`)} = ${tenant()}`,
      }),
      listed: () => {
        throw new Error('the reference answers no subscriptions')
      },
      beside: <Other>(table: string, on: (other: Columns<Other>) => Sql) => {
        const row = columnsOf(BESIDE) as Record<string, Sql>
        const value = (column: string) =>
          sql`(SELECT ${row[column]} FROM ${sql.table(table)} AS ${sql.ref(BESIDE)} WHERE ${on(row as never)})`
        return new Proxy({}, { get: (_, column) => value(String(column)) }) as never
      },
    }
  }

  /** Values over one row. */
  async #ofRow<Values extends unknown[]>(
    row: Row<Viewer> | undefined,
    expression: (r: never) => Sql,
  ): Promise<Values> {
    const value = expression(columnsOf(OUTER))
    const found = await this.#rows<Values>(sql`SELECT ${value} ${this.#from(row)}`)
    if (!found[0]) throw new Error('the row is gone')
    return found[0]
  }

  async #json(row: Row<Viewer> | undefined, expression: (r: never) => Sql): Promise<unknown> {
    const [text] = await this.#ofRow<[string | null]>(
      row,
      (r) => sql`json_build_array(${expression(r)})::text`,
    )
    return text === null ? null : (JSON.parse(text) as unknown[])[0]
  }

  #from(row: Row<Viewer> | undefined): Sql {
    return row
      ? sql`FROM ${sql.table(row.type.table)} AS ${sql.ref(OUTER)} WHERE ${ctid(OUTER)} = ${row.place}::tid`
      : sql`WHERE true`
  }

  async #embedded(field: EmbeddedField<Viewer>, row: Row<Viewer> | undefined, c: SqlContext<Viewer>) {
    const value = (r: never) => field.sql(r, c)
    if ((await this.#json(row, (r) => sql`${value(r)} IS NULL`)) === true) return null
    const type = this.#rules.registry.value(field.type)
    return new Part((name) => {
      const inner = type.fields.get(name)
      if (!inner) throw new Error(`${field.type}.${name} is not mapped`)
      return this.#json(row, (r) => inner.sql(sql`(${value(r)})` as never, c))
    })
  }

  /** The rows of a type that a predicate leaves, with further columns. */
  async #rowsOf(
    name: string,
    parent: Row<Viewer> | undefined,
    c: SqlContext<Viewer>,
    where: ((row: never, parent: never, c: SqlContext<Viewer>) => Sql) | undefined,
    order: readonly Sql[],
    also: Sql | '',
    limit: Sql = sql``,
  ): Promise<{ row: Row<Viewer>; also: unknown }[]> {
    const type = this.#rules.registry.type(name)
    const row = columnsOf(INNER)
    const { from, where: mine } = c.scoped(type.table, INNER, type.tenantColumn)
    const reach = type.guard ? this.#rules.grant(this.#viewer, type.guard) : this.#rules.tenantReach
    const conditions = [mine]
    if (reach !== undefined && reach !== this.#rules.tenantReach) {
      const within = type.reaches[reach]
      if (!within) throw new Error(`no reach ${reach}`)
      conditions.push(within(row, c))
    }
    if (where) conditions.push(where(row, columnsOf(OUTER), c))
    if (parent) conditions.push(sql`${ctid(OUTER)} = ${parent.place}::tid`)
    const kind = type.discriminator ? type.discriminator(row) : sql`NULL`
    const sorted = order.length > 0 ? sql`ORDER BY ${sql.join(order)}` : sql``
    const tables = parent ? sql`${sql.table(parent.type.table)} AS ${sql.ref(OUTER)}, ${from}` : from
    const found = await this.#rows<[string, string | null, unknown]>(
      sql`SELECT ${ctid(INNER)}::text, ${kind}, ${also === '' ? sql`NULL` : also} FROM ${tables} WHERE ${sql.join(conditions, sql` AND `)} ${sorted}${limit}`,
    )
    return found.map(([place, value, extra]) => {
      const implementation = [...type.implementations].find(([, each]) => each === value)?.[0] ?? type.name
      return { row: new Row(this.#rules.registry.type(implementation), place, implementation), also: extra }
    })
  }

  async #page(
    field: ConnectionField<Viewer>,
    parent: Row<Viewer> | undefined,
    args: Record<string, unknown>,
    c: SqlContext<Viewer>,
  ) {
    const type = this.#rules.registry.type(field.type)
    const error = pageError(type, args)
    if (error) throw error
    const [, order] = orderAsked(type, args)
    const row = columnsOf(INNER) as Record<string, Sql>
    const columns = [...order.by, type.key].map((column) => row[column] as Sql)
    const where = (r: never, p: never) => {
      const conditions = [field.where?.(r, p, c) ?? sql`true`, order.where?.(r) ?? sql`true`]
      for (const [name, filter] of type.filters) {
        const given = (args.filter as Record<string, unknown> | null | undefined)?.[name]
        if (given === undefined || given === null) continue
        if (filter.guard && this.#rules.grant(this.#viewer, filter.guard) !== this.#rules.tenantReach)
          throw new GraphQLError('denied', {
            extensions: { code: 'FORBIDDEN', permission: filter.guard, argument: `filter.${name}` },
          })
        const value = filter.decode ? filter.decode(given as never, this.#viewer) : given
        const shape = filter.shape?.(given as never) ?? 'set'
        const made = filter.sql(r, sql`${new Slot(() => value)}`, c, shape)
        const some = Array.isArray(made) ? (made as Sql[]) : [made as Sql]
        conditions.push(sql`(${sql.join([sql`false`, ...some], sql` OR `)})`)
      }
      return sql.join(conditions, sql` AND `)
    }
    const beyond = (cursor: unknown, forward: boolean) => {
      if (cursor === undefined || cursor === null) return sql`true`
      const values = (keysIn(type, args, String(cursor)) ?? []).map(
        (key, i) => sql`${key}::${sql.raw(order.casts[i] ?? 'uuid')}`,
      )
      // Key by key, where the planner compares rows.
      const less = (order.direction === 'ASC') === forward ? sql`>` : sql`<`
      const ways = columns.map((column, i) => {
        const equal = columns.slice(0, i).map((each, j) => sql`${each} = ${values[j]}`)
        return sql.join([...equal, sql`${column} ${less} ${values[i]}`], sql` AND `)
      })
      return sql`(${sql.join(ways, sql` OR `)})`
    }
    const also = sql`json_build_object('keys', json_build_array(${sql.join(columns.map((k) => sql`${k}::text`))}), 'on', ${beyond(args.after, true)} AND ${beyond(args.before, false)})`
    const sorted = columns.map((k) => sql`${k} ${sql.raw(order.direction)}`)
    const all = (await this.#rowsOf(field.type, parent, c, where, sorted, also)).map((found) => ({
      row: found.row,
      ...(found.also as { keys: string[]; on: boolean }),
    }))
    const back = args.last !== undefined && args.last !== null
    const size = Number((back ? args.last : args.first) ?? 20)
    const left = all.filter(({ on }) => on)
    const page = back ? left.slice(-size) : left.slice(0, size)
    const cursorOf = ({ keys }: { keys: string[] }) => {
      const parts = [signatureAsked(type, args), ...keys].map((part) => JSON.stringify(part))
      return Buffer.from(`[${parts.join(', ')}]`).toString('base64url')
    }
    const ends = { first: page[0], last: page.at(-1) }
    const more = left.length > size
    return new Part((name) => {
      if (name === 'totalCount') return all.length
      if (name === 'nodes') return page.map((each) => each.row)
      if (name === 'edges')
        return page.map((each) => new Part((key) => (key === 'node' ? each.row : cursorOf(each))))
      return new Part((key) => {
        if (key === 'hasNextPage') return back ? Boolean(args.before) : more
        if (key === 'hasPreviousPage') return back ? more : Boolean(args.after)
        const end = key === 'startCursor' ? ends.first : ends.last
        return end ? cursorOf(end) : null
      })
    })
  }
}
