import { type Selectable, sql } from 'kysely'
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

/** How many refunds of an order without a case were never issued. */
export async function refundsOwed(db: Db, shopId: string, orderId: string): Promise<number> {
  const row = await db
    .selectFrom('refunds')
    .select(sql<number>`count(*)::integer`.as('count'))
    .where('shop_id', '=', shopId)
    .where('order_id', '=', orderId)
    .where('case_id', 'is', null)
    .where('status', '=', 'OWED')
    .executeTakeFirstOrThrow()
  return row.count
}
