import { sql } from 'kysely'
import type { Db } from '../database/index.ts'

/**
 * The supervisor to turn to at a time (Q59): one on duty in a shift that runs then, else the one on call for it;
 * where no shift runs, the one on call for the last that did. Of several, the one of the later shift, then by
 * agent number. `except` is nobody's own supervisor: who is to be passed over (Q69).
 *
 * @returns an agent's id; `null` where the roster names no supervisor, and a manager has to step in
 */
export async function supervisorOnDuty(
  db: Db,
  shopId: string,
  at: Date,
  except: string | null = null,
): Promise<string | null> {
  const { rows } = await sql<{ agentId: string }>`
    SELECT d.agent_id AS "agentId"
    FROM (SELECT shop_id, id, starts_at, ends_at FROM shifts
      WHERE shop_id = ${shopId} AND starts_at <= ${at} ORDER BY starts_at DESC LIMIT 2) s
    JOIN shift_agents d ON d.shop_id = s.shop_id AND d.shift_id = s.id
    JOIN memberships m ON m.shop_id = d.shop_id AND m.agent_id = d.agent_id AND m.active
    JOIN agents a ON a.id = d.agent_id AND a.active
    WHERE m.grade = 'supervisor' AND m.agent_id IS DISTINCT FROM ${except}::uuid
      AND (s.ends_at > ${at} OR (d.on_call AND NOT EXISTS (
        SELECT FROM shifts r WHERE r.shop_id = s.shop_id AND r.starts_at <= ${at}
          AND r.starts_at > ${at}::timestamptz - interval '1 day' AND r.ends_at > ${at})))
    ORDER BY d.on_call, s.starts_at DESC, a.number
    LIMIT 1`.execute(db)
  return rows[0]?.agentId ?? null
}
