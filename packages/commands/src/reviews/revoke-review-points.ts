import { journalOfReview, type PointsAccounts, type PointsJournal } from '@cs/data/points'
import { findReview } from '@cs/data/reviews'
import { judgePoints, type PointsRequest } from '@cs/domain/points'
import { z } from 'zod'
import type { Command, Loaded } from '../command.ts'
import type { Actor } from '../context.ts'
import { id, idempotencyKey } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { loadPoints, undo } from '../points/index.ts'
import { type CommandDeps, runCommand } from '../run.ts'

const schema = z.strictObject({
  reviewId: id,
  /** Required: points move. */
  idempotencyKey: idempotencyKey.optional(),
})
export type RevokeReviewPointsInput = z.input<typeof schema>

export interface ReviewPointsRevoked {
  readonly reviewId: string
  readonly customerId: string
  /** Below zero: what was taken back. */
  readonly points: number
}

type Asked = Extract<PointsRequest, { step: 'REVOKE_REVIEW_POINTS' }>
interface Found extends Loaded<Asked> {
  readonly customerId: string
  readonly accounts: PointsAccounts | null
  readonly journal: PointsJournal | undefined
}

/** Takes back the points of a review whose photo or text is found empty (PTS-02, Q66), once. */
export function revokeReviewPoints(
  deps: CommandDeps,
  actor: Actor,
  input: RevokeReviewPointsInput,
): Promise<Outcome<ReviewPointsRevoked>> {
  return runCommand(deps, actor, revokeReviewPointsCommand, input, { keyRequired: true })
}

const revokeReviewPointsCommand: Command<z.output<typeof schema>, Asked, ReviewPointsRevoked, Found> = {
  name: 'revokeReviewPoints',
  permission: 'review.care',
  schema,
  subjectType: 'Review',
  async load(run, { reviewId }) {
    const { tx, actor } = run
    const review = await findReview(tx, actor.shop, reviewId)
    if (!review) return null
    const { customerId } = review
    const accounts = await loadPoints(run, customerId)
    const journal = await journalOfReview(tx, actor.shop, reviewId)
    const facts = {
      step: 'REVOKE_REVIEW_POINTS',
      reviewId,
      points: journal?.points ?? null,
      reversed: journal?.reversed ?? false,
    } as const
    return { subjectId: reviewId, version: 1, facts, customerId, accounts, journal }
  },
  judge: judgePoints,
  async execute(run, { reviewId }, { customerId, accounts, journal }) {
    if (!journal || !accounts) throw new Error('points that nobody earned were to be taken back')
    await undo(run, journal, accounts)
    const points = -journal.points
    return {
      ids: { reviewId, customerId, points },
      events: [{ type: 'ReviewPointsRevoked', data: { customerId, points } }],
      fields: ['points'],
    }
  },
}
