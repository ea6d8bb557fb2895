import { fen } from '@cs/domain/money'
import { z } from 'zod'
import type { Actor } from '../context.ts'
import { invalid, type Outcome } from '../outcomes.ts'
import { oweForPieces, owePartialRefund, refundOwed } from '../refunds/index.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type AfterSaleMoved, stepInput } from './moved.ts'
import { stepCommand } from './step-command.ts'

const schema = z.strictObject({
  ...stepInput,
  verdict: z.enum(['FOR_CUSTOMER', 'FOR_SHOP']),
  /** Fen that the platform awards, the goods left with the customer; absent: what the pieces cost. */
  amountFen: z.int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
  /** The number of the document by which it decided; required where that is for the customer. */
  reference: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9/_-]{3,39}$/)
    .optional(),
})
export type SettleDisputeInput = z.input<typeof schema>

/**
 * Records how the platform decided, and by which document (AS-TYP-07). For the customer: what it awards has to be paid
 * back. That is carried out and not granted, so it takes no authority of whoever records it.
 */
export function settleDispute(
  deps: CommandDeps,
  actor: Actor,
  input: SettleDisputeInput,
): Promise<Outcome<AfterSaleMoved>> {
  return runCommand(deps, actor, settleDisputeCommand, input, { keyRequired: true })
}

const settleDisputeCommand = stepCommand({
  name: 'settleDispute',
  permission: 'after_sale.handle',
  schema,
  ask({ verdict, amountFen, reference }, { case: { type, lines } }) {
    if (verdict === 'FOR_SHOP') return { step: 'WIN_DISPUTE' }
    const stays = lines.length === 0 || type === 'PARTIAL_REFUND' || type === 'COMPENSATION'
    if (stays && !amountFen) throw invalid('amountFen', 'REQUIRED', NO_AMOUNT)
    return { step: 'LOSE_DISPUTE', hasReference: reference !== undefined }
  },
  async prepare(run, { verdict, amountFen, reference }, found) {
    const set = { award_reference: reference ?? null }
    const data = { verdict, reference: reference ?? null }
    if (verdict === 'FOR_SHOP') return { ids: {}, options: { set }, data }
    const owed = amountFen
      ? await owePartialRefund(run, found.facts, fen(amountFen), 'DISPUTE')
      : await oweForPieces(run, found.facts, { kind: 'FULL', reason: 'DISPUTE' })
    return {
      ids: {},
      options: { set, start: ['after_sale.refund'] },
      data: { ...data, refundId: owed.owed.refundId },
      events: [refundOwed(found.facts.order.id, owed)],
    }
  },
  event: 'DisputeSettled',
  fields: ['awardReference'],
})

const NO_AMOUNT = { zh: '请填写平台判定的金额。', en: 'Say which amount the platform awarded.' }
