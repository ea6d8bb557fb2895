import type { Skill } from '@cs/domain/routing'
import { sql } from 'kysely'
import type { Tx } from '../database/index.ts'

/** A case as far as it matters who works on it. */
export interface Work {
  readonly id: string
  readonly number: string
  readonly status: string
  readonly queue: Skill
  readonly ownerId: string
  readonly assigneeId: string
  /** In the fast lane since; `null`: it is not. */
  readonly fastLaneAt: Date | null
  readonly version: number
}

/** Reads a case and locks it until the transaction ends. `null`: none such in this shop. */
export async function lockWork(tx: Tx, shopId: string, caseId: string): Promise<Work | null> {
  const row = await tx
    .selectFrom('cases')
    .select(['id', 'number', 'status', 'queue', 'owner_id', 'assignee_id', 'fast_lane_at', 'version'])
    .where('shop_id', '=', shopId)
    .where('id', '=', caseId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) return null
  return {
    id: row.id,
    number: row.number,
    status: row.status,
    queue: row.queue as Skill,
    ownerId: row.owner_id,
    assigneeId: row.assignee_id,
    fastLaneAt: row.fast_lane_at,
    version: row.version,
  }
}

/** Gives a locked case to an agent to work on; its owner stays (C-38). Returns its new version. */
export async function assignWork(tx: Tx, shopId: string, caseId: string, agentId: string): Promise<number> {
  const row = await tx
    .updateTable('cases')
    .set({ assignee_id: agentId, version: sql`version + 1` })
    .where('shop_id', '=', shopId)
    .where('id', '=', caseId)
    .returning('version')
    .executeTakeFirstOrThrow()
  return row.version
}
