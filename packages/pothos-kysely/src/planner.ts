import { createHash } from 'node:crypto'
import {
  type FieldNode,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  getArgumentValues,
  getNamedType,
  getNullableType,
  isEnumType,
  isListType,
  isObjectType,
} from 'graphql'
import { sql } from 'kysely'
import { columnsOf, type Used, usedOf } from './columns.ts'
import { type ConnectionSource, emitConnection, emitListed } from './connection.ts'
import type {
  Columns,
  Denial,
  DomainField,
  Field,
  Sql,
  SqlContext,
  Traced,
  TypeDefinition,
} from './definitions.ts'
import { emitEmbedded } from './embedded.ts'
import { type Finish, finishOf } from './finish.ts'
import { isTranslated, jsonArray, jsonName, jsonObject, type Pair, type Value, writingOf } from './json.ts'
import { factsKey, outOfReachKey, TYPE_KEY } from './keys.ts'
import { emitNodes } from './nodes.ts'
import type { Plan, PlanShape, Probe, Site } from './plan.ts'
import type { Registry } from './registry.ts'
import { collect, type Fields, hasVariable, type SelectionContext } from './selection.ts'
import { all, commas, compile, type Run, Slot, word } from './slots.ts'
import { TRACE_KEY } from './trace.ts'

/** What the planner has to know of its surroundings. */
export interface PlannerOptions<Viewer> {
  readonly registry: Registry<Viewer>
  readonly tenantColumn: string
  /** The reach that means the whole tenant. */
  readonly tenantReach: string
  readonly tenant: (viewer: Viewer) => string
  readonly grant: (viewer: Viewer, permission: string) => string | undefined
  /** The scalars whose wire form holds nothing that JSON escapes. */
  readonly quoted?: ReadonlySet<string>
}

/** The costs of a plan: each part may depend on the arguments of the run. */
export type Cost = (args: Run<never>['args']) => number

/** A child of a plan as SQL, with what it costs. */
export interface Emitted extends Value {
  readonly cost: Cost
}

/** What is answered for a denied selection. */
export const NULL: Emitted = { sql: sql`NULL`, cost: () => 0 }

/** A type's name, as it is put into JSON. */
type Typename = Value | string

/** A row that is joined to another by its key. */
interface Beside {
  readonly columns: never
  readonly join: () => Sql
}

/** One type behind an interface, and the discriminator's value for it. */
interface Implementation<Viewer> {
  readonly value: string
  readonly graphqlType: GraphQLObjectType
  readonly definition: TypeDefinition<Viewer>
}

/** Compiles one field of an operation, however deep its selection, into one statement. */
export class Planner<Viewer> {
  readonly options: PlannerOptions<Viewer>
  readonly #selection: SelectionContext
  readonly viewer: Viewer
  readonly #steps: (Site | Probe)[] = []
  readonly #denials: Denial[] = []
  readonly #finishes: Finish[] = []
  readonly #used = new Map<string, Used>()
  readonly #joins = new Map<string, Sql[]>()
  readonly #besides = new Map<string, Map<string, Beside>>()
  readonly #args: Readonly<Record<string, unknown>>[] = []
  readonly #tenant: Slot<Viewer>
  readonly #shape: PlanShape
  #complete = true
  #traced = false
  #aliases = 0

