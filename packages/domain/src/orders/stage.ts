import type { OrderFacts, OrderLineFacts } from './facts.ts'

/** The rows of table E.1: where trade and goods stand together, as one state. */
export type Stage =
  | 'UNPAID'
  | 'UNPRINTED'
  | 'PRINTED'
  /** The waybill was not found on the shelf. */
  | 'PULL_FAILED'
  | 'PARTLY_SHIPPED'
  | 'SHIPPED'
  | 'INTERCEPTING'
  /** The parcel came back to the shop. */
  | 'RETURNED'
  | 'SIGNED'
  | 'COMPLETED'
  | 'CANCELLED'

/** Goods outrank the trade's word: a parcel that left has left, even if the trade lags (ORD-CAN-08). */
export function stageOf({ tradeStatus, physicalStatus }: OrderFacts): Stage {
  if (tradeStatus === 'CANCELLED' || tradeStatus === 'COMPLETED' || tradeStatus === 'UNPAID')
    return tradeStatus
  if (physicalStatus === 'RETURNED') return 'RETURNED'
  if (tradeStatus === 'SIGNED' || physicalStatus === 'DELIVERED') return 'SIGNED'
  if (physicalStatus === 'INTERCEPT_REQUESTED') return 'INTERCEPTING'
  if (tradeStatus === 'SHIPPED' || physicalStatus === 'HANDED_OVER') return 'SHIPPED'
  if (tradeStatus === 'PARTLY_SHIPPED' || physicalStatus === 'PARTLY_HANDED_OVER') return 'PARTLY_SHIPPED'
  if (physicalStatus === 'PULL_FAILED') return 'PULL_FAILED'
  return physicalStatus === 'NOT_PRINTED' ? 'UNPRINTED' : 'PRINTED'
}

/** Paid, and nothing has left. */
export function isWaiting(stage: Stage): boolean {
  return stage === 'UNPRINTED' || stage === 'PRINTED' || stage === 'PULL_FAILED'
}

/** The trade is over. */
export function isClosed(stage: Stage): boolean {
  return stage === 'CANCELLED' || stage === 'COMPLETED'
}

/** Something or everything has left the shop. */
export function hasLeft(stage: Stage): boolean {
  return ['PARTLY_SHIPPED', 'SHIPPED', 'INTERCEPTING', 'RETURNED', 'SIGNED'].includes(stage)
}

/** Lines that are neither cancelled nor gone. */
export function openLines(order: OrderFacts): readonly OrderLineFacts[] {
  return order.lines.filter((line) => line.status === 'OPEN')
}

/**
 * The lines an ask to cancel is about: those named, else all; without what was cancelled or taken back before. A gift
 * goes with the last line that was bought, if it is where that is.
 */
export function linesToCancel(
  order: OrderFacts,
  lineIds: readonly string[] | null,
): readonly OrderLineFacts[] {
  const left = order.lines.filter((line) => !isSettled(line))
  const named = left.filter((line) => !lineIds || lineIds.includes(line.id))
  if (left.some((line) => !line.gift && !named.includes(line))) return named
  const follows = (line: OrderLineFacts) =>
    line.gift && named.some((each) => !each.gift && each.status === line.status)
  return left.filter((line) => named.includes(line) || follows(line))
}

/** Cancelled, or back in the shop and refunded. */
export function isSettled(line: OrderLineFacts): boolean {
  return line.status === 'CANCELLED' || line.status === 'RETURNED'
}

/** Whether an ask to cancel is about lines that have not left, and no others (ORD-CAN-03). */
export function areAllHere(order: OrderFacts, lineIds: readonly string[] | null): boolean {
  const lines = linesToCancel(order, lineIds)
  return lines.length > 0 && lines.every((line) => line.status === 'OPEN')
}
