import { type Context, type Decision, judge } from '../decisions/index.ts'
import type { ApprovalFacts } from './facts.ts'
import { APPROVAL_RULES } from './rules.ts'

/** May this request be decided by whoever asks? */
export function judgeDecideApproval(facts: ApprovalFacts, context: Context): Decision {
  return judge('DECIDE_APPROVAL', APPROVAL_RULES, facts, context)
}
