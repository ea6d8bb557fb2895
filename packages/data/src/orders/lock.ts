import type { OrderFacts } from '@cs/domain/orders'
import type { Tx } from '../database/index.ts'
import { findOrder } from './find-order.ts'

/**
 * Locks an order until the transaction ends and reads its facts after the lock: whoever waited sees what the
 * other one wrote. `null`: no such order in this shop.
 */
export async function lockOrder(
  tx: Tx,
  shopId: string,
  orderId: string,
  now: Date,
): Promise<OrderFacts | null> {
  const locked = await tx
    .selectFrom('orders')
    .select('id')
    .where('shop_id', '=', shopId)
    .where('id', '=', orderId)
    .forUpdate()
    .executeTakeFirst()
  return locked ? findOrder(tx, shopId, orderId, now) : null
}
