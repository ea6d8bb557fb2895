import { z } from 'zod'
import { type Actor, agentOf } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type AfterSaleMoved, stepInput } from './moved.ts'
import { stepCommand } from './step-command.ts'

const schema = z.strictObject({ ...stepInput })
export type AcknowledgeAfterSaleInput = z.input<typeof schema>

/** Takes an application up: the first human answer (AS-SLA-01). Who does works on it from then on (C-38). */
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
  /** Who takes it up works on it from now on, and so sees its proof; the owner stays (C-38). */
  async prepare(run) {
    const assignee = agentOf(run)
    return { ids: {}, options: { set: assignee ? { assignee_id: assignee } : {} } }
  },
  event: 'AfterSaleAcknowledged',
  fields: ['assignee'],
})
