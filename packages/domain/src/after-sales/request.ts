import type { Fen } from '../money/index.ts'
import type {
  ActorFacts,
  AfterSaleCaseFacts,
  AfterSaleOrderFacts,
  Cause,
  EvidenceKind,
  InspectionFinding,
  LiableParty,
} from './facts.ts'
import type { AfterSaleReason, AfterSaleType } from './states.ts'
import type { StepName } from './steps.ts'

/** What the customer wants of which pieces, and what was shown for it. */
export interface Application {
  readonly type: AfterSaleType
  readonly reason: AfterSaleReason
  /** At least one; for COMPENSATION none is needed. */
  readonly lines: readonly { readonly lineId: string; readonly quantity: number }[]
  readonly evidence: readonly EvidenceKind[]
  /** Opened, worn or washed; `null`: not known yet. */
  readonly worn: boolean | null
  /** As sold, by the shop's list of what keeps goods fit for resale; `null`: not known yet. */
  readonly intact: boolean | null
  /** What the customer's scale shows for everything received (AS-WF-BAS-7); `null`: not weighed. */
  readonly receivedGrams: number | null
  /** Asks for a special approval where a no-reason promise has ended (AS-LIA-06, Q18). */
  readonly asException: boolean
  /** PARTIAL_REFUND, COMPENSATION: what is asked for; `null`: to be proposed. */
  readonly amountFen: Fen | null
  readonly compensationKind: CompensationKind | null
  readonly replacementSkuId: string | null
}

export const COMPENSATION_KINDS = [
  'COUPON',
  'CASH',
  'GIFT',
  'POINTS',
  'FREIGHT_CREDIT',
  'DELAY',
  'REPAIR_COST',
] as const
/** In what a compensation is given: at face value, points at 1 fen (Q61). */
export type CompensationKind = (typeof COMPENSATION_KINDS)[number]

export const FREIGHT_MODES = [
  'PREPAID_PICKUP',
  'REFUND',
  'CREDIT_WITH_CONSENT',
  'TOP_UP_LINK',
  'NONE',
] as const
/** How return freight is settled (C-11, AS-POL-33, AS-FRT-04). NONE: the customer simply pays the courier. */
export type FreightMode = (typeof FREIGHT_MODES)[number]

/** What is asked. APPLY opens an after-sale; all others are steps of one. */
export type AfterSaleAsk =
  | { readonly step: 'APPLY'; readonly application: Application }
  | { readonly step: 'APPROVE'; readonly amountFen: Fen | null }
  | { readonly step: 'REJECT'; readonly ruleIds: readonly string[] }
  | {
      readonly step: 'JUDGE_LIABILITY'
      readonly cause: Cause
      readonly liable: LiableParty
      readonly appraiser: 'AGENT' | 'QUALITY_CONTROL' | 'MANUFACTURER' | 'CARRIER'
    }
  | {
      readonly step: 'RECORD_RETURN_SHIPMENT'
      readonly carrier: string
      readonly freightCollect: boolean
      readonly freightFen: Fen
      readonly pickup: boolean
    }
  | { readonly step: 'RECEIVE_RETURN' | 'REFUSE_RETURN' }
  | { readonly step: 'PASS_INSPECTION' | 'FAIL_INSPECTION'; readonly finding: InspectionFinding }
  | { readonly step: 'SEND_REPLACEMENT' }
  | {
      readonly step: 'CHOOSE_REPLACEMENT'
      readonly skuId: string | null
      readonly stock: number | null
      readonly priceDifferenceFen: Fen
      readonly presale: boolean
    }
  /** `hasReference`: the document of the platform's decision is named. */
  | { readonly step: 'LOSE_DISPUTE'; readonly hasReference: boolean }
  | { readonly step: 'COMPENSATE'; readonly kind: CompensationKind; readonly amountFen: Fen }
  | {
      readonly step: Exclude<
        StepName,
        | 'APPROVE'
        | 'REJECT'
        | 'JUDGE_LIABILITY'
        | 'RECORD_RETURN_SHIPMENT'
        | 'RECEIVE_RETURN'
        | 'REFUSE_RETURN'
        | 'PASS_INSPECTION'
        | 'FAIL_INSPECTION'
        | 'SEND_REPLACEMENT'
        | 'CHOOSE_REPLACEMENT'
        | 'COMPENSATE'
        | 'LOSE_DISPUTE'
      >
    }

/** The facts of one judgement. `case` is `null` for APPLY. */
export interface AfterSaleRequest {
  readonly order: AfterSaleOrderFacts
  readonly case: AfterSaleCaseFacts | null
  readonly actor: ActorFacts
  readonly ask: AfterSaleAsk
}
