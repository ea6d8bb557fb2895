import type { FollowUpKind, FollowUpRequest } from '@cs/domain/follow-ups'
import { sql } from 'kysely'
import type { Db, Tx } from '../database/index.ts'
import { lockContacts } from './contacts.ts'
import { followUpFacts } from './facts.ts'

/** A follow-up with what decides on it. */
export interface FoundFollowUp {
  readonly id: string
  readonly kind: FollowUpKind
  readonly customerId: string
  readonly caseId: string | null
  readonly assigneeId: string | null
  readonly preparedAt: Date | null
  readonly version: number
  readonly facts: Omit<FollowUpRequest, 'ask'>
}

/** A follow-up, without locking anything; `null`: none such in this shop. */
export async function findFollowUp(db: Db, shopId: string, id: string): Promise<FoundFollowUp | null> {
  const { rows } = await sql<FoundFollowUp>`
    SELECT f.id, f.kind, f.customer_id AS "customerId", f.case_id AS "caseId", f.assignee_id AS "assigneeId",
      f.prepared_at AS "preparedAt", f.version, ${followUpFacts('f')} AS facts
    FROM follow_ups f WHERE f.shop_id = ${shopId} AND f.id = ${id}`.execute(db)
  return rows[0] ?? null
}

/** The same, with its customer locked against other contacts and plans. */
export async function lockFollowUp(tx: Tx, shopId: string, id: string): Promise<FoundFollowUp | null> {
  const row = await tx
    .selectFrom('follow_ups')
    .select('customer_id')
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) return null
  await lockContacts(tx, shopId, [row.customer_id])
  return findFollowUp(tx, shopId, id)
}

/** The customers of follow-ups. */
export async function customersOf(
  db: Db,
  shopId: string,
  ids: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`SELECT DISTINCT customer_id AS id FROM follow_ups
    WHERE shop_id = ${shopId} AND id = ANY(${[...ids]}::uuid[])`.execute(db)
  return rows.map(({ id }) => id)
}

/** A follow-up at hand about something. */
export interface FollowUpAbout {
  readonly id: string
  readonly customerId: string
  readonly kind: FollowUpKind
  readonly occasion: string
}

/** The follow-ups at hand about an order, a case or a lead. */
export async function followUpsAbout(
  tx: Tx,
  shopId: string,
  about: { readonly orderId?: string; readonly caseId?: string; readonly leadId?: string },
  kinds: readonly FollowUpKind[],
): Promise<readonly FollowUpAbout[]> {
  const { orderId, caseId, leadId } = about
  return (await tx
    .selectFrom('follow_ups')
    .select(['id', 'customer_id as customerId', 'kind', 'occasion'])
    .where('shop_id', '=', shopId)
    .where('status', 'in', ['OPEN', 'HELD'])
    .where('kind', 'in', kinds)
    .$if(orderId !== undefined, (query) => query.where('order_id', '=', orderId ?? null))
    .$if(caseId !== undefined, (query) => query.where('case_id', '=', caseId ?? null))
    .$if(leadId !== undefined, (query) => query.where('lead_id', '=', leadId ?? null))
    .execute()) as FollowUpAbout[]
}

/** How many follow-ups agents have that are due before a time. */
export async function followUpLoads(
  db: Db,
  shopId: string,
  until: Date,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ id: string; due: number }>`
    SELECT f.assignee_id AS id, count(*) AS due FROM follow_ups f
    WHERE f.shop_id = ${shopId} AND f.status = 'OPEN' AND f.assignee_id IS NOT NULL AND f.due_at < ${until}
    GROUP BY f.assignee_id`.execute(db)
  return new Map(rows.map(({ id, due }) => [id, due]))
}

/** The cases whose callbacks among these follow-ups have ended, with nothing left to be solved. */
export async function calledBack(db: Db, shopId: string, ids: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ caseId: string }>`
    SELECT DISTINCT f.case_id AS "caseId" FROM follow_ups f
    WHERE f.shop_id = ${shopId} AND f.id = ANY(${[...ids]}::uuid[]) AND f.kind = 'COMPLAINT_CALLBACK'
      AND f.status IN ('DONE','UNREACHED','CANCELLED','DROPPED','SUPPRESSED') AND f.result IS DISTINCT FROM 'PROBLEM'
      AND f.because IS DISTINCT FROM 'CASE_REOPENED'
      AND f.case_id IS NOT NULL ORDER BY 1`.execute(db)
  return rows.map(({ caseId }) => caseId)
}
