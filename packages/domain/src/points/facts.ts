import type { Grade } from '../access/index.ts'
import type { Fen } from '../money/index.ts'

/** What a member can spend. */
export interface Spending {
  readonly points: number
  /** Points that can be spent now; `null`: the customer is no member. */
  readonly spendable: number | null
}

/** Points moved by hand: above zero given, below taken. */
export interface ByHand {
  readonly customerId: string
  readonly points: number
  readonly spendable: number
  /** What the same agent, or who asked that agent to approve, has moved or approved for this member on this day. */
  readonly sameDay: number
  /** `null`: no agent acts. */
  readonly grade: Grade | null
}

/** What is asked of points. */
export type PointsRequest =
  | ({ readonly step: 'ADJUST_POINTS' } & ByHand)
  /** `points`: what undoing brings the member, in the sign of ByHand. */
  | ({
      readonly step: 'REVERSE_POINTS'
      readonly kind: string
      readonly reversed: boolean
    } & ByHand)
  | {
      readonly step: 'RECORD_REVIEW'
      readonly orderId: string
      readonly lineId: string
      /** The customer has the goods of the line, or had them. */
      readonly received: boolean
      /** The review is one of quality (Q66): its text is not kept here. */
      readonly quality: boolean
    }
  | {
      readonly step: 'REVOKE_REVIEW_POINTS'
      readonly reviewId: string
      /** `null`: the review earned none. */
      readonly points: number | null
      readonly reversed: boolean
    }
  | {
      readonly step: 'CHECK_IN'
      readonly customerId: string
      /** `YYYY-MM-DD` in Asia/Shanghai. */
      readonly day: string
      readonly last: CheckIn | null
    }
  /** `goodsFen`: after tier discount and coupons, freight excluded (Q24). */
  | ({ readonly step: 'OFFSET_POINTS'; readonly goodsFen: Fen } & Spending)
  | ({
      readonly step: 'REDEEM_REWARD'
      readonly rewardId: string
      readonly active: boolean
      /** Pieces left; `null`: as many as are wanted. */
      readonly stock: number | null
    } & Spending)
  | { readonly step: 'SETTLE_REDEMPTION'; readonly redemptionId: string; readonly status: string }
  | ({ readonly step: 'PLAY_DRAW'; readonly drawId: string; readonly open: boolean } & Spending)
  | { readonly step: 'CLOSE_DRAW'; readonly drawId: string; readonly open: boolean }
  | { readonly step: 'OPEN_DRAW'; readonly prizes: number; readonly endless: boolean }
  | { readonly step: 'SAVE_REWARD'; readonly rewardId: string }

/** The last day on which a member checked in, and its place in the row, 1 to 7. */
export interface CheckIn {
  readonly day: string
  readonly dayInRow: number
}
