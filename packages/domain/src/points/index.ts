export {
  type Available,
  type Lot,
  NotEnoughPoints,
  POINTS_ACCOUNTS,
  type PointsAccount,
  type PointsLine,
  type PointsMovement,
  pointsLines,
  spendable,
} from './ledger.ts'
export { clawBack, pointsFor } from './purchase.ts'
export { isReviewOfQuality } from './review.ts'
export { checkInPoints, expiryOf, mostPointsFor, noticeDayOf, offsetFen, returnedExpiry } from './use.ts'
