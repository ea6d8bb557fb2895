import { type AfterSaleCaseFacts, type AfterSaleType, comesBack } from '@cs/domain/after-sales'
import type { ClockName } from '@cs/domain/policy'

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
