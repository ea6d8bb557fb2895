import type { EventEmitter } from 'node:events'
import type { CacheCounts } from './plan-cache.ts'

/** The most statements that are kept prepared on one connection. */
export const MAX_PREPARED = 400

/** Names on one connection, oldest first: prepared, or (false) perhaps, which is told by closing before parsing. */
type Names = Map<string, boolean>

const byConnection = new WeakMap<object, Names>()
/** Those of open connections. */
const open = new Set<Names>()
const tally = { hits: 0, misses: 0, evictions: 0 }

/** The names of a connection, for as long as it is open. */
export function namesOf(connection: EventEmitter): Names {
  const known = byConnection.get(connection)
  if (known) return known
  const names: Names = new Map()
  byConnection.set(connection, names)
  open.add(names)
  connection.once('end', () => open.delete(names))
  return names
}

/** Counts the look-up of a name, or one that was closed to make room. */
export function count(what: keyof typeof tally): void {
  tally[what] += 1
}

/** The prepared statements of this process on all its open connections. */
export const preparedStatements = {
  counts(): CacheCounts {
    let size = 0
    for (const names of open) size += names.size
    return { entries: size, size, limit: MAX_PREPARED * open.size, ...tally }
  },

  /** Trusts none of them any more: each is closed and parsed again when it is next used. */
  clear(): void {
    for (const names of open) for (const name of names.keys()) names.set(name, false)
  },
}
