import { clawBackPoints, creditedPoints, returnPoints, spentOnOrder } from '@cs/data/points'
import { fen } from '@cs/domain/money'
import type { Refund } from '@cs/domain/orders'
import { clawBack, returnedLots } from '@cs/domain/points'
import type { Run } from '../context.ts'

/** An order as far as its points go. Amounts in fen, as they were before the refund. */
export interface OrderOfPoints {
  readonly id: string
  readonly customerId: string
  readonly lines: readonly { readonly paidFen: number; readonly refundedFen: number }[]
}

/** What moved, in points. */
export interface PointsMoved {
  readonly returned: number
  readonly clawedBack: number
}

/**
 * Gives back the points that were spent on what is refunded, and takes back those that the order no longer earns
 * (Q09, Q10). The caller has locked the order.
 */
export async function movePoints(run: Run, order: OrderOfPoints, refund: Refund): Promise<PointsMoved> {
  const { tx, actor, now, commandId } = run
  const { pack } = run.context
  const of = { shopId: actor.shop, orderId: order.id, customerId: order.customerId, at: now, commandId }
  const returned = pointsOf(refund)
  if (returned > 0) {
    const spent = await spentOnOrder(tx, of)
    const back = { before: spent.returned, points: returned }
    await returnPoints(tx, of, returnedLots(spent.lots, back, now, pack))
  }
  const paid = fen(order.lines.reduce((sum, line) => sum + line.paidFen, 0))
  const before = order.lines.reduce((sum, line) => sum + line.refundedFen, 0)
  const refunded = fen(before + refund.goodsFen)
  const credited = await creditedPoints(tx, of)
  const clawedBack = clawBack(credited.points, paid, refunded, pack)
  await clawBackPoints(tx, of, clawedBack, credited)
  return { returned, clawedBack }
}

/** Points spent that come back with a refund. */
export const pointsOf = (refund: Refund) => refund.lines.reduce((sum, line) => sum + line.points, 0)
