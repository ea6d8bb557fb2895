import { dayOf, endOfDay } from './days.ts'

/** A part of every day on which somebody is there: minutes since 00:00 in Asia/Shanghai, 1440 is 24:00. */
export interface DutyWindow {
  readonly from: number
  /** Its last moment; itself not on duty. */
  readonly until: number
}

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

/**
 * Windows such as `09:00-24:00`, as a pack writes them. Throws RangeError unless each is a part of one day, and they
 * stand in order without touching.
 */
export function dutyWindows(texts: readonly string[]): readonly DutyWindow[] {
  const windows = texts.map(windowOf)
  const inOrder = windows.every((each, i) => each.from > (windows[i - 1]?.until ?? -1))
  if (windows.length === 0 || !inOrder) throw new RangeError(`not hours of a day: ${texts.join(', ')}`)
  return windows
}

/** Whether these are windows that `dutyWindows` takes. */
export function isDutyHours(value: unknown): value is readonly string[] {
  if (!Array.isArray(value) || !value.every((each) => typeof each === 'string')) return false
  try {
    return dutyWindows(value).length > 0
  } catch {
    return false
  }
}

function windowOf(text: string): DutyWindow {
  const match = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(text)
  const [from, until] = match ? [minuteOf(match[1], match[2]), minuteOf(match[3], match[4])] : [0, 0]
  if (!match || from >= until || until > 1440) throw new RangeError(`not hours of a day: ${text}`)
  return { from, until }
}

function minuteOf(hour = '', minute = ''): number {
  return Number(minute) < 60 ? Number(hour) * 60 + Number(minute) : Number.NaN
}

/**
 * The earliest moment by which so many milliseconds of duty have passed since `from`; 0: `from` itself. What ends
 * with a window ends at its last moment, not at the first of the next: 24:00 is not 09:00 of the next day.
 */
export function addDuty(from: Date, milliseconds: number, windows: readonly DutyWindow[]): Date {
  let left = milliseconds
  if (left <= 0) return from
  for (const [start, end] of windowsFrom(from, windows)) {
    const begins = Math.max(start, from.getTime())
    if (end - begins >= left) return new Date(begins + left)
    left -= end - begins
  }
  throw new RangeError('nobody is ever on duty')
}

/** Milliseconds of duty between two moments; 0 where `to` is not later. */
export function dutyBetween(from: Date, to: Date, windows: readonly DutyWindow[]): number {
  let passed = 0
  for (const [start, end] of windowsFrom(from, windows)) {
    if (start >= to.getTime()) return passed
    passed += Math.min(end, to.getTime()) - Math.max(start, from.getTime())
  }
  return passed
}

/** The windows of this and the following days that end after a moment, in order, without end. */
function* windowsFrom(
  from: Date,
  windows: readonly DutyWindow[],
): Generator<readonly [start: number, end: number]> {
  for (let midnight = endOfDay(dayOf(from)).getTime() - DAY_MS; ; midnight += DAY_MS) {
    for (const window of windows) {
      const end = midnight + window.until * MINUTE_MS
      if (end > from.getTime()) yield [midnight + window.from * MINUTE_MS, end]
    }
  }
}
