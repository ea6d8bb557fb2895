import { inShop, newId } from '@cs/data'
import { findHold, holdPoints, movePoints, pointsDrift, readPoints, settleHold } from '@cs/data/points'
import { dayOf } from '@cs/domain/calendar'
import type { PointsMovement } from '@cs/domain/points'
import { NOW, type TestShop, type World } from './shop.ts'
import { rowsOf } from './state.ts'

/** Books a movement of the shop's member as the service would. Returns the journal's id. */
export async function book(
  { deps }: World,
  shop: TestShop,
  movement: PointsMovement,
  of: { readonly orderId?: string; readonly customerId?: string; readonly at?: Date } = {},
): Promise<string> {
  const { orderId = null, customerId = shop.customerId, at = NOW } = of
  const origin = { shopId: shop.id, customerId, orderId, at, commandId: newId(at) }
  const journal = await inShop(deps.database, shop.id, (tx) => movePoints(tx, origin, movement))
  return String(journal)
}

/** Where the ledger of a shop does not add up; empty: all is in order. */
export function drift({ deps }: World, shop: TestShop) {
  return inShop(deps.database, shop.id, (tx) => pointsDrift(tx, shop.id))
}

/** The points of a member, by account. */
export async function pointsOf({ deps }: World, shop: TestShop, customerId = shop.customerId) {
  const read = await inShop(deps.database, shop.id, (tx) => readPoints(tx, shop.id, customerId))
  return { pending: read?.pending, available: read?.balance, held: read?.held }
}

/** The entries of an order on the accounts of its customer, in the order of their kinds. */
export function entriesOfOrder(world: World, orderId: string, kinds: readonly string[]) {
  return rowsOf<{ kind: string; account: string; points: number; expires_on: string | null }>(
    world,
    `SELECT kind, account, points::int, expires_on::text FROM points_entries
     WHERE order_id = $1 AND kind = ANY($2) AND customer_id IS NOT NULL ORDER BY kind, occurred_at, id`,
    [orderId, [...kinds]],
  )
}

/** Spends points of the member on an order: set aside, and then gone. */
export async function spend({ deps }: World, shop: TestShop, orderId: string, points: number): Promise<void> {
  const by = { shopId: shop.id, at: NOW, commandId: newId(NOW) }
  await inShop(deps.database, shop.id, async (tx) => {
    const what = { purpose: 'OFFSET', points, today: dayOf(NOW), lapsesAt: NOW } as const
    const id = await holdPoints(tx, { ...by, customerId: shop.customerId, orderId }, what)
    const hold = await findHold(tx, shop.id, String(id))
    if (hold) await settleHold(tx, hold, 'COMMITTED', by)
  })
}
