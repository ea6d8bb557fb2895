import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { BaseContext } from '@apollo/server'
import type { HttpConfig } from '../config.ts'
import type { FileRoutes } from '../evidence/index.ts'
import { type Log, logRequest } from '../logging.ts'
import { sendError, sendJson } from './answers.ts'
import { answerGraphQL } from './graphql.ts'
import { answerCors, requestIdOf, setCommonHeaders } from './headers.ts'
import type { Operations, Seen } from './operation.ts'
import { hostIsLoopback } from './origin.ts'

/** Serves pages besides the API. Answers false when the path is not one of its own. */
export type PageHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
) => Promise<boolean>

export interface HttpServerOptions<Context extends BaseContext> {
  readonly operations: Operations<Context>
  readonly config: { readonly host: string; readonly port: number; readonly http: HttpConfig }
  readonly log: Log
  /** False or a rejection: the database can't be reached. */
  readonly ready: () => Promise<boolean>
  readonly graphiql?: PageHandler
  /** Absent: there are no files here. */
  readonly files?: FileRoutes | undefined
  /** Takes requests to become a WebSocket, with their socket. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
}

export interface HttpServer {
  /** Rejects with the error of the socket, such as EADDRINUSE. Answers the port, for `port: 0`. */
  listen(): Promise<number>
  /** Lets running requests end, up to the deadline. May be called twice. */
  stop(): Promise<void>
}

/** Milliseconds. Above the 60 seconds after which usual load balancers drop an idle connection themselves. */
const KEEP_ALIVE = 65_000
/** Milliseconds. */
const HEADERS = 10_000
/** Milliseconds that a readiness check may take. */
const READY = 2_000

/** Other upgrades, such as to HTTP/2, are passed over: the request is answered as it is. */
const ONLY_WEBSOCKETS = {
  shouldUpgradeCallback: (request: IncomingMessage) => request.headers.upgrade?.toLowerCase() === 'websocket',
}

/** The HTTP edge: routes, limits and headers around Apollo. */
export function createHttpServer<Context extends BaseContext>(
  options: HttpServerOptions<Context>,
): HttpServer {
  const { config, log } = options
  let stopping: Promise<void> | undefined

  const server = createServer(ONLY_WEBSOCKETS, (request, response) => {
    const started = performance.now()
    const requestId = requestIdOf(request)
    const seen: Seen = { route: 'unknown' }
    setCommonHeaders(response, requestId, config.http)
    if (stopping) response.setHeader('connection', 'close')
    response.on('close', () => {
      // A connection that was busy when the server was told to stop would otherwise be kept for a next request.
      if (stopping) setImmediate(() => server.closeIdleConnections())
      // 499: the caller went away before the answer was complete.
      const status = response.writableFinished ? response.statusCode : 499
      const milliseconds = Math.round((performance.now() - started) * 10) / 10
      const { route, operation, principal, shop } = seen
      logRequest(log, {
        requestId,
        route,
        method: request.method ?? '',
        operation,
        status,
        milliseconds,
        principal,
        shop,
      })
    })
    route(options, request, response, requestId, seen, stopping !== undefined).catch((error: unknown) => {
      if (request.destroyed && !request.complete) return
      log.error({ requestId, err: error }, 'request failed')
      sendError(response, 500, 'INTERNAL_SERVER_ERROR', `Something went wrong; its id is ${requestId}.`)
    })
  })
  server.on('upgrade', options.upgrade)
  server.headersTimeout = HEADERS
  server.requestTimeout = config.http.requestTimeout
  server.keepAliveTimeout = KEEP_ALIVE

  return {
    listen: () => listen(server, config.host, config.port),
    stop: () => {
      stopping ??= close(server, config.http.stopDeadline)
      return stopping
    },
  }
}

async function route<Context extends BaseContext>(
  options: HttpServerOptions<Context>,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
  seen: Seen,
  stopping: boolean,
): Promise<void> {
  const { http } = options.config
  const path = (request.url ?? '').split('?', 1)[0] ?? ''
  if (http.loopbackOnly && !hostIsLoopback(request.headers)) {
    return sendError(response, 403, 'FORBIDDEN', 'With development tokens only localhost is served.')
  }
  if (path === '/graphql') {
    seen.route = 'graphql'
    if (answerCors(request, response, http)) return
    if (options.graphiql && request.method === 'GET' && request.url === path && wantsPage(request)) {
      response.writeHead(302, { location: '/', 'content-length': 0 }).end()
      return
    }
    return answerGraphQL(options.operations, request, response, http, requestId, seen)
  }
  if (options.files && path.startsWith(FILES)) {
    seen.route = 'evidence'
    if (answerCors(request, response, http, 'GET, PUT')) return
    return options.files(request, response, path.slice(FILES.length), async () => {
      const identity = await options.operations.identify(request.headers)
      seen.principal = identity.principal.kind
      seen.shop = 'shop' in identity.principal ? identity.principal.shop : undefined
      return identity
    })
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('connection', 'close')
    return sendError(response, 404, 'NOT_FOUND', 'There is nothing here; the API is at /graphql.')
  }
  if (path === '/healthz') {
    seen.route = 'healthz'
    return sendJson(response, 200, { status: 'alive' })
  }
  if (path === '/readyz') {
    seen.route = 'readyz'
    const status = stopping ? 'stopping' : (await isReady(options.ready)) ? 'ready' : 'unavailable'
    return sendJson(response, status === 'ready' ? 200 : 503, { status })
  }
  seen.route = 'page'
  if (await options.graphiql?.(request, response, path)) return
  seen.route = 'unknown'
  sendError(response, 404, 'NOT_FOUND', 'There is nothing here; the API is at /graphql.')
}

/** Where the files of proof are sent to and fetched from. */
const FILES = '/evidence/'

/** A person who opened the API's address in a browser. */
function wantsPage(request: IncomingMessage): boolean {
  return request.headers.accept?.includes('text/html') ?? false
}

async function isReady(ready: () => Promise<boolean>): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>()
  const timer = setTimeout(resolve, READY, false)
  const answer = ready().catch(() => false)
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

function close(server: Server, deadline: number): Promise<void> {
  if (!server.listening) return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), deadline)
    server.close(() => {
      clearTimeout(timer)
      resolve()
    })
    server.closeIdleConnections()
  })
}
