/** Milliseconds: the longest a timer of Node runs. */
const LONGEST = 2_147_483_647
/** Milliseconds: the shortest wait before looking at the clock again. */
const SHORTEST = 50

/** Calls `expired` once the clock has reached `at`. Answers what calls it off. */
export function whenReached(at: Date, now: () => Date, expired: () => void): () => void {
  let timer: NodeJS.Timeout
  const wait = () => {
    const left = at.getTime() - now().getTime()
    timer = setTimeout(
      () => {
        // Timers and clocks drift apart.
        if (now() >= at) expired()
        else wait()
      },
      Math.min(LONGEST, Math.max(SHORTEST, left)),
    )
    timer.unref()
  }
  wait()
  return () => clearTimeout(timer)
}
