import type { GraphQLResolveInfo } from 'graphql'
import type { FieldBuilder, LooseBuilder } from './pothos.ts'

const BY_NAME = Symbol('by name')

/**
 * A value of a value type that was not read but made, such as money a rule computed: known by the names of its
 * fields, where what was read is known by response keys.
 */
export function byName<Value extends object>(value: Value): Value {
  return Object.defineProperty({ ...value }, BY_NAME, { value: true })
}

/** Fields of a plain type: their types, whether they may be null, and their descriptions. */
export type PlainFields = Record<string, readonly [unknown, boolean, string]>

/** A type whose values are JSON of the database, or made by name. */
export function plainType(
  builder: LooseBuilder,
  name: string,
  description: string,
  fields: PlainFields,
): unknown {
  const ref = builder.objectRef(name)
  builder.objectType(ref, { description, fields: (t: FieldBuilder) => plainFields(t, fields) })
  return ref
}

type Plain = (parent: Record<string, unknown>, name: string, key: string) => unknown

/** The resolvers of plain fields, and what they say without the execution's word of where they are asked. */
export const plainValue = new WeakMap<object, Plain>()

const fieldOf: Plain = (parent, name, key) => parent[parent[BY_NAME as never] ? name : key]

function plainResolver() {
  const resolve = (
    parent: Record<string, unknown>,
    _args: unknown,
    _context: unknown,
    info: GraphQLResolveInfo,
  ) => fieldOf(parent, info.fieldName, String(info.path.key))
  plainValue.set(resolve, fieldOf)
  return resolve
}

/** The fields of a plain type. */
export function plainFields(t: FieldBuilder, fields: PlainFields): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, [type, nullable, description]]) => [
      key,
      t.field({
        type,
        nullable,
        description,
        resolve: plainResolver(),
      }),
    ]),
  )
}
