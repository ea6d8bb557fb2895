import { lockOrder } from '@cs/data/orders'
import { findHold, type PointsHold, settleHold } from '@cs/data/points'
import { moveReward, redemptionOfHold, settleRedemption } from '@cs/data/rewards'
import { judge } from '@cs/domain/decisions'
import { z } from 'zod'
import type { Command, Loaded } from '../command.ts'
import type { Actor } from '../context.ts'
import { id } from '../fields.ts'
import { conflict, Forbidden, type Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { loadPoints, originOfPoints } from './member.ts'

const schema = z.strictObject({ holdId: id })

export interface HoldLapsed {
  readonly holdId: string
}

interface LapseFacts {
  readonly holdId: string
  readonly purpose: string
  readonly points: number
  readonly lapsesAt: string
}
interface Found extends Loaded<LapseFacts> {
  readonly hold: PointsHold
}

/** Lets points go that were set aside and not spent in time, and with them what they were for. For the worker alone. */
export function lapseHold(
  deps: CommandDeps,
  actor: Actor,
  input: z.input<typeof schema>,
): Promise<Outcome<HoldLapsed>> {
  return runCommand(deps, actor, lapseHoldCommand, input)
}

const lapseHoldCommand: Command<z.output<typeof schema>, LapseFacts, HoldLapsed, Found> = {
  name: 'lapseHold',
  permission: 'points.spend',
  schema,
  subjectType: 'Member',
  async load(run, { holdId }) {
    const { tx, actor, now } = run
    if (actor.kind !== 'worker') throw new Forbidden('points.spend')
    const found = await findHold(tx, actor.shop, holdId)
    if (!found) return null
    // The order first, then the member, as everywhere.
    if (found.orderId) await lockOrder(tx, actor.shop, found.orderId, now)
    const accounts = await loadPoints(run, found.customerId)
    const hold = await findHold(tx, actor.shop, holdId)
    if (!accounts || hold?.status !== 'HELD') return null
    const { purpose, points, lapsesAt } = hold
    const facts = { holdId, purpose, points, lapsesAt: lapsesAt.toISOString() }
    return { subjectId: hold.customerId, version: accounts.version, facts, hold }
  },
  async attempt(run, _input, { hold, facts, version }) {
    if (hold.lapsesAt > run.now) throw conflict(version, NOT_YET)
    return facts
  },
  judge: (facts, context) => judge('LAPSE_HOLD', [], facts, context),
  async execute(run, { holdId }, { hold }) {
    const { tx, actor, now } = run
    await settleHold(tx, hold, 'LAPSED', originOfPoints(run, hold.customerId))
    const redemption = await redemptionOfHold(tx, actor.shop, holdId)
    if (redemption && (await settleRedemption(tx, actor.shop, redemption.id, 'LAPSED', now)))
      await moveReward(tx, actor.shop, redemption.rewardId, 1)
    return {
      ids: { holdId },
      events: [{ type: 'PointsHoldLapsed', data: { holdId, purpose: hold.purpose, points: hold.points } }],
      fields: ['points'],
    }
  },
}

const NOT_YET = { zh: '占用尚未到期。', en: 'This hold has not lapsed yet.' }
