import type {
  Arranged,
  FollowUpKind,
  FollowUpReason,
  FollowUpResult,
  FollowUpStatus,
} from '@cs/domain/follow-ups'
import { sql } from 'kysely'
import type { Tx } from '../database/index.ts'

/** A follow-up to be planned. */
export interface NewFollowUp {
  readonly id: string
  readonly customerId: string
  readonly kind: FollowUpKind
  /** What names the one time it is asked for: each customer, kind and occasion has at most one. */
  readonly occasion: string
  readonly caseId: string | null
  readonly orderId: string | null
  readonly leadId: string | null
  readonly wantedAt: Date
  readonly latestAt: Date
  readonly dueAt: Date
  readonly assigneeId: string | null
  /** `null`: it is planned; else it is suppressed at once. */
  readonly because: FollowUpReason | null
  readonly decisionId: string
}

/** The occasions among these that have their follow-up already. */
export async function knownOccasions(
  tx: Tx,
  shopId: string,
  asked: readonly Pick<NewFollowUp, 'customerId' | 'kind' | 'occasion'>[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<Pick<NewFollowUp, 'customerId' | 'kind' | 'occasion'>>`
    SELECT f.customer_id AS "customerId", f.kind, f.occasion
    FROM unnest(${asked.map((each) => each.customerId)}::uuid[], ${asked.map((each) => each.kind)}::text[],
      ${asked.map((each) => each.occasion)}::text[]) AS a (customer_id, kind, occasion)
    JOIN follow_ups f ON f.shop_id = ${shopId} AND f.customer_id = a.customer_id AND f.kind = a.kind
      AND f.occasion = a.occasion`.execute(tx)
  return new Set(rows.map(occasionKey))
}

export const occasionKey = (of: Pick<NewFollowUp, 'customerId' | 'kind' | 'occasion'>) =>
  `${of.customerId} ${of.kind} ${of.occasion}`

/** Writes new follow-ups. Their occasions are not known yet, and their customers locked. */
export async function addFollowUps(
  tx: Tx,
  shopId: string,
  plans: readonly NewFollowUp[],
  at: Date,
): Promise<void> {
  if (plans.length === 0) return
  await tx
    .insertInto('follow_ups')
    .values(
      plans.map((plan) => ({
        shop_id: shopId,
        id: plan.id,
        kind: plan.kind,
        status: plan.because === null ? 'OPEN' : 'SUPPRESSED',
        customer_id: plan.customerId,
        occasion: plan.occasion,
        case_id: plan.caseId,
        order_id: plan.orderId,
        lead_id: plan.leadId,
        wanted_at: plan.wantedAt,
        latest_at: plan.latestAt,
        due_at: plan.dueAt,
        planned_at: at,
        assignee_id: plan.assigneeId,
        because: plan.because,
        ended_at: plan.because === null ? null : at,
        decision_id: plan.decisionId,
      })),
    )
    .execute()
}

/** Writes what became of a follow-up among the others. What is moved is prepared anew. */
export async function setArranged(tx: Tx, shopId: string, to: Arranged, at: Date): Promise<void> {
  const ended = to.status === 'DROPPED' || to.status === 'SUPPRESSED'
  await tx
    .updateTable('follow_ups')
    .set({
      status: to.status,
      because: to.because,
      ended_at: ended ? at : null,
      prepared_at: null,
      ...(to.status === 'OPEN' && { due_at: to.dueAt }),
      version: sql`version + 1`,
    })
    .where('shop_id', '=', shopId)
    .where('id', '=', to.id)
    .execute()
}

/** Columns of a locked follow-up that a command changes. Returns its new version. */
export interface FollowUpChange {
  readonly status?: FollowUpStatus
  readonly because?: FollowUpReason | null
  readonly ended_at?: Date | null
  readonly wanted_at?: Date
  readonly latest_at?: Date
  readonly assignee_id?: string
  readonly prepared_at?: Date | null
  readonly started_at?: Date | null
  readonly attempts?: number
  readonly channel?: string | null
  readonly contacted_at?: Date
  readonly contacted_by?: string
  readonly duration_s?: number | null
  readonly result?: FollowUpResult
  readonly satisfaction?: number | null
  readonly note?: string | null
}

export async function changeFollowUp(
  tx: Tx,
  shopId: string,
  id: string,
  change: FollowUpChange,
): Promise<number> {
  const row = await tx
    .updateTable('follow_ups')
    .set({ ...change, version: sql`version + 1` })
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow()
  return row.version
}
