import { ruleOfDiscount } from '@cs/domain/prices'
import { citedRule } from '@cs/domain/rules'
import { type RawBuilder, sql } from 'kysely'
import { afterSaleOptionsField } from '../after-sales/options.ts'
import { Approval } from '../approvals/index.ts'
import { Case } from '../cases/index.ts'
import { Product, Sku } from '../catalog/index.ts'
import { Clock } from '../clocks/types.ts'
import { PaymentFollowUp } from '../consultations/types.ts'
import { Address, Customer } from '../customers/index.ts'
import { TimelineEvent } from '../decisions/events.ts'
import { RuleType } from '../decisions/shape.ts'
import {
  DiscountKind,
  Flag,
  HoldReason,
  LineStatus,
  OrderSource,
  PhysicalStatus,
  TradeStatus,
} from '../enums.ts'
import { before, equals, flag, oneOf, refersTo, since } from '../filters.ts'
import { CODES, Money } from '../mapping.ts'
import { Concession, Coupon, PriceClaim, Promotion } from '../prices/types.ts'
import { Review } from '../reviews/index.ts'
import {
  cancellationQuoteField,
  orderActionsField,
  orderAuditField,
  orderProblemsFoundField,
} from './actions.ts'
import {
  Invoice,
  Order,
  OrderDiscount,
  OrderLine,
  OrderProblem,
  OrderRemark,
  Payment,
  Refund,
  Shipment,
} from './types.ts'

