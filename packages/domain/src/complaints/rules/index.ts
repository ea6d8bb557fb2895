import type { Rule } from '../../decisions/index.ts'
import type { ComplaintRequest } from '../facts.ts'
import { COMPENSATION_RULES } from './compensation.ts'
import { ESCALATION_RULES } from './escalation.ts'
import { GRADING_RULES } from './grading.ts'
import { LIMIT_RULES } from './limit.ts'
import { STEP_RULES } from './order-of-steps.ts'
import { SPECIAL_RULES } from './special.ts'

/** Every rule that judges a complaint or a step of one. */
export const COMPLAINT_RULES: readonly Rule<ComplaintRequest>[] = [
  ...STEP_RULES,
  ...GRADING_RULES,
  ...LIMIT_RULES,
  ...ESCALATION_RULES,
  ...SPECIAL_RULES,
  ...COMPENSATION_RULES,
]
