import { newId } from '@cs/data'
import { oweRefund, type RefundObligation, type RefundReason } from '@cs/data/orders'
import type { Fen } from '@cs/domain/money'
import type { Refund } from '@cs/domain/orders'
import type { Run } from '../context.ts'
import { newNumber } from '../numbers.ts'
import { conflict } from '../outcomes.ts'
import { postMovement } from './journal.ts'
import { movePoints, type OrderOfPoints, type PointsMoved, pointsOf } from './points.ts'

/** A locked order as far as its money goes. Amounts in fen. */
export interface OrderOfMoney extends OrderOfPoints {
  readonly version: number
  readonly paidFen: Fen
  readonly refundedFen: Fen
}

/** What is to be owed back, on a locked order. */
export interface Owing {
  readonly order: OrderOfMoney
  readonly refund: Refund
  /** The after-sale it is owed for; `null`: a cancellation. */
  readonly caseId: string | null
  readonly kind: RefundObligation['kind']
  readonly reason: RefundReason
  readonly route: RefundObligation['route']
  readonly dueAt: Date
}

/** What an event and an answer say of a refund. Amounts in fen. */
export interface Owed {
  readonly refundId: string
  readonly amountFen: number
  readonly goodsFen: number
  readonly freightFen: number
  readonly points: number
  readonly dueAt: string
}

/** What was written: the refund, and the points that moved with it. */
export interface Obligation {
  readonly owed: Owed
  readonly points: PointsMoved
}

/**
 * Writes what is owed back, its journal, and the points that move with it (Q09, Q10): the one way in which money
 * comes to be owed. Throws Conflict for more than is left of what was paid: whoever asked was judged on other
 * facts. The caller has locked the order.
 */
export async function oweMoney(run: Run, owing: Owing): Promise<Obligation> {
  const { tx, actor, now, commandId } = run
  const { order, refund, caseId } = owing
  const points = pointsOf(refund)
  if (refund.amountFen > order.paidFen - order.refundedFen) throw conflict(order.version, NOTHING_LEFT)
  const refundId = newId(now)
  await oweRefund(tx, {
    shopId: actor.shop,
    id: refundId,
    number: newNumber('RF', now),
    orderId: order.id,
    caseId,
    kind: owing.kind,
    route: owing.route,
    reason: owing.reason,
    lines: refund.lines,
    freightFen: refund.freightFen,
    dueAt: owing.dueAt,
    at: now,
    commandId,
  })
  const { amountFen, goodsFen, freightFen } = refund
  const moved = { subjectId: refundId, orderId: order.id, caseId }
  await postMovement(run, moved, { kind: 'REFUND_OWED', goodsFen, freightFen })
  return {
    owed: { refundId, amountFen, goodsFen, freightFen, points, dueAt: owing.dueAt.toISOString() },
    points: await movePoints(run, order, refund),
  }
}

const NOTHING_LEFT = {
  zh: '退款总额不得超过实付金额：该订单已没有这么多可退。',
  en: 'No more goes back than was paid: there is not that much left of this order.',
}
