import { eraseCustomer as erase, findCustomer, lockPerson, openMatters } from '@cs/data/customers'
import { z } from 'zod'
import type { Actor } from '../context.ts'
import { Forbidden, type Outcome } from '../outcomes.ts'
import { type Preview, preview } from '../preview.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type CustomerChanged, customerCommand, customerInput } from './customer.ts'

const ERASURE_GROUNDS = ['CUSTOMER_REQUEST', 'CONSENT_WITHDRAWN', 'RETENTION_ENDED'] as const

const schema = z.strictObject({ ...customerInput, ground: z.enum(ERASURE_GROUNDS) })
export type EraseCustomerInput = z.input<typeof schema>

/**
 * Forgets who a customer was (PRV-15): vault, masks, names, tags, everything said or written, files of proof and the terms
 * they are found by. Orders, ledger and points stay under the number, consents as facts. While something is owed it is
 * PolicyDenied with what to settle; then a second person confirms it. There is no way back.
 */
export function eraseCustomer(
  deps: CommandDeps,
  actor: Actor,
  input: EraseCustomerInput,
): Promise<Outcome<CustomerChanged>> {
  return runCommand(deps, actor, eraseCustomerCommand, input)
}

/** What eraseCustomer would decide now. */
export function previewEraseCustomer(
  deps: CommandDeps,
  actor: Actor,
  input: EraseCustomerInput,
): Promise<Preview> {
  return preview(deps, actor, eraseCustomerCommand, input)
}

export const eraseCustomerCommand = customerCommand<z.output<typeof schema>>({
  name: 'eraseCustomer',
  permission: 'customer.erase',
  schema,
  async ask({ tx, actor, asking }, { customerId }) {
    // Nothing that would be open is opened meanwhile.
    if (!asking) await lockPerson(tx, actor.shop, customerId)
    return { step: 'ERASE', open: await openMatters(tx, actor.shop, customerId) }
  },
  async execute({ tx, actor, now, approval }, { customerId, ground }) {
    if (!approval) throw new Forbidden('customer.erase')
    const texts = await erase(tx, actor.shop, customerId, now)
    const after = await findCustomer(tx, actor.shop, customerId)
    return {
      version: after?.version ?? 1,
      ids: {},
      events: [{ type: 'CustomerErased', data: { ground, texts } }],
      fields: ['name', 'contacts', 'addresses', 'texts', 'files'],
      purpose: ground,
    }
  },
})
