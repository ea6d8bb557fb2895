import { changeCustomer, indexCustomer, setContact } from '@cs/data/customers'
import { z } from 'zod'
import type { Actor } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { contact, contactOf } from './contact.ts'
import { type CustomerChanged, customerCommand, customerInput } from './customer.ts'

const schema = z.strictObject({ ...customerInput, contact })
export type ChangeContactInput = z.input<typeof schema>

export interface ContactChanged extends CustomerChanged {
  readonly contactId: string
}

/** Gives a customer another phone, e-mail or platform account. The one before it leaves the vault (PRV-01). */
export function changeContact(
  deps: CommandDeps,
  actor: Actor,
  input: ChangeContactInput,
): Promise<Outcome<ContactChanged>> {
  return runCommand(deps, actor, changeContactCommand, input)
}

const changeContactCommand = customerCommand<z.output<typeof schema>, { readonly contactId: string }>({
  name: 'changeContact',
  permission: 'customer.record',
  schema,
  ask: () => ({ step: 'CHANGE_CONTACT' }),
  async execute(run, input) {
    const { tx, actor } = run
    const { customerId } = input
    const { contactId, vaultId, vaultVersion } = await setContact(
      tx,
      actor.shop,
      contactOf(run, customerId, input.contact),
    )
    await indexCustomer(tx, actor.shop, customerId)
    const { kind } = input.contact
    return {
      version: await changeCustomer(tx, actor.shop, customerId),
      ids: { contactId },
      events: [{ type: 'CustomerContactChanged', data: { kind, vaultId, vaultVersion } }],
      fields: [kind.toLowerCase()],
    }
  },
})
