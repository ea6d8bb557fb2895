import { sql } from 'kysely'
import type { Tx } from '../database/index.ts'

/** What an order takes of the shop's offers. */
export interface OffersTaken {
  readonly shopId: string
  readonly orderId: string
  readonly couponIds: readonly string[]
  /** Promotions that take something off, or give something, as they were priced. */
  readonly promotions: readonly { readonly id: string; readonly version: number }[]
  /** Those of them that give something. */
  readonly giftPromotionIds: readonly string[]
  readonly at: Date
}

/**
 * Spends coupons on an order and counts the promotions it takes. False: a coupon was spent meanwhile, or a promotion
 * has no more to give, was changed or ended; the transaction is to be given up.
 */
export async function takeOffers(tx: Tx, taken: OffersTaken): Promise<boolean> {
  const { shopId, orderId, at } = taken
  for (const couponId of taken.couponIds) {
    const use = await tx
      .insertInto('coupon_uses')
      .values({ shop_id: shopId, coupon_id: couponId, order_id: orderId, spent_at: at })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    if (use.numInsertedOrUpdatedRows !== 1n) return false
  }
  for (const { id, version } of taken.promotions.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const counted = await tx
      .updateTable('promotions')
      .set({ used: sql`used + 1` })
      .where('shop_id', '=', shopId)
      .where('id', '=', id)
      .where('version', '=', version)
      .where(sql<boolean>`(most IS NULL OR used < most)`)
      .executeTakeFirst()
    if (counted.numUpdatedRows !== 1n) return false
  }
  for (const promotionId of taken.giftPromotionIds)
    await tx
      .insertInto('gift_uses')
      .values({ shop_id: shopId, order_id: orderId, promotion_id: promotionId })
      .execute()
  return true
}

/**
 * Locks what is limited of the promotions that a locked order took. Who is to give them back locks them before the goods,
 * as placing does: else a cancellation and an order placed beside it would wait for each other.
 */
export async function lockLimitedOf(tx: Tx, shopId: string, orderId: string): Promise<void> {
  await sql`SELECT FROM promotions p WHERE ${tookOf(shopId, orderId)} AND p.most IS NOT NULL ORDER BY p.id FOR UPDATE`.execute(
    tx,
  )
}

/** The promotions `p` that an order counts for. */
const tookOf = (
  shopId: string,
  orderId: string,
) => sql<boolean>`p.shop_id = ${shopId} AND p.kind <> 'COUPON' AND p.id IN (
      SELECT d.promotion_id FROM order_discounts d WHERE d.shop_id = ${shopId} AND d.order_id = ${orderId}
      UNION SELECT g.promotion_id FROM gift_uses g WHERE g.shop_id = ${shopId} AND g.order_id = ${orderId})`

/**
 * Gives back what a locked order took, which was cancelled before anything of it left: coupons that are still valid
 * (Q09), and the place among those that a promotion is for. Returns the coupons that came back.
 */
export async function returnOffers(
  tx: Tx,
  shopId: string,
  orderId: string,
  at: Date,
): Promise<readonly string[]> {
  const { rows } = await sql<{ coupon_id: string }>`
    UPDATE coupon_uses u SET returned_at = ${at} FROM coupons c
    WHERE u.shop_id = ${shopId} AND u.order_id = ${orderId} AND u.returned_at IS NULL
      AND c.shop_id = u.shop_id AND c.id = u.coupon_id AND c.valid_until > ${at}::timestamptz
    RETURNING u.coupon_id`.execute(tx)
  // Those that are not limited are counted last, in one order over all transactions, here and by takeOffers.
  await sql`SELECT FROM promotions p WHERE ${tookOf(shopId, orderId)} ORDER BY p.id FOR UPDATE`.execute(tx)
  await sql`UPDATE promotions p SET used = greatest(p.used - 1, 0) WHERE ${tookOf(shopId, orderId)}`.execute(
    tx,
  )
  return rows.map((row) => row.coupon_id)
}
