import type { DueJob } from './sources.ts'

/** Milliseconds after the first failure; doubled with each further one. */
const FIRST_PAUSE = 1000
const LONGEST_PAUSE = 300_000
/** The most failures that are remembered; the oldest are forgotten, and so tried again earlier. */
const MOST = 10_000

/**
 * Which jobs have failed, and when each may be tried again: 1 s, doubled up to 5 min. Counted in the time of the
 * machine, as a simulated clock may stand still. Kept by each worker for itself, and safe to lose.
 */
export class BackOff {
  readonly #failed = new Map<string, { readonly failures: number; readonly until: number }>()
  readonly #clock: () => number

  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock
  }

  /** Whether a job may be tried now. */
  permits(job: Job): boolean {
    const failed = this.#failed.get(keyOf(job))
    return !failed || failed.until <= this.#clock()
  }

  /** How often in turn a job has failed. */
  failuresOf(job: Job): number {
    return this.#failed.get(keyOf(job))?.failures ?? 0
  }

  failed(job: Job): void {
    const key = keyOf(job)
    const failures = (this.#failed.get(key)?.failures ?? 0) + 1
    const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (failures - 1))
    this.#failed.delete(key) // set anew, it is the youngest
    this.#failed.set(key, { failures, until: this.#clock() + pause })
    const [oldest] = this.#failed.keys()
    if (this.#failed.size > MOST && oldest !== undefined) this.#failed.delete(oldest)
  }

  settled(job: Job): void {
    this.#failed.delete(keyOf(job))
  }
}

type Job = Pick<DueJob, 'kind' | 'id'>
const keyOf = ({ kind, id }: Job) => `${kind}:${id}`
