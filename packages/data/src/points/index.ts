export { lockPoints, type PointsAccounts, readPoints } from './account.ts'
export { addCheckIn, lastCheckIn } from './check-ins.ts'
export { type PointsDrift, type PointsDriftOf, pointsDrift } from './drift.ts'
export {
  type DuePoints,
  expiredPoints,
  lapsedPointsHolds,
  pointsToAnnounce,
  setPointsAnnounced,
} from './due.ts'
export {
  findHold,
  type HoldPurpose,
  holdOfOrder,
  holdPoints,
  type NewHold,
  type PointsHold,
  settleHold,
} from './holds.ts'
export {
  findPointsJournal,
  journalOfReview,
  lotsOfJournal,
  movedByHand,
  type PointsJournal,
} from './journals.ts'
export {
  type CreditedPoints,
  clawBackPoints,
  creditedPoints,
  grantPoints,
  movePoints,
  type PointsOfOrder,
  returnPoints,
  spentOnOrder,
} from './order-points.ts'
export { type PointsJournalKind, type PointsOrigin, postPoints } from './post.ts'
