import type { SharedReads } from '@cs/pothos-kysely'

/** Milliseconds for which a read is shared. Each subscriber's permissions are judged anew all the same. */
const SHARED = 1_000
const MOST = 5_000

interface Entry {
  readonly at: number
  readonly read: Promise<Buffer | null>
}

/**
 * Reads of deliveries by shop, statement and values: equal ones have equal answers, whoever asks, since all that
 * a viewer's permissions and reach say of a row stands in the statement and its values.
 */
export function sharedReads(now: () => number = () => performance.now()): SharedReads {
  const entries = new Map<string, Entry>()
  const forget = (at: number) => {
    for (const [key, entry] of entries) {
      if (at - entry.at < SHARED && entries.size <= MOST) return
      entries.delete(key)
    }
  }
  // What nobody asks for any more is not held on to.
  let sweeping = false
  const sweepLater = () => {
    if (sweeping) return
    sweeping = true
    setTimeout(() => {
      sweeping = false
      forget(now())
      if (entries.size > 0) sweepLater()
    }, SHARED).unref()
  }
  return {
    get: (key, read) => {
      const at = now()
      forget(at)
      const known = entries.get(key)
      if (known) return known.read
      const entry = { at, read: read() }
      entries.set(key, entry)
      sweepLater()
      entry.read.catch(() => entries.get(key) === entry && entries.delete(key))
      return entry.read
    },
  }
}
