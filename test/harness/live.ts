import { connect, eventsOf } from './gateway.ts'

/** One thing that came over a subscription: a result, or why it ended. */
export interface Told<Data = Readonly<Record<string, unknown>>> {
  readonly data?: Data | null
  readonly errors?: readonly { readonly message: string; readonly extensions: Record<string, unknown> }[]
  /** Ended: `error` with errors, `complete`, `close` with the code of a WebSocket or 0. */
  readonly ended?: 'error' | 'complete' | 'close'
  readonly code?: number
  readonly reason?: string
}

export interface Subscriber {
  /** The next thing that comes. */
  next(): Promise<Told>
  /** How many wait to be taken. */
  readonly queued: number
  /** Cuts the connection off without a word. */
  kill(): void
}

export type Subscribe = (
  url: string,
  headers: Readonly<Record<string, string>>,
  query: string,
  variables?: object,
) => Promise<Subscriber>

function queue() {
  const items: Told[] = []
  const waiting: ((told: Told) => void)[] = []
  return {
    put: (told: Told) => {
      const first = waiting.shift()
      if (first) first(told)
      else items.push(told)
    },
    next: () => {
      const first = items.shift()
      return first ? Promise.resolve(first) : new Promise<Told>((resolve) => waiting.push(resolve))
    },
    get queued() {
      return items.length
    },
  }
}

const overWebSocket: Subscribe = async (url, headers, query, variables = {}) => {
  const socket = await connect(url)
  const told = queue()
  const acknowledged = await socket.init(headers)
  if (acknowledged.type === 'connection_ack')
    socket.send({ id: '1', type: 'subscribe', payload: { query, variables } })
  else told.put({ ended: 'close', code: acknowledged.close ?? 0, reason: acknowledged.reason ?? '' })
  const pump = async () => {
    for (;;) {
      const { type, payload, close, reason } = await socket.next()
      if (close !== undefined) return told.put({ ended: 'close', code: close, reason: reason ?? '' })
      if (type === 'next') told.put(payload as Told)
      else if (type === 'error') told.put({ ended: 'error', errors: payload as NonNullable<Told['errors']> })
      else if (type === 'complete') told.put({ ended: 'complete' })
    }
  }
  pump()
  return {
    next: told.next,
    get queued() {
      return told.queued
    },
    kill: () => socket.raw.terminate(),
  }
}

const overEvents: Subscribe = async (url, headers, query, variables = {}) => {
  const gone = new AbortController()
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: JSON.stringify({ query, variables }),
    signal: gone.signal,
  })
  const told = queue()
  const pump = async () => {
    let text = ''
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString('utf8')
      const end = text.lastIndexOf('\n\n')
      if (end < 0) continue
      for (const { event, data } of eventsOf(text.slice(0, end + 2)))
        told.put(event === 'next' ? JSON.parse(data) : { ended: 'complete' })
      text = text.slice(end + 2)
    }
  }
  pump()
    .catch(() => {})
    .finally(() => told.put({ ended: 'close', code: 0 }))
  return {
    next: told.next,
    get queued() {
      return told.queued
    },
    kill: () => gone.abort(),
  }
}

/** The ways a subscription can be followed. */
export const STREAMS = { WebSocket: overWebSocket, 'event stream': overEvents } as const
