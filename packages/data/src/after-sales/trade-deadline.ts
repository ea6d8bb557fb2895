import { sql } from 'kysely'
import type { Tx } from '../database/index.ts'

/** Moves the day on which a locked order confirms itself (AS-SLA-28). Returns the order's new version. */
export async function setTradeDeadline(
  tx: Tx,
  shopId: string,
  orderId: string,
  deadline: Date,
): Promise<number> {
  const order = await tx
    .updateTable('orders')
    .set({ trade_deadline_at: deadline, version: sql`version + 1` })
    .where('shop_id', '=', shopId)
    .where('id', '=', orderId)
    .returning('version')
    .executeTakeFirstOrThrow()
  return order.version
}
