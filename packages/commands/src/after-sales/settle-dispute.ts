import { z } from 'zod'
import type { Actor } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type AfterSaleMoved, stepInput } from './moved.ts'
import { stepCommand } from './step-command.ts'

const schema = z.strictObject({ ...stepInput, verdict: z.enum(['FOR_CUSTOMER', 'FOR_SHOP']) })
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
  async prepare(_run, { verdict }) {
    const start = verdict === 'FOR_CUSTOMER' ? (['after_sale.refund'] as const) : []
    return { ids: {}, options: { start }, data: { verdict } }
  },
  event: 'DisputeSettled',
})
