import { type Context, type Decision, judge, type Rule } from '../decisions/index.ts'
import type { PointsRequest } from './facts.ts'
import { BY_HAND_RULES } from './rules/by-hand.ts'
import { EARNING_RULES } from './rules/earning.ts'
import { SPENDING_RULES } from './rules/spending.ts'

/** Every rule on points that is judged; what orders earn is computed. */
export const POINTS_RULES: readonly Rule<PointsRequest>[] = [
  ...EARNING_RULES,
  ...SPENDING_RULES,
  ...BY_HAND_RULES,
]

/** May points be moved like this? */
export function judgePoints(request: PointsRequest, context: Context): Decision {
  return judge(request.step, POINTS_RULES, request, context)
}
