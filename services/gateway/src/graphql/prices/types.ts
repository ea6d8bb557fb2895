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
