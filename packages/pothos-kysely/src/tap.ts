import { EventEmitter } from 'node:events'
import type { Connection } from 'pg'
import { parse } from 'pg-protocol'

/** Takes what the server answers to reads that were sent together. */
export interface Taker {
  /** The first value of a row, in UTF-8. */
  takeValue(value: Buffer | null): void
  takeError(error: Error): void
  /** The server is done with a read. Answers whether it was the last one. */
  takeReady(): boolean
}

/** Messages of the server that say nothing a read has to know: parsed, bound, closed, complete, no data. */
const SILENT = new Set([...'123Cn'].map((code) => code.charCodeAt(0)))
const DATA_ROW = 'D'.charCodeAt(0)
const ERROR = 'E'.charCodeAt(0)
const READY = 'Z'.charCodeAt(0)
/** The code and the length that every message starts with. */
const HEAD = 5
/** Where the first value of a row starts: head, number of values, length of the first. */
const FIRST = HEAD + 2 + 4
const NOTHING = Buffer.alloc(0)

type Listener = (chunk: Buffer) => void

const taps = new WeakMap<object, Tap>()

/** The tap on a connection, set when it is first asked for. */
export function tapOn(connection: Connection): Tap {
  const known = taps.get(connection)
  if (known) return known
  const made = new Tap(connection)
  taps.set(connection, made)
  return made
}

/**
 * Takes the answers to reads off the wire. The client would make each row a string, only for it to be made bytes
 * again: for long texts that costs more CPU than all else here. What is not part of an answer, and the end of the
 * last one, still goes to the client.
 */
export class Tap {
  readonly #client: readonly Listener[]
  #taker: Taker | undefined
  /** What has come of a message that is not whole yet, and the bytes it takes. */
  #held: Buffer[] = []
  #size = 0
  #needed = 0

  constructor({ stream }: Connection) {
    this.#client = stream.listeners('data') as Listener[]
    stream.removeAllListeners('data')
    stream.on('data', (chunk: Buffer) => {
      if (this.#taker) this.#take(chunk)
      else this.#pass(chunk)
    })
  }

  /** Opens the tap until the last read is answered. */
  open(taker: Taker): void {
    this.#taker = taker
  }

  #pass(bytes: Buffer): void {
    for (const listener of this.#client) listener(bytes)
  }

  #take(chunk: Buffer): void {
    const bytes = this.#whole(chunk)
    let at = 0
    while (this.#taker && at + HEAD <= bytes.length) {
      const end = at + 1 + bytes.readUInt32BE(at + 1)
      if (end > bytes.length) break
      const code = bytes[at] ?? 0
      if (code === DATA_ROW) this.#taker.takeValue(firstOf(bytes, at))
      else if (code === ERROR) this.#taker.takeError(errorIn(bytes.subarray(at, end)))
      else if (code === READY && this.#taker.takeReady()) this.#taker = undefined
      else if (code !== READY && !SILENT.has(code)) this.#pass(bytes.subarray(at, end))
      if (this.#taker) at = end
    }
    if (at === bytes.length) return
    if (this.#taker) this.#hold(at === 0 ? bytes : bytes.subarray(at))
    else this.#pass(at === 0 ? bytes : bytes.subarray(at))
  }

  /** All that has come, once it holds a whole message; nothing before that. */
  #whole(chunk: Buffer): Buffer {
    if (this.#size === 0) return chunk
    this.#held.push(chunk)
    this.#size += chunk.length
    if (this.#size < this.#needed) return NOTHING
    const bytes = Buffer.concat(this.#held, this.#size)
    this.#held = []
    this.#size = 0
    return bytes
  }

  #hold(rest: Buffer): void {
    this.#held = [rest]
    this.#size = rest.length
    this.#needed = rest.length < HEAD ? HEAD : 1 + rest.readUInt32BE(1)
  }
}

/** The first value of a row as it came; `null` for NULL. */
function firstOf(bytes: Buffer, at: number): Buffer | null {
  const length = bytes.readInt32BE(at + FIRST - 4)
  return length < 0 ? null : bytes.subarray(at + FIRST, at + FIRST + length)
}

/** The error in a message, as the client makes it: a DatabaseError with its SQLSTATE. */
function errorIn(message: Buffer): Error {
  const wire = new EventEmitter()
  let error: unknown
  parse(wire as NodeJS.ReadableStream, (parsed) => {
    error = parsed
  })
  wire.emit('data', message)
  return error instanceof Error ? error : new Error('an error of the database that can not be read')
}
