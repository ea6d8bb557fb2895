import { randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'

/** Counts every id of this process, from a random start: 31 bits of the 32 that an id has room for. */
let seq = Math.floor(Math.random() * 2 ** 31)

/** Random bytes, drawn for many ids at once: a draw costs more than an id. */
const BYTES = 16
const drawn = Buffer.alloc(BYTES * 256)
let used = drawn.length

/**
 * A new time-ordered id (UUID version 7). Ids that this process makes for one millisecond are in the order in
 * which they were made, whatever is made for other times in between: the events of one command keep theirs.
 */
export function newId(now: Date = new Date()): string {
  seq = (seq + 1) % 2 ** 32
  if (used === drawn.length) {
    randomFillSync(drawn)
    used = 0
  }
  const random = drawn.subarray(used, used + BYTES)
  used += BYTES
  return v7({ msecs: now.getTime(), seq, random })
}
