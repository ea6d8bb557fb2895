import { sql } from 'kysely'
import { builder } from '../builder.ts'
import { Category } from '../enums.ts'
import { lookup, lookupArgs } from '../lookup.ts'
import { CODES, Money, mapper } from '../mapping.ts'
import { SkuPrice } from '../prices/types.ts'
import { Review } from '../reviews/index.ts'

export const Product = mapper.type('Product', 'products', {
  code: CODES.Product,
  guard: 'product.read',
  description:
    'A product as agents must know it (CAT-02), with base fields and those of its category (DAT-03, DAT-04).',
})

export const Sku = mapper.type('Sku', 'skus', {
  code: CODES.Sku,
  nodeGuard: 'product.read',
  description: 'One buyable specification of a product (CAT-14).',
})

const Attribute = mapper.type('ProductAttribute', 'product_attributes', {
  key: 'product_id',
  description: 'A field of a product that its category asks for (DAT-04).',
})

const Presale = mapper.type('PresaleSchedule', 'products', {
  description: 'The time nodes of a presale product (CAT-18, Q20).',
})

Product.fields((f) => ({
  id: f.id(),
  number: f.col('number', { type: 'String', description: 'The product number.' }),
  name: f.col('name', { type: 'String', description: 'The name on the product page.' }),
  brand: f.col('brand', { type: 'String', description: 'The brand.' }),
  model: f.col('model', { type: 'String', nullable: true, description: 'The model.' }),
  category: f.col('category', { type: Category, description: 'The top category (CAT-01).' }),
  subcategory: f.col('subcategory', { type: 'String', description: 'The sub-category (CAT-01).' }),
  material: f.col('material', { type: 'String', nullable: true, description: 'Material or ingredients.' }),
  origin: f.col('origin', { type: 'String', description: 'Where it is made.' }),
  shipFrom: f.col('ship_from', { type: 'String', description: 'Where it is sent from.' }),
  price: f.embed(Money, (p) => p.price_fen, { description: 'The system price (PRC-01).' }),
  cost: f.embed(Money, (p) => p.cost_fen, {
    guard: 'product.cost.read',
    description: 'The cost price (CAT-27).',
  }),
  salesCount: f.col('sales_count', { type: 'Int', description: 'Pieces sold.' }),
  rating: f.expr((p) => sql`(${p.rating_tenths} / 10)::text || '.' || (${p.rating_tenths} % 10)::text`, {
    type: 'Decimal',
    nullable: true,
    description: 'The rating out of 5; below 4.8 the product is watched (CAT-26).',
  }),
  productionDate: f.col('production_date', {
    type: 'Date',
    nullable: true,
    description: 'When the batch was made.',
  }),
  shelfLifeDays: f.col('shelf_life_days', {
    type: 'Int',
    nullable: true,
    description: 'Shelf life in days (CAT-07).',
  }),
  certification: f.col('certification', {
    type: 'String',
    nullable: true,
    description: 'Certificates (CAT-02).',
  }),
  authorisation: f.col('authorisation', {
    type: 'String',
    nullable: true,
    description: 'The brand authorisation (CAT-03).',
  }),
  authenticityHint: f.col('anti_fake_hint', {
    type: 'String',
    nullable: true,
    description: 'How a buyer verifies it (CAT-03).',
  }),
  sellingPoints: f.col('selling_points', { type: ['String'], description: 'What speaks for it.' }),
  usage: f.col('usage_notes', {
    type: 'String',
    nullable: true,
    description: 'How it is used (PRE-TYP-03).',
  }),
  care: f.col('care_notes', {
    type: 'String',
    nullable: true,
    description: 'Washing, care, repair (CAT-09).',
  }),
  cautions: f.col('cautions', { type: 'String', nullable: true, description: 'What to beware of (CAT-09).' }),
  suitableFor: f.col('suitable_for', {
    type: 'String',
    nullable: true,
    description: 'For whom it is (CAT-32).',
  }),
  compatibility: f.col('compatibility', {
    type: 'String',
    nullable: true,
    description: 'What it works with (CAT-33).',
  }),
  warrantyMonths: f.col('warranty_months', {
    type: 'Int',
    nullable: true,
    description: 'Warranty in months (C-46).',
  }),
  invoiceContent: f.col('invoice_content', {
    type: 'String',
    description: 'What an invoice says of it (CAT-20).',
  }),
  dispatchHours: f.col('dispatch_hours', {
    type: 'Int',
    description: 'Hours from payment to dispatch (FUL-03).',
  }),
  minQuantity: f.col('min_quantity', {
    type: 'Int',
    nullable: true,
    description: 'The fewest pieces of an order (CAT-16).',
  }),
  maxQuantity: f.col('max_quantity', {
    type: 'Int',
    nullable: true,
    description: 'The most pieces of an order (CAT-16).',
  }),
  customised: f.col('customised', {
    type: 'Boolean',
    description: 'Made to measure: no cancellation unless noted (ORD-CAN-04).',
  }),
  cancellable: f.col('cancellable', {
    type: 'Boolean',
    description: 'Noted as cancellable though customised (Q70).',
  }),
  perishable: f.col('perishable', {
    type: 'Boolean',
    description: 'Fresh or perishable: no 7-day return (CAT-17).',
  }),
  digital: f.col('digital', { type: 'Boolean', description: 'Digital: no 7-day return (CAT-17).' }),
  cashOnDelivery: f.col('cash_on_delivery', {
    type: 'Boolean',
    description: 'May be paid on delivery (CAT-19).',
  }),
  onSale: f.expr((p) => sql`${p.status} = 'ON_SALE'`, {
    type: 'Boolean',
    description: 'Whether it can be bought now.',
  }),
  presale: f.one(Presale, {
    description: 'The time nodes, for presale products.',
    where: (s, p) => sql`${s.id} = ${p.id} AND ${s.presale}`,
  }),
  attributes: f.list(Attribute, {
    description: 'The fields of its category, in order.',
    where: (a, p) => sql`${a.product_id} = ${p.id}`,
    order: (a) => [a.position],
  }),
  skus: f.list(Sku, {
    description: 'Its specifications.',
    where: (s, p) => sql`${s.product_id} = ${p.id}`,
    order: (s) => [s.code],
  }),
  reviews: f.connection(Review, {
    description: 'What buyers say of it.',
    where: (r, p) => sql`${r.product_id} = ${p.id}`,
  }),
})).listed({
  filters: {
    category: {
      type: Category,
      description: 'Of this category.',
      sql: (p, value) => sql`${p.category} = ${value}::text`,
    },
    number: {
      type: 'String',
      description: 'With this number.',
      sql: (p, value) => sql`${p.number} = ${value}::text`,
    },
    onSale: {
      type: 'Boolean',
      description: 'That can be bought now, or no longer.',
      shape: (onSale: boolean) => (onSale ? 'ON_SALE' : 'OFF_SALE'),
      sql: (p, _value, _context, status) => sql`${p.status} = ${sql.lit(status)}`,
    },
  },
  orders: {
    NUMBER: { description: 'By number.', by: [{ column: 'number', cast: 'text' }], direction: 'ASC' },
  },
})

