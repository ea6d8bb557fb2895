import type { Selectable } from 'kysely'
import type { DB, Db, Tx } from '../database/index.ts'

export type RefundRow = Selectable<DB['refunds']>

/** A refund as it stands, without a lock. `null`: no such refund in this shop. */
export async function findRefund(db: Db, shopId: string, id: string): Promise<RefundRow | null> {
  const row = await db
    .selectFrom('refunds')
    .selectAll()
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row ?? null
}

/** Locks a refund until the transaction ends. Its order and its case are locked before it, always. */
export async function lockRefund(tx: Tx, shopId: string, id: string): Promise<RefundRow | null> {
  const row = await tx
    .selectFrom('refunds')
    .selectAll()
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row ?? null
}
