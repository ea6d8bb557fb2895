import { sql } from 'kysely'
import type { Db } from '../database/index.ts'

/** What is checked of the ledger of points. */
export type PointsDriftOf = 'JOURNAL' | 'PENDING' | 'AVAILABLE' | 'HELD' | 'LOT' | 'MISSING' | 'HOLD' | 'SHOP'

/** A place where the ledger does not add up. */
export interface PointsDrift {
  readonly of: PointsDriftOf
  /** The journal, member or hold it is about; `null`: the shop. */
  readonly subjectId: string | null
  /** What is kept. */
  readonly kept: number
  /** What the entries add up to. */
  readonly summed: number
}

/**
 * Adds up all entries of a shop anew and names where something else is kept: journals that do not sum to zero,
 * balances of members, lots, points that are missing while lots are left, open holds, and the shop's own accounts
 * against those of its members. Empty: all is in order. One statement over all entries of the shop: for supervisors and
 * operators now and then, not for screens. At most 100.
 */
export async function pointsDrift(db: Db, shopId: string): Promise<readonly PointsDrift[]> {
  const { rows } = await sql<PointsDrift>`
    WITH e AS (SELECT journal_id, customer_id, account, points, expires_on FROM points_entries WHERE shop_id = ${shopId}),
    sums AS (SELECT customer_id, account, sum(points)::bigint AS points FROM e WHERE customer_id IS NOT NULL GROUP BY 1, 2),
    kept AS (SELECT m.customer_id, x.account, x.points FROM members m CROSS JOIN LATERAL
      (VALUES ('PENDING', m.points_pending), ('AVAILABLE', m.points_available), ('HELD', m.points_held)) x(account, points)
      WHERE m.shop_id = ${shopId}),
    lots AS (SELECT customer_id, expires_on, sum(points)::bigint AS points FROM e WHERE account = 'AVAILABLE' AND expires_on IS NOT NULL GROUP BY 1, 2)
    SELECT x.of, x.subject_id AS "subjectId", x.kept, x.summed FROM (
      SELECT 'JOURNAL' AS of, j.id AS subject_id, 0::bigint AS kept, COALESCE(sum(e.points), -1)::bigint AS summed
        FROM points_journals j LEFT JOIN e ON e.journal_id = j.id WHERE j.shop_id = ${shopId}
        GROUP BY j.id HAVING COALESCE(sum(e.points), -1) <> 0
      UNION ALL SELECT COALESCE(k.account, s.account), COALESCE(k.customer_id, s.customer_id), COALESCE(k.points, 0), COALESCE(s.points, 0)
        FROM kept k FULL JOIN sums s ON s.customer_id = k.customer_id AND s.account = k.account WHERE COALESCE(k.points, 0) <> COALESCE(s.points, 0)
      UNION ALL SELECT 'LOT', COALESCE(k.customer_id, l.customer_id), COALESCE(k.remaining, 0), COALESCE(l.points, 0)
        FROM (SELECT customer_id, expires_on, remaining FROM points_lots WHERE shop_id = ${shopId}) k
        FULL JOIN lots l ON l.customer_id = k.customer_id AND l.expires_on = k.expires_on WHERE COALESCE(k.remaining, 0) <> COALESCE(l.points, 0)
      UNION ALL SELECT 'MISSING', s.customer_id, COALESCE(sum(l.points), 0)::bigint, s.points
        FROM sums s LEFT JOIN lots l ON l.customer_id = s.customer_id WHERE s.account = 'AVAILABLE'
        GROUP BY s.customer_id, s.points HAVING COALESCE(sum(l.points), 0) <> greatest(s.points, 0)
      UNION ALL SELECT 'HOLD', COALESCE(h.customer_id, s.customer_id), COALESCE(h.points, 0), COALESCE(s.points, 0)
        FROM (SELECT customer_id, sum(points)::bigint AS points FROM points_holds WHERE shop_id = ${shopId} AND status = 'HELD' GROUP BY 1) h
        FULL JOIN (SELECT customer_id, points FROM sums WHERE account = 'HELD' AND points <> 0) s ON s.customer_id = h.customer_id
        WHERE COALESCE(h.points, 0) <> COALESCE(s.points, 0)
      UNION ALL SELECT 'SHOP', NULL, -COALESCE(sum(points) FILTER (WHERE customer_id IS NULL), 0)::bigint,
        COALESCE(sum(points) FILTER (WHERE customer_id IS NOT NULL), 0)::bigint FROM e HAVING COALESCE(sum(points), 0) <> 0) x
    LIMIT 100`.execute(db)
  return rows
}
