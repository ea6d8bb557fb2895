import type { AfterSaleOrderFacts } from '@cs/domain/after-sales'
import type { Tx } from '../database/index.ts'
import { type AfterSaleFacts, findAfterSale, findAfterSaleOrder } from './find.ts'

/**
 * Locks the order of an after-sale and then its case, always in that order, and reads the facts after the locks:
 * whoever waited sees what the other one wrote. `null`: no such after-sale in this shop.
 */
export async function lockAfterSale(tx: Tx, shopId: string, caseId: string): Promise<AfterSaleFacts | null> {
  // The order of a case never changes, so that it can be looked up before the lock.
  const found = await tx
    .selectFrom('cases')
    .select('order_id')
    .where('shop_id', '=', shopId)
    .where('id', '=', caseId)
    .where('kind', '=', 'AFTER_SALE')
    .executeTakeFirst()
  if (!found?.order_id) return null
  await lockOrderRow(tx, shopId, found.order_id)
  await tx
    .selectFrom('cases')
    .select('id')
    .where('shop_id', '=', shopId)
    .where('id', '=', caseId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  return findAfterSale(tx, shopId, caseId)
}

/** Locks an order before an after-sale is opened on it. `null`: no such order in this shop. */
export async function lockAfterSaleOrder(
  tx: Tx,
  shopId: string,
  orderId: string,
): Promise<AfterSaleOrderFacts | null> {
  return (await lockOrderRow(tx, shopId, orderId)) ? findAfterSaleOrder(tx, shopId, orderId, true) : null
}

async function lockOrderRow(tx: Tx, shopId: string, orderId: string): Promise<boolean> {
  const locked = await tx
    .selectFrom('orders')
    .select('id')
    .where('shop_id', '=', shopId)
    .where('id', '=', orderId)
    .forUpdate()
    .executeTakeFirst()
  return locked !== undefined
}
