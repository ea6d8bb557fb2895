import { sql } from 'kysely'
import type { Tx } from '../database/index.ts'

/**
 * A partly shipped order of which nothing is left to ship counts as shipped: the open lines were cancelled.
 * Does nothing to any other order. Returns whether it did.
 */
export async function settlePartlyShipped(tx: Tx, shopId: string, orderId: string): Promise<boolean> {
  const result = await tx
    .updateTable('orders as o')
    .set({
      trade_status: 'SHIPPED',
      physical_status: sql`CASE physical_status WHEN 'PARTLY_HANDED_OVER' THEN 'HANDED_OVER' ELSE physical_status END`,
    })
    .where('o.shop_id', '=', shopId)
    .where('o.id', '=', orderId)
    .where('o.trade_status', '=', 'PARTLY_SHIPPED')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('order_lines as l')
            .select('l.id')
            .where('l.shop_id', '=', shopId)
            .where('l.order_id', '=', orderId)
            .where('l.status', '=', 'OPEN'),
        ),
      ),
    )
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}
