import { addDays, holidayPeriods, isPublished } from '../calendar/index.ts'

/** Kinds that a date asks for, and not an event, in the order in which a round plans them. */
export const DATED_KINDS = ['BIRTHDAY', 'HOLIDAY', 'VIP_CARE', 'WIN_BACK', 'WAKE_UP'] as const
export type DatedKind = (typeof DATED_KINDS)[number]

/** The days from one to another, both included. */
export function daysFrom(first: string, last: string): readonly string[] {
  const days: string[] = []
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day)
  return days
}

/** A birthday that falls on a day. */
export interface BirthdayOn {
  readonly day: string
  readonly month: number
  readonly dayOfMonth: number
}

/** The birthdays that are greeted on a day: 29 February on the 28th where the year has none (FUP-03). */
export function birthdaysOn(day: string): readonly BirthdayOn[] {
  const [month = 0, dayOfMonth = 0] = day.split('-').slice(1).map(Number)
  const own = { day, month, dayOfMonth }
  const short = month === 2 && dayOfMonth === 28 && addDays(day, 1).endsWith('-03-01')
  return short ? [own, { day, month, dayOfMonth: 29 }] : [own]
}

/** The day of the month on which a VIP is cared for: that of the first contact, the 28th at the latest (FUP-11). */
export const VIP_DAY_AT_MOST = 28

/** A statutory holiday that begins on a day. */
export interface HolidayOn {
  readonly day: string
}

/**
 * The statutory holidays that begin within days, by the calendar; `unknown`: the years among them that are not published,
 * for which nothing is guessed (FUP-03).
 */
export function holidaysWithin(days: readonly string[]): {
  readonly holidays: readonly HolidayOn[]
  readonly unknown: readonly number[]
} {
  const years = [...new Set(days.map((day) => Number(day.slice(0, 4))))]
  const starts = new Set(
    years.filter(isPublished).flatMap((year) => holidayPeriods(year).map(({ first }) => first)),
  )
  return {
    holidays: days.filter((day) => starts.has(day)).map((day) => ({ day })),
    unknown: years.filter((year) => !isPublished(year)),
  }
}
