import { readFile } from 'node:fs/promises'
import { CriticalityLevel, diff } from '@graphql-inspector/core'
import { buildSchema, type GraphQLSchema } from 'graphql'
import type { Output } from './output.ts'
import { printSdl } from './sdl.ts'

/** The SDL that clients were promised last: what may not be broken without a decision record. */
const BASELINE = 'schema/published.graphql'

/** A change that can break a client's documents or its build. */
export interface BreakingChange {
  /** Where, such as `Order.flag`. */
  readonly path: string
  readonly message: string
}

/** What of the published schema the new one breaks; nothing where none was published yet. */
export async function breakingChanges(root: URL, schema: GraphQLSchema): Promise<readonly BreakingChange[]> {
  const published = await readFile(new URL(BASELINE, root), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  return published === undefined ? [] : compare(buildSchema(published), buildSchema(printSdl(schema)))
}

/** The breaking changes from one schema to another, by path. */
export async function compare(
  before: GraphQLSchema,
  after: GraphQLSchema,
): Promise<readonly BreakingChange[]> {
  const changes = await diff(before, after)
  return changes
    .filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking)
    .map(({ path, message }) => ({ path: path ?? 'schema', message }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}

/**
 * The new baseline. What breaks clients has to be decided first: throws unless the decision record names the
 * path of each breaking change.
 */
export function publish(
  schema: GraphQLSchema,
  changes: readonly BreakingChange[],
  record: { readonly path: string; readonly text: string } | undefined,
): Output {
  const undecided = changes.filter(({ path }) => !record?.text.includes(path))
  if (undecided.length > 0) {
    const where = record
      ? `${record.path} does not name these`
      : 'name a decision record with --adr docs/adr/<file>.md'
    throw new Error(`Breaking changes need a decision record; ${where}:\n${list(undecided)}`)
  }
  const header = [
    '# The published schema: the promise that `npm run generate -- --check` holds the service to.',
    '# Written by `npm run generate -- --publish`; breaking changes also take `--adr docs/adr/<file>.md`.',
    ...(record ? [`# Last breaking changes: ${record.path}`] : []),
  ].join('\n')
  return { path: BASELINE, text: `${header}\n\n${printSdl(schema)}` }
}

/** One line per change. */
export const list = (changes: readonly BreakingChange[]) =>
  changes.map(({ path, message }) => `  ${path}: ${message}`).join('\n')
