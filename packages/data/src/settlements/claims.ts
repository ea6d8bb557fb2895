import { type Selectable, sql } from 'kysely'
import type { DB, Db, Tx } from '../database/index.ts'

export type CarrierClaim = Selectable<DB['carrier_claims']>

/** A claim against a carrier: apart from what the buyer gets (C-26). */
export interface NewClaim {
  readonly shopId: string
  readonly id: string
  /** The number people see. */
  readonly number: string
  readonly caseId: string | null
  readonly orderId: string
  readonly shipmentId: string
  readonly carrier: string
  readonly reason: string
  readonly amountFen: number
  /** The first day of the month with which it is settled, `YYYY-MM-DD`. */
  readonly month: string
  readonly commandId: string
  readonly at: Date
}

/** Registers a claim. The database takes one for a parcel and reason that was not refused. */
export async function openClaim(tx: Tx, claim: NewClaim): Promise<void> {
  await tx
    .insertInto('carrier_claims')
    .values({
      shop_id: claim.shopId,
      id: claim.id,
      number: claim.number,
      case_id: claim.caseId,
      order_id: claim.orderId,
      shipment_id: claim.shipmentId,
      carrier: claim.carrier,
      reason: claim.reason,
      amount_fen: claim.amountFen,
      status: 'OPEN',
      month: claim.month,
      opened_at: claim.at,
      command_id: claim.commandId,
    })
    .execute()
}

/** A parcel of an order, and the after-sale of the same order if one is named. `null`: not of this order. */
export async function findClaimedParcel(
  db: Db,
  shopId: string,
  of: { readonly orderId: string; readonly shipmentId: string; readonly caseId: string | null },
): Promise<{ readonly carrier: string; readonly handedOver: boolean; readonly caseFits: boolean } | null> {
  const row = await db
    .selectFrom('shipments as s')
    .select([
      's.carrier',
      sql<boolean>`s.handed_over_at IS NOT NULL`.as('handedOver'),
      sql<boolean>`${of.caseId}::uuid IS NULL OR EXISTS (SELECT 1 FROM cases c
        WHERE c.shop_id = s.shop_id AND c.id = ${of.caseId}::uuid AND c.order_id = s.order_id)`.as(
        'caseFits',
      ),
    ])
    .where('s.shop_id', '=', shopId)
    .where('s.order_id', '=', of.orderId)
    .where('s.id', '=', of.shipmentId)
    .executeTakeFirst()
  return row ?? null
}

/** The claim on a parcel for a reason that was not refused; `null`: none. */
export async function claimOnParcel(
  db: Db,
  shopId: string,
  shipmentId: string,
  reason: string,
): Promise<string | null> {
  const row = await db
    .selectFrom('carrier_claims')
    .select('id')
    .where('shop_id', '=', shopId)
    .where('shipment_id', '=', shipmentId)
    .where('reason', '=', reason)
    // Literal: the partial index serves no parameter.
    .where('status', '<>', sql.lit('REFUSED'))
    .executeTakeFirst()
  return row?.id ?? null
}

/** A claim as it stands, without a lock. */
export async function findClaim(db: Db, shopId: string, id: string): Promise<CarrierClaim | null> {
  const row = await db
    .selectFrom('carrier_claims')
    .selectAll()
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row ?? null
}

/** Locks a claim until the transaction ends. */
export async function lockClaim(tx: Tx, shopId: string, id: string): Promise<CarrierClaim | null> {
  const row = await tx
    .selectFrom('carrier_claims')
    .selectAll()
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row ?? null
}

/** What the carrier says. `acceptedFen`: 0 where it refuses. */
export interface ClaimAnswer {
  readonly shopId: string
  readonly id: string
  readonly acceptedFen: number
  readonly at: Date
}

/** Records the carrier's answer on a locked claim. Returns its new version. */
export async function setClaimAnswered(
  tx: Tx,
  { shopId, id, acceptedFen, at }: ClaimAnswer,
): Promise<number> {
  const row = await tx
    .updateTable('carrier_claims')
    .set({
      status: acceptedFen > 0 ? 'ACCEPTED' : 'REFUSED',
      accepted_fen: acceptedFen,
      answered_at: at,
      version: sql`version + 1`,
    })
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow()
  return row.version
}

/** The accepted claims of a month, locked in one order over all transactions. `lock`: false for asking only. */
export async function claimsToSettle(
  tx: Tx,
  shopId: string,
  month: string,
  lock: boolean,
): Promise<readonly CarrierClaim[]> {
  const query = tx
    .selectFrom('carrier_claims')
    .selectAll()
    .where('shop_id', '=', shopId)
    .where('month', '=', month)
    .where('status', '=', 'ACCEPTED')
    .orderBy('id')
  return (lock ? query.forUpdate() : query).execute()
}

/** Marks a locked claim as paid by the carrier. */
export async function setClaimSettled(tx: Tx, shopId: string, id: string, at: Date): Promise<void> {
  await tx
    .updateTable('carrier_claims')
    .set({ status: 'SETTLED', settled_at: at, version: sql`version + 1` })
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .execute()
}
