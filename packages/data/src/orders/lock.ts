import type { OrderFacts } from '@cs/domain/orders'
import type { Tx } from '../database/index.ts'
import { askLater } from '../database/index.ts'
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
  // Two statements in one round trip: the second looks at the rows when it starts, which is after the wait.
  askLater(tx, LOCK, [shopId, orderId])
  return findOrder(tx, shopId, orderId, now)
}

const LOCK = 'SELECT FROM orders WHERE shop_id = $1 AND id = $2 FOR UPDATE'
