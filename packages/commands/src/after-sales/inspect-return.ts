import { inspectReturn as writeInspection } from '@cs/data/after-sales'
import { AHEAD, INSPECTION_FINDINGS } from '@cs/domain/after-sales'
import { z } from 'zod'
import { type Actor, agentOf } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
import { type Preview, preview } from '../preview.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { freightPayer } from './freight-payer.ts'
import { type AfterSaleMoved, stepInput } from './moved.ts'
import { stepCommand } from './step-command.ts'
import { moveStock } from './stock.ts'

const schema = z.strictObject({
  ...stepInput,
  result: z.enum(['PASSED', 'FAILED']),
  finding: z.enum(INSPECTION_FINDINGS),
})
export type InspectReturnInput = z.input<typeof schema>

export interface AfterSaleInspected extends AfterSaleMoved {
  readonly inspectionId: string
}

/** Records what the inspection of a return found (AS-SLA-08, AS-POL-01). Failed: nothing is owed for now. */
export function inspectReturn(
  deps: CommandDeps,
  actor: Actor,
  input: InspectReturnInput,
): Promise<Outcome<AfterSaleInspected>> {
  return runCommand(deps, actor, inspectReturnCommand, input, { keyRequired: true })
}

/** What inspectReturn would decide now. */
export function previewInspectReturn(
  deps: CommandDeps,
  actor: Actor,
  input: InspectReturnInput,
): Promise<Preview> {
  return preview(deps, actor, inspectReturnCommand, input)
}

const inspectReturnCommand = stepCommand({
  name: 'inspectReturn',
  permission: 'after_sale.receive',
  schema,
  ask: ({ result, finding }) => ({
    step: result === 'PASSED' ? 'PASS_INSPECTION' : 'FAIL_INSPECTION',
    finding,
  }),
  async prepare(run, { result, finding, note = null }, { subjectId, facts }) {
    const { tx, actor, now } = run
    const on = { shopId: actor.shop, caseId: subjectId, at: now }
    const inspectionId = await writeInspection(tx, {
      ...on,
      result,
      finding,
      note,
      inspectedBy: agentOf(run),
    })
    // Settled ahead of the goods: nothing else puts them on sale again (AS-POL-10, C-25).
    if (AHEAD.includes(facts.case.state)) {
      const inspection = { result, finding, at: now.toISOString() }
      await moveStock(run, { ...facts, case: { ...facts.case, inspection } }, [])
    }
    const set = {
      freight_payer: freightPayer(run, facts, { finding }),
      ...(finding === 'WORN' && { worn: true }),
      ...(finding === 'INTACT' && { intact: true }),
    }
    return { ids: { inspectionId }, options: { set }, data: { inspectionId, result, finding } }
  },
  event: 'ReturnInspected',
  fields: ['inspections', 'freightPayer'],
})
