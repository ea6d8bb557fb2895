import type { InquiryType } from '../cases/index.ts'
import type { Lifecycle, ValueClass } from '../customers/index.ts'
import { hasBenefit, type Tier } from '../membership/index.ts'
import type { Pack } from '../policy/index.ts'

/** Who asks, as far as it orders the queue. */
export interface Asking {
  readonly inquiryType: InquiryType
  /** `null`: no member. */
  readonly tier: Tier | null
  readonly valueClass: ValueClass | null
  readonly lifecycle: Lifecycle | null
  readonly vip: boolean
}

export type ConsultationPriority = 'LOW' | 'MEDIUM' | 'HIGH'
const STEPS: readonly ConsultationPriority[] = ['LOW', 'MEDIUM', 'HIGH']

/**
 * Where a consultation stands in the queue: by what is asked (PRE-TYP-07 to -10), one step up for a tier with priority
 * handling (MEM-05), a customer of high value, a loyal one (CUS-ATT-06) or a VIP. It orders the queue and shortens no promise (Q75).
 */
export function priorityOf(asking: Asking, pack: Pack): ConsultationPriority {
  const base = rankOf(asking.inquiryType, pack)
  return STEPS[Math.min(base + (isPreferred(asking, pack) ? 1 : 0), 2)] ?? 'HIGH'
}

function rankOf(type: InquiryType, pack: Pack): number {
  if (pack.get('inquiry.high_priority').includes(type)) return 2
  return pack.get('inquiry.low_priority').includes(type) ? 0 : 1
}

function isPreferred({ tier, valueClass, lifecycle, vip }: Asking, pack: Pack): boolean {
  if (vip || valueClass === 'HIGH' || lifecycle === 'LOYAL') return true
  return tier !== null && hasBenefit(tier, 'PRIORITY_HANDLING', pack)
}
