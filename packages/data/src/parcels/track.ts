import type { ParcelStatus, TrackingKind } from '@cs/domain/parcels'
import { sql } from 'kysely'
import type { Db, Tx } from '../database/index.ts'

/** One thing that a carrier reports. */
export interface Scan {
  readonly kind: TrackingKind
  readonly place: string
  readonly at: Date
}

/**
 * What is new of reports on a parcel, in the order in which it happened: the same kind at the same time is the same
 * scan, however often it is reported.
 */
export async function newScans(
  db: Db,
  shopId: string,
  shipmentId: string,
  scans: readonly Scan[],
): Promise<readonly Scan[]> {
  const known = await db
    .selectFrom('tracking_events')
    .select(['kind', 'occurred_at as at'])
    .where('shop_id', '=', shopId)
    .where('shipment_id', '=', shipmentId)
    .execute()
  const seen = new Set(known.map(keyOf))
  const fresh = scans.filter((scan) => !seen.has(keyOf(scan)) && seen.add(keyOf(scan)))
  return fresh.toSorted((a, b) => a.at.getTime() - b.at.getTime())
}

const keyOf = ({ kind, at }: { readonly kind: string; readonly at: Date }) => `${kind} ${at.toISOString()}`

/** Adds scans to a parcel of a locked order. */
export async function addScans(
  tx: Tx,
  shopId: string,
  shipmentId: string,
  scans: readonly Scan[],
  reportedBy: string | null,
): Promise<void> {
  if (scans.length === 0) return
  const last = await tx
    .selectFrom('tracking_events')
    .select(({ fn }) => fn.max('position').as('position'))
    .where('shop_id', '=', shopId)
    .where('shipment_id', '=', shipmentId)
    .executeTakeFirst()
  const from = (last?.position ?? 0) + 1
  await tx
    .insertInto('tracking_events')
    .values(
      scans.map(({ kind, place, at }, i) => ({
        shop_id: shopId,
        shipment_id: shipmentId,
        occurred_at: at,
        position: from + i,
        kind,
        place,
        reported_by: reportedBy,
      })),
    )
    .execute()
}

/** What reports change of a parcel. Absent: it stays. */
export interface ParcelChange {
  readonly status: ParcelStatus
  readonly packedAt?: Date | undefined
  readonly handedOverAt?: Date | undefined
  readonly signedAt?: Date | undefined
  readonly lastScanAt?: Date | undefined
}

export async function setParcel(
  tx: Tx,
  shopId: string,
  shipmentId: string,
  { status, packedAt, handedOverAt, signedAt, lastScanAt }: ParcelChange,
): Promise<void> {
  await tx
    .updateTable('shipments')
    .set({
      status,
      ...(packedAt && { packed_at: sql`COALESCE(packed_at, ${packedAt}::timestamptz)` }),
      ...(handedOverAt && { handed_over_at: sql`COALESCE(handed_over_at, ${handedOverAt}::timestamptz)` }),
      ...(signedAt && { signed_at: sql`COALESCE(signed_at, ${signedAt}::timestamptz)` }),
      ...(lastScanAt && { last_scan_at: sql`greatest(last_scan_at, ${lastScanAt}::timestamptz)` }),
    })
    .where('shop_id', '=', shopId)
    .where('id', '=', shipmentId)
    .execute()
}

/** Notes that a parcel is lost, and on whose word (Q21). Returns whether that was new. */
export async function setLossConfirmed(
  tx: Tx,
  shopId: string,
  shipmentId: string,
  by: 'CARRIER' | 'SUPERVISOR',
  at: Date,
): Promise<boolean> {
  const result = await tx
    .updateTable('shipments')
    .set({ loss_confirmed_at: at, loss_confirmed_by: by })
    .where('shop_id', '=', shopId)
    .where('id', '=', shipmentId)
    .where('loss_confirmed_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}
