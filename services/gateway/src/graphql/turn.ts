let last: Promise<void> = Promise.resolve()

/**
 * Waits for a turn of the event loop of its own. Work that takes milliseconds for each row of a page asks for one
 * before each row, so that other requests are answered in between.
 */
export function ownTurn(): Promise<void> {
  last = last.then(() => new Promise((resolve) => setImmediate(resolve)))
  return last
}
