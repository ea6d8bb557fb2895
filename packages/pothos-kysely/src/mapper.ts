import { GraphQLError, type GraphQLResolveInfo } from 'graphql'
import { encoder } from './codecs.ts'
import type { NodesField, Sql, TypeDefinition } from './definitions.ts'
import { type FieldSpec, Fields } from './fields.ts'
import { Followed, type Following } from './follow.ts'
import { factsKey, outOfReachKey, TYPE_KEY } from './keys.ts'
import { connectionArgs, declareList } from './lists.ts'
import type { MappedType, MapperOptions, TypeOptions } from './options.ts'
import { MAX_PAGE } from './page-args.ts'
import { plainFields, plainType } from './plain.ts'
import type { ArgBuilder, Builder, FieldBuilder, LooseBuilder } from './pothos.ts'
import { questionOf, Reader, selectionOf } from './reader.ts'
import { type Admission, READS } from './reads.ts'
import { Registry } from './registry.ts'

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
      fields: (t: FieldBuilder) => plainFields(t, { id: ['ID', false, 'Opaque global id.'] }),
    })
    this.#pageInfo = plainType(this.#builder, 'PageInfo', 'Where a page lies in its list.', {
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
        ...(of.definition.traced && { traced: of.definition.traced as never }),
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
    const ref = plainType(this.#builder, name, description, Object.fromEntries(plain))
    const mapped = Object.entries(fields).map(
      ([key, f]) => [key, { kind: 'value' as const, sql: this.#encoded(f) as never }] as const,
    )
    this.registry.values.set(name, { name, fields: new Map(mapped) })
    return { name, ref }
  }

  #encoded({ type, sql: value }: { type: unknown; sql: (value: Sql) => Sql }) {
    const encode = encoder(this.#options.codecs, type)
    return (boxed: Sql) => encode(value(boxed))
  }

  /** A field outside of mapped types that reads anew, in one statement: root fields, what mutations answer with. */
  read<Parent = unknown>(
    t: unknown,
    declare: (f: Fields<Parent, Viewer, Permission>, arg: ArgBuilder) => FieldSpec<Viewer>,
    /** For reads that are counted. */
    admission?: Admission<never, Context>,
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
        [READS]: { mapping: spec.mapping, asText: true, admission },
      },
      resolve: async (parent: unknown, args: unknown, context: Context, info: GraphQLResolveInfo) => {
        if (admission?.needed(args as never, context)) await admission.admit(args as never, context)
        return this.reader.read(spec.mapping, parent, this.#options.context(context), info)
      },
    }) as never
  }

  /**
   * A field of a subscription: it reads anew for each event, as `parent` of its SQL. Without an event it reads
   * nothing: what is refused and what a delivery costs is told, and the field is handed over to be followed.
   */
  follow<Parent = unknown>(
    t: unknown,
    declare: (f: Fields<Parent, Viewer, Permission>, arg: ArgBuilder) => FieldSpec<Viewer>,
    following: Following<Viewer, Context>,
  ): never {
    const builder = t as FieldBuilder
    const spec = declare(
      new Fields(this.#options.codecs, this.#options.tenantColumn, { key: 'id' }),
      builder.arg,
    )
    return builder.field({
      ...this.#graphql(spec, builder.arg),
      resolve: async (_parent: unknown, args: unknown, context: Context, info: GraphQLResolveInfo) => {
        const read = this.#options.context(context)
        const event = following.event(context)
        if (event) return this.reader.read(spec.mapping, event, read, info)
        const prepared = this.reader.prepare(spec.mapping, questionOf(info), read.viewer, 'object')
        this.reader.tell(prepared, read)
        if (prepared.plan.statement)
          await following.open(
            new Followed(this.reader, spec.mapping, questionOf(info)),
            args as never,
            context,
          )
        return null
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
      traced: options.traced as never,
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
      connectionArgs: (arg) => connectionArgs(name, definition, arg),
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
        declareList(this.#builder, this.#pageInfo, { name, definition, connection, ref: made.ref }, list)
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
}
