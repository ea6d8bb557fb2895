import { sql } from 'kysely'
import type { Tx } from '../database/index.ts'
import { newId } from '../database/index.ts'

/** Whose points move, and because of which order. */
export interface PointsOfOrder {
  readonly shopId: string
  readonly customerId: string
  /** `null`: because of no order. */
  readonly orderId: string | null
  readonly at: Date
}

/**
 * Gives points back that were spent on an order, good up to and with `expiresOn` (`YYYY-MM-DD`). Does nothing for
 * a customer who is no member.
 */
export async function returnPoints(
  tx: Tx,
  of: PointsOfOrder,
  points: number,
  expiresOn: string,
): Promise<void> {
  if (points <= 0 || !(await isMember(tx, of))) return
  await add(tx, of, 'RETURNED', 'AVAILABLE', points, expiresOn)
}

/** The last day of the points spent on an order, `YYYY-MM-DD`; `null`: none on record. */
export async function spentPointsExpiry(tx: Tx, of: PointsOfOrder): Promise<string | null> {
  const spent = await tx
    .selectFrom('points_entries')
    .select(sql<string | null>`max(expires_on)`.as('expiresOn'))
    .where('shop_id', '=', of.shopId)
    .where('order_id', '=', of.orderId)
    .where('kind', '=', 'OFFSET')
    .executeTakeFirst()
  return spent?.expiresOn ?? null
}

/** What an order is credited with after what was clawed back before, and whether it is still pending. */
export interface CreditedPoints {
  readonly points: number
  readonly state: 'PENDING' | 'AVAILABLE'
}

/** Reads what an order earned. */
export async function creditedPoints(tx: Tx, of: PointsOfOrder): Promise<CreditedPoints> {
  const rows = await tx
    .selectFrom('points_entries')
    .select(['state', sql<number>`sum(points)::bigint`.as('points')])
    .where('shop_id', '=', of.shopId)
    .where('order_id', '=', of.orderId)
    .where('kind', 'in', ['PURCHASE', 'CLAW_BACK'])
    .where('state', '<>', 'VOID')
    .groupBy('state')
    .execute()
  return {
    points: rows.reduce((sum, row) => sum + row.points, 0),
    state: rows.some((row) => row.state === 'PENDING' && row.points > 0) ? 'PENDING' : 'AVAILABLE',
  }
}

/** Takes points back that an order no longer earns; the balance may go below nothing (Q10). */
export async function clawBackPoints(
  tx: Tx,
  of: PointsOfOrder,
  points: number,
  state: CreditedPoints['state'],
): Promise<void> {
  if (points > 0) await add(tx, of, 'CLAW_BACK', state, -points, null)
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
  kind: 'RETURNED' | 'CLAW_BACK' | 'ADJUSTMENT',
  state: 'PENDING' | 'AVAILABLE',
  points: number,
  expiresOn: string | null,
  reason: string | null = null,
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
      reason,
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

/**
 * Gives points to a member by hand, available at once (Q61). False: the customer is no member, and nothing changed.
 * `reason`: the number of what they are given for.
 */
export async function grantPoints(
  tx: Tx,
  of: PointsOfOrder,
  points: number,
  as: { readonly expiresOn: string; readonly reason: string },
): Promise<boolean> {
  if (!(await isMember(tx, of))) return false
  await add(tx, of, 'ADJUSTMENT', 'AVAILABLE', points, as.expiresOn, as.reason)
  return true
}
