/**
 * The few doors of a Pothos builder that are used here. A mapping's types are checked against the tables,
 * not against Pothos' backing models (parents are opaque JSON), so its generics would only be in the way.
 */
export interface Builder {
  objectRef(name: string): unknown
  interfaceRef(name: string): unknown
  objectType(ref: never, options: never): unknown
  interfaceType(ref: never, options: never): unknown
  inputType(name: never, options: never): unknown
  enumType(name: never, options: never): unknown
}

export interface LooseBuilder {
  objectRef(name: string): unknown
  interfaceRef(name: string): unknown
  objectType(ref: unknown, options: Record<string, unknown>): unknown
  interfaceType(ref: unknown, options: Record<string, unknown>): unknown
  inputType(name: string, options: Record<string, unknown>): unknown
  enumType(name: string, options: Record<string, unknown>): unknown
}

/** A field builder of Pothos, as far as it is used here. */
export interface FieldBuilder {
  field(options: Record<string, unknown>): unknown
  readonly arg: ArgBuilder
}

/** Makes an argument: `arg({ type, required, description })`. */
export type ArgBuilder = (options: {
  readonly type: unknown
  readonly required?: boolean
  readonly description: string
  readonly defaultValue?: unknown
}) => unknown
