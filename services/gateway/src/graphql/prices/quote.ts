import { type PriceQuoted, type QuotePriceInput as Quoting, quotePrice } from '@cs/commands'
import { type Considered, type Discount, explain, ruleOfDiscount } from '@cs/domain/prices'
import { citedRule } from '@cs/domain/rules'
import { encodeGlobalId } from '@cs/pothos-kysely'
import { builder } from '../builder.ts'
import { asActor, guarded } from '../commands/command.ts'
import { fenOf } from '../commands/input-fields.ts'
import { CartLineInput, cartLines } from '../commands/intake.ts'
import { given } from '../commands/orders.ts'
import { REFUSALS } from '../commands/outcomes.ts'
import { shopOf, type Viewer } from '../context.ts'
import { Bilingual, moneyOf, PlainMoney, PolicyDecision, RuleType } from '../decisions/shape.ts'
import { DiscountKind, OfferKind, OfferVerdict } from '../enums.ts'
import { CODES, idIn } from '../mapping.ts'

type Line = PriceQuoted['cart']['lines'][number]
type Offer = Considered['offer']

const idOf = (code: number, viewer: Viewer, id: string) =>
  encodeGlobalId({ code, tenant: shopOf(viewer), id })

const LineType = builder.objectRef<Line>('PriceQuoteLine').implement({
  description:
    'What a line would cost. Together the lines and the freight are what is payable, to the fen (Q07).',
  fields: (t) => ({
    skuId: t.id({
      description: 'The specification.',
      resolve: (l, _args, { viewer }) => idOf(CODES.Sku, viewer, l.sku.id),
    }),
    productName: t.string({ description: 'The product.', resolve: (l) => l.sku.productName }),
    spec: t.string({ description: 'The specification in words.', resolve: (l) => l.sku.spec }),
    quantity: t.exposeInt('quantity', { description: 'Pieces.' }),
    gift: t.exposeBoolean('gift', { description: 'It is given on top.' }),
    unitPrice: t.field({
      type: PlainMoney,
      description: 'The public price of a piece.',
      resolve: (l) => moneyOf(l.sku.priceFen as never),
    }),
    campaignDiscount: t.field({
      type: PlainMoney,
      description: 'What a campaign takes off it.',
      resolve: (l) => moneyOf(l.campaignFen),
    }),
    tierDiscount: t.field({
      type: PlainMoney,
      description: 'What the tier takes off it, after quantity, rounded half up to the fen (Q57).',
      resolve: (l) => moneyOf(l.tierFen),
    }),
    discount: t.field({
      type: PlainMoney,
      description: 'With its share of what is taken off the whole (Q07).',
      resolve: (l) => moneyOf(l.discountFen),
    }),
    payable: t.field({
      type: PlainMoney,
      description: 'What is left of it to pay.',
      resolve: (l) => moneyOf(l.payableFen),
    }),
  }),
})

const OfferType = builder.objectRef<Offer>('Offer').implement({
  description: 'A promotion, or a coupon of the customer.',
  fields: (t) => ({
    kind: t.field({ type: OfferKind, description: 'What kind it is.', resolve: (o) => o.kind }),
    number: t.exposeString('number', { description: 'The number of the coupon, else of the promotion.' }),
    name: t.exposeString('name', { description: 'What the shop calls it.' }),
    promotionId: t.id({
      description: 'The promotion with its terms.',
      resolve: (o, _args, { viewer }) => idOf(CODES.Promotion, viewer, o.promotionId),
    }),
    couponId: t.id({
      nullable: true,
      description: 'The coupon; null: it is none.',
      resolve: (o, _args, { viewer }) => (o.kind === 'COUPON' ? idOf(CODES.Coupon, viewer, o.id) : null),
    }),
  }),
})

const DiscountType = builder.objectRef<Discount>('PriceQuoteDiscount').implement({
  description: 'One discount of a quote, in the order in which they are applied (Q57).',
  fields: (t) => ({
    kind: t.field({ type: DiscountKind, description: 'What it comes from.', resolve: (d) => d.kind }),
    amount: t.field({ type: PlainMoney, description: 'How much.', resolve: (d) => moneyOf(d.amountFen) }),
    rule: t.field({
      type: RuleType,
      description: 'The rule it comes from.',
      resolve: (d) => citedRule(ruleOfDiscount(d.kind, d.reference)),
    }),
    offer: t.field({
      type: OfferType,
      nullable: true,
      description: 'The offer it comes from; null: the tier, or points.',
      resolve: (d) => d.offer,
    }),
  }),
})

const ConsideredType = builder.objectRef<Considered>('ConsideredOffer').implement({
  description: 'What became of an offer, and why (PRC-11, PRC-19).',
  fields: (t) => ({
    offer: t.field({ type: OfferType, description: 'The offer.', resolve: (c) => c.offer }),
    verdict: t.field({ type: OfferVerdict, description: 'Taken, or why not.', resolve: (c) => c.verdict }),
    explanation: t.field({ type: Bilingual, description: 'The same in words.', resolve: (c) => explain(c) }),
    missing: t.field({
      type: PlainMoney,
      nullable: true,
      description: 'What the goods lack to its threshold; null: that is not why.',
      resolve: (c) => (c.missingFen === null ? null : moneyOf(c.missingFen)),
    }),
    dearerBy: t.field({
      type: PlainMoney,
      nullable: true,
      description:
        'How much more would be payable with the best combination that has it; null: there is none.',
      resolve: (c) => (c.dearerByFen === null ? null : moneyOf(c.dearerByFen)),
    }),
    conflictsWith: t.field({
      type: [OfferType],
      description: 'What of the combination taken it does not go together with.',
      resolve: (c) => [...c.conflictsWith],
    }),
  }),
})

