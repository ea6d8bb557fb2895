import { sql } from 'kysely'
import type { Db, Tx } from '../database/index.ts'

/** Whether two cases are linked. */
export async function areLinked(db: Db, shopId: string, caseId: string, otherId: string): Promise<boolean> {
  const row = await db
    .selectFrom('case_links')
    .select('case_id')
    .where('shop_id', '=', shopId)
    .where('case_id', '=', caseId)
    .where('other_id', '=', otherId)
    .executeTakeFirst()
  return row !== undefined
}

/** Links two cases, both ways. FOLLOWS: the first one goes on with what the other was about. */
export async function addLink(
  tx: Tx,
  link: {
    readonly shopId: string
    readonly caseId: string
    readonly otherId: string
    readonly kind: 'RELATED' | 'FOLLOWS'
    readonly at: Date
  },
): Promise<void> {
  const { shopId, caseId, otherId, kind, at } = link
  const back = kind === 'FOLLOWS' ? 'FOLLOWED_BY' : kind
  await tx
    .insertInto('case_links')
    .values([
      { shop_id: shopId, case_id: caseId, other_id: otherId, kind, linked_at: at },
      { shop_id: shopId, case_id: otherId, other_id: caseId, kind: back, linked_at: at },
    ])
    .execute()
}

/**
 * Lets everything that was said, noted, asked and promised in a duplicate follow it into the main case (PRV-10). Both
 * are locked. Clocks of a name that runs on the main case as well have been ended before, one of the two.
 */
export async function moveIntoMain(
  tx: Tx,
  shopId: string,
  duplicateId: string,
  mainId: string,
): Promise<void> {
  const of = sql`shop_id = ${shopId} AND case_id = ${duplicateId}`
  await sql`UPDATE case_messages SET case_id = ${mainId}, merged_from = COALESCE(merged_from, ${duplicateId}) WHERE ${of}`.execute(
    tx,
  )
  await sql`UPDATE case_notes SET case_id = ${mainId} WHERE ${of}`.execute(tx)
  await sql`UPDATE case_tasks SET case_id = ${mainId}, version = version + 1 WHERE ${of}`.execute(tx)
  await sql`
    UPDATE clocks SET case_id = ${mainId}, subject_id = ${mainId}, version = version + 1
    WHERE ${of} AND subject_id = ${duplicateId} AND stopped_at IS NULL`.execute(tx)
  await sql`
    UPDATE cases m SET
      conversation_at = LEAST(m.conversation_at, d.conversation_at),
      last_customer_at = GREATEST(m.last_customer_at, d.last_customer_at),
      last_reply_at = GREATEST(m.last_reply_at, d.last_reply_at),
      last_message_at = GREATEST(m.last_message_at, d.last_message_at)
    FROM cases d WHERE m.shop_id = ${shopId} AND m.id = ${mainId} AND d.shop_id = m.shop_id AND d.id = ${duplicateId}`.execute(
    tx,
  )
}
