import { sql } from 'kysely'
import type { Tx } from '../database/index.ts'

/** Quality cases on one specification and batch. */
export interface QualityCases {
  readonly skuId: string
  readonly productId: string
  /** The month of production, `YYYY-MM`; UNKNOWN where the product has none. */
  readonly batch: string
  /** How many there were in the window, since the last issue of it was closed. */
  readonly cases: number
  /** The issue that is open on it; `null`: none. */
  readonly issueId: string | null
}

/**
 * Counts the quality cases on each specification that a case is about, by batch, since a time. Waits for whoever
 * counts on the same specification: two cases at once are both counted by the second.
 */
export async function qualityCasesLike(
  tx: Tx,
  shopId: string,
  caseId: string,
  since: Date,
): Promise<readonly QualityCases[]> {
  await sql`
    SELECT pg_advisory_xact_lock(hashtextextended(k.sku_id::text, 0)) FROM (
      SELECT DISTINCT l.sku_id FROM after_sale_lines x
      JOIN order_lines l ON l.shop_id = x.shop_id AND l.id = x.order_line_id
      WHERE x.shop_id = ${shopId} AND x.case_id = ${caseId} ORDER BY 1) k`.execute(tx)
  const { rows } = await sql<QualityCases>`
    SELECT DISTINCT own.sku_id AS "skuId", own.product_id AS "productId", b.batch, i.id AS "issueId",
      (SELECT count(DISTINCT c.id)::int FROM cases c
        JOIN after_sale_lines x ON x.shop_id = c.shop_id AND x.case_id = c.id
        JOIN order_lines l ON l.shop_id = x.shop_id AND l.id = x.order_line_id
        WHERE c.shop_id = ${shopId} AND c.reason IN ('QUALITY','MADE_WRONG') AND l.sku_id = own.sku_id
          AND c.opened_at > greatest(${since}::timestamptz, COALESCE(last.closed_at, '-infinity'))
          AND c.after_sale_state <> 'WITHDRAWN') AS cases
    FROM after_sale_lines a
    JOIN order_lines own ON own.shop_id = a.shop_id AND own.id = a.order_line_id
    JOIN products p ON p.shop_id = own.shop_id AND p.id = own.product_id
    CROSS JOIN LATERAL (SELECT COALESCE(to_char(p.production_date, 'YYYY-MM'), 'UNKNOWN') AS batch) b
    LEFT JOIN product_issues i ON i.shop_id = own.shop_id AND i.sku_id = own.sku_id AND i.batch = b.batch
      AND i.status <> 'CLOSED'
    LEFT JOIN LATERAL (SELECT max(z.closed_at) AS closed_at FROM product_issues z
      WHERE z.shop_id = own.shop_id AND z.sku_id = own.sku_id AND z.batch = b.batch) last ON true
    WHERE a.shop_id = ${shopId} AND a.case_id = ${caseId}`.execute(tx)
  return rows
}

/** Raises an issue on a specification and batch. */
export async function addProductIssue(
  tx: Tx,
  issue: Omit<QualityCases, 'issueId'> & {
    readonly shopId: string
    readonly id: string
    /** The number people see. */
    readonly number: string
    readonly at: Date
  },
): Promise<void> {
  await tx
    .insertInto('product_issues')
    .values({
      shop_id: issue.shopId,
      id: issue.id,
      number: issue.number,
      sku_id: issue.skuId,
      product_id: issue.productId,
      batch: issue.batch,
      cases: issue.cases,
      status: 'OPEN',
      opened_at: issue.at,
    })
    .execute()
}

/** Notes how many cases an open issue has by now: never fewer. */
export async function setIssueCases(tx: Tx, shopId: string, id: string, cases: number): Promise<void> {
  await tx
    .updateTable('product_issues')
    .set({ cases: sql`greatest(cases, ${cases})`, version: sql`version + 1` })
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .execute()
}

/** An issue as it stands. */
export interface ProductIssue {
  readonly id: string
  readonly version: number
  readonly status: string
}

/** Locks an issue. `null`: none such in this shop. */
export async function lockProductIssue(tx: Tx, shopId: string, id: string): Promise<ProductIssue | null> {
  const row = await tx
    .selectFrom('product_issues')
    .select(['id', 'version', 'status'])
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row ?? null
}

/** Closes a locked issue. Returns its new version. */
export async function setProductIssueClosed(tx: Tx, shopId: string, id: string, at: Date): Promise<number> {
  const row = await tx
    .updateTable('product_issues')
    .set({ status: 'CLOSED', closed_at: at, version: sql`version + 1` })
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow()
  return row.version
}
