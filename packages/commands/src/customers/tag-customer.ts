import { hasTag, removeTag, setTag } from '@cs/data/customers'
import { z } from 'zod'
import { type Actor, agentOf } from '../context.ts'
import { typed } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type CustomerChanged, customerCommand, customerInput } from './customer.ts'

const schema = z.strictObject({ ...customerInput, tag: typed({ max: 20 }) })
export type TagCustomerInput = z.input<typeof schema>

/** Puts a tag on a customer (CUS-TAG-01). What it says stays out of events and decisions: it is free text. */
export function tagCustomer(
  deps: CommandDeps,
  actor: Actor,
  input: TagCustomerInput,
): Promise<Outcome<CustomerChanged>> {
  return runCommand(deps, actor, tagCustomerCommand, input)
}

/** Takes a tag off a customer. */
export function untagCustomer(
  deps: CommandDeps,
  actor: Actor,
  input: TagCustomerInput,
): Promise<Outcome<CustomerChanged>> {
  return runCommand(deps, actor, untagCustomerCommand, input)
}

const common = { permission: 'customer.profile.manage', schema } as const

const tagCustomerCommand = customerCommand<z.output<typeof schema>>({
  ...common,
  name: 'tagCustomer',
  ask: async ({ tx, actor }, { customerId, tag }) => ({
    step: 'TAG',
    known: await hasTag(tx, actor.shop, customerId, tag),
  }),
  async execute(run, { customerId, tag }) {
    const { tx, actor, now } = run
    await setTag(tx, actor.shop, { customerId, tag, setBy: agentOf(run), at: now })
    return { ids: {}, events: [{ type: 'CustomerTagged' }], fields: ['tags'] }
  },
})

const untagCustomerCommand = customerCommand<z.output<typeof schema>>({
  ...common,
  name: 'untagCustomer',
  ask: () => ({ step: 'UNTAG' }),
  async execute({ tx, actor }, { customerId, tag }) {
    await removeTag(tx, actor.shop, customerId, tag)
    return { ids: {}, events: [{ type: 'CustomerUntagged' }], fields: ['tags'] }
  },
})
