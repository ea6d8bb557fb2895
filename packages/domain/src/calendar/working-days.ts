import published from 'chinese-days/dist/chinese-days.json' with { type: 'json' }
import { addDays, dayOf, endOfDay, weekdayOf } from './days.ts'

const HOLIDAYS = new Set(Object.keys(published.holidays))
const MAKE_UP_DAYS = new Set(Object.keys(published.workdays))
/** The State Council publishes one year at a time; a year without holidays has not been published. */
const YEARS = new Set([...HOLIDAYS].map((day) => day.slice(0, 4)))

/** The statutory calendar of a year is not published, so its working days are not known: nothing is guessed. */
export class CalendarUnknown extends Error {
  readonly code = 'CALENDAR_UNKNOWN'
  readonly year: number
  constructor(year: number) {
    super(`the statutory calendar of ${year} is not published`)
    this.name = 'CalendarUnknown'
    this.year = year
  }
}

/** Whether the statutory calendar of a year is known. */
export function isPublished(year: number): boolean {
  return YEARS.has(String(year))
}

/** The days off of a statutory holiday, weekends that join it included. */
export interface HolidayPeriod {
  readonly first: string
  readonly last: string
}

/** The statutory holidays of a year, in order. Throws {@link CalendarUnknown}. */
export function holidayPeriods(year: number): readonly HolidayPeriod[] {
  if (!isPublished(year)) throw new CalendarUnknown(year)
  const periods: { name: string; first: string; last: string }[] = []
  const days = [...HOLIDAYS].filter((day) => day.startsWith(`${year}-`)).toSorted()
  for (const day of days) {
    const name = String(published.holidays[day as keyof typeof published.holidays])
    const current = periods.at(-1)
    if (current?.name === name && addDays(current.last, 1) === day) current.last = day
    else periods.push({ name, first: day, last: day })
  }
  return periods.map(({ first, last }) => ({ first, last }))
}

/** Whether a day `YYYY-MM-DD` is a working day, make-up days included. Throws {@link CalendarUnknown}. */
export function isWorkingDay(day: string): boolean {
  const year = Number(day.slice(0, 4))
  if (!isPublished(year)) throw new CalendarUnknown(year)
  if (MAKE_UP_DAYS.has(day)) return true
  const weekday = weekdayOf(day)
  return weekday !== 0 && weekday !== 6 && !HOLIDAYS.has(day)
}

/**
 * 24:00 Asia/Shanghai of the n-th working day after the event's day (Q12); n = 0: of the event's own day.
 * Throws {@link CalendarUnknown}.
 */
export function addWorkingDays(from: Date, n: number): Date {
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`not a number of working days: ${n}`)
  let day = dayOf(from)
  for (let left = n; left > 0; ) {
    day = addDays(day, 1)
    if (isWorkingDay(day)) left -= 1
  }
  return endOfDay(day)
}

/** Working days after `from`'s day up to and with `to`'s day. Throws {@link CalendarUnknown}. */
export function workingDaysBetween(from: Date, to: Date): number {
  const last = dayOf(to)
  let working = 0
  for (let day = addDays(dayOf(from), 1); day <= last; day = addDays(day, 1)) {
    if (isWorkingDay(day)) working += 1
  }
  return working
}
