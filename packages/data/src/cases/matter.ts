import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../database/index.ts'

/**
 * All cases of one matter as a recursive query named `matter(id)`: what is linked with each other, merged into each other,
 * or about the same order counts as one, however many cases lie between (Q33). `first`: a statement of the ids to begin
 * with; `shop`: an expression.
 */
function matterFrom(first: RawBuilder<unknown>, shop: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`WITH RECURSIVE matter(id) AS (
      ${first}
      UNION
      SELECT near.id FROM matter, LATERAL (
        SELECT link.other_id AS id FROM case_links link WHERE link.shop_id = ${shop} AND link.case_id = matter.id
        UNION ALL
        SELECT into_it.id FROM cases into_it WHERE into_it.shop_id = ${shop} AND into_it.merged_into = matter.id
        UNION ALL
        SELECT own.merged_into FROM cases own
          WHERE own.shop_id = ${shop} AND own.id = matter.id AND own.merged_into IS NOT NULL
        UNION ALL
        SELECT same.id FROM cases own JOIN cases same ON same.shop_id = own.shop_id AND same.order_id = own.order_id
          WHERE own.shop_id = ${shop} AND own.id = matter.id
      ) near)`
}

/** Fen of compensation granted in the matter that begins with some cases, as a scalar sub-select. */
export function compensatedInMatter(
  first: RawBuilder<unknown>,
  shop: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`(${matterFrom(first, shop)}
    SELECT COALESCE(sum(granted.amount_fen), 0)::bigint FROM compensations granted JOIN matter ON matter.id = granted.case_id
    WHERE granted.shop_id = ${shop})`
}

/**
 * Locks a matter before something is granted in it: its orders, then its cases, each in the order of their ids. Of two
 * grants on cases of one matter the second waits, and sees what the first one gave. A link that came meanwhile is
 * followed.
 */
export async function lockMatter(tx: Tx, shopId: string, caseId: string): Promise<void> {
  let locked: readonly string[] = []
  for (;;) {
    const cases = await matterOf(tx, shopId, caseId)
    if (cases.every((id) => locked.includes(id))) return
    await sql`SELECT id FROM orders WHERE shop_id = ${shopId} AND id IN (
        SELECT order_id FROM cases WHERE shop_id = ${shopId} AND id = ANY(${cases}))
      ORDER BY id FOR UPDATE`.execute(tx)
    await sql`SELECT id FROM cases WHERE shop_id = ${shopId} AND id = ANY(${cases}) ORDER BY id FOR UPDATE`.execute(
      tx,
    )
    locked = cases
  }
}

async function matterOf(tx: Tx, shopId: string, caseId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    ${matterFrom(sql`SELECT ${caseId}::uuid`, sql`${shopId}::uuid`)} SELECT id FROM matter`.execute(tx)
  return rows.map(({ id }) => id)
}
