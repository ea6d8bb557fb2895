import { sql } from 'kysely'
import { Compensation } from '../after-sales/types.ts'
import { Customer } from '../customers/index.ts'
import { CouponSource, CouponState } from '../enums.ts'
import { Order } from '../orders/types.ts'
import { Coupon, Promotion } from './types.ts'

Coupon.fields((f) => ({
  id: f.id(),
  number: f.col('number', { type: 'String', description: 'Its number.' }),
  source: f.col('source', { type: CouponSource, description: 'Where it comes from.' }),
  validFrom: f.col('valid_from', { type: 'DateTime', description: 'Can be spent from then.' }),
  validUntil: f.col('valid_until', {
    type: 'DateTime',
    description: 'The first moment at which it is void.',
  }),
  issuedAt: f.col('issued_at', { type: 'DateTime', description: 'When it was given.' }),
  state: f.expr(
    (k, context) => {
      const { from, where } = context.scoped('coupon_uses', 'used')
      const now = sql`${context.viewer((v) => v.now)}::timestamptz`
      return sql`CASE WHEN EXISTS (SELECT FROM ${from} WHERE ${where} AND used.coupon_id = ${k.id} AND used.returned_at IS NULL) THEN 'SPENT'
        WHEN ${k.valid_until} <= ${now} THEN 'EXPIRED' WHEN ${k.valid_from} > ${now} THEN 'NOT_YET' ELSE 'AVAILABLE' END`
    },
    { type: CouponState, description: 'Whether it can be spent.' },
  ),
  promotion: f.one(Promotion, {
    description: 'Its terms.',
    where: (p, k) => sql`${p.id} = ${k.promotion_id}`,
  }),
  customer: f.one(Customer, {
    description: 'Whose it is.',
    where: (c, k) => sql`${c.id} = ${k.customer_id}`,
  }),
  compensation: f.one(Compensation, {
    description: 'What it was given as; null: a campaign’s (PRC-21).',
    where: (c, k) => sql`${c.id} = ${k.compensation_id}`,
  }),
  spentOn: f.one(Order, {
    description: 'The order it is spent on; one that comes back is spent on none (Q09).',
    where: (o, k, context) => {
      const { from, where } = context.scoped('coupon_uses', 'use')
      return sql`${o.id} = (SELECT use.order_id FROM ${from} WHERE ${where} AND use.coupon_id = ${k.id} AND use.returned_at IS NULL)`
    },
  }),
})).listed({
  filters: {},
  orders: {
    ENDING_FIRST: {
      description: 'What ends first comes first.',
      by: [{ column: 'valid_until', cast: 'timestamptz' }],
      direction: 'ASC',
    },
  },
})
