import { type Lot, type PointsMovement, pointsLines, type SpentLot } from '@cs/domain/points'
import { sql } from 'kysely'
import type { Tx } from '../database/index.ts'
import { lockPoints } from './account.ts'
import { type PointsJournalKind, type PointsOrigin, postPoints } from './post.ts'

/** Whose points move, because of which order, and by which command. */
export interface PointsOfOrder {
  readonly shopId: string
  readonly customerId: string
  /** `null`: because of no order. */
  readonly orderId: string | null
  readonly at: Date
  readonly commandId: string
}

/** Gives points back that were spent on an order, in lots. Does nothing for a customer who is no member. */
export async function returnPoints(tx: Tx, of: PointsOfOrder, lots: readonly Lot[]): Promise<void> {
  if (lots.length > 0) await movePoints(tx, of, { kind: 'RETURNED', lots })
}

/** The points spent on an order by the last days that they had, and how many of them came back so far. */
export async function spentOnOrder(
  tx: Tx,
  of: PointsOfOrder,
): Promise<{ readonly lots: readonly SpentLot[]; readonly returned: number }> {
  const rows = await tx
    .selectFrom('points_entries')
    .select(['kind', 'expires_on as expiresOn', sql<number>`abs(sum(points))::bigint`.as('points')])
    .where('shop_id', '=', of.shopId)
    .where('order_id', '=', of.orderId)
    .where('kind', 'in', ['OFFSET', 'RETURNED'])
    .where('customer_id', 'is not', null)
    .groupBy(['kind', 'expires_on'])
    .execute()
  const back = rows.filter(({ kind }) => kind === 'RETURNED')
  return {
    lots: rows.filter(({ kind }) => kind === 'OFFSET'),
    returned: back.reduce((sum, { points }) => sum + points, 0),
  }
}

/** What an order is credited with after what was clawed back before, and whether it is still pending. */
export interface CreditedPoints {
  readonly points: number
  readonly state: 'PENDING' | 'AVAILABLE'
  /** The last day of what became available, `YYYY-MM-DD`; `null`: nothing has. */
  readonly expiresOn: string | null
}

/** Reads what an order earned. */
export async function creditedPoints(tx: Tx, of: PointsOfOrder): Promise<CreditedPoints> {
  const rows = await tx
    .selectFrom('points_entries')
    .select(['account', sql<number>`sum(points)::bigint`.as('points')])
    .select(sql<string | null>`max(expires_on) FILTER (WHERE kind IN ('PURCHASE','RECEIPT'))`.as('expiresOn'))
    .where('shop_id', '=', of.shopId)
    .where('order_id', '=', of.orderId)
    .where('kind', 'in', ['PURCHASE', 'RECEIPT', 'CLAW_BACK'])
    .where('account', 'in', ['PENDING', 'AVAILABLE'])
    .groupBy('account')
    .execute()
  return {
    points: rows.reduce((sum, row) => sum + row.points, 0),
    state: rows.some((row) => row.account === 'PENDING' && row.points > 0) ? 'PENDING' : 'AVAILABLE',
    expiresOn: rows.find((row) => row.account === 'AVAILABLE')?.expiresOn ?? null,
  }
}

/** Takes points back that an order no longer earns; the balance may go below nothing (Q10). */
export async function clawBackPoints(
  tx: Tx,
  of: PointsOfOrder,
  points: number,
  credited: CreditedPoints,
): Promise<void> {
  if (points <= 0) return
  await movePoints(tx, of, { kind: 'CLAW_BACK', points, from: credited.state, lot: credited.expiresOn })
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
  const { expiresOn, reason } = as
  const journal = await movePoints(tx, { ...of, reason }, { kind: 'ADJUSTMENT', points, expiresOn })
  return journal !== null
}

/**
 * Locks the member and posts a movement of points. Returns the journal's id; `null`: the customer is no member, and
 * nothing changed. Throws NotEnoughPoints where what is to be spent is not there.
 */
export async function movePoints(
  tx: Tx,
  origin: PointsOrigin,
  movement: PointsMovement,
): Promise<string | null> {
  const available = await lockPoints(tx, origin.shopId, origin.customerId)
  if (!available) return null
  return postPoints(tx, origin, journalKind(movement), pointsLines(movement, available))
}

/** Deductions are adjustments, and both ways of undoing are reversals. */
function journalKind({ kind }: PointsMovement): PointsJournalKind {
  if (kind === 'DEDUCTION') return 'ADJUSTMENT'
  return kind === 'REVERSAL_OF_DEDUCTION' ? 'REVERSAL' : kind
}
