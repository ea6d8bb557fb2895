import { z } from 'zod'
import type { Actor } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type AfterSaleMoved, stepInput } from './moved.ts'
import { stepCommand } from './step-command.ts'

const schema = z.strictObject({ ...stepInput })
export type AcknowledgeAfterSaleInput = z.input<typeof schema>

/** Takes an application up: the first human answer (AS-SLA-01). */
export function acknowledgeAfterSale(
  deps: CommandDeps,
  actor: Actor,
  input: AcknowledgeAfterSaleInput,
): Promise<Outcome<AfterSaleMoved>> {
  return runCommand(deps, actor, acknowledgeAfterSaleCommand, input)
}

const acknowledgeAfterSaleCommand = stepCommand({
  name: 'acknowledgeAfterSale',
  permission: 'after_sale.handle',
  schema,
  ask: () => ({ step: 'ACKNOWLEDGE' }),
  event: 'AfterSaleAcknowledged',
})
