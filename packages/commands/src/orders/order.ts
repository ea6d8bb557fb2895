import { addWarehouseTask, findOrder, lockOrder } from '@cs/data/orders'
import type { Context, Decision } from '@cs/domain/decisions'
import {
  type Ask,
  judgeOrder,
  type OrderActionName,
  type OrderFacts,
  type OrderRequest,
  type Stage,
  stageOf,
  type WarehouseTaskKind,
  warehouseTaskFor,
} from '@cs/domain/orders'
import type { Loaded } from '../command.ts'
import { agentOf, type Run } from '../context.ts'

/** An order found and locked, and what is asked of it. Both are stored with the decision. */
export type LoadedOrder = Loaded<OrderRequest>

/** Finds an order, locks it unless somebody only asks, and says what is asked of it; `null`: not in this shop. */
export async function loadOrder(
  run: Run,
  orderId: string,
  ask: (order: OrderFacts) => Ask | Promise<Ask>,
): Promise<LoadedOrder | null> {
  const read = run.asking ? findOrder : lockOrder
  const order = await read(run.tx, run.actor.shop, orderId, run.now)
  if (!order) return null
  return { subjectId: order.id, version: order.version, facts: { order, ask: await ask(order) } }
}

/** The domain's verdict on what is asked of an order: also how a stored decision is replayed. */
export function judgeRequest({ order, ask }: OrderRequest, context: Context): Decision {
  return judgeOrder(order, ask, context)
}

/**
 * Opens a task for the warehouse or the carrier where an action takes one. A printed parcel has to be found in
 * every shop; how it is promised to the customer is the pack's (C-12, C-14). `null`: nothing to do.
 */
export async function openTask(run: Run, order: OrderFacts, action: OrderActionName): Promise<string | null> {
  const printed = PRINTED.has(stageOf(order)) ? IF_PRINTED[action] : undefined
  const kind = warehouseTaskFor(order, action, run.context.pack) ?? printed
  if (!kind) return null
  return addWarehouseTask(run.tx, {
    shopId: run.actor.shop,
    orderId: order.id,
    kind,
    requestedBy: agentOf(run),
    at: run.now,
    commandId: run.commandId,
  })
}

/** There may be a parcel with a waybill on it. */
const PRINTED: ReadonlySet<Stage> = new Set(['PRINTED', 'PULL_FAILED', 'PARTLY_SHIPPED'])

const IF_PRINTED: Partial<Record<OrderActionName, WarehouseTaskKind>> = {
  CANCEL: 'PULL_PARCEL',
  CHANGE_ADDRESS: 'CHANGE_PARCEL',
  CHANGE_ITEM: 'CHANGE_PARCEL',
}
