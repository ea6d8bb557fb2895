import type { Cause, LiableParty } from './facts.ts'
import type { AfterSaleReason } from './states.ts'

/** Who settles with the buyer, and who answers to the shop for it (C-26). */
export interface Liability {
  readonly buyerFacing: LiableParty
  /** The claim that stands apart from what the buyer gets; `null`: none. */
  readonly backToBack: LiableParty | null
  /** What to judge, as far as the facts say. */
  readonly proposal: { readonly cause: Cause; readonly liable: LiableParty }
}

export interface LiabilityFacts {
  readonly reason: AfterSaleReason
  /** As judged; `null`: not yet. */
  readonly cause: Cause | null
  /** The parcel had been handed to the carrier. */
  readonly handedOver: boolean
  /** Fewer grams reached the customer than left the shop (AS-LIA-15). */
  readonly lighter: boolean
}

const CUSTOMER: ReadonlySet<Cause> = new Set(['MISUSE', 'WEAR'])
const CARRIER: ReadonlySet<Cause> = new Set(['TRANSIT', 'LOSS'])
const NOBODY: ReadonlySet<Cause> = new Set(['NONE', 'FORCE_MAJEURE'])

const CAUSE_OF: Readonly<Record<AfterSaleReason, Cause>> = {
  NO_REASON: 'NONE',
  SIZE_FIT: 'NONE',
  QUALITY: 'DEFECT',
  MADE_WRONG: 'MADE_WRONG',
  WRONG_ITEM: 'SENT_WRONG',
  NOT_AS_DESCRIBED: 'DESCRIPTION',
  TRANSIT_DAMAGE: 'TRANSIT',
  MISSING_ITEM: 'OMITTED',
  EXTRA_ITEM: 'EXTRA_SENT',
  LOST: 'LOSS',
  LATE: 'DELAY',
  SERVICE: 'SERVICE',
  PRICE: 'PRICE',
}

/** Who answers for a cause (AS-LIA-01 to -05, -07, -21). A delay is the carrier's once it has the parcel. */
export function answersFor(cause: Cause, handedOver = true): LiableParty {
  if (CUSTOMER.has(cause)) return 'CUSTOMER'
  if (CARRIER.has(cause)) return 'CARRIER'
  if (NOBODY.has(cause)) return 'NOBODY'
  return cause === 'DELAY' && handedOver ? 'CARRIER' : 'SHOP'
}

/**
 * The two layers of liability: what the carrier answers for, the shop settles with the buyer and claims back
 * (C-26, AS-LIA-02, -18). Without a judged cause it follows the reason and the weights.
 */
export function liabilityOf({ reason, cause, handedOver, lighter }: LiabilityFacts): Liability {
  const likely = reason === 'MISSING_ITEM' && lighter ? 'TRANSIT' : CAUSE_OF[reason]
  const proposed = cause ?? likely
  const liable = answersFor(proposed, handedOver)
  return {
    buyerFacing: liable === 'CARRIER' ? 'SHOP' : liable,
    backToBack: liable === 'CARRIER' ? 'CARRIER' : null,
    proposal: { cause: proposed, liable },
  }
}
