import { handlingHint, playbookOf } from '@cs/domain/customers'
import { type RawBuilder, sql } from 'kysely'
import { builder } from '../builder.ts'
import { Case } from '../cases/index.ts'
import type { RequestContext } from '../context.ts'
import { Bilingual } from '../decisions/shape.ts'
import {
  Behaviour,
  BuyingStyle,
  ConsentPurpose,
  ConsentSource,
  ContactChannel,
  ContactKind,
  Lifecycle,
  Salutation,
  Tier,
  ValueClass,
} from '../enums.ts'
import { before, equals, flag, since } from '../filters.ts'
import { lookup, lookupArgs } from '../lookup.ts'
import { CODES, mapper } from '../mapping.ts'
import { Member } from '../membership/types.ts'
import { Order } from '../orders/types.ts'
import { Coupon } from '../prices/types.ts'
import { Review } from '../reviews/index.ts'
import './classes.ts'
import { complaining, Playbook, type PlayFacts, playFacts } from './playbook.ts'
import { Blacklisting, CustomerClassChange, CustomerMerge, CustomerWarning, OutsideContact } from './types.ts'

export const Customer = mapper.type('Customer', 'customers', {
  code: CODES.Customer,
  guard: 'customer.read',
  description:
    'A customer of the shop. Contact data is masked here; `revealContact` shows it once, for a purpose (PRV-01).',
})

const ContactPoint = mapper.type('ContactPoint', 'contact_points', {
  code: CODES.ContactPoint,
  nodeGuard: 'customer.read',
  description: 'A phone, e-mail or platform account of a customer, masked.',
})

export const Address = mapper.type('Address', 'addresses', {
  code: CODES.Address,
  nodeGuard: 'customer.read',
  description:
    'An address. Region in clear, lines masked; it never changes: an order that gets another points to a new one.',
})

const Consent = mapper.type('Consent', 'consents', {
  description: 'What a customer said to being contacted for a purpose through a channel (C-34).',
})

const profile = 'customer.profile.read'

