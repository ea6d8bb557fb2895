import type { Offer } from '@cs/domain/prices'
import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '../database/index.ts'
import { rfc3339 } from '../orders/index.ts'

/** Whose offers, when. */
export interface OffersFor {
  readonly shopId: string
  /** `null`: nobody is known yet; promotions without coupons. */
  readonly customerId: string | null
  /** The coupons that may be used; `null`: all that the customer has and can still spend. */
  readonly couponIds: readonly string[] | null
  readonly at: Date
}

/** How many of a customer's coupons are looked at where none is named: those that end first. */
const COUPONS_LOOKED_AT = 50

/**
 * The promotions that run, and the coupons of a customer, with all that a price asks of them. Coupons that are named
 * are found whether or not they can be used, but only those of that customer.
 */
export async function offersFor(db: Db, of: OffersFor): Promise<readonly Offer[]> {
  const at = sql`${of.at}::timestamptz`
  const { rows } = await sql<{ offer: Offer }>`
    SELECT ${offer({ id: sql`p.id`, number: sql`p.number`, from: sql`p.starts_at`, until: sql`p.ends_at`, spent: sql`false` })} AS offer
    FROM promotions p
    WHERE p.shop_id = ${of.shopId} AND p.source = 'CAMPAIGN' AND p.kind <> 'COUPON' AND p.ends_at > ${at} AND p.starts_at <= ${at}
    ORDER BY p.ends_at, p.id`.execute(db)
  const offers = rows.map((row) => row.offer)
  return of.customerId === null ? offers : [...offers, ...(await couponsOf(db, of))]
}

async function couponsOf(
  db: Db,
  { shopId, customerId, couponIds, at }: OffersFor,
): Promise<readonly Offer[]> {
  const spent = sql`EXISTS (SELECT FROM coupon_uses u WHERE u.shop_id = c.shop_id AND u.coupon_id = c.id AND u.returned_at IS NULL)`
  const wanted =
    couponIds === null
      ? sql`c.valid_until > ${at}::timestamptz AND c.valid_from <= ${at}::timestamptz AND NOT ${spent}`
      : sql`c.id = ANY(${[...couponIds]}::uuid[])`
  const { rows } = await sql<{ offer: Offer }>`
    SELECT ${offer({ id: sql`c.id`, number: sql`c.number`, from: sql`c.valid_from`, until: sql`c.valid_until`, spent })} AS offer
    FROM coupons c JOIN promotions p ON p.shop_id = c.shop_id AND p.id = c.promotion_id
    WHERE c.shop_id = ${shopId} AND c.customer_id = ${customerId} AND ${wanted}
    ORDER BY c.valid_until, c.id LIMIT ${COUPONS_LOOKED_AT}`.execute(db)
  return rows.map((row) => row.offer)
}

interface OfCoupon {
  readonly id: RawBuilder<unknown>
  readonly number: RawBuilder<unknown>
  readonly from: RawBuilder<unknown>
  readonly until: RawBuilder<unknown>
  readonly spent: RawBuilder<unknown>
}

/** A promotion `p`, or a coupon with its terms, as an Offer. How many coupons there may be was settled when they were issued. */
function offer({ id, number, from, until, spent }: OfCoupon): RawBuilder<Offer> {
  return sql<Offer>`JSON_OBJECT('id': ${id}, 'promotionId': p.id, 'version': p.version, 'kind': p.kind, 'number': ${number}, 'name': p.name,
    'startsAt': ${rfc3339(from)}, 'endsAt': ${rfc3339(until)}, 'combines': to_json(p.combines),
    'thresholdFen': p.threshold_fen, 'offFen': p.off_fen, 'repeats': p.repeats,
    'prices': COALESCE((SELECT json_object_agg(x.sku_id, x.price_fen) FROM campaign_prices x
      WHERE x.shop_id = p.shop_id AND x.promotion_id = p.id), '{}'),
    'gift': (SELECT JSON_OBJECT('skuId': s.id, 'quantity': p.gift_quantity, 'valueFen': s.price_fen,
        'stock': CASE WHEN s.active AND g.status = 'ON_SALE' THEN s.stock - s.reserved ELSE 0 END)
      FROM skus s JOIN products g ON g.shop_id = s.shop_id AND g.id = s.product_id
      WHERE s.shop_id = p.shop_id AND s.id = p.gift_sku_id),
    'productIds': (SELECT json_agg(x.product_id ORDER BY x.product_id) FROM promotion_products x
      WHERE x.shop_id = p.shop_id AND x.promotion_id = p.id),
    'tiers': to_json(p.tiers),
    'left': CASE WHEN p.kind <> 'COUPON' THEN p.most - p.used END,
    'spent': ${spent} RETURNING json)`
}

/** Locks promotions that only so many orders may have, in one order over all transactions. */
export async function lockLimited(tx: Tx, shopId: string, promotionIds: readonly string[]): Promise<void> {
  if (promotionIds.length === 0) return
  await tx
    .selectFrom('promotions')
    .select('id')
    .where('shop_id', '=', shopId)
    .where('id', 'in', [...promotionIds])
    .where('most', 'is not', null)
    .orderBy('id')
    .forUpdate()
    .execute()
}
