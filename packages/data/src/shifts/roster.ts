import { sql } from 'kysely'
import type { Db } from '../database/index.ts'

/** Whether an agent works in a shift that runs at a time. On call is not on duty. */
export async function isOnDuty(db: Db, shopId: string, agentId: string, at: Date): Promise<boolean> {
  const { rows } = await sql<{ onDuty: boolean }>`
    SELECT EXISTS (SELECT FROM shifts s JOIN shift_agents d ON d.shop_id = s.shop_id AND d.shift_id = s.id
      WHERE s.shop_id = ${shopId} AND s.starts_at <= ${at} AND s.starts_at > ${at}::timestamptz - interval '1 day'
        AND s.ends_at > ${at}
        AND d.agent_id = ${agentId} AND NOT d.on_call) AS "onDuty"`.execute(db)
  return rows[0]?.onDuty ?? false
}

/**
 * The shift for which an agent hands over at a time: the last that began within a day and that the agent worked in,
 * else the last that began. `null`: the roster names none.
 */
export async function shiftOf(db: Db, shopId: string, agentId: string, at: Date): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    SELECT s.id FROM shifts s
    WHERE s.shop_id = ${shopId} AND s.starts_at <= ${at} AND s.starts_at > ${at}::timestamptz - interval '1 day'
    ORDER BY NOT EXISTS (SELECT FROM shift_agents d
        WHERE d.shop_id = s.shop_id AND d.shift_id = s.id AND d.agent_id = ${agentId} AND NOT d.on_call),
      s.starts_at DESC
    LIMIT 1`.execute(db)
  return rows[0]?.id ?? null
}
