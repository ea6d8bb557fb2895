import type { Tx } from '../database/index.ts'
import type { Cancellation } from './cancel.ts'

/**
 * Marks lines as returned whose parcel came back to the shop (C-13); those that never left stay open. The goods
 * go back to stock by their inspection, not here.
 */
export async function takeBackLines(tx: Tx, { shopId, orderId, lineIds }: Cancellation): Promise<void> {
  await tx
    .updateTable('order_lines')
    .set({ status: 'RETURNED' })
    .where('shop_id', '=', shopId)
    .where('order_id', '=', orderId)
    .where('status', '=', 'SHIPPED')
    .where('id', 'in', [...lineIds])
    .execute()
}
