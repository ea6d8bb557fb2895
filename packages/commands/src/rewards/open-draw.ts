import { randomBytes } from 'node:crypto'
import { newId } from '@cs/data'
import { addDraw, findReward } from '@cs/data/rewards'
import { judgePoints, type PointsRequest, seedHash } from '@cs/domain/points'
import { z } from 'zod'
import type { Command } from '../command.ts'
import type { Actor } from '../context.ts'
import { id, idempotencyKey, line } from '../fields.ts'
import { conflict, invalid, notFound, type Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'

const prize = z.strictObject({
  name: line,
  /** Its share of all weights is its chance. */
  weight: z.int().min(1).max(1_000_000),
  /** Points that are won. */
  points: z.int().min(1).max(1_000_000).optional(),
  /** The reward that is won. With neither, nothing is. */
  rewardId: id.optional(),
  /** Pieces; absent: as many as are drawn. */
  stock: z.int().min(0).max(1_000_000).optional(),
})
const schema = z.strictObject({
  code: z.string().regex(/^[A-Z0-9][A-Z0-9_-]{1,29}$/),
  name: line,
  prizes: z.array(prize).min(2).max(50),
  idempotencyKey: idempotencyKey.optional(),
})
export type OpenDrawInput = z.input<typeof schema>

export interface DrawOpened {
  readonly drawId: string
  /** The SHA-256 of the seed: fixed before the first play. */
  readonly seedHash: string
}

/**
 * Opens a draw (PTS-04): its prizes, weights and seed are fixed now, and the hash of the seed is published, so that
 * nobody can choose what comes out once plays begin. A play costs what the pack says.
 */
export function openDraw(
  deps: CommandDeps,
  actor: Actor,
  input: OpenDrawInput,
): Promise<Outcome<DrawOpened>> {
  return runCommand(deps, actor, openDrawCommand, input)
}

const openDrawCommand: Command<z.output<typeof schema>, PointsRequest, DrawOpened> = {
  name: 'openDraw',
  permission: 'reward.manage',
  schema,
  subjectType: 'Shop',
  async load(run, { prizes }) {
    for (const [i, { points, rewardId }] of prizes.entries()) {
      if (points !== undefined && rewardId) throw invalid(`prizes.${i}.rewardId`, 'INVALID', ONE_OF_BOTH)
      if (rewardId && !(await findReward(run.tx, run.actor.shop, rewardId, { lock: false })))
        throw notFound('Reward')
    }
    const endless = prizes.some(({ stock }) => stock === undefined)
    const facts = { step: 'OPEN_DRAW', prizes: prizes.length, endless } as const
    return { subjectId: run.actor.shop, version: 1, facts }
  },
  judge: judgePoints,
  async execute(run, { code, name, prizes }) {
    const { tx, actor, now, context } = run
    const seed = randomBytes(32).toString('hex')
    const drawId = newId(now)
    const points = context.pack.get('points.draw')
    const added = await addDraw(tx, {
      shopId: actor.shop,
      id: drawId,
      code,
      name,
      points,
      seed,
      seedHash: seedHash(seed),
      prizes: prizes.map((each) => ({
        id: newId(now),
        name: each.name,
        weight: each.weight,
        points: each.points ?? null,
        rewardId: each.rewardId ?? null,
        stock: each.stock ?? null,
      })),
      at: now,
    })
    if (!added) throw conflict(1, CODE_TAKEN)
    return {
      ids: { drawId, seedHash: seedHash(seed) },
      events: [{ type: 'DrawOpened', data: { drawId, code, points, seedHash: seedHash(seed) } }],
      fields: ['draws'],
    }
  },
}

const ONE_OF_BOTH = {
  zh: '奖项为积分或奖品，二者取一。',
  en: 'A prize is points or a reward: one of both.',
}
const CODE_TAKEN = { zh: '该抽奖代码已被使用。', en: 'There is a draw of this code already.' }
