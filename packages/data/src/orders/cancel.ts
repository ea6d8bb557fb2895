import { sql } from 'kysely'
import type { Tx } from '../database/index.ts'
import { releaseStock } from './stock.ts'

export interface Cancellation {
  readonly shopId: string
  readonly orderId: string
  /** At least one. */
  readonly lineIds: readonly string[]
  readonly at: Date
}

/**
 * Cancels those of the lines that are open and frees their stock. With no line left that is neither cancelled
 * nor returned, the order is cancelled.
 * Returns the new version and whether the whole order is cancelled now. Money is `oweRefund`'s.
 */
export async function cancelOrderLines(
  tx: Tx,
  { shopId, orderId, lineIds, at }: Cancellation,
): Promise<{ version: number; whole: boolean }> {
  const cancelled = await tx
    .updateTable('order_lines')
    .set({ status: 'CANCELLED' })
    .where('shop_id', '=', shopId)
    .where('order_id', '=', orderId)
    .where('status', '=', 'OPEN')
    .where('id', 'in', [...lineIds])
    .returning(['sku_id', 'quantity'])
    .execute()
  // In one order over all transactions, so that two cancellations can't lock each other out.
  cancelled.sort((a, b) => a.sku_id.localeCompare(b.sku_id))
  for (const line of cancelled) await releaseStock(tx, shopId, line.sku_id, line.quantity)
  const left = await tx
    .selectFrom('order_lines')
    .select('id')
    .where('shop_id', '=', shopId)
    .where('order_id', '=', orderId)
    .where('status', 'not in', ['CANCELLED', 'RETURNED'])
    .limit(1)
    .executeTakeFirst()
  const whole = !left
  const order = await tx
    .updateTable('orders')
    .set({ version: sql`version + 1`, ...(whole ? { trade_status: 'CANCELLED', cancelled_at: at } : {}) })
    .where('shop_id', '=', shopId)
    .where('id', '=', orderId)
    .returning('version')
    .executeTakeFirstOrThrow()
  return { version: order.version, whole }
}
