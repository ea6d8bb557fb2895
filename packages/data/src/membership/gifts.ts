import type { GiftBenefit, Tier } from '@cs/domain/membership'
import { sql } from 'kysely'
import { isServed } from '../customers/index.ts'
import { type Db, newId, type Tx } from '../database/index.ts'

/** Whom a gift is for: members of these tiers, and of a birthday gift those born in that month. */
export interface GiftOccasion {
  readonly shopId: string
  readonly benefit: GiftBenefit
  readonly year: number
  /** 1 to 12; `null`: whenever they were born. */
  readonly bornIn: number | null
  readonly tiers: readonly Tier[]
}

export interface GrantedGift {
  readonly id: string
  readonly customerId: string
  readonly tier: Tier
}

/** Grants a gift to members who have not had it that year, to so many at most; two that do it at once grant it once. */
export async function grantGifts(
  tx: Tx,
  occasion: GiftOccasion,
  at: Date,
  most: number,
): Promise<readonly GrantedGift[]> {
  const { shopId, benefit, year } = occasion
  const due = await giftsDue(tx, occasion, most)
  if (due.length === 0) return []
  const rows = due.map(({ customerId, tier }) => ({ id: newId(at), customer_id: customerId, tier }))
  const { rows: granted } = await sql<GrantedGift>`
    INSERT INTO gift_grants (shop_id, id, customer_id, benefit, year, tier, granted_at)
    SELECT ${shopId}::uuid, n.id, n.customer_id, ${benefit}, ${year}::smallint, n.tier, ${at}
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS n(id uuid, customer_id uuid, tier text)
    ON CONFLICT (shop_id, customer_id, benefit, year) DO NOTHING
    RETURNING id, customer_id AS "customerId", tier`.execute(tx)
  return granted
}

/** Members who are due a gift. */
async function giftsDue(
  db: Db,
  { shopId, benefit, year, bornIn, tiers }: GiftOccasion,
  most: number,
): Promise<readonly { readonly customerId: string; readonly tier: Tier }[]> {
  const born = bornIn === null ? sql`` : sql`AND c.birth_month = ${bornIn}::smallint`
  const { rows } = await sql<{ customerId: string; tier: Tier }>`
    SELECT m.customer_id AS "customerId", m.tier
    FROM members m JOIN customers c ON c.shop_id = m.shop_id AND c.id = m.customer_id AND ${isServed('c')} ${born}
    WHERE m.shop_id = ${shopId} AND m.tier = ANY(${tiers}::text[])
      AND NOT EXISTS (SELECT FROM gift_grants g WHERE g.shop_id = m.shop_id AND g.customer_id = m.customer_id
        AND g.benefit = ${benefit} AND g.year = ${year}::smallint)
    ORDER BY m.customer_id LIMIT ${most}`.execute(db)
  return rows
}

export interface Gift {
  readonly id: string
  readonly customerId: string
  readonly benefit: GiftBenefit
  readonly status: 'GRANTED' | 'FULFILLED'
  readonly version: number
}

/** Finds and locks a gift; `null`: not in this shop. */
export async function lockGift(tx: Tx, shopId: string, id: string): Promise<Gift | null> {
  const row = await tx
    .selectFrom('gift_grants')
    .select(['id', 'customer_id', 'benefit', 'status', 'version'])
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) return null
  const { customer_id: customerId, benefit, status, ...rest } = row
  return { ...rest, customerId, benefit: benefit as GiftBenefit, status: status as Gift['status'] }
}

/** Notes that a locked gift was handed over, by whom. Returns its new version. */
export async function setGiftFulfilled(
  tx: Tx,
  shopId: string,
  id: string,
  by: string | null,
  at: Date,
): Promise<number> {
  const row = await tx
    .updateTable('gift_grants')
    .set({ status: 'FULFILLED', fulfilled_at: at, fulfilled_by: by, version: sql`version + 1` })
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow()
  return row.version
}
