import { changeCustomer } from '@cs/data/customers'
import { z } from 'zod'
import type { Actor } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type CustomerChanged, customerCommand, customerInput } from './customer.ts'

const schema = z.strictObject({ ...customerInput, vip: z.boolean() })
export type MarkVipInput = z.input<typeof schema>

/** Puts a customer on the list of special VIPs, or takes them off it (CUS-SEG-05). */
export function markVip(
  deps: CommandDeps,
  actor: Actor,
  input: MarkVipInput,
): Promise<Outcome<CustomerChanged>> {
  return runCommand(deps, actor, markVipCommand, input)
}

const markVipCommand = customerCommand<z.output<typeof schema>>({
  name: 'markVip',
  permission: 'customer.vip',
  schema,
  ask: (_run, { vip }) => ({ step: 'MARK_VIP', vip }),
  async execute({ tx, actor }, { customerId, vip }) {
    const version = await changeCustomer(tx, actor.shop, customerId, { vip })
    return { version, ids: {}, events: [{ type: 'CustomerVipMarked', data: { vip } }], fields: ['vip'] }
  },
})
