import { addDays, addDuty, dayOf, dutyBetween, dutyWindows, endOfDay } from '../calendar/index.ts'
import { type Pack, partsOf } from '../policy/index.ts'
import type { ContactFacts } from './facts.ts'

const MINUTE = 60_000

/** Whether a contact may begin at a moment: within the hours of the pack (FUP-06). */
export function isContactHour(at: Date, pack: Pack): boolean {
  const windows = dutyWindows(pack.get('contact.call_hours'))
  return dutyBetween(at, new Date(at.getTime() + 1), windows) > 0
}

/** The moment itself where it is within the hours of contact, else the beginning of the next (Q26). */
export function nextContactHour(at: Date, pack: Pack): Date {
  if (isContactHour(at, pack)) return at
  const windows = dutyWindows(pack.get('contact.call_hours'))
  return new Date(addDuty(at, MINUTE, windows).getTime() - MINUTE)
}

/** The first hour of contact of a day `YYYY-MM-DD`. */
export function firstHourOf(day: string, pack: Pack): Date {
  return nextContactHour(endOfDay(addDays(day, -1)), pack)
}

/** The days of a value that is counted in days, such as `contact.min_gap`. Throws RangeError for any other. */
export function daysOf(pack: Pack, key: DayKey): number {
  const parts = partsOf(pack.get(key))
  if (parts?.unit !== 'd') throw new RangeError(`not counted in days: ${key}`)
  return parts.amount
}
type DayKey =
  | 'contact.min_gap'
  | 'callback.after'
  | 'complaint.callback_after'
  | 'follow_up.after_sale_after'
  | 'follow_up.latest_after'
  | 'follow_up.retry_after'

/** When a customer was last contacted proactively, in a follow-up or beside them; `null`: never. */
export function lastContactOf({ lastContactAt, lastCallbackAt }: LastContacts): Date | null {
  const [last] = [lastContactAt, lastCallbackAt]
    .flatMap((at) => (at === null ? [] : [new Date(at)]))
    .sort((a, b) => b.getTime() - a.getTime())
  return last ?? null
}
type LastContacts = Pick<ContactFacts, 'lastContactAt' | 'lastCallbackAt'>

/** From when a customer may be contacted again: the 7th day after the last contact is allowed (Q26). */
export function nextContactDay(lastContactAt: Date, pack: Pack): string {
  return addDays(dayOf(lastContactAt), daysOf(pack, 'contact.min_gap'))
}

/** 24:00 of the last day on which a follow-up is worth doing: more than 7 days late it is dropped (Q26). */
export function latestFor(wantedAt: Date, pack: Pack): Date {
  return endOfDay(addDays(dayOf(wantedAt), daysOf(pack, 'follow_up.latest_after')))
}
