import { type ASTVisitor, GraphQLError, type ValidationContext } from 'graphql'

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

/** Counts depth and fields with fragments spread out, and directives; each limit says what to change. */
function withinLimits(context: ValidationContext): ASTVisitor {
  let directives = 0
  return {
    Directive() {
      directives += 1
      if (directives === MAX_DIRECTIVES + 1)
        context.reportError(
          refused(`A document may carry at most ${MAX_DIRECTIVES} directives; split the operation.`),
        )
    },
    OperationDefinition(operation) {
      let fields = 0
      let deepest = 0
      const walk = (set: typeof operation.selectionSet, depth: number, within: readonly string[]): void => {
        deepest = Math.max(deepest, depth)
        if (deepest > MAX_DEPTH || fields > MAX_FIELDS) return
        for (const selection of set.selections) {
          if (selection.kind === 'Field') {
            fields += 1
            if (selection.selectionSet) walk(selection.selectionSet, depth + 1, within)
          } else if (selection.kind === 'InlineFragment') walk(selection.selectionSet, depth, within)
          else {
            const name = selection.name.value
            const fragment = context.getFragment(name)
            if (fragment && !within.includes(name)) walk(fragment.selectionSet, depth, [...within, name])
          }
        }
      }
      walk(operation.selectionSet, 1, [])
      // Introspection nests type references deeply by nature and reads nothing.
      const introspection = operation.selectionSet.selections.every(
        (s) => s.kind === 'Field' && s.name.value.startsWith('__'),
      )
      if (deepest > MAX_DEPTH && !introspection)
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
