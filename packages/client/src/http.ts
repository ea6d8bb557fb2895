import { CsError, type ErrorFacts, statusCode } from './errors.ts'

/** The part of `fetch` that the client uses. */
export type Fetch = (
  url: string,
  init: { method: 'POST'; headers: Record<string, string>; body: string; signal: AbortSignal },
) => Promise<{
  readonly status: number
  readonly headers: { get(name: string): string | null }
  /** Needed by subscriptions only. */
  readonly body?: Bytes | null
  text(): Promise<string>
}>

/** A stream of bytes, as far as the client reads one. */
export interface Bytes {
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>
    cancel(): Promise<void>
  }
}

/** The body of a GraphQL request. */
export interface RequestBody {
  readonly query?: string
  readonly operationName?: string
  readonly variables?: unknown
  readonly extensions?: unknown
}

/** An answer in the shape of GraphQL, not yet judged. */
export interface Answer {
  readonly data?: unknown
  readonly errors?: readonly AnsweredError[]
  readonly extensions?: { readonly cost?: { readonly spent: number; readonly limit: number } }
  /** What the transport knows of it. */
  readonly facts: ErrorFacts
}

interface AnsweredError {
  readonly message: string
  readonly path?: readonly (string | number)[]
  readonly extensions?: Readonly<Record<string, unknown>>
}

/** Posts a request and reads the answer. Throws what `signal` was aborted with, or NETWORK, PROTOCOL and the like. */
export async function post(
  fetch: Fetch,
  url: string,
  headers: Record<string, string>,
  body: RequestBody,
  signal: AbortSignal,
): Promise<Answer> {
  const { response, text } = await exchange(fetch, url, headers, body, signal)
  return answerIn(text, factsOf(response))
}

/** What the transport knows of an answer. */
export function factsOf({ status, headers }: Awaited<ReturnType<Fetch>>): ErrorFacts & { status: number } {
  const requestId = headers.get('x-request-id')
  const retryAfter = Number(headers.get('retry-after') ?? Number.NaN)
  return {
    status,
    ...(requestId ? { requestId } : {}),
    ...(Number.isFinite(retryAfter) ? { retryAfterMs: retryAfter * 1000 } : {}),
  }
}

/** The answer in a text. Throws PROTOCOL or what the status says where it is none of GraphQL. */
export function answerIn(text: string, facts: ErrorFacts & { status: number }): Answer {
  const answer = parseAnswer(text)
  if (answer) return { ...answer, facts }
  throw new CsError(
    statusCode(facts.status),
    `The service answered ${facts.status} without a GraphQL response.`,
    facts,
  )
}

async function exchange(
  fetch: Fetch,
  url: string,
  headers: Record<string, string>,
  body: RequestBody,
  signal: AbortSignal,
) {
  try {
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body), signal })
    return { response, text: await response.text() }
  } catch (cause) {
    if (signal.aborted) throw signal.reason
    throw new CsError('NETWORK', `No answer from ${url}.`, { cause })
  }
}

function parseAnswer(text: string): Omit<Answer, 'facts'> | undefined {
  const value = parseJson(text)
  return isAnswer(value) ? value : undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A JSON object with data or errors: what a GraphQL response has, and a proxy's or a portal's page has not. */
function isAnswer(value: unknown): value is Omit<Answer, 'facts'> {
  if (typeof value !== 'object' || value === null) return false
  return 'errors' in value ? Array.isArray(value.errors) : 'data' in value
}