Customer.fields((f) => ({
  id: f.id(),
  number: f.col('number', { type: 'String', description: 'The customer number.' }),
  name: f.col('name', { type: 'String', guard: 'customer.name.read', description: 'The full name.' }),
  nameMasked: f.col('name_masked', {
    type: 'String',
    description: 'The name with all but the surname hidden.',
  }),
  formOfAddress: f.col('form_of_address', {
    type: 'String',
    description: 'How to address the customer (CUS-ATT-02).',
  }),
  salutation: f.col('salutation', {
    type: Salutation,
    nullable: true,
    guard: profile,
    description: 'How the customer wants to be called; null: not known (CUS-ATT-02).',
  }),
  birthMonth: f.col('birth_month', {
    type: 'Int',
    nullable: true,
    guard: profile,
    description: 'The month of the birthday; its year is not kept (MEM-07).',
  }),
  birthDay: f.col('birth_day', {
    type: 'Int',
    nullable: true,
    guard: profile,
    description: 'The day of the birthday (MEM-07).',
  }),
  preferredChannel: f.col('preferred_channel', {
    type: ContactChannel,
    nullable: true,
    description: 'Through what the customer wants to be reached.',
  }),
  consents: f.list(Consent, {
    description: 'What the customer said to being contacted: one answer for a purpose and a channel (C-34).',
    where: (k, c) => sql`${k.customer_id} = ${c.id} AND ${k.ended_at} IS NULL`,
    order: (k) => [k.purpose, k.channel],
  }),
  consentHistory: f.list(Consent, {
    guard: profile,
    description: 'Every answer of the customer, in the order in which they were given.',
    where: (k, c) => sql`${k.customer_id} = ${c.id}`,
    order: (k) => [k.at, k.id],
  }),
  phoneMasked: contact(f, 'PHONE', 'The phone number with the middle hidden.'),
  emailMasked: contact(f, 'EMAIL', 'The e-mail address, masked.'),
  platformAccountMasked: contact(f, 'PLATFORM_ACCOUNT', 'The account on the trading platform, masked.'),
  lifecycle: f.col('lifecycle', {
    type: Lifecycle,
    guard: profile,
    description: 'Where in life with the shop (CUS-SEG-01).',
  }),
  valueClass: f.col('value_class', {
    type: ValueClass,
    guard: profile,
    description: 'Worth to the shop (CUS-SEG-02).',
  }),
  behaviour: f.col('behaviour', {
    type: Behaviour,
    nullable: true,
    guard: profile,
    description: 'How the customer behaves (CUS-TYP).',
  }),
  buyingStyle: f.col('buying_style', {
    type: BuyingStyle,
    nullable: true,
    guard: profile,
    description: 'How the customer buys (CUS-BUY).',
  }),
  handlingHint: f.domain({
    type: Bilingual,
    nullable: true,
    guard: profile,
    description: 'How to treat this customer, by behaviour and buying style (CUS-TYP, CUS-BUY).',
    reads: (c) =>
      sql`json_build_object('behaviour', ${c.behaviour}, 'buyingStyle', ${c.buying_style})` as RawBuilder<
        Parameters<typeof handlingHint>[0]
      >,
    run: (facts) => handlingHint(facts),
  }),
  complaining: f.domain({
    type: 'Boolean',
    guard: profile,
    description:
      'Whether a complaint is open, or one was made so recently that another counts as repeated (Q23).',
    reads: (c, context) => playFacts(c, context),
    run: async (facts: PlayFacts, _args: never, context: RequestContext) => complaining(facts, context),
  }),
  playbook: f.domain({
    type: [Playbook],
    guard: profile,
    description:
      'How to look after this customer, by every segment, what presses most first (CUS-SEG-01, CUS-SEG-02).',
    reads: (c, context) => playFacts(c, context),
    run: async (facts: PlayFacts, _args: never, context: RequestContext) => [
      ...playbookOf({ ...facts, complaining: await complaining(facts, context) }),
    ],
  }),
  classChanges: f.connection(CustomerClassChange, {
    description: 'How the classes changed, newest first (C-23).',
    where: (k, c) => sql`${k.customer_id} = ${c.id}`,
  }),
  outsideContacts: f.connection(OutsideContact, {
    description: 'Contacts outside the platform, newest first (C-34).',
    where: (o, c) => sql`${o.customer_id} = ${c.id}`,
  }),
  mergedInto: f.one(Customer, {
    description: 'The record that this duplicate went into; null: it stands for itself (PRV-15).',
    where: (s, c) => sql`${s.id} = ${c.merged_into}`,
  }),
  merges: f.list(CustomerMerge, {
    description: 'The duplicates that went into this record, also those that were taken back (PRV-15).',
    where: (m, c) => sql`${m.survivor_id} = ${c.id}`,
    order: (m) => [m.merged_at, m.id],
  }),
  vip: f.col('vip', { type: 'Boolean', guard: profile, description: 'Special VIP (CUS-SEG-05).' }),
  tags: f.expr(
    (c, context) => {
      const { from, where } = context.scoped('customer_tags', 'tagged')
      return sql`ARRAY(SELECT tagged.tag FROM ${from} WHERE ${where} AND tagged.customer_id = ${c.id} ORDER BY tagged.tag)`
    },
    { type: ['String'], guard: profile, description: 'Tags set by hand (CUS-TAG-01).' },
  ),
  doNotContact: f.col('do_not_contact', { type: 'Boolean', description: 'Must not be contacted unasked.' }),
  blacklistedUntil: f.col('blacklisted_until', {
    type: 'DateTime',
    nullable: true,
    guard: profile,
    description: 'New orders are refused until then (CUS-TAG-03).',
  }),
  riskScore: f.col('risk_score', {
    type: 'Int',
    guard: 'order.risk.read',
    description: 'Risk, 0 to 100 (ORD-ABN-06).',
  }),
  orderCount: f.col('order_count', { type: 'Int', description: 'Orders placed.' }),
  firstOrderAt: f.col('first_order_at', {
    type: 'DateTime',
    nullable: true,
    description: 'The first order.',
  }),
  lastOrderAt: f.col('last_order_at', { type: 'DateTime', nullable: true, description: 'The latest order.' }),
  erasedAt: f.col('erased_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When it was forgotten who this was; orders and ledger stay under the number (PRV-15).',
  }),
  version: f.col('version', { type: 'Int', description: 'Counts the changes.' }),
  createdAt: f.col('created_at', { type: 'DateTime', description: 'Known to the shop since.' }),
  blacklistings: f.connection(Blacklisting, {
    description: 'When new orders were refused, newest first (CUS-TAG-03).',
    where: (b, c) => sql`${b.customer_id} = ${c.id}`,
  }),
  warnings: f.list(CustomerWarning, {
    description: 'What the customer was warned of (C-44).',
    where: (w, c) => sql`${w.customer_id} = ${c.id}`,
    order: (w) => [w.at, w.id],
  }),
  contacts: f.list(ContactPoint, {
    description: 'Contact data, masked.',
    where: (p, c) => sql`${p.customer_id} = ${c.id}`,
    order: (p) => [p.kind, p.id],
  }),
  addresses: f.connection(Address, {
    description: 'Addresses, newest first.',
    where: (a, c) => sql`${a.customer_id} = ${c.id}`,
  }),
  member: f.one(Member, {
    description: 'The membership: tier, benefits, points.',
    where: (m, c) => sql`${m.customer_id} = ${c.id}`,
  }),
  coupons: f.connection(Coupon, {
    description: 'The coupons of the customer, those that end first before the others.',
    where: (k, c) => sql`${k.customer_id} = ${c.id}`,
  }),
  orders: f.connection(Order, {
    description: 'The orders of the customer.',
    where: (o, c) => sql`${o.customer_id} = ${c.id}`,
  }),
  cases: f.connection(Case, {
    description: 'The cases of the customer.',
    where: (k, c) => sql`${k.customer_id} = ${c.id}`,
  }),
  reviews: f.connection(Review, {
    description: 'The reviews of the customer.',
    where: (r, c) => sql`${r.customer_id} = ${c.id}`,
  }),
})).listed({
  filters: {
    lifecycle: equals(Lifecycle, 'Of this lifecycle class.', (c) => c.lifecycle, profile),
    valueClass: equals(ValueClass, 'Of this value class.', (c) => c.value_class, profile),
    vip: flag('Special VIP or not.', (c) => c.vip, profile),
    tier: {
      type: Tier,
      description: 'Members of this tier.',
      guard: 'member.read',
      sql: (c, value, context) => {
        const { from, where } = context.scoped('members', 'of_tier')
        return sql`EXISTS (SELECT FROM ${from} WHERE ${where} AND of_tier.customer_id = ${c.id} AND of_tier.tier = ${value}::text)`
      },
    },
    tag: {
      type: 'String',
      description: 'With this tag.',
      guard: profile,
      sql: (c, value, context) => {
        const { from, where } = context.scoped('customer_tags', 'has_tag')
        return sql`EXISTS (SELECT FROM ${from} WHERE ${where} AND has_tag.customer_id = ${c.id} AND has_tag.tag = ${value}::text)`
      },
    },
    createdFrom: since('Known at or after.', (c) => c.created_at),
    createdBefore: before('Known before.', (c) => c.created_at),
  },
  orders: {
    NEWEST: {
      description: 'Newest first.',
      by: [{ column: 'created_at', cast: 'timestamptz' }],
      direction: 'DESC',
    },
  },
})