Order.fields((f) => ({
  id: f.id(),
  number: f.col('number', { type: 'String', description: 'The order number.' }),
  version: f.col('version', {
    type: 'Int',
    description: 'Counts the changes; given as `expectedVersion` it makes a change safe.',
  }),
  status: f.col('trade_status', { type: TradeStatus, description: 'What the trade says.' }),
  physicalStatus: f.col('physical_status', { type: PhysicalStatus, description: 'Where the goods are.' }),
  source: f.col('source', {
    type: OrderSource,
    description: 'Silent, or after a consultation (PRE-CNV-13).',
  }),
  presale: f.col('presale', {
    type: 'Boolean',
    description: 'Whether a presale product is in it (ORD-MOD-04).',
  }),
  customised: f.col('customised', {
    type: 'Boolean',
    description: 'Whether customised goods are in it (ORD-CAN-04).',
  }),
  goodsAmount: f.embed(Money, (o) => o.goods_fen, { description: 'The goods before order discounts.' }),
  discountAmount: f.embed(Money, (o) => o.discount_fen, { description: 'All discounts together.' }),
  freightAmount: f.embed(Money, (o) => o.freight_fen, { description: 'Freight.' }),
  payableAmount: f.embed(Money, (o) => o.payable_fen, { description: 'Goods less discounts plus freight.' }),
  paidAmount: f.embed(Money, (o) => o.paid_fen, { description: 'What was received.' }),
  refundedAmount: f.embed(Money, (o) => o.refunded_fen, {
    description: 'What is owed or paid back; never more than was paid.',
  }),
  pointsSpent: f.col('points_spent', { type: 'Int', description: 'Points used as offset (PTS-04).' }),
  buyerRemark: f.col('buyer_remark', {
    type: 'String',
    nullable: true,
    guard: 'order.remark.read',
    description: 'What the buyer wrote on the order (ORD-AUD-06).',
  }),
  flag: f.col('flag', {
    type: Flag,
    nullable: true,
    guard: 'order.remark.read',
    description: 'The colour of the latest remark that has one.',
  }),
  held: f.col('held', { type: 'Boolean', description: 'Held back from dispatch.' }),
  holdReason: f.col('hold_reason', {
    type: HoldReason,
    nullable: true,
    guard: 'order.remark.read',
    description: 'Why it is held.',
  }),
  placedAt: f.col('placed_at', { type: 'DateTime', description: 'When it was placed.' }),
  tradeDeadlineAt: f.col('trade_deadline_at', {
    type: 'DateTime',
    nullable: true,
    description:
      'Unpaid: closed then. Sent: confirmed of itself then, 10 days later where a return or an exchange was agreed (AS-SLA-28); null: over.',
  }),
  freightInsured: f.col('freight_insured', {
    type: 'Boolean',
    description: 'Whether the buyer took freight insurance (AS-FRT-10).',
  }),
  paidAt: f.col('paid_at', { type: 'DateTime', nullable: true, description: 'When it was paid.' }),
  priorityDispatch: f.expr((o) => sql`${o.dispatch_rank} = 0`, {
    type: 'Boolean',
    description:
      'Whether it is dispatched first: for members with that right when it was paid (MEM-03, Q22).',
  }),
  dispatchDueAt: f.col('dispatch_due_at', {
    type: 'DateTime',
    nullable: true,
    description: 'Promised out by (FUL-03).',
  }),
  firstShippedAt: f.col('first_shipped_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When the first parcel left.',
  }),
  signedAt: f.col('signed_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When the last parcel was signed for.',
  }),
  completedAt: f.col('completed_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When the trade ended.',
  }),
  cancelledAt: f.col('cancelled_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When it was cancelled.',
  }),
  auditedAt: f.col('audited_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When its audit was last recorded (ORD-AUD).',
  }),
  customer: f.one(Customer, { description: 'Who bought.', where: (c, o) => sql`${c.id} = ${o.customer_id}` }),
  shipTo: f.one(Address, {
    nullable: false,
    description: 'Where it goes, masked.',
    where: (a, o) => sql`${a.id} = ${o.address_id}`,
  }),
  lines: f.list(OrderLine, {
    description: 'The lines, in order.',
    where: (l, o) => sql`${l.order_id} = ${o.id}`,
    order: (l) => [l.position],
  }),
  discounts: f.list(OrderDiscount, {
    description: 'The discounts on the order.',
    where: (d, o) => sql`${d.order_id} = ${o.id}`,
    order: (d) => [d.position],
  }),
  concessions: f.list(Concession, {
    description: 'What agents took off its price, oldest first (PRC-07).',
    where: (k, o) => sql`${k.order_id} = ${o.id}`,
    order: (k) => [k.granted_at, k.id],
  }),
  payments: f.list(Payment, {
    description: 'The payments.',
    where: (p, o) => sql`${p.order_id} = ${o.id}`,
    order: (p) => [p.created_at, p.id],
  }),
  refunds: f.list(Refund, {
    description: 'The refunds.',
    where: (r, o) => sql`${r.order_id} = ${o.id}`,
    order: (r) => [r.created_at, r.id],
  }),
  shipments: f.list(Shipment, {
    description: 'The parcels.',
    where: (s, o) => sql`${s.order_id} = ${o.id}`,
    order: (s) => [s.created_at, s.id],
  }),
  remarks: f.connection(OrderRemark, {
    description: 'The remarks, newest first.',
    where: (r, o) => sql`${r.order_id} = ${o.id}`,
  }),
  problems: f.list(OrderProblem, {
    description: 'What was reported as abnormal.',
    where: (p, o) => sql`${p.order_id} = ${o.id}`,
    order: (p) => [sql`${p.reported_at} DESC`, p.id],
  }),
  invoices: f.list(Invoice, {
    description: 'The invoices.',
    where: (i, o) => sql`${i.order_id} = ${o.id}`,
    order: (i) => [i.requested_at, i.id],
  }),
  clocks: f.list(Clock, {
    description:
      'The promises made on the order itself, oldest first; those of its cases are theirs (FUL-03, AS-SLA-27).',
    where: (p, o) => sql`${p.subject_id} = ${o.id}`,
    order: (p) => [p.started_at, p.id],
  }),
  paymentFollowUps: f.list(PaymentFollowUp, {
    description: 'Why it was not paid, oldest first (PRE-CNV-02).',
    where: (p, o) => sql`${p.order_id} = ${o.id}`,
    order: (p) => [p.at, p.id],
  }),
  cases: f.connection(Case, {
    description: 'The cases about it.',
    where: (c, o) => sql`${c.order_id} = ${o.id}`,
  }),
  reviews: f.connection(Review, {
    description: 'What was said of it.',
    where: (r, o) => sql`${r.order_id} = ${o.id}`,
  }),
  approvals: f.connection(Approval, {
    description: 'The requests for approval about it.',
    where: (a, o) => sql`${a.subject_id} = ${o.id}`,
  }),
  timeline: f.connection(TimelineEvent, {
    guard: 'order.remark.read',
    description: 'What happened to it, newest first.',
    where: (e, o) => sql`${e.subject_id} = ${o.id}`,
  }),
  actions: orderActionsField(f),
  cancellationQuote: cancellationQuoteField(f),
  afterSaleOptions: afterSaleOptionsField(f),
  audit: orderAuditField(f),
  problemsFound: orderProblemsFoundField(f),
})).listed({
  filters: {
    status: oneOf(TradeStatus, 'In one of these trade statuses.', (o) => o.trade_status),
    physicalStatus: oneOf(PhysicalStatus, 'In one of these physical statuses.', (o) => o.physical_status),
    customerId: refersTo(CODES.Customer, 'Of this customer.', (o) => o.customer_id, 'customer.read'),
    productId: {
      ...refersTo(CODES.Product, 'With this product in a line.', (o: never) => o, 'product.read'),
      sql: (o, value, context) => {
        const { from, where } = context.scoped('order_lines', 'with_product')
        return sql`EXISTS (SELECT FROM ${from} WHERE ${where} AND with_product.order_id = ${o.id} AND with_product.product_id = ${value}::uuid)`
      },
    },
    flag: equals(Flag, 'With this flag.', (o) => o.flag, 'order.remark.read'),
    held: flag('Held back from dispatch, or not.', (o) => o.held),
    placedFrom: since('Placed at or after.', (o) => o.placed_at),
    placedBefore: before('Placed before.', (o) => o.placed_at),
  },
  orders: {
    NEWEST: {
      description: 'Newest first.',
      by: [{ column: 'placed_at', cast: 'timestamptz' }],
      direction: 'DESC',
    },
    OLDEST: {
      description: 'Oldest first.',
      by: [{ column: 'placed_at', cast: 'timestamptz' }],
      direction: 'ASC',
    },
    DISPATCH: {
      description:
        'What is to be dispatched: members with priority dispatch first (MEM-03), then by the latest time. Only paid orders that have not left as a whole.',
      by: [
        { column: 'dispatch_rank', cast: 'smallint' },
        { column: 'dispatch_due_at', cast: 'timestamptz' },
      ],
      direction: 'ASC',
      where: (o) => sql`${o.trade_status} IN ('PAID','PARTLY_SHIPPED') AND ${o.dispatch_due_at} IS NOT NULL`,
    },
  },
})

