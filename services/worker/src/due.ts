import { type DuePlace, FIRST } from '@cs/data/clocks'
import { BackOff } from './back-off.ts'
import { type Loop, startLoop } from './loop.ts'
import type { DueJob, DueSource } from './sources.ts'
import type { Log } from './worker.ts'

const PAGE = 100

export interface DueWorkOptions {
  readonly sources: readonly DueSource[]
  readonly log: Log
  readonly everyMs: number
}

/**
 * Does what has come due, in the order of due times. The database says which rows of which shops (an indexed
 * look-up, page by page); each is then settled by its command in its own shop. Two workers may find the same row:
 * the command settles it once. A row that fails waits, longer each time, and the pages behind it go on.
 */
export function startDueWork({ sources, log, everyMs }: DueWorkOptions): Loop {
  const backOff = new BackOff()
  const passes = sources.map((source) => new Pass(source, backOff, log))
  const step = async (): Promise<number> => {
    let more = false
    for (const pass of passes) more = (await pass.nextPage()) || more
    return more ? 0 : everyMs
  }
  return startLoop(step, (error, failures) => {
    log.warn({ error: String(error), failures }, 'due work: failed, trying again')
  })
}

/** One source, walked from its earliest row to its last that is due, again and again. */
class Pass {
  readonly #source: DueSource
  readonly #backOff: BackOff
  readonly #log: Log
  #after: DuePlace = FIRST

  constructor(source: DueSource, backOff: BackOff, log: Log) {
    this.#source = source
    this.#backOff = backOff
    this.#log = log
  }

  /** Settles the next page; answers whether another one follows. After the last it begins anew. */
  async nextPage(): Promise<boolean> {
    const jobs = await this.#source.page(this.#after, PAGE)
    const ready = jobs.filter((job) => this.#backOff.permits(job))
    // A slow shop does not hold up the others.
    await Promise.all([...Map.groupBy(ready, (job) => job.shopId)].map((own) => this.#settleShop(...own)))
    const last = jobs.length === PAGE ? jobs.at(-1) : undefined
    this.#after = last?.place ?? FIRST
    return last !== undefined
  }

  /** In turn within a shop, kind by kind: what was due first is done first. */
  async #settleShop(shopId: string, jobs: readonly DueJob[]): Promise<void> {
    for (const [kind, alike] of Map.groupBy(jobs, (job) => job.kind)) {
      if (await this.#together(shopId, kind, alike)) continue
      for (const job of alike) await this.#alone(job)
    }
  }

  /** Answers whether they could be done together; where one fails, each is tried alone. */
  async #together(shopId: string, kind: string, jobs: readonly DueJob[]): Promise<boolean> {
    const settle = this.#source.together?.[kind]
    if (!settle || jobs.length === 1) return false
    try {
      await settle(
        shopId,
        jobs.map((job) => job.id),
      )
    } catch {
      return false
    }
    for (const job of jobs) this.#backOff.settled(job)
    return true
  }

  async #alone(job: DueJob): Promise<void> {
    try {
      if (await job.settle()) this.#backOff.settled(job)
      else this.#backOff.failed(job)
    } catch (error) {
      this.#backOff.failed(job)
      const { kind, id } = job
      this.#log.error({ error: String(error), kind, id }, 'due work: could not be settled')
    }
  }
}
