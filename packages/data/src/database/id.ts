import { v7 } from 'uuid'

/** A new time-ordered id (UUID version 7). */
export function newId(now?: Date): string {
  return now ? v7({ msecs: now.getTime() }) : v7()
}
