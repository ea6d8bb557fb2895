import {
  attributedUntil,
  type ConsultationOutcome,
  convertedOrder,
  receptionHints,
} from '@cs/domain/consultations'
import type { Hint } from '@cs/domain/customers'
import { encodeGlobalId } from '@cs/pothos-kysely'
import { sql } from 'kysely'
import { builder } from '../builder.ts'
import type { Consultation } from '../cases/index.ts'
import { type RequestContext, shopOf } from '../context.ts'
import { Bilingual } from '../decisions/shape.ts'
import { CODES } from '../mapping.ts'

type ConsultationFields = Parameters<Parameters<typeof Consultation.fields>[0]>[0]

const HintType = builder.objectRef<Hint>('ReceptionHint').implement({
  description: 'How to receive who asks. Hints only: the policy decides.',
  fields: (t) => ({
    rule: t.exposeString('rule', { description: 'The rule it comes from.' }),
    text: t.field({ type: Bilingual, description: 'What to do.', resolve: (hint) => hint.text }),
  }),
})

/** By the orders that the customer had before (PRE-CNV-04 to -06, C-18). */
export const receptionHintsField = (f: ConsultationFields) =>
  f.domain({
    type: [HintType],
    guard: 'customer.profile.read',
    description: 'How to receive a new or a returning customer (PRE-CNV-04…06, C-18).',
    reads: (c) => sql<number>`(SELECT count(*)::integer FROM orders o
      WHERE o.shop_id = ${c.shop_id} AND o.customer_id = ${c.customer_id} AND o.placed_at < ${c.opened_at}
        AND o.paid_at IS NOT NULL)`,
    run: (ordersBefore: number) => [...receptionHints(ordersBefore)],
  })

interface Conversion {
  readonly until: Date
  readonly order: { readonly id: string; readonly paidAt: string } | null
}

const ConversionType = builder.objectRef<Conversion>('Conversion').implement({
  description:
    'What a consultation led to: the first order with its product that was paid in time (PRE-CNV-13).',
  fields: (t) => ({
    attributedUntil: t.field({
      type: 'DateTime',
      description: 'A payment until then counts for it (`conversion.window`).',
      resolve: (c) => c.until,
    }),
    orderId: t.id({
      nullable: true,
      description: 'The order; null: none so far.',
      resolve: ({ order }, _args, { viewer }) =>
        order && encodeGlobalId({ code: CODES.Order, tenant: shopOf(viewer), id: order.id }),
    }),
    paidAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was paid.',
      resolve: ({ order }) => order && new Date(order.paidAt),
    }),
  }),
})

const time = (value: unknown) => sql`to_char(${value} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** What the customer paid with the product that was asked about, since it was opened. */
export const conversionField = (f: ConsultationFields) =>
  f.domain({
    type: ConversionType,
    guard: 'order.read',
    description: 'The order that it led to (PRE-CNV-13, C-43).',
    reads: (c) => sql<ConsultationOutcome>`json_build_object('openedAt', ${time(c.opened_at)},
      'lastCustomerAt', ${time(c.last_customer_at)},
      'paid', COALESCE((SELECT json_agg(json_build_object('id', p.id, 'paidAt', ${time(sql`p.paid_at`)})) FROM (
        SELECT o.id, o.paid_at FROM orders o
        WHERE o.shop_id = ${c.shop_id} AND o.customer_id = ${c.customer_id} AND o.paid_at >= ${c.opened_at}
          AND EXISTS (SELECT FROM order_lines l
            WHERE l.shop_id = o.shop_id AND l.order_id = o.id AND l.product_id = ${c.product_id})
        ORDER BY o.paid_at, o.id LIMIT 1) p), '[]'))`,
    run: async (
      outcome: ConsultationOutcome,
      _args: unknown,
      context: RequestContext,
    ): Promise<Conversion> => {
      const pack = await context.pack()
      return { until: attributedUntil(outcome, pack), order: convertedOrder(outcome, pack) }
    },
  })
