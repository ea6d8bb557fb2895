import { setRefundFailed } from '@cs/data/refunds'
import { fen } from '@cs/domain/money'
import { judgeRefundStep, REFUND_FAILURES, type RefundRequest } from '@cs/domain/settlements'
import { z } from 'zod'
import { takeStep } from '../after-sales/index.ts'
import { moveClocks, startProtectionClock, startWithdrawalClock } from '../clocks/index.ts'
import type { Command } from '../command.ts'
import type { Actor } from '../context.ts'
import { id, idempotencyKey, note, version } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { postMovement } from '../refunds/index.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { movedOf, tellBuyer } from './pay-out.ts'
import { ofDifference } from './price-difference.ts'
import { type LoadedRefund, loadRefund } from './refund.ts'

const schema = z.strictObject({
  refundId: id,
  failure: z.enum(REFUND_FAILURES),
  note: note.optional(),
  expectedVersion: version.optional(),
  /** Required: money moves. */
  idempotencyKey: idempotencyKey.optional(),
})
export type FailRefundInput = z.input<typeof schema>

export interface RefundFailed {
  readonly refundId: string
  readonly version: number
  readonly orderId: string
  readonly caseId: string | null
  readonly attempts: number
}

/** Records that the money came back: it is owed as before, and retryRefund issues it again (AS-WF-GEN-3). */
export function failRefund(
  deps: CommandDeps,
  actor: Actor,
  input: FailRefundInput,
): Promise<Outcome<RefundFailed>> {
  return runCommand(deps, actor, failRefundCommand, input, { keyRequired: true })
}

const failRefundCommand: Command<z.output<typeof schema>, RefundRequest, RefundFailed, LoadedRefund> = {
  name: 'failRefund',
  permission: 'refund.issue',
  schema,
  subjectType: 'Refund',
  load: (run, { refundId }) => loadRefund(run, refundId, 'FAIL_REFUND'),
  judge: judgeRefundStep,
  async execute(run, { failure, note: text }, found, decision) {
    const { refund, afterSale } = found
    const of = { orderId: refund.order_id, caseId: refund.case_id, attempts: refund.attempts }
    const amountFen = fen(refund.amount_fen)
    const step = { shopId: run.actor.shop, refundId: refund.id, at: run.now }
    const refundVersion = await setRefundFailed(run.tx, step, failure)
    await postMovement(run, movedOf(found), { kind: 'REFUND_FAILED', amountFen })
    const parameters = { amountFen }
    // It is promised anew, so that nobody forgets it.
    if (afterSale) {
      const start = [refund.kind === 'PARTIAL' ? 'partial_refund' : 'after_sale.refund'] as const
      await takeStep(run, afterSale, 'REFUND_FAILED', decision, { note: text ?? null, start, parameters })
    } else {
      if (refund.case_id)
        await moveClocks(run, ofDifference(refund.order_id, refund.case_id), { start: ['partial_refund'] })
      else if (refund.reason === 'PRICE_PROTECTION') await startProtectionClock(run, refund.order_id)
      else await startWithdrawalClock(run, refund.order_id)
      await tellBuyer(run, found, 'REFUND_FAILED', parameters)
    }
    return {
      ids: { refundId: refund.id, version: refundVersion, ...of },
      events: [{ type: 'RefundFailed', data: { ...of, amountFen, failure } }],
      fields: ['status', 'failure'],
      purpose: failure,
    }
  },
}
