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
export { announceExpiry, expirePoints, type PointsOfDay } from './expire-points.ts'
export { type HoldLapsed, lapseHold } from './lapse-hold.ts'
export { loadPoints, originOfPoints, spendableNow } from './member.ts'
export { commitOffset, holdOffset, releaseOffset } from './offset.ts'
export { creditPurchase, receivePoints } from './purchase.ts'
export {
  type PointsReversed,
  type ReversePointsInput,
  reversePoints,
  reversePointsCommand,
} from './reverse-points.ts'
export { undo } from './undo.ts'
