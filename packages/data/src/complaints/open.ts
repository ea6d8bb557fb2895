import type { ComplaintGrade, ComplaintHarm, ComplaintTopic } from '@cs/domain/complaints'
import { sql } from 'kysely'
import { isServed } from '../customers/index.ts'
import type { Db, Tx } from '../database/index.ts'

/** What a complaint may be about. */
export interface ComplaintSubject {
  readonly customerId: string
  readonly orderId: string | null
  /** Of the order, where it has but one. */
  readonly skuId: string | null
  readonly productId: string | null
  /** Of the order's last parcel. */
  readonly carrier: string | null
}

/**
 * Whom and what a complaint is about, by its order or its customer, and by the specification that is named. `null`:
 * no such order, customer or specification in this shop, or the order is another customer's; nobody who was forgotten or
 * went into another record.
 */
export async function findComplaintSubject(
  db: Db,
  shopId: string,
  of: { readonly customerId: string | null; readonly orderId: string | null; readonly skuId: string | null },
): Promise<ComplaintSubject | null> {
  const { rows } = await sql<ComplaintSubject>`
    SELECT u.id AS "customerId", o.id AS "orderId", s.id AS "skuId", s.product_id AS "productId",
      (SELECT p.carrier FROM shipments p WHERE p.shop_id = u.shop_id AND p.order_id = o.id
        ORDER BY p.created_at DESC, p.id DESC LIMIT 1) AS carrier
    FROM customers u
    LEFT JOIN orders o ON o.shop_id = u.shop_id AND o.id = ${of.orderId}::uuid AND o.customer_id = u.id
    LEFT JOIN skus s ON s.shop_id = u.shop_id AND s.id = COALESCE(${of.skuId}::uuid,
      (SELECT min(l.sku_id::text)::uuid FROM order_lines l WHERE l.shop_id = u.shop_id AND l.order_id = o.id
        HAVING count(DISTINCT l.sku_id) = 1))
    WHERE u.shop_id = ${shopId} AND ${isServed('u')} AND u.id = COALESCE(${of.customerId}::uuid,
      (SELECT w.customer_id FROM orders w WHERE w.shop_id = ${shopId} AND w.id = ${of.orderId}::uuid))
      AND (${of.orderId}::uuid IS NULL OR o.id IS NOT NULL) AND (${of.skuId}::uuid IS NULL OR s.id IS NOT NULL)`.execute(
    db,
  )
  return rows[0] ?? null
}

/** What groups are counted by: one of the two. */
export interface GroupKey {
  readonly skuId: string | null
  readonly carrier: string | null
}

/** Who complained before, and of the same. */
export interface ComplaintPast {
  /** When this customer last complained, RFC 3339 UTC. */
  readonly previousAt: string | null
  /** Customers who complained of the same since then, this one included. */
  readonly customers: number
  readonly groupId: string | null
}

/**
 * Answers whether the customer is still there behind the lock: false where they were forgotten or merged meanwhile.
 * Complaints of one customer, and of one SKU or carrier, are taken in one after the other: else two at once would
 * neither find each other nor make a group.
 */
export async function lockForComplaint(
  tx: Tx,
  shopId: string,
  customerId: string,
  { skuId, carrier }: GroupKey,
): Promise<boolean> {
  const { rows } = await sql`SELECT id FROM customers WHERE shop_id = ${shopId} AND id = ${customerId}
    AND erased_at IS NULL AND merged_into IS NULL FOR NO KEY UPDATE`.execute(tx)
  if (rows.length === 0) return false
  const key = skuId ?? carrier
  if (key) {
    await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`complaints:${shopId}:${key}`}, 0))`.execute(tx)
  }
  return true
}

/** What came before a complaint of this customer; `since`: how far back a group is counted. */
export async function complaintPast(
  db: Db,
  shopId: string,
  customerId: string,
  { skuId, carrier }: GroupKey,
  since: Date,
): Promise<ComplaintPast> {
  const same = skuId ? sql`c.sku_id = ${skuId}` : carrier ? sql`c.carrier = ${carrier}` : sql`false`
  const group = skuId ? sql`g.sku_id = ${skuId}` : carrier ? sql`g.carrier = ${carrier}` : sql`false`
  const { rows } = await sql<{ previousAt: Date | null; customers: number; groupId: string | null }>`
    SELECT (SELECT max(c.opened_at) FROM cases c WHERE c.shop_id = ${shopId} AND c.customer_id = ${customerId}
        AND c.kind = 'COMPLAINT') AS "previousAt",
      1 + (SELECT count(DISTINCT c.customer_id)::integer FROM cases c WHERE c.shop_id = ${shopId}
        AND c.complaint_state IS NOT NULL AND ${same} AND c.opened_at >= ${since} AND c.customer_id <> ${customerId}) AS customers,
      (SELECT g.id FROM complaint_groups g WHERE g.shop_id = ${shopId} AND g.closed_at IS NULL AND ${group}) AS "groupId"`.execute(
    db,
  )
  const past = rows[0] ?? { previousAt: null, customers: 1, groupId: null }
  return { ...past, previousAt: past.previousAt?.toISOString() ?? null }
}

/** A complaint as it comes in. Amounts in fen. */
export interface ComplaintOpened extends ComplaintSubject {
  readonly shopId: string
  readonly id: string
  readonly number: string
  readonly topic: ComplaintTopic
  readonly grade: ComplaintGrade
  /** `null`: the grade is provisional. */
  readonly gradedAt: Date | null
  readonly harms: readonly ComplaintHarm[]
  readonly claimedFen: number | null
  readonly subject: string
  readonly problem: string
  readonly expectedSolution: string | null
  readonly reviewId: string | null
  readonly channel: 'CHAT' | 'PHONE' | 'OFFLINE_MESSAGE' | 'FORM' | 'REVIEW'
  readonly priority: 'HIGH' | 'URGENT'
  readonly ownerId: string
  readonly at: Date
}

/** Writes a complaint in the state LISTENED. */
export async function openComplaint(tx: Tx, wanted: ComplaintOpened): Promise<void> {
  await tx
    .insertInto('cases')
    .values({
      shop_id: wanted.shopId,
      id: wanted.id,
      number: wanted.number,
      kind: 'COMPLAINT',
      status: 'OPEN',
      priority: wanted.priority,
      channel: wanted.channel,
      subject: wanted.subject,
      customer_id: wanted.customerId,
      order_id: wanted.orderId,
      product_id: wanted.productId,
      review_id: wanted.reviewId,
      owner_id: wanted.ownerId,
      assignee_id: wanted.ownerId,
      opened_at: wanted.at,
      grade: wanted.grade,
      graded_at: wanted.gradedAt,
      complaint_state: 'LISTENED',
      complaint_topic: wanted.topic,
      harms: [...wanted.harms],
      claimed_fen: wanted.claimedFen,
      sku_id: wanted.skuId,
      carrier: wanted.carrier,
      problem: wanted.problem,
      expected_solution: wanted.expectedSolution,
    })
    .execute()
}
