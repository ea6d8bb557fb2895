/** China has one zone, UTC+8, without summer time since 1992. */
const OFFSET_MS = 8 * 3_600_000
const DAY_MS = 86_400_000

/** The calendar day in Asia/Shanghai, `YYYY-MM-DD`. */
export function dayOf(at: Date): string {
  return new Date(at.getTime() + OFFSET_MS).toISOString().slice(0, 10)
}

/** 24:00 of a day `YYYY-MM-DD` in Asia/Shanghai. Throws RangeError for what is no day. */
export function endOfDay(day: string): Date {
  return new Date(startOfDay(day).getTime() + DAY_MS)
}

/** 00:00 of a day `YYYY-MM-DD` in Asia/Shanghai. Throws RangeError for what is no day. */
export function startOfDay(day: string): Date {
  const start = new Date(`${day}T00:00:00+08:00`)
  if (Number.isNaN(start.getTime()) || dayOf(start) !== day) throw new RangeError(`not a day: ${day}`)
  return start
}

/** The day so many calendar days later: the day after the event is day 1 (Q11). */
export function addDays(day: string, days: number): string {
  return dayOf(new Date(startOfDay(day).getTime() + days * DAY_MS))
}

/** 0 for Sunday to 6 for Saturday. */
export function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay()
}

/** `YYYY-MM-DD HH:mm` in Asia/Shanghai, for sentences. 24:00 of a day is said as such, not as the next 00:00. */
export function inShanghai(at: Date): string {
  const text = new Date(at.getTime() + OFFSET_MS).toISOString()
  const time = text.slice(11, 16)
  return time === '00:00' ? `${dayOf(new Date(at.getTime() - 1))} 24:00` : `${text.slice(0, 10)} ${time}`
}
