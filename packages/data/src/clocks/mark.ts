import { type Selectable, sql } from 'kysely'
import type { DB, Tx } from '../database/index.ts'
import { type Clock, clockOf } from './lock.ts'

/**
 * Notes of those of the clocks that are due that it was told: warned of up to their latest moment, or broken after
 * it. Leaves out what stopped, stands still, moved on or was noted before, and what another transaction is at this
 * moment. Returns the clocks noted, in the order of their times.
 */
export async function markClocks(
  tx: Tx,
  shopId: string,
  ids: readonly string[],
  due: 'WARN' | 'BREACH',
  at: Date,
): Promise<readonly Clock[]> {
  const told = sql.ref(due === 'WARN' ? 'warned_at' : 'breached_at')
  const isDue = due === 'WARN' ? sql`warn_at <= ${at}` : sql`breach_at < ${at}`
  const { rows } = await sql<Selectable<DB['clocks']>>`
    WITH due AS (
      SELECT shop_id, id FROM clocks
      WHERE shop_id = ${shopId} AND id = ANY(${ids}::uuid[]) AND stopped_at IS NULL AND paused_at IS NULL
        AND ${told} IS NULL AND ${isDue}
      ORDER BY id FOR UPDATE SKIP LOCKED)
    UPDATE clocks c SET ${told} = ${at}, version = version + 1
    FROM due WHERE c.shop_id = due.shop_id AND c.id = due.id
    RETURNING c.*`.execute(tx)
  const timeOf = (clock: Clock) => (due === 'WARN' ? clock.warnAt : clock.breachAt).getTime()
  return rows.map(clockOf).sort((a, b) => timeOf(a) - timeOf(b) || (a.id < b.id ? -1 : 1))
}
