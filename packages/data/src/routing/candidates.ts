import type { Candidate } from '@cs/domain/routing'
import { sql } from 'kysely'
import type { Db } from '../database/index.ts'

/** Who may get a case at a time: the active agents of the service department, with duty and work at hand. */
export async function candidates(db: Db, shopId: string, at: Date): Promise<readonly Candidate[]> {
  const { rows } = await sql<Candidate>`
    SELECT m.agent_id AS id, m.grade, m.function,
      ARRAY(SELECT k.skill FROM agent_skills k WHERE k.shop_id = m.shop_id AND k.agent_id = m.agent_id ORDER BY k.skill) AS skills,
      EXISTS (SELECT FROM shifts s JOIN shift_agents d ON d.shop_id = s.shop_id AND d.shift_id = s.id
        WHERE s.shop_id = m.shop_id AND s.starts_at <= ${at} AND s.starts_at > ${at}::timestamptz - interval '1 day'
          AND s.ends_at > ${at}
          AND d.agent_id = m.agent_id AND NOT d.on_call) AS "onDuty",
      (SELECT count(*) FROM cases c WHERE c.shop_id = m.shop_id AND c.assignee_id = m.agent_id
        AND c.status IN ('OPEN','WAITING_FOR_CUSTOMER','WAITING_FOR_OTHERS')) AS "openCases"
    FROM memberships m JOIN agents a ON a.id = m.agent_id AND a.active
    WHERE m.shop_id = ${shopId} AND m.active AND m.department = 'service'
    ORDER BY m.agent_id`.execute(db)
  return rows
}
