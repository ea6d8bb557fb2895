import type { IncomingMessage, ServerResponse } from 'node:http'
import { type ApolloServer, type BaseContext, HeaderMap, type HTTPGraphQLResponse } from '@apollo/server'
import { sendError } from './answers.ts'
import { BodyError, readJson } from './body.ts'

/** Answers one GraphQL request through Apollo; answers the name of the operation, for the log. */
export async function answerGraphQL<Context extends BaseContext>(
  apollo: ApolloServer<Context>,
  request: IncomingMessage,
  response: ServerResponse,
  bodyLimit: number,
  context: () => Promise<Context>,
): Promise<string | undefined> {
  const method = request.method ?? ''
  if (method !== 'GET' && method !== 'POST') {
    response.setHeader('allow', 'GET, POST, OPTIONS')
    sendError(response, 405, 'BAD_REQUEST', 'GraphQL takes GET for queries and POST for everything.')
    return undefined
  }
  const url = request.url ?? ''
  const search = url.includes('?') ? url.slice(url.indexOf('?')) : ''
  try {
    const body = method === 'POST' ? await readJson(request, bodyLimit) : undefined
    const httpGraphQLRequest = { method, headers: headerMap(request), search, body }
    await send(response, await apollo.executeHTTPGraphQLRequest({ httpGraphQLRequest, context }))
    return operationName(body ?? Object.fromEntries(new URLSearchParams(search)))
  } catch (error) {
    if (!(error instanceof BodyError)) throw error
    // What is left of the body must not be taken for the next request.
    if (!request.complete) response.setHeader('connection', 'close')
    sendError(response, error.status, error.code, error.message)
    return undefined
  }
}

function headerMap(request: IncomingMessage): HeaderMap {
  const headers = new HeaderMap()
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  return headers
}

async function send(response: ServerResponse, answer: HTTPGraphQLResponse): Promise<void> {
  response.statusCode = answer.status ?? 200
  for (const [name, value] of answer.headers) response.setHeader(name, value)
  if (answer.body.kind === 'complete') {
    response.setHeader('content-length', Buffer.byteLength(answer.body.string))
    response.end(answer.body.string)
    return
  }
  for await (const chunk of answer.body.asyncIterator) {
    if (response.destroyed) break
    response.write(chunk)
  }
  response.end()
}

/** The name a client gave its operation, as far as it is a name: other text may hold anything. */
function operationName(body: unknown): string | undefined {
  const { operationName: named, query } = (body ?? {}) as { operationName?: unknown; query?: unknown }
  const found =
    typeof query === 'string'
      ? /\b(?:query|mutation|subscription)\s+(\w+)/.exec(query.slice(0, 500))?.[1]
      : undefined
  const name = typeof named === 'string' ? named : found
  return name !== undefined && /^[_A-Za-z]\w{0,79}$/.test(name) ? name : undefined
}
