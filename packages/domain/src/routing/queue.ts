import type { AgentFunction } from '../access/index.ts'

/** What it takes to handle a case: a function of ROL-03, or complaints (C-38). Queues bear the same names. */
export const SKILLS = ['PRE_SALE', 'IN_SALE', 'AFTER_SALE', 'REVIEW_CARE', 'TECHNICAL', 'COMPLAINT'] as const
export type Skill = (typeof SKILLS)[number]

/** What of a case decides on its queue. */
export interface Queued {
  readonly kind: 'CONSULTATION' | 'AFTER_SALE' | 'COMPLAINT'
  readonly inquiryType?: string | null
  readonly orderId?: string | null
  readonly reviewId?: string | null
}

const TECHNICAL: readonly unknown[] = ['USAGE', 'COMPATIBILITY']

/** The queue of a case. The column `queue` of cases says the same. */
export function queueOf(of: Queued): Skill {
  if (of.kind !== 'CONSULTATION') return of.kind
  if (of.reviewId) return 'REVIEW_CARE'
  if (TECHNICAL.includes(of.inquiryType)) return 'TECHNICAL'
  return of.orderId ? 'IN_SALE' : 'PRE_SALE'
}

/** The skill that comes with a function. */
export function skillOf(fn: AgentFunction): Skill {
  return fn.toUpperCase() as Uppercase<AgentFunction>
}
