import type { ApolloServer, BaseContext, HeaderMap, HTTPGraphQLResponse } from '@apollo/server'
import {
  type Identity,
  type IdentityErrorCode,
  type IdentityHeaders,
  identityError,
  identityErrorCode,
  whenReached,
} from '../identity/index.ts'

/** Answers questions whose documents were asked before, without preparing them again. */
export interface KnownQuestions<Context, Question extends object = object> {
  /** The question in a body of GraphQL over HTTP, where it is a known one. */
  find(body: unknown): Question | undefined
  /** The whole answer as JSON in UTF-8; `null` where it can't be given this way, and nothing was done. */
  answer(question: Question, context: Context): Promise<Buffer | null>
}

/** What answers operations, whatever they travel on. */
export interface Operations<Context extends BaseContext> {
  readonly apollo: ApolloServer<Context>
  readonly known?: KnownQuestions<Context> | undefined
  /** Throws an identity error to refuse. */
  readonly identify: (headers: IdentityHeaders) => Promise<Identity>
  /** A fresh context, for one operation; `opening` is there where it may open a subscription. */
  readonly context: (identity: Identity, requestId: string, opening?: Opening<Context>) => Context
  readonly now: () => Date
}

/** Where an operation leaves the subscription that it opens. */
export interface Opening<Context> {
  opened?: (turns: Turns<Context>) => AsyncGenerator<Delivery, void>
}

/** What an open subscription is followed with. */
export interface Turns<Context> {
  /** Given when the transport goes, or the token expires. */
  readonly signal: AbortSignal
  /** Identifies the sender anew, as for an operation of its own. Rejects where it is refused. */
  readonly context: () => Promise<Context>
  /** The variables as the client sent them. */
  readonly variables: Readonly<Record<string, unknown>>
}

/** A result of a subscription, as text. `refused` is the last one: a result without data that says why it ends. */
export interface Delivery {
  readonly kind: 'next' | 'refused'
  readonly text: string
}

/** An operation as a transport received it, in the terms of GraphQL over HTTP. */
export interface Asked {
  readonly requestId: string
  readonly method: string
  /** The headers of the request as Apollo takes them. */
  readonly headers: () => HeaderMap
  readonly accept: string | undefined
  /** From the question mark on. */
  readonly search: string
  readonly body: unknown
  readonly credentials: IdentityHeaders
  /** Given by a transport that can stream: its end ends a subscription. */
  readonly streams?: AbortSignal
}

/** What the log says of an operation, filled in as it becomes known. */
export interface Seen {
  route: string
  operation?: string | undefined
  /** Kind of principal; absent until the sender is known. */
  principal?: string | undefined
  shop?: string | undefined
  /** Why the sender was refused. */
  refused?: IdentityErrorCode | undefined
  /** `null` without a token. */
  tokenExpiresAt?: Date | null
}

/** An answer: a text in UTF-8 that is ready to be sent, or what Apollo made. */
export type Answer = HTTPGraphQLResponse | ReadyAnswer

/** The deliveries of a subscription. They end without a word where the server stops: the client comes again. */
export interface LiveAnswer {
  readonly deliveries: AsyncGenerator<Delivery, void>
}

/** The answer to a known question; its status is 200. */
export interface ReadyAnswer {
  readonly contentType: string
  readonly bytes: Buffer
}

const JSON_TYPE = 'application/json; charset=utf-8'
const GRAPHQL_TYPE = 'application/graphql-response+json; charset=utf-8'

/** What is answered to the usual `Accept`s. Others are weighed by Apollo. */
const TYPES: ReadonlyMap<string | undefined, string> = new Map([
  [undefined, JSON_TYPE],
  ['*/*', JSON_TYPE],
  ['application/json', JSON_TYPE],
  ['application/graphql-response+json', GRAPHQL_TYPE],
  ['application/graphql-response+json, application/json;q=0.9', GRAPHQL_TYPE],
  ['application/graphql-response+json,application/json;q=0.9', GRAPHQL_TYPE],
])

