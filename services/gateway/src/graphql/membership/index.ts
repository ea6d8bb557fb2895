import { paidByDay } from '@cs/data/membership'
import {
  type BenefitCode,
  benefitsOf,
  explainTierChange,
  progressOf,
  type TierChangeFacts,
  type Tier as TierCode,
  type TierFacts,
} from '@cs/domain/membership'
import { aliasOf } from '@cs/pothos-kysely'
import { type RawBuilder, sql } from 'kysely'
import { Agent } from '../agents/index.ts'
import { builder } from '../builder.ts'
import type { RequestContext } from '../context.ts'
import { Customer } from '../customers/index.ts'
import { Bilingual } from '../decisions/shape.ts'
import { GiftBenefit, GiftStatus, Tier, TierChangeKind } from '../enums.ts'
import { before, equals, since } from '../filters.ts'
import { CODES, idIn, Money, mapper } from '../mapping.ts'
import { balanceField, statementField } from '../points/statement.ts'
import { PointsEntry, PointsHold } from '../points/types.ts'
import { Redemption } from '../rewards/types.ts'
import { BenefitUse, lastUses, MemberBenefit, type Used } from './benefits.ts'
import { TierProgress } from './progress.ts'
import { GiftGrant, Member, TierChange } from './types.ts'

Member.fields((f) => ({
  id: f.id(),
  number: f.col('number', { type: 'String', description: 'The member number.' }),
  tier: f.col('tier', { type: Tier, description: 'The tier (MEM-01…05).' }),
  tierSince: f.col('tier_since', { type: 'Date', description: 'In this tier since.' }),
  lowersTo: f.col('lowers_to', {
    type: Tier,
    nullable: true,
    description: 'The tier of which the member was told that it is the next; null: none (Q42).',
  }),
  lowersOn: f.col('lowers_on', {
    type: 'Date',
    nullable: true,
    description: 'From when, unless what the tier takes is reached again by then.',
  }),
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
  benefitsUsed: f.domain({
    type: [BenefitUse],
    description:
      'When each right of the tier did something for the member last; those that never did are left out.',
    reads: (m, c) =>
      sql`json_build_object('tier', ${m.tier}, 'used', ${lastUses(m.customer_id, c)})` as RawBuilder<{
        tier: TierCode
        used: Used
      }>,
    run: async ({ tier, used }, _args: never, context: RequestContext) =>
      benefitsOf(tier, await context.pack()).flatMap(({ code }: { code: BenefitCode }) => {
        const at = used[code]
        return at ? [{ code, at: new Date(at) }] : []
      }),
  }),
  progress: f.domain({
    type: TierProgress,
    description:
      'How far it is to the next tier, by what was paid for goods less refunds in the window of the pack, and what keeps this one (Q42).',
    reads: (m, c) => {
      const window = { from: sql`'-infinity'::date`, at: sql`${c.viewer((v) => v.now)}::timestamptz` }
      const notice = sql`CASE WHEN ${m.lowers_to} IS NOT NULL THEN json_build_object('to', ${m.lowers_to}, 'on', ${m.lowers_on}) END`
      return sql`json_build_object('tier', ${m.tier}, 'notice', ${notice}, 'paid', ${paidByDay(aliasOf(m), window)})` as RawBuilder<TierFacts>
    },
    run: async (facts, _args: never, context: RequestContext) =>
      progressOf(facts, context.viewer.now, await context.pack()),
  }),
  tierChanges: f.connection(TierChange, {
    description: 'What became of the tier, newest first, and why.',
    where: (t, m) => sql`${t.customer_id} = ${m.customer_id}`,
  }),
  gifts: f.connection(GiftGrant, {
    description: 'The gifts that the tier brought, newest first.',
    where: (g, m) => sql`${g.customer_id} = ${m.customer_id}`,
  }),
  dedicatedAgent: f.one(Agent, {
    description: 'Who looks after the member, where the tier brings that (MEM-02).',
    where: (a, m, c) => {
      const { from, where } = c.scoped('dedicated_agents', 'looks_after')
      return sql`${a.agent_id} = (SELECT looks_after.agent_id FROM ${from} WHERE ${where} AND looks_after.customer_id = ${m.customer_id})`
    },
  }),
  entries: f.connection(PointsEntry, {
    description: 'Where the points come from and went.',
    where: (e, m) => sql`${e.customer_id} = ${m.customer_id}`,
  }),
  holds: f.connection(PointsHold, {
    description: 'Points that are or were set aside.',
    where: (h, m) => sql`${h.customer_id} = ${m.customer_id}`,
  }),
  redemptions: f.connection(Redemption, {
    description: 'Rewards that were asked for or won.',
    where: (r, m) => sql`${r.customer_id} = ${m.customer_id}`,
  }),
  pointsAt: f.domain(balanceField as never),
  pointsStatement: f.domain(statementField as never),
  customer: f.one(Customer, {
    description: 'Whose membership it is.',
    where: (c, m) => sql`${c.id} = ${m.customer_id}`,
  }),
})).listed({
  filters: {
    tier: equals(Tier, 'Of this tier.', (m) => m.tier),
    joinedFrom: since('Members since then or later.', (m) => m.joined_at),
    joinedBefore: before('Members since before then.', (m) => m.joined_at),
  },
  orders: {
    NEWEST: {
      description: 'The newest members first.',
      by: [{ column: 'joined_at', cast: 'timestamptz' }],
      direction: 'DESC',
    },
    LOWERED_NEXT: {
      description: 'Whose tier is lowered next first; only members who were told so.',
      by: [{ column: 'lowers_on', cast: 'date' }],
      direction: 'ASC',
      where: (m) => sql`${m.lowers_on} IS NOT NULL`,
    },
  },
})