OrderLine.fields((f) => ({
  id: f.id(),
  position: f.col('position', { type: 'Int', description: 'Its place in the order, from 1.' }),
  productName: f.col('product_name', { type: 'String', description: 'The name as bought.' }),
  spec: f.col('spec', { type: 'String', description: 'The specification as bought.' }),
  quantity: f.col('quantity', { type: 'Int', description: 'Pieces.' }),
  unitPrice: f.embed(Money, (l) => l.unit_price_fen, { description: 'The price of a piece.' }),
  campaignDiscount: f.embed(Money, (l) => l.campaign_fen, {
    description: 'What a campaign takes off it, against its public price.',
  }),
  tierDiscount: f.embed(Money, (l) => l.tier_fen, {
    description: 'What the tier takes off it, after quantity (Q57).',
  }),
  concession: f.embed(Money, (l) => l.concession_fen, {
    description: 'Its share of the concession, which takes the place of the tier (Q56).',
  }),
  priceClaim: f.one(PriceClaim, {
    description: 'What was paid back for it under price protection; null: nothing (PRC-04).',
    where: (k, l) => sql`${k.order_line_id} = ${l.id}`,
  }),
  discount: f.embed(Money, (l) => l.discount_fen, {
    description: 'All of them, with its share of what is taken off the whole (Q07).',
  }),
  gift: f.col('gift', { type: 'Boolean', description: 'Given on top, for nothing (PRC-05).' }),
  paid: f.embed(Money, (l) => l.paid_fen, { description: 'What was paid for it, freight excluded (Q07).' }),
  refunded: f.embed(Money, (l) => l.refunded_fen, { description: 'What of that is owed or paid back.' }),
  pointsSpent: f.col('points_spent', { type: 'Int', description: 'Its share of the points used.' }),
  customised: f.col('customised', { type: 'Boolean', description: 'Made to measure.' }),
  status: f.col('status', { type: LineStatus, description: 'Where it stands.' }),
  product: f.one(Product, { description: 'The product.', where: (p, l) => sql`${p.id} = ${l.product_id}` }),
  sku: f.one(Sku, {
    nullable: false,
    description: 'The specification.',
    where: (s, l) => sql`${s.id} = ${l.sku_id}`,
  }),
  shipment: f.one(Shipment, {
    description: 'The parcel it went with.',
    where: (s, l) => sql`${s.id} = ${l.shipment_id}`,
  }),
}))

OrderDiscount.fields((f) => ({
  kind: f.col('kind', { type: DiscountKind, description: 'What it comes from.' }),
  amount: f.embed(Money, (d) => d.amount_fen, { description: 'How much.' }),
  reference: f.col('reference', {
    type: 'String',
    nullable: true,
    description: 'The number of the coupon or campaign, or the tier.',
  }),
  rule: f.domain({
    type: RuleType,
    description: 'The rule it comes from (PRC-05, PRC-07, PRC-17, MEM-03…05, PTS-04).',
    reads: (d) =>
      sql`json_build_object('kind', ${d.kind}, 'reference', ${d.reference})` as RawBuilder<{
        kind: Parameters<typeof ruleOfDiscount>[0]
        reference: string | null
      }>,
    run: ({ kind, reference }) => citedRule(ruleOfDiscount(kind, reference)),
  }),
  promotion: f.one(Promotion, {
    description: 'The promotion it comes from, with its terms.',
    where: (p, d) => sql`${p.id} = ${d.promotion_id}`,
  }),
  coupon: f.one(Coupon, {
    description: 'The coupon that was spent.',
    where: (k, d) => sql`${k.id} = ${d.coupon_id}`,
  }),
  valid: f.col('valid', { type: 'Boolean', description: 'Whether it was rightly applied (ORD-AUD-07).' }),
}))
