import type { Cause } from '@cs/domain/after-sales'
import type { WrongShipmentParty } from '@cs/domain/registers'
import type { Tx } from '../database/index.ts'

/** A wrong shipment as it stands in the register. */
export interface WrongShipment {
  readonly caseId: string
  readonly cause: string
  readonly recordedBy: string
  readonly verified: boolean
}

/** Enters a wrong shipment, or corrects what nobody has verified yet. */
export async function recordWrongShipment(
  tx: Tx,
  entry: {
    readonly shopId: string
    readonly caseId: string
    readonly cause: Cause
    readonly responsible: WrongShipmentParty
    readonly recordedBy: string
    readonly at: Date
  },
): Promise<void> {
  const said = {
    cause: entry.cause,
    responsible: entry.responsible,
    recorded_by: entry.recordedBy,
    recorded_at: entry.at,
  }
  await tx
    .insertInto('wrong_shipment_checks')
    .values({ shop_id: entry.shopId, case_id: entry.caseId, ...said })
    .onConflict((conflict) =>
      conflict
        .columns(['shop_id', 'case_id'])
        .doUpdateSet(said)
        .where('wrong_shipment_checks.verified_by', 'is', null),
    )
    .execute()
}

/** Takes a wrong shipment out again that turned out to be something else before anybody verified it. */
export async function dropWrongShipment(tx: Tx, shopId: string, caseId: string): Promise<void> {
  await tx
    .deleteFrom('wrong_shipment_checks')
    .where('shop_id', '=', shopId)
    .where('case_id', '=', caseId)
    .where('verified_by', 'is', null)
    .execute()
}

/** Locks an entry of the register. `null`: none such in this shop. */
export async function lockWrongShipment(
  tx: Tx,
  shopId: string,
  caseId: string,
): Promise<WrongShipment | null> {
  const row = await tx
    .selectFrom('wrong_shipment_checks')
    .select(['cause', 'recorded_by', 'verified_by'])
    .where('shop_id', '=', shopId)
    .where('case_id', '=', caseId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) return null
  return { caseId, cause: row.cause, recordedBy: row.recorded_by, verified: row.verified_by !== null }
}

/** Notes who looked again at a wrong shipment, and what came of it. */
export async function setWrongShipmentVerified(
  tx: Tx,
  shopId: string,
  caseId: string,
  by: { readonly agentId: string; readonly confirmed: boolean; readonly at: Date },
): Promise<void> {
  await tx
    .updateTable('wrong_shipment_checks')
    .set({ verified_by: by.agentId, verified_at: by.at, confirmed: by.confirmed })
    .where('shop_id', '=', shopId)
    .where('case_id', '=', caseId)
    .execute()
}
