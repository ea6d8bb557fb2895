import { changeCustomer } from '@cs/data/customers'
import { z } from 'zod'
import type { Actor } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type CustomerChanged, customerCommand, customerInput } from './customer.ts'

const schema = z.strictObject({ ...customerInput, doNotContact: z.boolean() })
export type SetDoNotContactInput = z.input<typeof schema>

/** Records that a customer wants no contact unasked, or does again (Q26). */
export function setDoNotContact(
  deps: CommandDeps,
  actor: Actor,
  input: SetDoNotContactInput,
): Promise<Outcome<CustomerChanged>> {
  return runCommand(deps, actor, setDoNotContactCommand, input)
}

const setDoNotContactCommand = customerCommand<z.output<typeof schema>>({
  name: 'setDoNotContact',
  permission: 'customer.consent.record',
  schema,
  ask: () => ({ step: 'SET_DO_NOT_CONTACT' }),
  async execute({ tx, actor }, { customerId, doNotContact }) {
    const version = await changeCustomer(tx, actor.shop, customerId, { do_not_contact: doNotContact })
    return {
      version,
      ids: {},
      events: [{ type: 'CustomerDoNotContactSet', data: { doNotContact } }],
      fields: ['doNotContact'],
    }
  },
})
