import { benefitsOf, progressTo, type TIERS } from '@cs/domain/membership'
import { fen } from '@cs/domain/money'
import { type RawBuilder, sql } from 'kysely'
import { builder } from '../builder.ts'
import type { RequestContext } from '../context.ts'
import { Customer } from '../customers/index.ts'
import { Bilingual, moneyOf, PlainMoney } from '../decisions/shape.ts'
import { Tier } from '../enums.ts'
import { CODES, idIn, mapper } from '../mapping.ts'
import { PointsEntry } from '../points/index.ts'

export const Member = mapper.type('Member', 'members', {
  code: CODES.Member,
  key: 'customer_id',
  guard: 'member.read',
  description: 'A membership: tier, what it brings, and points (MEM-01…05, PTS-01…04).',
})

type Benefit = ReturnType<typeof benefitsOf>[number]
type Progress = ReturnType<typeof progressTo>
type TierCode = (typeof TIERS)[number]

const MemberBenefit = builder.objectRef<Benefit>('MemberBenefit').implement({
  description: 'One right of a member, and what it means in force.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'A stable name.' }),
    title: t.field({ type: Bilingual, description: 'What it is called.', resolve: (b) => b.title }),
    detail: t.field({
      type: Bilingual,
      description: 'What it means with the values in force.',
      resolve: (b) => b.detail,
    }),
    rule: t.exposeString('ruleId', { description: 'The rule it comes from.' }),
    value: t.exposeString('value', {
      nullable: true,
      description: 'The figure in force, where there is one.',
    }),
  }),
})

const TierProgress = builder.objectRef<NonNullable<Progress>>('TierProgress').implement({
  description: 'How far it is to the next tier.',
  fields: (t) => ({
    next: t.field({
      type: Tier,
      nullable: true,
      description: 'The next tier; null at the top.',
      resolve: (p) => p.next,
    }),
    paid: t.field({
      type: PlainMoney,
      description: 'Paid for goods less refunds in the window.',
      resolve: (p) => moneyOf(p.paidFen),
    }),
    missing: t.field({
      type: PlainMoney,
      nullable: true,
      description: 'What is missing to the next tier.',
      resolve: (p) => (p.missingFen === null ? null : moneyOf(p.missingFen)),
    }),
    explanation: t.field({
      type: Bilingual,
      description: 'The same as a sentence.',
      resolve: (p) => p.explanation,
    }),
  }),
})

Member.fields((f) => ({
  id: f.id(),
  number: f.col('number', { type: 'String', description: 'The member number.' }),
  tier: f.col('tier', { type: Tier, description: 'The tier (MEM-01…05).' }),
  tierSince: f.col('tier_since', { type: 'Date', description: 'In this tier since.' }),
  joinedAt: f.col('joined_at', { type: 'DateTime', description: 'Member since.' }),
  pointsAvailable: f.col('points_available', {
    type: 'Int',
    description: 'Points that can be spent; may be negative after a refund.',
  }),
  pointsPending: f.col('points_pending', {
    type: 'Int',
    description: 'Points that become available at receipt.',
  }),
  pointsHeld: f.col('points_held', {
    type: 'Int',
    description: 'Points that are set aside for an order, an exchange or a draw (PTS-04).',
  }),
  benefits: f.domain({
    type: [MemberBenefit],
    description: 'What the tier brings, cumulative upwards (C-49), each with its rule.',
    reads: (m) => sql`json_build_object('tier', ${m.tier})` as RawBuilder<{ tier: TierCode }>,
    run: async ({ tier }, _args: never, context: RequestContext) => benefitsOf(tier, await context.pack()),
  }),
  progress: f.domain({
    type: TierProgress,
    description: 'How far it is to the next tier: paid for goods less refunds in the last 365 days (Q42).',
    reads: (m, c) => {
      const { from, where } = c.scoped('orders', 'o')
      const now = sql`${c.viewer((v) => v.now)}::timestamptz`
      return sql`(SELECT json_build_object('tier', ${m.tier}, 'paidFen', coalesce(sum(greatest(o.paid_fen - o.freight_fen, 0) - least(o.refunded_fen, greatest(o.paid_fen - o.freight_fen, 0))), 0)) FROM ${from} WHERE ${where} AND o.customer_id = ${m.customer_id} AND o.paid_at > ${now} - interval '365 days')` as RawBuilder<{
        tier: TierCode
        paidFen: number
      }>
    },
    run: async ({ tier, paidFen }, _args: never, context: RequestContext) =>
      progressTo(fen(paidFen), tier, await context.pack()),
  }),
  entries: f.connection(PointsEntry, {
    description: 'Where the points come from and went.',
    where: (e, m) => sql`${e.customer_id} = ${m.customer_id}`,
  }),
  customer: f.one(Customer, {
    description: 'Whose membership it is.',
    where: (c, m) => sql`${c.id} = ${m.customer_id}`,
  }),
}))

builder.queryField('member', (t) =>
  mapper.read(t, (f) =>
    f.one(Member, {
      description: 'The membership of a customer.',
      args: (arg) => ({ customerId: arg({ type: 'ID', required: true, description: 'Whose.' }) }),
      where: (m, _parent, c) =>
        sql`${m.customer_id} = ${c.arg((args: { customerId: string }, viewer) => idIn(viewer, args.customerId, CODES.Customer))}::uuid`,
    }),
  ),
)
