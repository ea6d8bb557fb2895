import { type Lot, NotEnoughPoints, pointsLines, spendable } from '@cs/domain/points'
import { sql } from 'kysely'
import { type Db, newId, type Tx } from '../database/index.ts'
import { lockPoints } from './account.ts'
import { type PointsOrigin, postPoints } from './post.ts'

/** For what points are set aside. */
export type HoldPurpose = 'OFFSET' | 'EXCHANGE' | 'DRAW'

/** Points that are set aside, as they stand. */
export interface PointsHold {
  readonly id: string
  readonly customerId: string
  readonly orderId: string | null
  readonly purpose: HoldPurpose
  readonly points: number
  readonly status: 'HELD' | 'COMMITTED' | 'RELEASED' | 'LAPSED'
  readonly lapsesAt: Date
}

/** What is to be set aside. `today`: the day in Asia/Shanghai, `YYYY-MM-DD`; points that expired before are none. */
export interface NewHold {
  readonly purpose: HoldPurpose
  readonly points: number
  readonly today: string
  readonly lapsesAt: Date
}

/**
 * Sets points of a member aside: they are no longer available, and not yet spent. Locks the member. Returns the
 * hold's id; `null`: the customer is no member. Throws NotEnoughPoints.
 */
export async function holdPoints(tx: Tx, origin: PointsOrigin, hold: NewHold): Promise<string | null> {
  const available = await lockPoints(tx, origin.shopId, origin.customerId)
  if (!available) return null
  const { purpose, points, today, lapsesAt } = hold
  if (points > spendable(available, today)) throw new NotEnoughPoints(points)
  const id = newId(origin.at)
  await tx
    .insertInto('points_holds')
    .values({
      shop_id: origin.shopId,
      id,
      customer_id: origin.customerId,
      purpose,
      points,
      order_id: origin.orderId ?? null,
      status: 'HELD',
      held_at: origin.at,
      lapses_at: lapsesAt,
      command_id: origin.commandId,
    })
    .execute()
  const lines = pointsLines({ kind: 'HOLD', points, today }, available)
  await postPoints(tx, { ...origin, holdId: id }, 'HOLD', lines)
  return id
}

/** Finds a hold without locking it. */
export function findHold(db: Db, shopId: string, id: string): Promise<PointsHold | undefined> {
  return holds(db).where('shop_id', '=', shopId).where('id', '=', id).executeTakeFirst()
}

/** The last hold that was made for an order, whatever came of it. */
export function holdOfOrder(db: Db, shopId: string, orderId: string): Promise<PointsHold | undefined> {
  return holds(db)
    .where('shop_id', '=', shopId)
    .where('order_id', '=', orderId)
    .orderBy('held_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/**
 * Settles a hold once: what was set aside is spent, or available again in the lots it came from. Locks the member,
 * then the hold. False: it was settled before, and nothing changed.
 */
export async function settleHold(
  tx: Tx,
  hold: PointsHold,
  to: 'COMMITTED' | 'RELEASED' | 'LAPSED',
  by: Pick<PointsOrigin, 'shopId' | 'at' | 'commandId'>,
): Promise<boolean> {
  const available = await lockPoints(tx, by.shopId, hold.customerId)
  const result = await tx
    .updateTable('points_holds')
    .set({ status: to, settled_at: by.at })
    .where('shop_id', '=', by.shopId)
    .where('id', '=', hold.id)
    .where('status', '=', 'HELD')
    .executeTakeFirst()
  if (!available || result.numUpdatedRows === 0n) return false
  const held = await heldLots(tx, by.shopId, hold.id)
  const kind = to === 'COMMITTED' ? hold.purpose : 'RELEASE'
  const origin = { ...by, customerId: hold.customerId, orderId: hold.orderId, holdId: hold.id }
  await postPoints(tx, origin, kind, pointsLines({ kind, held }, available))
  return true
}

async function heldLots(tx: Tx, shopId: string, holdId: string): Promise<readonly Lot[]> {
  const { rows } = await sql<Lot>`
    SELECT e.expires_on AS "expiresOn", e.points FROM points_journals j
    JOIN points_entries e ON e.shop_id = j.shop_id AND e.journal_id = j.id AND e.account = 'HELD'
    WHERE j.shop_id = ${shopId} AND j.hold_id = ${holdId} AND j.kind = 'HOLD' ORDER BY e.expires_on`.execute(
    tx,
  )
  return rows
}

const holds = (db: Db) =>
  db
    .selectFrom('points_holds')
    .select([
      'id',
      'customer_id as customerId',
      'order_id as orderId',
      sql<HoldPurpose>`purpose`.as('purpose'),
      'points',
      sql<PointsHold['status']>`status`.as('status'),
      'lapses_at as lapsesAt',
    ])
