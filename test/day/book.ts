import type { ShopCode } from '../harness/world.ts'
import { type PromiseName, type Times, timesOf } from './promises.ts'

/** A promise as it has to end: what the day is compared with. Times in milliseconds since the epoch. */
export interface Known extends Times {
  readonly name: PromiseName
  readonly warned: boolean
  /** It was told as broken. */
  readonly told: boolean
  readonly pausedAt: number | null
  readonly stoppedAt: number | null
  readonly result: 'MET' | 'BREACHED' | 'VOID' | null
}

/** An escalation as it has to end. */
export interface KnownEscalation {
  readonly trigger: string
  readonly at: number
  readonly level: Level
  /** Went on to the manager. */
  readonly passed: boolean
  readonly status: 'OPEN' | 'ACKNOWLEDGED' | 'VOID'
}

export type Level = 'SUPERVISOR' | 'ON_CALL' | 'MANAGER'

export interface Running extends Times {
  name: PromiseName
  of: 'CASE' | 'ITEM'
  startedAt: number
  targetAt: number
  warnAt: number
  breachAt: number
  warned: boolean
  told: boolean
  pausedAt: number | null
  stoppedAt: number | null
  result: Known['result']
}

export interface Escalation {
  trigger: string
  at: number
  level: Level
  next: number | null
  passed: boolean
  status: KnownEscalation['status']
}

/** The promises of one case, and what the worker tells of them. */
export class Book {
  readonly all: Running[] = []
  readonly escalations: Escalation[] = []
  readonly #shop: ShopCode
  readonly #looks: readonly number[]
  #seen = Number.NEGATIVE_INFINITY

  /** `looks`: when the worker did what was due by then, in order. */
  constructor(shop: ShopCode, looks: readonly number[]) {
    this.#shop = shop
    this.#looks = looks
  }

  /** What the worker has told by a moment. It looks at `looks`, and finds what is due and not told. */
  lookUntil(at: number): void {
    const first = (from: number) => this.#firstLook(Math.max(from, this.#seen + 1), at)
    for (const clock of this.all) {
      if (clock.stoppedAt !== null || clock.pausedAt !== null) continue
      const warning = first(clock.warnAt)
      if (!clock.warned && warning !== null && warning <= clock.breachAt) clock.warned = true
      if (!clock.told && first(clock.breachAt + 1) !== null) clock.told = true
    }
    for (const each of this.escalations) {
      if (each.status !== 'OPEN' || each.next === null || first(each.next) === null) continue
      each.level = 'MANAGER'
      each.passed = true
      each.next = null
    }
    this.#seen = at
  }

  #firstLook(from: number, until: number): number | null {
    let low = 0
    let high = this.#looks.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#looks[middle] ?? 0) < from) low = middle + 1
      else high = middle
    }
    const found = this.#looks[low]
    return found !== undefined && found <= until ? found : null
  }

  running(...names: readonly PromiseName[]): readonly Running[] {
    return this.all.filter(({ name, stoppedAt }) => stoppedAt === null && names.includes(name))
  }

  start(at: number, names: readonly PromiseName[], until?: number, of: Running['of'] = 'CASE'): void {
    for (const name of names) {
      if (of === 'CASE' && this.running(name).length > 0) continue
      const times = timesOf(name, this.#shop, at, until)
      if (!times) continue
      this.all.push({
        name,
        of,
        ...times,
        warned: false,
        told: false,
        pausedAt: null,
        stoppedAt: null,
        result: null,
      })
    }
  }

  stop(at: number, names: readonly PromiseName[]): void {
    for (const clock of this.running(...names)) end(clock, at, 'MET')
  }

  /** Nothing is owed any more. */
  void(at: number, names: readonly PromiseName[]): void {
    for (const clock of this.running(...names)) end(clock, at, 'VOID')
  }

  voidAll(at: number): void {
    for (const clock of this.all) if (clock.of === 'CASE' && clock.stoppedAt === null) end(clock, at, 'VOID')
  }

  pause(at: number, names: ReadonlySet<PromiseName>): void {
    for (const clock of this.all)
      if (clock.of === 'CASE' && clock.stoppedAt === null && names.has(clock.name)) clock.pausedAt ??= at
  }

  resume(at: number): void {
    for (const clock of this.all) if (clock.stoppedAt === null) goOn(clock, at)
  }

  openEscalation(): Escalation | undefined {
    return this.escalations.find(({ status }) => status === 'OPEN')
  }
}

function goOn(clock: Running, at: number): void {
  if (clock.pausedAt === null) return
  const stood = at - clock.pausedAt
  clock.targetAt += stood
  clock.warnAt += stood
  clock.breachAt += stood
  clock.pausedAt = null
}

/** One that is late when it ends was broken, however it ends, and is told as broken. */
function end(clock: Running, at: number, result: 'MET' | 'VOID'): void {
  goOn(clock, at)
  clock.stoppedAt = at
  clock.result = at <= clock.breachAt ? result : 'BREACHED'
  if (clock.result === 'BREACHED') clock.told = true
}