Sku.fields((f) => ({
  id: f.id(),
  code: f.col('code', { type: 'String', description: 'The stock-keeping code.' }),
  spec: f.col('spec', { type: 'String', description: 'The specification as buyers read it.' }),
  colour: f.col('colour', { type: 'String', nullable: true, description: 'The colour.' }),
  size: f.col('size', { type: 'String', nullable: true, description: 'The size.' }),
  price: f.embed(Money, (s) => s.price_fen, {
    description: 'The system price of this specification (PRC-01).',
  }),
  available: f.expr((s) => sql`greatest(${s.stock} - ${s.reserved}, 0)`, {
    type: 'Int',
    description: 'Pieces that can be sold (CAT-14).',
  }),
  active: f.col('active', { type: 'Boolean', description: 'Whether it is offered.' }),
  version: f.col('version', { type: 'Int', description: 'Counts the changes of its price.' }),
  priceHistory: f.list(SkuPrice, {
    description: 'Its public prices, the newest first (PRC-04).',
    where: (h, s) => sql`${h.sku_id} = ${s.id}`,
    order: (h) => [sql`${h.since} DESC`],
  }),
  product: f.one(Product, { description: 'The product.', where: (p, s) => sql`${p.id} = ${s.product_id}` }),
}))

Attribute.fields((f) => ({
  name: f.col('name', { type: 'String', description: 'What it tells, such as capacity.' }),
  value: f.col('value', { type: 'String', description: 'The value.' }),
}))

Presale.fields((f) => ({
  depositOpensAt: f.col('deposit_opens_at', {
    type: 'DateTime',
    nullable: true,
    description: 'Deposits from.',
  }),
  depositClosesAt: f.col('deposit_closes_at', {
    type: 'DateTime',
    nullable: true,
    description: 'Deposits until.',
  }),
  balanceOpensAt: f.col('balance_opens_at', {
    type: 'DateTime',
    nullable: true,
    description: 'Balance from.',
  }),
  balanceClosesAt: f.col('balance_closes_at', {
    type: 'DateTime',
    nullable: true,
    description: 'Balance until.',
  }),
  changeableUntil: f.col('changeable_until', {
    type: 'DateTime',
    nullable: true,
    description: 'Orders can be changed until.',
  }),
  shipsFrom: f.col('ship_from_at', {
    type: 'DateTime',
    nullable: true,
    description: 'Sent from; the dispatch promise ends then.',
  }),
}))

builder.queryFields((t) => ({
  product: mapper.read(t, (f) =>
    f.one(Product, {
      description: 'One product, by id or by number.',
      args: lookupArgs('product'),
      where: (p, _parent, c) => lookup(p, c, CODES.Product),
    }),
  ),
  products: mapper.read(t, (f) => f.connection(Product, { description: 'The products of the shop.' })),
}))
