import { GraphQLError, type GraphQLResolveInfo } from 'graphql'
import { MAX_PAGE } from './connection.ts'
import type { Columns, Filter, NodesField, Order, Sql, SqlContext, TypeDefinition } from './definitions.ts'
import { type Codecs, type FieldSpec, Fields, type Mapped } from './fields.ts'
import { factsKey, outOfReachKey, TYPE_KEY } from './planner.ts'
import type { ArgBuilder, Builder, FieldBuilder, LooseBuilder } from './pothos.ts'
import { type ReadContext, Reader, type ReaderOptions, selectionOf } from './reader.ts'
import { READS } from './reads.ts'
import { Registry } from './registry.ts'

const BY_NAME = Symbol('by name')

/**
 * A value of a value type that was not read but made, such as money a rule computed: known by the names of its
 * fields, where what was read is known by response keys.
 */
export function byName<Value extends object>(value: Value): Value {
  return Object.defineProperty({ ...value }, BY_NAME, { value: true })
}

/** How a schema's mapping is set up. */
export interface MapperOptions<Viewer, Context> extends Omit<ReaderOptions<Viewer>, 'registry'> {
  readonly codecs: Codecs
  /** What reads need of a request's context. */
  readonly context: (context: Context) => ReadContext<Viewer>
}

/** What a mapped type says of itself. */
export interface TypeOptions<Table, Viewer, Permission> {
  readonly description: string
  /** The type's byte in global ids, 1-255; never reused. Absent: the type is no node. */
  readonly code?: number
  /** The column that identifies a row in its tenant: `id` where nothing is said. */
  readonly key?: keyof Table & string
  /** The column that holds the tenant, where it is not the usual one. */
  readonly tenantColumn?: keyof Table & string
  /** The permission that every way to this type asks for. */
  readonly guard?: Permission
  /** The permission that `node(id)` asks for, where `guard` is not set; with neither the type is no node. */
  readonly nodeGuard?: Permission
  /** Row predicates for the reaches of grants, such as `own` and `team`. */
  readonly reaches?: Readonly<Record<string, (row: Columns<Table>, context: SqlContext<Viewer>) => Sql>>
  readonly interfaces?: readonly unknown[]
}

/** A filter of a list type. */
export interface FilterOptions<Table, Viewer, Value> {
  readonly type: unknown
  readonly description: string
  /** The permission it asks for, tenant-wide: a filter must not tell what a field hides. */
  readonly guard?: string
  readonly sql: (row: Columns<Table>, value: Sql, context: SqlContext<Viewer>, shape: string) => Sql
  readonly decode?: (value: Value, viewer: Viewer) => unknown
  readonly shape?: (value: Value) => string
}

/** An order of a list type: NOT NULL, unguarded columns in one direction; the key is appended. */
export interface OrderOptions<Table> {
  readonly description: string
  readonly by: readonly { readonly column: keyof Table & string; readonly cast: string }[]
  readonly direction: 'ASC' | 'DESC'
  readonly where?: (row: Columns<Table>) => Sql
}

/** A type that stands for a table. */
export interface MappedType<Table, Viewer, Permission extends string> extends Mapped<Table> {
  readonly definition: TypeDefinition<Viewer>
  /** Declares the fields; run when the schema is built, so that types may refer to each other. */
  fields(declare: (f: Fields<Table, Viewer, Permission>) => Record<string, FieldSpec<Viewer>>): this
  /** Makes the type listable: its filters and orders. The first order is the default. */
  listed(list: {
    readonly filters: Readonly<Record<string, FilterOptions<Table, Viewer, never>>>
    readonly orders: Readonly<Record<string, OrderOptions<Table>>>
  }): this
}

/** Maps GraphQL types to tables, and reads them. `DB` is the Kysely database type. */
export class Mapper<DB, Viewer, Permission extends string, Context> {
  readonly registry = new Registry<Viewer>()
  readonly reader: Reader<Viewer>
  readonly #builder: LooseBuilder
  readonly #options: MapperOptions<Viewer, Context>
  readonly #pageInfo: unknown
  readonly #node: unknown

