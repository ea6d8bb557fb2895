import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
  sql,
} from 'kysely'

/** What a compiled statement is run with: who asks, the arguments of each place that has some, the parent's value. */
export interface Run<Viewer> {
  readonly viewer: Viewer
  /** Coerced arguments, by the place of the field in the plan. */
  readonly args: readonly Readonly<Record<string, unknown>>[]
  readonly parent: unknown
}

/** A parameter whose value is known only when the statement runs: plans are compiled once and run often. */
export class Slot<Viewer> {
  readonly read: (run: Run<Viewer>) => unknown
  constructor(read: (run: Run<Viewer>) => unknown) {
    this.read = read
  }
}

/** A compiled statement: equal texts are equal statements, values come from slots at run time. */
export interface Statement<Viewer> {
  readonly text: string
  readonly slots: readonly (Slot<Viewer> | { readonly value: unknown })[]
}

/** Writes each slot as one parameter, however often it stands in the text. */
class SlotCompiler extends PostgresQueryCompiler {
  readonly #numbers = new Map<unknown, number>()

  override compileQuery(...query: Parameters<PostgresQueryCompiler['compileQuery']>) {
    this.#numbers.clear()
    return super.compileQuery(...query)
  }

  protected override appendValue(value: unknown): void {
    const number = this.#numbers.get(value)
    if (number !== undefined) {
      this.append(`$${number}`)
      return
    }
    super.appendValue(value)
    if (value instanceof Slot) this.#numbers.set(value, this.numParameters)
  }
}

const compiler = new Kysely<Record<string, never>>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new SlotCompiler(),
  },
})

/** Compiles a fragment. Constants and slots both become parameters, so that texts repeat. */
export function compile<Viewer>(fragment: RawBuilder<unknown>): Statement<Viewer> {
  const { sql: text, parameters } = fragment.compile(compiler)
  const slots = parameters.map((value) => (value instanceof Slot ? (value as Slot<Viewer>) : { value }))
  return { text, slots }
}

/** The values of one run, in the order of the statement's parameters. */
export function bind<Viewer>(statement: Statement<Viewer>, run: Run<Viewer>): unknown[] {
  return statement.slots.map((slot) => (slot instanceof Slot ? slot.read(run) : slot.value))
}

/** A name as a SQL string literal. Only GraphQL names (`[_A-Za-z0-9]`) and fixed words get here. */
export function word(name: string): RawBuilder<string> {
  if (!/^[\w§!.]*$/.test(name)) throw new Error(`not a name: ${name}`)
  return sql.lit(name)
}

/** Joins fragments with a comma. */
export const commas = (parts: readonly RawBuilder<unknown>[]): RawBuilder<unknown> => sql.join(parts)

/** Joins predicates with AND; none at all is `true`. */
export function all(predicates: readonly RawBuilder<unknown>[]): RawBuilder<boolean> {
  return predicates.length === 0 ? sql<boolean>`true` : sql<boolean>`${sql.join(predicates, sql` AND `)}`
}
