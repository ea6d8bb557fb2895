import type { ActorFacts, Cause, CompensationKind, LiableParty } from '../after-sales/index.ts'
import type { Fen } from '../money/index.ts'
import type {
  ComplaintGrade,
  ComplaintHarm,
  ComplaintState,
  ComplaintTopic,
  EscalationLevel,
  EscalationTrigger,
  MaliceStage,
  Satisfaction,
  SpecialKind,
} from './states.ts'
import type { ComplaintStepName } from './steps.ts'

/**
 * What is true of a complaint when a step on it is judged. Texts appear as whether they were written, never as what
 * they say. Times RFC 3339 UTC.
 */
export interface ComplaintFacts {
  readonly id: string
  readonly number: string
  readonly version: number
  readonly state: ComplaintState
  readonly topic: ComplaintTopic
  readonly grade: ComplaintGrade
  /** `null`: nobody graded it yet; ORDINARY is then provisional. */
  readonly gradedAt: string | null
  readonly harms: readonly ComplaintHarm[]
  readonly claimedFen: Fen | null
  readonly openedAt: string
  readonly ownerId: string
  readonly customerId: string
  readonly orderId: string | null
  readonly skuId: string | null
  readonly carrier: string | null
  /** Whether it was written down what the customer expects. */
  readonly hasDemand: boolean
  /** Files that prove it, once stored. */
  readonly evidence: number
  readonly cause: Cause | null
  readonly liable: LiableParty | null
  readonly hasRootCause: boolean
  readonly satisfaction: Satisfaction | null
  readonly special: readonly SpecialKind[]
  readonly malice: MaliceStage | null
  /** The escalation that nobody acknowledged yet. */
  readonly escalation: null | {
    readonly id: string
    readonly trigger: EscalationTrigger
    readonly level: EscalationLevel
    readonly toId: string | null
  }
  /** Latest times of the promises that run; `null`: none does. */
  readonly answerBy: string | null
  readonly escalateBy: string | null
  readonly progressBy: string | null
  readonly promisedBy: string | null
  readonly reopened: number
  /** Granted on this case and on all that belong to it: linked, merged, or of one order (Q33). */
  readonly compensatedFen: Fen
  /** What was paid for the order; `null`: it is about none. */
  readonly paidFen: Fen | null
}

/** Who asks. */
export interface ComplaintActor extends ActorFacts {
  /** `null`: the worker. */
  readonly id: string | null
  /** Holds `complaint.supervise`: the second pair of eyes, and the voice of the official channel. */
  readonly supervises: boolean
}

/** What is known of a complaint when it comes in. */
export interface NewComplaint {
  readonly topic: ComplaintTopic
  readonly harms: readonly ComplaintHarm[]
  readonly claimedFen: Fen | null
  /** When the customer complained before, any subject; `null`: never (Q35). */
  readonly previousAt: string | null
  /** Distinct customers who complained of the same SKU or carrier within the window, this one counted. */
  readonly customers: number
  /** A group of the same SKU or carrier is open. */
  readonly groupOpen: boolean
}

/** What is asked. OPEN takes a complaint in; all others are steps of one. */
export type ComplaintAsk =
  | { readonly step: 'OPEN'; readonly complaint: NewComplaint }
  | { readonly step: 'RECORD'; readonly grade: ComplaintGrade | null; readonly demand: boolean }
  | { readonly step: 'GRADE'; readonly grade: ComplaintGrade; readonly reasoned: boolean }
  | {
      readonly step: 'VERIFY'
      readonly cause: Cause
      readonly liable: LiableParty
      readonly rootCause: boolean
    }
  | { readonly step: 'SUMMARISE'; readonly rootCause: boolean; readonly prevention: boolean }
  | { readonly step: 'PROMISE_LIMIT'; readonly until: string }
  | { readonly step: 'MARK'; readonly kind: SpecialKind; readonly stage: MaliceStage | null }
  | { readonly step: 'ESCALATE'; readonly trigger: EscalationTrigger }
  | { readonly step: 'COMPENSATE'; readonly kind: CompensationKind; readonly amountFen: Fen }
  | {
      readonly step: Exclude<
        ComplaintStepName,
        'RECORD' | 'GRADE' | 'VERIFY' | 'SUMMARISE' | 'PROMISE_LIMIT' | 'MARK' | 'ESCALATE' | 'COMPENSATE'
      >
    }

/** The facts of one judgement. `complaint` is `null` for OPEN. */
export interface ComplaintRequest {
  readonly complaint: ComplaintFacts | null
  readonly actor: ComplaintActor
  readonly ask: ComplaintAsk
}
