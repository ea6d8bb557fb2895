import type { Grade } from '../access/index.ts'
import type { Tier } from '../membership/index.ts'
import type { Fen } from '../money/index.ts'
import type { PhysicalStatus, TradeStatus } from '../orders/index.ts'
import type { AfterSaleReason, AfterSaleState, AfterSaleType } from './states.ts'

export const EVIDENCE_KINDS = [
  'PHOTO',
  'VIDEO',
  'SCREENSHOT',
  'WEIGHT_PHOTO',
  'QC_REPORT',
  'OUTBOUND_PHOTO',
  'DELIVERY_CERTIFICATE',
  'STUB',
  'CHAT_RECORD',
] as const
/** What kind of proof a file is (PRV-07, AS-WF-BAS-1, AS-LIA-16). STUB: the dispatch slip with the weight. */
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number]

export const LIABLE_PARTIES = ['SHOP', 'CARRIER', 'CUSTOMER', 'NOBODY'] as const
/** Who answers for the cause (AS-LIA). NOBODY: a choice of the customer's that the rules permit. */
export type LiableParty = (typeof LIABLE_PARTIES)[number]

export const CAUSES = [
  'NONE',
  'DEFECT',
  'MADE_WRONG',
  'MISUSE',
  'WEAR',
  'COPIED_WRONG',
  'SENT_WRONG',
  'OMITTED',
  'SHORT_COPIED',
  'SHORT_PACKED',
  'EXTRA_SENT',
  'DESCRIPTION',
  'TRANSIT',
  'LOSS',
  'DELAY',
  'FORCE_MAJEURE',
  'SERVICE',
  'PRICE',
] as const
/** What was found to be the cause (AS-LIA-07, AS-LIA-08, AS-TYP-09, AS-LIA-21). */
export type Cause = (typeof CAUSES)[number]

/** A line of an order as an after-sale sees it. */
export interface AfterSaleLineFacts {
  readonly id: string
  readonly position: number
  readonly productId: string
  readonly skuId: string
  readonly quantity: number
  /** Pieces that came back and were settled before. */
  readonly returnedQuantity: number
  /** Pieces in after-sales that have not ended, other than the one in question. */
  readonly claimedQuantity: number
  /** Pieces in place of which something left the shop in another after-sale: sent again, or exchanged. */
  readonly replacedQuantity: number
  /** When the customer had the last of what left instead; `null`: nothing did, or it is on its way. */
  readonly replacedAt: string | null
  readonly unitPriceFen: Fen
  /** What a campaign took off the whole line; PRC-05. */
  readonly campaignFen: Fen
  /** Given on top of the order, for nothing. */
  readonly gift: boolean
  /** Paid for the line after all discounts shared over the lines, freight excluded (Q07). */
  readonly paidFen: Fen
  readonly refundedFen: Fen
  /** Partial refunds without return granted on the line so far (Q33). */
  readonly partiallyRefundedFen: Fen
  readonly pointsSpent: number
  readonly status: 'OPEN' | 'CANCELLED' | 'SHIPPED' | 'SIGNED' | 'RETURNED'
  readonly shipmentId: string | null
  readonly customised: boolean
  /** A manager's product flag that lets customised goods be cancelled before dispatch (Q70). */
  readonly cancellable: boolean
  readonly perishable: boolean
  readonly digital: boolean
  readonly warrantyMonths: number | null
  readonly category: string
}

/** A parcel as an after-sale sees it. */
export interface ShipmentFacts {
  readonly id: string
  readonly carrier: string
  readonly status: string
  readonly weightGrams: number | null
  readonly handedOverAt: string | null
  readonly signedAt: string | null
  /** The last scan of the carrier; before the first one the hand-over. */
  readonly lastScanAt: string | null
  /** The carrier's word, or a supervisor's finding (Q21). */
  readonly lossConfirmedAt: string | null
}

