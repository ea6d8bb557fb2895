export { clawBack, pointsFor } from './purchase.ts'
export { isReviewOfQuality } from './review.ts'
export { checkInPoints, expiryOf, mostPointsFor, noticeDayOf, offsetFen, returnedExpiry } from './use.ts'
