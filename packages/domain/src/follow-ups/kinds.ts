import type { ConsentPurpose } from '../customers/index.ts'
import type { Skill } from '../routing/index.ts'

export const FOLLOW_UP_KINDS = [
  'COMPLAINT_CALLBACK',
  'AFTER_SALE_CALLBACK',
  'PURCHASE_CALLBACK',
  'BIRTHDAY',
  'HOLIDAY',
  'VIP_CARE',
  'UNPAID_ORDER',
  'LEAD',
  'WIN_BACK',
  'WAKE_UP',
] as const
/** Why a customer is contacted, in the order in which one goes before another within a week (Q26). */
export type FollowUpKind = (typeof FOLLOW_UP_KINDS)[number]

/** HELD: a complaint of the customer is open. The last five have ended. */
export type FollowUpStatus = 'OPEN' | 'HELD' | 'DONE' | 'UNREACHED' | 'CANCELLED' | 'DROPPED' | 'SUPPRESSED'

export const FOLLOW_UP_RESULTS = ['FINE', 'PROBLEM', 'INTERESTED', 'DECLINED', 'TOLD'] as const
/** What a contact came to. PROBLEM: not solved, or something new. */
export type FollowUpResult = (typeof FOLLOW_UP_RESULTS)[number]

/** Why a follow-up is held or ended without a contact. An agent may give the last three. */
export type FollowUpReason =
  | 'COMPLAINT_OPEN'
  | 'DO_NOT_CONTACT'
  | 'PLAIN_BUYER'
  | 'NO_CONSENT'
  | 'TOO_LATE'
  | 'NO_ANSWER'
  | 'CASE_REOPENED'
  | 'ORDER_PAID'
  | 'ORDER_CANCELLED'
  | 'LEAD_ENDED'
  | 'NOT_NEEDED'
  | 'CUSTOMER_ASKED'
  | 'DUPLICATE'

/** The reasons that an agent may give to cancel one. */
export const CANCEL_REASONS = ['NOT_NEEDED', 'CUSTOMER_ASKED', 'DUPLICATE'] as const

interface KindOf {
  /** The rule that asks for it. */
  readonly rule: string
  /** What the customer has to have agreed to where the channel leaves the platform (C-34). */
  readonly purpose: ConsentPurpose
  readonly queue: Skill
  /** It answers something that the customer raised: plain buyers are not spared it. */
  readonly ownMatter: boolean
}
const of = (rule: string, purpose: ConsentPurpose, queue: Skill, ownMatter = false): KindOf => ({
  rule,
  purpose,
  queue,
  ownMatter,
})

export const KINDS: Readonly<Record<FollowUpKind, KindOf>> = {
  COMPLAINT_CALLBACK: of('CMP-CAL-01', 'SERVICE', 'COMPLAINT', true),
  AFTER_SALE_CALLBACK: of('FUP-02', 'SERVICE', 'AFTER_SALE', true),
  PURCHASE_CALLBACK: of('FUP-09', 'SERVICE', 'AFTER_SALE'),
  BIRTHDAY: of('FUP-03', 'CARE', 'PRE_SALE'),
  HOLIDAY: of('FUP-03', 'CARE', 'PRE_SALE'),
  VIP_CARE: of('FUP-11', 'CARE', 'PRE_SALE'),
  UNPAID_ORDER: of('PRE-CNV-02', 'SERVICE', 'PRE_SALE'),
  LEAD: of('PRE-CNV-01', 'MARKETING', 'PRE_SALE'),
  WIN_BACK: of('FUP-05', 'MARKETING', 'PRE_SALE'),
  WAKE_UP: of('FUP-04', 'MARKETING', 'PRE_SALE'),
}

/** Lower goes first where two fall within a week. */
export const precedenceOf = (kind: FollowUpKind): number => FOLLOW_UP_KINDS.indexOf(kind)

/** Whether nothing is to be done about it any more. */
export const hasEnded = (status: FollowUpStatus): boolean => status !== 'OPEN' && status !== 'HELD'
