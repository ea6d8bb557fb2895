import type { Fen } from '../money/index.ts'
import type { DiscountKind } from '../prices/index.ts'

export const TRADE_STATUSES = [
  'UNPAID',
  'PAID',
  'PARTLY_SHIPPED',
  'SHIPPED',
  'SIGNED',
  'COMPLETED',
  'CANCELLED',
] as const
/** What the trade says (table E.1). May differ from the physical status (ORD-CAN-08). */
export type TradeStatus = (typeof TRADE_STATUSES)[number]

export const PHYSICAL_STATUSES = [
  'NOT_PRINTED',
  'LABEL_PRINTED',
  'PACKED',
  'PULL_FAILED',
  'PARTLY_HANDED_OVER',
  'HANDED_OVER',
  'INTERCEPT_REQUESTED',
  'DELIVERED',
  'RETURNED',
] as const
/** Where the goods are (table E.1, ORD-CAN-08). */
export type PhysicalStatus = (typeof PHYSICAL_STATUSES)[number]

export const PROBLEM_KINDS = [
  'VAGUE_ADDRESS',
  'INVALID_CONTACT',
  'OUT_OF_STOCK',
  'PAYMENT_ANOMALY',
  'DUPLICATE',
  'SUSPECTED_FAKE',
  'OVERSOLD',
] as const
/** The abnormal orders of ORD-ABN-01 to -07, in this order. */
export type ProblemKind = (typeof PROBLEM_KINDS)[number]

/** What is true of a line when it is judged. */
export interface OrderLineFacts {
  readonly id: string
  readonly position: number
  readonly productId: string
  readonly skuId: string
  readonly quantity: number
  readonly unitPriceFen: Fen
  /** What a campaign took off the whole line; PRC-05. */
  readonly campaignFen: Fen
  /** Given on top of the order, for nothing. */
  readonly gift: boolean
  /** Paid for the line after all discounts shared over the lines, freight excluded (Q07). */
  readonly paidFen: Fen
  readonly refundedFen: Fen
  /** Points spent on the line: its share of the order's points offset (Q09). */
  readonly pointsSpent: number
  /** What of them came back with refunds before. */
  readonly pointsReturned: number
  readonly status: 'OPEN' | 'CANCELLED' | 'SHIPPED' | 'SIGNED' | 'RETURNED'
  readonly stock: number
  readonly minQuantity: number | null
  readonly maxQuantity: number | null
  readonly customised: boolean
  /** A manager's product flag that lets customised goods be cancelled (Q70). */
  readonly cancellable: boolean
  readonly skuActive: boolean
  readonly presale: null | {
    readonly balanceOpensAt: string | null
    readonly changeableUntil: string | null
    readonly shipFrom: string | null
  }
}

/** What is true of an order when an action on it is judged. No personal data: masks and counts only. */
export interface OrderFacts {
  readonly id: string
  readonly number: string
  readonly version: number
  readonly customerId: string
  readonly tradeStatus: TradeStatus
  readonly physicalStatus: PhysicalStatus
  readonly placedAt: string
  readonly paidAt: string | null
  readonly goodsFen: Fen
  readonly discountFen: Fen
  readonly freightFen: Fen
  readonly payableFen: Fen
  readonly paidFen: Fen
  readonly refundedFen: Fen
  readonly held: boolean
  readonly customerBlacklisted: boolean
  /** An approval on this order lets its customised goods be cancelled (Q70). */
  readonly cancellableException: boolean
  /** Abnormal conditions on record; a dismissed one is not detected again. */
  readonly problems: readonly {
    readonly kind: ProblemKind
    readonly status: 'OPEN' | 'SOLVED' | 'DISMISSED'
  }[]
  readonly riskScore: number
  readonly buyerRemark: boolean
  /** The remark has been read and registered as a structured remark (ORD-AUD-06). */
  readonly remarkRegistered: boolean
  readonly payments: readonly {
    readonly method: string
    readonly amountFen: Fen
    readonly status: 'PENDING' | 'RECEIVED' | 'FAILED'
  }[]
  readonly discounts: readonly {
    readonly kind: DiscountKind
    readonly amountFen: Fen
    readonly valid: boolean
  }[]
  readonly invoice: null | {
    readonly kind: 'ELECTRONIC' | 'PAPER'
    readonly titlePresent: boolean
    readonly company: boolean
    readonly taxIdValid: boolean
  }
  readonly address: null | {
    readonly province: string
    readonly city: string
    readonly district: string
    readonly detailPresent: boolean
    /** The detail names a street and a number or building; false: vague (ORD-ABN-01). */
    readonly detailSpecific: boolean
    readonly recipientPresent: boolean
    readonly phoneValid: boolean
  }
  readonly lines: readonly OrderLineFacts[]
  /** Orders of the same buyer with the same SKU and address within a day; the pack says how near is a duplicate (ORD-ABN-05). */
  readonly duplicates: readonly { readonly number: string; readonly secondsApart: number }[]
  /** RFC 3339 UTC: the last identity check that passed and was not used; the pack says how long it holds (Q71). */
  readonly identityCheckedAt: string | null
  /** RFC 3339 UTC: the identity checks that failed within the last hour, oldest first. */
  readonly identityFailures: readonly string[]
}
