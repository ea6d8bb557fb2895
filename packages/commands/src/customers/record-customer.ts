import { newId } from '@cs/data'
import {
  findCustomer,
  indexCustomer,
  ownerOfAccount,
  recordCustomer as record,
  setContact,
} from '@cs/data/customers'
import { maskName } from '@cs/domain/contacts'
import { type CustomerRequest, formOfAddress, judgeCustomer, SALUTATIONS } from '@cs/domain/customers'
import { z } from 'zod'
import type { Command, Loaded } from '../command.ts'
import type { Actor } from '../context.ts'
import { idempotencyKey, typed } from '../fields.ts'
import { newNumber } from '../numbers.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { contact, contactOf } from './contact.ts'

const schema = z.strictObject({
  name: typed({ max: 50 }),
  salutation: z.enum(SALUTATIONS).optional(),
  contacts: z
    .array(contact)
    .min(1)
    .max(3)
    .refine((all) => new Set(all.map(({ kind }) => kind)).size === all.length, {
      params: { code: 'INVALID' },
    }),
  idempotencyKey: idempotencyKey.optional(),
})
export type RecordCustomerInput = z.input<typeof schema>

export interface CustomerRecorded {
  readonly customerId: string
  readonly version: number
  /** `false`: the platform account was known; the customer stays as it is. */
  readonly created: boolean
}

/**
 * Records who buys or asks: name and contacts, which go into the vault; what may be seen of them are masks (PRV-01). A
 * platform account that the shop knows is the customer it belongs to, also when two record it at once.
 */
export function recordCustomer(
  deps: CommandDeps,
  actor: Actor,
  input: RecordCustomerInput,
): Promise<Outcome<CustomerRecorded>> {
  return runCommand(deps, actor, recordCustomerCommand, input)
}

interface Found extends Loaded<CustomerRequest> {
  readonly known: boolean
}

const recordCustomerCommand: Command<z.output<typeof schema>, CustomerRequest, CustomerRecorded, Found> = {
  name: 'recordCustomer',
  permission: 'customer.record',
  schema,
  subjectType: 'Customer',
  async load(run, { contacts }) {
    const { tx, actor, now } = run
    const account = contacts.find(({ kind }) => kind === 'PLATFORM_ACCOUNT')
    const hash = account && contactOf(run, '', account).lookupHash
    const owner = hash ? await ownerOfAccount(tx, actor.shop, hash) : null
    const found = owner ? await findCustomer(tx, actor.shop, owner) : null
    const customer = found?.facts ?? { ...NOBODY, id: newId(now) }
    const facts = { customer, ask: { step: 'RECORD', contacts: contacts.length } } as const
    return { subjectId: customer.id, version: found?.version ?? 1, facts, known: found !== null }
  },
  judge: judgeCustomer,
  async execute(run, { name, salutation, contacts }, { facts, version, known }) {
    const { tx, actor, now } = run
    const customerId = facts.customer.id
    if (known) return { ids: { customerId, version, created: false }, events: [], fields: [] }
    const nameMasked = maskName(name)
    await record(tx, {
      shopId: actor.shop,
      id: customerId,
      number: newNumber('CU', now),
      name,
      nameMasked,
      formOfAddress: formOfAddress(nameMasked, salutation ?? null),
      salutation: salutation ?? null,
      at: now,
    })
    for (const each of contacts) await setContact(tx, actor.shop, contactOf(run, customerId, each))
    await indexCustomer(tx, actor.shop, customerId)
    const kinds = contacts.map(({ kind }) => kind)
    return {
      ids: { customerId, version, created: true },
      events: [{ type: 'CustomerRecorded', data: { contacts: kinds } }],
      fields: ['name', ...kinds.map((kind) => kind.toLowerCase())],
    }
  },
}

const NOBODY = {
  vip: false,
  doNotContact: false,
  blacklistedUntil: null,
  mergedInto: null,
  erased: false,
  tags: 0,
} as const
