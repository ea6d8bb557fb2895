import {
  type ASTVisitor,
  type FieldNode,
  GraphQLError,
  type InlineFragmentNode,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql'

/** The deepest an operation may nest, fragments included. */
const MAX_DEPTH = 15
/** The most fields one operation may ask for by aliases and fragments. */
const MAX_FIELDS = 1_500
/** The most tokens a document may have. */
const MAX_TOKENS = 8_000
/** The most directives a document may carry. */
const MAX_DIRECTIVES = 50

/** Apollo gives every validation error its own code; the mark survives and `answerErrors` reads it. */
const refused = (message: string) => new GraphQLError(message, { extensions: { documentLimit: true } })

interface Size {
  /** Fields, with those of each fragment as often as it is spread. */
  readonly fields: number
  /** Levels of fields within fields. */
  readonly depth: number
}

const NOTHING: Size = { fields: 0, depth: 0 }

/**
 * Measures selections with fragments spread out. Each fragment is measured once: fragments that spread one
 * another twice would take exponential time otherwise, even where they hold no field at all.
 */
function measurer(fragment: (name: string) => SelectionSetNode | undefined) {
  const known = new Map<string, Size>()
  const spread = (name: string): Size => {
    const before = known.get(name)
    if (before) return before
    // What a fragment finds of itself is nothing: a cycle is refused by a rule of its own.
    known.set(name, NOTHING)
    const set = fragment(name)
    const size = set ? measure(set) : NOTHING
    known.set(name, size)
    return size
  }
  const inside = ({ selectionSet }: FieldNode | InlineFragmentNode) =>
    selectionSet ? measure(selectionSet) : NOTHING
  const measure = (set: SelectionSetNode): Size => {
    let fields = 0
    let depth = 1
    for (const selection of set.selections) {
      const within = selection.kind === 'FragmentSpread' ? spread(selection.name.value) : inside(selection)
      const isField = selection.kind === 'Field' ? 1 : 0
      fields += isField + within.fields
      depth = Math.max(depth, isField + within.depth)
    }
    return { fields, depth }
  }
  return measure
}

/** Counts depth and fields with fragments spread out, and directives; each limit says what to change. */
function withinLimits(context: ValidationContext): ASTVisitor {
  let directives = 0
  const measure = measurer((name) => context.getFragment(name)?.selectionSet)
  return {
    Directive() {
      directives += 1
      if (directives === MAX_DIRECTIVES + 1)
        context.reportError(
          refused(`A document may carry at most ${MAX_DIRECTIVES} directives; split the operation.`),
        )
    },
    OperationDefinition(operation) {
      const { fields, depth } = measure(operation.selectionSet)
      // Introspection nests type references deeply by nature and reads nothing.
      const introspection = operation.selectionSet.selections.every(
        (s) => s.kind === 'Field' && s.name.value.startsWith('__'),
      )
      if (depth > MAX_DEPTH && !introspection)
        context.reportError(
          refused(`An operation may nest at most ${MAX_DEPTH} levels deep; ask for the rest separately.`),
        )
      if (fields > MAX_FIELDS)
        context.reportError(refused(`An operation may ask for at most ${MAX_FIELDS} fields; split it.`))
    },
  }
}

/** Refuses an operation of a kind that the schema has no root for, which graphql-js notices when executing only. */
function ofKnownKind(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(node) {
      if (context.getSchema().getRootType(node.operation)) return
      context.reportError(new GraphQLError(`The schema has no ${node.operation}s.`, { nodes: node }))
    },
  }
}

/** The limits as Apollo takes them. */
export const boundedDocuments = {
  parseOptions: { maxTokens: MAX_TOKENS },
  validationRules: [withinLimits, ofKnownKind],
}
