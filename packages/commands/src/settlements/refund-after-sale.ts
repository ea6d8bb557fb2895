import type { RefundReason } from '@cs/data/orders'
import { type AfterSaleCaseFacts, judgeAfterSale } from '@cs/domain/after-sales'
import { z } from 'zod'
import {
  type LoadedAfterSale,
  loadAfterSale,
  moveStock,
  type StepRequest,
  takeStep,
} from '../after-sales/index.ts'
import { moveClocks } from '../clocks/index.ts'
import type { Command } from '../command.ts'
import type { Actor } from '../context.ts'
import { id, idempotencyKey, note, version } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type Preview, preview } from '../preview.ts'
import { oweForPieces, type RefundOfCase, refundOfCase } from '../refunds/index.ts'
import { type CommandDeps, runCommand } from '../run.ts'

const schema = z.strictObject({
  caseId: id,
  note: note.optional(),
  expectedVersion: version.optional(),
  /** Required: money, points and goods move. Optional only inside a request for approval. */
  idempotencyKey: idempotencyKey.optional(),
})
export type RefundAfterSaleInput = z.input<typeof schema>

/** What is owed for an after-sale now. Amounts in fen, times RFC 3339 UTC. */
export interface AfterSaleRefundOwed extends RefundOfCase {
  readonly caseId: string
  readonly version: number
}

/**
 * Owes the refund of an after-sale: after a passed inspection, for a confirmed loss, or where the customer takes
 * the money instead of a replacement that is sold out (AS-WF-RET, AS-POL-11, Q63). The pieces count as settled;
 * what was found as sold is on sale again (CAT-25).
 */
export function refundAfterSale(
  deps: CommandDeps,
  actor: Actor,
  input: RefundAfterSaleInput,
): Promise<Outcome<AfterSaleRefundOwed>> {
  return runCommand(deps, actor, refundAfterSaleCommand, input, { keyRequired: true })
}

/** What refundAfterSale would decide now. */
export function previewRefundAfterSale(
  deps: CommandDeps,
  actor: Actor,
  input: RefundAfterSaleInput,
): Promise<Preview> {
  return preview(deps, actor, refundAfterSaleCommand, input)
}

export const refundAfterSaleCommand: Command<
  z.output<typeof schema>,
  StepRequest,
  AfterSaleRefundOwed,
  LoadedAfterSale
> = {
  name: 'refundAfterSale',
  permission: 'after_sale.handle',
  schema,
  subjectType: 'Case',
  load: (run, { caseId }) => loadAfterSale(run, caseId, () => ({ step: 'REFUND' })),
  judge: judgeAfterSale,
  async execute(run, { note: text }, found, decision) {
    const { order, case: of } = found.facts
    const owed = await oweForPieces(run, found.facts, { kind: 'FULL', reason: reasonOf(of) })
    await moveStock(run, found.facts, [])
    const subject = { subjectType: 'Case', subjectId: of.id, caseId: of.id } as const
    // The customer takes the money: no replacement is promised any more (Q63).
    await moveClocks(run, subject, { end: ['after_sale.replacement'] })
    const step = await takeStep(run, found, 'REFUND', decision, {
      note: text ?? null,
      start: ['after_sale.refund'],
    })
    const refund = refundOfCase(order.id, owed)
    return {
      ids: { caseId: of.id, version: step.version, ...refund },
      events: [{ type: 'RefundOwed', data: { ...refund } }],
      fields: ['state', 'refund'],
    }
  },
}

function reasonOf({ reason, state, type }: AfterSaleCaseFacts): RefundReason {
  if (state === 'REPLACEMENT_UNAVAILABLE') return 'OUT_OF_STOCK'
  return reason === 'LOST' || type === 'RESHIP' ? 'LOST' : 'RETURNED'
}
