import type { BenefitCode, benefitsOf } from '@cs/domain/membership'
import type { SqlContext } from '@cs/pothos-kysely'
import { type RawBuilder, sql } from 'kysely'
import { builder } from '../builder.ts'
import type { Viewer } from '../context.ts'
import { Bilingual } from '../decisions/shape.ts'

type Benefit = ReturnType<typeof benefitsOf>[number]

export const MemberBenefit = builder.objectRef<Benefit>('MemberBenefit').implement({
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

/** What a benefit did last, by its code. */
export type Used = Readonly<Partial<Record<BenefitCode, string | null>>>

export const BenefitUse = builder.objectRef<{ code: string; at: Date }>('BenefitUse').implement({
  description: 'When a right of a member did something for them last.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'The name of the right, as in `benefits`.' }),
    at: t.field({ type: 'DateTime', description: 'When.', resolve: (use) => use.at }),
  }),
})

/** When each right did something for a member last, as JSON of times by code. */
export function lastUses(customer: RawBuilder<unknown>, c: SqlContext<Viewer>): RawBuilder<Used> {
  const orders = c.scoped('orders', 'o')
  const discounts = c.scoped('order_discounts', 'd')
  const gifts = c.scoped('gift_grants', 'g')
  const dedicated = c.scoped('dedicated_agents', 'a')
  const cases = c.scoped('cases', 'k')
  const freight = c.scoped('freight_settlements', 's')
  const points = c.scoped('points_entries', 'p')
  const ofOrders = sql`SELECT max(o.paid_at) FROM ${orders.from} WHERE ${orders.where} AND o.customer_id = ${customer}`
  const ofGifts = sql`SELECT max(g.granted_at) FROM ${gifts.from} WHERE ${gifts.where} AND g.customer_id = ${customer}`
  const ofCases = sql`FROM ${cases.from} WHERE ${cases.where} AND k.customer_id = ${customer}`
  return sql`json_build_object(
    'POINTS', (SELECT max(p.occurred_at) FROM ${points.from} WHERE ${points.where} AND p.customer_id = ${customer} AND p.kind = 'PURCHASE'),
    'DISCOUNT', (${ofOrders} AND EXISTS (SELECT FROM ${discounts.from} WHERE ${discounts.where} AND d.order_id = o.id AND d.kind = 'TIER')),
    'PRIORITY_DISPATCH', (${ofOrders} AND o.dispatch_rank = 0),
    'DEDICATED_AGENT', (SELECT a.since FROM ${dedicated.from} WHERE ${dedicated.where} AND a.customer_id = ${customer}),
    'FREE_RETURN', (SELECT max(s.created_at) FROM ${freight.from} WHERE ${freight.where} AND s.payer = 'SHOP' AND s.status <> 'CANCELLED'
      AND s.case_id IN (SELECT k.id ${ofCases} AND k.member_tier IN ('PLATINUM', 'DIAMOND') AND k.reason = 'NO_REASON')),
    'PRIORITY_HANDLING', (SELECT max(k.opened_at) ${ofCases} AND k.priority IN ('HIGH', 'URGENT')),
    'BIRTHDAY_GIFT', (${ofGifts} AND g.benefit = 'BIRTHDAY_GIFT'),
    'YEARLY_GIFT', (${ofGifts} AND g.benefit = 'YEARLY_GIFT'))` as RawBuilder<Used>
}
