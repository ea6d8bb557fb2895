import type { Rule } from '../../decisions/index.ts'
import type { CaseRequest } from '../request.ts'
import { MEDIA_RULES } from './media.ts'
import { PEOPLE_RULES } from './people.ts'
import { QUESTION_RULES } from './questions.ts'
import { ENDING_RULES, RECORD_RULES } from './record.ts'

/** Every rule of cases that all three kinds have in common. */
export const CASE_RULES: readonly Rule<CaseRequest>[] = [
  ...RECORD_RULES,
  ...ENDING_RULES,
  ...PEOPLE_RULES,
  ...QUESTION_RULES,
  ...MEDIA_RULES,
]
