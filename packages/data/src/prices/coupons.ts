import { sql } from 'kysely'
import { newId, type Tx } from '../database/index.ts'

/** A coupon of a customer. */
export interface NewCoupon {
  readonly shopId: string
  readonly id: string
  /** The number people see. */
  readonly number: string
  readonly promotionId: string
  readonly customerId: string
  /** The compensation it is given as; `null`: a campaign's. */
  readonly compensationId: string | null
  readonly until: Date
  readonly at: Date
}

/** Issues a coupon, valid at once, and counts it for its promotion. */
export async function addCoupon(tx: Tx, coupon: NewCoupon): Promise<void> {
  const { shopId, promotionId } = coupon
  await tx
    .insertInto('coupons')
    .values({
      shop_id: shopId,
      id: coupon.id,
      number: coupon.number,
      promotion_id: promotionId,
      customer_id: coupon.customerId,
      source: coupon.compensationId === null ? 'CAMPAIGN' : 'SERVICE',
      compensation_id: coupon.compensationId,
      valid_from: coupon.at,
      valid_until: coupon.until,
      issued_at: coupon.at,
    })
    .execute()
  await tx
    .updateTable('promotions')
    .set({ used: sql`used + 1` })
    .where('shop_id', '=', shopId)
    .where('id', '=', promotionId)
    .execute()
}

/** Whether a customer got a coupon of a promotion, spent or not. */
export async function hadCoupon(
  tx: Tx,
  shopId: string,
  promotionId: string,
  customerId: string,
): Promise<boolean> {
  const found = await tx
    .selectFrom('coupons')
    .select('id')
    .where('shop_id', '=', shopId)
    .where('promotion_id', '=', promotionId)
    .where('customer_id', '=', customerId)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

/** The terms of a coupon that is given as compensation: nothing but its face value. */
export interface ServiceTerms {
  readonly shopId: string
  /** The number that the promotion gets where there is none yet. */
  readonly number: string
  readonly name: string
  readonly offFen: number
  readonly until: Date
  readonly at: Date
}

/**
 * The promotion whose coupons take off an amount, without a threshold, together with whatever takes coupons: one for
 * each amount, so that a price asks for the coupons of service as for any other. It lasts as long as its last coupon.
 */
export async function serviceTerms(tx: Tx, terms: ServiceTerms): Promise<string> {
  const { id } = await tx
    .insertInto('promotions')
    .values({
      shop_id: terms.shopId,
      id: newId(terms.at),
      number: terms.number,
      kind: 'COUPON',
      source: 'SERVICE',
      name: terms.name,
      starts_at: terms.at,
      ends_at: terms.until,
      combines: ['TIER', 'CAMPAIGN_PRICE', 'THRESHOLD', 'FIRST_PURCHASE', 'GIFT'],
      off_fen: terms.offFen,
      created_at: terms.at,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['shop_id', 'off_fen'])
        .where('source', '=', sql.lit('SERVICE'))
        .doUpdateSet({ ends_at: sql`GREATEST(promotions.ends_at, excluded.ends_at)` }),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}
