import { sql } from 'kysely'
import type { Tx } from '../database/index.ts'

/**
 * The lines of a parcel left with the carrier (table E.1): their stock is gone, and their order is shipped, or partly
 * while others wait. An order that was cancelled stays so. `confirmsAt`: when the trade confirms itself, if nothing
 * leaves after this (Q37). Returns how much of the order has left; `null`: it was not waiting for it.
 */
export async function shipLines(
  tx: Tx,
  shopId: string,
  of: { readonly orderId: string; readonly shipmentId: string; readonly at: Date; readonly confirmsAt: Date },
): Promise<'WHOLE' | 'PARTLY' | null> {
  await sql`
    WITH left_now AS (UPDATE order_lines SET status = 'SHIPPED'
        WHERE shop_id = ${shopId} AND order_id = ${of.orderId} AND shipment_id = ${of.shipmentId} AND status = 'OPEN'
        RETURNING sku_id, quantity),
      pieces AS (SELECT sku_id, sum(quantity) AS quantity FROM left_now GROUP BY sku_id)
    UPDATE skus s SET stock = greatest(s.stock - p.quantity, 0), reserved = greatest(s.reserved - p.quantity, 0)
    FROM pieces p WHERE s.shop_id = ${shopId} AND s.id = p.sku_id`.execute(tx)
  const { rows } = await sql<{ trade: string }>`
    UPDATE orders o SET
      trade_status = CASE WHEN rest.open THEN 'PARTLY_SHIPPED' ELSE 'SHIPPED' END,
      physical_status = CASE WHEN o.physical_status = 'INTERCEPT_REQUESTED' THEN o.physical_status
        WHEN rest.open THEN 'PARTLY_HANDED_OVER' ELSE 'HANDED_OVER' END,
      first_shipped_at = COALESCE(o.first_shipped_at, ${of.at}::timestamptz),
      trade_deadline_at = greatest(o.trade_deadline_at, ${of.confirmsAt}::timestamptz),
      version = o.version + 1
    FROM (SELECT EXISTS (SELECT 1 FROM order_lines l
      WHERE l.shop_id = ${shopId} AND l.order_id = ${of.orderId} AND l.status = 'OPEN') AS open) rest
    WHERE o.shop_id = ${shopId} AND o.id = ${of.orderId} AND o.trade_status IN ('PAID','PARTLY_SHIPPED')
    RETURNING o.trade_status AS trade`.execute(tx)
  const [order] = rows
  return order ? (order.trade === 'SHIPPED' ? 'WHOLE' : 'PARTLY') : null
}

/**
 * The customer has a parcel: its lines are signed for, and their order once nothing of it is left to come (table
 * E.1). Returns whether the whole order is.
 */
export async function signLines(
  tx: Tx,
  shopId: string,
  of: { readonly orderId: string; readonly shipmentId: string },
): Promise<boolean> {
  await tx
    .updateTable('order_lines')
    .set({ status: 'SIGNED' })
    .where('shop_id', '=', shopId)
    .where('order_id', '=', of.orderId)
    .where('shipment_id', '=', of.shipmentId)
    .where('status', '=', 'SHIPPED')
    .execute()
  return signOrder(tx, shopId, of.orderId, null)
}

/**
 * What is still on its way counts as received (Q67), parcels and lines, but for parcels that are lost or turned round,
 * and their order is signed for. `at`: since when. Returns whether it was waiting for that.
 */
export async function receiveLines(tx: Tx, shopId: string, orderId: string, at: Date): Promise<boolean> {
  await sql`
    UPDATE shipments s SET status = 'SIGNED', signed_at = COALESCE(s.signed_at, ${at}::timestamptz)
    WHERE s.shop_id = ${shopId} AND s.order_id = ${orderId} AND s.loss_confirmed_at IS NULL
      AND s.status IN ('HANDED_OVER','IN_TRANSIT','OUT_FOR_DELIVERY','DELIVERED')`.execute(tx)
  await sql`
    UPDATE order_lines l SET status = 'SIGNED'
    WHERE l.shop_id = ${shopId} AND l.order_id = ${orderId} AND l.status = 'SHIPPED'
      AND NOT EXISTS (SELECT 1 FROM shipments s WHERE s.shop_id = l.shop_id AND s.id = l.shipment_id AND s.status <> 'SIGNED')`.execute(
    tx,
  )
  return signOrder(tx, shopId, orderId, at)
}

/** Signs for an order of which nothing is left to come: with its last parcel, or at a time. */
async function signOrder(tx: Tx, shopId: string, orderId: string, at: Date | null): Promise<boolean> {
  const result = await sql`
    UPDATE orders o SET trade_status = 'SIGNED', physical_status = 'DELIVERED', version = o.version + 1,
      signed_at = COALESCE(${at}::timestamptz,
        (SELECT max(s.signed_at) FROM shipments s WHERE s.shop_id = o.shop_id AND s.order_id = o.id))
    WHERE o.shop_id = ${shopId} AND o.id = ${orderId} AND o.trade_status = 'SHIPPED'
      AND (${at !== null} OR NOT EXISTS (SELECT 1 FROM order_lines l
        WHERE l.shop_id = o.shop_id AND l.order_id = o.id AND l.status IN ('OPEN','SHIPPED')))`.execute(tx)
  return result.numAffectedRows === 1n
}

/** Every parcel of an order is back at the shop: so are its goods (C-13). Returns whether that is so. */
export async function takeParcelsBack(tx: Tx, shopId: string, orderId: string): Promise<boolean> {
  const result = await sql`
    UPDATE orders o SET physical_status = 'RETURNED', version = o.version + 1
    WHERE o.shop_id = ${shopId} AND o.id = ${orderId} AND o.physical_status <> 'RETURNED'
      AND NOT EXISTS (SELECT 1 FROM shipments s
        WHERE s.shop_id = o.shop_id AND s.order_id = o.id AND s.status <> 'RETURNED')`.execute(tx)
  return result.numAffectedRows === 1n
}