  constructor(builder: Builder, options: MapperOptions<Viewer, Context>) {
    this.#builder = builder as unknown as LooseBuilder
    this.#options = options
    this.reader = new Reader({ ...options, registry: this.registry })
    this.#node = this.#builder.interfaceRef('Node')
    this.#builder.interfaceType(this.#node, {
      description: 'Whatever has a global id and can be found by it.',
      resolveType: (value: Record<string, unknown>) => value[TYPE_KEY],
      fields: (t: FieldBuilder) => this.#plainFields(t, { id: ['ID', false, 'Opaque global id.'] }),
    })
    this.#pageInfo = this.#plainType('PageInfo', 'Where a page lies in its list.', {
      hasNextPage: [
        'Boolean',
        false,
        'Whether more rows follow. Going backwards: whether a cursor was given.',
      ],
      hasPreviousPage: [
        'Boolean',
        false,
        'Whether rows come before. Going forwards: whether a cursor was given.',
      ],
      startCursor: ['String', true, 'The cursor of the first row of the page.'],
      endCursor: ['String', true, 'The cursor of the last row of the page.'],
    })
  }

  /** An object type over a table. */
  type<Table extends keyof DB & string>(
    name: string,
    table: Table,
    options: TypeOptions<DB[Table], Viewer, Permission>,
  ): MappedType<DB[Table], Viewer, Permission> {
    return this.#type(name, table, options, { ref: this.#builder.objectRef(name), kind: 'object' })
  }

  /** An interface over a table whose rows are of several types: `discriminator` is the column that says which. */
  interface<Table extends keyof DB & string>(
    name: string,
    table: Table,
    options: TypeOptions<DB[Table], Viewer, Permission> & {
      readonly discriminator: keyof DB[Table] & string
    },
  ): MappedType<DB[Table], Viewer, Permission> {
    return this.#type(name, table, options, { ref: this.#builder.interfaceRef(name), kind: 'interface' })
  }

  /** One type of an interface's rows: those whose discriminator has this value. */
  implementation<Table>(
    of: MappedType<Table, Viewer, Permission>,
    name: string,
    value: string,
    description: string,
  ): MappedType<Table, Viewer, Permission> {
    const { table, key, code } = of.definition
    of.definition.implementations.set(name, value)
    const made = this.#type<Table>(
      name,
      table,
      {
        description,
        key: key as keyof Table & string,
        interfaces: [of.ref],
        reaches: of.definition.reaches as never,
      },
      { ref: this.#builder.objectRef(name), kind: 'object', guard: of.guard, code, parent: of.definition },
    )
    return made
  }

  /** A type computed from one SQL value, such as money from a number of fen. */
  value(
    name: string,
    description: string,
    fields: Readonly<Record<string, { type: unknown; description: string; sql: (value: Sql) => Sql }>>,
  ): { readonly name: string; readonly ref: unknown } {
    const plain = Object.entries(fields).map(([key, f]) => [key, [f.type, false, f.description]] as const)
    const ref = this.#plainType(name, description, Object.fromEntries(plain))
    const mapped = Object.entries(fields).map(
      ([key, f]) => [key, { kind: 'value' as const, sql: f.sql as never }] as const,
    )
    this.registry.values.set(name, { name, fields: new Map(mapped) })
    return { name, ref }
  }

  /** A field outside of mapped types that reads anew, in one statement: root fields, what mutations answer with. */
  read<Parent = unknown>(
    t: unknown,
    declare: (f: Fields<Parent, Viewer, Permission>, arg: ArgBuilder) => FieldSpec<Viewer>,
    /** Runs before the read, for reads that are counted; throws to refuse. */
    admit?: (args: never, context: Context) => Promise<void>,
  ): never {
    const builder = t as FieldBuilder
    const spec = declare(
      new Fields(this.#options.codecs, this.#options.tenantColumn, { key: 'id' }),
      builder.arg,
    )
    const options = this.#graphql(spec, builder.arg)
    return builder.field({
      ...options,
      extensions: {
        ...(options.extensions as object),
        // What is counted before it is read can't be answered without its resolver.
        [READS]: { mapping: spec.mapping, asText: admit === undefined },
      },
      resolve: async (parent: unknown, args: unknown, context: Context, info: GraphQLResolveInfo) => {
        await admit?.(args as never, context)
        return this.reader.read(spec.mapping, parent, this.#options.context(context), info)
      },
    }) as never
  }

  /** `node(id)`: one row of any node type; `null` where there is none in the tenant. */
  node(t: unknown): never {
    const builder = t as FieldBuilder
    const mapping: NodesField<Viewer> = { kind: 'nodes', ids: (args: { id: string }) => [args.id] }
    return builder.field({
      type: this.#node,
      nullable: true,
      description:
        'The thing with a global id; null where there is none in this shop, or none the viewer may see.',
      args: { id: builder.arg({ type: 'ID', required: true, description: 'A global id.' }) },
      extensions: { [READS]: { mapping, asText: false } },
      resolve: async (parent: unknown, _args: unknown, context: Context, info: GraphQLResolveInfo) =>
        (await this.#nodes(mapping, parent, context, info))[0] ?? null,
    }) as never
  }

  /** `nodes(ids)`: rows of any node types, in the order of the ids, `null` for each that is not there. */
  nodes(t: unknown): never {
    const builder = t as FieldBuilder
    const mapping: NodesField<Viewer> = { kind: 'nodes', ids: (args: { ids: string[] }) => args.ids }
    return builder.field({
      type: [this.#node],
      nullable: { list: false, items: true },
      description:
        'The things with these global ids, in their order; null for each that is not there. At most 100.',
      args: { ids: builder.arg({ type: ['ID'], required: true, description: 'Global ids.' }) },
      extensions: { [READS]: { mapping, asText: false } },
      resolve: async (
        parent: unknown,
        args: { ids: string[] },
        context: Context,
        info: GraphQLResolveInfo,
      ) => {
        if (args.ids.length > MAX_PAGE)
          throw new GraphQLError(`"ids" may hold at most ${MAX_PAGE} ids.`, {
            extensions: { code: 'BAD_USER_INPUT', argument: 'ids' },
          })
        const rows = await this.#nodes(mapping, parent, context, info)
        return args.ids.map((_, position) => rows[position] ?? null)
      },
    }) as never
  }

  async #nodes(
    mapping: NodesField<Viewer>,
    parent: unknown,
    context: Context,
    info: GraphQLResolveInfo,
  ): Promise<unknown[]> {
    const found = await this.reader.read(mapping, parent, this.#options.context(context), info)
    const rows: unknown[] = []
    for (const [position, row] of (found ?? []) as [number, unknown][]) rows[position] = row
    return rows
  }

  #type<Table>(
    name: string,
    table: string,
    options: TypeOptions<Table, Viewer, Permission> & { readonly discriminator?: string },
    made: {
      ref: unknown
      kind: 'object' | 'interface'
      guard?: string | undefined
      code?: number | undefined
      parent?: TypeDefinition<Viewer>
    },
  ): MappedType<Table, Viewer, Permission> {
    const discriminator = options.discriminator
    const definition: TypeDefinition<Viewer> = {
      name,
      table,
      key: options.key ?? 'id',
      tenantColumn: options.tenantColumn,
      code: made.parent ? undefined : options.code,
      guard: made.guard ?? options.guard,
      nodeGuard: options.nodeGuard,
      discriminator: discriminator
        ? (row: never) => (row as Record<string, Sql>)[discriminator] as Sql
        : undefined,
      implementations: new Map(),
      reaches: (options.reaches ?? {}) as never,
      fields: new Map(),
      filters: new Map(),
      orders: new Map(),
    }
    this.registry.add(definition)
    const connection = this.#builder.objectRef(`${name}Connection`)
    const self: MappedType<Table, Viewer, Permission> = {
      name,
      ref: made.ref,
      connection,
      guard: definition.guard,
      definition,
      connectionArgs: (arg) => this.#connectionArgs(name, definition, arg),
      fields: (declare) => {
        const define = (t: FieldBuilder) => this.#fields(definition, declare, t, made)
        const isNode =
          (definition.code ?? made.code) !== undefined && (definition.guard ?? definition.nodeGuard)
        const interfaces = [...(options.interfaces ?? []), ...(isNode ? [this.#node] : [])]
        const shared = { description: options.description, interfaces, fields: define }
        if (made.kind === 'object') this.#builder.objectType(made.ref, shared)
        else
          this.#builder.interfaceType(made.ref, {
            ...shared,
            resolveType: (value: Record<string, unknown>) => value[TYPE_KEY],
          })
        return self
      },
      listed: (list) => {
        this.#list(name, definition, connection, made.ref, list)
        return self
      },
    }
    return self
  }

  #fields<Table>(
    definition: TypeDefinition<Viewer>,
    declare: (f: Fields<Table, Viewer, Permission>) => Record<string, FieldSpec<Viewer>>,
    t: FieldBuilder,
    made: { code?: number | undefined; parent?: TypeDefinition<Viewer> },
  ): Record<string, unknown> {
    const code = made.code ?? definition.code
    const f = new Fields<Table, Viewer, Permission>(
      this.#options.codecs,
      definition.tenantColumn ?? this.#options.tenantColumn,
      {
        code,
        key: definition.key,
      },
    )
    for (const [name, field] of made.parent?.fields ?? []) definition.fields.set(name, field)
    const entries = Object.entries(declare(f)).map(([name, spec]) => {
      definition.fields.set(name, spec.mapping)
      return [name, t.field({ ...this.#graphql(spec, t.arg), resolve: this.#resolver(spec) })] as const
    })
    return Object.fromEntries(entries)
  }

  #graphql(spec: FieldSpec<Viewer>, arg: ArgBuilder): Record<string, unknown> {
    const { mapping } = spec
    const leads = mapping.kind === 'one' || mapping.kind === 'list' || mapping.kind === 'connection'
    const target = leads ? this.registry.type(mapping.type).guard : undefined
    const guards = [...new Set([spec.guard, target].filter((guard) => guard !== undefined))]
    const requires =
      guards.length === 0 ? '' : ` Requires ${guards.map((guard) => `\`${guard}\``).join(' and ')}.`
    return {
      type: spec.type,
      nullable: spec.nullable || guards.length > 0,
      description: spec.description + requires,
      ...(spec.deprecationReason ? { deprecationReason: spec.deprecationReason } : {}),
      ...(spec.args ? { args: spec.args(arg) } : {}),
      extensions:
        guards.length === 0 ? {} : { permissions: guards, directives: { requires: { permissions: guards } } },
    }
  }

  #resolver(spec: FieldSpec<Viewer>) {
    const { mapping } = spec
    const guard = mapping.kind === 'nodes' ? undefined : mapping.guard
    return (parent: Record<string, unknown>, args: unknown, context: Context, info: GraphQLResolveInfo) => {
      const key = String(info.path.key)
      if (guard !== undefined && parent[outOfReachKey(key)] === true) {
        const selection = selectionOf(info)
        const locations = info.fieldNodes.flatMap((node) =>
          node.loc ? [{ line: node.loc.startToken.line, column: node.loc.startToken.column }] : [],
        )
        this.#options
          .context(context)
          .denials.set(`${selection} ${guard}`, { permission: guard, selection, locations })
        return null
      }
      if (mapping.kind !== 'domain') return parent[key]
      const facts = parent[factsKey(key)]
      return facts === undefined || facts === null
        ? null
        : mapping.run(facts as never, args as never, context as never, info)
    }
  }

  #list<Table>(
    name: string,
    definition: TypeDefinition<Viewer>,
    connection: unknown,
    ref: unknown,
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
      this.#builder.inputType(`${name}Filter`, {
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
    this.#builder.enumType(`${name}OrderBy`, {
      description: `How a list of ${name} is ordered.`,
      values: Object.fromEntries(
        Object.entries(list.orders).map(([key, { description }]) => [key, { value: key, description }]),
      ),
    })
    const edge = this.#plainType(`${name}Edge`, `A ${name} at its place in a list.`, {
      node: [ref, false, 'The row.'],
      cursor: ['String', false, 'Where it lies in this list, order and filter.'],
    })
    this.#builder.objectType(connection, {
      description: `A page of ${name}.`,
      fields: (t: FieldBuilder) =>
        this.#plainFields(t, {
          nodes: [[ref], false, 'The rows of the page.'],
          edges: [[edge], false, 'The rows with their cursors.'],
          pageInfo: [this.#pageInfo, false, 'Where the page lies.'],
          totalCount: ['Int', true, 'How many rows the filter leaves; counted only when asked for.'],
        }),
    })
  }

  #connectionArgs(
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

  #plainType(
    name: string,
    description: string,
    fields: Record<string, readonly [unknown, boolean, string]>,
  ): unknown {
    const ref = this.#builder.objectRef(name)
    this.#builder.objectType(ref, { description, fields: (t: FieldBuilder) => this.#plainFields(t, fields) })
    return ref
  }

  #plainFields(
    t: FieldBuilder,
    fields: Record<string, readonly [unknown, boolean, string]>,
  ): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(fields).map(([key, [type, nullable, description]]) => [
        key,
        t.field({
          type,
          nullable,
          description,
          resolve: (
            parent: Record<string, unknown>,
            _args: unknown,
            _context: unknown,
            info: GraphQLResolveInfo,
          ) => parent[parent[BY_NAME as never] ? info.fieldName : info.path.key],
        }),
      ]),
    )
  }
}
