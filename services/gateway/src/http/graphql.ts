import type { IncomingMessage, ServerResponse } from 'node:http'
import { type BaseContext, HeaderMap } from '@apollo/server'
import type { HttpConfig } from '../config.ts'
import { sendError } from './answers.ts'
import { BodyError, readJson } from './body.ts'
import {
  type Answer,
  type Asked,
  answerOperation,
  type LiveAnswer,
  type Operations,
  type Seen,
} from './operation.ts'
import { type EventStream, eventStream, wantsEvents } from './sse.ts'

/** Answers one GraphQL request: as JSON, or as an event stream to a POST that asks for one. */
export async function answerGraphQL<Context extends BaseContext>(
  operations: Operations<Context>,
  request: IncomingMessage,
  response: ServerResponse,
  config: HttpConfig,
  requestId: string,
  seen: Seen,
): Promise<void> {
  const method = request.method ?? ''
  if (method !== 'GET' && method !== 'POST') {
    response.setHeader('allow', 'GET, POST, OPTIONS')
    return sendError(response, 405, 'BAD_REQUEST', 'GraphQL takes GET for queries and POST for everything.')
  }
  const url = request.url ?? ''
  const search = url.includes('?') ? url.slice(url.indexOf('?')) : ''
  try {
    const body = method === 'POST' ? await readJson(request, config.bodyLimit) : undefined
    const headers = () => headerMap(request)
    const { accept } = request.headers
    const asked = { requestId, method, headers, accept, search, body, credentials: request.headers }
    if (method === 'POST' && wantsEvents(request))
      await answerEvents(operations, asked, response, config, seen)
    else {
      const answer = await answerOperation(operations, asked, seen)
      if ('deliveries' in answer) throw new Error('a subscription on a transport that can not stream')
      await send(response, answer)
    }
  } catch (error) {
    if (!(error instanceof BodyError)) throw error
    // What is left of the body must not be taken for the next request.
    if (!request.complete) response.setHeader('connection', 'close')
    sendError(response, error.status, error.code, error.message)
  }
}

/** A sender who is refused hears so by the status; a stream is for those who may ask. */
async function answerEvents<Context extends BaseContext>(
  operations: Operations<Context>,
  asked: Asked,
  response: ServerResponse,
  config: HttpConfig,
  seen: Seen,
): Promise<void> {
  // Nobody is left to read the answer, and nothing has run yet.
  if (response.destroyed) return
  seen.route = 'graphql-sse'
  // The result itself is JSON; it is wrapped in events afterwards.
  const accept = 'application/json'
  const headers = () => new HeaderMap([...asked.headers(), ['accept', accept]])
  const stream = eventStream(response, config)
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  try {
    const streams = gone.signal
    const answer = await answerOperation(operations, { ...asked, accept, headers, streams }, seen)
    if ('deliveries' in answer) await sendDeliveries(stream, answer)
    else if (seen.refused !== undefined && !response.headersSent) await send(response, answer)
    else stream.end(answer)
  } finally {
    stream.release()
  }
}

async function sendDeliveries(stream: EventStream, { deliveries }: LiveAnswer): Promise<void> {
  stream.open()
  for await (const { kind, text } of deliveries) {
    await stream.next(text)
    if (kind === 'refused') return stream.complete()
  }
  stream.break()
}

function headerMap(request: IncomingMessage): HeaderMap {
  const headers = new HeaderMap()
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  return headers
}

async function send(response: ServerResponse, answer: Answer): Promise<void> {
  if ('bytes' in answer) {
    response.writeHead(200, {
      'cache-control': 'no-store',
      'content-type': answer.contentType,
      'content-length': answer.bytes.length,
    })
    // The bytes as they are: what is text to Node goes out in one write with the head, which bytes do not.
    response.end(answer.bytes.toString('latin1'), 'latin1')
    return
  }
  response.statusCode = answer.status ?? 200
  // An answer is for who asked, by GET too; Apollo says so only with a plugin that we don't run.
  response.setHeader('cache-control', 'no-store')
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
