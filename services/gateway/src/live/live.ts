import type { Database } from '@cs/data'
import { listenToRelay } from '@cs/data/journal'
import type { SharedReads } from '@cs/pothos-kysely'
import type { LiveConfig } from '../config.ts'
import type { Log } from '../logging.ts'
import { countedSeats, type Seats } from '../seats.ts'
import { cursorExpired } from './cursor.ts'
import { Events, type LiveEvent } from './events.ts'
import { gate } from './gate.ts'
import { sharedReads } from './shared.ts'
import { ShopFeed } from './shop-feed.ts'

export interface LiveOptions {
  /** The read path's. */
  readonly pool: Database['reader']
  readonly listenUrl: string
  readonly config: LiveConfig
  readonly log: Log
}

/** A shop with subscribers, and how many they are. */
interface Followed {
  readonly feed: Promise<ShopFeed>
  followers: number
}

/**
 * The events of this process's subscribers: one connection listens to the relay, each shop's events are read once,
 * and each subscriber walks over them at its own pace. Nothing is buffered for a subscriber.
 */
export class Live {
  readonly seats: Seats
  readonly shared: SharedReads = sharedReads()
  /** Reads a delivery when it is its turn: at once as many as there are connections, so that queries stand behind none. */
  readonly inTurn: ReturnType<typeof gate>
  readonly #options: LiveOptions
  readonly #events: Events
  readonly #shops = new Map<string, Followed>()
  readonly #ended = new AbortController()
  #stopListening: (() => Promise<void>) | undefined

  constructor(options: LiveOptions) {
    this.#options = options
    this.#events = new Events(options.pool)
    this.inTurn = gate(options.pool.options.max)
    this.seats = countedSeats(options.config.subscriptionsPerPrincipal, options.config.subscriptions)
  }

  /** Where a new subscriber starts: after its cursor, else after what has happened. Throws CURSOR_EXPIRED. */
  async startOf(shop: string, after: number | null): Promise<number> {
    const position = await this.#events.position(shop)
    if (after === null) return position
    if (after > position) throw cursorExpired()
    await this.#requireKept(shop, after)
    return after
  }

  /** Events after a number, page by page, until the signal is given or the process stops. Throws CURSOR_EXPIRED. */
  async *follow(shop: string, start: number, signal: AbortSignal): AsyncGenerator<readonly LiveEvent[]> {
    const ended = AbortSignal.any([signal, this.#ended.signal])
    const followed = this.#join(shop)
    try {
      const feed = await followed.feed
      let at = start
      while (!ended.aborted) {
        const page = await this.#after(feed, shop, at)
        const last = page.at(-1)
        if (last) {
          at = last.seq
          yield page
        } else await feed.beyond(at, ended)
      }
    } finally {
      this.#leave(shop, followed)
    }
  }

  /** Ends every subscription and the connection that listens. */
  async stop(): Promise<void> {
    this.#ended.abort()
    await this.#stopListening?.()
  }

  async #after(feed: ShopFeed, shop: string, at: number): Promise<readonly LiveEvent[]> {
    if (feed.keeps(at)) return feed.after(at)
    await this.#requireKept(shop, at)
    return this.#events.after(shop, at)
  }

  async #requireKept(shop: string, seq: number): Promise<void> {
    if (await this.#events.isBehind(shop, seq, this.#options.config.backlog)) throw cursorExpired()
  }

  #join(shop: string): Followed {
    this.#stopListening ??= this.#listen()
    const followed = this.#shops.get(shop) ?? { feed: this.#open(shop), followers: 0 }
    followed.followers += 1
    this.#shops.set(shop, followed)
    return followed
  }

  #leave(shop: string, followed: Followed): void {
    followed.followers -= 1
    if (followed.followers > 0) return
    this.#shops.delete(shop)
    followed.feed.then(
      (feed) => {
        feed.closed = true
      },
      () => {},
    )
  }

  /** What is announced while the position is read waits for it, so nothing is passed over. */
  async #open(shop: string): Promise<ShopFeed> {
    const position = await this.#events.position(shop)
    return new ShopFeed(shop, this.#events, position, (error) =>
      this.#options.log.warn({ shop, error: String(error) }, 'live: events could not be read, trying again'),
    )
  }

  #listen(): () => Promise<void> {
    const { listenUrl, log } = this.#options
    return listenToRelay({
      url: listenUrl,
      announced: ({ shops }) => this.#refresh(shops),
      connected: () => this.#refresh(null),
      failed: (error) => log.warn({ error: String(error) }, 'live: the relay is not heard, connecting again'),
    })
  }

  #refresh(shops: readonly string[] | null): void {
    for (const shop of shops ?? this.#shops.keys())
      this.#shops.get(shop)?.feed.then(
        (feed) => feed.refresh(),
        () => {},
      )
  }
}
