import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { BaseContext } from '@apollo/server'
import { GRAPHQL_TRANSPORT_WS_PROTOCOL, handleProtocols } from 'graphql-ws'
import { type WebSocket, WebSocketServer } from 'ws'
import type { HttpConfig } from '../config.ts'
import { hostIsLoopback, originAllowed } from '../http/index.ts'
import { countedSeats } from '../seats.ts'
import { Connection } from './connection.ts'
import type { WebSocketsOptions } from './options.ts'

/** GraphQL over WebSocket (graphql-transport-ws) at /graphql. */
export interface WebSockets {
  /** Takes an upgrade request of an HTTP server. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Lets running operations end, up to the deadline for requests, and closes every connection (1001). */
  stop(): Promise<void>
}

export function createWebSockets<Context extends BaseContext>(
  options: WebSocketsOptions<Context>,
): WebSockets {
  const { http, webSocket } = options.config
  const seats = countedSeats(webSocket.connectionsPerPrincipal)
  const connections = new Set<Connection<Context>>()
  // Compressing costs memory per connection, and tells the length of secrets beside chosen text.
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: http.bodyLimit,
    handleProtocols: (protocols) => handleProtocols(protocols),
  })
  let stopping: Promise<void> | undefined

  const opened = (socket: WebSocket, request: IncomingMessage) => {
    const connection = new Connection({ ...options, socket, request, seats })
    connections.add(connection)
    socket.once('close', () => connections.delete(connection))
    connection.serve(socket.protocol === GRAPHQL_TRANSPORT_WS_PROTOCOL)
  }

  return {
    upgrade: (request, socket, head) => {
      const refusal = stopping
        ? STOPPING
        : (refusalOf(request, http) ?? (connections.size >= webSocket.connections ? FULL : undefined))
      if (refusal) refuse(socket, refusal)
      else server.handleUpgrade(request, socket, head, opened)
    },
    stop: () => {
      stopping ??= stopAll(connections, http.stopDeadline)
      return stopping
    },
  }
}

interface Refusal {
  readonly status: number
  readonly code: string
  readonly message: string
}

const STOPPING = { status: 503, code: 'UNAVAILABLE', message: 'The server is stopping.' }
const FULL = { status: 503, code: 'UNAVAILABLE', message: 'Too many connections are open.' }

/** The rules of HTTP requests, for one that wants to become a WebSocket: CORS does not guard those. */
function refusalOf({ headers, url }: IncomingMessage, config: HttpConfig): Refusal | undefined {
  if (config.loopbackOnly && !hostIsLoopback(headers))
    return { status: 403, code: 'FORBIDDEN', message: 'With development tokens only localhost is served.' }
  if ((url ?? '').split('?', 1)[0] !== '/graphql')
    return { status: 404, code: 'NOT_FOUND', message: 'There is nothing here; the API is at /graphql.' }
  if (!originAllowed(headers, config))
    return { status: 403, code: 'FORBIDDEN', message: 'Pages of this origin may not connect.' }
  return undefined
}

function refuse(socket: Duplex, { status, code, message }: Refusal): void {
  const body = JSON.stringify({ errors: [{ message, extensions: { code } }] })
  socket.on('error', () => {})
  socket.once('finish', () => socket.destroy())
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'Connection: close',
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  )
}

async function stopAll(
  connections: ReadonlySet<Pick<Connection<BaseContext>, 'drain' | 'terminate'>>,
  deadline: number,
): Promise<void> {
  const timer = setTimeout(() => {
    for (const connection of connections) connection.terminate()
  }, deadline)
  await Promise.all([...connections].map((connection) => connection.drain()))
  clearTimeout(timer)
}
