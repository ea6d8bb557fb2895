import { judgeAfterSale } from '@cs/domain/after-sales'
import { z } from 'zod'
import { type LoadedAfterSale, loadAfterSale, type StepRequest, takeStep } from '../after-sales/index.ts'
import type { Command } from '../command.ts'
import type { Actor } from '../context.ts'
import { id, idempotencyKey, note, version } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type Preview, preview } from '../preview.ts'
import { oweForPieces, refundOfCase } from '../refunds/index.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import type { AfterSaleRefundOwed } from './refund-after-sale.ts'

const schema = z.strictObject({
  caseId: id,
  note: note.optional(),
  expectedVersion: version.optional(),
  /** Required: money and points move. Optional only inside a request for approval. */
  idempotencyKey: idempotencyKey.optional(),
})
export type PayInAdvanceInput = z.input<typeof schema>

/** Owes the refund before the goods are back (AS-POL-10): a special case that takes somebody else's approval (Q06). */
export function payInAdvance(
  deps: CommandDeps,
  actor: Actor,
  input: PayInAdvanceInput,
): Promise<Outcome<AfterSaleRefundOwed>> {
  return runCommand(deps, actor, payInAdvanceCommand, input, { keyRequired: true })
}

/** What payInAdvance would decide now. */
export function previewPayInAdvance(
  deps: CommandDeps,
  actor: Actor,
  input: PayInAdvanceInput,
): Promise<Preview> {
  return preview(deps, actor, payInAdvanceCommand, input)
}

export const payInAdvanceCommand: Command<
  z.output<typeof schema>,
  StepRequest,
  AfterSaleRefundOwed,
  LoadedAfterSale
> = {
  name: 'payInAdvance',
  permission: 'after_sale.handle',
  schema,
  subjectType: 'Case',
  load: (run, { caseId }) => loadAfterSale(run, caseId, () => ({ step: 'PAY_IN_ADVANCE' })),
  judge: judgeAfterSale,
  async execute(run, { note: text }, found, decision) {
    const { order, case: of } = found.facts
    const owed = await oweForPieces(run, found.facts, { kind: 'ADVANCE', reason: 'ADVANCE' })
    const step = await takeStep(run, found, 'PAY_IN_ADVANCE', decision, {
      note: text ?? null,
      set: { special_approval: true },
      start: ['after_sale.refund'],
    })
    const refund = refundOfCase(order.id, owed)
    return {
      ids: { caseId: of.id, version: step.version, ...refund },
      events: [{ type: 'RefundOwedInAdvance', data: { ...refund } }],
      fields: ['state', 'refund', 'specialApproval'],
    }
  },
}
