import type { Codecs } from './codecs.ts'
import type { Columns, Sql, SqlContext, TypeDefinition } from './definitions.ts'
import type { FieldSpec, Fields, Mapped } from './fields.ts'
import type { ReadContext, ReaderOptions } from './reader.ts'

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
  /**
   * Reads that leave a trace: of what this permission guards, in rows where `id` is not NULL. The permission may be
   * the type's own.
   */
  readonly traced?: {
    readonly permission: Permission
    readonly id: (row: Columns<Table>, context: SqlContext<Viewer>) => Sql
  }
  readonly interfaces?: readonly unknown[]
}

/** A filter of a list type. */
export interface FilterOptions<Table, Viewer, Value> {
  readonly type: unknown
  readonly description: string
  /** The permission it asks for, tenant-wide: a filter must not tell what a field hides. */
  readonly guard?: string
  /**
   * The predicate. For "one of several", predicates that exclude each other: each is read by an index of its own,
   * in the list's order and no further than the page, where one predicate would walk the list or sort it.
   */
  readonly sql: (
    row: Columns<Table>,
    value: Sql,
    context: SqlContext<Viewer>,
    shape: string,
  ) => Sql | readonly Sql[]
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
