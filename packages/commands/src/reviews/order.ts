import { findOrder, lockOrder } from '@cs/data/orders'
import type { OrderFacts } from '@cs/domain/orders'
import type { Run } from '../context.ts'

/** An order, locked unless somebody only asks; `null`: not in this shop. */
export function loadOrder(run: Run, orderId: string): Promise<OrderFacts | null> {
  const read = run.asking ? findOrder : lockOrder
  return read(run.tx, run.actor.shop, orderId, run.now)
}
