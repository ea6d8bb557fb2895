import type { Tier } from '@cs/domain/membership'
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

/** From now on this agent looks after the customer, unless somebody does already. */
export async function dedicateAgent(
  tx: Tx,
  shopId: string,
  customerId: string,
  agentId: string,
  at: Date,
): Promise<void> {
  await tx
    .insertInto('dedicated_agents')
    .values({ shop_id: shopId, customer_id: customerId, agent_id: agentId, since: at })
    .onConflict((conflict) => conflict.columns(['shop_id', 'customer_id']).doNothing())
    .execute()
}
