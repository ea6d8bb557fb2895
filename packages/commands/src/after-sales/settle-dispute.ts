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
})
export type SettleDisputeInput = z.input<typeof schema>

/** Records how the platform decided (AS-TYP-07). For the customer: what is due has to be paid back. */
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
  ask({ verdict, amountFen }, { case: { type, lines } }) {
    if (verdict === 'FOR_SHOP') return { step: 'WIN_DISPUTE' }
    const stays = lines.length === 0 || type === 'PARTIAL_REFUND' || type === 'COMPENSATION'
    if (stays && !amountFen) throw invalid('amountFen', 'REQUIRED', NO_AMOUNT)
    return { step: 'LOSE_DISPUTE' }
  },
  async prepare(run, { verdict, amountFen }, found) {
    if (verdict === 'FOR_SHOP') return { ids: {}, data: { verdict } }
    const owed = amountFen
      ? await owePartialRefund(run, found.facts, fen(amountFen), 'DISPUTE')
      : await oweForPieces(run, found.facts, { kind: 'FULL', reason: 'DISPUTE' })
    return {
      ids: {},
      options: { start: ['after_sale.refund'] },
      data: { verdict, refundId: owed.owed.refundId },
      events: [refundOwed(found.facts.order.id, owed)],
    }
  },
  event: 'DisputeSettled',
})

const NO_AMOUNT = { zh: '请填写平台判定的金额。', en: 'Say which amount the platform awarded.' }
