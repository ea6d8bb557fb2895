import type { ComplaintFacts } from '@cs/domain/complaints'
import { sql } from 'kysely'
import type { Db, Tx } from '../database/index.ts'
import { complaintFacts } from './facts.ts'

/** The facts of a complaint, without locking it: for asking, not for acting. `null`: none such in this shop. */
export async function findComplaint(db: Db, shopId: string, caseId: string): Promise<ComplaintFacts | null> {
  const { rows } = await sql<{ facts: ComplaintFacts }>`
    SELECT ${complaintFacts('c')} AS facts FROM cases c
    WHERE c.shop_id = ${shopId} AND c.id = ${caseId} AND c.kind = 'COMPLAINT'`.execute(db)
  return rows[0]?.facts ?? null
}

/**
 * Locks the order of a complaint, if it is about one, and then its case, always in that order, and reads the facts
 * after the locks: whoever waited sees what the other one wrote. `null`: no such complaint in this shop.
 */
export async function lockComplaint(tx: Tx, shopId: string, caseId: string): Promise<ComplaintFacts | null> {
  // The order of a case never changes, so that it can be looked up before the lock.
  const found = await tx
    .selectFrom('cases')
    .select('order_id')
    .where('shop_id', '=', shopId)
    .where('id', '=', caseId)
    .where('kind', '=', 'COMPLAINT')
    .executeTakeFirst()
  if (!found) return null
  if (found.order_id) {
    await tx
      .selectFrom('orders')
      .select('id')
      .where('shop_id', '=', shopId)
      .where('id', '=', found.order_id)
      .forUpdate()
      .executeTakeFirstOrThrow()
  }
  await tx
    .selectFrom('cases')
    .select('id')
    .where('shop_id', '=', shopId)
    .where('id', '=', caseId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  return findComplaint(tx, shopId, caseId)
}
