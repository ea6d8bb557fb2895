import type { AfterSaleQuote } from '@cs/domain/after-sales'
import { encodeGlobalId } from '@cs/pothos-kysely'
import { builder } from '../builder.ts'
import { shopOf } from '../context.ts'
import { moneyOf, PlainMoney } from '../decisions/shape.ts'
import { ClockName, FreightMode, FreightPayer, RefundRoute, Tier } from '../enums.ts'
import { CODES } from '../mapping.ts'

type Terms = AfterSaleQuote['terms']
type Clock = AfterSaleQuote['clocks'][number]

const Line = builder.objectRef<Terms['lines'][number]>('AfterSaleQuoteLine').implement({
  description: 'What would go back for one line.',
  fields: (t) => ({
    lineId: t.id({
      description: 'The line.',
      resolve: (l, _args, { viewer }) =>
        encodeGlobalId({ code: CODES.OrderLine, tenant: shopOf(viewer), id: l.lineId }),
    }),
    quantity: t.exposeInt('quantity', { description: 'Pieces; 0: the amount is off the whole order.' }),
    list: t.field({
      type: PlainMoney,
      description: 'The pieces at the price of the order, before discounts shared over the lines.',
      resolve: (l) => moneyOf(l.listFen),
    }),
    amount: t.field({
      type: PlainMoney,
      description: 'What would go back: their share of what was paid (Q07).',
      resolve: (l) => moneyOf(l.amountFen),
    }),
    points: t.exposeInt('points', { description: 'Points spent on them that would come back (Q09).' }),
  }),
})

const Freight = builder.objectRef<Terms['freight']>('FreightTerms').implement({
  description: 'Who would bear which freight, and how it may be settled (AS-FRT, C-11).',
  fields: (t) => ({
    back: t.field({
      type: FreightPayer,
      nullable: true,
      description: 'The way back; null: nothing comes back.',
      resolve: (f) => f.back,
    }),
    out: t.field({
      type: FreightPayer,
      nullable: true,
      description: 'The way out again; null: nothing goes out.',
      resolve: (f) => f.out,
    }),
    modes: t.field({
      type: [FreightMode],
      description: 'How the way back may be settled, the usual one first.',
      resolve: (f) => [...f.modes],
    }),
    outModes: t.field({
      type: [FreightMode],
      description: 'How the way out may be settled, the usual one first.',
      resolve: (f) => [...f.outModes],
    }),
    insured: t.exposeBoolean('insured', {
      description: 'Whether the buyer has freight insurance, which pays the buyer (AS-FRT-10, Q30).',
    }),
    rules: t.exposeStringList('rules', { description: 'The rules that decided.' }),
  }),
})

const Promised = builder.objectRef<Clock>('PromisedClock').implement({
  description: 'A promise that would start, with its times if it started now.',
  fields: (t) => ({
    name: t.field({
      type: ClockName,
      description: 'Which promise.',
      resolve: (c) => c.name.replaceAll('.', '_').toUpperCase() as never,
    }),
    targetAt: t.field({
      type: 'DateTime',
      description: 'What would be aimed at.',
      resolve: (c) => c.targetAt,
    }),
    breachAt: t.field({ type: 'DateTime', description: 'The last moment.', resolve: (c) => c.breachAt }),
    rules: t.stringList({ description: 'The rules it comes from.', resolve: (c) => [...c.ruleIds] }),
  }),
})

const Needed = builder.objectRef<AfterSaleQuote['approvals'][number]>('ApprovalNeeded').implement({
  description: 'An approval that it takes.',
  fields: (t) => ({
    rule: t.exposeString('rule', { description: 'The rule that asks for it.' }),
    permission: t.exposeString('permission', { description: 'Who holds this permission can approve.' }),
    toRequest: t.boolean({
      description: 'Whether it is needed to apply; else to grant what is asked for.',
      resolve: (a) => a.for === 'REQUEST',
    }),
  }),
})

export const Quote = builder.objectRef<AfterSaleQuote>('AfterSaleQuote').implement({
  description: 'What an after-sale would cost and give, to the fen. Says nothing of whether it is permitted.',
  fields: (t) => ({
    lines: t.field({ type: [Line], description: 'Line by line.', resolve: (q) => [...q.terms.lines] }),
    goods: t.field({
      type: PlainMoney,
      description: 'For goods.',
      resolve: (q) => moneyOf(q.terms.goodsFen),
    }),
    freightBack: t.field({
      type: PlainMoney,
      description: 'Outbound freight that would come back (Q08).',
      resolve: (q) => moneyOf(q.terms.freightFen),
    }),
    amount: t.field({
      type: PlainMoney,
      description: 'What would be refunded.',
      resolve: (q) => moneyOf(q.terms.amountFen),
    }),
    paySeller: t.field({
      type: PlainMoney,
      nullable: true,
      description: 'What the buyer enters as paid to the seller, for a partial refund (AS-WF-RFD-3).',
      resolve: (q) => (q.terms.paySellerFen === null ? null : moneyOf(q.terms.paySellerFen)),
    }),
    compensation: t.field({
      type: PlainMoney,
      nullable: true,
      description: 'The compensation asked for.',
      resolve: (q) => (q.terms.compensationFen === null ? null : moneyOf(q.terms.compensationFen)),
    }),
    customerPays: t.field({
      type: PlainMoney,
      nullable: true,
      description: 'What the customer pays more for another specification (AS-WF-GEN-6).',
      resolve: (q) => (q.terms.difference ? moneyOf(q.terms.difference.customerPaysFen) : null),
    }),
    differenceRefund: t.field({
      type: PlainMoney,
      nullable: true,
      description: 'What goes back because another specification costs less.',
      resolve: (q) => (q.terms.difference ? moneyOf(q.terms.difference.refundFen) : null),
    }),
    route: t.field({
      type: RefundRoute,
      nullable: true,
      description: 'The way the money goes; null: none goes back.',
      resolve: (q) => q.terms.route,
    }),
    arrivesFrom: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'If it were issued now: on the account from then (AS-RFD-01…04).',
      resolve: (q) => q.arrival?.from ?? null,
    }),
    arrivesBy: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'If it were issued now: on the account by then.',
      resolve: (q) => q.arrival?.by ?? null,
    }),
    freight: t.field({
      type: Freight,
      description: 'Who would bear which freight.',
      resolve: (q) => q.terms.freight,
    }),
    pointsBack: t.int({
      description: 'Points spent that would come back (Q09).',
      resolve: (q) => q.terms.points.back,
    }),
    pointsClawedBack: t.int({
      description: 'Points earned that would be taken back (Q10).',
      resolve: (q) => q.terms.points.clawedBack,
    }),
    tierBefore: t.field({
      type: Tier,
      nullable: true,
      description: 'The tier by what was paid; null where it is not known.',
      resolve: (q) => q.terms.tier?.before ?? null,
    }),
    tierAfter: t.field({
      type: Tier,
      nullable: true,
      description: 'The tier by what would be left of it.',
      resolve: (q) => q.terms.tier?.after ?? null,
    }),
    clocks: t.field({
      type: [Promised],
      description: 'The promises that would start.',
      resolve: (q) => [...q.clocks],
    }),
    approvals: t.field({
      type: [Needed],
      description: 'The approvals it takes.',
      resolve: (q) => [...q.approvals],
    }),
  }),
})
