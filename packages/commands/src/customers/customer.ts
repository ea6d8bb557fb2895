import { changeCustomer, type FoundCustomer, findCustomer, lockCustomer } from '@cs/data/customers'
import type { Permission } from '@cs/domain/access'
import { type CustomerAsk, type CustomerRequest, judgeCustomer } from '@cs/domain/customers'
import type { z } from 'zod'
import type { Command, Done, EventDraft, Loaded } from '../command.ts'
import type { Run } from '../context.ts'
import { id, idempotencyKey, version } from '../fields.ts'

/** A customer found and locked, and what is asked of it. */
export interface LoadedCustomer extends Loaded<CustomerRequest> {
  readonly found: FoundCustomer
}

/** What every command on a customer takes. */
export const customerInput = {
  customerId: id,
  expectedVersion: version.optional(),
  idempotencyKey: idempotencyKey.optional(),
}

/** A customer that a command changed. */
export interface CustomerChanged {
  readonly customerId: string
  readonly version: number
}

/** Finds a customer and locks it, unless somebody only asks. */
function readCustomer(run: Run, customerId: string): Promise<FoundCustomer | null> {
  return (run.asking ? findCustomer : lockCustomer)(run.tx, run.actor.shop, customerId)
}

/** What is special about one command on a customer. */
export interface CustomerSpec<Input extends { readonly customerId: string }, Ids extends object> {
  readonly name: string
  readonly permission: Permission
  readonly schema: z.ZodType<Input>
  readonly alsoNeeds?: (run: Run) => Permission | null
  readonly ask: (run: Run, input: Input, found: FoundCustomer) => CustomerAsk | Promise<CustomerAsk>
  /** Writes it. The new version is given by `changeCustomer`, called here unless it answers one. */
  readonly execute: (
    run: Run,
    input: Input,
    found: FoundCustomer,
    facts: CustomerRequest,
  ) => Promise<{
    readonly version?: number
    readonly ids: Ids
    readonly events: readonly EventDraft[]
    readonly fields: readonly string[]
    readonly purpose?: string
  }>
}

/** A command on one customer: found, locked, judged, done. */
export function customerCommand<Input extends { readonly customerId: string }, Ids extends object = object>(
  spec: CustomerSpec<Input, Ids>,
): Command<Input, CustomerRequest, CustomerChanged & Ids, LoadedCustomer> {
  return {
    name: spec.name,
    permission: spec.permission,
    schema: spec.schema,
    subjectType: 'Customer',
    ...(spec.alsoNeeds ? { alsoNeeds: spec.alsoNeeds } : {}),
    async load(run, input) {
      const found = await readCustomer(run, input.customerId)
      if (!found) return null
      const facts = { customer: found.facts, ask: await spec.ask(run, input, found) }
      return { subjectId: found.facts.id, version: found.version, facts, found }
    },
    judge: judgeCustomer,
    async execute(run, input, { facts, found }): Promise<Done<CustomerChanged & Ids>> {
      const customerId = facts.customer.id
      const { ids, version: given, ...done } = await spec.execute(run, input, found, facts)
      const next = given ?? (await changeCustomer(run.tx, run.actor.shop, customerId))
      return { ids: { customerId, version: next, ...ids }, ...done }
    },
  }
}
