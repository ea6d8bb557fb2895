import type { ContactFacts, FollowUpFacts } from '@cs/domain/follow-ups'
import type { Tier } from '@cs/domain/membership'
import { sql } from 'kysely'
import type { Tx } from '../database/index.ts'
import { atHandJson } from './facts.ts'

/** A customer with what is planned for them. */
export interface ContactsOf {
  readonly customer: ContactFacts
  readonly followUps: readonly FollowUpFacts[]
  /** `null`: no member. */
  readonly tier: Tier | null
  /** Who looks after them; `null`: nobody, or somebody who has left. */
  readonly dedicatedId: string | null
}

/** Whoever plans or contacts these customers does so alone until the transaction ends. */
export async function lockContacts(tx: Tx, shopId: string, customerIds: readonly string[]): Promise<void> {
  const keys = customerIds.toSorted().map((id) => `contact:${shopId}:${id}`)
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(k.key, 0))
    FROM unnest(${keys}::text[]) WITH ORDINALITY AS k (key, n) ORDER BY k.n`.execute(tx)
}

/** What is planned for customers and what decides on it, in the order of their ids. They are locked by the caller. */
export async function contactsOf(
  tx: Tx,
  shopId: string,
  customerIds: readonly string[],
): Promise<readonly ContactsOf[]> {
  const { rows } = await sql<{
    at_hand: Pick<ContactsOf, 'customer' | 'followUps'>
    tier: Tier | null
    dedicated: string | null
  }>`
    SELECT ${atHandJson('c')} AS at_hand, m.tier, w.agent_id AS dedicated
    FROM customers c
      LEFT JOIN members m ON m.shop_id = c.shop_id AND m.customer_id = c.id
      LEFT JOIN dedicated_agents d ON d.shop_id = c.shop_id AND d.customer_id = c.id
      LEFT JOIN memberships w ON w.shop_id = d.shop_id AND w.agent_id = d.agent_id AND w.active
    WHERE c.shop_id = ${shopId} AND c.id = ANY(${[...customerIds]}::uuid[]) ORDER BY c.id`.execute(tx)
  return rows.map(({ at_hand, tier, dedicated }) => ({ ...at_hand, tier, dedicatedId: dedicated }))
}