  constructor(
    options: PlannerOptions<Viewer>,
    selection: Omit<SelectionContext, 'onCondition'>,
    viewer: Viewer,
    shape: PlanShape,
  ) {
    this.#shape = shape
    this.options = options
    this.viewer = viewer
    this.#tenant = new Slot((run) => options.tenant(run.viewer))
    const known = new Map<unknown, boolean>()
    this.#selection = {
      schema: selection.schema,
      fragments: selection.fragments,
      variables: selection.variables,
      onCondition: (directives, read) => {
        const before = known.get(directives)
        if (before !== undefined) return before
        const value = read(selection.variables)
        known.set(directives, value)
        this.#probe((variables) => String(read(variables)), String(value))
        return value
      },
    }
  }

  /** Plans a root field (or a field that reads anew, such as a mutation's `order`). */
  plan(
    field: GraphQLField<unknown, unknown>,
    nodes: readonly FieldNode[],
    root: Field<Viewer>,
    path: string,
  ): Plan<Viewer> {
    const emitted = this.#field(root, undefined, field, nodes, path)
    const runs = emitted !== NULL && (this.#complete || this.#shape === 'object')
    const statement = runs ? compile<Viewer>(sql`SELECT ${emitted.sql} AS data`) : null
    return {
      statement,
      complete: this.#complete,
      traced: this.#traced,
      finishes: this.#finishes,
      name: statement
        ? `p${createHash('sha256').update(statement.text).digest('base64url').slice(0, 20)}`
        : '',
      nodes,
      steps: this.#steps,
      denials: this.#denials,
      cost: emitted.cost,
      runs: 0,
    }
  }

  alias(): string {
    this.#aliases += 1
    return `t${this.#aliases}`
  }

  /** A row's columns as fragments. */
  columns(alias: string): never {
    const used = this.#used.get(alias) ?? new Set()
    this.#used.set(alias, used)
    return columnsOf(alias, used)
  }

  /** The columns of a row that were named so far: asked for when all that is said of the row has been. */
  used(alias: string): Sql {
    return usedOf(alias, this.#used.get(alias) ?? new Set())
  }

  /** From now on, rows that belong to those of a sub-select are joined to it: see {@link gathered}. */
  gather(alias: string): void {
    this.#joins.set(alias, [])
  }

  /** What was joined to rows: to be written behind them when all that is said of them has been. */
  gathered(alias: string): Sql {
    const besides = [...(this.#besides.get(alias)?.values() ?? [])].map(({ join }) => join())
    return sql.join([...besides, ...(this.#joins.get(alias) ?? [])], sql` `)
  }

  #beside<Other>(table: string, row: string | undefined, on: (other: Columns<Other>) => Sql): Columns<Other> {
    if (row === undefined) throw new Error(`nothing can be joined here, also not ${table}`)
    const besides = this.#besides.get(row) ?? new Map<string, Beside>()
    this.#besides.set(row, besides)
    const known = besides.get(table)
    if (known) return known.columns
    const alias = this.alias()
    const columns = this.columns(alias)
    const found = sql`FROM ${sql.table(table)} AS ${sql.ref(alias)} WHERE ${on(columns)} LIMIT 1`
    // A join that is not lateral could be hashed, and the rows of a list would lose their order.
    const join = () =>
      sql`LEFT JOIN LATERAL (SELECT ${this.used(alias)} ${found}) AS ${sql.ref(alias)} ON true`
    besides.set(table, { columns, join })
    return columns
  }

  /** Emits what is not for all rows of a sub-select: it is not read for the others. */
  #apart<Made>(alias: string, emit: () => Made): Made {
    const joins = this.#joins.get(alias)
    this.#joins.delete(alias)
    const made = emit()
    if (joins) this.#joins.set(alias, joins)
    return made
  }

  /** The tenant's part of a table, narrowed to the rows in the viewer's reach where the type is guarded. */
  source(
    type: TypeDefinition<Viewer>,
    alias: string,
    context: SqlContext<Viewer>,
  ): { from: Sql; where: Sql[] } {
    const { from, where } = context.scoped(type.table, alias, type.tenantColumn)
    const reach = type.guard ? this.reach(type.guard) : this.options.tenantReach
    const predicates = [where]
    if (reach !== undefined && reach !== this.options.tenantReach)
      predicates.push(this.predicate(type, reach)(this.columns(alias), context))
    return { from, where: predicates }
  }

  /** The JSON of a row: its selection, by response key. */
  object(
    type: TypeDefinition<Viewer>,
    alias: string,
    nodes: readonly FieldNode[],
    path: string,
    typed = false,
  ): Emitted {
    const graphqlType = this.#selection.schema.getType(type.name)
    if (isObjectType(graphqlType)) return this.#object(type, graphqlType, alias, nodes, path, typed)
    if (!type.discriminator) throw new Error(`${type.name} has no discriminator`)
    const kind = type.discriminator(this.columns(alias))
    const kinds = this.#implementations(type, graphqlType as GraphQLInterfaceType)
    const typename = (): Typename => {
      const names = kinds.map(
        ({ value, graphqlType: { name } }) => sql`WHEN ${sql.lit(value)} THEN ${word(name)}`,
      )
      return { sql: sql`CASE ${kind} ${sql.join(names, sql` `)} END`, writing: 'quoted' }
    }
    const [first] = kinds
    // Asked alike of all implementations, it is emitted once: a branch each would be set up at every execution.
    if (first && this.#askedAlike(kinds, nodes))
      return this.#object(first.definition, first.graphqlType, alias, nodes, path, true, typename())
    const before = this.#finishes.length
    const emitted = kinds.map(({ definition, graphqlType, value }) => ({
      value,
      ...this.#apart(alias, () => this.#object(definition, graphqlType, alias, nodes, path, true)),
    }))
    // Which rows have what to compute would have to be told by their types.
    if (this.#finishes.length > before) this.#complete = false
    const branches = emitted.map(({ value, sql: object }) => sql`WHEN ${sql.lit(value)} THEN ${object}`)
    return {
      // Rows of no type we know are null, not left out.
      sql: sql`CASE ${kind} ${sql.join(branches, sql` `)} ELSE 'null' END`,
      present: true,
      cost: (args) => Math.max(...emitted.map(({ cost }) => cost(args))),
    }
  }

  #implementations(
    type: TypeDefinition<Viewer>,
    graphqlType: GraphQLInterfaceType,
  ): Implementation<Viewer>[] {
    return this.#selection.schema.getPossibleTypes(graphqlType).map((implementation) => {
      const value = type.implementations.get(implementation.name)
      if (value === undefined) throw new Error(`${implementation.name} has no discriminator in ${type.name}`)
      return {
        value,
        graphqlType: implementation,
        definition: this.options.registry.type(implementation.name),
      }
    })
  }

  /** Whether the same nodes ask the same mapped fields of every implementation. */
  #askedAlike(kinds: readonly Implementation<Viewer>[], nodes: readonly FieldNode[]): boolean {
    const asked = kinds.map(({ definition, graphqlType }) =>
      [...this.fields(graphqlType, nodes)].flatMap(([key, fieldNodes]) => [
        key,
        fieldNodes[0]?.name.value === '__typename'
          ? '__typename'
          : definition.fields.get(fieldNodes[0]?.name.value ?? ''),
        ...fieldNodes,
      ]),
    )
    const [first = [], ...others] = asked
    return others.every(
      (other) => other.length === first.length && other.every((part, i) => part === first[i]),
    )
  }

  /** The context that the SQL of one field sees. */
  context(site: number | undefined, row?: string): SqlContext<Viewer> {
    const args = () => (site === undefined ? {} : (this.#args[site] ?? {}))
    const context: SqlContext<Viewer> = {
      tenant: sql`${this.#tenant}::uuid`,
      viewer: (read) => new Slot((run) => read(run.viewer)),
      parent: (read) => new Slot((run) => read(run.parent as never)),
      arg: (read) => new Slot((run) => read((site === undefined ? {} : run.args[site]) as never, run.viewer)),
      shape: (read) => {
        const value = read(args() as never)
        if (site !== undefined) this.#probe((_, all) => String(read(all[site] as never)), String(value))
        return value
      },
      scoped: (table, alias, tenantColumn = this.options.tenantColumn) => ({
        from: sql`${sql.table(table)} AS ${sql.ref(alias)}`,
        where: sql`${sql.ref(`${alias}.${tenantColumn}`)} = ${this.#tenant}::uuid`,
      }),
      listed: (type, where) =>
        emitListed(this, this.options.registry.type(type.name), context, where as never),
      beside: (table, on) => this.#beside(table, row, on),
    }
    return context
  }

  /** Registers a place with arguments; they are checked now and at each run. */
  site(field: GraphQLField<unknown, unknown>, node: FieldNode, check?: Site['check']): number | undefined {
    if (field.args.length === 0) return undefined
    const args = getArgumentValues(field, node, this.#selection.variables)
    check?.(args)
    const fixed = node.arguments?.some(({ value }) => hasVariable(value)) ? undefined : args
    this.#steps.push({ kind: 'site', fixed, field, node, check })
    return this.#args.push(args) - 1
  }

  #probe(read: Probe['read'], value: string): void {
    this.#steps.push({ kind: 'probe', read, value })
  }

  fields(type: GraphQLObjectType, nodes: readonly FieldNode[]): Fields {
    return collect(this.#selection, type, nodes)
  }

  objectType(name: string): GraphQLObjectType {
    const type = this.#selection.schema.getType(name)
    if (!isObjectType(type)) throw new Error(`${name} is not an object type`)
    return type
  }

  #object(
    type: TypeDefinition<Viewer>,
    graphqlType: GraphQLObjectType,
    alias: string,
    nodes: readonly FieldNode[],
    path: string,
    typed: boolean,
    typename: Typename = jsonName(graphqlType.name),
  ): Emitted {
    const pairs: Pair[] = typed && this.#shape === 'object' ? [[TYPE_KEY, typename]] : []
    const costs: Cost[] = []
    /** Where a row shows what leaves a trace; `null`: everywhere. */
    const shownTo: (Sql | null)[] = type.traced && type.traced.permission === type.guard ? [null] : []
    for (const [key, fieldNodes] of this.fields(graphqlType, nodes)) {
      const name = fieldNodes[0]?.name.value ?? ''
      if (name === '__typename') {
        pairs.push([key, typename])
        continue
      }
      const field = type.fields.get(name)
      const graphqlField = graphqlType.getFields()[name]
      if (!field || !graphqlField) throw new Error(`${graphqlType.name}.${name} is not mapped`)
      const reach = field.guard ? this.reach(field.guard) : undefined
      const everywhere = reach === undefined || reach === this.options.tenantReach
      const emit = () => this.#field(field, { type, alias }, graphqlField, fieldNodes, `${path}.${key}`)
      const emitted = everywhere ? emit() : this.#apart(alias, emit)
      costs.push(emitted.cost)
      if (emitted === NULL) {
        if (this.#shape === 'text') pairs.push([key, 'null'])
        continue
      }
      const leaves = type.traced && [field.guard, this.#guardBehind(field)].includes(type.traced.permission)
      const jsonKey = field.kind === 'domain' && this.#shape === 'object' ? factsKey(key) : key
      if (everywhere) {
        if (leaves) shownTo.push(null)
        pairs.push([jsonKey, emitted])
        continue
      }
      // Which rows are out of reach is known only from the answer.
      this.#complete = false
      const within = this.predicate(type, reach)(this.columns(alias), this.context(undefined))
      if (leaves) shownTo.push(within)
      const shown = sql`CASE WHEN ${within} THEN ${emitted.sql} END`
      pairs.push([jsonKey, { ...emitted, sql: shown, present: false }])
      const hidden = sql`(${within}) IS NOT TRUE`
      pairs.push([outOfReachKey(key), { sql: hidden, writing: 'boolean', present: true }])
    }
    if (type.traced && shownTo.length > 0 && pairs.length > 0)
      pairs.push([TRACE_KEY, this.#trace(type.traced, alias, shownTo)])
    return {
      sql: jsonObject(pairs),
      present: true,
      cost: (args) => costs.reduce((sum, cost) => sum + cost(args), 0),
    }
  }

  /** What a row that is read leaves behind: the permission and the id, where it is shown and leaves a trace. */
  #trace({ permission, id }: Traced<Viewer>, alias: string, shownTo: readonly (Sql | null)[]): Value {
    this.#traced = true
    const found = sql`(${id(this.columns(alias), this.context(undefined))})::text`
    const anyone = shownTo.includes(null)
    const within = shownTo.filter((each) => each !== null)
    const seen = anyone ? found : sql`CASE WHEN ${sql.join(within, sql` OR `)} THEN ${found} END`
    return { sql: sql`${sql.lit(`${permission} `)} || ${seen}`, optional: true }
  }

  #field(
    field: Field<Viewer>,
    parent: { type: TypeDefinition<Viewer>; alias: string } | undefined,
    graphqlField: GraphQLField<unknown, unknown>,
    nodes: readonly FieldNode[],
    path: string,
  ): Emitted {
    const guards = [field.guard, this.#guardBehind(field)]
    for (const guard of guards) {
      if (guard && this.reach(guard) === undefined) return this.deny(guard, nodes, path)
    }
    const node = nodes[0]
    if (!node) throw new Error(`${path} has no node`)
    const parentRow = this.columns(parent?.alias ?? 'none')
    if (field.kind === 'connection') {
      const source: ConnectionSource<Viewer> = {
        field,
        parentRow,
        type: this.options.registry.type(field.type),
      }
      return emitConnection(this, source, graphqlField, node, nodes, path)
    }
    const site = this.site(graphqlField, node)
    const context = this.context(site, parent?.alias)
    switch (field.kind) {
      case 'nodes':
        this.#complete = false
        return emitNodes(this, field.ids, context, nodes, path, isList(graphqlField) ? `${path}[*]` : path)
      case 'value':
        if (saysOtherwise(graphqlField)) this.#complete = false
        return {
          sql: field.sql(parentRow, context),
          writing: field.writing ?? writingOf(graphqlField.type, this.options.quoted),
          present: field.present ?? false,
          cost: () => 0,
        }
      case 'domain':
        this.#compute(field, graphqlField, nodes, site, path)
        return { sql: field.reads(parentRow, context), cost: () => field.cost }
      case 'embedded':
        return emitEmbedded(this, field.type, field.sql(parentRow, context), nodes)
      case 'one': {
        const type = this.options.registry.type(field.type)
        const alias = this.alias()
        const { from, where } = this.source(type, alias, context)
        const predicate = field.where(this.columns(alias), parentRow, context)
        const emitted = this.object(type, alias, nodes, path)
        const cost: Cost = (args) => 1 + emitted.cost(args)
        const found = sql`SELECT ${emitted.sql} AS json FROM ${from} ${this.gathered(alias)} WHERE ${all([...where, predicate])}`
        const joins = this.#joins.get(parent?.alias ?? '')
        if (!joins) return { sql: sql`(${found})`, cost }
        // With the limit it stays what it is, an index look-up for each row of the page, in the page's order.
        joins.push(sql`LEFT JOIN LATERAL (${found} LIMIT 1) AS ${sql.ref(alias)} ON true`)
        return { sql: sql.ref(`${alias}.json`), cost }
      }
      case 'list': {
        const type = this.options.registry.type(field.type)
        const alias = this.alias()
        this.gather(alias)
        const { from, where } = this.source(type, alias, context)
        const row = this.columns(alias)
        const predicate = field.where(row, parentRow, context)
        const order = field.order(row)
        const emitted = this.object(type, alias, nodes, `${path}[*]`)
        const rows = sql`SELECT ${this.used(alias)} FROM ${from} WHERE ${all([...where, predicate])} ORDER BY ${commas(order)} LIMIT ${sql.lit(field.limit)}`
        return {
          sql: sql`(SELECT ${jsonArray(emitted.sql)} FROM (${rows}) AS ${sql.ref(alias)} ${this.gathered(alias)})`,
          present: true,
          cost: (args) => 1 + Math.min(field.limit, 5) * (1 + emitted.cost(args)),
        }
      }
    }
  }

  /** Notes what is to be made of the facts of a field, where that needs no execution. */
  #compute(
    field: DomainField<Viewer>,
    graphqlField: GraphQLField<unknown, unknown>,
    nodes: readonly FieldNode[],
    site: number | undefined,
    path: string,
  ): void {
    if (this.#shape === 'object' || !this.#complete) return
    const finish = finishOf(this, field, graphqlField, nodes, site, path)
    if (finish) this.#finishes.push(finish)
    else this.#complete = false
  }

  /** The permission of the type that a field leads to. */
  #guardBehind(field: Field<Viewer>): string | undefined {
    const leads = field.kind === 'one' || field.kind === 'list' || field.kind === 'connection'
    return leads ? this.options.registry.type(field.type).guard : undefined
  }

  /** How far a permission reaches for the viewer of this plan; `undefined`: not at all. */
  reach(permission: string): string | undefined {
    return this.options.grant(this.viewer, permission)
  }

  /** What a reach means of a row of a type. */
  predicate(type: TypeDefinition<Viewer>, reach: string) {
    const predicate = type.reaches[reach]
    if (!predicate) throw new Error(`${type.name} does not say what reach "${reach}" means`)
    return predicate
  }

  /** Notes that a selection is answered with null for want of a permission. */
  deny(permission: string, nodes: readonly FieldNode[], path: string): Emitted {
    const locations = nodes.flatMap((node) => {
      const start = node.loc?.startToken
      return start ? [{ line: start.line, column: start.column }] : []
    })
    const known = this.#denials.some((d) => d.selection === path && d.permission === permission)
    if (!known) this.#denials.push({ permission, selection: path, locations })
    return NULL
  }
}

const isList = (field: GraphQLField<unknown, unknown>) => isListType(getNullableType(field.type))

/** Whether GraphQL says the values of a field otherwise than the database does: an enum with values of its own. */
function saysOtherwise(field: GraphQLField<unknown, unknown>): boolean {
  const type = getNamedType(field.type)
  return isEnumType(type) && isTranslated(type)
}
