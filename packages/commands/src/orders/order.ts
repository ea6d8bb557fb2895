import { lockOrder } from '@cs/data/orders'
import type { Context, Decision } from '@cs/domain/decisions'
import { type Ask, judgeRequest, type OrderFacts, type OrderRequest } from '@cs/domain/orders'
import type { Loaded } from '../command.ts'
import type { Run } from '../context.ts'

/** An order found and locked, and what is asked of it. Both are stored with the decision. */
export type LoadedOrder = Loaded<OrderRequest>

/** Finds and locks an order and says what is asked of it; `null`: not in this shop. */
export async function loadOrder(
  run: Run,
  orderId: string,
  ask: (order: OrderFacts) => Ask | Promise<Ask>,
): Promise<LoadedOrder | null> {
  const order = await lockOrder(run.tx, run.actor.shop, orderId, run.now)
  if (!order) return null
  return { subjectId: order.id, version: order.version, facts: { order, ask: await ask(order) } }
}

/** The domain's verdict on what is asked of an order: also how a stored decision is replayed. */
export function judgeOrder(facts: OrderRequest, context: Context): Decision {
  return judgeRequest(facts, context)
}
