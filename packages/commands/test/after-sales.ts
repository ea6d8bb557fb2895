import { randomUUID } from 'node:crypto'
import { type Actor, requestAfterSale } from '../src/index.ts'
import { placeOrder, type TestOrder } from './orders.ts'
import type { TestShop, World } from './shop.ts'
import { rowsOf } from './state.ts'

export const key = () => ({ idempotencyKey: randomUUID() })

/** An order of pieces at 100 yuan, shipped in one parcel and signed for on 16 November, two days before NOW. */
export async function signedOrder(
  world: World,
  shop: TestShop,
  options: { readonly lines?: number; readonly signedAt?: string; readonly trade?: string } = {},
): Promise<TestOrder> {
  const { lines = 1, signedAt = '2026-11-16T02:00:00Z', trade = 'SIGNED' } = options
  const order = await placeOrder(world, shop, {
    trade,
    physical: 'DELIVERED',
    lines: Array.from({ length: lines }, () => 'SHIPPED' as const),
  })
  const handedOver = new Date(Date.parse(signedAt) - 3 * 86_400_000).toISOString()
  const { rows } = await world.admin.query<{ id: string }>(
    `INSERT INTO shipments (shop_id, id, order_id, waybill, carrier, status, weight_grams, handed_over_at, signed_at,
       created_at, last_scan_at)
     VALUES ($1, gen_random_uuid(), $2, gen_random_uuid(), 'ZTO', 'SIGNED', 800, $3, $4, $3, $4) RETURNING id`,
    [shop.id, order.id, handedOver, signedAt],
  )
  await world.admin.query(
    `UPDATE order_lines SET status = 'SIGNED', shipment_id = $3 WHERE shop_id = $1 AND order_id = $2`,
    [shop.id, order.id, rows[0]?.id],
  )
  await world.admin.query(
    `UPDATE orders SET placed_at = $3::timestamptz - interval '1 day', paid_at = $3::timestamptz - interval '1 day',
       first_shipped_at = $3, signed_at = $4, trade_deadline_at = $4::timestamptz + interval '7 days',
       completed_at = CASE WHEN trade_status = 'COMPLETED' THEN $4::timestamptz + interval '1 day' END
     WHERE shop_id = $1 AND id = $2`,
    [shop.id, order.id, handedOver, signedAt],
  )
  return order
}

/** An order on its way since 12 November, without a scan since the 13th: more than 72 hours before NOW. */
export async function silentOrder(world: World, shop: TestShop): Promise<TestOrder> {
  const order = await signedOrder(world, shop, { trade: 'SHIPPED', signedAt: '2026-11-15T02:00:00Z' })
  const on = [shop.id, order.id]
  await world.admin.query(
    `UPDATE shipments SET status = 'IN_TRANSIT', signed_at = NULL, last_scan_at = '2026-11-13T02:00:00Z'
     WHERE shop_id = $1 AND order_id = $2`,
    on,
  )
  await world.admin.query(
    `UPDATE orders SET physical_status = 'HANDED_OVER', signed_at = NULL WHERE shop_id = $1 AND id = $2`,
    on,
  )
  await world.admin.query(
    `UPDATE order_lines SET status = 'SHIPPED' WHERE shop_id = $1 AND order_id = $2`,
    on,
  )
  return order
}

/** The input of an application for all of an order: returned without a reason, unless said otherwise. */
export function application(order: TestOrder, more: object = {}) {
  return {
    orderId: order.id,
    type: 'RETURN_AND_REFUND' as const,
    reason: 'NO_REASON' as const,
    lines: order.lineIds.map((lineId) => ({ lineId, quantity: 1 })),
    worn: false,
    intact: true,
    ...more,
  }
}

/** Applies, and throws where that is refused. Returns the id of the case. */
export async function applied(
  world: World,
  actor: Actor,
  order: TestOrder,
  more: object = {},
): Promise<string> {
  const outcome = await requestAfterSale(world.deps, actor, { ...application(order, more), ...key() })
  if (outcome.kind !== 'Success') throw new Error(`not applied: ${JSON.stringify(outcome)}`)
  return outcome.caseId
}

export interface CaseRow {
  readonly after_sale_state: string
  readonly status: string
  readonly version: number
  readonly owner_id: string
  readonly closed_at: Date | null
}

/** The row of a case as it stands. */
export async function caseOf(world: World, caseId: string): Promise<CaseRow & Record<string, unknown>> {
  const [row] = await rowsOf<CaseRow & Record<string, unknown>>(world, 'SELECT * FROM cases WHERE id = $1', [
    caseId,
  ])
  if (!row) throw new Error(`no case ${caseId}`)
  return row
}

/** The names of a case's clocks that run, paused ones in brackets; those that stopped with their result. */
export async function clocksOf(world: World, caseId: string): Promise<readonly string[]> {
  const rows = await rowsOf<{ clock: string }>(
    world,
    `SELECT CASE WHEN result IS NOT NULL THEN name || ': ' || result WHEN paused_at IS NOT NULL THEN '(' || name || ')'
       ELSE name END AS clock FROM clocks WHERE case_id = $1 ORDER BY started_at, id`,
    [caseId],
  )
  return rows.map((row) => row.clock)
}

/** The scripts of the notices that a case owes, in order. */
export async function noticesOf(world: World, caseId: string): Promise<readonly string[]> {
  const rows = await rowsOf<{ script: string }>(
    world,
    'SELECT script FROM notices WHERE case_id = $1 ORDER BY created_at, id',
    [caseId],
  )
  return rows.map((row) => row.script)
}

/** The types of the events about a subject, in order. */
export async function eventsOf(world: World, subjectId: string): Promise<readonly string[]> {
  const rows = await rowsOf<{ type: string }>(
    world,
    'SELECT type FROM events WHERE subject_id = $1 ORDER BY recorded_at, id',
    [subjectId],
  )
  return rows.map((row) => row.type)
}

/** Puts a stored proof in a case. */
export async function prove(world: World, shop: TestShop, caseId: string, kind: string): Promise<void> {
  await world.admin.query(
    `INSERT INTO evidence (shop_id, id, number, case_id, customer_id, kind, media_type, size_bytes, sha256, storage_key,
       status, added_at, stored_at)
     VALUES ($1::uuid, gen_random_uuid(), gen_random_uuid(), $2, $3, $4, 'image/jpeg', 1000, repeat('0', 64),
       $1::uuid || '/' || upper(gen_random_uuid()::text), 'STORED', '2026-11-18T03:30:00Z', '2026-11-18T03:30:00Z')`,
    [shop.id, caseId, shop.customerId, kind],
  )
}
