import { sql } from 'kysely'
import { type Db, newId, type Tx } from '../database/index.ts'

/** A parcel as the warehouse tells of it. */
export interface NewShipment {
  readonly shopId: string
  readonly orderId: string
  readonly carrier: string
  /** In capitals. */
  readonly waybill: string
  readonly service: string
  readonly lineIds: readonly string[]
  readonly packed: boolean
  readonly weightGrams: number | null
  /** A day, as YYYY-MM-DD. */
  readonly expectedOn: string | null
  readonly at: Date
}

/**
 * Writes a parcel of a locked order, with its lines, and makes the order found by its waybill. Returns its id; `null`:
 * the shop has a parcel with this waybill already, and nothing changed.
 */
export async function addShipment(tx: Tx, parcel: NewShipment): Promise<string | null> {
  const { shopId, orderId, at, waybill } = parcel
  const row = await tx
    .insertInto('shipments')
    .values({
      shop_id: shopId,
      id: newId(at),
      order_id: orderId,
      waybill,
      carrier: parcel.carrier,
      service: parcel.service,
      status: parcel.packed ? 'PACKED' : 'LABEL_PRINTED',
      weight_grams: parcel.weightGrams,
      packed_at: parcel.packed ? at : null,
      expected_on: parcel.expectedOn,
      created_at: at,
    })
    .onConflict((conflict) => conflict.columns(['shop_id', 'waybill']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!row) return null
  await tx
    .updateTable('order_lines')
    .set({ shipment_id: row.id })
    .where('shop_id', '=', shopId)
    .where('order_id', '=', orderId)
    .where('id', 'in', [...parcel.lineIds])
    .execute()
  await tx
    .insertInto('search_terms')
    .values({ shop_id: shopId, entity: 'ORDER', entity_id: orderId, field: 'WAYBILL', term: waybill })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return row.id
}

/** The lines of an order that wait in parcels, with their parcels. */
export async function linesInParcels(
  db: Db,
  shopId: string,
  orderId: string,
): Promise<readonly { readonly id: string; readonly shipmentId: string }[]> {
  const rows = await db
    .selectFrom('order_lines')
    .select(['id', 'shipment_id as shipmentId'])
    .where('shop_id', '=', shopId)
    .where('order_id', '=', orderId)
    .where('status', '=', 'OPEN')
    .where('shipment_id', 'is not', null)
    .execute()
  return rows.flatMap(({ id, shipmentId }) => (shipmentId ? [{ id, shipmentId }] : []))
}

/**
 * An order of which a label was printed or a parcel packed (table E.1): packed once everything that waits is. What has
 * left outranks it. Returns the order's new version.
 */
export async function setPrinted(tx: Tx, shopId: string, orderId: string): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    UPDATE orders o SET version = o.version + 1,
      physical_status = CASE WHEN o.physical_status NOT IN ('NOT_PRINTED','LABEL_PRINTED','PACKED','PULL_FAILED') THEN o.physical_status
        WHEN EXISTS (SELECT 1 FROM order_lines l LEFT JOIN shipments s ON s.shop_id = l.shop_id AND s.id = l.shipment_id
          WHERE l.shop_id = o.shop_id AND l.order_id = o.id AND l.status = 'OPEN' AND s.packed_at IS NULL) THEN 'LABEL_PRINTED'
        ELSE 'PACKED' END
    WHERE o.shop_id = ${shopId} AND o.id = ${orderId} RETURNING o.version`.execute(tx)
  const [order] = rows
  if (!order) throw new Error(`no order ${orderId}`)
  return order.version
}
