import { newId } from '@cs/data'
import { holdPoints } from '@cs/data/points'
import { addRedemption, findReward, moveReward, type Reward } from '@cs/data/rewards'
import { dayOf } from '@cs/domain/calendar'
import { judgePoints, type PointsRequest } from '@cs/domain/points'
import { dueAfter } from '@cs/domain/policy'
import { z } from 'zod'
import type { Command, Loaded } from '../command.ts'
import type { Actor } from '../context.ts'
import { id, idempotencyKey } from '../fields.ts'
import { newNumber } from '../numbers.ts'
import { notFound, type Outcome } from '../outcomes.ts'
import { loadPoints, originOfPoints, spendableNow } from '../points/index.ts'
import { type Preview, preview } from '../preview.ts'
import { type CommandDeps, runCommand } from '../run.ts'

const schema = z.strictObject({
  customerId: id,
  rewardId: id,
  /** Required: points move. */
  idempotencyKey: idempotencyKey.optional(),
})
export type RedeemRewardInput = z.input<typeof schema>

export interface RewardRedeemed {
  readonly redemptionId: string
  readonly customerId: string
  readonly number: string
  readonly points: number
  /** RFC 3339 UTC: it is let go then, unless the reward was handed over. */
  readonly lapsesAt: string
}

type Asked = Extract<PointsRequest, { step: 'REDEEM_REWARD' }>
interface Found extends Loaded<Asked> {
  readonly reward: Reward
}

/**
 * Exchanges points for a reward (PTS-04): they are set aside with one piece of it, spent when it is handed over, and let
 * go where that does not happen in time.
 */
export function redeemReward(
  deps: CommandDeps,
  actor: Actor,
  input: RedeemRewardInput,
): Promise<Outcome<RewardRedeemed>> {
  return runCommand(deps, actor, redeemRewardCommand, input, { keyRequired: true })
}

/** What redeemReward would decide now. */
export function previewRedeemReward(
  deps: CommandDeps,
  actor: Actor,
  input: RedeemRewardInput,
): Promise<Preview> {
  return preview(deps, actor, redeemRewardCommand, input)
}

const redeemRewardCommand: Command<z.output<typeof schema>, Asked, RewardRedeemed, Found> = {
  name: 'redeemReward',
  permission: 'points.spend',
  schema,
  subjectType: 'Member',
  async load(run, { customerId, rewardId }) {
    const { tx, actor, asking } = run
    const accounts = await loadPoints(run, customerId)
    if (!accounts) return null
    const found = await findReward(tx, actor.shop, rewardId, { lock: false })
    // Only pieces that may run out are waited for: a reward without a limit is no queue.
    const limited = found?.stock !== null && !asking
    const reward = limited ? await findReward(tx, actor.shop, rewardId, { lock: true }) : found
    if (!reward) throw notFound('Reward')
    const { points, active, stock } = reward
    const spendable = spendableNow(run, accounts)
    const facts = { step: 'REDEEM_REWARD', rewardId, points, active, stock, spendable } as const
    return { subjectId: customerId, version: accounts.version, facts, reward }
  },
  judge: judgePoints,
  async execute(run, { customerId, rewardId }, { reward: { points } }) {
    const { tx, actor, now, context, commandId } = run
    const lapsesAt = dueAfter(now, context.pack.get('points.hold'))
    const what = { purpose: 'EXCHANGE', points, today: dayOf(now), lapsesAt } as const
    const holdId = await holdPoints(tx, originOfPoints(run, customerId), what)
    await moveReward(tx, actor.shop, rewardId, -1)
    const redemptionId = newId(now)
    const number = newNumber('RD', now)
    const on = { shopId: actor.shop, at: now, commandId }
    await addRedemption(tx, { ...on, id: redemptionId, number, rewardId, customerId, holdId, points })
    return {
      ids: { redemptionId, customerId, number, points, lapsesAt: lapsesAt.toISOString() },
      events: [{ type: 'RewardRedeemed', data: { redemptionId, rewardId, points } }],
      fields: ['points', 'redemptions'],
    }
  },
}
