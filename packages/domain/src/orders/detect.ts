import { type Pack, secondsOf } from '../policy/index.ts'
import type { OrderFacts, ProblemKind } from './facts.ts'
import { isWaiting, openLines, stageOf } from './stage.ts'

/** Whether the facts of an order show a problem. One that was looked into and dismissed is not shown again. */
export function isDetected(kind: ProblemKind, order: OrderFacts, pack: Pack): boolean {
  if (order.problems.some((each) => each.kind === kind && each.status === 'DISMISSED')) return false
  const stage = stageOf(order)
  if (!(stage === 'UNPAID' || stage === 'PARTLY_SHIPPED' || isWaiting(stage))) return false
  const { address } = order
  switch (kind) {
    case 'VAGUE_ADDRESS':
      return (
        !address?.detailPresent ||
        !address.detailSpecific ||
        [address.province, address.city, address.district].includes('')
      )
    case 'INVALID_CONTACT':
      return address !== null && !(address.phoneValid && address.recipientPresent)
    case 'OUT_OF_STOCK':
      return isShort(order) && !isOversold(stage, pack)
    case 'OVERSOLD':
      return isShort(order) && isOversold(stage, pack)
    case 'PAYMENT_ANOMALY':
      return hasPaymentAnomaly(order)
    case 'DUPLICATE':
      return order.duplicates.some(
        (each) => each.secondsApart <= secondsOf(pack.get('order.duplicate_window')),
      )
    case 'SUSPECTED_FAKE':
      return order.riskScore >= pack.get('order.risk_threshold')
  }
}

function isShort(order: OrderFacts): boolean {
  return openLines(order).some((line) => line.quantity > line.stock)
}

/** Sold and paid though it cannot be shipped: a shop that swaps handles it its own way (ORD-ABN-07). */
function isOversold(stage: ReturnType<typeof stageOf>, pack: Pack): boolean {
  return stage !== 'UNPAID' && pack.get('order.swap_before_print')
}

/** A payment failed and none has made up for it, or a paid order has received less than is payable. */
function hasPaymentAnomaly({ payments, payableFen, tradeStatus }: OrderFacts): boolean {
  if (payments.some((each) => each.method === 'CASH_ON_DELIVERY' && each.status !== 'FAILED')) return false
  const received = payments
    .filter((each) => each.status === 'RECEIVED')
    .reduce((sum, each) => sum + each.amountFen, 0)
  const failed = payments.some((each) => each.status === 'FAILED')
  return received < payableFen && (failed || tradeStatus !== 'UNPAID')
}
