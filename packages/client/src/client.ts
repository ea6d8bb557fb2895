import type { CallOptions } from './call.ts'
import { deadline } from './deadline.ts'
import { CsError, retryAfterOf, serviceCode } from './errors.ts'
import { documents } from './generated/documents.ts'
import type { Functions } from './generated/functions.ts'
import { type Answer, type Fetch, post } from './http.ts'
import type { Operation } from './operation.ts'
import { persistedDocuments } from './persisted.ts'
import type { Result } from './result.ts'
import { follow, type SubscribeOptions } from './subscribe.ts'

export interface ClientOptions {
  /** Of the GraphQL endpoint, such as `https://service.example/graphql`. */
  readonly url: string
  /** The bearer token, or what gives one for each call. Without it only what is public is answered. */
  readonly token?: string | (() => string | Promise<string>)
  /** The code of the shop to act in, for callers that belong to several. */
  readonly shop?: string
  /** In place of the global one. */
  readonly fetch?: Fetch
  /** Milliseconds until a call throws TIMEOUT. 15 seconds where nothing is said. */
  readonly timeoutMs?: number
}

/**
 * One function for each operation, and `request` for documents of your own. A call answers with data and, where a
 * part is missing, errors; it throws a CsError where there is no data at all. Expected outcomes of a command are no
 * errors: they are members of its result, told apart by `__typename`.
 */
export interface Client extends Functions {
  /** Sends a document of your own; see `operation` for making one of a typed document node. */
  request<Data, Variables>(
    operation: Operation<Data, Variables>,
    ...rest: RequestArguments<Variables>
  ): Promise<Result<Data>>
  /**
   * Follows a subscription of your own over an event stream. It comes again by itself after a lost connection, a full
   * budget and a token that ended, behind the last `cursor`: select it, and declare `$after`. Throws a CsError where
   * that is no use, such as CURSOR_EXPIRED. Leaving the loop ends it.
   */
  subscribe<Data, Variables extends object>(
    operation: Operation<Data, Variables>,
    variables: Variables,
    options?: SubscribeOptions,
  ): AsyncGenerator<Result<Data>, void>
}

/** Variables may be left out where none is required. */
export type RequestArguments<Variables> =
  Record<never, never> extends Variables
    ? [variables?: Variables, options?: CallOptions]
    : [variables: Variables, options?: CallOptions]

const TIMEOUT_MS = 15_000

/** A client of the service for one caller. Holds no connection and needs no closing. */
export function createClient(options: ClientOptions): Client {
  // Looked up at each call, so that a fetch that is replaced later (by tracing, by a test) is the one used.
  const fetch: Fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init))
  const sendOperation = persistedDocuments()

  async function request<Data>(
    operation: Operation<Data, never>,
    variables?: unknown,
    call: CallOptions = {},
  ): Promise<Result<Data>> {
    const limit = deadline(call.timeoutMs ?? options.timeoutMs ?? TIMEOUT_MS, call.signal)
    try {
      const headers = await limit.race(requestHeaders(options))
      const answer = await sendOperation(operation, variables, (body) =>
        post(fetch, options.url, headers, body, limit.signal),
      )
      return judge<Data>(answer)
    } finally {
      limit.clear()
    }
  }

  const subscribe = <Data>(
    { text: query }: Operation<Data, never>,
    variables: object,
    { signal }: SubscribeOptions = {},
  ) =>
    follow<Data>({
      fetch,
      url: options.url,
      headers: () => requestHeaders(options),
      query,
      variables: variables as Readonly<Record<string, unknown>>,
      judge: (answer) => judge<Data>(answer),
      signal,
    })

  const functions = Object.fromEntries(
    Object.entries(documents).map(([name, document]) => [
      name,
      (variables?: unknown, call?: CallOptions) => request<unknown>(document, variables, call),
    ]),
  )
  // One entry per document is what Functions says; both are generated from the same operations.
  return { ...functions, request, subscribe } as unknown as Client
}

async function requestHeaders({ token, shop }: ClientOptions): Promise<Record<string, string>> {
  const bearer = typeof token === 'function' ? await token() : token
  return {
    'content-type': 'application/json',
    accept: 'application/graphql-response+json, application/json;q=0.9',
    ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
    ...(shop ? { 'x-shop': shop } : {}),
  }
}

/** The result of an answer; throws its first error where it has no data. */
function judge<Data>({ data, errors: answered = [], extensions, facts }: Answer): Result<Data> {
  const errors = answered.map(({ message, path, extensions: details }) => {
    const retryAfterMs = retryAfterOf(details, Date.now())
    return new CsError(serviceCode(details?.code), message, {
      ...facts,
      ...(path ? { path } : {}),
      ...(details ? { details } : {}),
      ...(retryAfterMs !== undefined ? { retryAfterMs } : {}),
    })
  })
  if (data !== null && data !== undefined) return { data: data as Data, errors, cost: extensions?.cost }
  throw errors[0] ?? new CsError('PROTOCOL', 'The service answered neither data nor errors.', facts)
}
