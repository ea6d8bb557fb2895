import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getArgumentValues,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
} from 'graphql'
import type { Field } from './definitions.ts'
import { finish } from './finish.ts'
import type { Prepared, ReadContext, Reader } from './reader.ts'
import { type Reading, readingOf } from './reads.ts'
import { collect, type SelectionContext } from './selection.ts'

/** An operation that may be answered without executing it. */
export interface TextQuestion {
  readonly schema: GraphQLSchema
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  /** As the client sent them. */
  readonly variables: Readonly<Record<string, unknown>>
}

/**
 * Answers a query whose root fields are all read with the text that the database made: the JSON of `data`, as
 * pieces of UTF-8. Computed fields are put into it; `contextValue` is what their resolvers get. `null` where the
 * operation has to be executed, also where it is in error, so that errors are told in one place. Rejects with
 * the database's error.
 */
export async function answerAsText<Viewer>(
  reader: Reader<Viewer>,
  question: TextQuestion,
  context: ReadContext<Viewer>,
  contextValue?: unknown,
): Promise<readonly Buffer[] | null> {
  const prepared = prepare(reader, question, context, contextValue)
  if (!prepared) return null
  for (const { plan } of prepared) if (plan) reader.tell(plan, context)
  const texts = await Promise.all(
    prepared.map(({ plan, text }) => (plan ? textOf(reader, plan, context, contextValue) : (text ?? NULL))),
  )
  const pieces: Buffer[] = []
  for (const [i, { lead }] of prepared.entries()) {
    const text = texts[i]
    if (!text) return unfinished(prepared, context)
    pieces.push(lead, text)
  }
  pieces.push(prepared.length === 0 ? EMPTY : END)
  return pieces
}

const NULL = Buffer.from('null')
const END = Buffer.from('}')
const EMPTY = Buffer.from('{}')

async function textOf<Viewer>(
  reader: Reader<Viewer>,
  prepared: Prepared<Viewer>,
  context: ReadContext<Viewer>,
  contextValue: unknown,
): Promise<Buffer | null> {
  const text = (await reader.run(prepared, context, undefined)) ?? NULL
  const { plan, args } = prepared
  return plan.finishes.length === 0 ? text : finish(text, plan.finishes, { args, contextValue })
}

/** It is executed after all, and has been paid for. */
function unfinished<Viewer>(parts: readonly Part<Viewer>[], { told }: ReadContext<Viewer>): null {
  for (const { plan } of parts) if (plan?.plan.nodes[0]) told?.add(plan.plan.nodes[0])
  return null
}

interface Part<Viewer> {
  /** What stands before its value: a brace or a comma, and its key. */
  readonly lead: Buffer
  readonly plan?: Prepared<Viewer>
  readonly text?: Buffer
}

function prepare<Viewer>(
  reader: Reader<Viewer>,
  { schema, document, operation, variables: raw }: TextQuestion,
  context: ReadContext<Viewer>,
  contextValue: unknown,
): Part<Viewer>[] | null {
  const root = schema.getQueryType()
  if (operation.operation !== 'query' || !root) return null
  const { coerced: variables } = getVariableValues(schema, operation.variableDefinitions ?? [], raw)
  if (!variables) return null
  const fragments = fragmentsIn(document)
  const base = { schema, operation, fragments, variables }
  const parts: Part<Viewer>[] = []
  for (const { key, nodes, lead, mapping, admission } of rootsOf<Viewer>(root, base)) {
    if (mapping === 'typename') {
      parts.push({ lead, text: Buffer.from(`"${root.name}"`) })
      continue
    }
    if (!mapping) return null
    try {
      if (admission?.(variables, contextValue)) return null
      const question = { ...base, parentType: root, nodes, path: key }
      const plan = reader.prepare(mapping, question, context.viewer, 'text')
      if (!plan.plan.complete) return null
      parts.push({ lead, plan })
    } catch {
      // Whatever is wrong with the arguments is told by the execution.
      return null
    }
  }
  return parts
}

/** A root field that an operation selects. */
interface Root<Viewer> {
  readonly key: string
  readonly nodes: readonly FieldNode[]
  readonly lead: Buffer
  /** How it is read; absent where it can't be answered without its resolver. */
  readonly mapping: Field<Viewer> | 'typename' | undefined
  /** Whether its resolver has something to do before it is read. */
  readonly admission: ((variables: Variables, contextValue: unknown) => boolean) | undefined
}

/** The root fields of operations that select the same ones whatever their variables are, by the type they are of. */
const fixedRoots = new WeakMap<
  OperationDefinitionNode,
  { readonly of: GraphQLObjectType; readonly roots: readonly Root<never>[] }
>()

function rootsOf<Viewer>(
  root: GraphQLObjectType,
  { schema, operation, fragments, variables }: Selected,
): readonly Root<Viewer>[] {
  const known = fixedRoots.get(operation)
  if (known?.of === root) return known.roots as unknown as readonly Root<Viewer>[]
  let fixed = true
  const onCondition: SelectionContext['onCondition'] = (_, read) => {
    fixed = false
    return read(variables)
  }
  const { selectionSet, name = { kind: Kind.NAME, value: '' } } = operation
  const selection = { kind: Kind.FIELD, name, selectionSet } as const
  const fields = collect({ schema, fragments, variables, onCondition }, root, [selection])
  const roots = [...fields].map(([key, nodes], i): Root<Viewer> => {
    const field = nodes[0]?.name.value ?? ''
    const reading = readingOf<Viewer>(root.getFields()[field])
    const mapping = field === '__typename' ? 'typename' : reading?.asText ? reading.mapping : undefined
    const admission = admissionOf(reading, root.getFields()[field], nodes[0])
    return { key, nodes, lead: Buffer.from(`${i === 0 ? '{' : ','}"${key}":`), mapping, admission }
  })
  if (fixed) fixedRoots.set(operation, { of: root, roots: roots as unknown as readonly Root<never>[] })
  return roots
}

type Variables = Readonly<Record<string, unknown>>

function admissionOf<Viewer>(
  reading: Reading<Viewer> | undefined,
  field: GraphQLField<unknown, unknown> | undefined,
  node: FieldNode | undefined,
): Root<Viewer>['admission'] {
  const needed = reading?.admission?.needed
  if (!needed || !field || !node) return undefined
  return (variables, contextValue) =>
    needed(getArgumentValues(field, node, variables) as never, contextValue as never)
}

type Selected = Omit<TextQuestion, 'document'> & { readonly fragments: Fragments }
type Fragments = Readonly<Record<string, FragmentDefinitionNode>>

const fragmentsOf = new WeakMap<DocumentNode, Fragments>()

function fragmentsIn(document: DocumentNode): Fragments {
  const known = fragmentsOf.get(document)
  if (known) return known
  const fragments: Record<string, FragmentDefinitionNode> = {}
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition
  fragmentsOf.set(document, fragments)
  return fragments
}
