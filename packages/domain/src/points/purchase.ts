import type { Fen } from '../money/index.ts'
import type { Pack } from '../policy/index.ts'

/**
 * Points of an order: whole yuan of the cash paid for goods after all discounts, less goods refunded (PTS-01,
 * Q10). Freight and points offset never count. Never negative.
 */
export function pointsFor(goodsPaidFen: Fen, goodsRefundedFen: Fen, pack: Pack): number {
  const left = Math.max(0, goodsPaidFen - goodsRefundedFen)
  return Math.floor((left * pack.get('points.per_yuan')) / 100)
}

/**
 * Points to take back after a refund: what was credited less what is earned now. Any order of partial refunds
 * ends at the same figure, and never more than was credited is taken (Q10).
 */
export function clawBack(credited: number, goodsPaidFen: Fen, goodsRefundedFen: Fen, pack: Pack): number {
  return Math.max(0, credited - pointsFor(goodsPaidFen, goodsRefundedFen, pack))
}
