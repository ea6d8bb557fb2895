import type { Connection } from 'pg'

/** Messages of the server that say nothing a single read has to know: parsed, bound, closed, complete, no data. */
const SILENT = new Set([...'123Cn'].map((code) => code.charCodeAt(0)))
const DATA_ROW = 'D'.charCodeAt(0)
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
 * Takes the rows of a read off the wire as bytes. The client would make each a string, only for it to be made
 * bytes again: for long texts that costs more CPU than all else here. What is not a row still goes to the client.
 */
export class Tap {
  readonly #client: readonly Listener[]
  #onValue: ((value: Buffer | null) => void) | undefined
  /** What has come of a message that is not whole yet, and the bytes it takes. */
  #held: Buffer[] = []
  #size = 0
  #needed = 0

  constructor({ stream }: Connection) {
    this.#client = stream.listeners('data') as Listener[]
    stream.removeAllListeners('data')
    stream.on('data', (chunk: Buffer) => {
      if (this.#onValue) this.#take(chunk)
      else this.#pass(chunk)
    })
  }

  /** Opens the tap until the server is ready for the next query. Told of the first value of each row. */
  open(onValue: (value: Buffer | null) => void): void {
    this.#onValue = onValue
  }

  #pass(bytes: Buffer): void {
    for (const listener of this.#client) listener(bytes)
  }

  #take(chunk: Buffer): void {
    const bytes = this.#whole(chunk)
    let at = 0
    while (this.#onValue && at + HEAD <= bytes.length) {
      const end = at + 1 + bytes.readUInt32BE(at + 1)
      if (end > bytes.length) break
      const code = bytes[at] ?? 0
      if (code === DATA_ROW) this.#onValue(firstOf(bytes, at))
      else if (code === READY) this.#onValue = undefined
      else if (!SILENT.has(code)) this.#pass(bytes.subarray(at, end))
      if (this.#onValue) at = end
    }
    if (at === bytes.length) return
    if (this.#onValue) this.#hold(at === 0 ? bytes : bytes.subarray(at))
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
