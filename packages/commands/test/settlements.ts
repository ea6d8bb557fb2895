import { randomUUID } from 'node:crypto'
import {
  type Actor,
  approveAfterSale,
  inspectReturn,
  type Outcome,
  receiveReturn,
  recordReturnShipment,
  refundAfterSale,
} from '../src/index.ts'
import { applied, key } from './after-sales.ts'
import type { TestOrder } from './orders.ts'
import type { TestShop, World } from './shop.ts'
import { rowsOf } from './state.ts'

/** The outcome of what is expected to succeed. */
export async function success<Ids extends object>(outcome: Promise<Outcome<Ids>>) {
  const settled = await outcome
  if (settled.kind !== 'Success') throw new Error(`no success: ${JSON.stringify(settled)}`)
  return settled
}

/** A number that no parcel has yet. */
export const waybill = () => `SF-${randomUUID()}`.slice(0, 30)

/** Files proof with a case, as if it had been uploaded. */
export async function prove(world: World, shop: TestShop, caseId: string, kinds = ['PHOTO']): Promise<void> {
  for (const kind of kinds)
    await world.admin.query(
      `INSERT INTO evidence (shop_id, id, number, case_id, customer_id, kind, media_type, size_bytes, sha256, storage_key,
         status, added_at, stored_at)
       VALUES ($1, gen_random_uuid(), gen_random_uuid(), $2, $3, $4, 'image/jpeg', 1000, repeat('a', 64),
         gen_random_uuid(), 'STORED', '2026-11-18T03:00:00Z', '2026-11-18T03:00:00Z')`,
      [shop.id, caseId, shop.customerId, kind],
    )
}

/** An after-sale that was proved and agreed to. */
export async function agreed(
  world: World,
  shop: TestShop,
  order: TestOrder,
  more: object = {},
  by: Actor = shop.specialist,
): Promise<string> {
  const caseId = await applied(world, by, order, more)
  await prove(world, shop, caseId)
  await success(approveAfterSale(world.deps, shop.manager, { caseId, ...key() }))
  return caseId
}

/** An agreed after-sale whose goods are on their way, paid for by the customer. */
export async function sentBack(
  world: World,
  shop: TestShop,
  order: TestOrder,
  more: object = {},
  parcel: object = {},
): Promise<string> {
  const caseId = await agreed(world, shop, order, more)
  const back = { caseId, carrier: 'SF', waybill: waybill(), freightFen: 1_200, ...parcel }
  await success(recordReturnShipment(world.deps, shop.specialist, { ...back, ...key() }))
  return caseId
}

/** An after-sale whose goods came back and passed the inspection. */
export async function inspected(
  world: World,
  shop: TestShop,
  order: TestOrder,
  more: object = {},
  finding: 'AS_CLAIMED' | 'INTACT' | 'NO_DEFECT' = 'INTACT',
): Promise<string> {
  const caseId = await sentBack(world, shop, order, more)
  await success(receiveReturn(world.deps, shop.specialist, { caseId, ...key() }))
  const looked = { caseId, result: 'PASSED', finding } as const
  await success(inspectReturn(world.deps, shop.specialist, { ...looked, ...key() }))
  return caseId
}

/** A case whose refund is owed. */
export async function owed(world: World, shop: TestShop, order: TestOrder, more: object = {}) {
  const caseId = await inspected(world, shop, order, more)
  return success(refundAfterSale(world.deps, shop.specialist, { caseId, ...key() }))
}

const one = async (world: World, text: string, values: readonly unknown[]) =>
  (await rowsOf<Record<string, number | string>>(world, text, values))[0] ?? {}

/** Balances of the ledger's accounts of a shop, in fen. */
export async function balances(world: World, shop: TestShop): Promise<Record<string, number>> {
  const rows = await rowsOf<{ account: string; total: string }>(
    world,
    'SELECT account, sum(amount_fen) AS total FROM ledger_lines WHERE shop_id = $1 GROUP BY account',
    [shop.id],
  )
  return Object.fromEntries(rows.map((row) => [row.account, Number(row.total)]))
}

