import { creditedPoints, movePoints } from '@cs/data/points'
import { fen } from '@cs/domain/money'
import type { OrderFacts } from '@cs/domain/orders'
import { expiryOf, pointsFor } from '@cs/domain/points'
import type { EventDraft } from '../command.ts'
import type { Run } from '../context.ts'
import { originOfPoints } from './member.ts'

/**
 * Credits what a paid order earns, pending until receipt: whole yuan of the cash paid for goods after all discounts
 * (PTS-01, Q10). Nothing for who is no member. The order is locked, its facts are those before the payment.
 */
export async function creditPurchase(run: Run, order: OrderFacts): Promise<readonly EventDraft[]> {
  const paid = fen(order.goodsFen - order.discountFen)
  const points = pointsFor(paid, fen(0), run.context.pack)
  if (points === 0) return []
  const origin = { ...originOfPoints(run, order.customerId), orderId: order.id }
  const journalId = await movePoints(run.tx, origin, { kind: 'PURCHASE', points })
  if (!journalId) return []
  return [{ type: 'PointsCredited', data: { points, customerId: order.customerId, pending: true } }]
}

/** Makes available what an order earned that has been received (PTS-01). The order is locked. */
export async function receivePoints(
  run: Run,
  order: { readonly id: string; readonly customerId: string },
): Promise<readonly EventDraft[]> {
  const { tx, now, context } = run
  const origin = { ...originOfPoints(run, order.customerId), orderId: order.id }
  const { state, points } = await creditedPoints(tx, origin)
  if (state !== 'PENDING' || points <= 0) return []
  const expiresOn = expiryOf(now, context.pack)
  await movePoints(tx, origin, { kind: 'RECEIPT', points, expiresOn })
  return [
    {
      type: 'PointsCredited',
      data: { points, customerId: order.customerId, pending: false, expiresOn },
    },
  ]
}
