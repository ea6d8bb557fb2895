import { newId } from '@cs/data'
import {
  cancelOrderLines,
  oweRefund,
  setOrderHold,
  settlePartlyShipped,
  takeBackLines,
} from '@cs/data/orders'
import { clawBackPoints, creditedPoints, returnPoints, spentPointsExpiry } from '@cs/data/points'
import { fen } from '@cs/domain/money'
import { type OrderFacts, type Refund, refundFor, stageOf, withdrawalOf } from '@cs/domain/orders'
import { clawBack, returnedExpiry } from '@cs/domain/points'
import { endDispatchClock, startWithdrawalClock } from '../clocks/index.ts'
import type { Run } from '../context.ts'
import { newNumber } from '../numbers.ts'
import type { CancelReason } from './cancel-order.ts'

/** Cancels the lines or takes them back, frees their stock, and moves the order to where that leaves it. */
export async function endTrade(
  run: Run,
  order: OrderFacts,
  lineIds: readonly string[],
): Promise<{ readonly whole: boolean }> {
  const { tx, actor, now } = run
  const on = { shopId: actor.shop, orderId: order.id, lineIds, at: now }
  if (stageOf(order) === 'RETURNED') await takeBackLines(tx, on)
  const { whole } = await cancelOrderLines(tx, on)
  if (!whole) await settlePartlyShipped(tx, actor.shop, order.id)
  else if (order.held) await setOrderHold(tx, actor.shop, order.id, null)
  if (whole) await endDispatchClock(run, order.id)
  return { whole }
}

/** What an event and an answer say of a refund. Amounts in fen. */
export interface Owed {
  readonly refundId: string
  readonly amountFen: number
  readonly goodsFen: number
  readonly freightFen: number
  readonly points: number
  /** Nothing has to be pulled first. */
  readonly atOnce: boolean
  readonly dueAt: string
}

/**
 * Writes what is owed back for the lines (`null`: all that are left), gives back points spent on them and takes
 * back points that they earned (Q09, Q10). The clock of the refund starts (AS-SLA-27). `null`: nothing was paid with money or points.
 */
export async function oweBack(
  run: Run,
  order: OrderFacts,
  lineIds: readonly string[] | null,
  whole: boolean,
  reason: CancelReason,
): Promise<Owed | null> {
  const { tx, actor, now, commandId } = run
  const refund = refundFor(order, lineIds)
  const points = pointsOf(refund)
  if (refund.amountFen === 0 && points === 0) return null
  const owed = { shopId: actor.shop, orderId: order.id, at: now }
  const refundId = newId(now)
  const { atOnce, dueAt } = withdrawalOf(order, run.context)
  await oweRefund(tx, {
    ...owed,
    id: refundId,
    number: newNumber('RF', now),
    route: 'ORIGINAL',
    reason: reason === 'BUYER_ASKED' ? (whole ? 'CANCELLED' : 'PARTLY_CANCELLED') : reason,
    lines: refund.lines,
    freightFen: refund.freightFen,
    dueAt,
    commandId,
  })
  await movePoints(run, order, refund)
  await startWithdrawalClock(run, order.id)
  const { amountFen, goodsFen, freightFen } = refund
  return { refundId, amountFen, goodsFen, freightFen, points, atOnce, dueAt: dueAt.toISOString() }
}

/** Gives back the points that were spent on the lines, and takes back those that they no longer earn (Q09, Q10). */
async function movePoints(run: Run, order: OrderFacts, refund: Refund): Promise<void> {
  const { tx, actor, now } = run
  const { pack } = run.context
  const of = { shopId: actor.shop, orderId: order.id, customerId: order.customerId, at: now }
  const old = await spentPointsExpiry(tx, of)
  await returnPoints(tx, of, pointsOf(refund), returnedExpiry(old, now, pack))
  const paid = fen(order.lines.reduce((sum, line) => sum + line.paidFen, 0))
  const before = order.lines.reduce((sum, line) => sum + line.refundedFen, 0)
  const refunded = fen(before + refund.goodsFen)
  const credited = await creditedPoints(tx, of)
  await clawBackPoints(tx, of, clawBack(credited.points, paid, refunded, pack), credited.state)
}

const pointsOf = (refund: Refund) => refund.lines.reduce((sum, line) => sum + line.points, 0)
