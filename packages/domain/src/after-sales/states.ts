import type { ClockName } from '../policy/index.ts'

export const AFTER_SALE_TYPES = [
  'RETURN_AND_REFUND',
  'EXCHANGE',
  'REPAIR',
  'RESHIP',
  'PARTIAL_REFUND',
  'COMPENSATION',
  'PLATFORM_DISPUTE',
] as const
/** The seven types of after-sales (AS-TYP-01 to -07). */
export type AfterSaleType = (typeof AFTER_SALE_TYPES)[number]

export const AFTER_SALE_REASONS = [
  'NO_REASON',
  'SIZE_FIT',
  'QUALITY',
  'MADE_WRONG',
  'WRONG_ITEM',
  'NOT_AS_DESCRIBED',
  'TRANSIT_DAMAGE',
  'MISSING_ITEM',
  'EXTRA_ITEM',
  'LOST',
  'LATE',
  'SERVICE',
  'PRICE',
] as const
/** Why the customer asks: the real reason, always (C-10). PRICE: a discount or postage owed (AS-TYP-08). */
export type AfterSaleReason = (typeof AFTER_SALE_REASONS)[number]

export const AFTER_SALE_STATES = [
  'APPLIED',
  'REVIEWING',
  'EVIDENCE_REQUESTED',
  'APPROVED',
  'RETURN_IN_TRANSIT',
  'RETURN_REFUSED',
  'RECEIVED',
  'INSPECTION_PASSED',
  'INSPECTION_FAILED',
  'REFUND_OWED',
  'REFUNDED',
  'REPLACEMENT_UNAVAILABLE',
  'REPLACEMENT_SENT',
  'REPAIRING',
  'REPAIRED',
  'DISPUTED',
  'COMPLETED',
  'REJECTED',
  'WITHDRAWN',
  'LAPSED',
] as const
/** Where an after-sale stands (AS-WF-RET, AS-WF-EXC and their missing branches). */
export type AfterSaleState = (typeof AFTER_SALE_STATES)[number]

const ENDED: ReadonlySet<AfterSaleState> = new Set(['COMPLETED', 'REJECTED', 'WITHDRAWN', 'LAPSED'])

/** Whether nothing more is owed on it. An ended one may be opened again (return.reopen_limit). */
export const hasEnded = (state: AfterSaleState) => ENDED.has(state)

/** The status of the case around it. */
export function caseStatusOf(state: AfterSaleState): CaseStatusName {
  if (hasEnded(state)) return 'CLOSED'
  return CASE_STATUS[state] ?? 'OPEN'
}

type CaseStatusName = 'OPEN' | 'WAITING_FOR_CUSTOMER' | 'WAITING_FOR_OTHERS' | 'SOLVED' | 'CLOSED'

const CASE_STATUS: Partial<Record<AfterSaleState, CaseStatusName>> = {
  EVIDENCE_REQUESTED: 'WAITING_FOR_CUSTOMER',
  APPROVED: 'WAITING_FOR_CUSTOMER',
  REPLACEMENT_UNAVAILABLE: 'WAITING_FOR_CUSTOMER',
  RETURN_REFUSED: 'WAITING_FOR_CUSTOMER',
  RETURN_IN_TRANSIT: 'WAITING_FOR_OTHERS',
  DISPUTED: 'WAITING_FOR_OTHERS',
  REPLACEMENT_SENT: 'WAITING_FOR_OTHERS',
  REPAIRED: 'WAITING_FOR_OTHERS',
  REFUNDED: 'SOLVED',
}

/** What happens to the clocks of a case at a step. A clock without a promise in the pack is not started. */
export interface ClockMoves {
  readonly start?: readonly ClockName[]
  /** Latest times that clocks to start have of their own, in place of the pack's: never looser (C-03, Q59). */
  readonly latest?: Readonly<Partial<Record<ClockName, Date>>>
  /** Met or breached by when it stops. */
  readonly stop?: readonly ClockName[]
  /** Waiting for the customer: these stand still until `resume`. */
  readonly pause?: readonly ClockName[]
  readonly resume?: readonly ClockName[]
  /** Nothing is owed on these any more: neither met nor breached, unless they were broken by then. */
  readonly end?: readonly ClockName[]
  /** Their latest time counts from this step, where the pack says so (Q13). Done after `start`. */
  readonly recount?: readonly ClockName[]
  /** The reminder of these was sent. */
  readonly remind?: readonly ClockName[]
  /** Nothing is owed any more on the subject. Done before `start`. */
  readonly endAll?: true
}
