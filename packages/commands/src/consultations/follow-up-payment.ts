import { addPaymentFollowUp, orderToPay } from '@cs/data/consultations'
import { judgePaymentFollowUp, type PaymentFollowUpRequest, UNPAID_REASONS } from '@cs/domain/consultations'
import { z } from 'zod'
import { requireAgent } from '../agent.ts'
import type { Command } from '../command.ts'
import type { Actor } from '../context.ts'
import { id, idempotencyKey, note } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'

const schema = z.strictObject({
  orderId: id,
  reason: z.enum(UNPAID_REASONS),
  /** By when the customer agreed to pay; a low balance takes one. */
  agreedUntil: z.iso.datetime().optional(),
  note: note.optional(),
  idempotencyKey: idempotencyKey.optional(),
})
export type FollowUpPaymentInput = z.input<typeof schema>

export interface PaymentFollowedUp {
  readonly orderId: string
  readonly followUpId: string
}

/** Records why an order is not paid yet and what was agreed (PRE-CNV-02, PRE-CNV-03); its decision says what helps. */
export function followUpPayment(
  deps: CommandDeps,
  actor: Actor,
  input: FollowUpPaymentInput,
): Promise<Outcome<PaymentFollowedUp>> {
  return runCommand(deps, actor, followUpPaymentCommand, input)
}

const followUpPaymentCommand: Command<z.output<typeof schema>, PaymentFollowUpRequest, PaymentFollowedUp> = {
  name: 'followUpPayment',
  permission: 'lead.manage',
  schema,
  subjectType: 'Order',
  async load({ tx, actor, asking }, { orderId, reason, agreedUntil }) {
    const order = await orderToPay(tx, actor.shop, orderId, !asking)
    if (!order) return null
    const { tradeStatus, silent, version } = order
    return {
      subjectId: orderId,
      version,
      facts: { orderId, tradeStatus, silent, reason, agreedUntil: agreedUntil ?? null },
    }
  },
  judge: judgePaymentFollowUp,
  async execute(run, { orderId, reason, agreedUntil, note: text }) {
    const followUpId = await addPaymentFollowUp(run.tx, {
      shopId: run.actor.shop,
      orderId,
      agentId: requireAgent(run, 'lead.manage').id,
      reason,
      note: text ?? null,
      agreedUntil: agreedUntil ? new Date(agreedUntil) : null,
      at: run.now,
    })
    return {
      ids: { orderId, followUpId },
      events: [{ type: 'PaymentFollowedUp', data: { followUpId, reason, agreedUntil: agreedUntil ?? null } }],
      fields: ['paymentFollowUps'],
    }
  },
}
