import { connect, type Socket } from 'node:net'

/** One answer: the status and the body's bytes. */
export interface Answer {
  readonly status: number
  readonly body: Buffer
}

const HEAD_END = Buffer.from('\r\n\r\n')
const LAST_CHUNK = Buffer.from('\r\n0\r\n\r\n')

/** One HTTP/1.1 request as bytes, made before anything is measured. */
export function requestBytes(path: string, body: string, headers: Readonly<Record<string, string>>): Buffer {
  const lines = [
    `POST ${path} HTTP/1.1`,
    'host: localhost',
    'content-type: application/json',
    'accept: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ]
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`)
}

/**
 * One keep-alive connection to this machine that does the least a client can: it shares two cores with what it
 * measures. One request at a time. Rejects when the server closes the connection.
 */
export class Connection {
  readonly #socket: Socket
  #pending: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined
  #chunks: Buffer[] = []
  #size = 0
  #expected = -1

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('data', (chunk: Buffer) => this.#take(chunk))
    socket.on('error', (error) => this.#fail(error))
    socket.on('close', () => this.#fail(new Error('the server closed the connection')))
  }

  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port }, () => {
        socket.off('error', reject)
        resolve(new Connection(socket))
      })
      socket.once('error', reject)
    })
  }

  send(request: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#pending = { resolve, reject }
      this.#socket.write(request)
    })
  }

  close(): void {
    this.#pending = undefined
    this.#socket.destroy()
  }

  #take(chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#size += chunk.length
    if (this.#expected >= 0 && this.#size < this.#expected) return
    const all = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks)
    this.#chunks = [all]
    const head = all.indexOf(HEAD_END)
    if (head < 0) return
    const headers = all.toString('latin1', 0, head)
    const length = /\r\ncontent-length: *(\d+)/i.exec(headers)?.[1]
    if (length === undefined) {
      // Chunked: whole when the last chunk is there. Bodies here hold no such bytes of their own.
      if (all.length < LAST_CHUNK.length || !all.subarray(-LAST_CHUNK.length).equals(LAST_CHUNK)) return
    } else {
      this.#expected = head + 4 + Number(length)
      if (all.length < this.#expected) return
    }
    const pending = this.#pending
    this.#pending = undefined
    this.#chunks = []
    this.#size = 0
    this.#expected = -1
    const body = all.subarray(head + 4)
    pending?.resolve({
      status: Number(headers.slice(9, 12)),
      body: length === undefined ? unchunked(body) : body,
    })
  }

  #fail(error: Error): void {
    this.#pending?.reject(error)
    this.#pending = undefined
  }
}

function unchunked(body: Buffer): Buffer {
  const parts: Buffer[] = []
  let at = 0
  for (;;) {
    const end = body.indexOf('\r\n', at)
    const size = Number.parseInt(body.toString('latin1', at, end), 16)
    if (!size) return Buffer.concat(parts)
    parts.push(body.subarray(end + 2, end + 2 + size))
    at = end + 2 + size + 2
  }
}
