import { type ApolloServerPlugin, type GraphQLResponse, HeaderMap } from '@apollo/server'
import { answerAsText, denialError, type TextQuestion } from '@cs/pothos-kysely'
import { type FormattedExecutionResult, GraphQLError } from 'graphql'
import type { RequestContext } from './context.ts'
import { answerErrors } from './errors.ts'
import type { KnownDocuments } from './known.ts'
import { mapper, principalKey, readContext } from './mapping.ts'

/** The `data` of an answer that the database wrote; spliced into the response as it is. */
class TextData {
  readonly pieces: readonly Buffer[]
  constructor(pieces: readonly Buffer[]) {
    this.pieces = pieces
  }
}

type Result = FormattedExecutionResult

/** Answers a query with nothing left to compute with the statement's own text; `null` where it has to be executed. */
async function answer(question: TextQuestion, context: RequestContext): Promise<Result | null> {
  try {
    const pieces = await answerAsText(mapper.reader, question, readContext(context), context)
    return pieces && { data: new TextData(pieces) as unknown as Record<string, unknown> }
  } catch (error) {
    // A statement failed, or the budget does not suffice: the whole operation does, and is not run again.
    const told = error instanceof GraphQLError ? error : new GraphQLError('unexpected')
    return { data: null, errors: [answerErrors(context.log)(told.toJSON(), error)] }
  }
}

/** The answer to a query that was answered with text before, as UTF-8; `null` where it has to be executed. */
export async function answerKnown(question: TextQuestion, context: RequestContext): Promise<Buffer | null> {
  const result = await answer(question, context)
  if (!result) return null
  tell(result, context)
  return Buffer.concat(inPieces(result))
}

/** A result as text, with its denials and its cost. */
export function resultOf(
  data: NonNullable<Result['data']> | null,
  context: RequestContext,
  errors?: Result['errors'],
): string {
  const result = { ...(errors && { errors }), data }
  tell(result, context)
  return stringifyResult(result)
}

/** The same, of `data` that the database wrote. */
export function resultOfText(data: readonly Buffer[], context: RequestContext): string {
  return resultOf(new TextData(data) as unknown as Record<string, unknown>, context)
}

/** Answers with text what comes through Apollo, and remembers its document as known. */
export const answerWithText = (known: KnownDocuments): ApolloServerPlugin<RequestContext> => ({
  requestDidStart: async () => ({
    responseForOperation: async ({ schema, document, operation, request, contextValue }) => {
      // No operation of that name, whatever the type says: the execution tells it.
      if (!operation) return null
      const question = { schema, document, operation, variables: request.variables ?? {} }
      const result = await answer(question, contextValue)
      if (result?.data) known.add(request, { schema, document })
      return result && single(result)
    },
  }),
})

const single = (singleResult: Result): GraphQLResponse => ({
  http: { headers: new HeaderMap() },
  body: { kind: 'single', singleResult },
})

/** Denied selections become one error each, and the cost is told. */
export const tellDenialsAndCost: ApolloServerPlugin<RequestContext> = {
  requestDidStart: async () => ({
    willSendResponse: async ({ response, contextValue }) => {
      if (response.body.kind === 'single') tell(response.body.singleResult, contextValue)
    },
  }),
}

function tell(result: { -readonly [Key in keyof Result]: Result[Key] }, context: RequestContext): void {
  if (result.data === undefined) return
  if (context.denials.size > 0) {
    const denials = [...context.denials.values()].map((denial) => denialError(denial).toJSON())
    result.errors = [...(result.errors ?? []), ...denials]
  }
  result.extensions = { ...result.extensions, cost: costOf(context) }
}

/** What the operation cost, and what is left. */
function costOf({ cost, budgets, viewer }: RequestContext) {
  const { operation, refill } = budgets.limits
  const remaining = Math.floor(budgets.remaining(principalKey(viewer), viewer.now.getTime()))
  return { spent: cost, limit: operation, remaining, refillPerSecond: refill }
}

/** Serialises a result; data that is text already goes in untouched. */
export function stringifyResult(result: Result): string {
  return result.data instanceof TextData
    ? Buffer.concat(inPieces(result)).toString('utf8')
    : JSON.stringify(result)
}

function inPieces(result: Result): Buffer[] {
  const { data, errors, extensions } = result
  const body = data instanceof TextData ? data.pieces : [Buffer.from(JSON.stringify(data))]
  const head = errors ? Buffer.from(`{"errors":${JSON.stringify(errors)},"data":`) : DATA
  return [head, ...body, extensions ? Buffer.from(`,"extensions":${JSON.stringify(extensions)}}`) : END]
}

const DATA = Buffer.from('{"data":')
const END = Buffer.from('}')
