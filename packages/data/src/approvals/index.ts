import { type Selectable, sql } from 'kysely'
import type { DuePlace } from '../clocks/index.ts'
import type { DB, Db, Tx } from '../database/index.ts'

/** A request for approval of one action on one subject. */
export interface NewApproval {
  readonly id: string
  /** The number people see. */
  readonly number: string
  readonly action: string
  readonly subjectType: string
  readonly subjectId: string
  /** The subject's version the request was made on. */
  readonly subjectVersion: number
  /** The permission whose holder may decide. */
  readonly permission: string
  readonly input: unknown
  readonly reason: string
  readonly decisionId: string
  readonly requestedBy: string
  readonly at: Date
  readonly expiresAt: Date
}

export type Approval = Selectable<DB['approvals']>

/** Opens a request. `null`: one for the same action and subject is pending, and nothing changed. */
export async function requestApproval(tx: Tx, shopId: string, request: NewApproval): Promise<string | null> {
  const row = await tx
    .insertInto('approvals')
    .values({
      shop_id: shopId,
      id: request.id,
      number: request.number,
      action: request.action,
      subject_type: request.subjectType,
      subject_id: request.subjectId,
      subject_version: request.subjectVersion,
      permission: request.permission,
      input: JSON.stringify(request.input),
      reason: request.reason,
      decision_id: request.decisionId,
      status: 'PENDING',
      requested_by: request.requestedBy,
      requested_at: request.at,
      expires_at: request.expiresAt,
    })
    // Literal: a prepared statement can't tell that a parameter names the rows of a partial index.
    .onConflict((conflict) =>
      conflict
        .columns(['shop_id', 'subject_id', 'action'])
        .where('status', '=', sql.lit('PENDING'))
        .doNothing(),
    )
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}

/** The id of the pending request for an action on a subject, if there is one. */
export async function pendingApproval(
  db: Db,
  shopId: string,
  subjectId: string,
  action: string,
): Promise<string | null> {
  const row = await db
    .selectFrom('approvals')
    .select('id')
    .where('shop_id', '=', shopId)
    .where('subject_id', '=', subjectId)
    .where('action', '=', action)
    .where('status', '=', 'PENDING')
    .executeTakeFirst()
  return row?.id ?? null
}

/** Reads a request and locks it until the transaction ends. */
export async function lockApproval(tx: Tx, shopId: string, id: string): Promise<Approval | null> {
  const row = await tx
    .selectFrom('approvals')
    .selectAll()
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row ?? null
}

/** What becomes of a locked request. The database refuses a decider who is the requester. */
export type ApprovalStep =
  | {
      readonly status: 'APPROVED' | 'REJECTED'
      readonly decidedBy: string
      readonly reason: string | null
      readonly at: Date
    }
  | { readonly status: 'EXECUTED'; readonly at: Date }
  | { readonly status: 'EXPIRED' | 'WITHDRAWN'; readonly at: Date }

/** Moves a locked request on. Returns its new version. */
export async function advanceApproval(
  tx: Tx,
  shopId: string,
  id: string,
  step: ApprovalStep,
): Promise<number> {
  const row = await tx
    .updateTable('approvals')
    .set({
      status: step.status,
      version: sql`version + 1`,
      ...('decidedBy' in step
        ? { decided_by: step.decidedBy, decided_at: step.at, decision_reason: step.reason }
        : step.status === 'EXECUTED'
          ? { executed_at: step.at }
          : {}),
    })
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow()
  return row.version
}

/** The next requests, over all shops, that lapsed by a time; in the order of their times. */
export async function lapsedApprovals(
  db: Db,
  at: Date,
  after: DuePlace,
  batch: number,
): Promise<readonly { readonly shopId: string; readonly id: string; readonly dueAt: Date }[]> {
  const { rows } = await sql<{ shopId: string; id: string; dueAt: Date }>`
    SELECT shop_id AS "shopId", id, due_at AS "dueAt"
    FROM cs.lapsed_approvals(${at}, ${after.at}, ${after.id}, ${batch})`.execute(db)
  return rows
}
