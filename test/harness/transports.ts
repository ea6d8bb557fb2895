import type { AnswerError } from './client.ts'
import { connect, eventsOf } from './gateway.ts'

/** What came of an operation, whatever it travelled on. */
export interface Outcome {
  readonly codes: readonly string[]
  /** Absent where nothing was executed. */
  readonly data?: unknown
  readonly cost?: unknown
  /** Absent where a connection is closed with a code that says everything. */
  readonly messages?: readonly string[]
  /** The result as it was sent: a JSON text. */
  readonly text: string
}

interface Result {
  readonly data?: unknown
  readonly errors?: readonly AnswerError[]
  readonly extensions?: { readonly cost?: unknown }
}

type Headers = Readonly<Record<string, string>>
type Ask = (url: string, headers: Headers, body: unknown) => Promise<Outcome>

function outcomeOf(text: string): Outcome {
  const { data, errors = [], extensions } = JSON.parse(text) as Result
  return {
    codes: errors.map((error) => error.extensions.code),
    messages: errors.map((error) => error.message),
    ...(data !== undefined && { data }),
    ...(extensions?.cost !== undefined && { cost: extensions.cost }),
    text,
  }
}

const post = (url: string, headers: Headers, body: unknown) =>
  fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

const overHttp: Ask = async (url, headers, body) => outcomeOf(await (await post(url, headers, body)).text())

const overEvents: Ask = async (url, headers, body) => {
  const response = await post(url, { ...headers, accept: 'text/event-stream' }, body)
  const text = await response.text()
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) return outcomeOf(text)
  const [next, complete] = eventsOf(text)
  if (next?.event !== 'next' || complete?.event !== 'complete') throw new Error(text)
  return outcomeOf(next.data)
}

const overWebSocket: Ask = async (url, headers, body) => {
  const socket = await connect(url)
  try {
    const acknowledged = await socket.init(headers)
    if (acknowledged.close !== undefined) return closed(acknowledged.reason ?? '')
    const received = await socket.ask('1', body)
    const [first] = received
    if (first?.close === 1009) return { codes: ['PAYLOAD_TOO_LARGE'], text: '' }
    const text = socket.texts[1] ?? ''
    if (first?.type === 'error') return outcomeOf(`{"errors":${inner(text, 'error')}}`)
    if (first?.type !== 'next' || received[1]?.type !== 'complete') throw new Error(JSON.stringify(received))
    return outcomeOf(inner(text, 'next'))
  } finally {
    socket.close()
  }
}

/** The payload of a message as it was sent. */
function inner(text: string, type: string): string {
  const start = `{"id":"1","type":"${type}","payload":`
  if (!text.startsWith(start)) throw new Error(text)
  return text.slice(start.length, -1)
}

function closed(reason: string): Outcome {
  const [code = '', message = ''] = reason.split(/: (.*)/s)
  return { codes: [code], messages: [message], text: '' }
}

/** The ways an operation can be asked. */
export const TRANSPORTS = { HTTP: overHttp, 'event stream': overEvents, WebSocket: overWebSocket } as const
