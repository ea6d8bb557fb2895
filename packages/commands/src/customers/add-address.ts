import { z } from 'zod'
import type { Actor } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type CustomerChanged, customerCommand, customerInput } from './customer.ts'
import { addAddressOf, fullAddress } from './postal.ts'

const schema = z.strictObject({ ...customerInput, address: fullAddress })
export type AddAddressInput = z.input<typeof schema>

export interface AddressAdded extends CustomerChanged {
  readonly addressId: string
}

/** Adds an address to those of a customer; street, recipient and phone go into the vault (PRV-01). */
export function addAddress(
  deps: CommandDeps,
  actor: Actor,
  input: AddAddressInput,
): Promise<Outcome<AddressAdded>> {
  return runCommand(deps, actor, addAddressCommand, input)
}

const addAddressCommand = customerCommand<z.output<typeof schema>, { readonly addressId: string }>({
  name: 'addAddress',
  permission: 'customer.record',
  schema,
  ask: () => ({ step: 'ADD_ADDRESS' }),
  async execute(run, { customerId, address }) {
    const addressId = await addAddressOf(run, customerId, address)
    return {
      ids: { addressId },
      events: [{ type: 'AddressAdded', data: { addressId } }],
      fields: ['addresses'],
    }
  },
})
