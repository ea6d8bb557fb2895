import { type Context, type Decision, judge } from '../decisions/index.ts'
import type { FollowUpRequest } from './facts.ts'
import { FOLLOW_UP_RULES } from './rules.ts'

/** May this be done with a follow-up, and may its customer be contacted? */
export function judgeFollowUp(request: FollowUpRequest, context: Context): Decision {
  return judge(`FOLLOW_UP_${request.ask.step}`, FOLLOW_UP_RULES, request, context)
}
