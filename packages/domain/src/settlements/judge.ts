import { AFTER_SALE_RULES } from '../after-sales/index.ts'
import { type Context, type Decision, judge, type Rule } from '../decisions/index.ts'
import type { ClaimRequest, FreightRequest, RefundRequest } from './facts.ts'
import { CLAIM_RULES, FREIGHT_SETTLEMENT_RULES, REFUND_RULES } from './rules/index.ts'

/** What the rules of after-sales say of the step that goes with a refund's. */
const OF_THE_CASE: readonly Rule<RefundRequest>[] = AFTER_SALE_RULES.map((rule) => ({
  ...rule,
  judge: ({ afterSale }, context) => (afterSale ? rule.judge(afterSale, context) : null),
  cases: [],
}))

/** May this refund be issued, tried again, or recorded as arrived or failed? */
export function judgeRefundStep(request: RefundRequest, context: Context): Decision {
  return judge(request.step, [...REFUND_RULES, ...OF_THE_CASE], request, context)
}

/** May freight be settled like this? */
export function judgeFreightSettlement(request: FreightRequest, context: Context): Decision {
  return judge('SETTLE_FREIGHT', FREIGHT_SETTLEMENT_RULES, request, context)
}

/** May this claim be opened, answered or settled? */
export function judgeClaim(request: ClaimRequest, context: Context): Decision {
  return judge(request.step, CLAIM_RULES, request, context)
}
