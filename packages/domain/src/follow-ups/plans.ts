import { addDays, dayOf } from '../calendar/index.ts'
import { dueAfter, type Pack } from '../policy/index.ts'
import { daysOf, firstHourOf, nextContactHour } from './hours.ts'

/** What of an order decides on calling its buyer. */
export interface BoughtFacts {
  readonly paidAt: Date | null
  /** When all of it had arrived; `null`: it has not. */
  readonly receivedAt: Date | null
}

/**
 * When a buyer is called after a purchase: 7 days after the receipt, and after the payment while nothing was received, so
 * that the call confirms the receipt; where the pack counts from the purchase, always after the payment (FUP-01, FUP-09,
 * C-22). `null`: not paid.
 */
export function purchaseCallbackAt({ paidAt, receivedAt }: BoughtFacts, pack: Pack): Date | null {
  const anchor = pack.get('callback.anchor') === 'RECEIVED' ? (receivedAt ?? paidAt) : paidAt
  return anchor && firstHourOf(addDays(dayOf(anchor), daysOf(pack, 'callback.after')), pack)
}

/** When a customer is asked whether an after-sale is settled: 3 days after it was closed (FUP-02). */
export function afterSaleCallbackAt(closedAt: Date, pack: Pack): Date {
  return firstHourOf(addDays(dayOf(closedAt), daysOf(pack, 'follow_up.after_sale_after')), pack)
}

/** The same for a complaint (CMP-CAL-01). */
export function complaintCallbackAt(closedAt: Date, pack: Pack): Date {
  return firstHourOf(addDays(dayOf(closedAt), daysOf(pack, 'complaint.callback_after')), pack)
}

/** When the buyer of an order that waits for payment is asked what is in the way (PRE-CNV-02). */
export function unpaidFollowUpAt(placedAt: Date, pack: Pack): Date {
  return nextContactHour(dueAfter(placedAt, pack.get('follow_up.unpaid_after')), pack)
}

/** When a customer who did not answer is tried again. */
export function retryAt(triedAt: Date, pack: Pack): Date {
  return firstHourOf(addDays(dayOf(triedAt), daysOf(pack, 'follow_up.retry_after')), pack)
}
