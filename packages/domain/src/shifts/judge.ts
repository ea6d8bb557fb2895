import { type Context, type Decision, judge } from '../decisions/index.ts'
import type { ShiftRequest } from './facts.ts'
import { SHIFT_RULES } from './rules.ts'

/** May this be handed over, taken over or completed by whoever asks? */
export function judgeShift(request: ShiftRequest, context: Context): Decision {
  return judge(request.action, SHIFT_RULES, request, context)
}