TierChange.fields((f) => ({
  id: f.id(),
  kind: f.col('kind', { type: TierChangeKind, description: 'What became of it.' }),
  from: f.col('from_tier', { type: Tier, nullable: true, description: 'The tier before; null: the first.' }),
  to: f.col('to_tier', { type: Tier, description: 'The tier that it became, or will become.' }),
  paid: f.embed(Money, (t) => t.paid_fen, {
    description: 'What counted then: paid for goods less refunds in the window.',
  }),
  threshold: f.embed(Money, (t) => t.threshold_fen, { description: 'What it was held against.' }),
  effectiveOn: f.col('effective_on', { type: 'Date', description: 'The day from which the tier holds.' }),
  rule: f.col('rule_id', { type: 'String', description: 'The rule by which it was judged.' }),
  pack: f.expr((t) => sql`${t.pack_id} || '@' || ${t.pack_version}`, {
    type: 'String',
    description: 'The pack in force then, as id@version.',
  }),
  explanation: f.domain({
    type: Bilingual,
    description: 'Why, as a sentence.',
    reads: (t) =>
      sql`json_build_object('kind', ${t.kind}, 'from', ${t.from_tier}, 'to', ${t.to_tier}, 'paidFen', ${t.paid_fen}, 'thresholdFen', ${t.threshold_fen}, 'effectiveOn', ${t.effective_on})` as RawBuilder<TierChangeFacts>,
    run: (facts) => explainTierChange(facts),
  }),
  occurredAt: f.col('occurred_at', { type: 'DateTime', description: 'When it was judged.' }),
  member: f.one(Member, {
    nullable: false,
    description: 'Whose tier.',
    where: (m, t) => sql`${m.customer_id} = ${t.customer_id}`,
  }),
})).listed({
  filters: { kind: equals(TierChangeKind, 'Of this kind.', (t) => t.kind) },
  orders: {
    NEWEST: {
      description: 'Newest first.',
      by: [{ column: 'occurred_at', cast: 'timestamptz' }],
      direction: 'DESC',
    },
  },
})

GiftGrant.fields((f) => ({
  id: f.id(),
  benefit: f.col('benefit', { type: GiftBenefit, description: 'Which gift.' }),
  year: f.col('year', { type: 'Int', description: 'The year it is for.' }),
  tier: f.col('tier', { type: Tier, description: 'The tier by which it was granted.' }),
  status: f.col('status', { type: GiftStatus, description: 'Whether it was handed over.' }),
  grantedAt: f.col('granted_at', { type: 'DateTime', description: 'When it was granted.' }),
  fulfilledAt: f.col('fulfilled_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When it was handed over.',
  }),
  version: f.col('version', { type: 'Int', description: 'Grows with each change; for `expectedVersion`.' }),
  member: f.one(Member, {
    nullable: false,
    description: 'Whose gift.',
    where: (m, g) => sql`${m.customer_id} = ${g.customer_id}`,
  }),
})).listed({
  filters: {
    status: equals(GiftStatus, 'That wait, or that were handed over.', (g) => g.status),
    benefit: equals(GiftBenefit, 'Of this kind.', (g) => g.benefit),
  },
  orders: {
    NEWEST: {
      description: 'Newest first.',
      by: [{ column: 'granted_at', cast: 'timestamptz' }],
      direction: 'DESC',
    },
  },
})

builder.queryFields((t) => ({
  member: mapper.read(t, (f) =>
    f.one(Member, {
      description: 'The membership of a customer.',
      args: (arg) => ({ customerId: arg({ type: 'ID', required: true, description: 'Whose.' }) }),
      where: (m, _parent, c) =>
        sql`${m.customer_id} = ${c.arg((args: { customerId: string }, viewer) => idIn(viewer, args.customerId, CODES.Customer))}::uuid`,
    }),
  ),
  members: mapper.read(t, (f) => f.connection(Member, { description: 'The members of the shop.' })),
  tierChanges: mapper.read(t, (f) =>
    f.connection(TierChange, { description: 'What became of the tiers of the shop’s members.' }),
  ),
  giftGrants: mapper.read(t, (f) =>
    f.connection(GiftGrant, { description: 'The gifts to members that wait or were handed over.' }),
  ),
}))
