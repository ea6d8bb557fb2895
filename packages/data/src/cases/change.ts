import type { TransferOccasion } from '@cs/domain/cases'
import { sql, type Updateable } from 'kysely'
import type { DB, Db, Tx } from '../database/index.ts'

/** What may change of a case beside what was said in it. */
export type CaseChanges = Pick<
  Updateable<DB['cases']>,
  | 'archived_at'
  | 'assignee_id'
  | 'closed_at'
  | 'conversation_at'
  | 'inquiry_type'
  | 'merged_into'
  | 'owner_id'
  | 'priority'
  | 'stage'
  | 'status'
>

/** Writes a change of a locked case; with none, its version alone. Returns the new version. */
export async function changeCase(
  tx: Tx,
  shopId: string,
  caseId: string,
  changes: CaseChanges = {},
): Promise<number> {
  const row = await tx
    .updateTable('cases')
    .set({ ...changes, version: sql`version + 1` })
    .where('shop_id', '=', shopId)
    .where('id', '=', caseId)
    .returning('version')
    .executeTakeFirstOrThrow()
  return row.version
}

/** Whether somebody works in the shop now, in any department. */
export async function worksHere(db: Db, shopId: string, agentId: string): Promise<boolean> {
  const row = await db
    .selectFrom('memberships as m')
    .innerJoin('agents as a', 'a.id', 'm.agent_id')
    .select('m.agent_id')
    .where('m.shop_id', '=', shopId)
    .where('m.agent_id', '=', agentId)
    .where('m.active', '=', true)
    .where('a.active', '=', true)
    .executeTakeFirst()
  return row !== undefined
}

/** A case that went from one to another, for its history. */
export interface Transfer {
  readonly shopId: string
  readonly id: string
  readonly caseId: string
  readonly from: { readonly assigneeId: string; readonly ownerId: string }
  readonly to: { readonly assigneeId: string; readonly ownerId: string }
  /** Where ownership passes. */
  readonly handoverReason: string | null
  readonly occasion: TransferOccasion
  /** Of TRANSFER alone: free text. */
  readonly reason: string | null
  readonly by: string
  readonly at: Date
}

/** Keeps a transfer in the history of a case. */
export async function recordTransfer(tx: Tx, transfer: Transfer): Promise<void> {
  await tx
    .insertInto('case_transfers')
    .values({
      shop_id: transfer.shopId,
      id: transfer.id,
      case_id: transfer.caseId,
      from_assignee: transfer.from.assigneeId,
      to_assignee: transfer.to.assigneeId,
      from_owner: transfer.from.ownerId,
      to_owner: transfer.to.ownerId,
      handover_reason: transfer.handoverReason,
      occasion: transfer.occasion,
      reason: transfer.reason,
      transferred_by: transfer.by,
      at: transfer.at,
    })
    .execute()
}
