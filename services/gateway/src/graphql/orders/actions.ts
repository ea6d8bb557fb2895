import { orderFacts } from '@cs/data/orders'
import {
  auditOrder,
  type OrderAction,
  type OrderFacts,
  type Refund as OrderRefund,
  orderActions,
  type ProblemFound,
  problemsOf,
  refundFor,
  withdrawalOf,
} from '@cs/domain/orders'
import { aliasOf, type Columns, encodeGlobalId, type SqlContext } from '@cs/pothos-kysely'
import { sql } from 'kysely'
import { builder } from '../builder.ts'
import { type RequestContext, shopOf, type Viewer } from '../context.ts'
import { Bilingual, moneyOf, PlainMoney, PolicyDecision } from '../decisions/shape.ts'
import { OrderActionName, ProblemKind } from '../enums.ts'
import { CODES, idIn } from '../mapping.ts'
import type { Order } from './types.ts'

type OrderFields = Parameters<Parameters<typeof Order.fields>[0]>[0]

const OrderActionType = builder.objectRef<OrderAction & { permitted: boolean }>('OrderAction').implement({
  description:
    'Something a viewer may ask of an order, with what would be decided now. Nothing is stored for asking.',
  fields: (t) => ({
    name: t.field({
      type: OrderActionName,
      description: 'The action; a mutation does it, such as `cancelOrder` for CANCEL.',
      resolve: (a) => a.name,
    }),
    permission: t.exposeString('permission', { description: 'The permission it asks for.' }),
    permitted: t.exposeBoolean('permitted', { description: 'Whether the viewer holds the permission.' }),
    decision: t.field({
      type: PolicyDecision,
      description: 'What the rules say.',
      resolve: (a) => a.decision,
    }),
  }),
})

const ProblemFoundType = builder.objectRef<ProblemFound>('ProblemFound').implement({
  description: 'Something abnormal that the facts show, reported or not.',
  fields: (t) => ({
    kind: t.field({ type: ProblemKind, description: 'What.', resolve: (p) => p.kind }),
    rule: t.exposeString('rule', { description: 'The rule it comes from.' }),
    advice: t.field({ type: Bilingual, description: 'What to do.', resolve: (p) => p.advice }),
  }),
})

const facts = (order: Columns<never>, context: SqlContext<Viewer>) =>
  orderFacts(aliasOf(order), sql`${context.viewer((v) => v.now)}::timestamptz`)

const judging = async (context: RequestContext) => ({ pack: await context.pack(), now: context.viewer.now })

export const orderActionsField = (f: OrderFields) =>
  f.domain({
    type: [OrderActionType],
    description: 'What may be asked of it, each with findings, citations and remedies.',
    cost: 5,
    reads: facts as never,
    run: async (order: never, _args: never, context: RequestContext) =>
      orderActions(order, await judging(context)).map((action) => ({
        ...action,
        permitted: context.viewer.grants.has(action.permission),
      })),
  })

export const orderAuditField = (f: OrderFields) =>
  f.domain({
    type: PolicyDecision,
    guard: 'order.audit',
    description: 'The audit of the order as its facts stand now (ORD-AUD-01…07).',
    cost: 5,
    reads: facts as never,
    run: async (order: never, _args: never, context: RequestContext) =>
      auditOrder(order, await judging(context)),
  })

export const orderProblemsFoundField = (f: OrderFields) =>
  f.domain({
    type: [ProblemFoundType],
    guard: 'order.remark.read',
    description: 'What is abnormal about it by its facts (ORD-ABN-01…07).',
    cost: 5,
    reads: facts as never,
    run: async (order: never, _args: never, context: RequestContext) =>
      problemsOf(order, await judging(context)),
  })

interface Quote extends OrderRefund {
  readonly atOnce: boolean
  readonly dueAt: Date
}

const QuoteLine = builder.objectRef<Quote['lines'][number]>('CancellationQuoteLine').implement({
  description: 'What would be owed back for one line.',
  fields: (t) => ({
    lineId: t.id({
      description: 'The line.',
      resolve: (l, _args, { viewer }) =>
        encodeGlobalId({ code: CODES.OrderLine, tenant: shopOf(viewer), id: l.lineId }),
    }),
    amount: t.field({ type: PlainMoney, description: 'The money.', resolve: (l) => moneyOf(l.amountFen) }),
    points: t.exposeInt('points', { description: 'Points that would be given back (Q09).' }),
  }),
})

const QuoteType = builder.objectRef<Quote>('CancellationQuote').implement({
  description:
    'What would be owed back if the order or some lines were cancelled now. Says nothing of whether they may be.',
  fields: (t) => ({
    lines: t.field({ type: [QuoteLine], description: 'Line by line (Q07).', resolve: (q) => [...q.lines] }),
    goods: t.field({ type: PlainMoney, description: 'For goods.', resolve: (q) => moneyOf(q.goodsFen) }),
    freight: t.field({
      type: PlainMoney,
      description: 'For freight: only when everything is cancelled (Q08).',
      resolve: (q) => moneyOf(q.freightFen),
    }),
    amount: t.field({
      type: PlainMoney,
      description: 'Both together.',
      resolve: (q) => moneyOf(q.amountFen),
    }),
    atOnce: t.exposeBoolean('atOnce', {
      description: 'Whether it can be refunded at once; else the warehouse is asked first (Q40).',
    }),
    dueAt: t.field({
      type: 'DateTime',
      description: 'It would be owed by then (C-14).',
      resolve: (q) => q.dueAt,
    }),
  }),
})

export const cancellationQuoteField = (f: OrderFields) =>
  f.domain({
    type: QuoteType,
    guard: 'refund.read',
    description: 'What would be owed back if it were cancelled now (ORD-CAN-01, ORD-CAN-03).',
    cost: 5,
    args: (arg) => ({
      lineIds: arg({ type: ['ID'], description: 'Only these lines; all open ones where nothing is said.' }),
    }),
    reads: facts as never,
    run: async (order: OrderFacts, { lineIds }: { lineIds?: string[] | null }, context: RequestContext) => {
      const ids = lineIds ? lineIds.map((id) => idIn(context.viewer, id, CODES.OrderLine)) : null
      return { ...refundFor(order, ids), ...withdrawalOf(order, await judging(context)) }
    },
  })
