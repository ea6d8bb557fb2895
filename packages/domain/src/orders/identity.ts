import type { OrderFacts } from './facts.ts'
import { evidence } from './verdicts.ts'

/** Whether the buyer's identity was checked for this order and the check still holds (Q39, Q71). */
export function identityHolds(order: OrderFacts, now: Date): boolean {
  return order.identityCheckedUntil !== null && new Date(order.identityCheckedUntil) >= now
}

export const identityEvidence = evidence(
  'IDENTITY_CHECK',
  '请客户报订单号和下单手机号后四位，核实通过后 15 分钟内可修改一次',
  'Ask for the order number and the last four digits of the phone on the order; the check holds for one change within 15 minutes',
)
