import { type ContactRevealed, type RevealContactInput as Reveal, revealContact } from '@cs/commands'
import { REVEAL_PURPOSES } from '@cs/domain/customers'
import { sql } from 'kysely'
import { builder } from '../builder.ts'
import { Customer } from '../customers/index.ts'
import { ContactKind } from '../enums.ts'
import { CODES, idIn, mapper } from '../mapping.ts'
import { commandField } from './command.ts'
import { given } from './orders.ts'
import { decisionField } from './outcomes.ts'

const MEANING: Record<(typeof REVEAL_PURPOSES)[number], string> = {
  CONTACT_CUSTOMER: '联系客户 · To contact the customer',
  VERIFY_IDENTITY: '核实身份 · To verify who it is',
  ARRANGE_DELIVERY: '安排配送 · To arrange a delivery',
  CORRECT_ADDRESS: '更正地址 · To correct an address',
  ARRANGE_REFUND: '安排退款 · To arrange a refund',
  PLATFORM_DISPUTE: '平台维权 · For a dispute on the platform',
}

const RevealPurpose = builder.enumType('RevealPurpose', {
  description: 'What contact data may be looked at for (PRV-01). Kept in the audit entry.',
  values: Object.fromEntries(REVEAL_PURPOSES.map((value) => [value, { value, description: MEANING[value] }])),
})

const RevealContactInput = builder.inputType('RevealContactInput', {
  description: 'Whose contact data, what for, and for which case.',
  fields: (t) => ({
    customerId: t.id({ required: true, description: 'Whose.' }),
    purpose: t.field({ type: RevealPurpose, required: true, description: 'What for.' }),
    caseId: t.id({
      description: 'The open case it is needed for; only a grant for the whole shop may leave it out.',
    }),
  }),
})

type Contact = ContactRevealed['contacts'][number]
type Address = ContactRevealed['addresses'][number]

const RevealedContact = builder.objectRef<Contact>('RevealedContact').implement({
  description: 'Contact data in full. Answered once, kept nowhere.',
  fields: (t) => ({
    kind: t.field({ type: ContactKind, description: 'What it is.', resolve: (c) => c.kind }),
    value: t.exposeString('value', { description: 'The value.' }),
    primary: t.exposeBoolean('primary', { description: 'Whether it is used first.' }),
  }),
})

const RevealedAddress = builder.objectRef<Address>('RevealedAddress').implement({
  description: 'An address in full. Answered once, kept nowhere.',
  fields: (t) => ({
    province: t.exposeString('province', { description: 'Province.' }),
    city: t.exposeString('city', { description: 'City.' }),
    district: t.exposeString('district', { description: 'District.' }),
    detail: t.exposeString('detail', {
      nullable: true,
      description: 'Street and number; null where it was erased.',
    }),
    recipient: t.exposeString('recipient', {
      nullable: true,
      description: 'Who receives; null where it was erased.',
    }),
    phone: t.exposeString('phone', { nullable: true, description: 'The phone; null where it was erased.' }),
    isDefault: t.exposeBoolean('isDefault', { description: "Whether it is the customer's default." }),
  }),
})

commandField<Reveal, ContactRevealed>('revealContact', {
  description: 'Shows contact data in full, once, for a stated purpose, with an audit entry (PRV-01).',
  permission: 'customer.contact.reveal',
  input: RevealContactInput,
  success: {
    description: 'The contact data. Take it off the screen at `displayUntil`.',
    fields: (t) => ({
      displayUntil: t.field({
        type: 'DateTime',
        description: 'Take it off the screen then.',
        resolve: (r) => new Date(r.displayUntil),
      }),
      contacts: t.field({
        type: [RevealedContact],
        description: 'Phones, e-mails, accounts.',
        resolve: (r) => [...r.contacts],
      }),
      addresses: t.field({
        type: [RevealedAddress],
        description: 'The newest addresses.',
        resolve: (r) => [...r.addresses],
      }),
      customer: mapper.read<{ customerId: string }>(t, (f) =>
        f.one(Customer, {
          description: 'Whose it is.',
          where: (c, _parent, context) =>
            sql`${c.id} = ${context.parent((p: { customerId: string }) => p.customerId)}::uuid`,
        }),
      ),
      decision: decisionField(t, 'The decision that permitted it.'),
    }),
  },
  run: (deps, actor, input, viewer) =>
    revealContact(deps, actor, {
      ...given(input),
      customerId: idIn(viewer, input.customerId, CODES.Customer),
      ...(input.caseId ? { caseId: idIn(viewer, input.caseId, CODES.Case) } : {}),
    }),
})
