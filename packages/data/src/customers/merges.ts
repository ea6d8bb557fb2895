import type { CustomerAsk, MergeSide } from '@cs/domain/customers'
import { type Selectable, sql } from 'kysely'
import type { DB, Db, Tx } from '../database/index.ts'
import { newId } from '../database/index.ts'

type MergeFacts = Omit<Extract<CustomerAsk, { step: 'MERGE' }>, 'step' | 'samePerson'>

/** What is true of two records that may be one person; `null`: one of them is not in this shop. */
export async function mergeFacts(
  db: Db,
  shopId: string,
  survivorId: string,
  duplicateId: string,
): Promise<MergeFacts | null> {
  const { rows } = await sql<MergeSide & { readonly closed: boolean }>`
    SELECT c.id, m.customer_id IS NOT NULL AS member,
      (SELECT count(*)::int FROM points_entries e WHERE e.shop_id = c.shop_id AND e.customer_id = c.id) AS "pointsEntries",
      c.blacklisted_until IS NOT NULL AS blacklisted, c.merged_into IS NOT NULL OR c.erased_at IS NOT NULL AS closed
    FROM customers c LEFT JOIN members m ON m.shop_id = c.shop_id AND m.customer_id = c.id
    WHERE c.shop_id = ${shopId} AND c.id IN (${survivorId}, ${duplicateId})`.execute(db)
  const survivor = rows.find(({ id }) => id === survivorId)
  const duplicate = rows.find(({ id }) => id === duplicateId)
  if (!survivor || !duplicate) return null
  const counted = await sql<{ differ: number; orders: number; cases: number }>`
    SELECT
      (SELECT count(*)::int FROM consents a JOIN consents b ON b.shop_id = a.shop_id AND b.purpose = a.purpose AND b.channel = a.channel
        WHERE a.shop_id = ${shopId} AND a.customer_id = ${survivorId} AND b.customer_id = ${duplicateId}
          AND a.ended_at IS NULL AND b.ended_at IS NULL AND a.given <> b.given) AS differ,
      (SELECT count(*)::int FROM orders o WHERE o.shop_id = ${shopId} AND o.customer_id = ${duplicateId}) AS orders,
      (SELECT count(*)::int FROM cases k WHERE k.shop_id = ${shopId} AND k.customer_id = ${duplicateId}) AS cases`.execute(
    db,
  )
  const { differ = 0, orders = 0, cases = 0 } = counted.rows[0] ?? {}
  const { closed: gone, ...left } = survivor
  const { closed, ...right } = duplicate
  return {
    survivor: left,
    duplicate: right,
    consentsDiffer: differ,
    closed: gone || closed,
    moves: { orders, cases },
  }
}

/** The columns that a merge changes of both records and an undo puts back as they were. */
const KEPT = sql.raw(
  `'vip', vip, 'do_not_contact', do_not_contact, 'blacklisted_until', blacklisted_until, 'risk_score', risk_score,
   'lifecycle', lifecycle, 'lifecycle_at', lifecycle_at, 'lifecycle_review_at', lifecycle_review_at, 'order_count', order_count,
   'first_order_at', first_order_at, 'last_order_at', last_order_at, 'value_class', value_class, 'value_paid_fen', value_paid_fen,
   'value_orders', value_orders`,
)

/**
 * Moves all that names a duplicate to the survivor, row by row on record. Both are locked. The survivor gets the stricter of
 * both marks, and is looked at anew. Answers the merge's id and the survivor's version.
 */
export async function mergeCustomers(
  tx: Tx,
  shopId: string,
  merge: {
    readonly survivorId: string
    readonly duplicateId: string
    readonly by: string
    readonly at: Date
  },
): Promise<{ readonly mergeId: string; readonly version: number; readonly moved: number }> {
  const { survivorId, duplicateId, by, at } = merge
  const mergeId = newId(at)
  await sql`
    INSERT INTO customer_merges (shop_id, id, survivor_id, duplicate_id, before, merged_by, merged_at)
    SELECT ${shopId}, ${mergeId}, ${survivorId}, ${duplicateId}, jsonb_build_object(
      'survivor', (SELECT jsonb_build_object(${KEPT}) FROM customers WHERE shop_id = ${shopId} AND id = ${survivorId}),
      'duplicate', (SELECT jsonb_build_object(${KEPT}) FROM customers WHERE shop_id = ${shopId} AND id = ${duplicateId})), ${by}, ${at}`.execute(
    tx,
  )
  const moved = await sql<{ moved: number }>`
    SELECT cs.merge_customer(${shopId}, ${mergeId}, ${duplicateId}, ${survivorId}) AS moved`.execute(tx)
  const { rows } = await sql<{ version: number }>`
    UPDATE customers s SET do_not_contact = s.do_not_contact OR d.do_not_contact, risk_score = GREATEST(s.risk_score, d.risk_score),
      blacklisted_until = GREATEST(s.blacklisted_until, d.blacklisted_until),
      vip = (s.vip OR d.vip) AND GREATEST(s.blacklisted_until, d.blacklisted_until) IS NULL,
      lifecycle_review_at = ${at}, version = s.version + 1
    FROM customers d WHERE s.shop_id = ${shopId} AND s.id = ${survivorId} AND d.shop_id = ${shopId} AND d.id = ${duplicateId}
    RETURNING s.version`.execute(tx)
  await sql`
    UPDATE customers SET merged_into = ${survivorId}, lifecycle_review_at = NULL, order_count = 0, first_order_at = NULL,
      last_order_at = NULL, value_paid_fen = 0, value_orders = 0, version = version + 1
    WHERE shop_id = ${shopId} AND id = ${duplicateId}`.execute(tx)
  await sql`SELECT cs.count_values(${shopId}, ${at}, ARRAY[${survivorId}]::uuid[])`.execute(tx)
  const version = rows[0]?.version ?? 1
  const total = moved.rows[0]?.moved ?? 0
  await sql`
    UPDATE customer_merges SET moved = ${total}, before = before || jsonb_build_object('version', ${version}::int)
    WHERE shop_id = ${shopId} AND id = ${mergeId}`.execute(tx)
  return { mergeId, version, moved: total }
}

