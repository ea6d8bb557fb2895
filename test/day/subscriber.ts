import { setTimeout as sleep } from 'node:timers/promises'
import { STREAMS, type Subscriber } from '../harness/live.ts'
import type { ShopCode } from '../harness/world.ts'

/** One delivery as it arrived. */
export interface Delivered {
  readonly seq: number
  readonly type: string
  /** By the clock of this machine, in milliseconds. */
  readonly at: number
}

export const FOLLOWS = {
  caseChanged:
    'subscription ($after: String) { told: caseChanged(after: $after) { cursor type case { number status } } }',
  clockWarned:
    'subscription ($after: String) { told: clockWarned(after: $after) { cursor type clock { name breachAt } } }',
} as const

/**
 * Follows one shop over one transport, from a cursor on. When its connection ends, by its own will or because the
 * gateway died, it goes on behind the last cursor at whichever gateway serves.
 */
export class Follower {
  readonly shop: ShopCode
  readonly field: keyof typeof FOLLOWS
  /** Behind which event it began. */
  readonly from: number
  readonly delivered: Delivered[] = []
  /** When each connection was made: what is older is caught up with. */
  readonly opened: number[] = []
  /** Why it ended for good. */
  problem: string | null = null
  readonly #transport: keyof typeof STREAMS
  readonly #headers: Readonly<Record<string, string>>
  readonly #gateway: () => string | null
  #cursor: string
  #open: Subscriber | null = null
  #over = false

  constructor(options: {
    readonly shop: ShopCode
    readonly field: keyof typeof FOLLOWS
    readonly transport: keyof typeof STREAMS
    readonly headers: Readonly<Record<string, string>>
    readonly cursor: string
    /** The address of a gateway that serves now; `null`: none does. */
    readonly gateway: () => string | null
  }) {
    this.shop = options.shop
    this.field = options.field
    this.#transport = options.transport
    this.#headers = options.headers
    this.#cursor = options.cursor
    this.from = seqOf(options.cursor)
    this.#gateway = options.gateway
  }

  /** Follows until `end`. */
  async follow(): Promise<void> {
    while (!this.#over && !this.problem) {
      const url = this.#gateway()
      const open = url && (await this.#connect(url))
      if (!open) {
        await sleep(20)
        continue
      }
      this.#open = open
      this.opened.push(Date.now())
      await this.#listen(open)
      this.#open = null
      await sleep(20)
    }
  }

  async #connect(url: string): Promise<Subscriber | null> {
    try {
      const variables = { after: this.#cursor }
      return await STREAMS[this.#transport](url, this.#headers, FOLLOWS[this.field], variables)
    } catch {
      return null // the gateway died meanwhile
    }
  }

  async #listen(open: Subscriber): Promise<void> {
    for (;;) {
      const told = await open.next()
      const change = (told.data as { told?: { cursor: string; type: string } | null } | null | undefined)
        ?.told
      if (told.errors) {
        this.problem = JSON.stringify(told.errors)
        return open.kill()
      }
      if (!change) return
      this.#cursor = change.cursor
      this.delivered.push({ seq: seqOf(change.cursor), type: change.type, at: Date.now() })
    }
  }

  /** Cuts its connection off without a word. */
  cut(): void {
    this.#open?.kill()
  }

  end(): void {
    this.#over = true
    this.cut()
  }
}

/** The number in a cursor, which is opaque to clients. */
const seqOf = (cursor: string): number => Number(Buffer.from(cursor, 'base64').toString('utf8').split(':')[1])
