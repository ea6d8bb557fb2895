import { LRUCache } from 'lru-cache'

/** What a cache holds and how it did since the start. */
export interface CacheCounts {
  readonly entries: number
  /** How full it is, in what its limit is counted in: entries, or characters. */
  readonly size: number
  readonly limit: number
  readonly hits: number
  readonly misses: number
  /** Entries that went to make room. */
  readonly evictions: number
}

/** A cache that can be watched, and lost at any time. */
export interface WatchedCache {
  counts(): CacheCounts
  /** Forgets everything it can do without. */
  clear(): void
}

/** A number of entries at most, or a size of all of them; the one longest unused goes first. */
export type CacheBounds<Value extends object> =
  | { readonly max: number; readonly ttl?: number }
  | {
      readonly maxSize: number
      readonly sizeCalculation: (value: Value, key: string) => number
      readonly max?: number
    }

/** A bounded cache that counts. */
export class BoundedCache<Value extends object> implements WatchedCache {
  readonly #entries: LRUCache<string, Value>
  readonly #bounds: CacheBounds<Value>
  #hits = 0
  #misses = 0
  #evictions = 0

  constructor(bounds: CacheBounds<Value>) {
    this.#bounds = bounds
    this.#entries = new LRUCache<string, Value>({
      ...(bounds as LRUCache.Options<string, Value, unknown>),
      dispose: (_value, _key, reason) => {
        if (reason === 'evict') this.#evictions += 1
      },
    })
  }

  /** What is kept under a key, unless it is stale, which counts as missed and is dropped. */
  get(key: string, isFresh?: (value: Value) => boolean): Value | undefined {
    const value = this.#entries.get(key)
    if (value !== undefined && (isFresh === undefined || isFresh(value))) {
      this.#hits += 1
      return value
    }
    this.#misses += 1
    if (value !== undefined) this.#entries.delete(key)
    return undefined
  }

  set(key: string, value: Value): void {
    this.#entries.set(key, value)
  }

  /** Forgets a key; where a value is named, only if that is what is kept. */
  delete(key: string, value?: Value): void {
    if (value === undefined || this.#entries.peek(key) === value) this.#entries.delete(key)
  }

  clear(): void {
    this.#entries.clear()
  }

  counts(): CacheCounts {
    const entries = this.#entries.size
    const bounds = this.#bounds
    const sized = 'maxSize' in bounds
    return {
      entries,
      size: sized ? this.#entries.calculatedSize : entries,
      limit: sized ? bounds.maxSize : bounds.max,
      hits: this.#hits,
      misses: this.#misses,
      evictions: this.#evictions,
    }
  }
}

/** The caches of one gateway, by name: made here, or watched only. */
export class Caches {
  readonly #watched = new Map<string, WatchedCache>()

  /** Makes a cache. Throws where the name is taken. */
  bounded<Value extends object>(name: string, bounds: CacheBounds<Value>): BoundedCache<Value> {
    const cache = new BoundedCache<Value>(bounds)
    this.watch(name, cache)
    return cache
  }

  /** Watches a cache that somebody else keeps. Throws where the name is taken. */
  watch(name: string, cache: WatchedCache): void {
    if (this.#watched.has(name)) throw new Error(`there is a cache ${name} already`)
    this.#watched.set(name, cache)
  }

  counts(): Readonly<Record<string, CacheCounts>> {
    return Object.fromEntries([...this.#watched].map(([name, cache]) => [name, cache.counts()]))
  }

  /** Forgets what all of them hold: the next requests look it up again. */
  clear(): void {
    for (const cache of this.#watched.values()) cache.clear()
  }
}
