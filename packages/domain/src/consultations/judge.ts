import { type Context, type Decision, judge } from '../decisions/index.ts'
import type { LeadRequest, PaymentFollowUpRequest } from './facts.ts'
import { LEAD_RULES, PAYMENT_FOLLOW_UP_RULES } from './rules.ts'

/** May this lead be registered or followed up? */
export function judgeLead(request: LeadRequest, context: Context): Decision {
  return judge(request.step, LEAD_RULES, request, context)
}

/** May this order be followed up for its payment? The findings say what helps. */
export function judgePaymentFollowUp(request: PaymentFollowUpRequest, context: Context): Decision {
  return judge('FOLLOW_UP_PAYMENT', PAYMENT_FOLLOW_UP_RULES, request, context)
}
