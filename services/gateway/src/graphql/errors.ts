import { randomUUID } from 'node:crypto'
import { unwrapResolverError } from '@apollo/server/errors'
import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import type { Logger } from 'pino'

/** Codes that clients may rely on (docs/errors.md). Anything else is a bug and is masked. */
const EXPECTED = new Set([
  'BAD_USER_INPUT',
  'COST_LIMIT',
  'COST_THROTTLED',
  'CURSOR_EXPIRED',
  'DOCUMENT_LIMIT',
  'FORBIDDEN',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'BAD_REQUEST',
  'RATE_LIMITED',
  'SHOP_CONFLICT',
  'SHOP_REQUIRED',
  'SHOP_UNKNOWN',
  'TOO_MANY_OPERATIONS',
  'UNAUTHENTICATED',
  'UNAVAILABLE',
])

/** Lets expected errors through; logs bugs with an id and answers with that id alone. */
export function answerErrors(log: Pick<Logger, 'error'>) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    if (isDocumentLimit(formatted)) return documentLimit(formatted)
    if (isBadRequest(error)) return withoutStack(badRequest(formatted))
    const code = formatted.extensions?.code
    if (typeof code === 'string' && EXPECTED.has(code)) return withoutStack(formatted)
    const cause = unwrapResolverError(error)
    if (cause instanceof GraphQLError && EXPECTED.has(String(cause.extensions.code)))
      return withoutStack(formatted)
    if (sqlStateOf(cause) === UNSTORABLE_TEXT) return unstorable(formatted)
    if (sqlStateOf(cause) === CANCELLED) return tookTooLong(formatted)
    const id = randomUUID()
    const { name, message, stack } = cause instanceof Error ? cause : new Error(String(cause))
    const sqlState = sqlStateOf(cause)
    log.error(
      { errorId: id, path: formatted.path, error: { name, message, stack, sqlState } },
      'unexpected error',
    )
    return {
      message: 'Something went wrong on our side. It was logged under this id.',
      ...(formatted.path ? { path: formatted.path } : {}),
      ...(formatted.locations ? { locations: formatted.locations } : {}),
      extensions: { code: 'INTERNAL_SERVER_ERROR', id },
    }
  }
}

/** Releases of graphql-js differ in the spelling of this one. */
const TOO_MANY_TOKENS = /^Syntax Error: Document contains more tha[nt] (\d+) tokens\. Parsing aborted\.$/

/** Marked by our own rule; the parser's token limit has no mark but its words. */
function isDocumentLimit({ message, extensions }: GraphQLFormattedError): boolean {
  return extensions?.documentLimit === true || TOO_MANY_TOKENS.test(message)
}

function documentLimit(error: GraphQLFormattedError): GraphQLFormattedError {
  const { locations } = error
  const message = error.message.replace(
    TOO_MANY_TOKENS,
    'A document may have at most $1 tokens; split the operation.',
  )
  return { message, ...(locations ? { locations } : {}), extensions: { code: 'DOCUMENT_LIMIT' } }
}

/** Apollo gives no code, but the status 400, to a hash that is not the document's. */
const isBadRequest = (error: unknown) =>
  error instanceof GraphQLError &&
  error.extensions.code === undefined &&
  (error.extensions.http as { status?: unknown } | undefined)?.status === 400

function badRequest(error: GraphQLFormattedError): GraphQLFormattedError {
  return { ...error, extensions: { ...error.extensions, code: 'BAD_REQUEST' } }
}

/** What the database says of text with a zero character, which it can't hold: nothing but input has one. */
const UNSTORABLE_TEXT = '22021'

/** What the database says of a statement that it cancelled, since it ran too long. */
const CANCELLED = '57014'

const sqlStateOf = (error: unknown) => (error as { code?: unknown } | null)?.code

function unstorable({ path, locations }: GraphQLFormattedError): GraphQLFormattedError {
  return {
    message: 'Text must not hold the character U+0000.',
    ...(path ? { path } : {}),
    ...(locations ? { locations } : {}),
    extensions: { code: 'BAD_USER_INPUT' },
  }
}

function tookTooLong({ path, locations }: GraphQLFormattedError): GraphQLFormattedError {
  return {
    message: 'This took too long and was cancelled. Ask for less, or narrow the filter.',
    ...(path ? { path } : {}),
    ...(locations ? { locations } : {}),
    extensions: { code: 'TIMEOUT' },
  }
}

function withoutStack(error: GraphQLFormattedError): GraphQLFormattedError {
  const { stacktrace: _, ...extensions } = error.extensions ?? {}
  return { ...error, extensions }
}
