import type { Department } from '../access/index.ts'

export type CaseKind = 'CONSULTATION' | 'AFTER_SALE' | 'COMPLAINT'
export type CaseStatus = 'OPEN' | 'WAITING_FOR_CUSTOMER' | 'WAITING_FOR_OTHERS' | 'SOLVED' | 'CLOSED'
export type MessageChannel = 'CHAT' | 'PHONE' | 'OFFLINE_MESSAGE' | 'FORM'

export const INQUIRY_TYPES = [
  'SPECIFICATION',
  'PRICE',
  'SHIPPING_TIME',
  'USAGE',
  'AUTHENTICITY',
  'AUDIENCE',
  'COMPATIBILITY',
  'EFFECT',
  'RETURN',
  'EXCHANGE',
  'LOGISTICS',
  'OTHER',
] as const
/** What a customer asks (PRE-TYP-01 to -10), or which after-sale they write about (AS-SLA-22, -23). */
export type InquiryType = (typeof INQUIRY_TYPES)[number]

export const STAGES = [
  'GREETING',
  'NEED',
  'RECOMMENDATION',
  'DOUBTS',
  'OFFER',
  'CLOSING',
  'FAREWELL',
] as const
/** The seven steps of a consultation (PRE-WF-01). */
export type Stage = (typeof STAGES)[number]

/** Departments that are asked about cases (ROL-06, C-37). */
export type AskedDepartment = Exclude<Department, 'service'>

/** A case as its rules see it: nothing of what was said in it. Times are RFC 3339 UTC. */
export interface CaseFacts {
  readonly id: string
  readonly number: string
  readonly kind: CaseKind
  readonly status: CaseStatus
  readonly version: number
  readonly customerId: string
  readonly orderId: string | null
  readonly productId: string | null
  readonly ownerId: string
  readonly assigneeId: string
  readonly archivedAt: string | null
  readonly mergedInto: string | null
  /** `null`: no after-sale. */
  readonly afterSaleState: string | null
  /** `null`: no consultation. */
  readonly inquiryType: InquiryType | null
  readonly stage: Stage | null
  /** When the conversation that goes on began; `null`: nothing was said yet. */
  readonly conversationAt: string | null
  readonly lastCustomerAt: string | null
  /** The last answer of a person (C-01). */
  readonly lastReplyAt: string | null
  readonly lastMessageAt: string | null
  /** A complaint that the media follow (CMP-SPC-03). */
  readonly inTheMedia: boolean
}

/** Who asks, as far as it matters here. */
export interface CaseActorFacts {
  readonly kind: 'AGENT' | 'PARTNER' | 'WORKER'
  readonly id: string | null
  readonly department: Department | null
  /** Holds `case.own`: may take ownership over (Q49). */
  readonly mayOwn: boolean
  /** Holds `complaint.supervise`: answers for the shop where the media listen. */
  readonly supervises: boolean
}

/** What another department was asked. */
export interface TaskFacts {
  readonly id: string
  readonly department: AskedDepartment
  readonly status: 'OPEN' | 'ANSWERED'
}

/** On which occasion a case passes to somebody else. */
export type TransferOccasion = 'TRANSFER' | 'TAKE_OVER' | 'HANDOVER_ITEM' | 'FAST_LANE'

export const HANDOVER_REASONS = ['LEFT_COMPANY', 'LONG_ABSENCE', 'CONFLICT_OF_INTEREST'] as const
/** Why ownership passes (Q49). */
export type HandoverReason = (typeof HANDOVER_REASONS)[number]
