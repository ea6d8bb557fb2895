import { fen } from '@cs/domain/money'
import { z } from 'zod'
import type { Actor } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
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
  ask: ({ verdict }) => ({ step: verdict === 'FOR_CUSTOMER' ? 'LOSE_DISPUTE' : 'WIN_DISPUTE' }),
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
