import type { ReceiptFacts } from '@cs/domain/orders'
import { sql } from 'kysely'
import type { DuePlace } from '../clocks/index.ts'
import type { Db } from '../database/index.ts'
import { rfc3339 } from '../orders/index.ts'

/** What is true of the parcels of an order when its receipt is confirmed. Throws where there is no such order. */
export async function findReceipt(db: Db, shopId: string, orderId: string): Promise<ReceiptFacts> {
  const { rows } = await sql<ReceiptFacts>`
    SELECT ${rfc3339(sql`o.trade_deadline_at`)} AS "confirmsAt",
      r.arriving, r.astray,
      (SELECT count(*)::integer FROM cases c WHERE c.shop_id = o.shop_id AND c.order_id = o.id
        AND c.after_sale_state NOT IN ('COMPLETED','REJECTED','WITHDRAWN','LAPSED')) AS "openCases"
    FROM orders o, LATERAL cs.receipt_of(o.shop_id, o.id) r WHERE o.shop_id = ${shopId} AND o.id = ${orderId}`.execute(
    db,
  )
  const [facts] = rows
  if (!facts) throw new Error(`no order ${orderId}`)
  return facts
}

/** Orders, over all shops, whose receipt time confirms now; in the order of their times. */
export async function unconfirmedOrders(
  db: Db,
  at: Date,
  after: DuePlace,
  batch: number,
): Promise<readonly { readonly shopId: string; readonly id: string; readonly dueAt: Date }[]> {
  const { rows } = await sql<{ shopId: string; id: string; dueAt: Date }>`
    SELECT shop_id AS "shopId", id, due_at AS "dueAt"
    FROM cs.unconfirmed_orders(${at}, ${after.at}, ${after.id}, ${batch})`.execute(db)
  return rows
}
