import { sql } from 'kysely'
import type { Tx } from '../database/index.ts'
import { releaseStock, reserveStock, type SkuRow } from './stock.ts'

/** What a line becomes. Price and paid share stay: an item changes at the same price only (ORD-MOD-06). */
export interface ItemChange {
  readonly shopId: string
  readonly orderId: string
  readonly lineId: string
  readonly target: SkuRow
}

/**
 * Moves an open line to another SKU and its reservation with it. Returns the order's new version; `null` where
 * the target's stock was taken meanwhile, and nothing changed.
 */
export async function setOrderItem(
  tx: Tx,
  { shopId, orderId, lineId, target }: ItemChange,
): Promise<number | null> {
  const line = await tx
    .selectFrom('order_lines')
    .select(['sku_id', 'quantity'])
    .where('shop_id', '=', shopId)
    .where('order_id', '=', orderId)
    .where('id', '=', lineId)
    .where('status', '=', 'OPEN')
    .executeTakeFirstOrThrow()
  if (!(await reserveStock(tx, shopId, target.id, line.quantity))) return null
  await releaseStock(tx, shopId, line.sku_id, line.quantity)
  await tx
    .updateTable('order_lines')
    .set({
      sku_id: target.id,
      product_id: target.productId,
      product_name: target.productName,
      spec: target.spec,
      customised: target.customised,
    })
    .where('shop_id', '=', shopId)
    .where('id', '=', lineId)
    .execute()
  return bumpVersion(tx, shopId, orderId)
}

/** Counts a change of an order that its own columns don't show. Returns the new version. */
export async function bumpVersion(tx: Tx, shopId: string, orderId: string): Promise<number> {
  const order = await tx
    .updateTable('orders')
    .set({ version: sql`version + 1` })
    .where('shop_id', '=', shopId)
    .where('id', '=', orderId)
    .returning('version')
    .executeTakeFirstOrThrow()
  return order.version
}
