import { addDuty, dutyBetween, dutyWindows } from '../calendar/index.ts'
import { type ClockName, type Duration, dueAfter, type Pack, secondsOf } from '../policy/index.ts'
import { rulesOfClock } from './rules.ts'

/** The times of a promise. All are fixed when it starts; standing still moves them on. */
export interface ClockTimes {
  readonly startedAt: Date
  /** What is aimed at. Never after `breachAt`. */
  readonly targetAt: Date
  /** When somebody should look: `clock.warn_at` % of the wall-clock way from start to `breachAt` (Q58). */
  readonly warnAt: Date
  /** When the one who has to act is reminded; `null`: nobody is. */
  readonly remindAt: Date | null
  /** The last moment at which the promise is kept; itself included (Q38). */
  readonly breachAt: Date
}

/** A promise that begins, by the pack of its day: a later pack never rewrites it. */
export interface StartedClock extends ClockTimes {
  readonly name: ClockName
  readonly ruleIds: readonly string[]
  readonly pack: { readonly id: string; readonly version: number }
}

/** A promise that runs, or stands still since `pausedAt`. */
export interface RunningClock extends ClockTimes {
  readonly name: ClockName
  readonly pausedAt: Date | null
  /** Milliseconds for which it stood still before. */
  readonly pausedMs: number
}

/**
 * Starts a promise: latest and target of the pack, hours to the second, days and working days at 24:00 of the
 * last one (Q11, Q12). `null`: this shop makes no such promise. `own`: the latest time that the subject itself has
 * in place of the pack's, such as the date of a presale (C-33, CAT-18), or what was promised to one customer (C-03).
 */
export function startClock(name: ClockName, at: Date, pack: Pack, own?: Date): StartedClock | null {
  const latest = pack.get(`clock.${name}.breach`)
  if (latest !== null && !own && runsOnDuty(name)) return startChatClock(name, at, pack, latest)
  const breachAt = own ?? latestOf(name, at, pack)
  if (breachAt === null) return null
  const target = own ? null : pack.get(`clock.${name}.target`)
  const { ref } = pack
  return {
    name,
    startedAt: at,
    targetAt: target === null ? breachAt : earlier(dueAfter(at, target), breachAt),
    warnAt: warningOf(at, breachAt, pack),
    remindAt: reminderOf(name, at, pack),
    breachAt,
    ruleIds: rulesOfClock(name, pack),
    pack: { id: ref.id, version: ref.version },
  }
}

/** Whether a clock runs in duty hours alone: the replies of the chat (Q14). All others always run. */
const runsOnDuty = (name: ClockName) => name.startsWith('chat.')

/**
 * A clock of the chat stands still off duty. Its times leave those hours out from the start, so nothing has to stop
 * and start it night by night: what is asked at 03:00 is due three minutes after 09:00.
 */
function startChatClock(name: ClockName, at: Date, pack: Pack, latest: Duration): StartedClock {
  const windows = dutyWindows(pack.get('chat.duty_hours'))
  const after = (duration: Duration) => addDuty(at, secondsOf(duration) * 1000, windows)
  const breachAt = after(latest)
  // Most of the time on duty is over: by the clock on the wall it would warn at night of what nobody can do yet.
  const share = (dutyBetween(at, breachAt, windows) * pack.get('clock.warn_at')) / 100
  return {
    name,
    startedAt: at,
    targetAt: earlier(after(pack.get(`clock.${name}.target`) ?? latest), breachAt),
    warnAt: addDuty(at, Math.round(share), windows),
    remindAt: null,
    breachAt,
    ruleIds: rulesOfClock(name, pack),
    pack: { id: pack.ref.id, version: pack.ref.version },
  }
}

function latestOf(name: ClockName, at: Date, pack: Pack): Date | null {
  const latest = pack.get(`clock.${name}.breach`)
  if (latest === null) return null
  return dueAfter(countsLater(name, pack) ? latestBase(name, at, pack) : at, latest)
}

/**
 * Starts promises beside those that run already. One whose latest time counts from an event is given until after
 * that event only while it is still awaited; where nothing is inspected any more, it counts from now (Q13, Q63). `latest`: those that
 * have a time of their own in place of the pack's (C-03, Q59).
 */
export function startClocks(
  names: readonly ClockName[],
  running: readonly ClockName[],
  at: Date,
  pack: Pack,
  latest: Readonly<Partial<Record<ClockName, Date>>> = {},
): readonly StartedClock[] {
  return names.flatMap((name) => {
    const clock = startClock(name, at, pack, latest[name])
    const awaited = COUNTED_FROM_INSPECTION[name]
    if (!clock || !awaited || names.includes(awaited) || running.includes(awaited)) return clock ?? []
    return recountClock(clock, at, pack)
  })
}

/**
 * Counts the latest time anew from a moment that was awaited, by the pack of the clock's own day: the refund of a
 * shop whose pack counts from the inspection (Q13, Q58). Target and start stay. Where the pack counts from the
 * start, nothing changes.
 */
export function recountClock<C extends ClockTimes & { readonly name: ClockName }>(
  clock: C,
  from: Date,
  pack: Pack,
): C {
  const latest = pack.get(`clock.${clock.name}.breach`)
  if (latest === null || !countsLater(clock.name, pack)) return clock
  const breachAt = dueAfter(from, latest)
  return {
    ...clock,
    targetAt: earlier(clock.targetAt, breachAt),
    warnAt: warningOf(clock.startedAt, breachAt, pack),
    breachAt,
  }
}

/** The event that a clock's latest time counts from, where that is not its start, and the clock until then. */
const COUNTED_FROM_INSPECTION: Partial<Record<ClockName, ClockName>> = {
  'after_sale.refund': 'after_sale.inspect',
}

function countsLater(name: ClockName, pack: Pack): boolean {
  return name in COUNTED_FROM_INSPECTION && pack.get('after_sale.refund_counts_from') === 'INSPECTED'
}

/** The latest moment of the event that is awaited: before it happens, the promise is counted from there. */
function latestBase(name: ClockName, at: Date, pack: Pack): Date {
  const until = COUNTED_FROM_INSPECTION[name]
  const latest = until ? pack.get(`clock.${until}.breach`) : null
  return latest === null ? at : dueAfter(at, latest)
}

function warningOf(from: Date, breachAt: Date, pack: Pack): Date {
  const share = pack.get('clock.warn_at') / 100
  return new Date(from.getTime() + Math.round((breachAt.getTime() - from.getTime()) * share))
}

/** The customer is reminded to send the goods back: so many days to the hour, not at midnight. */
function reminderOf(name: ClockName, at: Date, pack: Pack): Date | null {
  if (name !== 'after_sale.send_back') return null
  return new Date(at.getTime() + secondsOf(pack.get('return.send_back_reminder')) * 1000)
}

const earlier = (a: Date, b: Date) => (a < b ? a : b)