/** What the accounts have to come to, told from the settled things themselves. */
const EXPECTED = `
  WITH r AS (SELECT * FROM refunds WHERE shop_id = $1),
    k AS (SELECT *, kind IN ('CASH','DELAY','REPAIR_COST') AS money, kind IN ('COUPON','GIFT','POINTS') AS given
      FROM compensations WHERE shop_id = $1),
    f AS (SELECT * FROM freight_settlements WHERE shop_id = $1),
    c AS (SELECT * FROM carrier_claims WHERE shop_id = $1)
  SELECT
    COALESCE((SELECT sum(goods_fen) FROM r), 0) AS "SALES",
    COALESCE((SELECT sum(freight_fen) FROM r), 0)
      - COALESCE((SELECT sum(amount_fen) FROM f WHERE mode = 'TOP_UP_LINK'), 0) AS "FREIGHT_REVENUE",
    COALESCE((SELECT sum(amount_fen) FROM f WHERE mode IN ('REFUND','CREDIT_WITH_CONSENT','PREPAID_PICKUP')), 0) AS "FREIGHT_EXPENSE",
    COALESCE((SELECT sum(amount_fen) FROM k), 0) AS "GOODWILL",
    - COALESCE((SELECT sum(amount_fen) FROM r WHERE status IN ('OWED','FAILED')), 0)
      - COALESCE((SELECT sum(amount_fen) FROM k WHERE status = 'OWED'), 0)
      - COALESCE((SELECT sum(amount_fen) FROM f WHERE mode = 'REFUND' AND status = 'OPEN'), 0) AS "OWED_TO_CUSTOMER",
    - COALESCE((SELECT sum(amount_fen) FROM r WHERE status IN ('ISSUED','ARRIVED')), 0)
      - COALESCE((SELECT sum(amount_fen) FROM k WHERE status = 'ISSUED' AND money), 0)
      - COALESCE((SELECT sum(amount_fen) FROM f WHERE mode IN ('REFUND','PREPAID_PICKUP') AND status = 'SETTLED'), 0)
      + COALESCE((SELECT sum(amount_fen) FROM f WHERE mode = 'TOP_UP_LINK' AND status = 'SETTLED'), 0)
      + COALESCE((SELECT sum(accepted_fen) FROM c WHERE status = 'SETTLED'), 0) AS "PAYMENT_CHANNEL",
    - COALESCE((SELECT sum(amount_fen) FROM k WHERE status = 'ISSUED' AND given), 0) AS "GIVEN_IN_KIND",
    - COALESCE((SELECT sum(amount_fen) FROM k WHERE kind = 'FREIGHT_CREDIT'), 0)
      - COALESCE((SELECT sum(amount_fen) FROM f WHERE mode = 'CREDIT_WITH_CONSENT'), 0) AS "FREIGHT_CREDIT",
    COALESCE((SELECT sum(amount_fen) FROM f WHERE mode = 'TOP_UP_LINK' AND status = 'OPEN'), 0) AS "OWED_BY_CUSTOMER",
    COALESCE((SELECT sum(CASE status WHEN 'OPEN' THEN amount_fen WHEN 'ACCEPTED' THEN accepted_fen ELSE 0 END) FROM c), 0) AS "OWED_BY_CARRIER",
    - COALESCE((SELECT sum(amount_fen) FROM c), 0) AS "CLAIM_INCOME",
    COALESCE((SELECT sum(amount_fen - accepted_fen) FROM c WHERE status <> 'OPEN'), 0) AS "CLAIM_LOSS"`

/** What must come to nothing, whatever happened. */
const BROKEN = `
  SELECT
    (SELECT count(*) FROM (SELECT journal_id FROM ledger_lines WHERE shop_id = $1
      GROUP BY journal_id HAVING sum(amount_fen) <> 0) j)::integer AS journals,
    (SELECT count(*) FROM ledger_journals g WHERE g.shop_id = $1 AND NOT EXISTS (SELECT 1 FROM ledger_lines l
      WHERE l.shop_id = g.shop_id AND l.journal_id = g.id))::integer AS empty,
    (SELECT count(*) FROM orders o WHERE o.shop_id = $1 AND (o.refunded_fen > o.paid_fen OR o.refunded_fen <>
      (SELECT COALESCE(sum(r.amount_fen), 0) FROM refunds r WHERE r.shop_id = o.shop_id AND r.order_id = o.id)))::integer AS orders,
    (SELECT count(*) FROM order_lines l WHERE l.shop_id = $1 AND (l.refunded_fen > l.paid_fen OR l.refunded_fen <>
      (SELECT COALESCE(sum(x.amount_fen), 0) FROM refund_lines x WHERE x.shop_id = l.shop_id AND x.order_line_id = l.id)))::integer AS lines,
    (SELECT count(*) FROM refunds r WHERE r.shop_id = $1 AND r.goods_fen <>
      (SELECT COALESCE(sum(x.amount_fen), 0) FROM refund_lines x WHERE x.shop_id = r.shop_id AND x.refund_id = r.id))::integer AS refunds,
    (SELECT count(*) FROM members m WHERE m.shop_id = $1 AND m.points_available <>
      (SELECT COALESCE(sum(e.points), 0) FROM points_entries e WHERE e.shop_id = m.shop_id AND e.customer_id = m.customer_id
        AND e.account = 'AVAILABLE'))::integer AS points`

/** Sums of the ledger against the settled things, in SQL of its own. Empty: all is in order. */
export async function discrepancies(world: World, shop: TestShop): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {}
  for (const [what, count] of Object.entries(await one(world, BROKEN, [shop.id])))
    if (Number(count) !== 0) found[what] = count
  const is = await balances(world, shop)
  for (const [account, total] of Object.entries(await one(world, EXPECTED, [shop.id])))
    if ((is[account] ?? 0) !== Number(total))
      found[account] = { is: is[account] ?? 0, expected: Number(total) }
  const sum = Object.values(is).reduce((a, b) => a + b, 0)
  if (sum !== 0) found.sum = sum
  return found
}

/** A row by its id; amounts and counts are numbers. */
export async function rowOf(
  world: World,
  table: 'refunds' | 'compensations' | 'freight_settlements' | 'carrier_claims' | 'orders' | 'skus',
  id: string,
): Promise<Record<string, unknown>> {
  const [row] = await rowsOf<Record<string, unknown>>(world, `SELECT * FROM ${table} WHERE id = $1`, [id])
  if (!row) throw new Error(`no row ${id} in ${table}`)
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      name.endsWith('_fen') && value !== null ? Number(value) : value,
    ]),
  )
}