const PriceQuote = builder.objectRef<PriceQuoted>('PriceQuote').implement({
  description:
    'What an order would cost with the best lawful combination of offers, from the code that places it. Nothing is stored for asking.',
  fields: (t) => ({
    goods: t.field({
      type: PlainMoney,
      description: 'The goods at their public prices.',
      resolve: (q) => moneyOf(q.cart.quote.goodsFen),
    }),
    discounts: t.field({
      type: [DiscountType],
      description: 'What is taken off, in the order of Q57.',
      resolve: (q) => [...q.cart.quote.discounts],
    }),
    freight: t.field({
      type: PlainMoney,
      description: 'Freight.',
      resolve: (q) => moneyOf(q.cart.quote.freightFen),
    }),
    payable: t.field({
      type: PlainMoney,
      description: 'What would be payable: give it to `placeOrder` as `expectedPayable`.',
      resolve: (q) => moneyOf(q.cart.quote.payableFen),
    }),
    pointsSpent: t.int({
      description: 'Points of those offered that an order takes: half of the goods at most (PTS-04, Q24).',
      resolve: (q) => q.cart.quote.pointsSpent,
    }),
    lines: t.field({ type: [LineType], description: 'Line by line.', resolve: (q) => [...q.cart.lines] }),
    considered: t.field({
      type: [ConsideredType],
      description: 'Every offer that runs and every coupon, with what became of it and why.',
      resolve: (q) => [...q.cart.quote.considered],
    }),
    tierDearerBy: t.field({
      type: PlainMoney,
      nullable: true,
      description:
        'How much more would be payable with the discount of the tier, where another was better; null: it is taken, or there is none (Q72).',
      resolve: ({ cart }) =>
        cart.quote.tierDearerByFen === null ? null : moneyOf(cart.quote.tierDearerByFen),
    }),
    decision: t.field({
      type: PolicyDecision,
      description: 'What placing it would be answered with: limits, stock, and the price (PRC-01).',
      resolve: (q) => q.decision,
    }),
  }),
})

const MEMBERS = {
  PriceQuoted: PriceQuote,
  ValidationFailed: REFUSALS.ValidationFailed,
  NotFound: REFUSALS.NotFound,
}

const Result = builder.unionType('PriceQuoteResult', {
  description: 'What may come of asking for a price.',
  types: Object.values(MEMBERS) as never,
  resolveType: ((answer: { kind: keyof typeof MEMBERS }) => MEMBERS[answer.kind]) as never,
})

const QuotePriceInput = builder.inputType('QuotePriceInput', {
  description: 'What is wanted, by whom and where to.',
  fields: (t) => ({
    customerId: t.id({
      description: 'Who buys; left out: a price without tier, coupons and first purchase.',
    }),
    lines: t.field({
      type: [CartLineInput],
      required: true,
      description: 'What is wanted, at most 50 lines.',
    }),
    province: t.string({ description: 'Where it goes; left out: freight is that of the near provinces.' }),
    couponIds: t.idList({
      description: 'The coupons that may be used; left out: whatever the customer has.',
    }),
    points: t.int({ description: 'Points that the customer wants to spend.' }),
    quoted: t.field({
      type: 'Decimal',
      description:
        'What somebody wants to tell the buyer, in yuan. At another price than the system’s the decision is no: a lower one takes a concession on the order (PRC-01, Q04).',
    }),
  }),
})

interface Asked {
  readonly customerId?: string | null
  readonly lines: readonly { readonly skuId: string; readonly quantity: number }[]
  readonly couponIds?: readonly string[] | null
  readonly quoted?: string | null
}

const quoting = (viewer: Viewer, { customerId, couponIds, quoted, ...input }: Asked): Quoting => ({
  ...given(input),
  lines: cartLines(viewer, input.lines),
  ...(customerId ? { customerId: idIn(viewer, customerId, CODES.Customer) } : {}),
  ...(couponIds ? { couponIds: couponIds.map((id) => idIn(viewer, id, CODES.Coupon)) } : {}),
  ...(quoted ? { quotedFen: fenOf('quoted', quoted) } : {}),
})

const PERMISSION = 'price.quote'

builder.queryField('quotePrice', (t) =>
  t.field({
    type: Result,
    nullable: true,
    ...guarded({
      description:
        'The best lawful combination of tier, campaign, threshold, coupon and gift for what is wanted, each explained, and why the others lost (PRC-11, PRC-19).',
      permission: PERMISSION,
    }),
    args: { input: t.arg({ type: QuotePriceInput, required: true, description: 'What is wanted.' }) },
    resolve: ((_root: unknown, { input }: { input: Asked }, context: never) =>
      asActor(PERMISSION, context, (actor, { commands, viewer }) =>
        quotePrice(commands, actor, quoting(viewer, input)),
      )) as never,
  }),
)
