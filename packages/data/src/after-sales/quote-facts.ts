import { sql } from 'kysely'
import type { Db } from '../database/index.ts'

/** What a quote tells besides the order itself. */
export interface QuoteFacts {
  /** Net paid for goods since, in fen. */
  readonly paidFen: number
  /** Points that the order was credited with, less what was taken back. */
  readonly creditedPoints: number
}

/** What a customer paid for goods since a moment, less refunds, and what an order earned in points. */
export async function quoteFacts(
  db: Db,
  shopId: string,
  order: { readonly id: string; readonly customerId: string },
  since: Date,
): Promise<QuoteFacts> {
  const { rows } = await sql<QuoteFacts>`SELECT
    (SELECT COALESCE(sum(greatest(o.paid_fen - o.freight_fen, 0)
        - least(o.refunded_fen, greatest(o.paid_fen - o.freight_fen, 0))), 0)::bigint
      FROM orders o WHERE o.shop_id = ${shopId} AND o.customer_id = ${order.customerId}
        AND o.paid_at > ${since.toISOString()}::timestamptz) AS "paidFen",
    (SELECT COALESCE(sum(e.points), 0)::bigint FROM points_entries e WHERE e.shop_id = ${shopId}
      AND e.order_id = ${order.id} AND e.kind IN ('PURCHASE', 'RECEIPT', 'CLAW_BACK')
        AND e.account IN ('PENDING', 'AVAILABLE')) AS "creditedPoints"`.execute(db)
  return rows[0] ?? { paidFen: 0, creditedPoints: 0 }
}
