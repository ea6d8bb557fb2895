import type { AfterSaleReason } from '@cs/domain/after-sales'
import type { ParcelMatter } from '@cs/domain/parcels'
import { sql } from 'kysely'
import type { Db, Tx } from '../database/index.ts'

/** Whether something was done already about a matter of a parcel. */
export async function isMatterKnown(
  db: Db,
  shopId: string,
  shipmentId: string,
  matter: ParcelMatter,
): Promise<boolean> {
  const row = await db
    .selectFrom('parcel_matters')
    .select('matter')
    .where('shop_id', '=', shopId)
    .where('shipment_id', '=', shipmentId)
    .where('matter', '=', matter)
    .executeTakeFirst()
  return row !== undefined
}

/** Notes which after-sale a matter of a parcel has; `null`: the rules said no. Once for a parcel and matter. */
export async function addMatter(
  tx: Tx,
  shopId: string,
  of: {
    readonly shipmentId: string
    readonly matter: ParcelMatter
    readonly caseId: string | null
    readonly at: Date
  },
): Promise<void> {
  await tx
    .insertInto('parcel_matters')
    .values({
      shop_id: shopId,
      shipment_id: of.shipmentId,
      matter: of.matter,
      case_id: of.caseId,
      at: of.at,
    })
    .execute()
}

/** The pieces in a parcel that did not come back before. */
export async function piecesIn(
  db: Db,
  shopId: string,
  shipmentId: string,
): Promise<readonly { readonly lineId: string; readonly quantity: number }[]> {
  return db
    .selectFrom('order_lines')
    .select(['id as lineId', sql<number>`quantity - returned_quantity`.as('quantity')])
    .where('shop_id', '=', shopId)
    .where('shipment_id', '=', shipmentId)
    .where('status', 'in', ['SHIPPED', 'SIGNED'])
    .where(sql<boolean>`quantity > returned_quantity`)
    .orderBy('position')
    .execute()
}

/** An after-sale that has not ended. */
const NOT_ENDED = sql<boolean>`c.after_sale_state NOT IN ('COMPLETED','REJECTED','WITHDRAWN','LAPSED')`

/** An after-sale that is at work on pieces of a parcel already, whoever opened it. `null`: none. */
export async function caseOnParcel(db: Db, shopId: string, shipmentId: string): Promise<string | null> {
  const row = await db
    .selectFrom('after_sale_lines as x')
    .innerJoin('order_lines as l', (join) =>
      join.onRef('l.shop_id', '=', 'x.shop_id').onRef('l.id', '=', 'x.order_line_id'),
    )
    .innerJoin('cases as c', (join) =>
      join.onRef('c.shop_id', '=', 'x.shop_id').onRef('c.id', '=', 'x.case_id'),
    )
    .select('c.id')
    .where('l.shop_id', '=', shopId)
    .where('l.shipment_id', '=', shipmentId)
    .where(NOT_ENDED)
    .orderBy('c.opened_at')
    .limit(1)
    .executeTakeFirst()
  return row?.id ?? null
}

/** An after-sale of an order that is at work for a reason already. `null`: none. */
export async function caseOnOrder(
  db: Db,
  shopId: string,
  orderId: string,
  reason: AfterSaleReason,
): Promise<string | null> {
  const row = await db
    .selectFrom('cases as c')
    .select('c.id')
    .where('c.shop_id', '=', shopId)
    .where('c.order_id', '=', orderId)
    .where('c.reason', '=', reason)
    .where(NOT_ENDED)
    .orderBy('c.opened_at')
    .limit(1)
    .executeTakeFirst()
  return row?.id ?? null
}
