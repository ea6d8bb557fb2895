import {
  type ComplaintState,
  type ComplaintStepName,
  isSolved,
  statusOfComplaint,
} from '@cs/domain/complaints'
import { sql, type Updateable } from 'kysely'
import type { DB, Tx } from '../database/index.ts'
import { newId } from '../database/index.ts'

/** What a step changes beside the state. */
export type ComplaintChanges = Pick<
  Updateable<DB['cases']>,
  | 'cause'
  | 'complaint_result'
  | 'expected_solution'
  | 'grade'
  | 'graded_at'
  | 'harms'
  | 'liable'
  | 'plan'
  | 'prevention'
  | 'priority'
  | 'promised_until'
  | 'reopened'
  | 'root_cause'
  | 'satisfaction'
  | 'verification'
>

export interface ComplaintMove {
  readonly shopId: string
  readonly caseId: string
  readonly from: ComplaintState
  readonly to: ComplaintState
  readonly set: ComplaintChanges
  /** Somebody of the shop answered the customer: the first time is kept. */
  readonly answered: boolean
  readonly at: Date
}

/** Moves a locked complaint to a state, and its case to the status of that state. Returns the new version. */
export async function moveComplaint(tx: Tx, move: ComplaintMove): Promise<number> {
  const status = statusOfComplaint(move.to)
  const moved = move.from !== move.to || isSolved(move.to)
  const row = await tx
    .updateTable('cases')
    .set({
      ...move.set,
      complaint_state: move.to,
      // What is said or noted meanwhile leaves a case waiting that waits.
      ...(moved && { status }),
      closed_at: status === 'CLOSED' ? sql`COALESCE(closed_at, ${move.at.toISOString()}::timestamptz)` : null,
      // What goes on is out of the archive (PRV-02).
      ...(status !== 'CLOSED' && { archived_at: null }),
      ...(move.answered && {
        first_response_at: sql`COALESCE(first_response_at, ${move.at.toISOString()}::timestamptz)`,
      }),
      version: sql`version + 1`,
    })
    .where('shop_id', '=', move.shopId)
    .where('id', '=', move.caseId)
    .returning('version')
    .executeTakeFirstOrThrow()
  return row.version
}

/** A step that was taken: one entry of the timeline of a complaint. */
export interface ComplaintStepTaken {
  readonly shopId: string
  readonly caseId: string
  readonly step: ComplaintStepName | 'OPEN'
  /** `null`: it began with this step. */
  readonly from: ComplaintState | null
  readonly to: ComplaintState
  readonly actorKind: 'AGENT' | 'PARTNER' | 'WORKER'
  readonly agentId: string | null
  readonly decisionId: string
  readonly note: string | null
  readonly at: Date
}

/** Adds a step to the timeline. Returns its id. */
export async function recordComplaintStep(tx: Tx, step: ComplaintStepTaken): Promise<string> {
  const id = newId(step.at)
  await tx
    .insertInto('complaint_steps')
    .values({
      shop_id: step.shopId,
      id,
      case_id: step.caseId,
      step: step.step,
      from_state: step.from,
      to_state: step.to,
      actor_kind: step.actorKind,
      agent_id: step.agentId,
      decision_id: step.decisionId,
      note: step.note,
      at: step.at,
    })
    .execute()
  return id
}
