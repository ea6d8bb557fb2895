import type { GraphQLResolveInfo, SourceLocation } from 'graphql'
import type { RawBuilder } from 'kysely'
import type { Writing } from './json.ts'
import type { Slot } from './slots.ts'

/** Any SQL fragment. */
export type Sql = RawBuilder<unknown>

/** How far a grant reaches. `tenant` is everything in the tenant; other names are row predicates of a type. */
export type Reach = string

/** The columns of a row as fragments: `row.paid_fen`. */
export type Columns<Table> = { readonly [Column in keyof Table & string]: RawBuilder<unknown> }

/** What the SQL of a field may refer to besides its row. */
export interface SqlContext<Viewer> {
  /** A value of the viewer, bound when the statement runs. */
  viewer(read: (viewer: Viewer) => unknown): Slot<Viewer>
  /** A value made of the arguments of this field (and the viewer), bound when the statement runs. */
  arg(read: (args: never, viewer: Viewer) => unknown): Slot<Viewer>
  /** A value of the object that a field reads anew from, such as the ids a mutation answers with. */
  parent(read: (parent: never) => unknown): Slot<Viewer>
  /** A decision on the arguments that changes the text: part of the plan's key. */
  shape<T extends string | number | boolean>(read: (args: never) => T): T
  /** The tenant, bound when the statement runs. */
  readonly tenant: Sql
  /** `FROM scoped(table) AS alias`: the only source there is; the tenant predicate comes with it. */
  scoped(table: string, alias: string, tenantColumn?: string): { readonly from: Sql; readonly where: Sql }
  /**
   * Whether a row is in the viewer's list of a type: within the reach of its guard, and left by the argument
   * `filter` of this field, which is the list's own.
   */
  listed<Table>(
    type: { readonly name: string; readonly $row?: Table },
    where: (row: Columns<Table>) => Sql,
  ): Sql
  /**
   * The one row of a table above tenants that belongs to this row, by its key: joined once, however many fields ask.
   * Only for the SQL of fields.
   */
  beside<Other>(table: string, on: (other: Columns<Other>) => Sql): Columns<Other>
}

interface FieldBase {
  /** The permission the field asks for; denied, it answers null. */
  readonly guard?: string | undefined
}

/** A value: a column or an expression, as its scalar's wire form. */
export interface ValueField<Viewer> extends FieldBase {
  readonly kind: 'value'
  /** Set where its texts hold nothing that JSON escapes. */
  readonly writing?: Writing
  /** Set where it can't be NULL. */
  readonly present?: boolean
  readonly sql: (row: never, context: SqlContext<Viewer>) => Sql
}

/** A selection over one SQL value, such as money: the value's type says what its fields are. */
export interface EmbeddedField<Viewer> extends FieldBase {
  readonly kind: 'embedded'
  readonly type: string
  readonly sql: (row: never, context: SqlContext<Viewer>) => Sql
}

/** One row of another type. */
export interface OneField<Viewer> extends FieldBase {
  readonly kind: 'one'
  readonly type: string
  readonly where: (row: never, parent: never, context: SqlContext<Viewer>) => Sql
}

/** All rows of another type that belong to this one: short lists by nature, bounded by `limit`. */
export interface ListField<Viewer> extends FieldBase {
  readonly kind: 'list'
  readonly type: string
  readonly limit: number
  readonly where: (row: never, parent: never, context: SqlContext<Viewer>) => Sql
  readonly order: (row: never) => readonly Sql[]
}

/** A page of rows of another type. */
export interface ConnectionField<Viewer> extends FieldBase {
  readonly kind: 'connection'
  readonly type: string
  readonly where: ((row: never, parent: never, context: SqlContext<Viewer>) => Sql) | undefined
}

/** A field computed in the domain: it reads a hidden JSON value and runs over it. */
export interface DomainField<Viewer> extends FieldBase {
  readonly kind: 'domain'
  readonly reads: (row: never, context: SqlContext<Viewer>) => Sql
  /** Runs over the facts that were read. */
  readonly run: (facts: never, args: never, context: never, info: GraphQLResolveInfo) => unknown
  readonly cost: number
}

/** Rows of any node type, by global ids: pairs of position and row. */
export interface NodesField<Viewer> extends FieldBase {
  readonly kind: 'nodes'
  readonly ids: (args: never) => readonly string[]
  /** Never set; it keeps the viewer's type with the field. */
  readonly $viewer?: Viewer
}

export type Field<Viewer> =
  | ValueField<Viewer>
  | EmbeddedField<Viewer>
  | OneField<Viewer>
  | ListField<Viewer>
  | ConnectionField<Viewer>
  | DomainField<Viewer>
  | NodesField<Viewer>

/** A filter of a list: what it is given becomes a predicate; left out or null it asks nothing. */
export interface Filter<Viewer> {
  readonly guard?: string | undefined
  /** The predicate; several that exclude each other are read each by its own index, in order. */
  readonly sql: (row: never, value: Sql, context: SqlContext<Viewer>, shape: string) => Sql | readonly Sql[]
  /** Turns what the client sent into what is bound. Throws a GraphQLError where it can't be. */
  readonly decode?: ((value: never, viewer: Viewer) => unknown) | undefined
  /** A different text for each shape of the value, where one is needed. */
  readonly shape?: ((value: never) => string) | undefined
}

/** An order of a list: keys that are NOT NULL and unguarded, all in one direction; the id is appended. */
export interface Order {
  readonly by: readonly string[]
  readonly casts: readonly string[]
  readonly direction: 'ASC' | 'DESC'
  /** Rows the order is defined on, where its key may be null elsewhere. */
  readonly where?: ((row: never) => Sql) | undefined
}

/** Rows that leave a trace where something of them is read that a permission guards. */
export interface Traced<Viewer> {
  readonly permission: string
  /** The uuid that the trace names; NULL where the row leaves none. */
  readonly id: (row: never, context: SqlContext<Viewer>) => Sql
}

/** A GraphQL type that stands for a table (or an interface over one). */
export interface TypeDefinition<Viewer> {
  readonly name: string
  readonly table: string
  /** The columns that identify a row within its tenant: one uuid. */
  readonly key: string
  /** The column that holds the tenant, where it is not the usual one. */
  readonly tenantColumn?: string | undefined
  /** The type's byte in global ids; absent: no node. */
  readonly code?: number | undefined
  /** The permission that every way to this type asks for. */
  readonly guard?: string | undefined
  /** The permission that `node(id)` asks for, where no permission guards every way to the type. */
  readonly nodeGuard?: string | undefined
  /** For an interface: the SQL that names the implementation. */
  readonly discriminator?: ((row: never) => Sql) | undefined
  readonly implementations: Map<string, string>
  /** Row predicates by the name of a reach. */
  readonly reaches: Readonly<Record<Reach, (row: never, context: SqlContext<Viewer>) => Sql>>
  /** Which reads of its rows leave a trace. */
  readonly traced?: Traced<Viewer> | undefined
  readonly fields: Map<string, Field<Viewer>>
  readonly filters: Map<string, Filter<Viewer>>
  readonly orders: Map<string, Order>
}

/** A type whose fields are computed from one SQL value. */
export interface ValueTypeDefinition<Viewer> {
  readonly name: string
  readonly fields: Map<string, ValueField<Viewer>>
}

/** One selection that was answered with null because a permission is missing. */
export interface Denial {
  readonly permission: string
  /** Where it stands in the operation, such as `orders.nodes[*].cost`. */
  readonly selection: string
  readonly locations: readonly SourceLocation[]
}
