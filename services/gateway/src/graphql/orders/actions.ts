import { orderFacts } from '@cs/data/orders'
import { auditOrder, type OrderAction, orderActions, type ProblemFound, problemsOf } from '@cs/domain/orders'
import { aliasOf, type Columns, type SqlContext } from '@cs/pothos-kysely'
import { sql } from 'kysely'
import { builder } from '../builder.ts'
import type { RequestContext, Viewer } from '../context.ts'
import { Bilingual, PolicyDecision } from '../decisions/shape.ts'
import { OrderActionName, ProblemKind } from '../enums.ts'
import type { Order } from './types.ts'

type OrderFields = Parameters<Parameters<typeof Order.fields>[0]>[0]

const OrderActionType = builder.objectRef<OrderAction & { permitted: boolean }>('OrderAction').implement({
  description:
    'Something a viewer may ask of an order, with what would be decided now. Nothing is stored for asking.',
  fields: (t) => ({
    name: t.field({
      type: OrderActionName,
      description: 'The action; the mutation of the same name does it.',
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
