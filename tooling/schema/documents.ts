import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import {
  concatAST,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  Source,
  stripIgnoredCharacters,
  validate,
  visit,
} from 'graphql'

/** One operation of the client, with the text that is sent and the hash it is known by. */
export interface TrustedOperation {
  readonly name: string
  readonly kind: 'query' | 'mutation'
  /** The comment above it, which becomes its documentation. */
  readonly comment: string
  readonly hasRequiredVariables: boolean
  readonly text: string
  /** SHA-256 of the text, in hex. */
  readonly hash: string
}

export interface Operations {
  readonly document: DocumentNode
  readonly operations: readonly TrustedOperation[]
}

/** Reads all operations of a folder. Throws with every fault where one does not fit the schema. */
export async function readOperations(folder: URL, schema: GraphQLSchema): Promise<Operations> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.graphql')).sort()
  const parsed = files.map(async (file) =>
    parse(new Source(await readFile(new URL(file, folder), 'utf8'), `packages/client/operations/${file}`)),
  )
  const document = concatAST(await Promise.all(parsed))
  const faults = validate(schema, document)
  if (faults.length > 0) throw new Error(faults.map(String).join('\n\n'))

  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  const operations = document.definitions
    .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
    .map((operation) => trusted(operation, fragments))
  return { document, operations: operations.sort((a, b) => (a.name < b.name ? -1 : 1)) }
}

function trusted(
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): TrustedOperation {
  const name = operation.name?.value
  if (!name) throw new Error('Every operation of the client has a name.')
  if (operation.operation === 'subscription') throw new Error(`${name}: the client has no subscriptions.`)
  const used = [...usedFragments(operation, fragments)].sort()
  const definitions = [operation, ...used.flatMap((fragment) => fragments.get(fragment) ?? [])]
  const text = stripIgnoredCharacters(print({ kind: Kind.DOCUMENT, definitions }))
  return {
    name,
    kind: operation.operation,
    comment: commentAbove(operation),
    hasRequiredVariables: (operation.variableDefinitions ?? []).some(
      ({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE && !defaultValue,
    ),
    text,
    hash: createHash('sha256').update(text).digest('hex'),
  }
}

function usedFragments(
  definition: OperationDefinitionNode | FragmentDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  found = new Set<string>(),
): ReadonlySet<string> {
  visit(definition, {
    FragmentSpread({ name: { value } }) {
      const fragment = fragments.get(value)
      if (!fragment || found.has(value)) return
      found.add(value)
      usedFragments(fragment, fragments, found)
    },
  })
  return found
}

function commentAbove(operation: OperationDefinitionNode): string {
  const lines: string[] = []
  for (let token = operation.loc?.startToken.prev; token?.kind === 'Comment'; token = token.prev)
    lines.unshift(token.value.trim())
  if (lines.length === 0) throw new Error(`${operation.name?.value}: say in a comment above what it is for.`)
  return lines.join(' ')
}