export type CustomerMerge = Selectable<DB['customer_merges']>

/** A merge as it stands; `null`: none such in this shop. */
export async function findMerge(db: Db, shopId: string, id: string): Promise<CustomerMerge | null> {
  const row = await db
    .selectFrom('customer_merges')
    .selectAll()
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row ?? null
}

/** How many merges of a survivor came after one and still hold. */
export async function laterMerges(
  db: Db,
  shopId: string,
  { id, survivor_id }: CustomerMerge,
): Promise<number> {
  const { rows } = await sql<{ later: number }>`
    SELECT count(*)::int AS later FROM customer_merges m WHERE m.shop_id = ${shopId} AND m.survivor_id = ${survivor_id}
      AND m.undone_at IS NULL AND m.id > ${id}`.execute(db)
  return rows[0]?.later ?? 0
}

/**
 * Moves back what a merge moved. Figures and marks are those of before; where the survivor was edited since, its marks stay.
 * Where orders came or went since, or a day of classing passed, both are looked at anew. Both are locked.
 */
export async function undoMerge(
  tx: Tx,
  shopId: string,
  merge: CustomerMerge,
  by: string,
  at: Date,
): Promise<number> {
  const { id, survivor_id: survivorId, duplicate_id: duplicateId } = merge
  await sql`SELECT cs.unmerge_customer(${shopId}, ${id}, ${duplicateId}, ${survivorId})`.execute(tx)
  await sql`
    UPDATE customers c SET lifecycle = b.lifecycle, lifecycle_at = b.lifecycle_at, lifecycle_review_at = b.lifecycle_review_at,
      order_count = b.order_count, first_order_at = b.first_order_at, last_order_at = b.last_order_at,
      value_class = b.value_class, value_paid_fen = b.value_paid_fen, value_orders = b.value_orders,
      vip = CASE WHEN edited THEN c.vip ELSE b.vip END,
      do_not_contact = CASE WHEN edited THEN c.do_not_contact ELSE b.do_not_contact END,
      blacklisted_until = CASE WHEN edited THEN c.blacklisted_until ELSE b.blacklisted_until END,
      risk_score = CASE WHEN edited THEN c.risk_score ELSE b.risk_score END,
      merged_into = CASE WHEN c.id = m.duplicate_id THEN NULL ELSE c.merged_into END
    FROM customer_merges m, LATERAL (VALUES (m.survivor_id, m.before -> 'survivor'), (m.duplicate_id, m.before -> 'duplicate')) side(id, was),
      LATERAL jsonb_populate_record(NULL::customers, side.was) b,
      LATERAL (SELECT side.id = m.survivor_id AND (SELECT s.version FROM customers s WHERE s.shop_id = m.shop_id AND s.id = m.survivor_id)
        <> (m.before ->> 'version')::int AS edited) e
    WHERE m.shop_id = ${shopId} AND m.id = ${id} AND c.shop_id = ${shopId} AND c.id = side.id`.execute(tx)
  await sql`
    UPDATE customers c SET lifecycle_review_at = ${at} WHERE c.shop_id = ${shopId} AND c.id IN (${survivorId}, ${duplicateId})
      AND c.order_count <> (SELECT count(*) FROM orders o WHERE o.shop_id = c.shop_id AND o.customer_id = c.id AND o.trade_status <> 'CANCELLED')`.execute(
    tx,
  )
  await sql`
    SELECT cs.count_values(${shopId}, ${at}, ARRAY[${survivorId}, ${duplicateId}]::uuid[])
    WHERE EXISTS (SELECT FROM value_thresholds t WHERE t.shop_id = ${shopId} AND t.computed_at > ${merge.merged_at})`.execute(
    tx,
  )
  await tx
    .updateTable('customer_merges')
    .set({ undone_by: by, undone_at: at })
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .execute()
  const { rows } = await sql<{ id: string; version: number }>`
    UPDATE customers SET version = version + 1 WHERE shop_id = ${shopId} AND id IN (${survivorId}, ${duplicateId})
    RETURNING id, version`.execute(tx)
  return rows.find((row) => row.id === survivorId)?.version ?? 1
}
