import type { MaliceStage, SpecialKind } from '@cs/domain/complaints'
import { sql } from 'kysely'
import type { Tx } from '../database/index.ts'
import type { GroupKey } from './open.ts'

export interface Mark {
  readonly shopId: string
  readonly caseId: string
  readonly kind: SpecialKind
  /** For MALICIOUS. */
  readonly stage?: MaliceStage | null
  /** For GROUP. */
  readonly groupId?: string | null
  /** `null`: found by the rules. */
  readonly by: string | null
  readonly at: Date
}

/** Marks a complaint as special, once; malice goes on to its next stage. */
export async function markComplaint(tx: Tx, mark: Mark): Promise<void> {
  await tx
    .insertInto('complaint_marks')
    .values({
      shop_id: mark.shopId,
      case_id: mark.caseId,
      kind: mark.kind,
      stage: mark.stage ?? null,
      group_id: mark.groupId ?? null,
      marked_by: mark.by,
      marked_at: mark.at,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['shop_id', 'case_id', 'kind'])
        .doUpdateSet({ stage: sql`COALESCE(excluded.stage, complaint_marks.stage)` }),
    )
    .execute()
}

export interface NewGroup extends GroupKey {
  readonly shopId: string
  readonly id: string
  readonly number: string
  /** How far back its complaints were opened. */
  readonly since: Date
  readonly at: Date
}

/** Opens a group, and marks every complaint of the same SKU or carrier within the window. Returns their ids. */
export async function openGroup(tx: Tx, group: NewGroup): Promise<readonly string[]> {
  const { shopId, skuId, carrier } = group
  await tx
    .insertInto('complaint_groups')
    .values({
      shop_id: shopId,
      id: group.id,
      number: group.number,
      sku_id: skuId,
      carrier: skuId ? null : carrier,
      opened_at: group.at,
    })
    .execute()
  const same = skuId ? sql`c.sku_id = ${skuId}` : sql`c.carrier = ${carrier}`
  const { rows } = await sql<{ caseId: string }>`
    INSERT INTO complaint_marks (shop_id, case_id, kind, group_id, marked_at)
    SELECT c.shop_id, c.id, 'GROUP', ${group.id}::uuid, ${group.at}::timestamptz FROM cases c
    WHERE c.shop_id = ${shopId} AND c.complaint_state IS NOT NULL AND ${same} AND c.opened_at >= ${group.since}
      AND NOT EXISTS (SELECT FROM complaint_marks m WHERE m.shop_id = c.shop_id AND m.case_id = c.id AND m.kind = 'GROUP')
    ORDER BY c.id
    RETURNING case_id AS "caseId"`.execute(tx)
  return rows.map((row) => row.caseId)
}

/** Closes the group of a complaint that was closed, if all others in it are closed. Returns its id if so. */
export async function closeGroupOf(tx: Tx, shopId: string, caseId: string, at: Date): Promise<string | null> {
  // The last two may be closed at once: who waited here sees the other's.
  await sql`SELECT g.id FROM complaint_groups g
    JOIN complaint_marks own ON own.shop_id = g.shop_id AND own.group_id = g.id
    WHERE own.shop_id = ${shopId} AND own.case_id = ${caseId} AND own.kind = 'GROUP' FOR UPDATE OF g`.execute(
    tx,
  )
  const { rows } = await sql<{ id: string }>`
    UPDATE complaint_groups g SET closed_at = ${at} FROM complaint_marks own
    WHERE own.shop_id = ${shopId} AND own.case_id = ${caseId} AND own.kind = 'GROUP'
      AND g.shop_id = own.shop_id AND g.id = own.group_id AND g.closed_at IS NULL
      AND NOT EXISTS (SELECT FROM complaint_marks m JOIN cases c ON c.shop_id = m.shop_id AND c.id = m.case_id
        WHERE m.shop_id = g.shop_id AND m.group_id = g.id AND c.status <> 'CLOSED')
    RETURNING g.id`.execute(tx)
  return rows[0]?.id ?? null
}
