import { sql } from 'kysely'
import type { Tx } from '../database/index.ts'

/** Records that an order passed its audit (ORD-AUD-01 to -07). Returns the new version. */
export async function setOrderAudited(tx: Tx, shopId: string, orderId: string, at: Date): Promise<number> {
  const order = await tx
    .updateTable('orders')
    .set({ audited_at: at, version: sql`version + 1` })
    .where('shop_id', '=', shopId)
    .where('id', '=', orderId)
    .returning('version')
    .executeTakeFirstOrThrow()
  return order.version
}
