import { sql } from 'kysely'
import type { Db } from '../database/index.ts'
import { type PaidWindow, paidInWindow } from '../membership/index.ts'

/** What a quote tells besides the order itself. */
export interface QuoteFacts {
  /** Net paid for goods, in fen. */
  readonly paidFen: number
  /** Points that the order was credited with, less what was taken back. */
  readonly creditedPoints: number
}

/** What a customer paid for goods in a window less refunds (Q42), and what an order earned in points. */
export async function quoteFacts(
  db: Db,
  shopId: string,
  order: { readonly id: string; readonly customerId: string },
  window: PaidWindow,
): Promise<QuoteFacts> {
  const { rows } = await sql<QuoteFacts>`SELECT
    ${paidInWindow('k', window)} AS "paidFen",
    (SELECT COALESCE(sum(e.points), 0)::bigint FROM points_entries e WHERE e.shop_id = ${shopId}
      AND e.order_id = ${order.id} AND e.kind IN ('PURCHASE', 'RECEIPT', 'CLAW_BACK')
        AND e.account IN ('PENDING', 'AVAILABLE')) AS "creditedPoints"
    FROM (SELECT ${shopId}::uuid AS shop_id, ${order.customerId}::uuid AS customer_id) k`.execute(db)
  return rows[0] ?? { paidFen: 0, creditedPoints: 0 }
}
