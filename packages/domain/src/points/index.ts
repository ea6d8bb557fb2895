export { dayInRow } from './check-in.ts'
export {
  type Drawn,
  type DrawPlay,
  type DrawPrize,
  drawPrize,
  type RecordedPlay,
  replayDraw,
  seedHash,
} from './draw.ts'
export type { ByHand, CheckIn, PointsRequest, Spending } from './facts.ts'
export { judgePoints, POINTS_RULES } from './judge.ts'
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
export {
  checkInPoints,
  expiryOf,
  mostPointsFor,
  noticeDayOf,
  offsetFen,
  returnedExpiry,
  returnedLots,
  type SpentLot,
} from './use.ts'
