import { sql } from 'kysely'
import type { Db, Tx } from '../database/index.ts'

/** A reward that points were set aside for, or that was won. */
export interface Redemption {
  readonly id: string
  readonly customerId: string
  readonly rewardId: string
  readonly holdId: string | null
  readonly status: 'HELD' | 'OWED' | 'FULFILLED' | 'CANCELLED' | 'LAPSED'
  readonly version: number
}

const redemptions = (db: Db) =>
  db
    .selectFrom('redemptions')
    .select([
      'id',
      'customer_id as customerId',
      'reward_id as rewardId',
      'hold_id as holdId',
      sql<Redemption['status']>`status`.as('status'),
      'version',
    ])

/** Finds a redemption; the caller locks the member before it looks again. */
export function findRedemption(db: Db, shopId: string, id: string): Promise<Redemption | undefined> {
  return redemptions(db).where('shop_id', '=', shopId).where('id', '=', id).executeTakeFirst()
}

/** The redemption that points are set aside for. */
export function redemptionOfHold(db: Db, shopId: string, holdId: string): Promise<Redemption | undefined> {
  return redemptions(db).where('shop_id', '=', shopId).where('hold_id', '=', holdId).executeTakeFirst()
}

/** Writes a redemption: HELD with its hold, or OWED where it was won. */
export async function addRedemption(
  tx: Tx,
  of: {
    readonly shopId: string
    readonly id: string
    readonly number: string
    readonly rewardId: string
    readonly customerId: string
    readonly holdId: string | null
    readonly points: number
    readonly at: Date
    readonly commandId: string
  },
): Promise<void> {
  await tx
    .insertInto('redemptions')
    .values({
      shop_id: of.shopId,
      id: of.id,
      number: of.number,
      reward_id: of.rewardId,
      customer_id: of.customerId,
      hold_id: of.holdId,
      points: of.points,
      status: of.holdId === null ? 'OWED' : 'HELD',
      created_at: of.at,
      command_id: of.commandId,
    })
    .execute()
}

/** Settles a redemption. Returns its version; `null`: it was settled before. */
export async function settleRedemption(
  tx: Tx,
  shopId: string,
  id: string,
  to: 'FULFILLED' | 'CANCELLED' | 'LAPSED',
  at: Date,
): Promise<number | null> {
  const row = await tx
    .updateTable('redemptions')
    .set({ status: to, settled_at: at, version: sql`version + 1` })
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .where('status', 'in', ['HELD', 'OWED'])
    .returning('version')
    .executeTakeFirst()
  return row?.version ?? null
}
