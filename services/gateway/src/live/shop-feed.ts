import { type Events, type LiveEvent, PAGE } from './events.ts'

/** Events of a shop that are kept for its subscribers; who is further behind reads them from the database. */
const KEPT = 1_000
/** Events that are handed over at once. */
const HANDED = 100
/** Milliseconds before events that could not be read are read again. */
const AGAIN = 1_000

/** The events of one shop, read once for all of its subscribers. */
export class ShopFeed {
  readonly #shop: string
  readonly #events: Events
  readonly #failed: (error: unknown) => void
  readonly #waiting = new Set<() => void>()
  #kept: LiveEvent[] = []
  /** All events after this number, and up to `position`, are kept. */
  #from: number
  #position: number
  #reading = false
  #more = false
  /** Nobody follows it any more. */
  closed = false

  constructor(shop: string, events: Events, position: number, failed: (error: unknown) => void) {
    this.#shop = shop
    this.#events = events
    this.#from = position
    this.#position = position
    this.#failed = failed
  }

  /** The number of the last event that was read. */
  get position(): number {
    return this.#position
  }

  /** Whether the events after a number are kept. */
  keeps(seq: number): boolean {
    return seq >= this.#from
  }

  /** The first events after a number that are kept, in their order. */
  after(seq: number): readonly LiveEvent[] {
    let low = 0
    let high = this.#kept.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#kept[middle]?.seq ?? 0) > seq) high = middle
      else low = middle + 1
    }
    return this.#kept.slice(low, low + HANDED)
  }

  /** Resolves when there is an event after a number, or the signal is given. */
  async beyond(seq: number, signal: AbortSignal): Promise<void> {
    while (this.#position <= seq && !signal.aborted) {
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#waiting.add(resolve)
      const wake = () => resolve()
      signal.addEventListener('abort', wake)
      await promise
      signal.removeEventListener('abort', wake)
      this.#waiting.delete(resolve)
    }
  }

  /** Reads what is new. Asked again meanwhile, it looks once more. */
  refresh(): void {
    this.#more = true
    if (this.#reading) return
    this.#reading = true
    this.#readAll()
      .catch((error: unknown) => {
        this.#failed(error)
        setTimeout(() => this.closed || this.refresh(), AGAIN).unref()
      })
      .finally(() => {
        this.#reading = false
      })
  }

  async #readAll(): Promise<void> {
    while (this.#more) {
      this.#more = false
      const read = await this.#events.after(this.#shop, this.#position)
      this.#more ||= read.length === PAGE
      const last = read.at(-1)
      if (!last) continue
      this.#kept.push(...read)
      this.#position = last.seq
      for (const dropped of this.#kept.splice(0, Math.max(0, this.#kept.length - KEPT)))
        this.#from = dropped.seq
      for (const wake of [...this.#waiting]) wake()
    }
  }
}
