import { v7 } from 'uuid'

let latest = { msecs: -1, seq: 0 }

/**
 * A new time-ordered id (UUID version 7). Ids that this process makes for one millisecond are in order, too:
 * the events of one command keep theirs.
 */
export function newId(now: Date = new Date()): string {
  const msecs = now.getTime()
  const seq = msecs === latest.msecs ? latest.seq + 1 : Math.floor(Math.random() * 2 ** 30)
  latest = { msecs, seq }
  return v7({ msecs, seq })
}
