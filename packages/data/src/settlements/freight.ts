import type { Selectable } from 'kysely'
import type { DB, Db, Tx } from '../database/index.ts'

export type FreightSettlement = Selectable<DB['freight_settlements']>

/** Who bears one way's freight of a case, and how it is settled (C-11, AS-POL-33, AS-FRT-04). */
export interface NewFreightSettlement {
  readonly shopId: string
  readonly id: string
  readonly caseId: string
  readonly direction: 'BACK' | 'OUT'
  readonly payer: 'SHOP' | 'CUSTOMER'
  readonly mode: string
  readonly amountFen: number
  /** The customer's word, for CREDIT_WITH_CONSENT. */
  readonly consent: boolean
  readonly settled: boolean
  /** The number of the top-up link; `null`: the customer pays nothing to the shop. */
  readonly linkNumber: string | null
  readonly commandId: string
  readonly at: Date
}

/** Records how freight is settled. The database takes one for a case and direction that was not cancelled. */
export async function addFreightSettlement(tx: Tx, entry: NewFreightSettlement): Promise<void> {
  await tx
    .insertInto('freight_settlements')
    .values({
      shop_id: entry.shopId,
      id: entry.id,
      case_id: entry.caseId,
      direction: entry.direction,
      payer: entry.payer,
      mode: entry.mode,
      amount_fen: entry.amountFen,
      consent: entry.consent,
      status: entry.settled ? 'SETTLED' : 'OPEN',
      link_number: entry.linkNumber,
      created_at: entry.at,
      settled_at: entry.settled ? entry.at : null,
      command_id: entry.commandId,
    })
    .execute()
}

/** The settlements of a case that were not cancelled. */
export async function freightSettlementsOf(
  db: Db,
  shopId: string,
  caseId: string,
): Promise<readonly FreightSettlement[]> {
  return db
    .selectFrom('freight_settlements')
    .selectAll()
    .where('shop_id', '=', shopId)
    .where('case_id', '=', caseId)
    .where('status', '<>', 'CANCELLED')
    .orderBy('created_at')
    .orderBy('id')
    .execute()
}

/** A settlement as it stands, without a lock. */
export async function findFreightSettlement(
  db: Db,
  shopId: string,
  id: string,
): Promise<FreightSettlement | null> {
  const row = await db
    .selectFrom('freight_settlements')
    .selectAll()
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row ?? null
}

/** Locks a settlement until the transaction ends. */
export async function lockFreightSettlement(
  tx: Tx,
  shopId: string,
  id: string,
): Promise<FreightSettlement | null> {
  const row = await tx
    .selectFrom('freight_settlements')
    .selectAll()
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row ?? null
}

/** Marks a locked settlement as settled: the money moved. */
export async function setFreightSettled(tx: Tx, shopId: string, id: string, at: Date): Promise<void> {
  await tx
    .updateTable('freight_settlements')
    .set({ status: 'SETTLED', settled_at: at })
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .execute()
}
