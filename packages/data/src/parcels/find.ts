import type { ParcelStatus } from '@cs/domain/parcels'
import { sql } from 'kysely'
import type { Db, Tx } from '../database/index.ts'

/** A parcel with what it needs of its order. */
export interface Parcel {
  readonly id: string
  readonly orderId: string
  readonly customerId: string
  readonly status: ParcelStatus
  readonly handedOverAt: Date | null
  /** The last scan of the carrier; before the first one the hand-over. `null`: the carrier has not had it. */
  readonly silentSince: Date | null
  readonly lossConfirmedAt: Date | null
  readonly orderVersion: number
  readonly physicalStatus: string
}

/** How a parcel is named: by the carrier's number, or by its id. */
export type ParcelName =
  | { readonly waybill: string; readonly carrier: string }
  | { readonly shipmentId: string }

/**
 * Locks the order of a parcel, as everything does that changes either, and then reads the parcel. `null`: the shop
 * has sent no such parcel.
 */
export async function lockParcel(tx: Tx, shopId: string, name: ParcelName): Promise<Parcel | null> {
  const found = await named(tx, shopId, name)
  if (!found) return null
  await tx
    .selectFrom('orders')
    .select('id')
    .where('shop_id', '=', shopId)
    .where('id', '=', found.order_id)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const row = await tx
    .selectFrom('shipments as s')
    .innerJoin('orders as o', (join) =>
      join.onRef('o.shop_id', '=', 's.shop_id').onRef('o.id', '=', 's.order_id'),
    )
    .select([
      's.id',
      's.order_id as orderId',
      'o.customer_id as customerId',
      's.status',
      's.handed_over_at as handedOverAt',
      sql<Date | null>`COALESCE(s.last_scan_at, s.handed_over_at)`.as('silentSince'),
      's.loss_confirmed_at as lossConfirmedAt',
      'o.version as orderVersion',
      'o.physical_status as physicalStatus',
    ])
    .where('s.shop_id', '=', shopId)
    .where('s.id', '=', found.id)
    .executeTakeFirstOrThrow()
  return { ...row, status: row.status as ParcelStatus }
}

function named(db: Db, shopId: string, name: ParcelName) {
  const parcels = db.selectFrom('shipments').select(['id', 'order_id']).where('shop_id', '=', shopId)
  return 'shipmentId' in name
    ? parcels.where('id', '=', name.shipmentId).executeTakeFirst()
    : parcels.where('waybill', '=', name.waybill).where('carrier', '=', name.carrier).executeTakeFirst()
}

/** The kind of a partner client; `null`: none such. */
export async function partnerKind(db: Db, partnerId: string): Promise<string | null> {
  const row = await db
    .selectFrom('partner_clients')
    .select('kind')
    .where('id', '=', partnerId)
    .where('active', '=', true)
    .executeTakeFirst()
  return row?.kind ?? null
}

/** A parcel that nobody has scanned for long. */
export interface SilentParcel {
  readonly shopId: string
  readonly shipmentId: string
  readonly silentSince: Date
}

/** The next parcels, over all shops, without a scan since a time; in the order of their last scans. */
export async function silentParcels(
  db: Db,
  before: Date,
  after: { readonly at: Date; readonly id: string },
  batch: number,
): Promise<readonly SilentParcel[]> {
  const { rows } = await sql<SilentParcel>`
    SELECT shop_id AS "shopId", shipment_id AS "shipmentId", silent_since AS "silentSince"
    FROM cs.silent_parcels(${before}, ${after.at}, ${after.id}, ${batch})`.execute(db)
  return rows
}
