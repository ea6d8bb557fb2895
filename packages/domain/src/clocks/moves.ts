import type { ClockName } from '../policy/index.ts'
import type { RunningClock } from './clock.ts'

/** How a promise ended. VOID: nothing was owed any more before it was broken. */
export type ClockResult = 'MET' | 'BREACHED' | 'VOID'

export interface StoppedClock extends RunningClock {
  readonly stoppedAt: Date
  readonly result: ClockResult
}

/** Promises that waiting for the customer does not pause (defaults.md, Clocks; Q16). */
const NEVER_PAUSED: ReadonlySet<ClockName> = new Set([
  'chat.first_response',
  'chat.human_takeover',
  'chat.after_sales_reply',
  'complaint.escalate',
  'complaint.progress',
  'complaint.promised',
])

/** Whether waiting for the customer makes a clock stand still. Waiting for colleagues or carriers never does (Q16). */
export const canPause = (name: ClockName) => !NEVER_PAUSED.has(name)

/** Lets a clock stand still. One that stands still already, or never may, stays as it is. */
export function pauseClock(clock: RunningClock, at: Date): RunningClock {
  return clock.pausedAt || !canPause(clock.name) ? clock : { ...clock, pausedAt: at }
}

/** Lets it run on: every time that is still to come moves by exactly as long as it stood. */
export function resumeClock(clock: RunningClock, at: Date): RunningClock {
  if (!clock.pausedAt) return clock
  const stood = at.getTime() - clock.pausedAt.getTime()
  const moved = (time: Date) => new Date(time.getTime() + stood)
  return {
    ...clock,
    targetAt: moved(clock.targetAt),
    warnAt: moved(clock.warnAt),
    remindAt: clock.remindAt && moved(clock.remindAt),
    breachAt: moved(clock.breachAt),
    pausedAt: null,
    pausedMs: clock.pausedMs + stood,
  }
}

/** Stops a clock because what was promised is done: met up to its latest time, that moment included (Q38). */
export function stopClock(clock: RunningClock, at: Date): StoppedClock {
  const ran = resumeClock(clock, at)
  return { ...ran, stoppedAt: at, result: at <= ran.breachAt ? 'MET' : 'BREACHED' }
}

/** Stops a clock because nothing is owed any more. A promise that was broken by then stays broken. */
export function endClock(clock: RunningClock, at: Date): StoppedClock {
  const ran = resumeClock(clock, at)
  return { ...ran, stoppedAt: at, result: at <= ran.breachAt ? 'VOID' : 'BREACHED' }
}

/** A step that meets one promise meets those that it contains, where the customer was told (Q62). */
const CONTAINS: Partial<Record<ClockName, readonly ClockName[]>> = {
  'after_sale.review': ['after_sale.acknowledge'],
  'after_sale.refund': ['parcel.resolve', 'parcel.lost_plan'],
  'parcel.resolve': ['parcel.lost_plan'],
}

/** The promises that are met where these are. */
export function metBy(names: readonly ClockName[]): ReadonlySet<ClockName> {
  return new Set(names.flatMap((name) => [name, ...(CONTAINS[name] ?? [])]))
}
