import { afterSaleOrderFacts } from '@cs/data/after-sales'
import {
  type AfterSaleOption,
  type AfterSaleOrderFacts,
  type AfterSaleQuote,
  afterSaleOptions,
  applicationFor,
  quoteAfterSale,
  type ReasonOption,
} from '@cs/domain/after-sales'
import type { Context } from '@cs/domain/decisions'
import { aliasOf, encodeGlobalId } from '@cs/pothos-kysely'
import { builder } from '../builder.ts'
import { type RequestContext, shopOf } from '../context.ts'
import { PolicyDecision } from '../decisions/shape.ts'
import { AfterSaleKind, AfterSaleReason, EvidenceKind } from '../enums.ts'
import { CODES } from '../mapping.ts'
import type { Order } from '../orders/types.ts'
import { actorOf } from './actor.ts'
import { Quote } from './quote.ts'

/** A reason of an option; what it would bring is computed when it is asked for. */
interface Reason extends ReasonOption {
  readonly quote: (() => AfterSaleQuote) | null
}

interface Option extends Omit<AfterSaleOption, 'reasons'> {
  readonly reasons: readonly Reason[]
}

const ReasonType = builder.objectRef<Reason>('AfterSaleReasonOption').implement({
  description: 'One reason to ask for it, with what would be decided and what it takes.',
  fields: (t) => ({
    reason: t.field({ type: AfterSaleReason, description: 'The reason.', resolve: (r) => r.reason }),
    decision: t.field({
      type: PolicyDecision,
      description: 'What the rules say.',
      resolve: (r) => r.decision,
    }),
    openUntil: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'The last moment to ask; null: there is none.',
      resolve: (r) => (r.openUntil ? new Date(r.openUntil) : null),
    }),
    evidenceNeeded: t.field({
      type: [[EvidenceKind]] as never,
      description: 'Of each group one proof is needed before it is agreed to (AS-POL-05).',
      resolve: ((r: Reason) => r.evidenceNeeded) as never,
    }),
    quote: t.field({
      type: Quote,
      nullable: true,
      description:
        'What it would cost and give for all pieces left: refund, route and arrival, and who bears the freight; null for what is refunded by cancelling.',
      resolve: (r) => r.quote?.() ?? null,
    }),
  }),
})

const OptionType = builder.objectRef<Option>('AfterSaleOption').implement({
  description: 'One kind of after-sale of a line or of the whole order: open, denied, or with an approval.',
  fields: (t) => ({
    kind: t.field({ type: AfterSaleKind, description: 'What would be asked for.', resolve: (o) => o.kind }),
    lineId: t.id({
      nullable: true,
      description: 'The line; null: it is about the order.',
      resolve: (o, _args, { viewer }) =>
        o.lineId ? encodeGlobalId({ code: CODES.OrderLine, tenant: shopOf(viewer), id: o.lineId }) : null,
    }),
    quantity: t.exposeInt('quantity', { description: 'Pieces it can be about; 0: it is about the order.' }),
    decision: t.field({
      type: PolicyDecision,
      description: 'What the rules say, for the reason that gets furthest.',
      resolve: (o) => o.decision,
    }),
    openUntil: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the last of its reasons closes; null: it does not.',
      resolve: (o) => (o.openUntil ? new Date(o.openUntil) : null),
    }),
    approval: t.string({
      nullable: true,
      description: 'Who holds this permission can approve it, where it takes an approval.',
      resolve: (o) => o.approval,
    }),
    alternatives: t.stringList({
      description: 'What can be done instead.',
      resolve: (o) => [...o.alternatives],
    }),
    reasons: t.field({
      type: [ReasonType],
      description: 'The reasons that open it, or would with an approval.',
      resolve: (o) => [...o.reasons],
    }),
  }),
})

type OrderFields = Parameters<Parameters<typeof Order.fields>[0]>[0]

function withQuotes(
  order: AfterSaleOrderFacts,
  option: AfterSaleOption,
  by: Actor,
  context: Context,
): Option {
  const line = order.lines.find((each) => each.id === option.lineId) ?? null
  const { kind } = option
  const reasons = option.reasons.map((each): Reason => {
    if (kind === 'REFUND_BEFORE_DISPATCH' || kind === 'INTERCEPTION') return { ...each, quote: null }
    return {
      ...each,
      quote: () => quoteAfterSale(order, applicationFor(line, kind, each.reason), by, context),
    }
  })
  return { ...option, reasons }
}

type Actor = Parameters<typeof afterSaleOptions>[1]

export const afterSaleOptionsField = (f: OrderFields) =>
  f.domain({
    type: [OptionType],
    guard: 'after_sale.read',
    description:
      'What after-sales may be asked for now, line by line: until when, by what proof, who pays the freight, what comes back (AS-TYP, AS-POL, AS-FRT, AS-RFD).',
    // Every reason of every type is judged for every line: some ten times what an action of an order takes.
    cost: 100,
    reads: ((order: never) => afterSaleOrderFacts(aliasOf(order))) as never,
    run: async (order: AfterSaleOrderFacts, _args: never, request: RequestContext) => {
      const context = { pack: await request.pack(), now: request.viewer.now }
      const by = actorOf(request.viewer)
      return afterSaleOptions(order, by, context).map((option) => withQuotes(order, option, by, context))
    },
  })
