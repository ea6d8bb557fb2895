import { sql } from 'kysely'
import type { Tx } from '../database/index.ts'
import { newId } from '../database/index.ts'

/** Whose points move, and because of which order. */
export interface PointsOfOrder {
  readonly shopId: string
  readonly customerId: string
  readonly orderId: string
  readonly at: Date
}

/**
 * Gives points back that were spent on an order, with their old expiry, but at least `notBefore`
 * (`YYYY-MM-DD`; Q09). Does nothing for a customer who is no member.
 */
export async function returnPoints(
  tx: Tx,
  of: PointsOfOrder,
  points: number,
  notBefore: string,
): Promise<void> {
  if (points <= 0 || !(await isMember(tx, of))) return
  const spent = await tx
    .selectFrom('points_entries')
    .select(sql<string | null>`max(expires_on)`.as('expiresOn'))
    .where('shop_id', '=', of.shopId)
    .where('order_id', '=', of.orderId)
    .where('kind', '=', 'OFFSET')
    .executeTakeFirst()
  const old = spent?.expiresOn ?? notBefore
  await add(tx, of, 'RETURNED', 'AVAILABLE', points, old > notBefore ? old : notBefore)
}

/**
 * Takes back what an order no longer earns: points are the floor of what is left of the goods' price in yuan
 * (Q10). `remainingGoodsFen` is what was paid for goods less what was refunded of it. Answers how many.
 */
export async function clawBackPoints(tx: Tx, of: PointsOfOrder, remainingGoodsFen: number): Promise<number> {
  const rows = await tx
    .selectFrom('points_entries')
    .select(['state', sql<number>`sum(points)::bigint`.as('points')])
    .where('shop_id', '=', of.shopId)
    .where('order_id', '=', of.orderId)
    .where('kind', 'in', ['PURCHASE', 'CLAW_BACK'])
    .where('state', '<>', 'VOID')
    .groupBy('state')
    .execute()
  const credited = rows.reduce((sum, row) => sum + row.points, 0)
  const excess = credited - Math.floor(remainingGoodsFen / 100)
  if (credited <= 0 || excess <= 0) return 0
  const state = rows.some((row) => row.state === 'PENDING' && row.points > 0) ? 'PENDING' : 'AVAILABLE'
  await add(tx, of, 'CLAW_BACK', state, -excess, null)
  return excess
}

async function isMember(tx: Tx, { shopId, customerId }: PointsOfOrder): Promise<boolean> {
  const member = await tx
    .selectFrom('members')
    .select('customer_id')
    .where('shop_id', '=', shopId)
    .where('customer_id', '=', customerId)
    .executeTakeFirst()
  return member !== undefined
}

async function add(
  tx: Tx,
  of: PointsOfOrder,
  kind: 'RETURNED' | 'CLAW_BACK',
  state: 'PENDING' | 'AVAILABLE',
  points: number,
  expiresOn: string | null,
): Promise<void> {
  await tx
    .insertInto('points_entries')
    .values({
      shop_id: of.shopId,
      id: newId(of.at),
      customer_id: of.customerId,
      kind,
      state,
      points,
      order_id: of.orderId,
      expires_on: expiresOn,
      occurred_at: of.at,
    })
    .execute()
  const balance = state === 'PENDING' ? 'points_pending' : 'points_available'
  await tx
    .updateTable('members')
    .set({ [balance]: sql`${sql.ref(balance)} + ${points}`, version: sql`version + 1` })
    .where('shop_id', '=', of.shopId)
    .where('customer_id', '=', of.customerId)
    .execute()
}
