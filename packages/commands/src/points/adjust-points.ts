import { type PointsAccounts, postPoints } from '@cs/data/points'
import { dayOf } from '@cs/domain/calendar'
import { expiryOf, judgePoints, type PointsRequest, pointsLines } from '@cs/domain/points'
import { z } from 'zod'
import type { Command, Loaded } from '../command.ts'
import type { Actor } from '../context.ts'
import { id, idempotencyKey, version } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type Preview, preview } from '../preview.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { byHand, movedBy, requireOwnAuthority } from './by-hand.ts'
import { loadPoints, originOfPoints } from './member.ts'

/** Why points are moved by hand. */
export const ADJUSTMENT_REASONS = ['CORRECTION', 'GOODWILL', 'CAMPAIGN', 'MISUSE'] as const
export type AdjustmentReason = (typeof ADJUSTMENT_REASONS)[number]

const schema = z.strictObject({
  customerId: id,
  /** Above zero: given; below: taken. */
  points: z
    .int()
    .min(-10_000_000)
    .max(10_000_000)
    .refine((points) => points !== 0),
  reason: z.enum(ADJUSTMENT_REASONS),
  expectedVersion: version.optional(),
  /** Required: points move. Optional only inside a request for approval. */
  idempotencyKey: idempotencyKey.optional(),
})
export type AdjustPointsInput = z.input<typeof schema>

export interface PointsAdjusted {
  readonly customerId: string
  readonly journalId: string
  readonly points: number
}

type Asked = Extract<PointsRequest, { step: 'ADJUST_POINTS' }>
interface Found extends Loaded<Asked> {
  readonly accounts: PointsAccounts
}

/**
 * Gives or takes points by hand, within the authority of the grade (defaults, Grades and authority); what the same
 * agent moved for the member on the same day counts. Beyond it somebody else approves (Q04). No more is taken than can
 * be spent.
 */
export function adjustPoints(
  deps: CommandDeps,
  actor: Actor,
  input: AdjustPointsInput,
): Promise<Outcome<PointsAdjusted>> {
  return runCommand(deps, actor, adjustPointsCommand, input, { keyRequired: true })
}

/** What adjustPoints would decide now. */
export function previewAdjustPoints(
  deps: CommandDeps,
  actor: Actor,
  input: AdjustPointsInput,
): Promise<Preview> {
  return preview(deps, actor, adjustPointsCommand, input)
}

export const adjustPointsCommand: Command<z.output<typeof schema>, Asked, PointsAdjusted, Found> = {
  name: 'adjustPoints',
  permission: 'points.adjust',
  schema,
  subjectType: 'Member',
  async load(run, { customerId, points }) {
    const accounts = await loadPoints(run, customerId)
    if (!accounts) return null
    const facts = { step: 'ADJUST_POINTS', ...(await byHand(run, customerId, accounts, points)) } as const
    return { subjectId: customerId, version: accounts.version, facts, accounts }
  },
  async attempt(run, _input, { facts, version: current }) {
    requireOwnAuthority(run, current, facts)
    return facts
  },
  judge: judgePoints,
  async execute(run, { customerId, points, reason }, { accounts }) {
    const { tx, now, context } = run
    const movement =
      points > 0
        ? ({ kind: 'ADJUSTMENT', points, expiresOn: expiryOf(now, context.pack) } as const)
        : ({ kind: 'DEDUCTION', points: -points, today: dayOf(now) } as const)
    const origin = { ...originOfPoints(run, customerId), ...movedBy(run), reason }
    const journalId = await postPoints(tx, origin, 'ADJUSTMENT', pointsLines(movement, accounts))
    return {
      ids: { customerId, journalId, points },
      events: [{ type: 'PointsAdjusted', data: { journalId, points, reason } }],
      fields: ['points'],
      purpose: reason,
    }
  },
}
