import { CODES, mapper } from '../mapping.ts'

export const Promotion = mapper.type('Promotion', 'promotions', {
  code: CODES.Promotion,
  guard: 'price.offer.read',
  description: 'What the shop offers for a time: campaign prices, spend thresholds, gifts, coupons (PRC-05).',
})

export const CampaignPrice = mapper.type('CampaignPrice', 'campaign_prices', {
  key: 'promotion_id',
  description: 'What a specification costs in a campaign.',
})

export const PromotionProduct = mapper.type('PromotionProduct', 'promotion_products', {
  key: 'promotion_id',
  description: 'A product that a promotion is about.',
})

export const Coupon = mapper.type('Coupon', 'coupons', {
  code: CODES.Coupon,
  guard: 'price.offer.read',
  description: 'A coupon of a customer, spent once (PRC-05, Q09).',
})

export const Concession = mapper.type('Concession', 'concessions', {
  code: CODES.Concession,
  guard: 'order.remark.read',
  description: 'What an agent took off the price of an order (PRC-07).',
})

export const SkuPrice = mapper.type('SkuPrice', 'sku_prices', {
  key: 'sku_id',
  description: 'A public unit price, and since when (PRC-04).',
})

export const PriceClaim = mapper.type('PriceClaim', 'price_claims', {
  key: 'order_line_id',
  description: 'What was paid back for a line under price protection, once (PRC-04, Q48).',
})
