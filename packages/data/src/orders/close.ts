import { sql } from 'kysely'
import type { DuePlace } from '../clocks/index.ts'
import type { Db } from '../database/index.ts'

/** Unpaid orders, over all shops, whose time to be paid is over; in the order of their times. */
export async function unpaidOrders(
  db: Db,
  at: Date,
  after: DuePlace,
  batch: number,
): Promise<readonly { readonly shopId: string; readonly id: string; readonly dueAt: Date }[]> {
  const { rows } = await sql<{ shopId: string; id: string; dueAt: Date }>`
    SELECT shop_id AS "shopId", id, due_at AS "dueAt"
    FROM cs.unpaid_orders(${at}, ${after.at}, ${after.id}, ${batch})`.execute(db)
  return rows
}

/** Until when an unpaid order can be paid; `null`: no such order, it is not unpaid, or without limit. */
export async function lastDayToPay(db: Db, shopId: string, orderId: string): Promise<Date | null> {
  const row = await db
    .selectFrom('orders')
    .select('trade_deadline_at as until')
    .where('shop_id', '=', shopId)
    .where('id', '=', orderId)
    .where('trade_status', '=', 'UNPAID')
    .executeTakeFirst()
  return row?.until ?? null
}
