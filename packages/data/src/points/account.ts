import type { Available } from '@cs/domain/points'
import { askLater, type Db, type Tx } from '../database/index.ts'

/** The points of a member. */
export interface PointsAccounts extends Available {
  readonly pending: number
  readonly held: number
  /** The version of the membership: points do not raise it. */
  readonly version: number
}

/** Locks a member and reads the points as they are then; `null`: no member. One round trip. */
export function lockPoints(tx: Tx, shopId: string, customerId: string): Promise<PointsAccounts | null> {
  askLater(tx, LOCK, [shopId, customerId])
  return readPoints(tx, shopId, customerId)
}

/** Not the key: entries that name the member do not wait for it. */
const LOCK = 'SELECT 1 FROM members WHERE shop_id = $1 AND customer_id = $2 FOR NO KEY UPDATE'

/** Reads the points of a member without locking; `null`: no member. */
export async function readPoints(db: Db, shopId: string, customerId: string): Promise<PointsAccounts | null> {
  const rows = await db
    .selectFrom('members as m')
    .leftJoin('points_lots as l', (join) =>
      join
        .onRef('l.shop_id', '=', 'm.shop_id')
        .onRef('l.customer_id', '=', 'm.customer_id')
        .on('l.remaining', '>', 0),
    )
    .select([
      'm.points_available as balance',
      'm.points_pending as pending',
      'm.points_held as held',
      'm.version',
      'l.expires_on as expiresOn',
      'l.remaining',
    ])
    .where('m.shop_id', '=', shopId)
    .where('m.customer_id', '=', customerId)
    .orderBy('l.expires_on')
    .execute()
  const [member] = rows
  if (!member) return null
  const { balance, pending, held, version } = member
  const lots = rows.flatMap(({ expiresOn, remaining }) =>
    expiresOn === null || remaining === null ? [] : [{ expiresOn, points: remaining }],
  )
  return { balance, pending, held, version, lots }
}
