import { sql } from 'kysely'
import type { Tx } from '../database/index.ts'

/** Puts a locked case into the fast lane, urgent and with this assignee (CMP-ESC-01). Returns its new version. */
export async function putInFastLane(
  tx: Tx,
  shopId: string,
  caseId: string,
  assigneeId: string,
  at: Date,
): Promise<number> {
  const row = await tx
    .updateTable('cases')
    .set({ fast_lane_at: at, priority: 'URGENT', assignee_id: assigneeId, version: sql`version + 1` })
    .where('shop_id', '=', shopId)
    .where('id', '=', caseId)
    .returning('version')
    .executeTakeFirstOrThrow()
  return row.version
}
