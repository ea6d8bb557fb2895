import { setRefundArrived } from '@cs/data/refunds'
import { fen } from '@cs/domain/money'
import { judgeRefundStep, type RefundRequest } from '@cs/domain/settlements'
import { z } from 'zod'
import { takeStep } from '../after-sales/index.ts'
import type { Command } from '../command.ts'
import type { Actor } from '../context.ts'
import { id, idempotencyKey, note, version } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { tellBuyer } from './pay-out.ts'
import { type LoadedRefund, loadRefund } from './refund.ts'

const schema = z.strictObject({
  refundId: id,
  note: note.optional(),
  expectedVersion: version.optional(),
  /** Required: it ends what is owed. */
  idempotencyKey: idempotencyKey.optional(),
})
export type ConfirmRefundArrivalInput = z.input<typeof schema>

export interface RefundArrived {
  readonly refundId: string
  readonly version: number
  readonly orderId: string
  readonly caseId: string | null
}

/** Records that the money arrived: the after-sale is completed and the customer told (AS-RFD-07). */
export function confirmRefundArrival(
  deps: CommandDeps,
  actor: Actor,
  input: ConfirmRefundArrivalInput,
): Promise<Outcome<RefundArrived>> {
  return runCommand(deps, actor, confirmRefundArrivalCommand, input, { keyRequired: true })
}

const confirmRefundArrivalCommand: Command<
  z.output<typeof schema>,
  RefundRequest,
  RefundArrived,
  LoadedRefund
> = {
  name: 'confirmRefundArrival',
  permission: 'refund.issue',
  schema,
  subjectType: 'Refund',
  load: (run, { refundId }) => loadRefund(run, refundId, 'CONFIRM_REFUND_ARRIVAL'),
  judge: judgeRefundStep,
  async execute(run, { note: text }, found, decision) {
    const { refund, afterSale } = found
    const of = { orderId: refund.order_id, caseId: refund.case_id }
    const parameters = { amountFen: fen(refund.amount_fen) }
    const step = { shopId: run.actor.shop, refundId: refund.id, at: run.now }
    const refundVersion = await setRefundArrived(run.tx, step)
    if (afterSale)
      await takeStep(run, afterSale, 'REFUND_ARRIVED', decision, { note: text ?? null, parameters })
    else await tellBuyer(run, found, 'REFUND_ARRIVED', parameters)
    return {
      ids: { refundId: refund.id, version: refundVersion, ...of },
      events: [{ type: 'RefundArrived', data: { ...of, ...parameters } }],
      fields: ['status', 'arrivedAt'],
    }
  },
}
