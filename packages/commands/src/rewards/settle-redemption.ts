import { findHold, settleHold } from '@cs/data/points'
import { findRedemption, moveReward, type Redemption, settleRedemption } from '@cs/data/rewards'
import { judgePoints, type PointsRequest } from '@cs/domain/points'
import { z } from 'zod'
import type { Command, Loaded } from '../command.ts'
import type { Actor, Run } from '../context.ts'
import { id, idempotencyKey, version } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { loadPoints, originOfPoints } from '../points/index.ts'
import { type CommandDeps, runCommand } from '../run.ts'

const schema = z.strictObject({
  redemptionId: id,
  expectedVersion: version.optional(),
  /** Required: points move. */
  idempotencyKey: idempotencyKey.optional(),
})
export type SettleRedemptionInput = z.input<typeof schema>

export interface RedemptionSettled {
  readonly redemptionId: string
  readonly customerId: string
  readonly version: number
}

type Asked = Extract<PointsRequest, { step: 'SETTLE_REDEMPTION' }>
interface Found extends Loaded<Asked> {
  readonly redemption: Redemption
}
type Settling = Command<z.output<typeof schema>, Asked, RedemptionSettled, Found>

/** Records that a reward was handed over: the points that were set aside for it are spent. */
export function fulfilRedemption(
  deps: CommandDeps,
  actor: Actor,
  input: SettleRedemptionInput,
): Promise<Outcome<RedemptionSettled>> {
  return runCommand(deps, actor, settling('fulfilRedemption', 'FULFILLED'), input, { keyRequired: true })
}

/** Lets a redemption go: its points are available again, and its piece is there for others. */
export function cancelRedemption(
  deps: CommandDeps,
  actor: Actor,
  input: SettleRedemptionInput,
): Promise<Outcome<RedemptionSettled>> {
  return runCommand(deps, actor, settling('cancelRedemption', 'CANCELLED'), input, { keyRequired: true })
}

function settling(name: string, to: 'FULFILLED' | 'CANCELLED'): Settling {
  return {
    name,
    permission: to === 'FULFILLED' ? 'reward.fulfil' : 'points.spend',
    schema,
    subjectType: 'Redemption',
    async load(run, { redemptionId }) {
      const { tx, actor } = run
      const found = await findRedemption(tx, actor.shop, redemptionId)
      const accounts = found && (await loadPoints(run, found.customerId))
      // Again under the lock of the member: it may have lapsed meanwhile.
      const redemption = accounts && (await findRedemption(tx, actor.shop, redemptionId))
      if (!redemption) return null
      const facts = { step: 'SETTLE_REDEMPTION', redemptionId, status: redemption.status } as const
      return { subjectId: redemption.id, version: redemption.version, facts, redemption }
    },
    judge: judgePoints,
    async execute(run, { redemptionId }, { redemption }) {
      const { tx, actor, now } = run
      await settleOf(run, redemption, to)
      const next = await settleRedemption(tx, actor.shop, redemptionId, to, now)
      if (to === 'CANCELLED') await moveReward(tx, actor.shop, redemption.rewardId, 1)
      const { customerId } = redemption
      return {
        ids: { redemptionId, customerId, version: next ?? redemption.version },
        events: [
          {
            type: to === 'FULFILLED' ? 'RewardHandedOver' : 'RedemptionCancelled',
            data: { redemptionId, customerId },
          },
        ],
        fields: ['status', 'points'],
      }
    },
  }
}

/** What was won in a draw has no points set aside. */
async function settleOf(run: Run, redemption: Redemption, to: 'FULFILLED' | 'CANCELLED'): Promise<void> {
  const { tx, actor } = run
  if (!redemption.holdId) return
  const hold = await findHold(tx, actor.shop, redemption.holdId)
  if (!hold) return
  const outcome = to === 'FULFILLED' ? 'COMMITTED' : 'RELEASED'
  await settleHold(tx, hold, outcome, originOfPoints(run, redemption.customerId))
}
