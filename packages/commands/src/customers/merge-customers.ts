import { findCustomer, lockCustomers, mergeCustomers as merge, mergeFacts } from '@cs/data/customers'
import { type CustomerRequest, judgeCustomer } from '@cs/domain/customers'
import { z } from 'zod'
import { requireAgent } from '../agent.ts'
import type { Command } from '../command.ts'
import type { Actor } from '../context.ts'
import { id } from '../fields.ts'
import { raiseTier } from '../membership/index.ts'
import { notFound, type Outcome } from '../outcomes.ts'
import { type Preview, preview } from '../preview.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type CustomerChanged, customerInput } from './customer.ts'

const schema = z.strictObject({
  /** `customerId`: the record that stays. */
  ...customerInput,
  /** The record that goes into it. */
  duplicateId: id,
})
export type MergeCustomersInput = z.input<typeof schema>

export interface CustomersMerged extends CustomerChanged {
  readonly mergeId: string
  readonly duplicateId: string
  /** Rows that name the survivor since. */
  readonly moved: number
}

/**
 * Makes two records of one person one (PRV-15): orders, cases, contacts, addresses and whatever else names the duplicate
 * names the survivor since; `undoCustomerMerge` takes it back. A member stays; of two members, only one without any entry
 * of points can go, so that no account has to become another's.
 */
export function mergeCustomers(
  deps: CommandDeps,
  actor: Actor,
  input: MergeCustomersInput,
): Promise<Outcome<CustomersMerged>> {
  return runCommand(deps, actor, mergeCustomersCommand, input)
}

/** What mergeCustomers would decide now; its finding says what would move. */
export function previewMergeCustomers(
  deps: CommandDeps,
  actor: Actor,
  input: MergeCustomersInput,
): Promise<Preview> {
  return preview(deps, actor, mergeCustomersCommand, input)
}

const mergeCustomersCommand: Command<z.output<typeof schema>, CustomerRequest, CustomersMerged> = {
  name: 'mergeCustomers',
  permission: 'customer.merge',
  schema,
  subjectType: 'Customer',
  async load({ tx, actor, asking }, { customerId, duplicateId }) {
    if (!asking) await lockCustomers(tx, actor.shop, [customerId, duplicateId])
    const found = await findCustomer(tx, actor.shop, customerId)
    if (!found) return null
    const samePerson = customerId === duplicateId
    const facts = await mergeFacts(tx, actor.shop, customerId, duplicateId)
    if (!facts) throw notFound('Customer')
    return {
      subjectId: customerId,
      version: found.version,
      facts: { customer: found.facts, ask: { step: 'MERGE', samePerson, ...facts } },
    }
  },
  judge: judgeCustomer,
  async execute(run, { customerId, duplicateId }) {
    const { mergeId, version, moved } = await merge(run.tx, run.actor.shop, {
      survivorId: customerId,
      duplicateId,
      by: requireAgent(run, 'customer.merge').id,
      at: run.now,
    })
    // What both paid counts together now.
    await raiseTier(run, customerId)
    return {
      ids: { customerId, duplicateId, mergeId, version, moved },
      events: [{ type: 'CustomersMerged', data: { mergeId, duplicateId, moved } }],
      fields: ['customers'],
    }
  },
}
