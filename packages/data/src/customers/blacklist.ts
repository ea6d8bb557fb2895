import type { BlacklistReason, WarningSkipped } from '@cs/domain/customers'
import { type Selectable, sql } from 'kysely'
import type { DuePlace } from '../clocks/index.ts'
import type { DB, Db, Tx } from '../database/index.ts'
import { newId } from '../database/index.ts'

/** Records that a customer was warned. Returns its id. */
export async function addWarning(
  tx: Tx,
  shopId: string,
  warning: {
    readonly customerId: string
    readonly caseId: string | null
    readonly text: string
    readonly warnedBy: string
    readonly at: Date
  },
): Promise<string> {
  const id = newId(warning.at)
  await tx
    .insertInto('customer_warnings')
    .values({
      shop_id: shopId,
      id,
      customer_id: warning.customerId,
      case_id: warning.caseId,
      text: warning.text,
      warned_by: warning.warnedBy,
      at: warning.at,
    })
    .execute()
  return id
}

/** When a customer was last warned, by a warning of their own or in a complaint (CMP-SPC-04); `null`: never. */
export async function lastWarning(db: Db, shopId: string, customerId: string): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    SELECT max(at) AS at FROM (
      SELECT w.at FROM customer_warnings w WHERE w.shop_id = ${shopId} AND w.customer_id = ${customerId}
      UNION ALL
      SELECT m.marked_at FROM cases k JOIN complaint_marks m ON m.shop_id = k.shop_id AND m.case_id = k.id
      WHERE k.shop_id = ${shopId} AND k.customer_id = ${customerId} AND m.kind = 'MALICIOUS' AND m.stage <> 'TAGGED') w`.execute(
    db,
  )
  return rows[0]?.at ?? null
}

/** Which of these files are stored proof of a customer's cases. */
export async function provenBy(
  db: Db,
  shopId: string,
  customerId: string,
  evidenceIds: readonly string[],
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('evidence')
    .select('id')
    .where('shop_id', '=', shopId)
    .where('customer_id', '=', customerId)
    .where('status', '=', 'STORED')
    .where('id', '=', sql<string>`ANY(${[...evidenceIds]}::uuid[])`)
    .execute()
  return rows.map(({ id }) => id)
}

/** A blacklisting that was approved. */
export interface NewBlacklisting {
  readonly number: string
  readonly customerId: string
  readonly reason: BlacklistReason
  readonly warnedAt: Date | null
  readonly warningSkipped: WarningSkipped | null
  readonly proposedBy: string
  readonly approvedBy: string
  readonly since: Date
  readonly until: Date
  readonly evidenceIds: readonly string[]
}

/** Ends what ran out by a time and was not ended yet. Returns its id; `null`: there is none. */
export async function endRunOut(
  tx: Tx,
  shopId: string,
  customerId: string,
  at: Date,
): Promise<string | null> {
  const row = await tx
    .updateTable('blacklistings')
    .set({ status: 'EXPIRED', ended_at: at, version: sql`version + 1` })
    .where('shop_id', '=', shopId)
    .where('customer_id', '=', customerId)
    .where('status', '=', 'IN_FORCE')
    .where('until', '<=', at)
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}

/** Writes a blacklisting in force, with its proof. Returns its id. */
export async function addBlacklisting(tx: Tx, shopId: string, entry: NewBlacklisting): Promise<string> {
  const id = newId(entry.since)
  await tx
    .insertInto('blacklistings')
    .values({
      shop_id: shopId,
      id,
      number: entry.number,
      customer_id: entry.customerId,
      status: 'IN_FORCE',
      reason: entry.reason,
      warned_at: entry.warnedAt,
      warning_skipped: entry.warningSkipped,
      proposed_by: entry.proposedBy,
      approved_by: entry.approvedBy,
      since: entry.since,
      until: entry.until,
    })
    .execute()
  await tx
    .insertInto('blacklisting_evidence')
    .values(entry.evidenceIds.map((evidence_id) => ({ shop_id: shopId, blacklisting_id: id, evidence_id })))
    .execute()
  return id
}

export type Blacklisting = Selectable<DB['blacklistings']>

/** A blacklisting as it stands; `null`: none such in this shop. */
export async function findBlacklisting(db: Db, shopId: string, id: string): Promise<Blacklisting | null> {
  const row = await db
    .selectFrom('blacklistings')
    .selectAll()
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row ?? null
}

/** What becomes of a blacklisting whose customer is locked. */
export type BlacklistingStep =
  | { readonly appealed_at: Date; readonly appeal: string }
  | { readonly appeal_result: 'UPHELD'; readonly appeal_decided_by: string }
  | {
      readonly status: 'EXPIRED' | 'LIFTED'
      readonly ended_at: Date
      readonly appeal_result?: 'LIFTED'
      readonly appeal_decided_by?: string
    }

/** Moves a blacklisting on. Returns its new version. */
export async function moveBlacklisting(
  tx: Tx,
  shopId: string,
  id: string,
  step: BlacklistingStep,
): Promise<number> {
  const row = await tx
    .updateTable('blacklistings')
    .set({ ...step, version: sql`version + 1` })
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow()
  return row.version
}

/** The next blacklistings, over all shops, that ran out by a time; in the order of their times. */
export async function dueBlacklistings(
  db: Db,
  at: Date,
  after: DuePlace,
  batch: number,
): Promise<readonly { readonly shopId: string; readonly id: string; readonly dueAt: Date }[]> {
  const { rows } = await sql<{ shopId: string; id: string; dueAt: Date }>`
    SELECT shop_id AS "shopId", id, due_at AS "dueAt"
    FROM cs.due_blacklistings(${at}, ${after.at}, ${after.id}, ${batch})`.execute(db)
  return rows
}
