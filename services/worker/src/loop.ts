import { setTimeout as sleep } from 'node:timers/promises'

/** Something that goes on until it is stopped; stopping waits for the step under way. */
export interface Loop {
  stop(): Promise<void>
}

/**
 * Repeats a step. It answers after how many milliseconds to be called again. A step that throws is
 * reported and tried again after a growing pause: 0.1 s, doubled up to 5 s, with jitter.
 */
export function startLoop(
  step: () => Promise<number>,
  onError: (error: unknown, failures: number) => void,
): Loop {
  const ended = new AbortController()
  const pause = (ms: number) => sleep(ms, undefined, { signal: ended.signal }).catch(() => {})
  const run = async () => {
    let failures = 0
    while (!ended.signal.aborted) {
      let wait: number
      try {
        wait = await step()
        failures = 0
      } catch (error) {
        failures += 1
        if (!ended.signal.aborted) onError(error, failures)
        wait = Math.min(5000, 50 * 2 ** failures) * (0.75 + Math.random() / 2)
      }
      await pause(wait)
    }
  }
  const running = run()
  return {
    async stop() {
      ended.abort()
      await running
    },
  }
}
