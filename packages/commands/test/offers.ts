import { randomUUID } from 'node:crypto'
import type { TestShop, World } from './shop.ts'

/** A promotion that ran since the beginning of the month and goes on to its end. Answers with its id. */
export async function promote(
  { admin }: World,
  shop: TestShop,
  kind: string,
  over: {
    readonly offFen?: number
    readonly thresholdFen?: number
    readonly combines?: readonly string[]
    readonly most?: number
    readonly giftSkuId?: string
    readonly prices?: Readonly<Record<string, number>>
  } = {},
): Promise<string> {
  const id = randomUUID()
  const all = ['TIER', 'CAMPAIGN_PRICE', 'THRESHOLD', 'FIRST_PURCHASE', 'COUPON', 'GIFT']
  await admin.query(
    `INSERT INTO promotions (shop_id, id, number, kind, name, starts_at, ends_at, combines, threshold_fen, off_fen, most,
       gift_sku_id, gift_quantity, created_at)
     VALUES ($1, $2::uuid, $2::text, $3, '活动', '2026-11-01T00:00:00Z', '2026-12-01T00:00:00Z', $4, $5, $6, $7, $8,
       CASE WHEN $8::uuid IS NOT NULL THEN 1 END, '2026-10-01T00:00:00Z')`,
    [
      shop.id,
      id,
      kind,
      over.combines ?? all,
      over.thresholdFen ?? 0,
      over.offFen ?? 0,
      over.most ?? null,
      over.giftSkuId ?? null,
    ],
  )
  for (const [sku, price] of Object.entries(over.prices ?? {}))
    await admin.query(
      'INSERT INTO campaign_prices (shop_id, promotion_id, sku_id, price_fen) VALUES ($1, $2, $3, $4)',
      [shop.id, id, sku, price],
    )
  return id
}

/** A coupon of a promotion for the shop's customer, until the end of the month. Answers with its id. */
export async function giveCoupon(
  { admin }: World,
  shop: TestShop,
  promotionId: string,
  customerId = shop.customerId,
): Promise<string> {
  const id = randomUUID()
  await admin.query(
    `INSERT INTO coupons (shop_id, id, number, promotion_id, customer_id, source, valid_from, valid_until, issued_at)
     VALUES ($1, $2::uuid, $2::text, $3, $4, 'CAMPAIGN', '2026-11-01T00:00:00Z', '2026-12-01T00:00:00Z', '2026-11-01T00:00:00Z')`,
    [shop.id, id, promotionId, customerId],
  )
  return id
}
