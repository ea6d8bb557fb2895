import type { EvidenceKind } from '../after-sales/index.ts'
import type { Tier } from '../membership/index.ts'

/**
 * What a notice may tell: numbers, amounts, times, codes; never personal data. All are optional: a text leaves
 * out what it was not given. Plain JSON, times RFC 3339 UTC.
 */
export interface NoticeParameters {
  /** Number of the case, or of the refund where there is no case. */
  readonly number?: string
  /** Fen. */
  readonly amountFen?: number
  /** By when the next thing happens, on whichever side: a reply, the parcel sent back, a dispatch. */
  readonly dueAt?: string
  /** Between these two the money arrives. */
  readonly arrivesFrom?: string
  readonly arrivesBy?: string
  readonly carrier?: string
  readonly waybill?: string
  /** What is asked for as proof. */
  readonly evidence?: readonly EvidenceKind[]
  /** The shop has the goods collected. */
  readonly pickup?: boolean
  /** Who bears the freight of the way back. */
  readonly freightPayer?: 'SHOP' | 'CUSTOMER'
  /** The answer in words of the rules, such as why it was rejected or which plan was made. */
  readonly reason?: { readonly zh: string; readonly en: string }
  /** The tier that is reached or fallen to. */
  readonly tier?: Tier
  /** Points of a member. */
  readonly points?: number
  /** What a benefit brings. */
  readonly benefit?: { readonly zh: string; readonly en: string }
}
