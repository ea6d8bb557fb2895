import { sql } from 'kysely'
import type { Tx } from '../database/index.ts'

/** Points an order to another address of its customer. Returns the order's new version. */
export async function setOrderAddress(
  tx: Tx,
  shopId: string,
  orderId: string,
  addressId: string,
): Promise<number> {
  const order = await tx
    .updateTable('orders')
    .set({ address_id: addressId, version: sql`version + 1` })
    .where('shop_id', '=', shopId)
    .where('id', '=', orderId)
    .returning('version')
    .executeTakeFirstOrThrow()
  return order.version
}
