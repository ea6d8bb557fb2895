import type { Fen } from '@cs/domain/money'
import { sql } from 'kysely'
import type { Db } from '../database/index.ts'

/** The most rows of a total: what is rarer is left out. */
const MOST = 500

/** From a time on, and before another. */
export interface Period {
  readonly from: Date
  readonly before: Date
}

/** Returns and exchanges of one reason and cause, on one specification or category. */
export interface ReturnReasonTotal {
  readonly reason: string
  /** `null`: not judged yet. */
  readonly cause: string | null
  readonly category: string
  /** `null` where they are counted by category. */
  readonly skuId: string | null
  readonly cases: number
  readonly pieces: number
  /** What was owed back for these goods, without freight. */
  readonly refundedFen: Fen
}

/** Why goods came back, by the real reasons (C-10), most frequent first. */
export async function returnReasonTotals(
  db: Db,
  shopId: string,
  { from, before }: Period,
  by: 'CATEGORY' | 'SKU',
): Promise<readonly ReturnReasonTotal[]> {
  const sku = by === 'SKU' ? sql`l.sku_id` : sql`NULL::uuid`
  const { rows } = await sql<ReturnReasonTotal>`
    SELECT c.reason, c.cause, p.category, ${sku} AS "skuId", count(DISTINCT c.id)::int AS cases,
      sum(x.quantity)::int AS pieces,
      COALESCE(sum((SELECT sum(y.amount_fen) FROM refunds r
        JOIN refund_lines y ON y.shop_id = r.shop_id AND y.refund_id = r.id AND y.order_line_id = x.order_line_id
        WHERE r.shop_id = c.shop_id AND r.case_id = c.id)), 0)::bigint AS "refundedFen"
    FROM cases c
    JOIN after_sale_lines x ON x.shop_id = c.shop_id AND x.case_id = c.id
    JOIN order_lines l ON l.shop_id = x.shop_id AND l.id = x.order_line_id
    JOIN products p ON p.shop_id = l.shop_id AND p.id = l.product_id
    WHERE c.shop_id = ${shopId} AND c.kind = 'AFTER_SALE' AND c.after_sale_type IN ('RETURN_AND_REFUND','EXCHANGE')
      AND c.opened_at >= ${from} AND c.opened_at < ${before}
    GROUP BY 1, 2, 3, 4 ORDER BY cases DESC, c.reason, c.cause, p.category, 4 LIMIT ${MOST}`.execute(db)
  return rows
}

/** The claims of a month against one carrier for one reason (AS-LOG-12, OPS-REG-03). */
export interface CarrierClaimTotal {
  readonly carrier: string
  readonly reason: string
  readonly claims: number
  readonly claimedFen: Fen
  readonly acceptedFen: Fen
  /** Of what was accepted: paid by the carrier. */
  readonly settledFen: Fen
}

/** What is claimed of carriers in the month that begins on a day `YYYY-MM-01`. */
export async function carrierClaimTotals(
  db: Db,
  shopId: string,
  month: string,
): Promise<readonly CarrierClaimTotal[]> {
  const { rows } = await sql<CarrierClaimTotal>`
    SELECT carrier, reason, count(*)::int AS claims, sum(amount_fen)::bigint AS "claimedFen",
      COALESCE(sum(accepted_fen), 0)::bigint AS "acceptedFen",
      COALESCE(sum(accepted_fen) FILTER (WHERE status = 'SETTLED'), 0)::bigint AS "settledFen"
    FROM carrier_claims WHERE shop_id = ${shopId} AND month = ${month}::date
    GROUP BY 1, 2 ORDER BY 1, 2`.execute(db)
  return rows
}

/** Goodwill of one kind. */
export interface GoodwillTotal {
  readonly kind: string
  readonly grants: number
  readonly amountFen: Fen
}

/** The goodwill given in a period, by kind (AS-POL-22). */
export async function goodwillTotals(
  db: Db,
  shopId: string,
  { from, before }: Period,
): Promise<readonly GoodwillTotal[]> {
  const { rows } = await sql<GoodwillTotal>`
    SELECT kind, count(*)::int AS grants, sum(amount_fen)::bigint AS "amountFen" FROM compensations
    WHERE shop_id = ${shopId} AND created_at >= ${from} AND created_at < ${before}
    GROUP BY 1 ORDER BY 1`.execute(db)
  return rows
}
