import type { AgentFunction } from '@cs/domain/access'
import { sql } from 'kysely'
import type { Db } from '../database/index.ts'

/**
 * The agent who is to own a new case that no agent opened: active, of the service department, of the function if there
 * is one, with the fewest cases that are not closed. Throws where nobody works in the shop.
 */
export async function leastLoadedAgent(
  db: Db,
  shopId: string,
  of: AgentFunction = 'after_sale',
): Promise<string> {
  const { rows } = await sql<{ agentId: string }>`
    SELECT m.agent_id AS "agentId" FROM memberships m JOIN agents a ON a.id = m.agent_id AND a.active
    WHERE m.shop_id = ${shopId} AND m.active AND m.department = 'service'
    ORDER BY m.function <> ${of},
      (SELECT count(*) FROM cases c WHERE c.shop_id = m.shop_id AND c.owner_id = m.agent_id AND c.status <> 'CLOSED'),
      m.since, m.agent_id
    LIMIT 1`.execute(db)
  const found = rows[0]
  if (!found) throw new Error(`shop ${shopId} has no active agent to own a case`)
  return found.agentId
}
