export {
  type Benefit,
  type BenefitCode,
  benefitsOf,
  discountPercent,
  hasDedicatedAgent,
  hasFreeReturn,
} from './benefits.ts'
export { type Progress, progressTo } from './progress.ts'
export { isAtLeast, nextTier, stepTier, TIERS, type Tier, thresholdOf, tierFor } from './tiers.ts'
