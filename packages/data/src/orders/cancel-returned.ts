import { sql } from 'kysely'
import type { Tx } from '../database/index.ts'

/**
 * Ends the trade of an order whose parcel came back to the shop (C-13). Its lines count as returned; the goods
 * go back to stock by their inspection, not here. Returns the new version.
 */
export async function cancelReturnedOrder(
  tx: Tx,
  shopId: string,
  orderId: string,
  at: Date,
): Promise<number> {
  await tx
    .updateTable('order_lines')
    .set({ status: 'RETURNED' })
    .where('shop_id', '=', shopId)
    .where('order_id', '=', orderId)
    .where('status', '=', 'SHIPPED')
    .execute()
  const order = await tx
    .updateTable('orders')
    .set({ trade_status: 'CANCELLED', cancelled_at: at, version: sql`version + 1` })
    .where('shop_id', '=', shopId)
    .where('id', '=', orderId)
    .returning('version')
    .executeTakeFirstOrThrow()
  return order.version
}
