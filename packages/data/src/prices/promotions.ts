import type { PromotionTerms } from '@cs/domain/prices'
import { sql } from 'kysely'
import type { Tx } from '../database/index.ts'
import { rfc3339 } from '../orders/index.ts'

/** A promotion of the shop as it stands. */
export interface Promotion {
  readonly id: string
  readonly version: number
  readonly terms: PromotionTerms
  /** How many orders have it, or how many coupons were issued. */
  readonly used: number
  /** An order took it at any time, or a coupon was issued. */
  readonly taken: boolean
}

/**
 * Finds a promotion; `null`: the shop has none such, or it is the terms of a compensation. Locked, an order
 * that was priced before waits, and is not placed if its version is another one then.
 */
export async function findPromotion(
  tx: Tx,
  shopId: string,
  id: string,
  { lock }: { readonly lock: boolean },
): Promise<Promotion | null> {
  if (lock)
    await sql`SELECT FROM promotions WHERE shop_id = ${shopId} AND id = ${id} FOR NO KEY UPDATE`.execute(tx)
  const { rows } = await sql<Promotion>`
    SELECT p.id, p.version, p.used,
      EXISTS (SELECT FROM order_discounts d WHERE d.shop_id = p.shop_id AND d.promotion_id = p.id)
        OR EXISTS (SELECT FROM gift_uses g WHERE g.shop_id = p.shop_id AND g.promotion_id = p.id)
        OR EXISTS (SELECT FROM coupons c WHERE c.shop_id = p.shop_id AND c.promotion_id = p.id) AS taken,
      JSON_OBJECT('kind': p.kind, 'startsAt': ${rfc3339(sql`p.starts_at`)}, 'endsAt': ${rfc3339(sql`p.ends_at`)},
        'combines': to_json(p.combines), 'thresholdFen': p.threshold_fen, 'offFen': p.off_fen, 'repeats': p.repeats,
        'gift': CASE WHEN p.gift_sku_id IS NOT NULL THEN JSON_OBJECT('skuId': p.gift_sku_id, 'quantity': p.gift_quantity) END,
        'prices': COALESCE((SELECT json_agg(JSON_OBJECT('skuId': x.sku_id, 'priceFen': x.price_fen) ORDER BY x.sku_id)
          FROM campaign_prices x WHERE x.shop_id = p.shop_id AND x.promotion_id = p.id), '[]'),
        'productIds': COALESCE((SELECT json_agg(x.product_id ORDER BY x.product_id)
          FROM promotion_products x WHERE x.shop_id = p.shop_id AND x.promotion_id = p.id), '[]'),
        'tiers': to_json(p.tiers), 'most': p.most, 'oncePerCustomer': p.once_per_customer RETURNING json) AS terms
    FROM promotions p WHERE p.shop_id = ${shopId} AND p.id = ${id} AND p.source = 'CAMPAIGN'`.execute(tx)
  return rows[0] ?? null
}

/** What a promotion is to be. */
export interface PromotionEntry {
  readonly shopId: string
  readonly id: string
  readonly name: string
  readonly terms: PromotionTerms
}

function columnsOf({ name, terms }: PromotionEntry) {
  return {
    kind: terms.kind,
    name,
    starts_at: new Date(terms.startsAt),
    ends_at: new Date(terms.endsAt),
    combines: [...terms.combines],
    threshold_fen: terms.thresholdFen,
    off_fen: terms.offFen,
    repeats: terms.repeats,
    gift_sku_id: terms.gift?.skuId ?? null,
    gift_quantity: terms.gift?.quantity ?? null,
    tiers: terms.tiers && [...terms.tiers],
    most: terms.most,
    once_per_customer: terms.oncePerCustomer,
  }
}

/** Writes a new promotion with its goods and prices. */
export async function addPromotion(
  tx: Tx,
  entry: PromotionEntry & { readonly number: string; readonly at: Date },
): Promise<void> {
  await tx
    .insertInto('promotions')
    .values({
      shop_id: entry.shopId,
      id: entry.id,
      number: entry.number,
      created_at: entry.at,
      ...columnsOf(entry),
    })
    .execute()
  await addScope(tx, entry)
}

/** Changes a locked promotion. `scope`: its goods and prices, too. Returns its new version. */
export async function changePromotion(
  tx: Tx,
  entry: PromotionEntry,
  { scope }: { readonly scope: boolean },
): Promise<number> {
  const { shopId, id } = entry
  const { version } = await tx
    .updateTable('promotions')
    .set({ ...columnsOf(entry), version: sql`version + 1` })
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow()
  if (scope) {
    for (const table of ['promotion_products', 'campaign_prices'] as const)
      await tx.deleteFrom(table).where('shop_id', '=', shopId).where('promotion_id', '=', id).execute()
    await addScope(tx, entry)
  }
  return version
}

async function addScope(tx: Tx, { shopId, id, terms }: PromotionEntry): Promise<void> {
  const { productIds, prices } = terms
  const its = { shop_id: shopId, promotion_id: id }
  if (productIds.length > 0)
    await tx
      .insertInto('promotion_products')
      .values(productIds.map((productId) => ({ ...its, product_id: productId })))
      .execute()
  if (prices.length > 0)
    await tx
      .insertInto('campaign_prices')
      .values(prices.map(({ skuId, priceFen }) => ({ ...its, sku_id: skuId, price_fen: priceFen })))
      .execute()
}

/** Ends a locked promotion now; one that has not begun never runs. Returns its new version. */
export async function endPromotion(tx: Tx, shopId: string, id: string, at: Date): Promise<number> {
  const { version } = await tx
    .updateTable('promotions')
    .set({
      starts_at: sql`LEAST(starts_at, ${at}::timestamptz)`,
      ends_at: at,
      version: sql`version + 1`,
    })
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow()
  return version
}

/** Which of these specifications and products the shop does not have. */
export async function missingGoods(
  tx: Tx,
  shopId: string,
  { skuIds, productIds }: { readonly skuIds: readonly string[]; readonly productIds: readonly string[] },
): Promise<'Sku' | 'Product' | null> {
  const { rows } = await sql<{ skus: number; products: number }>`
    SELECT (SELECT count(*)::int FROM skus s WHERE s.shop_id = ${shopId} AND s.id = ANY(${[...skuIds]}::uuid[])) AS skus,
      (SELECT count(*)::int FROM products p WHERE p.shop_id = ${shopId} AND p.id = ANY(${[...productIds]}::uuid[])) AS products`.execute(
    tx,
  )
  if ((rows[0]?.skus ?? 0) < new Set(skuIds).size) return 'Sku'
  return (rows[0]?.products ?? 0) < new Set(productIds).size ? 'Product' : null
}
