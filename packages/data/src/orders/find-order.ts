import type { OrderFacts } from '@cs/domain/orders'
import { sql } from 'kysely'
import type { Db } from '../database/index.ts'
import { orderFacts } from './facts.ts'

/** The facts of an order, without locking it: for asking, not for acting. `null`: no such order in this shop. */
export async function findOrder(
  db: Db,
  shopId: string,
  orderId: string,
  now: Date,
): Promise<OrderFacts | null> {
  const { rows } = await sql<{ facts: OrderFacts }>`
    SELECT ${orderFacts('o', now)} AS facts FROM orders o
    WHERE o.shop_id = ${shopId} AND o.id = ${orderId}`.execute(db)
  return rows[0]?.facts ?? null
}
