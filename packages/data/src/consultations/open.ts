import type { InquiryType } from '@cs/domain/cases'
import type { Asking } from '@cs/domain/consultations'
import { sql } from 'kysely'
import { isServed } from '../customers/index.ts'
import type { Db, Tx } from '../database/index.ts'

/** A consultation that begins, at the greeting. */
export interface NewConsultation {
  readonly shopId: string
  readonly id: string
  readonly number: string
  readonly customerId: string
  readonly orderId: string | null
  readonly productId: string | null
  readonly inquiryType: InquiryType
  readonly priority: 'LOW' | 'MEDIUM' | 'HIGH'
  readonly channel: string
  readonly subject: string
  /** Owner to the end, and assignee for now. */
  readonly ownerId: string
  readonly at: Date
}

/** Writes a consultation as a case. */
export async function openConsultationCase(tx: Tx, wanted: NewConsultation): Promise<void> {
  await tx
    .insertInto('cases')
    .values({
      shop_id: wanted.shopId,
      id: wanted.id,
      number: wanted.number,
      kind: 'CONSULTATION',
      status: 'OPEN',
      priority: wanted.priority,
      channel: wanted.channel,
      subject: wanted.subject,
      customer_id: wanted.customerId,
      order_id: wanted.orderId,
      product_id: wanted.productId,
      owner_id: wanted.ownerId,
      assignee_id: wanted.ownerId,
      opened_at: wanted.at,
      inquiry_type: wanted.inquiryType,
      stage: 'GREETING',
    })
    .execute()
}

/** What is known of who asks. */
export type CustomerFacts = Omit<Asking, 'inquiryType'>

/**
 * What orders the queue of a customer's questions; `null`: no such customer in this shop, or not any more. Who is locked
 * so can't be forgotten until the transaction ends.
 */
export async function askingCustomer(
  db: Db,
  shopId: string,
  customerId: string,
  lock = false,
): Promise<CustomerFacts | null> {
  const { rows } = await sql<CustomerFacts>`
    SELECT m.tier, c.value_class AS "valueClass", c.lifecycle, c.vip
    FROM customers c LEFT JOIN members m ON m.shop_id = c.shop_id AND m.customer_id = c.id
    WHERE c.shop_id = ${shopId} AND c.id = ${customerId} AND ${isServed('c')}
    ${lock ? sql`FOR KEY SHARE OF c` : sql``}`.execute(db)
  return rows[0] ?? null
}

/** Whether a shop has what a consultation is about: the product, and the order of that customer. */
export async function isAbout(
  db: Db,
  shopId: string,
  customerId: string,
  about: { readonly orderId: string | null; readonly productId: string | null },
): Promise<{ readonly order: boolean; readonly product: boolean }> {
  const { rows } = await sql<{ order: boolean; product: boolean }>`
    SELECT ${about.orderId}::uuid IS NULL OR EXISTS (SELECT FROM orders o
        WHERE o.shop_id = ${shopId} AND o.id = ${about.orderId}::uuid AND o.customer_id = ${customerId}) AS "order",
      ${about.productId}::uuid IS NULL OR EXISTS (SELECT FROM products p
        WHERE p.shop_id = ${shopId} AND p.id = ${about.productId}::uuid) AS product`.execute(db)
  return rows[0] ?? { order: false, product: false }
}
