import { judgeAfterSale } from '@cs/domain/after-sales'
import { z } from 'zod'
import { type LoadedAfterSale, loadAfterSale, type StepRequest, takeStep } from '../after-sales/index.ts'
import type { Command } from '../command.ts'
import type { Actor } from '../context.ts'
import { id, idempotencyKey, note, version } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'

const schema = z.strictObject({
  caseId: id,
  note: note.optional(),
  expectedVersion: version.optional(),
  idempotencyKey: idempotencyKey.optional(),
})
export type ReportReplacementUnavailableInput = z.input<typeof schema>

export interface ReplacementUnavailable {
  readonly caseId: string
  readonly version: number
}

/**
 * Reports that the replacement is sold out: the customer is asked whether to wait, to take another specification
 * or the money, and the promise of the replacement stands still meanwhile (Q63).
 */
export function reportReplacementUnavailable(
  deps: CommandDeps,
  actor: Actor,
  input: ReportReplacementUnavailableInput,
): Promise<Outcome<ReplacementUnavailable>> {
  return runCommand(deps, actor, reportReplacementUnavailableCommand, input)
}

const reportReplacementUnavailableCommand: Command<
  z.output<typeof schema>,
  StepRequest,
  ReplacementUnavailable,
  LoadedAfterSale
> = {
  name: 'reportReplacementUnavailable',
  permission: 'after_sale.receive',
  schema,
  subjectType: 'Case',
  load: (run, { caseId }) => loadAfterSale(run, caseId, () => ({ step: 'REPORT_UNAVAILABLE' })),
  judge: judgeAfterSale,
  async execute(run, { note: text }, found, decision) {
    const step = await takeStep(run, found, 'REPORT_UNAVAILABLE', decision, { note: text ?? null })
    return {
      ids: { caseId: found.subjectId, version: step.version },
      events: [{ type: 'ReplacementUnavailable', data: { orderId: found.facts.order.id } }],
      fields: ['state'],
    }
  },
}
