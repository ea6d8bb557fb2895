import { z } from 'zod'
import type { Actor } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type AfterSaleMoved, stepInput } from './moved.ts'
import { stepCommand } from './step-command.ts'

const schema = z.strictObject({ ...stepInput })
export type WithdrawAfterSaleInput = z.input<typeof schema>

/** Ends an after-sale because the customer no longer wants it. Its pieces are free again. */
export function withdrawAfterSale(
  deps: CommandDeps,
  actor: Actor,
  input: WithdrawAfterSaleInput,
): Promise<Outcome<AfterSaleMoved>> {
  return runCommand(deps, actor, withdrawAfterSaleCommand, input)
}

const withdrawAfterSaleCommand = stepCommand({
  name: 'withdrawAfterSale',
  permission: 'after_sale.request',
  schema,
  ask: () => ({ step: 'WITHDRAW' }),
  event: 'AfterSaleWithdrawn',
})
