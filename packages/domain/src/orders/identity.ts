import type { Context } from '../decisions/index.ts'
import { dueAfter } from '../policy/index.ts'
import type { OrderFacts } from './facts.ts'
import { evidence } from './verdicts.ts'

/** Whether the buyer's identity was checked for this order and the check still holds (Q39, Q71). */
export function identityHolds(order: OrderFacts, { pack, now }: Context): boolean {
  if (order.identityCheckedAt === null) return false
  const until = dueAfter(new Date(order.identityCheckedAt), pack.get('order.identity_check_hold'))
  return until >= now
}

export const identityEvidence = evidence(
  'IDENTITY_CHECK',
  '请客户报订单号和下单手机号后四位，核实通过后 15 分钟内可修改一次',
  'Ask for the order number and the last four digits of the phone on the order; the check holds for one change within 15 minutes',
)
