export { type FollowUpAction, followUpActions, nextAllowedAt } from './actions.ts'
export { type Arranged, arrange } from './arrange.ts'
export { channelFor, channelsFor } from './channel.ts'
export type { ContactFacts, FollowUpAsk, FollowUpFacts, FollowUpRequest } from './facts.ts'
export { firstHourOf, isContactHour, latestFor, nextContactHour } from './hours.ts'
export { judgeFollowUp } from './judge.ts'
export {
  CANCEL_REASONS,
  FOLLOW_UP_KINDS,
  FOLLOW_UP_RESULTS,
  type FollowUpKind,
  type FollowUpReason,
  type FollowUpResult,
  type FollowUpStatus,
  hasEnded,
  KINDS,
} from './kinds.ts'
export {
  birthdaysOn,
  DATED_KINDS,
  type DatedKind,
  daysFrom,
  holidaysWithin,
  VIP_DAY_AT_MOST,
} from './occasions.ts'
export {
  afterSaleCallbackAt,
  complaintCallbackAt,
  purchaseCallbackAt,
  retryAt,
  unpaidFollowUpAt,
} from './plans.ts'
export { FOLLOW_UP_RULES, refusalOf } from './rules.ts'
