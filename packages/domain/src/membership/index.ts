export {
  type Benefit,
  type BenefitCode,
  benefitsOf,
  discountPercent,
  hasBenefit,
  hasDedicatedAgent,
  hasFreeReturn,
  titleOfBenefit,
} from './benefits.ts'
export { explainTierChange, type TierChangeFacts } from './explain.ts'
export { GIFT_RULES, type GiftBenefit, type GiftFacts, giftsOn, judgeGift } from './gifts.ts'
export { afterMoves, moveOnFirst, moveUp, ruleOfTier, type TierMove, type TierState } from './moves.ts'
export { type Keep, type Progress, progressOf, type TierFacts } from './progress.ts'
export { ENROLMENT_RULES, type EnrolmentFacts, judgeEnrolment } from './rules.ts'
export { isAtLeast, nextTier, TIERS, type Tier, thresholdOf, tierFor } from './tiers.ts'
export { countsUntil, firstFrom, lowersOn, windowDays, windowStart } from './window.ts'
