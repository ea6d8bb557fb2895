import type { Lifecycle, OrderTimes, ReviewedLifecycle } from '@cs/domain/customers'
import { sql } from 'kysely'
import type { DuePlace } from '../clocks/index.ts'
import type { Db, Tx } from '../database/index.ts'
import { newId } from '../database/index.ts'

/** A customer with what the orders say, as a review finds it. */
export interface ReviewedCustomer extends OrderTimes {
  readonly id: string
  readonly lifecycle: Lifecycle
  /** As of when that class was judged; `null`: never. */
  readonly asOf: Date | null
  readonly orders: number
}

/**
 * Locks those of some customers whose review is due at a time, and reads what their orders say. Customers that somebody
 * else holds are left out: they are due again.
 */
export async function dueForReview(
  tx: Tx,
  shopId: string,
  ids: readonly string[],
  loyalOrders: number,
  at: Date,
): Promise<readonly ReviewedCustomer[]> {
  const locked = await tx
    .selectFrom('customers')
    .select('id')
    .where('shop_id', '=', shopId)
    .where('id', '=', sql<string>`ANY(${[...ids]}::uuid[])`)
    .where('lifecycle_review_at', '<=', at)
    .orderBy('id')
    .forNoKeyUpdate()
    .skipLocked()
    .execute()
  return customersForReview(
    tx,
    shopId,
    locked.map(({ id }) => id),
    loyalOrders,
  )
}

/** What the orders of some locked customers say. */
export async function customersForReview(
  tx: Tx,
  shopId: string,
  ids: readonly string[],
  loyalOrders: number,
): Promise<readonly ReviewedCustomer[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<ReviewedCustomer>`
    SELECT c.id, c.lifecycle, c.lifecycle_at AS "asOf", f.orders, f.first AS "firstOrderAt", f.last AS "lastOrderAt",
      (SELECT o.placed_at FROM orders o WHERE o.shop_id = c.shop_id AND o.customer_id = c.id AND o.trade_status <> 'CANCELLED'
        ORDER BY o.placed_at DESC, o.id DESC OFFSET ${loyalOrders - 1}::int LIMIT 1) AS "loyalOrderAt"
    FROM customers c, LATERAL (
      SELECT count(*)::int AS orders, min(o.placed_at) AS first, max(o.placed_at) AS last FROM orders o
      WHERE o.shop_id = c.shop_id AND o.customer_id = c.id AND o.trade_status <> 'CANCELLED') f
    WHERE c.shop_id = ${shopId} AND c.id = ANY(${[...ids]}::uuid[]) ORDER BY c.id`.execute(tx)
  return rows
}

/** Writes what reviews came to: figures, classes, and when to look again. The version stays: nobody edited them. */
export async function writeReviews(
  tx: Tx,
  shopId: string,
  reviews: readonly { readonly customer: ReviewedCustomer; readonly now: ReviewedLifecycle }[],
  at: Date,
): Promise<void> {
  if (reviews.length === 0) return
  const rows = reviews.map(({ customer, now }) => ({
    id: customer.id,
    lifecycle: now.lifecycle,
    review_at: now.reviewAt?.toISOString() ?? null,
    orders: customer.orders,
    first_at: customer.firstOrderAt?.toISOString() ?? null,
    last_at: customer.lastOrderAt?.toISOString() ?? null,
  }))
  await sql`
    UPDATE customers c SET lifecycle = r.lifecycle, lifecycle_at = ${at}, lifecycle_review_at = r.review_at,
      order_count = r.orders, first_order_at = r.first_at, last_order_at = r.last_at
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS r(id uuid, lifecycle text, review_at timestamptz, orders int, first_at timestamptz, last_at timestamptz)
    WHERE c.shop_id = ${shopId} AND c.id = r.id`.execute(tx)
}

/** A class that changed. */
export interface ClassChange {
  readonly customerId: string
  readonly kind: 'LIFECYCLE' | 'VALUE'
  readonly from: string
  readonly to: string
}

/** Notes changes of classes in their history. */
export async function noteClassChanges(
  tx: Tx,
  shopId: string,
  changes: readonly ClassChange[],
  at: Date,
): Promise<void> {
  if (changes.length === 0) return
  await tx
    .insertInto('customer_classes')
    .values(
      changes.map(({ customerId, kind, from, to }) => ({
        shop_id: shopId,
        id: newId(at),
        customer_id: customerId,
        kind,
        from_class: from,
        to_class: to,
        at,
      })),
    )
    .execute()
}

/** Has a customer looked at anew as soon as the worker comes by: an order of theirs ended. */
export async function reviewSoon(tx: Tx, shopId: string, customerId: string, at: Date): Promise<void> {
  await tx
    .updateTable('customers')
    .set({ lifecycle_review_at: at })
    .where('shop_id', '=', shopId)
    .where('id', '=', customerId)
    .where('erased_at', 'is', null)
    .execute()
}

/**
 * Classes the customers of a shop by value, once a day (CUS-SEG-02): only those whose figures changed, or past whom a
 * threshold moved. Answers who changed; `null`: it was done today. Holds a lock of the shop meanwhile.
 */
export async function classValues(
  tx: Tx,
  shopId: string,
  at: Date,
  day: string,
  values: { readonly highPercent: number; readonly potentialMaxOrders: number },
): Promise<readonly ClassChange[] | null> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`values:${shopId}`}, 0))`.execute(tx)
  const done = await tx
    .selectFrom('value_thresholds')
    .select('day')
    .where('shop_id', '=', shopId)
    .where('day', '>=', day)
    .executeTakeFirst()
  if (done) return null
  const { rows } = await sql<ClassChange>`
    SELECT customer_id AS "customerId", 'VALUE' AS kind, from_class AS "from", to_class AS "to"
    FROM cs.class_values(${shopId}, ${at}, ${values.highPercent}, ${values.potentialMaxOrders})`.execute(tx)
  return rows
}

/** Counts the figures of value of some customers anew. */
export async function countValues(tx: Tx, shopId: string, at: Date, ids: readonly string[]): Promise<void> {
  await sql`SELECT cs.count_values(${shopId}, ${at}, ${[...ids]}::uuid[])`.execute(tx)
}

interface Due {
  readonly shopId: string
  readonly id: string
  readonly dueAt: Date
}

/** The next customers, over all shops, whose lifecycle may have changed by a time. */
export async function dueLifecycles(
  db: Db,
  at: Date,
  after: DuePlace,
  batch: number,
): Promise<readonly Due[]> {
  const { rows } = await sql<Due>`
    SELECT shop_id AS "shopId", id, due_at AS "dueAt"
    FROM cs.due_lifecycles(${at}, ${after.at}, ${after.id}, ${batch})`.execute(db)
  return rows
}

/** The next shops whose customers were not classed by value on the day of a time. */
export async function dueValues(db: Db, at: Date, after: DuePlace, batch: number): Promise<readonly Due[]> {
  const { rows } = await sql<Due>`
    SELECT id AS "shopId", id, due_at AS "dueAt"
    FROM cs.due_values(${at}, ${after.at}, ${after.id}, ${batch})`.execute(db)
  return rows
}
