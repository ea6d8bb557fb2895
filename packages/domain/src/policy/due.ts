import { addDays, addWorkingDays, CalendarUnknown, dayOf, endOfDay } from '../calendar/index.ts'
import { type Duration, partsOf, secondsOf } from './durations.ts'

/**
 * When a duration of a pack is over: hours to the second, days and working days at 24:00 of the last one in
 * the shop's zone (Q11, Q12). Where the statutory calendar is not published yet, working days are counted as
 * calendar days: a promise may be tighter than the pack's, never looser. `noon` is the next 12:00 in the shop's zone:
 * what is written after midnight is due on the same day (Q53).
 */
export function dueAfter(start: Date, duration: Duration): Date {
  const parts = partsOf(duration)
  if (!parts) return noonAfter(start)
  if (parts.unit === 'd') return endOfDay(addDays(dayOf(start), parts.amount))
  if (parts.unit !== 'wd') return new Date(start.getTime() + secondsOf(duration) * 1000)
  try {
    return addWorkingDays(start, parts.amount)
  } catch (error) {
    if (error instanceof CalendarUnknown) return endOfDay(addDays(dayOf(start), parts.amount))
    throw error
  }
}

function noonAfter(start: Date): Date {
  const noon = new Date(`${dayOf(start)}T12:00:00+08:00`)
  return start < noon ? noon : new Date(`${addDays(dayOf(start), 1)}T12:00:00+08:00`)
}
