import { addDays, dayOf, endOfDay } from '../calendar/index.ts'

/** The first day of the month in Asia/Shanghai, `YYYY-MM-DD`: with which a claim is settled (AS-LOG-12). */
export function monthOf(at: Date): string {
  return `${dayOf(at).slice(0, 7)}-01`
}

/** 24:00 of the last day of the month that begins on a day `YYYY-MM-01`. Throws RangeError for another day. */
export function monthEnd(month: string): Date {
  if (!month.endsWith('-01')) throw new RangeError(`not the first day of a month: ${month}`)
  const within = addDays(month, 31)
  return endOfDay(addDays(`${within.slice(0, 7)}-01`, -1))
}
