import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
} from 'graphql'
import type { Prepared, ReadContext, Reader } from './reader.ts'
import { readingOf } from './reads.ts'
import { collect } from './selection.ts'

/** An operation that may be answered without executing it. */
export interface TextQuestion {
  readonly schema: GraphQLSchema
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  /** As the client sent them. */
  readonly variables: Readonly<Record<string, unknown>>
}

const fragmentsOf = new WeakMap<DocumentNode, Record<string, FragmentDefinitionNode>>()

/**
 * Answers a query whose root fields are all read and have nothing left to compute, with the text that the
 * database made: the JSON of `data`. `null` where the operation has to be executed, also where it is in
 * error, so that errors are told in one place. Rejects with the database's error.
 */
export async function answerAsText<Viewer>(
  reader: Reader<Viewer>,
  question: TextQuestion,
  context: ReadContext<Viewer>,
): Promise<string | null> {
  const prepared = prepare(reader, question, context)
  if (!prepared) return null
  for (const { plan } of prepared) if (plan) reader.tell(plan, context)
  const texts = await Promise.all(
    prepared.map(({ plan, text }) => (plan ? reader.run(plan, context, undefined) : text)),
  )
  return `{${prepared.map(({ key }, i) => `"${key}":${texts[i] ?? 'null'}`).join(',')}}`
}

interface Part<Viewer> {
  readonly key: string
  readonly plan?: Prepared<Viewer>
  readonly text?: string
}

function prepare<Viewer>(
  reader: Reader<Viewer>,
  { schema, document, operation, variables: raw }: TextQuestion,
  context: ReadContext<Viewer>,
): Part<Viewer>[] | null {
  const root = schema.getQueryType()
  if (operation.operation !== 'query' || !root) return null
  const { coerced: variables } = getVariableValues(schema, operation.variableDefinitions ?? [], raw)
  if (!variables) return null
  const fragments = fragmentsIn(document)
  const base = { schema, operation, fragments, variables }
  const parts: Part<Viewer>[] = []
  for (const [key, nodes] of rootFields(root, base)) {
    const name = nodes[0]?.name.value ?? ''
    if (name === '__typename') {
      parts.push({ key, text: `"${root.name}"` })
      continue
    }
    const reading = readingOf<Viewer>(root.getFields()[name])
    if (!reading?.asText) return null
    try {
      const plan = reader.prepare(
        reading.mapping,
        { ...base, parentType: root, nodes, path: key },
        context.viewer,
        'text',
      )
      if (!plan.plan.complete) return null
      parts.push({ key, plan })
    } catch {
      // Whatever is wrong with the arguments is told by the execution.
      return null
    }
  }
  return parts
}

function rootFields(
  root: GraphQLObjectType,
  {
    schema,
    operation,
    fragments,
    variables,
  }: Omit<TextQuestion, 'document'> & { fragments: Record<string, FragmentDefinitionNode> },
) {
  const selection = {
    kind: Kind.FIELD,
    name: operation.name ?? { kind: Kind.NAME, value: '' },
    selectionSet: operation.selectionSet,
  } as const
  return collect({ schema, fragments, variables, onCondition: (_, read) => read(variables) }, root, [
    selection,
  ])
}

function fragmentsIn(document: DocumentNode): Record<string, FragmentDefinitionNode> {
  const known = fragmentsOf.get(document)
  if (known) return known
  const fragments: Record<string, FragmentDefinitionNode> = {}
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition
  fragmentsOf.set(document, fragments)
  return fragments
}
