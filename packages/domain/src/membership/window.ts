import { addDays } from '../calendar/index.ts'
import { type Pack, partsOf, secondsOf } from '../policy/index.ts'

const DAY_SECONDS = 86_400

/** The length of the window in calendar days (Q11); hours are rounded up to whole days. */
export function windowDays(pack: Pack): number {
  return daysOf(pack, 'membership.window')
}

/** The first payment day that counts on a day, both `YYYY-MM-DD`: the day after a payment is its day 1 (Q11, Q42). */
export function windowStart(day: string, pack: Pack): string {
  return addDays(day, -windowDays(pack))
}

/** The last day on which what was paid on a day counts. */
export function countsUntil(paidOn: string, pack: Pack): string {
  return addDays(paidOn, windowDays(pack))
}

/** From when a tier is lower that is told of on a day: the first of a month after the time of the notice (Q42). */
export function lowersOn(toldOn: string, pack: Pack): string {
  return firstFrom(addDays(toldOn, daysOf(pack, 'membership.downgrade_notice')))
}

/** A day itself if it is the first of its month, else the next first. */
export function firstFrom(day: string): string {
  if (day.endsWith('-01')) return day
  const [year = 0, month = 0] = day.split('-').map(Number)
  const next = month === 12 ? [year + 1, 1] : [year, month + 1]
  return `${String(next[0]).padStart(4, '0')}-${String(next[1]).padStart(2, '0')}-01`
}

function daysOf(pack: Pack, key: 'membership.window' | 'membership.downgrade_notice'): number {
  const duration = pack.get(key)
  const parts = partsOf(duration)
  return parts?.unit === 'd' ? parts.amount : Math.ceil(secondsOf(duration) / DAY_SECONDS)
}
