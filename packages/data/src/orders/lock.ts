import type { OrderFacts } from '@cs/domain/orders'
import { sql } from 'kysely'
import type { Tx } from '../database/types.ts'
import { orderFacts } from './facts.ts'

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
  if (!locked) return null
  const { rows } = await sql<{ facts: OrderFacts }>`
    SELECT ${orderFacts('o', now)} AS facts FROM orders o
    WHERE o.shop_id = ${shopId} AND o.id = ${orderId}`.execute(tx)
  return rows[0]?.facts ?? null
}
