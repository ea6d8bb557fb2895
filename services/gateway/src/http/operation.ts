import type { ApolloServer, BaseContext, HeaderMap, HTTPGraphQLResponse } from '@apollo/server'
import {
  type Identity,
  type IdentityErrorCode,
  type IdentityHeaders,
  identityErrorCode,
} from '../identity/index.ts'

/** What answers operations, whatever they travel on. */
export interface Operations<Context extends BaseContext> {
  readonly apollo: ApolloServer<Context>
  /** Throws an identity error to refuse. */
  readonly identify: (headers: IdentityHeaders) => Promise<Identity>
  /** A fresh context, for one operation. */
  readonly context: (identity: Identity, requestId: string) => Context
}

/** An operation as a transport received it, in the terms of GraphQL over HTTP. */
export interface Asked {
  readonly requestId: string
  readonly method: string
  readonly headers: HeaderMap
  /** From the question mark on. */
  readonly search: string
  readonly body: unknown
  readonly credentials: IdentityHeaders
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
}

/**
 * The one preparation of operations: HTTP, event streams and WebSockets all come through here, so that
 * identity, limits of documents, cost, denials, masked errors and texts that are not parsed again are the
 * same on each. Rejects only with bugs; everything else is in the answer. An operation of kind
 * subscription comes this way too and is refused by validation; once the schema has some, a transport
 * that can stream takes their events from here.
 */
export function answerOperation<Context extends BaseContext>(
  operations: Operations<Context>,
  asked: Asked,
  seen: Seen,
): Promise<HTTPGraphQLResponse> {
  const { requestId, method, headers, search, body, credentials } = asked
  seen.operation = operationName(body ?? Object.fromEntries(new URLSearchParams(search)))
  const context = async () => {
    try {
      const identity = await operations.identify(credentials)
      const { principal } = identity
      seen.principal = principal.kind
      seen.shop = 'shop' in principal ? principal.shop : undefined
      return operations.context(identity, requestId)
    } catch (error) {
      seen.refused = identityErrorCode(error)
      throw error
    }
  }
  return operations.apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method, headers, search, body },
    context,
  })
}

/** The whole text of an answer. Apollo streams only to those who accept multipart/mixed. */
export function textOf(answer: HTTPGraphQLResponse): string {
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
