import type { InspectionFinding, LiableParty } from './facts.ts'
import type { AfterSaleReason } from './states.ts'

/** What money is settled by: why, who was found to answer for it, and what the inspection found. */
export interface Fault {
  readonly reason: AfterSaleReason
  /** `null`: not judged yet; the reason decides. */
  readonly liable: LiableParty | null
  /** Absent or `null`: not inspected. It outranks the reason and what was judged before it. */
  readonly finding?: InspectionFinding | null
}

const OWN_REASONS: ReadonlySet<AfterSaleReason> = new Set(['NO_REASON', 'SIZE_FIT', 'PRICE'])
const NOT_AS_SENT: ReadonlySet<InspectionFinding> = new Set([
  'WORN',
  'DAMAGED_BY_CUSTOMER',
  'INCOMPLETE',
  'OTHER_ITEM',
])

/**
 * Whether the customer simply changed their mind, or took another size (C-10, AS-LIA-03). Goods that go back over
 * their price are as they should be; a discount or postage that is owed is a partial refund (AS-TYP-08).
 */
const isOwnReason = (reason: AfterSaleReason) => OWN_REASONS.has(reason)

/** Whether what came back is not what was sent: that is the customer's doing (AS-LIA-05). */
export const isNotAsSent = (finding: InspectionFinding | null | undefined) =>
  finding !== null && finding !== undefined && NOT_AS_SENT.has(finding)

/**
 * Whether the shop settles it towards the buyer: its own fault, and the carrier's, for which it claims in turn
 * (C-26, AS-LIA-01 to -04). No defect found, or goods that are not as sent: not (Q29, AS-LIA-05).
 */
export function isOnShop({ reason, liable, finding }: Fault): boolean {
  if (finding === 'NO_DEFECT' || isNotAsSent(finding)) return false
  if (liable !== null) return liable === 'SHOP' || liable === 'CARRIER'
  return !isOwnReason(reason)
}
