import { recordReview, revokeReviewPoints } from '@cs/commands'
import { CODES } from '../mapping.ts'
import { Review } from '../reviews/index.ts'
import { answered, permitted } from './answers.ts'
import { memberField } from './points.ts'
import { subjectCommand } from './subject-command.ts'

const reviewed = (t: unknown) => ({
  review: answered(t, Review, 'reviewId', 'The review.'),
  points: (t as { exposeInt(name: string, options: object): unknown }).exposeInt('points', {
    description: 'The points that moved with it: earned above zero, taken back below.',
  }),
  ...permitted(t),
})

subjectCommand('recordReview', {
  description:
    'Takes in what a buyer wrote of a line that was received, once for each line (REV-05). A review of quality earns its points at once (PTS-02, Q66).',
  permission: 'review.record',
  subject: { field: 'orderId', code: CODES.Order, description: 'The order.' },
  fields: (t) => ({
    lineId: t.id({ required: true, description: 'The line it is about.' }),
    score: t.int({ required: true, description: 'Stars, 1 to 5.' }),
    text: t.string({ required: true, description: 'What was written, at most 2000 characters.' }),
    hasPhoto: t.boolean({ description: 'Whether a photo came with it.' }),
    paidPraise: t.boolean({ description: 'Whether it was paid for: then it earns nothing (C-28).' }),
    postedAt: t.field({ type: 'DateTime', description: 'When it was written; left out: now.' }),
  }),
  ids: { lineId: CODES.OrderLine },
  withoutVersion: true,
  keyRequired: true,
  success: 'It is on record.',
  answers: reviewed,
  command: recordReview,
})

subjectCommand('revokeReviewPoints', {
  description: 'Takes back the points of a review whose photo or text is found empty (PTS-02, Q66).',
  permission: 'review.care',
  subject: { field: 'reviewId', code: CODES.Review, description: 'The review.' },
  withoutVersion: true,
  keyRequired: true,
  success: 'They were taken back.',
  answers: (t) => ({ ...reviewed(t), member: memberField(t) }),
  command: revokeReviewPoints,
})
