import { sql } from 'kysely'
import type { Db, Tx } from '../database/index.ts'

/** A SKU as a target of an item change. `stock` is what nobody has reserved. */
export interface SkuRow {
  readonly id: string
  readonly productId: string
  readonly code: string
  readonly spec: string
  readonly priceFen: number
  readonly stock: number
  readonly active: boolean
  readonly productName: string
  readonly customised: boolean
  readonly presale: boolean
  readonly minQuantity: number | null
  readonly maxQuantity: number | null
  /** Its lowest price in the campaigns that the order took, in fen; `null`: they are not about it. */
  readonly campaignPriceFen: number | null
}

/** One SKU with what its product says of it, and the campaigns of an order in which it is to take the place of another. */
export async function findSku(
  db: Db,
  shopId: string,
  skuId: string,
  orderId: string,
): Promise<SkuRow | null> {
  const row = await db
    .selectFrom('skus as s')
    .innerJoin('products as p', (join) =>
      join.onRef('p.shop_id', '=', 's.shop_id').onRef('p.id', '=', 's.product_id'),
    )
    .select([
      's.id',
      's.product_id as productId',
      's.code',
      's.spec',
      's.price_fen as priceFen',
      sql<number>`s.stock - s.reserved`.as('stock'),
      sql<boolean>`s.active AND p.status = 'ON_SALE'`.as('active'),
      'p.name as productName',
      'p.customised',
      'p.presale',
      'p.min_quantity as minQuantity',
      'p.max_quantity as maxQuantity',
      sql<number | null>`(SELECT min(x.price_fen) FROM campaign_prices x
        JOIN order_discounts d ON d.shop_id = x.shop_id AND d.promotion_id = x.promotion_id
        WHERE x.shop_id = s.shop_id AND x.sku_id = s.id AND d.order_id = ${orderId} AND d.kind = 'CAMPAIGN_PRICE')`.as(
        'campaignPriceFen',
      ),
    ])
    .where('s.shop_id', '=', shopId)
    .where('s.id', '=', skuId)
    .executeTakeFirst()
  return row ?? null
}

/** Whether what an order took for certain goods, the one product among them, is about another product as well. */
export async function keepsOffers(
  db: Db,
  shopId: string,
  orderId: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<boolean> {
  if (from === to) return true
  const about = (product: string) => sql`EXISTS (SELECT FROM promotion_products x
    WHERE x.shop_id = d.shop_id AND x.promotion_id = d.promotion_id AND x.product_id = ${product})`
  const { rows } = await sql`
    SELECT FROM order_discounts d WHERE d.shop_id = ${shopId} AND d.order_id = ${orderId}
      AND ${about(from)} AND NOT ${about(to)} LIMIT 1`.execute(db)
  return rows.length === 0
}

/** Reserves stock if that much is free. False: it is not, and nothing changed. Safe for concurrent buyers. */
export async function reserveStock(
  tx: Tx,
  shopId: string,
  skuId: string,
  quantity: number,
): Promise<boolean> {
  const result = await tx
    .updateTable('skus')
    .set({ reserved: sql`reserved + ${quantity}` })
    .where('shop_id', '=', shopId)
    .where('id', '=', skuId)
    .where(sql<boolean>`stock - reserved >= ${quantity}`)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** Gives a reservation back. */
export async function releaseStock(tx: Tx, shopId: string, skuId: string, quantity: number): Promise<void> {
  await tx
    .updateTable('skus')
    .set({ reserved: sql`greatest(reserved - ${quantity}, 0)` })
    .where('shop_id', '=', shopId)
    .where('id', '=', skuId)
    .execute()
}

/** Takes pieces out of stock that leave the shop at once. False: that many are not free, and nothing changed. */
export async function takeStock(tx: Tx, shopId: string, skuId: string, quantity: number): Promise<boolean> {
  const result = await tx
    .updateTable('skus')
    .set({ stock: sql`stock - ${quantity}` })
    .where('shop_id', '=', shopId)
    .where('id', '=', skuId)
    .where(sql<boolean>`stock - reserved >= ${quantity}`)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** Puts pieces back on sale that an inspection found as sold (CAT-25). */
export async function addStock(tx: Tx, shopId: string, skuId: string, quantity: number): Promise<void> {
  await tx
    .updateTable('skus')
    .set({ stock: sql`stock + ${quantity}` })
    .where('shop_id', '=', shopId)
    .where('id', '=', skuId)
    .execute()
}
