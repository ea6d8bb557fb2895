import { type PaidWindow, paidWindow } from '@cs/data/membership'
import { dayOf } from '@cs/domain/calendar'
import { windowStart } from '@cs/domain/membership'
import type { Pack } from '@cs/domain/policy'

/** What counts towards the tier at a moment (Q42). */
export function windowAt(at: Date, pack: Pack): PaidWindow {
  return paidWindow(windowStart(dayOf(at), pack), at)
}

/** What counts at 00:00 of a day: payments before it, by the window of that day. */
export function windowOnFirst(day: string, startOfDay: Date, pack: Pack): PaidWindow {
  return paidWindow(windowStart(day, pack), new Date(startOfDay.getTime() - 1))
}
