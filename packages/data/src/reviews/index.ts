import type { Tx } from '../database/index.ts'

/** A review that was passed on. Its text is what the buyer published. */
export interface NewReview {
  readonly shopId: string
  readonly id: string
  readonly number: string
  readonly orderId: string
  readonly lineId: string
  readonly productId: string
  readonly customerId: string
  readonly score: number
  readonly kind: 'GOOD' | 'MEDIUM' | 'BAD'
  readonly text: string
  readonly hasPhoto: boolean
  readonly postedAt: Date
  readonly foundAt: Date
  /** Bad ones: by when the customer is to be contacted. */
  readonly contactDueAt: Date | null
}

/** Writes a review. False: its line was reviewed before, and nothing was written. */
export async function addReview(tx: Tx, review: NewReview): Promise<boolean> {
  const result = await tx
    .insertInto('reviews')
    .values({
      shop_id: review.shopId,
      id: review.id,
      number: review.number,
      order_id: review.orderId,
      order_line_id: review.lineId,
      product_id: review.productId,
      customer_id: review.customerId,
      score: review.score,
      kind: review.kind,
      text: review.text,
      has_photo: review.hasPhoto,
      posted_at: review.postedAt,
      found_at: review.foundAt,
      contact_due_at: review.contactDueAt,
    })
    .onConflict((conflict) => conflict.columns(['shop_id', 'order_line_id']).doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

/** Whose review it is; `null`: not in this shop. */
export async function findReview(
  tx: Tx,
  shopId: string,
  id: string,
): Promise<{ readonly customerId: string } | null> {
  const row = await tx
    .selectFrom('reviews')
    .select('customer_id as customerId')
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row ?? null
}
