import { type ClientOptions, WebSocket } from 'ws'

/** What came over a WebSocket: a message, or its close. */
export interface Received {
  readonly type?: string
  readonly id?: string
  readonly payload?: unknown
  /** Code of the close, or the status of a refused upgrade. */
  readonly close?: number
  readonly reason?: string
}

/** A WebSocket as a client sees it, message by message. */
export interface Socket {
  readonly raw: WebSocket
  /** The text of every message received. */
  readonly texts: string[]
  send(message: unknown): void
  /** The next thing that comes. */
  next(): Promise<Received>
  /** Sends connection_init; answers what comes back. */
  init(payload?: unknown): Promise<Received>
  /** Runs one operation alone; answers everything up to its end. */
  ask(id: string, payload: unknown): Promise<Received[]>
  close(): void
}

export const PROTOCOL = 'graphql-transport-ws'

/** Connects to `http://…`; resolves once the socket is open or refused. */
export async function connect(
  url: string,
  options: ClientOptions & { readonly protocol?: string; readonly path?: string } = {},
): Promise<Socket> {
  const { protocol = PROTOCOL, path = '/graphql', ...rest } = options
  const raw = new WebSocket(`${url.replace(/^http/, 'ws')}${path}`, protocol === '' ? [] : [protocol], rest)
  const texts: string[] = []
  const waiting: ((received: Received) => void)[] = []
  const queue: Received[] = []
  const receive = (received: Received) => {
    const first = waiting.shift()
    if (first) first(received)
    else queue.push(received)
  }
  raw.on('message', (data) => {
    texts.push(String(data))
    receive(JSON.parse(String(data)))
  })
  raw.on('close', (code, reason) => receive({ close: code, reason: String(reason) }))
  raw.on('error', () => {})
  const opened = new Promise<void>((resolve) => {
    raw.once('open', () => resolve())
    raw.once('unexpected-response', (_request, response) => {
      receive({ close: response.statusCode ?? 0, reason: response.statusMessage ?? '' })
      response.destroy()
      resolve()
    })
    raw.once('close', () => resolve())
  })
  const next = () =>
    new Promise<Received>((resolve) => {
      const first = queue.shift()
      if (first) resolve(first)
      else waiting.push(resolve)
    })
  const send = (message: unknown) => raw.send(typeof message === 'string' ? message : JSON.stringify(message))
  await opened
  return {
    raw,
    texts,
    send,
    next,
    init: (payload) => {
      send({ type: 'connection_init', ...(payload !== undefined && { payload }) })
      return next()
    },
    ask: async (id, payload) => {
      send({ id, type: 'subscribe', payload })
      const all: Received[] = []
      for (;;) {
        const received = await next()
        all.push(received)
        if (received.close !== undefined || received.type === 'error' || received.type === 'complete')
          return all
      }
    },
    close: () => raw.close(),
  }
}
