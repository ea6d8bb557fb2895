import type { GraphQLField } from 'graphql'
import type { Field } from './definitions.ts'

/**
 * The extension of a GraphQL field that reads anew: root fields, and what mutations answer with. A string:
 * graphql-js 16 drops symbols when it copies extensions.
 */
export const READS = 'pothosKyselyReads'

/** How a field is read. `asText`: it may be answered without its resolver. */
export interface Reading<Viewer> {
  readonly mapping: Field<Viewer>
  readonly asText: boolean
}

/** How a GraphQL field is read; `undefined` for fields that don't read. */
export function readingOf<Viewer>(
  field: GraphQLField<unknown, unknown> | undefined,
): Reading<Viewer> | undefined {
  return field?.extensions[READS] as Reading<Viewer> | undefined
}
