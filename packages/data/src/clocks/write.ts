import type { ClockResult, StartedClock } from '@cs/domain/clocks'
import { sql } from 'kysely'
import type { Tx } from '../database/index.ts'
import { newId } from '../database/index.ts'
import type { Clock } from './lock.ts'

/** Whose promise it is, and the case whose due time follows it. */
export interface ClockSubject {
  readonly subjectType: 'Case' | 'Order' | 'Review' | 'HandoverItem'
  readonly subjectId: string
  /** `null`: no case hangs on it. */
  readonly caseId: string | null
}

/** Starts clocks. One of the name that runs on the subject already goes on as it is. */
export async function startClocks(
  tx: Tx,
  shopId: string,
  subject: ClockSubject,
  clocks: readonly StartedClock[],
): Promise<void> {
  if (clocks.length === 0) return
  await tx
    .insertInto('clocks')
    .values(
      clocks.map((clock) => ({
        shop_id: shopId,
        id: newId(clock.startedAt),
        name: clock.name,
        subject_type: subject.subjectType,
        subject_id: subject.subjectId,
        case_id: subject.caseId,
        started_at: clock.startedAt,
        target_at: clock.targetAt,
        warn_at: clock.warnAt,
        remind_at: clock.remindAt,
        breach_at: clock.breachAt,
        rule_ids: [...clock.ruleIds],
        pack_id: clock.pack.id,
        pack_version: clock.pack.version,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['shop_id', 'subject_id', 'name']).where('stopped_at', 'is', null).doNothing(),
    )
    .execute()
}

/** Writes what became of a locked clock; `stoppedAt` and `result` where it ended. */
export async function updateClock(
  tx: Tx,
  shopId: string,
  clock: Clock & { readonly stoppedAt?: Date; readonly result?: ClockResult },
): Promise<void> {
  await tx
    .updateTable('clocks')
    .set({
      target_at: clock.targetAt,
      warn_at: clock.warnAt,
      remind_at: clock.remindAt,
      breach_at: clock.breachAt,
      paused_at: clock.pausedAt,
      pause_reason: clock.pausedAt ? 'WAITING_FOR_CUSTOMER' : null,
      paused_ms: clock.pausedMs,
      warned_at: clock.warnedAt,
      reminded_at: clock.remindedAt,
      breached_at: clock.breachedAt,
      stopped_at: clock.stoppedAt ?? null,
      result: clock.result ?? null,
      version: sql`version + 1`,
    })
    .where('shop_id', '=', shopId)
    .where('id', '=', clock.id)
    .execute()
}

/** Keeps the due time of a case: the earliest latest time of its clocks that run; none while all stand still. */
export async function keepCaseDue(tx: Tx, shopId: string, caseId: string): Promise<void> {
  await sql`
    UPDATE cases SET due_at = (
      SELECT min(c.breach_at) FROM clocks c
      WHERE c.shop_id = ${shopId} AND c.case_id = ${caseId} AND c.stopped_at IS NULL AND c.paused_at IS NULL)
    WHERE shop_id = ${shopId} AND id = ${caseId}`.execute(tx)
}
