import { closeDraw as close, type Draw, findDraw, seedOf } from '@cs/data/rewards'
import { judgePoints, type PointsRequest } from '@cs/domain/points'
import { z } from 'zod'
import type { Command, Loaded } from '../command.ts'
import type { Actor } from '../context.ts'
import { id, idempotencyKey } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'

const schema = z.strictObject({ drawId: id, idempotencyKey: idempotencyKey.optional() })
export type CloseDrawInput = z.input<typeof schema>

export interface DrawClosed {
  readonly drawId: string
  /** 64 hexadecimal digits: its SHA-256 was published when the draw was opened. */
  readonly seed: string
  readonly plays: number
}

interface Found extends Loaded<PointsRequest> {
  readonly draw: Draw
}

/** Closes a draw and publishes its seed, so that every play can be checked. */
export function closeDraw(
  deps: CommandDeps,
  actor: Actor,
  input: CloseDrawInput,
): Promise<Outcome<DrawClosed>> {
  return runCommand(deps, actor, closeDrawCommand, input)
}

const closeDrawCommand: Command<z.output<typeof schema>, PointsRequest, DrawClosed, Found> = {
  name: 'closeDraw',
  permission: 'reward.manage',
  schema,
  subjectType: 'Draw',
  async load(run, { drawId }) {
    const draw = await findDraw(run.tx, run.actor.shop, drawId, { lock: true })
    if (!draw) return null
    const facts = { step: 'CLOSE_DRAW', drawId, open: draw.open } as const
    return { subjectId: drawId, version: 1, facts, draw }
  },
  judge: judgePoints,
  async execute(run, { drawId }, { draw: { plays } }) {
    const { tx, actor, now } = run
    const seed = await seedOf(tx, actor.shop, drawId)
    await close(tx, actor.shop, drawId, seed, now)
    return {
      ids: { drawId, seed, plays },
      events: [{ type: 'DrawClosed', data: { drawId, plays, seed } }],
      fields: ['status', 'seed'],
    }
  },
}