/** What is true of an order when an after-sale on it is judged. No personal data. Times RFC 3339 UTC. */
export interface AfterSaleOrderFacts {
  readonly id: string
  readonly number: string
  readonly version: number
  readonly customerId: string
  readonly tradeStatus: TradeStatus
  readonly physicalStatus: PhysicalStatus
  readonly placedAt: string
  readonly paidAt: string | null
  readonly firstShippedAt: string | null
  readonly signedAt: string | null
  readonly completedAt: string | null
  readonly tradeDeadlineAt: string | null
  readonly dispatchDueAt: string | null
  /** An approval on this order lets its customised goods be cancelled before dispatch (Q70). */
  readonly cancellableException: boolean
  readonly freightFen: Fen
  readonly paidFen: Fen
  /** Over all refunds of the order that did not fail for good, freight included. */
  readonly refundedFen: Fen
  readonly freightRefundedFen: Fen
  /** What was received, largest first: the route back follows the first. */
  readonly payments: readonly { readonly method: string; readonly amountFen: Fen }[]
  /** `null`: no member. The tier at the time of the request (Q22). */
  readonly tier: Tier | null
  readonly freightInsured: boolean
  readonly lines: readonly AfterSaleLineFacts[]
  readonly shipments: readonly ShipmentFacts[]
  /** After-sales of the order that have not ended. */
  readonly openCases: readonly {
    readonly id: string
    readonly number: string
    readonly type: AfterSaleType
  }[]
  /** Compensation granted on the order's cases and on those that belong to them (Q33). */
  readonly compensatedFen: Fen
}

/** An after-sale when a step on it is judged. */
export interface AfterSaleCaseFacts {
  readonly id: string
  readonly number: string
  readonly version: number
  readonly type: AfterSaleType
  readonly reason: AfterSaleReason
  readonly state: AfterSaleState
  readonly appliedAt: string
  readonly decidedAt: string | null
  readonly reopened: number
  readonly lines: readonly { readonly lineId: string; readonly quantity: number }[]
  readonly replacementSkuId: string | null
  /** Pieces of the replacement that can be sold; `null`: no replacement is named. */
  readonly replacementStock: number | null
  /** The replacement is sold in advance: it leaves at its own date (AS-FRT-04). */
  readonly replacementPresale: boolean
  /** The same item again: price difference of the replacement to what was paid per piece, in fen. */
  readonly priceDifferenceFen: Fen
  readonly evidence: readonly { readonly kind: EvidenceKind; readonly at: string }[]
  readonly cause: Cause | null
  readonly liable: LiableParty | null
  readonly worn: boolean | null
  readonly intact: boolean | null
  /** What the customer's scale shows for everything received (AS-WF-BAS-7); `null`: not weighed. */
  readonly receivedGrams: number | null
  readonly returnShipment: null | {
    readonly carrier: string
    readonly freightCollect: boolean
    readonly freightFen: Fen
    readonly pickup: boolean
    readonly at: string
  }
  readonly receivedAt: string | null
  readonly inspection: null | {
    readonly result: 'PASSED' | 'FAILED'
    readonly finding: InspectionFinding
    readonly at: string
  }
  /** The refund of the case; `null`: none yet. */
  readonly refund: null | {
    readonly id: string
    readonly status: string
    readonly amountFen: Fen
    readonly attempts: number
  }
  readonly approvedAmountFen: Fen | null
  /** An approval for money or a replacement before the goods are back, or out of period. */
  readonly specialApproval: boolean
  /** Up to when the customer may send it back, by the clock that was started then; `null`: none runs. */
  readonly sendBackBy: string | null
}

export const INSPECTION_FINDINGS = [
  'AS_CLAIMED',
  'INTACT',
  'NO_DEFECT',
  'WORN',
  'DAMAGED_BY_CUSTOMER',
  'INCOMPLETE',
  'OTHER_ITEM',
] as const
/** What an inspection found. AS_CLAIMED: the defect is real; INTACT: as sold (AS-POL-01, AS-LIA-11). */
export type InspectionFinding = (typeof INSPECTION_FINDINGS)[number]

/** Who asks: authority follows the grade (defaults.md, Grades). */
export interface ActorFacts {
  readonly kind: 'AGENT' | 'PARTNER' | 'WORKER'
  /** `null`: not an agent. */
  readonly grade: Grade | null
}
