import type { AfterSaleRequest, FreightMode } from '../after-sales/index.ts'
import type { Fen } from '../money/index.ts'

export const REFUND_FAILURES = [
  'ACCOUNT_INVALID',
  'ACCOUNT_CLOSED',
  'AMOUNT_REFUSED',
  'CHANNEL_ERROR',
  'OTHER',
] as const
/** Why a refund did not arrive (AS-WF-GEN-3). */
export type RefundFailure = (typeof REFUND_FAILURES)[number]

/** A refund as it stands. */
export interface RefundFacts {
  readonly id: string
  readonly number: string
  readonly orderId: string
  /** `null`: what is owed for a cancellation. */
  readonly caseId: string | null
  readonly status: 'OWED' | 'ISSUED' | 'ARRIVED' | 'FAILED'
  readonly amountFen: Fen
  /** How often it was issued. */
  readonly attempts: number
  readonly failure: RefundFailure | null
}

export type RefundStepName = 'ISSUE_REFUND' | 'RETRY_REFUND' | 'CONFIRM_REFUND_ARRIVAL' | 'FAIL_REFUND'

/** A step of a refund that is asked for, and the step of its after-sale that goes with it. */
export interface RefundRequest {
  readonly refund: RefundFacts
  readonly step: RefundStepName
  /** The actor may decide requests for approval. */
  readonly mayDecide: boolean
  readonly afterSale: AfterSaleRequest | null
}

/** How freight of one way of a case was settled before. */
export interface FreightSettlementFacts {
  readonly direction: 'BACK' | 'OUT'
  readonly mode: FreightMode
  readonly status: 'OPEN' | 'SETTLED'
}

/** The settlement of freight that is asked for. */
export interface FreightRequest {
  readonly caseId: string
  readonly direction: 'BACK' | 'OUT'
  /** Who bears it, by the rules of freight; `null`: nothing goes this way. */
  readonly payer: 'SHOP' | 'CUSTOMER' | null
  /** The modes that this payer leaves open. */
  readonly modes: readonly FreightMode[]
  readonly mode: FreightMode
  readonly amountFen: Fen
  /** What is on record as advanced by the customer on this way. */
  readonly advancedFen: Fen
  /** What comes back is still to be inspected, which may turn round who bears it (Q29, AS-LIA-05). */
  readonly awaitsInspection: boolean
  /** The customer agreed, in a recorded message, to a credit. */
  readonly consent: boolean
  readonly before: readonly FreightSettlementFacts[]
}

/** A claim against a carrier as it stands. */
export interface ClaimFacts {
  readonly id: string
  readonly number: string
  readonly status: 'OPEN' | 'ACCEPTED' | 'REFUSED' | 'SETTLED'
  readonly amountFen: Fen
}

/** What is asked of claims. */
export type ClaimRequest =
  | {
      readonly step: 'OPEN_CLAIM'
      readonly orderId: string
      readonly shipmentId: string
      readonly amountFen: Fen
      /** The carrier has had the parcel. */
      readonly handedOver: boolean
    }
  | { readonly step: 'ANSWER_CLAIM'; readonly claim: ClaimFacts; readonly acceptedFen: Fen }
  | {
      readonly step: 'SETTLE_CLAIMS'
      /** The first day of the month, `YYYY-MM-DD`. */
      readonly month: string
      readonly claims: readonly { readonly id: string; readonly acceptedFen: Fen }[]
    }
