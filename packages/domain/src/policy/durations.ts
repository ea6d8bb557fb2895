/**
 * A length of time as a pack writes it: `3min`, `48h`, `7d` (calendar days), `2wd` (working days), or
 * `noon`: by 12:00 of the morning that comes next (AS-SLA-29).
 */
export type Duration = `${number}${'s' | 'min' | 'h' | 'd' | 'wd'}` | 'noon'

/** When money arrives after it was issued: by a duration, or between two numbers of working days. */
export type Arrival = Duration | `${number}-${number}wd`

export type DurationUnit = 's' | 'min' | 'h' | 'd' | 'wd'

const SECONDS = { s: 1, min: 60, h: 3600, d: 86_400, wd: 86_400 } as const

/** The number and the unit of a duration; `null` for `noon`. */
export function partsOf(duration: Duration): { readonly amount: number; readonly unit: DurationUnit } | null {
  const match = /^(\d+)(s|min|h|d|wd)$/.exec(duration)
  return match ? { amount: Number(match[1]), unit: match[2] as DurationUnit } : null
}

export function isDuration(value: unknown): value is Duration {
  return typeof value === 'string' && (value === 'noon' || /^\d+(s|min|h|d|wd)$/.test(value))
}

export function isArrival(value: unknown): value is Arrival {
  return isDuration(value) || (typeof value === 'string' && /^\d+-\d+wd$/.test(value))
}

/**
 * Seconds of wall-clock time, for durations that are exact (Q11: hours are exact). Throws RangeError for
 * working days and `noon`, which need a calendar.
 */
export function secondsOf(duration: Duration): number {
  const parts = partsOf(duration)
  if (!parts || parts.unit === 'wd') throw new RangeError(`not a wall-clock duration: ${duration}`)
  return parts.amount * SECONDS[parts.unit]
}

const ZH = { s: '秒', min: '分钟', h: '小时', d: '天', wd: '个工作日' } as const
const EN = { s: 'second', min: 'minute', h: 'hour', d: 'day', wd: 'working day' } as const

/** A duration or arrival window in words of both languages. */
export function durationInWords(duration: Arrival): { readonly zh: string; readonly en: string } {
  if (duration === 'noon') return { zh: '下一个中午 12:00 前', en: 'by the next 12:00' }
  const match = /^(\d+)(?:-(\d+))?(s|min|h|d|wd)$/.exec(duration)
  if (!match) throw new RangeError(`not a duration: ${duration}`)
  const unit = match[3] as DurationUnit
  const range = match[2] ? `${match[1]}-${match[2]}` : `${match[1]}`
  return { zh: `${range}${ZH[unit]}`, en: `${range} ${EN[unit]}${range === '1' ? '' : 's'}` }
}