/**
 * The one preparation of operations: HTTP, event streams and WebSockets all come through here, so that
 * identity, limits of documents, cost, denials, masked errors and texts that are not parsed again are the
 * same on each. Rejects only with bugs; everything else is in the answer. A subscription is prepared as any
 * other operation; for each of its deliveries the sender is identified anew, as for an operation of its own.
 */
export async function answerOperation<Context extends BaseContext>(
  operations: Operations<Context>,
  asked: Asked,
  seen: Seen,
): Promise<Answer | LiveAnswer> {
  const { method, search, body } = asked
  seen.operation = operationName(body ?? Object.fromEntries(new URLSearchParams(search)))
  const { known } = operations
  const contentType = method === 'POST' ? TYPES.get(asked.accept) : undefined
  const question = contentType === undefined ? undefined : known?.find(body)
  const opening: Opening<Context> | undefined = asked.streams && {}
  let context: () => Promise<Context>
  if (known && question && contentType !== undefined) {
    // Once, whichever way it is answered; who is refused is told so by Apollo.
    const sender = senderOf(operations, asked, seen, opening)
    const bytes = await sender.then(
      (made) => known.answer(question, made),
      () => null,
    )
    if (bytes) return { contentType, bytes }
    context = () => sender
  } else context = () => senderOf(operations, asked, seen, opening)
  const answer = await operations.apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method, headers: asked.headers(), search, body },
    context,
  })
  if (!opening?.opened || !asked.streams) return answer
  return { deliveries: follow(operations, asked, seen, opening.opened, asked.streams) }
}

/** Follows a subscription until its transport goes or its token expires, which is told. */
async function* follow<Context extends BaseContext>(
  operations: Operations<Context>,
  asked: Asked,
  seen: Seen,
  opened: NonNullable<Opening<Context>['opened']>,
  transport: AbortSignal,
): AsyncGenerator<Delivery, void> {
  const expiry = new AbortController()
  const callOff =
    seen.tokenExpiresAt && whenReached(seen.tokenExpiresAt, operations.now, () => expiry.abort())
  try {
    yield* opened({
      signal: AbortSignal.any([transport, expiry.signal]),
      context: () => senderOf(operations, asked, seen),
      variables: (asked.body as { variables?: Record<string, unknown> | null }).variables ?? {},
    })
    if (!expiry.signal.aborted) return
    seen.refused = 'UNAUTHENTICATED'
    const error = identityError('UNAUTHENTICATED', 'The token has expired.')
    const { http: _, ...extensions } = error.extensions
    yield { kind: 'refused', text: JSON.stringify({ errors: [{ message: error.message, extensions }] }) }
  } finally {
    callOff?.()
  }
}

async function senderOf<Context extends BaseContext>(
  operations: Operations<Context>,
  { credentials, requestId }: Asked,
  seen: Seen,
  opening?: Opening<Context>,
): Promise<Context> {
  try {
    const identity = await operations.identify(credentials)
    const { principal } = identity
    seen.principal = principal.kind
    seen.shop = 'shop' in principal ? principal.shop : undefined
    seen.tokenExpiresAt = identity.tokenExpiresAt
    return operations.context(identity, requestId, opening)
  } catch (error) {
    seen.refused = identityErrorCode(error)
    throw error
  }
}

/** The HTTP status of an answer. */
export const statusOf = (answer: Answer) => ('bytes' in answer ? 200 : (answer.status ?? 200))

/** The whole text of an answer. Apollo streams only to those who accept multipart/mixed. */
export function textOf(answer: Answer): string {
  if ('bytes' in answer) return answer.bytes.toString('utf8')
  if (answer.body.kind !== 'complete') throw new Error('an answer in parts to one who did not accept it')
  return answer.body.string
}

/** The name a client gave its operation, as far as it is a name: other text may hold anything, and so many digits a phone. */
function operationName(body: unknown): string | undefined {
  const { operationName: named, query } = (body ?? {}) as { operationName?: unknown; query?: unknown }
  const found =
    typeof query === 'string'
      ? /\b(?:query|mutation|subscription)\s+(\w+)/.exec(query.slice(0, 500))?.[1]
      : undefined
  const name = typeof named === 'string' ? named : found
  return name !== undefined && /^[_A-Za-z]\w{0,79}$/.test(name) && !/\d{7}/.test(name) ? name : undefined
}
