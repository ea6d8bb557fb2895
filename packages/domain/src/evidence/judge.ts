import { type Context, type Decision, judge } from '../decisions/index.ts'
import type { EvidenceFacts } from './facts.ts'
import { EVIDENCE_ARCHIVE_RULES } from './rules.ts'

/** May this proof be added? */
export function judgeAddEvidence(facts: EvidenceFacts, context: Context): Decision {
  return judge('ADD_EVIDENCE', EVIDENCE_ARCHIVE_RULES, facts, context)
}
