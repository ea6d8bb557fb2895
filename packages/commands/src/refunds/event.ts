import type { EventDraft } from '../command.ts'
import type { Obligation } from './owe.ts'

/** What answers and events say of a refund that an after-sale brought, in ids, points and fen. */
export interface RefundOfCase {
  readonly orderId: string
  readonly refundId: string
  readonly amountFen: number
  readonly goodsFen: number
  readonly freightFen: number
  /** Points that were spent on the pieces and come back. */
  readonly pointsReturned: number
  /** Points that the order no longer earns. */
  readonly pointsClawedBack: number
  /** RFC 3339 UTC. */
  readonly dueAt: string
}

export function refundOfCase(orderId: string, { owed, points }: Obligation): RefundOfCase {
  const { refundId, amountFen, goodsFen, freightFen, dueAt } = owed
  return {
    orderId,
    refundId,
    amountFen,
    goodsFen,
    freightFen,
    pointsReturned: points.returned,
    pointsClawedBack: points.clawedBack,
    dueAt,
  }
}

/** The event of a refund that an after-sale brought. */
export function refundOwed(orderId: string, obligation: Obligation): EventDraft {
  return { type: 'RefundOwed', data: { ...refundOfCase(orderId, obligation) } }
}
