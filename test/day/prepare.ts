import { ensureRoles, migrate } from '@cs/data'
import { seedDemo } from '@cs/data/demo'
import { cloneDatabase, TEST_DEMO, type TestDatabase } from '@cs/tooling/database'
import { SHOPS, type ShopCode } from '../harness/world.ts'
import { HOUR } from './promises.ts'
import type { Subjects } from './requests.ts'
import type { Story } from './scenario.ts'

/** Rows of a statement run as the superuser. */
export type Rows = <Row extends object>(statement: string, values?: readonly unknown[]) => Promise<Row[]>

/** A database with the demo of a scale; without one, with the small demo that is there. */
export async function openDatabase(scale?: number): Promise<TestDatabase> {
  if (scale === undefined) return cloneDatabase('day')
  const database = await cloneDatabase('day', 'template1')
  await ensureRoles(database.adminUrl)
  await migrate(database.adminUrl)
  await seedDemo(database.adminUrl, { ...TEST_DEMO, scale })
  return database
}

/** Ends the demo's own promises, so that all figures are those of the day, and picks what its cases are about. */
export async function prepare(
  rows: Rows,
  stories: readonly Story[],
  span: { readonly start: number; readonly end: number },
): Promise<Record<ShopCode, Subjects>> {
  await rows(
    `UPDATE clocks SET stopped_at = $1, result = 'VOID', paused_at = NULL, pause_reason = NULL WHERE stopped_at IS NULL`,
    [new Date(span.start)],
  )
  await rows('UPDATE cases SET due_at = NULL WHERE due_at IS NOT NULL')
  // What was complained of before the day is no part of its groups.
  await rows(`UPDATE cases SET opened_at = opened_at - interval '2 days' WHERE kind = 'COMPLAINT'`)
  // A parcel that nobody scans would open a case that no story knows.
  await rows('UPDATE shipments SET last_scan_at = $1 WHERE handed_over_at IS NOT NULL', [new Date(span.end)])
  const subjects: Partial<Record<ShopCode, Subjects>> = {}
  for (const shop of SHOPS) {
    const afterSales = stories.filter((story) => story.shop === shop && story.kind === 'AFTER_SALE')
    const orders = await ordersOf(rows, shop, afterSales.length, new Date(span.start - 24 * HOUR))
    const ids = async (from: string) =>
      (await rows<{ id: string }>(`SELECT id FROM ${from}`, [shop])).map(({ id }) => id)
    subjects[shop] = {
      customers: await ids(`customers WHERE shop_id = ${SHOP} ORDER BY number`),
      skus: await ids(`skus WHERE shop_id = ${SHOP} ORDER BY id LIMIT 8`),
      managers: await ids(
        `(SELECT agent_id AS id FROM memberships WHERE shop_id = ${SHOP} AND grade = 'manager') m ORDER BY id`,
      ),
      orders: new Map(orders.map((order, i) => [afterSales[i]?.index ?? -1, order])),
    }
  }
  return subjects as Record<ShopCode, Subjects>
}

const SHOP = '(SELECT id FROM shops WHERE code = $1)'

/** So many orders whose first line may be returned without a reason: they arrived at a time. */
async function ordersOf(rows: Rows, shop: ShopCode, count: number, arrived: Date) {
  const orders = await rows<{ id: string; line: string }>(
    `SELECT o.id, l.id AS line FROM orders o
     JOIN LATERAL (SELECT l.id, l.product_id, l.customised, l.returned_quantity FROM order_lines l
       WHERE l.shop_id = o.shop_id AND l.order_id = o.id ORDER BY l.position LIMIT 1) l ON true
     JOIN products p ON p.shop_id = o.shop_id AND p.id = l.product_id
     WHERE o.shop_id = ${SHOP} AND o.signed_at IS NOT NULL AND o.refunded_fen = 0 AND o.physical_status = 'DELIVERED'
       AND NOT l.customised AND NOT p.digital AND NOT p.perishable AND l.returned_quantity = 0
       AND NOT EXISTS (SELECT FROM cases c WHERE c.shop_id = o.shop_id AND c.order_id = o.id)
     ORDER BY o.number LIMIT $2`,
    [shop, count],
  )
  if (orders.length < count) throw new Error(`too few orders in ${shop}: ${orders.length}`)
  const found = orders.map(({ id }) => id)
  await rows('UPDATE orders SET signed_at = $2 WHERE id = ANY($1)', [found, arrived])
  await rows('UPDATE shipments SET signed_at = $2 WHERE order_id = ANY($1)', [found, arrived])
  return orders
}
