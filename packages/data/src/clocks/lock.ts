import type { RunningClock, StartedClock } from '@cs/domain/clocks'
import type { ClockName } from '@cs/domain/policy'
import type { Selectable } from 'kysely'
import type { DB, Tx } from '../database/index.ts'

/** A promise that has not stopped, as it is stored. */
export interface Clock extends RunningClock, Pick<StartedClock, 'ruleIds' | 'pack'> {
  readonly id: string
  readonly version: number
  readonly subjectType: string
  readonly subjectId: string
  readonly caseId: string | null
  readonly warnedAt: Date | null
  readonly remindedAt: Date | null
  /** When it was told that the promise is broken, not when it broke. */
  readonly breachedAt: Date | null
}

/** The clocks of a subject that have not stopped, locked until the transaction ends. */
export async function runningClocks(tx: Tx, shopId: string, subjectId: string): Promise<readonly Clock[]> {
  const rows = await tx
    .selectFrom('clocks')
    .selectAll()
    .where('shop_id', '=', shopId)
    .where('subject_id', '=', subjectId)
    .where('stopped_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute()
  return rows.map(clockOf)
}

/** A stored clock that has not stopped. */
export function clockOf(row: Selectable<DB['clocks']>): Clock {
  return {
    id: row.id,
    version: row.version,
    name: row.name as ClockName,
    subjectType: row.subject_type,
    subjectId: row.subject_id,
    caseId: row.case_id,
    startedAt: row.started_at,
    targetAt: row.target_at,
    warnAt: row.warn_at,
    remindAt: row.remind_at,
    breachAt: row.breach_at,
    pausedAt: row.paused_at,
    pausedMs: row.paused_ms,
    warnedAt: row.warned_at,
    remindedAt: row.reminded_at,
    breachedAt: row.breached_at,
    ruleIds: row.rule_ids,
    pack: { id: row.pack_id, version: row.pack_version },
  }
}
