import type { GraphQLField } from 'graphql'
import type { Field } from './definitions.ts'

/**
 * The extension of a GraphQL field that reads anew: root fields, and what mutations answer with. A string:
 * graphql-js 16 drops symbols when it copies extensions.
 */
export const READS = 'pothosKyselyReads'

/** How a field is read. */
export interface Reading<Viewer> {
  readonly mapping: Field<Viewer>
  /** Whether it may be answered without its resolver. */
  readonly asText: boolean
  /** Where that hangs on what is asked, and by whom: the context that resolvers get. */
  readonly admission?: Pick<Admission<never, never>, 'needed'> | undefined
}

/** What has to happen before a read, such as counting it. */
export interface Admission<Args, Context> {
  /** Whether {@link admit} has anything to do, or the read is to be refused: others skip the resolver. */
  readonly needed: (args: Args, context: Context) => boolean
  /** Throws to refuse. */
  readonly admit: (args: Args, context: Context) => Promise<void>
}

/** How a GraphQL field is read; `undefined` for fields that don't read. */
export function readingOf<Viewer>(
  field: GraphQLField<unknown, unknown> | undefined,
): Reading<Viewer> | undefined {
  return field?.extensions[READS] as Reading<Viewer> | undefined
}
