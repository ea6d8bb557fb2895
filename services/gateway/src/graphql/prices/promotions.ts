import { fen } from '@cs/domain/money'
import {
  explainTerms,
  type OfferKind as Kind,
  type PromotionFacts,
  stateOfPromotion,
} from '@cs/domain/prices'
import { type RawBuilder, sql } from 'kysely'
import { builder } from '../builder.ts'
import { Product, Sku } from '../catalog/index.ts'
import type { RequestContext } from '../context.ts'
import { Bilingual } from '../decisions/shape.ts'
import { Combinable, CouponSource, OfferKind, PromotionState, Tier } from '../enums.ts'
import { before, equals, since } from '../filters.ts'
import { lookup, lookupArgs } from '../lookup.ts'
import { CODES, Money, mapper } from '../mapping.ts'
import { CampaignPrice, Promotion, PromotionProduct } from './types.ts'

interface Terms {
  readonly kind: Kind
  readonly thresholdFen: number
  readonly offFen: number
  readonly repeats: boolean
}

const iso = (time: unknown) => sql`to_char(${time} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

Promotion.fields((f) => ({
  id: f.id(),
  number: f.col('number', { type: 'String', description: 'Its number.' }),
  kind: f.col('kind', { type: OfferKind, description: 'What kind of offer it is.' }),
  name: f.col('name', { type: 'String', description: 'What the shop calls it.' }),
  startsAt: f.col('starts_at', { type: 'DateTime', description: 'From when.' }),
  endsAt: f.col('ends_at', { type: 'DateTime', description: 'The first moment at which it is over.' }),
  state: f.domain({
    type: PromotionState,
    description:
      'Where it stands. What comes or ends soon, or of which few are left, is told by oneself (PRC-02, PRC-06).',
    reads: (p) =>
      sql`json_build_object('startsAt', ${iso(p.starts_at)}, 'endsAt', ${iso(p.ends_at)},
        'left', ${p.most} - ${p.used})` as RawBuilder<PromotionFacts>,
    run: async (facts, _args: never, context: RequestContext) =>
      stateOfPromotion(facts, { pack: await context.pack(), now: context.viewer.now }),
  }),
  terms: f.domain({
    type: Bilingual,
    description: 'What it gives, in a sentence (PRC-05).',
    reads: (p) =>
      sql`json_build_object('kind', ${p.kind}, 'thresholdFen', ${p.threshold_fen}, 'offFen', ${p.off_fen}, 'repeats', ${p.repeats})` as RawBuilder<Terms>,
    run: ({ thresholdFen, offFen, ...terms }) =>
      explainTerms({ ...terms, thresholdFen: fen(thresholdFen), offFen: fen(offFen) }),
  }),
  combinesWith: f.col('combines', {
    type: [Combinable],
    description:
      'What it goes together with, where that allows it, too; nothing: it is exclusive. An order takes one of each kind at most, and of campaign prices each line one (PRC-11, Q72).',
  }),
  threshold: f.embed(Money, (p) => p.threshold_fen, {
    description: 'Goods from which it is given, after what was taken off before (Q57).',
  }),
  off: f.embed(Money, (p) => p.off_fen, {
    description: 'What it takes off; nothing for gifts and campaign prices.',
  }),
  repeats: f.col('repeats', {
    type: 'Boolean',
    description: 'Given again for each time that the threshold is reached.',
  }),
  tiers: f.col('tiers', {
    type: [Tier],
    nullable: true,
    description: 'For members of these tiers; null: everybody.',
  }),
  most: f.col('most', {
    type: 'Int',
    nullable: true,
    description: 'For how many orders, or how many coupons are issued; null: any number.',
  }),
  used: f.col('used', {
    type: 'Int',
    description: 'How many orders had it; of coupons, how many were issued.',
  }),
  oncePerCustomer: f.col('once_per_customer', {
    type: 'Boolean',
    description: 'A customer gets one coupon of it.',
  }),
  source: f.col('source', {
    type: CouponSource,
    description: 'A campaign of the shop, or the terms of coupons that are given as compensation (PRC-21).',
  }),
  version: f.col('version', { type: 'Int', description: 'Counts the changes.' }),
  giftQuantity: f.col('gift_quantity', { type: 'Int', nullable: true, description: 'Pieces of the gift.' }),
  gift: f.one(Sku, { description: 'What is given.', where: (s, p) => sql`${s.id} = ${p.gift_sku_id}` }),
  products: f.list(PromotionProduct, {
    description: 'The goods it is about; none: all.',
    where: (x, p) => sql`${x.promotion_id} = ${p.id}`,
    order: (x) => [x.product_id],
  }),
  prices: f.list(CampaignPrice, {
    description: 'The prices of a campaign.',
    where: (x, p) => sql`${x.promotion_id} = ${p.id}`,
    order: (x) => [x.sku_id],
  }),
})).listed({
  filters: {
    kind: equals(OfferKind, 'Of this kind.', (p) => p.kind),
    endsFrom: since('Not over before.', (p) => p.ends_at),
    endsBefore: before('Over before: with `endsFrom` now, what ends soon (PRC-06).', (p) => p.ends_at),
    startsFrom: since('Begins at or after: with now, what is still to come (PRC-02).', (p) => p.starts_at),
    startsBefore: before('Begins before.', (p) => p.starts_at),
  },
  orders: {
    ENDING_FIRST: {
      description: 'What ends first comes first.',
      by: [{ column: 'ends_at', cast: 'timestamptz' }],
      direction: 'ASC',
    },
    STARTING_FIRST: {
      description: 'What begins first comes first.',
      by: [{ column: 'starts_at', cast: 'timestamptz' }],
      direction: 'ASC',
    },
  },
})

CampaignPrice.fields((f) => ({
  price: f.embed(Money, (x) => x.price_fen, { description: 'What a piece costs in the campaign.' }),
  sku: f.one(Sku, {
    nullable: false,
    description: 'The specification.',
    where: (s, x) => sql`${s.id} = ${x.sku_id}`,
  }),
}))

PromotionProduct.fields((f) => ({
  product: f.one(Product, { description: 'The product.', where: (p, x) => sql`${p.id} = ${x.product_id}` }),
}))

builder.queryFields((t) => ({
  promotion: mapper.read(t, (f) =>
    f.one(Promotion, {
      description: 'One promotion, by id or by number.',
      args: lookupArgs('promotion'),
      where: (p, _parent, c) => lookup(p, c, CODES.Promotion),
    }),
  ),
  promotions: mapper.read(t, (f) =>
    f.connection(Promotion, {
      description: 'What the shop offers, has offered and is going to offer (PRC-02).',
      where: (p) => sql`${p.source} = 'CAMPAIGN'`,
    }),
  ),
}))
