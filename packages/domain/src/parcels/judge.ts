import { type Context, type Decision, judge } from '../decisions/index.ts'
import type { TrackingFacts } from './matters.ts'
import { TRACKING_RULES } from './rules.ts'

/** What follows from what a carrier reports. */
export function judgeTracking(facts: TrackingFacts, context: Context): Decision {
  return judge('REPORT_TRACKING', TRACKING_RULES, facts, context)
}
