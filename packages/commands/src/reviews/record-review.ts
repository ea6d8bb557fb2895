import { newId } from '@cs/data'
import { movePoints } from '@cs/data/points'
import { addReview } from '@cs/data/reviews'
import type { OrderFacts, OrderLineFacts } from '@cs/domain/orders'
import { expiryOf, isReviewOfQuality, judgePoints, type PointsRequest } from '@cs/domain/points'
import { dueAfter } from '@cs/domain/policy'
import { z } from 'zod'
import type { Command, Loaded } from '../command.ts'
import type { Actor, Run } from '../context.ts'
import { id, idempotencyKey, message } from '../fields.ts'
import { newNumber } from '../numbers.ts'
import { conflict, invalid, type Outcome } from '../outcomes.ts'
import { originOfPoints } from '../points/index.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { loadOrder } from './order.ts'

const schema = z.strictObject({
  orderId: id,
  lineId: id,
  score: z.int().min(1).max(5),
  text: message,
  hasPhoto: z.boolean().default(false),
  /** The praise was paid for: it is kept, and earns nothing (C-28). */
  paidPraise: z.boolean().default(false),
  /** When it was written; now where nothing is said. */
  postedAt: z.iso.datetime({ offset: true }).optional(),
  /** Required: points move. */
  idempotencyKey: idempotencyKey.optional(),
})
export type RecordReviewInput = z.input<typeof schema>
type Input = z.output<typeof schema>

export interface ReviewRecorded {
  readonly reviewId: string
  readonly orderId: string
  readonly number: string
  /** Points that it earned. */
  readonly points: number
}

type Asked = Extract<PointsRequest, { step: 'RECORD_REVIEW' }>
interface Found extends Loaded<Asked> {
  readonly order: OrderFacts
  readonly line: OrderLineFacts
}

/**
 * Takes in what a buyer wrote of a line that was received, once for each line (REV-05). A review of quality earns its
 * points at once (PTS-02, Q66); a bad one is to be answered in time (REV-02).
 */
export function recordReview(
  deps: CommandDeps,
  actor: Actor,
  input: RecordReviewInput,
): Promise<Outcome<ReviewRecorded>> {
  return runCommand(deps, actor, recordReviewCommand, input, { keyRequired: true })
}

const recordReviewCommand: Command<Input, Asked, ReviewRecorded, Found> = {
  name: 'recordReview',
  permission: 'review.record',
  schema,
  subjectType: 'Order',
  async load(run, { orderId, lineId, text, hasPhoto, paidPraise, postedAt }) {
    const order = await loadOrder(run, orderId)
    if (!order) return null
    const line = order.lines.find((each) => each.id === lineId)
    if (!line) throw invalid('lineId', 'NOT_OF_THIS_ORDER', STRANGE)
    if (postedAt && new Date(postedAt) > run.now) throw invalid('postedAt', 'INVALID', NOT_YET)
    const quality = isReviewOfQuality({ text, hasPhoto, paidPraise }, run.context.pack)
    const facts = { step: 'RECORD_REVIEW', orderId, lineId, received: isReceived(line), quality } as const
    return { subjectId: orderId, version: order.version, facts, order, line }
  },
  judge: judgePoints,
  async execute(run, input, { facts: { quality }, order, line }) {
    const { tx, actor, now, context } = run
    const reviewId = newId(now)
    const number = newNumber('RV', now)
    const kind = kindOf(input.score)
    const contact = context.pack.get('clock.review.contact.breach')
    const added = await addReview(tx, {
      shopId: actor.shop,
      id: reviewId,
      number,
      orderId: order.id,
      lineId: line.id,
      productId: line.productId,
      customerId: order.customerId,
      score: input.score,
      kind,
      text: input.text,
      hasPhoto: input.hasPhoto,
      postedAt: input.postedAt ? new Date(input.postedAt) : now,
      foundAt: now,
      contactDueAt: kind === 'BAD' && contact ? dueAfter(now, contact) : null,
    })
    if (!added) throw conflict(order.version, REVIEWED)
    const points = quality ? await credit(run, order, reviewId) : 0
    return {
      ids: { reviewId, orderId: order.id, number, points },
      events: [{ type: 'ReviewRecorded', data: { reviewId, lineId: line.id, kind, points } }],
      fields: points > 0 ? ['reviews', 'points'] : ['reviews'],
    }
  },
}

const isReceived = (line: OrderLineFacts) => line.status === 'SIGNED' || line.status === 'RETURNED'

function kindOf(score: number): 'GOOD' | 'MEDIUM' | 'BAD' {
  if (score >= 4) return 'GOOD'
  return score === 3 ? 'MEDIUM' : 'BAD'
}

/** Returns what it earned: nothing for who is no member. */
async function credit(run: Run, order: OrderFacts, reviewId: string): Promise<number> {
  const { tx, now, context } = run
  const points = context.pack.get('points.review')
  if (points === 0) return 0
  const origin = { ...originOfPoints(run, order.customerId), orderId: order.id, reviewId }
  const expiresOn = expiryOf(now, context.pack)
  return (await movePoints(tx, origin, { kind: 'REVIEW', points, expiresOn })) ? points : 0
}

const STRANGE = { zh: '该商品行不属于此订单。', en: 'This order has no such line.' }
const NOT_YET = { zh: '发表时间不能在将来。', en: 'It was not written in the future.' }
const REVIEWED = { zh: '该商品已经评价过。', en: 'This line was reviewed already.' }
