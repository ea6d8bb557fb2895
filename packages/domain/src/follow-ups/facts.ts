import type { ConsentInForce, ContactChannel } from '../customers/index.ts'
import type { FollowUpKind, FollowUpStatus } from './kinds.ts'

/** A follow-up as the rules see it. Plain JSON, times RFC 3339 UTC. */
export interface FollowUpFacts {
  readonly id: string
  readonly kind: FollowUpKind
  readonly status: FollowUpStatus
  /** When the occasion, or the customer, asks for it. */
  readonly wantedAt: string
  /** When it is planned for: moved where another contact or the hours are in the way. */
  readonly dueAt: string
  /** Later than this it is dropped (Q26). */
  readonly latestAt: string
  /** An agent is at it since then; `null`: nobody is. */
  readonly startedAt: string | null
  /** Through which that agent began it; `null`: nobody did. */
  readonly startedBy: ContactChannel | null
  readonly attempts: number
}

/** What of a customer decides on contacting them. */
export interface ContactFacts {
  readonly customerId: string
  readonly doNotContact: boolean
  /** Buys, pays, rates, and wants no contact (CUS-BUY-02). */
  readonly plainBuyer: boolean
  /** A complaint of theirs is not closed. */
  readonly openComplaint: boolean
  /** When they were last contacted proactively; `null`: never. */
  readonly lastContactAt: string | null
  /** When a callback was last logged outside of follow-ups (C-34); `null`: never. */
  readonly lastCallbackAt: string | null
  readonly preferredChannel: ContactChannel | null
  readonly consents: readonly ConsentInForce[]
}

/** What is asked of a follow-up. */
export type FollowUpAsk =
  | { readonly step: 'PLAN' }
  /** `at`: when the contact begins or began. */
  | { readonly step: 'START'; readonly channel: ContactChannel; readonly at: string }
  | {
      readonly step: 'COMPLETE'
      readonly channel: ContactChannel
      readonly at: string
      readonly durationSeconds: number | null
    }
  | { readonly step: 'NO_ANSWER'; readonly channel: ContactChannel; readonly at: string }
  | { readonly step: 'RESCHEDULE'; readonly at: string }
  | { readonly step: 'HAND_OVER' }
  | { readonly step: 'CANCEL' }

/** A follow-up, its customer, and what is asked: stored with the decision. */
export interface FollowUpRequest {
  readonly followUp: FollowUpFacts
  readonly customer: ContactFacts
  readonly ask: FollowUpAsk
}
