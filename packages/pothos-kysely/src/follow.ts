import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import type { Field } from './definitions.ts'
import { finish } from './finish.ts'
import type { Question, ReadContext, Reader } from './reader.ts'

/** How a field of a subscription is followed. */
export interface Following<Viewer, Context> {
  /** The event that is delivered; `null` where the subscription only starts. */
  readonly event: (context: Context) => object | null
  /** Takes a field that may be followed. Throws a GraphQLError to refuse. */
  readonly open: (field: Followed<Viewer>, args: never, context: Context) => Promise<void>
}

/**
 * What came of an event for one viewer. `found`: the JSON of the field. `absent`: it is not in the viewer's list.
 * `denied`: the field is not permitted any more. `executes`: it is there, and the operation has to be executed.
 */
export type Delivered =
  | { readonly kind: 'found'; readonly text: Buffer }
  | { readonly kind: 'absent' | 'denied' | 'executes' }

/** A field of a subscription that was opened, with the operation that asks for it. */
export class Followed<Viewer> {
  readonly key: string
  readonly #reader: Reader<Viewer>
  readonly #field: Field<Viewer>
  readonly #question: Question

  constructor(reader: Reader<Viewer>, field: Field<Viewer>, question: Question) {
    this.#reader = reader
    this.#field = field
    this.#question = question
    this.key = question.path
  }

  /**
   * Reads an event for a viewer, whose permissions are judged anew. What is found is told with its cost; what is
   * absent costs nothing. Throws a GraphQLError where an argument is not permitted any more, or it costs too much.
   */
  async read(event: object, context: ReadContext<Viewer>, contextValue: unknown): Promise<Delivered> {
    const prepared = this.#reader.prepare(this.#field, this.#question, context.viewer, 'text')
    const { plan, args } = prepared
    if (!plan.complete) return this.#probe(event, context)
    if (!plan.statement) {
      this.#reader.tell(prepared, context)
      return { kind: 'denied' }
    }
    const read = await this.#reader.run(prepared, context, event)
    if (read === null) return { kind: 'absent' }
    const text = plan.finishes.length === 0 ? read : await finish(read, plan.finishes, { args, contextValue })
    if (!text) return { kind: 'executes' }
    this.#reader.tell(prepared, context)
    return { kind: 'found', text }
  }

  /** Executes the operation, where it has to be: its field reads the event that the context holds. */
  async execute(
    contextValue: unknown,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<ExecutionResult> {
    return execute({
      schema: this.#question.schema,
      document: documentOf(this.#question),
      contextValue,
      variableValues: variables,
    })
  }

  /** Whether the event is there for the viewer, without reading what is selected of it. */
  async #probe(event: object, context: ReadContext<Viewer>): Promise<Delivered> {
    const question = { ...this.#question, nodes: this.#question.nodes.slice(0, 1).map(bare) }
    const prepared = this.#reader.prepare(this.#field, question, context.viewer, 'text')
    const found = await this.#reader.run(prepared, context, event)
    return { kind: found === null ? 'absent' : 'executes' }
  }
}

const documents = new WeakMap<OperationDefinitionNode, DocumentNode>()

/** The operation alone, with the fragments of its document. */
function documentOf({ operation, fragments }: Question): DocumentNode {
  const known = documents.get(operation)
  if (known) return known
  const made: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation, ...Object.values(fragments)] }
  documents.set(operation, made)
  return made
}

const bareNodes = new WeakMap<FieldNode, FieldNode>()

/** The same field with nothing selected of it but its type: one object each, by which plans are found again. */
function bare(node: FieldNode): FieldNode {
  const known = bareNodes.get(node)
  if (known) return known
  const made: FieldNode = { ...node, selectionSet: TYPENAME }
  bareNodes.set(node, made)
  return made
}

const TYPENAME: SelectionSetNode = {
  kind: Kind.SELECTION_SET,
  selections: [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }],
}
