import { sql } from 'kysely'
import type { DuePlace } from '../clocks/index.ts'
import type { Db, Tx } from '../database/index.ts'

/** Points of a member that expire on one day. */
export interface DuePoints {
  readonly shopId: string
  readonly customerId: string
  /** `YYYY-MM-DD`. */
  readonly expiresOn: string
  readonly dueAt: Date
}

/** The next holds, over all shops, that nobody has settled in time. */
export async function lapsedPointsHolds(
  db: Db,
  at: Date,
  after: DuePlace,
  batch: number,
): Promise<readonly { readonly shopId: string; readonly id: string; readonly dueAt: Date }[]> {
  const { rows } = await sql<{ shopId: string; id: string; dueAt: Date }>`
    SELECT shop_id AS "shopId", id, due_at AS "dueAt"
    FROM cs.lapsed_points_holds(${at}, ${after.at}, ${after.id}, ${batch})`.execute(db)
  return rows
}

/** The next points, over all shops, whose last day is over. */
export async function expiredPoints(
  db: Db,
  at: Date,
  after: DuePlace,
  batch: number,
): Promise<readonly DuePoints[]> {
  const { rows } = await sql<DuePoints>`
    SELECT shop_id AS "shopId", customer_id AS "customerId", expires_on AS "expiresOn", due_at AS "dueAt"
    FROM cs.expired_points(${at}, ${after.at}, ${after.id}, ${batch})`.execute(db)
  return rows
}

/** The next points, over all shops, whose expiry is to be announced by now. */
export async function pointsToAnnounce(
  db: Db,
  at: Date,
  after: DuePlace,
  batch: number,
): Promise<readonly DuePoints[]> {
  const { rows } = await sql<DuePoints>`
    SELECT shop_id AS "shopId", customer_id AS "customerId", expires_on AS "expiresOn", due_at AS "dueAt"
    FROM cs.points_to_announce(${at}, ${after.at}, ${after.id}, ${batch})`.execute(db)
  return rows
}

/** Records that a member was told that points expire. The member is locked. False: that was so before. */
export async function setPointsAnnounced(
  tx: Tx,
  of: { readonly shopId: string; readonly customerId: string; readonly expiresOn: string; readonly at: Date },
): Promise<boolean> {
  const result = await tx
    .updateTable('points_lots')
    .set({ noticed_at: of.at })
    .where('shop_id', '=', of.shopId)
    .where('customer_id', '=', of.customerId)
    .where('expires_on', '=', of.expiresOn)
    .where('remaining', '>', 0)
    .where('noticed_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}
