export const LEAD_REASONS = [
  'PRICE',
  'SIZE_OR_FIT',
  'OUT_OF_STOCK',
  'DELIVERY_TIME',
  'COMPARING',
  'TRUST',
  'NOT_NOW',
  'OTHER',
] as const
/** Why somebody asked and did not order (PRE-CNV-01). */
export type LeadReason = (typeof LEAD_REASONS)[number]

export const LEAD_RESULTS = ['LATER', 'ORDERED', 'GIVEN_UP'] as const
/** What a follow-up of a lead came to. LATER: another one was agreed. */
export type LeadResult = (typeof LEAD_RESULTS)[number]

/** What is asked of a lead. Times are RFC 3339 UTC. */
export type LeadRequest =
  | {
      readonly step: 'REGISTER_LEAD'
      readonly caseId: string
      readonly consultation: boolean
      /** An open lead of the case is there already. */
      readonly registered: boolean
      /** What the consultation was about was ordered since, and not cancelled. */
      readonly ordered: boolean
      readonly nextAt: string
    }
  | {
      readonly step: 'FOLLOW_UP_LEAD'
      readonly leadId: string
      readonly status: 'OPEN' | 'ORDERED' | 'GIVEN_UP'
      readonly result: LeadResult
      /** `null`: no further one. */
      readonly nextAt: string | null
    }

export const UNPAID_REASONS = [
  'BALANCE_LOW',
  'CANNOT_PAY_ALONE',
  'PAYMENT_TROUBLE',
  'DETAILS_TO_CHECK',
  'UNDECIDED',
  'NO_ANSWER',
  'OTHER',
] as const
/** Why an order is not paid (PRE-CNV-02, -03). */
export type UnpaidReason = (typeof UNPAID_REASONS)[number]

/** The follow-up of an order that waits for payment. */
export interface PaymentFollowUpRequest {
  readonly orderId: string
  readonly tradeStatus: string
  /** Ordered without a word (PRE-CNV-13). */
  readonly silent: boolean
  readonly reason: UnpaidReason
  /** RFC 3339 UTC; `null`: nothing was agreed. */
  readonly agreedUntil: string | null
}
