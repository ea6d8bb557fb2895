/** The codes that the service answers with, as documented in docs/errors.md. */
const SERVICE_CODES = [
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'COST_LIMIT',
  'COST_THROTTLED',
  'CURSOR_EXPIRED',
  'DOCUMENT_LIMIT',
  'FORBIDDEN',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'INTERNAL_SERVER_ERROR',
  'NOT_FOUND',
  'OPERATION_RESOLUTION_FAILURE',
  'PAYLOAD_TOO_LARGE',
  'RATE_LIMITED',
  'SHOP_CONFLICT',
  'SHOP_REQUIRED',
  'SHOP_UNKNOWN',
  'TIMEOUT',
  'TOO_MANY_OPERATIONS',
  'UNAUTHENTICATED',
  'UNAVAILABLE',
  'UNSUPPORTED_MEDIA_TYPE',
] as const

/**
 * What went wrong. Those of the service, and of the client: NETWORK (no answer), TIMEOUT (of either), ABORTED (by the caller),
 * PROTOCOL (an answer that is not GraphQL), UNKNOWN (a code that this version does not know; see `details.code`).
 */
export type ErrorCode = (typeof SERVICE_CODES)[number] | 'NETWORK' | 'ABORTED' | 'PROTOCOL' | 'UNKNOWN'

/** What is known of an error besides its code and message. */
export interface ErrorFacts {
  /** Where in the answer, such as `['order', 'refunds']`; empty where it is the whole request. */
  readonly path?: readonly (string | number)[]
  /** All that the service said of it: `permission` for FORBIDDEN, `id` for INTERNAL_SERVER_ERROR, and others. */
  readonly details?: Readonly<Record<string, unknown>>
  /** The HTTP status, where there was an answer. */
  readonly status?: number
  /** The id of the request in the service's log. */
  readonly requestId?: string
  /** Milliseconds after which the service asks to try again. */
  readonly retryAfterMs?: number
  readonly cause?: unknown
}

/** The one error of the client. Switch on `code`. */
export class CsError extends Error {
  override readonly name = 'CsError'
  readonly code: ErrorCode
  readonly path: readonly (string | number)[]
  readonly details: Readonly<Record<string, unknown>>
  readonly status: number | undefined
  readonly requestId: string | undefined
  readonly retryAfterMs: number | undefined

  constructor(code: ErrorCode, message: string, facts: ErrorFacts = {}) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause })
    this.code = code
    this.path = facts.path ?? []
    this.details = facts.details ?? {}
    this.status = facts.status
    this.requestId = facts.requestId
    this.retryAfterMs = facts.retryAfterMs
  }
}

/** Whether something caught is an error of this client, with this code where one is named. */
export function isCsError(error: unknown, code?: ErrorCode): error is CsError {
  return error instanceof CsError && (code === undefined || error.code === code)
}

/** The code of an answer's error; UNKNOWN where this version has no name for it. */
export function serviceCode(code: unknown): ErrorCode {
  return SERVICE_CODES.find((known) => known === code) ?? 'UNKNOWN'
}

/** When to try again, by what an error says: `retryAfter` in seconds (COST_THROTTLED) or `retryAt` (RATE_LIMITED). */
export function retryAfterOf(
  details: Readonly<Record<string, unknown>> | undefined,
  now: number,
): number | undefined {
  if (typeof details?.retryAfter === 'number') return details.retryAfter * 1000
  if (typeof details?.retryAt !== 'string') return undefined
  const at = Date.parse(details.retryAt)
  return Number.isNaN(at) ? undefined : Math.max(0, at - now)
}

/** The code of an answer that says nothing but its status, as proxies give it. */
export function statusCode(status: number): ErrorCode {
  if (status === 401) return 'UNAUTHENTICATED'
  if (status === 403) return 'FORBIDDEN'
  if (status === 413) return 'PAYLOAD_TOO_LARGE'
  if (status === 429) return 'RATE_LIMITED'
  return status >= 502 && status <= 504 ? 'UNAVAILABLE' : 'PROTOCOL'
}
