/** What was started, so that it can be stopped in the reverse order, once. */
export interface Stoppable {
  /** Stops `stop` with everything else, before what was added earlier. */
  add(stop: () => Promise<unknown>): void
  readonly stopping: boolean
  stop(): Promise<void>
  /** Asks whatever still runs to stop, all at once. */
  abandon(): void
}

/** Two signals within this many milliseconds are one Ctrl-C that arrived by two ways (terminal and npm). */
const SAME_PRESS = 500

export function stoppable(): Stoppable {
  const steps: (() => Promise<unknown>)[] = []
  let running: Promise<void> | undefined
  const stopAll = async () => {
    for (let step = steps.pop(); step; step = steps.pop()) {
      // One that fails to stop must not keep the others running.
      await step().catch((error: unknown) => console.error(String(error)))
    }
  }
  return {
    add: (stop) => void steps.push(stop),
    get stopping() {
      return running !== undefined
    },
    stop: () => {
      running ??= stopAll()
      return running
    },
    abandon: () => {
      for (const step of steps.splice(0)) step().catch(() => undefined)
    },
  }
}

/** Milliseconds for the requests to stop to go out. */
const LAST_WORDS = 200

/** The first signal stops in order, the second gives up waiting. */
export function stopOnSignals(all: Stoppable): void {
  let first = 0
  const onSignal = () => {
    if (!all.stopping) {
      first = performance.now()
      console.log('› stopping (once more to stop at once)')
      void all.stop().then(() => process.exit(0))
    } else if (performance.now() - first > SAME_PRESS) {
      all.abandon()
      setTimeout(() => process.exit(130), LAST_WORDS)
    }
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
}
