export { type RecordReviewInput, type ReviewRecorded, recordReview } from './record-review.ts'
export {
  type ReviewPointsRevoked,
  type RevokeReviewPointsInput,
  revokeReviewPoints,
} from './revoke-review-points.ts'
