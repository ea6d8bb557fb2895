import { confirmReplacements } from '@cs/data/settlements'
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
export type ConfirmAfterSaleInput = z.input<typeof schema>

export interface AfterSaleConfirmed {
  readonly caseId: string
  readonly version: number
}

/** Records that the customer has the replacement or the repaired goods: the last step of 000 §6.3 (AS-WF-EXC). */
export function confirmAfterSale(
  deps: CommandDeps,
  actor: Actor,
  input: ConfirmAfterSaleInput,
): Promise<Outcome<AfterSaleConfirmed>> {
  return runCommand(deps, actor, confirmAfterSaleCommand, input)
}

const confirmAfterSaleCommand: Command<
  z.output<typeof schema>,
  StepRequest,
  AfterSaleConfirmed,
  LoadedAfterSale
> = {
  name: 'confirmAfterSale',
  permission: 'after_sale.request',
  schema,
  subjectType: 'Case',
  load: (run, { caseId }) => loadAfterSale(run, caseId, () => ({ step: 'CONFIRM' })),
  judge: judgeAfterSale,
  async execute(run, { note: text }, found, decision) {
    const step = await takeStep(run, found, 'CONFIRM', decision, { note: text ?? null })
    await confirmReplacements(run.tx, run.actor.shop, found.subjectId, run.now)
    return {
      ids: { caseId: found.subjectId, version: step.version },
      events: [{ type: 'AfterSaleConfirmed', data: { orderId: found.facts.order.id } }],
      fields: ['state', 'replacements'],
    }
  },
}
