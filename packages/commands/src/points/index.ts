export {
  ADJUSTMENT_REASONS,
  type AdjustmentReason,
  type AdjustPointsInput,
  adjustPoints,
  adjustPointsCommand,
  type PointsAdjusted,
  previewAdjustPoints,
} from './adjust-points.ts'
export { type CheckedIn, type CheckInInput, checkIn } from './check-in.ts'
export { loadPoints, spendableNow } from './member.ts'
export { commitOffset, holdOffset, releaseOffset } from './offset.ts'
export { creditPurchase, receivePoints } from './purchase.ts'
export {
  type PointsReversed,
  type ReversePointsInput,
  reversePoints,
  reversePointsCommand,
} from './reverse-points.ts'
