import type { Grade } from '../access/index.ts'
import { fen } from '../money/index.ts'
import type { PointsRequest } from './facts.ts'

/** By hand for a member who has 500 points. */
export const byHand = (
  points: number,
  grade: Grade | null,
  sameDay = 0,
  more: { readonly kind: string; readonly reversed: boolean } | null = null,
): PointsRequest => {
  const hand = { customerId: 'customer-1', points, spendable: 500, sameDay, grade }
  return more ? { step: 'REVERSE_POINTS', ...more, ...hand } : { step: 'ADJUST_POINTS', ...hand }
}

/** On 10 March, after a check-in on a day. */
export const checkIn = (last: string | null, dayInRow = 1): PointsRequest => ({
  step: 'CHECK_IN',
  customerId: 'customer-1',
  day: '2026-03-10',
  last: last === null ? null : { day: last, dayInRow },
})

/** On goods of 100.00 yuan. */
export const offset = (points: number, spendable: number | null = 10_000): PointsRequest => ({
  step: 'OFFSET_POINTS',
  points,
  spendable,
  goodsFen: fen(10_000),
})

export const redeem = (
  spendable: number | null,
  stock: number | null = null,
  active = true,
): PointsRequest => ({ step: 'REDEEM_REWARD', rewardId: 'reward-1', points: 300, spendable, active, stock })

export const settle = (status: string): PointsRequest => ({
  step: 'SETTLE_REDEMPTION',
  redemptionId: 'redemption-1',
  status,
})

export const play = (spendable: number | null, open = true): PointsRequest => ({
  step: 'PLAY_DRAW',
  drawId: 'draw-1',
  points: 50,
  spendable,
  open,
})

export const revoke = (points: number | null, reversed = false): PointsRequest => ({
  step: 'REVOKE_REVIEW_POINTS',
  reviewId: 'review-1',
  points,
  reversed,
})

export const review = (received: boolean, quality = true): PointsRequest => ({
  step: 'RECORD_REVIEW',
  orderId: 'order-1',
  lineId: 'line-1',
  received,
  quality,
})
