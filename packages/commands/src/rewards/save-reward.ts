import { lockRewardByCode, saveReward as save } from '@cs/data/rewards'
import { judgePoints, type PointsRequest } from '@cs/domain/points'
import { z } from 'zod'
import type { Command } from '../command.ts'
import type { Actor } from '../context.ts'
import { idempotencyKey, line, version } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'

const schema = z.strictObject({
  /** Chosen by the shop; a code that is there changes that reward. */
  code: z.string().regex(/^[A-Z0-9][A-Z0-9_-]{1,29}$/),
  name: line,
  points: z.int().min(1).max(100_000_000),
  /** Pieces that are there; `null`: as many as are wanted. */
  stock: z.int().min(0).max(1_000_000).nullable(),
  active: z.boolean(),
  /** Of the reward that is there. */
  expectedVersion: version.optional(),
  idempotencyKey: idempotencyKey.optional(),
})
export type SaveRewardInput = z.input<typeof schema>

export interface RewardSaved {
  readonly rewardId: string
  readonly version: number
}

/** Says what points are exchanged for. What is held or owed of a reward keeps its own terms. */
export function saveReward(
  deps: CommandDeps,
  actor: Actor,
  input: SaveRewardInput,
): Promise<Outcome<RewardSaved>> {
  return runCommand(deps, actor, saveRewardCommand, input)
}

const saveRewardCommand: Command<z.output<typeof schema>, PointsRequest, RewardSaved> = {
  name: 'saveReward',
  permission: 'reward.manage',
  schema,
  subjectType: 'Shop',
  async load(run, { code }) {
    const known = await lockRewardByCode(run.tx, run.actor.shop, code)
    const facts = { step: 'SAVE_REWARD', rewardId: known?.id ?? '' } as const
    return { subjectId: run.actor.shop, version: known?.version ?? 1, facts }
  },
  judge: judgePoints,
  async execute(run, { code, name, points, stock, active }) {
    const { tx, actor, now } = run
    const saved = await save(tx, { shopId: actor.shop, code, name, points, stock, active, at: now })
    return {
      ids: { rewardId: saved.id, version: saved.version },
      events: [{ type: 'RewardSaved', data: { rewardId: saved.id, code, points, stock, active } }],
      fields: ['rewards'],
    }
  },
}
