import { type Context, type Decision, judge } from '../decisions/index.ts'
import type { AfterSaleRequest } from './request.ts'
import { AFTER_SALE_RULES } from './rules/index.ts'

/** The action under which decisions on after-sales are stored, by step: `AFTER_SALE_APPLY`. */
export const actionOfStep = (step: AfterSaleRequest['ask']['step']) => `AFTER_SALE_${step}` as const

/** Judges an application or a step by every rule that speaks to it; also how a stored decision is replayed. */
export function judgeAfterSale(request: AfterSaleRequest, context: Context): Decision {
  return judge(actionOfStep(request.ask.step), AFTER_SALE_RULES, request, context)
}
