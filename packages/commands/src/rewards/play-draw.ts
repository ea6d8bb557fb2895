import { newId } from '@cs/data'
import { findHold, holdPoints, movePoints, settleHold } from '@cs/data/points'
import { addPlay, addRedemption, type Draw, findDraw, type Prize, prizesOf, seedOf } from '@cs/data/rewards'
import { dayOf } from '@cs/domain/calendar'
import { drawPrize, expiryOf, judgePoints, type PointsRequest } from '@cs/domain/points'
import { z } from 'zod'
import type { Command, Loaded } from '../command.ts'
import type { Actor, Run } from '../context.ts'
import { id, idempotencyKey } from '../fields.ts'
import { newNumber } from '../numbers.ts'
import { notFound, type Outcome } from '../outcomes.ts'
import { loadPoints, originOfPoints, spendableNow } from '../points/index.ts'
import { type CommandDeps, runCommand } from '../run.ts'

const schema = z.strictObject({
  customerId: id,
  drawId: id,
  /** Chosen by the player's side, so that nobody who knows the seed knows the outcome before. */
  clientSeed: z
    .string()
    .regex(/^[\x21-\x7e]{0,64}$/)
    .default(''),
  /** Required: points move. */
  idempotencyKey: idempotencyKey.optional(),
})
export type PlayDrawInput = z.input<typeof schema>

export interface DrawPlayed {
  readonly playId: string
  readonly customerId: string
  /** The number of the play in its draw. */
  readonly nonce: number
  /** Points that were won; 0: none. */
  readonly points: number
  /** The reward that was won, to be handed over; `null`: none. */
  readonly redemptionId: string | null
}

type Asked = Extract<PointsRequest, { step: 'PLAY_DRAW' }>
interface Found extends Loaded<Asked> {
  readonly draw: Draw
}

/**
 * Draws a prize for points (PTS-04). What comes out follows from the seed of the draw, the number of the play and what
 * the player's side chose; it is recorded with the number that was drawn, and can be checked by anybody once the draw
 * is closed.
 */
export function playDraw(
  deps: CommandDeps,
  actor: Actor,
  input: PlayDrawInput,
): Promise<Outcome<DrawPlayed>> {
  return runCommand(deps, actor, playDrawCommand, input, { keyRequired: true })
}

const playDrawCommand: Command<z.output<typeof schema>, Asked, DrawPlayed, Found> = {
  name: 'playDraw',
  permission: 'points.spend',
  schema,
  subjectType: 'Member',
  async load(run, { customerId, drawId }) {
    const accounts = await loadPoints(run, customerId)
    if (!accounts) return null
    const draw = await findDraw(run.tx, run.actor.shop, drawId, { lock: !run.asking })
    if (!draw) throw notFound('Draw')
    const { points, open } = draw
    const facts = { step: 'PLAY_DRAW', drawId, points, open, spendable: spendableNow(run, accounts) } as const
    return { subjectId: customerId, version: accounts.version, facts, draw }
  },
  judge: judgePoints,
  async execute(run, { customerId, drawId, clientSeed }, { draw }) {
    const { tx, actor, now, commandId } = run
    const holdId = await spend(run, customerId, draw.points)
    const prizes = await prizesOf(tx, actor.shop, drawId)
    const nonce = draw.plays + 1
    const seed = await seedOf(tx, actor.shop, drawId)
    const { roll, total, position } = drawPrize({ seed, nonce, clientSeed }, prizes)
    const prize = prizes.find((each) => each.position === position)
    if (!prize) throw new Error('a prize that is none of the draw')
    const redemptionId = await give(run, customerId, prize)
    const playId = newId(now)
    const play = { id: playId, drawId, nonce, customerId, holdId, clientSeed, roll, total }
    const on = { shopId: actor.shop, at: now, commandId }
    await addPlay(tx, { ...on, ...play, prizeId: prize.id, redemptionId })
    return {
      ids: { playId, customerId, nonce, points: prize.points ?? 0, redemptionId },
      events: [
        { type: 'DrawPlayed', data: { playId, drawId, nonce, prizeId: prize.id, points: draw.points } },
      ],
      fields: ['points', 'plays'],
    }
  },
}

/** Sets the price aside and spends it at once. Returns the hold. */
async function spend(run: Run, customerId: string, points: number): Promise<string> {
  const { tx, actor, now } = run
  const origin = originOfPoints(run, customerId)
  const what = { purpose: 'DRAW', points, today: dayOf(now), lapsesAt: now } as const
  const holdId = await holdPoints(tx, origin, what)
  const hold = holdId && (await findHold(tx, actor.shop, holdId))
  if (!hold || !(await settleHold(tx, hold, 'COMMITTED', origin))) throw new Error('a draw nobody paid for')
  return hold.id
}

/** Hands over what was won: points at once, a reward as something owed. */
async function give(run: Run, customerId: string, prize: Prize): Promise<string | null> {
  const { tx, actor, now, context, commandId } = run
  if (prize.points !== null) {
    const movement = { kind: 'PRIZE', points: prize.points, expiresOn: expiryOf(now, context.pack) } as const
    await movePoints(tx, originOfPoints(run, customerId), movement)
  }
  const { rewardId } = prize
  if (!rewardId) return null
  const redemptionId = newId(now)
  const number = newNumber('RD', now)
  const on = { shopId: actor.shop, at: now, commandId }
  const won = { id: redemptionId, number, rewardId, customerId, holdId: null, points: 0 }
  await addRedemption(tx, { ...on, ...won })
  return redemptionId
}
