import type { GraphQLResolveInfo } from 'graphql'
import type { RawBuilder, SelectType } from 'kysely'
import { type Codecs, encoder } from './codecs.ts'
import type { Columns, Field, Sql, SqlContext, ValueField } from './definitions.ts'
import { globalIdSql } from './global-id.ts'
import type { ArgBuilder } from './pothos.ts'

/** A mapped type as other mappings refer to it. */
export interface Mapped<Table> {
  readonly name: string
  readonly ref: unknown
  readonly connection: unknown
  readonly guard: string | undefined
  readonly connectionArgs: (arg: ArgBuilder) => Record<string, unknown>
  /** Only for types: the table's row. */
  readonly $row?: Table
}

/** What every field says of itself. */
export interface Described {
  readonly description: string
  /** The permission it asks for. A guarded field is always nullable. */
  readonly guard?: string
  readonly deprecationReason?: string
}

/** A field of a mapping: its SQL, and what GraphQL is told of it. */
export interface FieldSpec<Viewer> extends Described {
  readonly mapping: Field<Viewer>
  readonly type: unknown
  readonly nullable: boolean
  readonly args?: ((arg: ArgBuilder) => Record<string, unknown>) | undefined
}

type Nullable<Value> =
  null extends SelectType<Value> ? { readonly nullable: true } : { readonly nullable?: boolean }

/** Makes the fields of one mapped type. `Table` is the row type of its table. */
export class Fields<Table, Viewer, Permission extends string> {
  readonly #codecs: Codecs
  readonly #tenantColumn: string
  readonly #type: { readonly code?: number | undefined; readonly key: string }

  constructor(codecs: Codecs, tenantColumn: string, type: { code?: number | undefined; key: string }) {
    this.#codecs = codecs
    this.#tenantColumn = tenantColumn
    this.#type = type
  }

  /** The opaque global id. */
  id(description = 'Opaque global id; `node(id)` finds it again.'): FieldSpec<Viewer> {
    const { code, key } = this.#type
    if (code === undefined) throw new Error('a type without a code has no global id')
    const id = (row: Record<string, Sql>) =>
      globalIdSql(code, row[this.#tenantColumn] as Sql, row[key] as Sql)
    return {
      mapping: { kind: 'value', sql: id as never, writing: 'quoted', present: true },
      type: 'ID',
      nullable: false,
      description,
    }
  }

  /** A column as it is. Where the column may be null, `nullable: true` has to be said. */
  col<Column extends keyof Table & string>(
    column: Column,
    options: Described & { readonly type: unknown; readonly guard?: Permission } & Nullable<Table[Column]>,
  ): FieldSpec<Viewer> {
    const spec = this.expr((row) => row[column], options)
    // The types see to it that a column is said to be NOT NULL only where it is.
    return { ...spec, mapping: { ...(spec.mapping as ValueField<Viewer>), present: !spec.nullable } }
  }

  /** A SQL expression over the row. */
  expr(
    expression: (row: Columns<Table>, context: SqlContext<Viewer>) => Sql,
    options: Described & { readonly type: unknown; readonly guard?: Permission; readonly nullable?: boolean },
  ): FieldSpec<Viewer> {
    const encoded = encoder(this.#codecs, options.type)
    const encode = (row: Columns<Table>, context: SqlContext<Viewer>) => encoded(expression(row, context))
    return {
      ...options,
      mapping: { kind: 'value', guard: options.guard, sql: encode as never },
      nullable: options.nullable ?? false,
    }
  }

  /** A value type (such as money) over one SQL expression. */
  embed(
    type: { readonly name: string; readonly ref: unknown },
    expression: (row: Columns<Table>, context: SqlContext<Viewer>) => Sql,
    options: Described & { readonly guard?: Permission; readonly nullable?: boolean },
  ): FieldSpec<Viewer> {
    return {
      ...options,
      mapping: { kind: 'embedded', type: type.name, guard: options.guard, sql: expression as never },
      type: type.ref,
      nullable: options.nullable ?? false,
    }
  }

  /** One row of another type. Say `nullable: false` only where NOT NULL and a foreign key promise it. */
  one<Other>(
    other: Mapped<Other>,
    options: Described & {
      readonly guard?: Permission
      readonly nullable?: boolean
      readonly args?: (arg: ArgBuilder) => Record<string, unknown>
      readonly where: (row: Columns<Other>, parent: Columns<Table>, context: SqlContext<Viewer>) => Sql
    },
  ): FieldSpec<Viewer> {
    return {
      ...options,
      mapping: { kind: 'one', type: other.name, guard: options.guard, where: options.where as never },
      type: other.ref,
      nullable: options.nullable ?? true,
    }
  }

  /** All rows of another type that belong to this one, at most `limit` (100 where nothing is said). */
  list<Other>(
    other: Mapped<Other>,
    options: Described & {
      readonly guard?: Permission
      readonly args?: (arg: ArgBuilder) => Record<string, unknown>
      readonly limit?: number
      readonly where: (row: Columns<Other>, parent: Columns<Table>, context: SqlContext<Viewer>) => Sql
      readonly order: (row: Columns<Other>) => readonly Sql[]
    },
  ): FieldSpec<Viewer> {
    return {
      ...options,
      mapping: {
        kind: 'list',
        type: other.name,
        guard: options.guard,
        limit: options.limit ?? 100,
        where: options.where as never,
        order: options.order as never,
      },
      type: [other.ref],
      nullable: false,
    }
  }

  /** A page of rows of another type, with its filters and orders. */
  connection<Other>(
    other: Mapped<Other>,
    options: Described & {
      readonly guard?: Permission
      /** Arguments besides those of every list. */
      readonly args?: (arg: ArgBuilder) => Record<string, unknown>
      readonly where?: (row: Columns<Other>, parent: Columns<Table>, context: SqlContext<Viewer>) => Sql
    },
  ): FieldSpec<Viewer> {
    return {
      ...options,
      mapping: { kind: 'connection', type: other.name, guard: options.guard, where: options.where as never },
      type: other.connection,
      nullable: false,
      args: (arg) => ({ ...options.args?.(arg), ...other.connectionArgs(arg) }),
    }
  }

  /** Computed by the domain from facts that the same statement reads. `cost` in points, 1 where nothing is said. */
  domain<Facts, Result>(options: {
    readonly description: string
    readonly type: unknown
    readonly nullable?: boolean
    readonly guard?: Permission
    readonly cost?: number
    readonly args?: (arg: ArgBuilder) => Record<string, unknown>
    readonly reads: (row: Columns<Table>, context: SqlContext<Viewer>) => RawBuilder<Facts>
    readonly run: (facts: Facts, args: never, context: never, info: GraphQLResolveInfo) => Result
  }): FieldSpec<Viewer> {
    return {
      ...options,
      mapping: {
        kind: 'domain',
        guard: options.guard,
        reads: options.reads as never,
        run: options.run as never,
        cost: options.cost ?? 1,
      },
      nullable: options.nullable ?? false,
    }
  }
}
