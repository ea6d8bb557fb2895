import type { Tier } from '@cs/domain/membership'
import type { Keeper } from '@cs/domain/routing'
import { sql } from 'kysely'
import { isServed } from '../customers/index.ts'
import type { Db, Tx } from '../database/index.ts'

/** The tier of a customer and who looks after them; `null`: no member, nobody yet. */
export interface Patron {
  readonly tier: Tier | null
  readonly dedicated: string | null
}

export async function findPatron(db: Db, shopId: string, customerId: string): Promise<Patron> {
  const row = await db
    .selectFrom('members as m')
    .leftJoin('dedicated_agents as d', (join) =>
      join.onRef('d.shop_id', '=', 'm.shop_id').onRef('d.customer_id', '=', 'm.customer_id'),
    )
    .select(['m.tier', 'd.agent_id'])
    .where('m.shop_id', '=', shopId)
    .where('m.customer_id', '=', customerId)
    .executeTakeFirst()
  return { tier: (row?.tier as Tier | undefined) ?? null, dedicated: row?.agent_id ?? null }
}

/** Works in the shop's service now: a row `s` of memberships. */
const SERVES = sql`s.active AND s.department = 'service' AND EXISTS (SELECT FROM agents a WHERE a.id = s.agent_id AND a.active)`

/** The agents of the shop's service, with the members they look after and the work at hand. */
export async function keepers(db: Db, shopId: string): Promise<readonly Keeper[]> {
  const { rows } = await sql<Keeper>`
    SELECT s.agent_id AS id, s.grade,
      (SELECT count(*) FROM dedicated_agents d WHERE d.shop_id = s.shop_id AND d.agent_id = s.agent_id) AS members,
      (SELECT count(*) FROM cases c WHERE c.shop_id = s.shop_id AND c.assignee_id = s.agent_id
        AND c.status IN ('OPEN','WAITING_FOR_CUSTOMER','WAITING_FOR_OTHERS')) AS "openCases"
    FROM memberships s WHERE s.shop_id = ${shopId} AND ${SERVES} ORDER BY s.agent_id`.execute(db)
  return rows
}

/** Those of these members whom nobody looks after: nobody yet, or somebody who has left. */
export async function withoutKeeper(
  db: Db,
  shopId: string,
  customerIds: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT k.id FROM unnest(${customerIds}::uuid[]) AS k(id)
      JOIN customers c ON c.shop_id = ${shopId} AND c.id = k.id AND ${isServed('c')}
    WHERE NOT EXISTS (${keeperOf(shopId, sql`k.id`)}) ORDER BY k.id`.execute(db)
  return rows.map(({ id }) => id)
}

/** Members of these tiers whom nobody looks after, so many at most. */
export async function membersWithoutKeeper(
  db: Db,
  shopId: string,
  tiers: readonly Tier[],
  most: number,
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT m.customer_id AS id
    FROM members m JOIN customers c ON c.shop_id = m.shop_id AND c.id = m.customer_id AND ${isServed('c')}
    WHERE m.shop_id = ${shopId} AND m.tier = ANY(${tiers}::text[])
      AND NOT EXISTS (${keeperOf(shopId, sql`m.customer_id`)}) ORDER BY m.customer_id LIMIT ${most}`.execute(
    db,
  )
  return rows.map(({ id }) => id)
}

const keeperOf = (shopId: string, customer: ReturnType<typeof sql>) => sql`SELECT FROM dedicated_agents d
  JOIN memberships s ON s.shop_id = d.shop_id AND s.agent_id = d.agent_id
  WHERE d.shop_id = ${shopId} AND d.customer_id = ${customer} AND ${SERVES}`

/** From now on these agents look after these members, in the place of whom they had before. */
export async function dedicateAgents(
  tx: Tx,
  shopId: string,
  pairs: readonly { readonly customerId: string; readonly agentId: string }[],
  at: Date,
): Promise<void> {
  if (pairs.length === 0) return
  await tx
    .insertInto('dedicated_agents')
    .values(
      pairs.map(({ customerId, agentId }) => ({
        shop_id: shopId,
        customer_id: customerId,
        agent_id: agentId,
        since: at,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['shop_id', 'customer_id'])
        .doUpdateSet((row) => ({ agent_id: row.ref('excluded.agent_id'), since: row.ref('excluded.since') })),
    )
    .execute()
}
