import { type Context, type Decision, judge } from '../decisions/index.ts'
import { REGISTER_RULES, type VerificationFacts } from './rules.ts'

/** May this wrong shipment be verified by whoever asks? */
export function judgeVerification(facts: VerificationFacts, context: Context): Decision {
  return judge('VERIFY_WRONG_SHIPMENT', REGISTER_RULES, facts, context)
}