type CustomerFields = Parameters<Parameters<typeof Customer.fields>[0]>[0]

function contact(f: CustomerFields, kind: 'PHONE' | 'EMAIL' | 'PLATFORM_ACCOUNT', description: string) {
  return f.expr(
    (c, context) => {
      const { from, where } = context.scoped('contact_points', 'point')
      return sql`(SELECT point.masked FROM ${from} WHERE ${where} AND point.customer_id = ${c.id} AND point.kind = ${sql.lit(kind)} ORDER BY point.is_primary DESC, point.id LIMIT 1)`
    },
    { type: 'String', nullable: true, description },
  )
}

Consent.fields((f) => ({
  purpose: f.col('purpose', { type: ConsentPurpose, description: 'For what.' }),
  channel: f.col('channel', { type: ContactChannel, description: 'Through what.' }),
  given: f.col('given', { type: 'Boolean', description: 'Whether the customer agreed.' }),
  source: f.col('source', { type: ConsentSource, description: 'How it was said.' }),
  at: f.col('at', { type: 'DateTime', description: 'Since when.' }),
  endedAt: f.col('ended_at', {
    type: 'DateTime',
    nullable: true,
    description: 'Until when it held; null: in force.',
  }),
}))

ContactPoint.fields((f) => ({
  id: f.id(),
  kind: f.col('kind', { type: ContactKind, description: 'What it is.' }),
  masked: f.col('masked', { type: 'String', description: 'The value, masked.' }),
  lastFour: f.col('last4', {
    type: 'String',
    nullable: true,
    description: 'The last four digits, for phones.',
  }),
  primary: f.col('is_primary', { type: 'Boolean', description: 'Whether it is used first.' }),
}))

Address.fields((f) => ({
  id: f.id(),
  province: f.col('province', { type: 'String', description: 'Province.' }),
  city: f.col('city', { type: 'String', description: 'City.' }),
  district: f.col('district', { type: 'String', description: 'District.' }),
  detailMasked: f.col('detail_masked', { type: 'String', description: 'Street and number, masked.' }),
  recipientMasked: f.col('recipient_masked', { type: 'String', description: 'The recipient, masked.' }),
  phoneMasked: f.col('phone_masked', { type: 'String', description: "The recipient's phone, masked." }),
  isDefault: f.col('is_default', { type: 'Boolean', description: "Whether it is the customer's default." }),
  recordedAt: f.col('recorded_at', { type: 'DateTime', description: 'When it was recorded.' }),
})).listed({
  filters: {},
  orders: {
    NEWEST: {
      description: 'Newest first.',
      by: [{ column: 'recorded_at', cast: 'timestamptz' }],
      direction: 'DESC',
    },
  },
})

builder.queryFields((t) => ({
  customer: mapper.read(t, (f) =>
    f.one(Customer, {
      description: 'One customer, by id or by number: the 360° view starts here.',
      args: lookupArgs('customer'),
      where: (c, _parent, context) => lookup(c, context, CODES.Customer),
    }),
  ),
  customers: mapper.read(t, (f) => f.connection(Customer, { description: 'The customers of the shop.' })),
}))
