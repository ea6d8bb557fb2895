import type { CheckIn } from '@cs/domain/points'
import type { Db, Tx } from '../database/index.ts'

/** The last check-in of a member; `null`: none. */
export async function lastCheckIn(db: Db, shopId: string, customerId: string): Promise<CheckIn | null> {
  const row = await db
    .selectFrom('points_check_ins')
    .select(['day', 'day_in_row as dayInRow'])
    .where('shop_id', '=', shopId)
    .where('customer_id', '=', customerId)
    .orderBy('day', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

/** Records a check-in with the journal of its points. The member is locked. */
export async function addCheckIn(
  tx: Tx,
  of: { readonly shopId: string; readonly customerId: string; readonly journalId: string } & CheckIn,
): Promise<void> {
  await tx
    .insertInto('points_check_ins')
    .values({
      shop_id: of.shopId,
      customer_id: of.customerId,
      day: of.day,
      day_in_row: of.dayInRow,
      journal_id: of.journalId,
    })
    .execute()
}
