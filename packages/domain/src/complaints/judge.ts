import { type Context, type Decision, judge } from '../decisions/index.ts'
import type { ComplaintAsk, ComplaintRequest } from './facts.ts'
import { COMPLAINT_RULES } from './rules/index.ts'

/** The action under which decisions on complaints are stored, by step: `COMPLAINT_OPEN`. */
export const actionOfComplaint = (step: ComplaintAsk['step']) => `COMPLAINT_${step}` as const

/** Judges a complaint or a step of one by every rule that speaks to it; also how a stored decision is replayed. */
export function judgeComplaint(request: ComplaintRequest, context: Context): Decision {
  return judge(actionOfComplaint(request.ask.step), COMPLAINT_RULES, request, context)
}
