import type { Selectable } from 'kysely'
import type { DB, Db, Tx } from '../database/index.ts'

export type Compensation = Selectable<DB['compensations']>

/** Goodwill that was granted on a case. Amounts in fen: face value, points at 1 fen (Q61). */
export interface NewCompensation {
  readonly shopId: string
  readonly id: string
  /** The number people see. */
  readonly number: string
  readonly caseId: string
  readonly orderId: string | null
  readonly customerId: string
  readonly kind: string
  readonly amountFen: number
  /** Money is owed until it is paid out; all else is given at once. */
  readonly issued: boolean
  readonly grantedBy: string | null
  readonly approvedBy: string | null
  readonly commandId: string
  readonly at: Date
}

/** Records a compensation: the register of goodwill is this table. */
export async function addCompensation(tx: Tx, entry: NewCompensation): Promise<void> {
  await tx
    .insertInto('compensations')
    .values({
      shop_id: entry.shopId,
      id: entry.id,
      number: entry.number,
      case_id: entry.caseId,
      order_id: entry.orderId,
      customer_id: entry.customerId,
      kind: entry.kind,
      amount_fen: entry.amountFen,
      status: entry.issued ? 'ISSUED' : 'OWED',
      granted_by: entry.grantedBy,
      approved_by: entry.approvedBy,
      created_at: entry.at,
      issued_at: entry.issued ? entry.at : null,
      command_id: entry.commandId,
    })
    .execute()
}

/** A compensation as it stands, without a lock. */
export async function findCompensation(db: Db, shopId: string, id: string): Promise<Compensation | null> {
  const row = await db
    .selectFrom('compensations')
    .selectAll()
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row ?? null
}

/** Locks a compensation until the transaction ends. */
export async function lockCompensation(tx: Tx, shopId: string, id: string): Promise<Compensation | null> {
  const row = await tx
    .selectFrom('compensations')
    .selectAll()
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row ?? null
}

/** Marks a locked compensation as paid out. */
export async function setCompensationIssued(tx: Tx, shopId: string, id: string, at: Date): Promise<void> {
  await tx
    .updateTable('compensations')
    .set({ status: 'ISSUED', issued_at: at })
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .execute()
}
