import { reviewSoon } from '@cs/data/customers'
import { cancelOrderLines, setOrderHold, settlePartlyShipped, takeBackLines } from '@cs/data/orders'
import { lockLimitedOf, returnOffers } from '@cs/data/prices'
import { routeOf } from '@cs/domain/after-sales'
import { hasLeft, type OrderFacts, refundFor, stageOf, withdrawalOf } from '@cs/domain/orders'
import { endDispatchClock, startWithdrawalClock, stopDispatchClock } from '../clocks/index.ts'
import type { EventDraft } from '../command.ts'
import type { Run } from '../context.ts'
import { type Owed, oweMoney, pointsOf } from '../refunds/index.ts'
import type { CancelReason } from './cancel-order.ts'
import { afterClosing } from './follow.ts'

/** Cancels the lines or takes them back, frees their stock, and moves the order to where that leaves it. */
export async function endTrade(
  run: Run,
  order: OrderFacts,
  lineIds: readonly string[],
): Promise<{ readonly whole: boolean; readonly followed: readonly EventDraft[] }> {
  const { tx, actor, now } = run
  const on = { shopId: actor.shop, orderId: order.id, lineIds, at: now }
  const stage = stageOf(order)
  // The customer before promotions and goods, as placing locks them.
  await reviewSoon(tx, actor.shop, order.customerId, now)
  if (!hasLeft(stage)) await lockLimitedOf(tx, actor.shop, order.id)
  if (stage === 'RETURNED') await takeBackLines(tx, on)
  const { whole } = await cancelOrderLines(tx, on)
  // Everything that was still to be sent has left: the promise of its dispatch is kept.
  if (!whole && (await settlePartlyShipped(tx, actor.shop, order.id))) await stopDispatchClock(run, order.id)
  if (whole && order.held) await setOrderHold(tx, actor.shop, order.id, null)
  if (whole) await endDispatchClock(run, order.id)
  // Coupons and places among the first come back where nothing has left (Q09).
  const couponIds = whole && !hasLeft(stage) ? await returnOffers(tx, actor.shop, order.id, now) : []
  const returned = couponIds.length > 0 ? [{ type: 'CouponsReturned', data: { couponIds } }] : []
  const closed = whole && stage === 'UNPAID'
  return { whole, followed: [...returned, ...(closed ? await afterClosing(run, order) : [])] }
}

/** What an event and an answer say of the refund of a cancellation. */
export interface OwedBack extends Owed {
  /** Nothing has to be pulled first. */
  readonly atOnce: boolean
}

/**
 * Writes what is owed back for the lines (`null`: all that are left), gives back points spent on them and takes
 * back points that they earned (Q09, Q10). The clock of the refund starts (AS-SLA-27). `null`: nothing was paid
 * with money or points.
 */
export async function oweBack(
  run: Run,
  order: OrderFacts,
  lineIds: readonly string[] | null,
  whole: boolean,
  reason: CancelReason,
): Promise<OwedBack | null> {
  // What an unpaid order is to be paid with, points included, has not been spent.
  if (order.tradeStatus === 'UNPAID') return null
  const refund = refundFor(order, lineIds)
  if (refund.amountFen === 0 && pointsOf(refund) === 0) return null
  const { atOnce, dueAt } = withdrawalOf(order, run.context)
  const { owed } = await oweMoney(run, {
    order,
    refund,
    caseId: null,
    kind: 'FULL',
    reason: reason === 'BUYER_ASKED' ? (whole ? 'CANCELLED' : 'PARTLY_CANCELLED') : reason,
    route: routeOf(order.payments.filter((each) => each.status === 'RECEIVED')),
    dueAt,
  })
  await startWithdrawalClock(run, order.id)
  return { ...owed, atOnce }
}
