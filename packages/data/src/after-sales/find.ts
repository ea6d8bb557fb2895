import type { AfterSaleCaseFacts, AfterSaleOrderFacts } from '@cs/domain/after-sales'
import { sql } from 'kysely'
import type { Db } from '../database/index.ts'
import { afterSaleCaseFacts } from './case-facts.ts'
import { afterSaleOrderFacts } from './order-facts.ts'

/** An after-sale with its order, as both stood at one moment. */
export interface AfterSaleFacts {
  readonly order: AfterSaleOrderFacts
  readonly case: AfterSaleCaseFacts
}

/** The facts of an after-sale, without locking it: for asking, not for acting. `null`: none such in this shop. */
export async function findAfterSale(db: Db, shopId: string, caseId: string): Promise<AfterSaleFacts | null> {
  const { rows } = await sql<AfterSaleFacts>`
    SELECT ${afterSaleOrderFacts('o', sql.ref('c.id'))} AS "order", ${afterSaleCaseFacts('c')} AS "case"
    FROM cases c JOIN orders o ON o.shop_id = c.shop_id AND o.id = c.order_id
    WHERE c.shop_id = ${shopId} AND c.id = ${caseId} AND c.kind = 'AFTER_SALE'`.execute(db)
  return rows[0] ?? null
}

/**
 * The facts of an order before an after-sale, without locking it. `null`: no such order in this shop, or its buyer was
 * forgotten: nobody is left to settle with. Who is locked so can't be forgotten until the transaction ends.
 */
export async function findAfterSaleOrder(
  db: Db,
  shopId: string,
  orderId: string,
  lock = false,
): Promise<AfterSaleOrderFacts | null> {
  const { rows } = await sql<{ facts: AfterSaleOrderFacts }>`
    SELECT ${afterSaleOrderFacts('o')} AS facts
    FROM orders o JOIN customers c ON c.shop_id = o.shop_id AND c.id = o.customer_id
    WHERE o.shop_id = ${shopId} AND o.id = ${orderId} AND c.erased_at IS NULL
    ${lock ? sql`FOR KEY SHARE OF c` : sql``}`.execute(db)
  return rows[0]?.facts ?? null
}
