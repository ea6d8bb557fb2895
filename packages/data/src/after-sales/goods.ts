import type { InspectionFinding } from '@cs/domain/after-sales'
import { sql } from 'kysely'
import type { Tx } from '../database/index.ts'
import { newId } from '../database/index.ts'

/** A parcel on its way back. Amounts in fen. */
export interface ReturnShipment {
  readonly shopId: string
  readonly caseId: string
  readonly waybill: string
  readonly carrier: string
  readonly freightCollect: boolean
  readonly freightFen: number
  /** Collected by a courier of the shop. */
  readonly pickup: boolean
  readonly at: Date
}

/** Writes the waybill of a return. Returns its id; `null`: this after-sale has that waybill already. */
export async function recordReturnShipment(tx: Tx, parcel: ReturnShipment): Promise<string | null> {
  const row = await tx
    .insertInto('return_shipments')
    .values({
      shop_id: parcel.shopId,
      id: newId(parcel.at),
      case_id: parcel.caseId,
      waybill: parcel.waybill,
      carrier: parcel.carrier,
      freight_collect: parcel.freightCollect,
      freight_fen: parcel.freightFen,
      pickup: parcel.pickup,
      status: 'IN_TRANSIT',
      sent_at: parcel.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}

/** What became of a parcel at the shop's door. */
export type Arrival =
  | { readonly status: 'RECEIVED'; readonly weightGrams: number | null }
  | { readonly status: 'REFUSED'; readonly reason: 'CARRIER_NOT_ACCEPTED' | 'FREIGHT_COLLECT' }

/** Settles the parcel of a return that is on its way. Returns its id; throws where none is. */
export async function settleReturnShipment(
  tx: Tx,
  shopId: string,
  caseId: string,
  arrival: Arrival,
  at: Date,
): Promise<string> {
  const row = await tx
    .updateTable('return_shipments')
    .set({
      status: arrival.status,
      arrived_at: at,
      ...(arrival.status === 'RECEIVED'
        ? { weight_grams: arrival.weightGrams }
        : { refused_reason: arrival.reason }),
    })
    .where('shop_id', '=', shopId)
    .where('id', '=', (query) =>
      query
        .selectFrom('return_shipments')
        .select('id')
        .where('shop_id', '=', shopId)
        .where('case_id', '=', caseId)
        .where('status', '=', sql.lit('IN_TRANSIT'))
        .orderBy('sent_at', 'desc')
        .orderBy('id', 'desc')
        .limit(1),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** What was found when a return was looked at. */
export interface Inspection {
  readonly shopId: string
  readonly caseId: string
  readonly result: 'PASSED' | 'FAILED'
  readonly finding: InspectionFinding
  readonly note: string | null
  readonly inspectedBy: string | null
  readonly at: Date
}

/** Writes an inspection. Returns its id. */
export async function inspectReturn(tx: Tx, inspection: Inspection): Promise<string> {
  const id = newId(inspection.at)
  await tx
    .insertInto('inspections')
    .values({
      shop_id: inspection.shopId,
      id,
      case_id: inspection.caseId,
      result: inspection.result,
      finding: inspection.finding,
      note: inspection.note,
      inspected_by: inspection.inspectedBy,
      inspected_at: inspection.at,
    })
    .execute()
  return id
}
