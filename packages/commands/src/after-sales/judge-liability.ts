import { CAUSES, LIABLE_PARTIES } from '@cs/domain/after-sales'
import { z } from 'zod'
import type { Actor } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
import { type Preview, preview } from '../preview.ts'
import { enterWrongShipment } from '../registers/index.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { freightPayer } from './freight-payer.ts'
import { type AfterSaleMoved, stepInput } from './moved.ts'
import { stepCommand } from './step-command.ts'

const APPRAISERS = ['AGENT', 'QUALITY_CONTROL', 'MANUFACTURER', 'CARRIER'] as const

const schema = z.strictObject({
  ...stepInput,
  cause: z.enum(CAUSES),
  liable: z.enum(LIABLE_PARTIES),
  /** Who looked at it. */
  appraiser: z.enum(APPRAISERS).default('AGENT'),
})
export type JudgeLiabilityInput = z.input<typeof schema>

/**
 * Records the cause and who answers for it, on the evidence (AS-LIA-07, -08, -20). This is the buyer's side alone:
 * a claim against the carrier is a record of its own (C-26).
 */
export function judgeLiability(
  deps: CommandDeps,
  actor: Actor,
  input: JudgeLiabilityInput,
): Promise<Outcome<AfterSaleMoved>> {
  return runCommand(deps, actor, judgeLiabilityCommand, input)
}

/** What judgeLiability would decide now. */
export function previewJudgeLiability(
  deps: CommandDeps,
  actor: Actor,
  input: JudgeLiabilityInput,
): Promise<Preview> {
  return preview(deps, actor, judgeLiabilityCommand, input)
}

const judgeLiabilityCommand = stepCommand({
  name: 'judgeLiability',
  permission: 'after_sale.handle',
  schema,
  ask: ({ cause, liable, appraiser }) => ({ step: 'JUDGE_LIABILITY', cause, liable, appraiser }),
  async prepare(run, { cause, liable, appraiser }, { facts }) {
    await enterWrongShipment(run, facts.case.id, cause)
    const payer = freightPayer(run, facts, { liable })
    const set = { cause, liable, appraiser, judged_at: run.now, freight_payer: payer }
    return { ids: {}, options: { set }, data: { cause, liable, appraiser } }
  },
  event: 'LiabilityJudged',
  fields: ['cause', 'liable', 'appraiser', 'freightPayer'],
})
