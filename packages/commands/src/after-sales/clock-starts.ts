import {
  type AfterSaleCaseFacts,
  type AfterSaleReason,
  type AfterSaleType,
  comesBack,
} from '@cs/domain/after-sales'
import type { ClockName } from '@cs/domain/policy'

export function clocksAtApply(of: { reason: AfterSaleReason }): readonly ClockName[] {
  const all: readonly ClockName[] = ['after_sale.acknowledge', 'after_sale.review']
  return of.reason === 'LOST' ? [...all, 'parcel.lost_plan', 'parcel.resolve'] : all
}

export function clocksAtApproval(
  found: { type: AfterSaleType },
  { pickup }: { pickup: boolean },
): readonly ClockName[] {
  if (comesBack(found.type)) return [pickup ? 'after_sale.pickup' : 'after_sale.send_back']
  return found.type === 'PARTIAL_REFUND' ? ['partial_refund'] : ['after_sale.replacement']
}

export function clocksAtReceipt(found: Pick<AfterSaleCaseFacts, 'type'>): readonly ClockName[] {
  return found.type === 'RETURN_AND_REFUND' ? ['after_sale.refund'] : ['after_sale.replacement']
}
