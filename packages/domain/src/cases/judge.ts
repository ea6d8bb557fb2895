import { type Context, type Decision, judge } from '../decisions/index.ts'
import type { CaseRequest } from './request.ts'
import { CASE_RULES } from './rules/index.ts'

/** May this be done with this case? The action of the decision is the step, such as `CASE_TRANSFER`. */
export function judgeCase(request: CaseRequest, context: Context): Decision {
  return judge(`CASE_${request.ask.step}`, CASE_RULES, request, context)
}
