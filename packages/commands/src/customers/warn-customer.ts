import { addWarning, caseReach } from '@cs/data/customers'
import { z } from 'zod'
import { requireAgent } from '../agent.ts'
import type { Actor } from '../context.ts'
import { id, note } from '../fields.ts'
import { notFound, type Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type CustomerChanged, customerCommand, customerInput } from './customer.ts'

const schema = z.strictObject({
  ...customerInput,
  /** What the customer was told: free text that no event and no decision holds. */
  text: note,
  caseId: id.optional(),
})
export type WarnCustomerInput = z.input<typeof schema>

export interface CustomerWarned extends CustomerChanged {
  readonly warningId: string
}

/** Records that a customer was warned of being blacklisted: the step before it (C-44, Q65). */
export function warnCustomer(
  deps: CommandDeps,
  actor: Actor,
  input: WarnCustomerInput,
): Promise<Outcome<CustomerWarned>> {
  return runCommand(deps, actor, warnCustomerCommand, input)
}

const warnCustomerCommand = customerCommand<z.output<typeof schema>, { readonly warningId: string }>({
  name: 'warnCustomer',
  permission: 'customer.blacklist.propose',
  schema,
  async ask({ tx, actor }, { customerId, caseId }) {
    const about = caseId ? await caseReach(tx, actor.shop, caseId) : null
    if (caseId && about?.customerId !== customerId) throw notFound('Case')
    return { step: 'WARN' }
  },
  async execute(run, { customerId, caseId, text }) {
    const warningId = await addWarning(run.tx, run.actor.shop, {
      customerId,
      caseId: caseId ?? null,
      text,
      warnedBy: requireAgent(run, 'customer.blacklist.propose').id,
      at: run.now,
    })
    return {
      ids: { warningId },
      events: [{ type: 'CustomerWarned', data: { warningId, caseId: caseId ?? null } }],
      fields: ['warnings'],
    }
  },
})
