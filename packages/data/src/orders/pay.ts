import { sql } from 'kysely'
import type { Tx } from '../database/index.ts'
import { newId } from '../database/index.ts'

/** A payment that was received for a whole order. */
export interface ReceivedPayment {
  readonly shopId: string
  readonly orderId: string
  readonly method: string
  /** Fen. */
  readonly amountFen: number
  /** The payment channel's own number. */
  readonly reference: string
  /** When the money arrived. */
  readonly receivedAt: Date
  readonly at: Date
}

/** Writes a payment. `null`: this payment is on record already, for whichever order, and nothing changed. */
export async function addPayment(tx: Tx, payment: ReceivedPayment): Promise<string | null> {
  const row = await tx
    .insertInto('payments')
    .values({
      shop_id: payment.shopId,
      id: newId(payment.at),
      order_id: payment.orderId,
      method: payment.method,
      amount_fen: payment.amountFen,
      status: 'RECEIVED',
      reference: payment.reference,
      created_at: payment.at,
      received_at: payment.receivedAt,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['shop_id', 'method', 'reference'])
        .where('status', '=', sql.lit('RECEIVED'))
        .doNothing(),
    )
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}

/**
 * Makes a locked order paid, with all that is payable: each line with its gross less its share of the discounts,
 * fixed from now on (Q07). Returns the order's new version.
 */
export async function setOrderPaid(
  tx: Tx,
  shopId: string,
  orderId: string,
  { paidAt, dispatchDueAt }: { readonly paidAt: Date; readonly dispatchDueAt: Date },
): Promise<number> {
  await tx
    .updateTable('order_lines')
    .set({ paid_fen: sql`quantity * unit_price_fen - discount_fen` })
    .where('shop_id', '=', shopId)
    .where('order_id', '=', orderId)
    .where('status', '=', 'OPEN')
    .execute()
  const order = await tx
    .updateTable('orders')
    .set({
      trade_status: 'PAID',
      paid_fen: sql`payable_fen`,
      paid_at: paidAt,
      dispatch_due_at: dispatchDueAt,
      trade_deadline_at: null,
      version: sql`version + 1`,
    })
    .where('shop_id', '=', shopId)
    .where('id', '=', orderId)
    .returning('version')
    .executeTakeFirstOrThrow()
  return order.version
}

/** The dispatch promise of each open line of an order: the hours of its product, or the start of its presale. */
export function dispatchPromises(
  tx: Tx,
  shopId: string,
  orderId: string,
): Promise<readonly { readonly shipFrom: Date | null; readonly dispatchHours: number }[]> {
  return tx
    .selectFrom('order_lines as l')
    .innerJoin('products as p', (join) =>
      join.onRef('p.shop_id', '=', 'l.shop_id').onRef('p.id', '=', 'l.product_id'),
    )
    .select([
      'p.dispatch_hours as dispatchHours',
      sql<Date | null>`CASE WHEN p.presale THEN p.ship_from_at END`.as('shipFrom'),
    ])
    .where('l.shop_id', '=', shopId)
    .where('l.order_id', '=', orderId)
    .where('l.status', '=', 'OPEN')
    .execute()
}
