import type { Client } from './client.ts'
import { PREFIX, type ShopCode, type World } from './world.ts'

/** A scenario order (packages/data/src/demo/scenarios.ts) as the database has it. */
export interface OrderRow {
  readonly id: string
  readonly number: string
  readonly version: number
  readonly trade_status: string
  readonly physical_status: string
  readonly paid_fen: string
  readonly freight_fen: string
  readonly refunded_fen: string
  readonly points_spent: string
  readonly customer_id: string
  readonly flag: string | null
  readonly lines: readonly {
    readonly id: string
    readonly position: number
    readonly paid_fen: number
    readonly status: string
    readonly sku_id: string
    readonly product_id: string
    readonly quantity: number
    readonly unit_price_fen: number
  }[]
  readonly phone_last4: string
}

/** The number of a scenario order: `G-1002`. */
export const numberOf = (shop: ShopCode, suffix: number): string => `${PREFIX[shop]}-${suffix}`

/** An order behind the service's back. */
export async function orderRow(world: World, number: string): Promise<OrderRow> {
  const [row] = await world.rows<OrderRow>(
    `SELECT o.*, a.phone_last4,
       (SELECT json_agg(l ORDER BY l.position) FROM order_lines l WHERE l.shop_id = o.shop_id AND l.order_id = o.id) AS lines
     FROM orders o JOIN addresses a ON a.shop_id = o.shop_id AND a.id = o.address_id WHERE o.number = $1`,
    [number],
  )
  if (!row) throw new Error(`no order ${number}`)
  return row
}

/** The global ids of an order and its lines. */
export async function orderIds(
  client: Client,
  number: string,
): Promise<{ id: string; version: number; lines: { id: string; sku: { id: string } }[] }> {
  const { order } = await client.ask<{
    order: { id: string; version: number; lines: { id: string; sku: { id: string } }[] }
  }>('query ($number: String) { order(number: $number) { id version lines { id sku { id } } } }', { number })
  return order
}

/** A checksum over everything that a command may write about an order, but what denials leave: decisions and audit. */
export async function stateOf(world: World, number: string): Promise<string> {
  const [row] = await world.rows<{ sum: string }>(
    `SELECT md5(json_build_array(o, 
       (SELECT json_agg(l ORDER BY l.id) FROM order_lines l WHERE l.shop_id = o.shop_id AND l.order_id = o.id),
       (SELECT json_agg(r ORDER BY r.id) FROM refunds r WHERE r.shop_id = o.shop_id AND r.order_id = o.id),
       (SELECT json_agg(r ORDER BY r.id) FROM order_remarks r WHERE r.shop_id = o.shop_id AND r.order_id = o.id),
       (SELECT json_agg(p ORDER BY p.id) FROM order_problems p WHERE p.shop_id = o.shop_id AND p.order_id = o.id),
       (SELECT json_agg(w ORDER BY w.id) FROM warehouse_tasks w WHERE w.shop_id = o.shop_id AND w.order_id = o.id),
       (SELECT json_agg(s ORDER BY s.id) FROM skus s WHERE s.shop_id = o.shop_id),
       (SELECT json_agg(p ORDER BY p.id) FROM points_entries p WHERE p.shop_id = o.shop_id AND p.customer_id = o.customer_id),
       (SELECT json_agg(a ORDER BY a.id) FROM addresses a WHERE a.shop_id = o.shop_id AND a.customer_id = o.customer_id),
       (SELECT count(*) FROM contact_vault v WHERE v.shop_id = o.shop_id AND v.customer_id = o.customer_id),
       (SELECT json_agg(e ORDER BY e.id) FROM events e WHERE e.shop_id = o.shop_id AND e.subject_id = o.id),
       (SELECT json_agg(a ORDER BY a.id) FROM approvals a WHERE a.shop_id = o.shop_id AND a.subject_id = o.id)
     )::text) AS sum FROM orders o WHERE o.number = $1`,
    [number],
  )
  if (!row) throw new Error(`no order ${number}`)
  return row.sum
}

/** Adds 8.88 yuan of freight, paid, to scenario orders of all shops: those of the demo are sent free. */
export async function addFreight(world: World, suffixes: readonly number[]): Promise<void> {
  const numbers = Object.values(PREFIX).flatMap((prefix) => suffixes.map((suffix) => `${prefix}-${suffix}`))
  await world.rows(
    `WITH changed AS (UPDATE orders SET freight_fen = freight_fen + 888, payable_fen = payable_fen + 888, paid_fen = paid_fen + 888
       WHERE number = ANY($1) RETURNING shop_id, id)
     UPDATE payments p SET amount_fen = amount_fen + 888 FROM changed c WHERE p.shop_id = c.shop_id AND p.order_id = c.id AND p.status = 'RECEIVED'`,
    [numbers],
  )
}

/** Fen as the wire has them: yuan with two decimals. */
export const yuan = (fen: number): string => (fen / 100).toFixed(2)

/** An address to change to; the phone ends in 7788. */
export const NEW_ADDRESS = {
  province: '浙江省',
  city: '杭州市',
  district: '西湖区',
  detail: '文三路 478 号华星时代广场 1203 室',
  recipient: '欧阳明月',
  phone: '13966557788',
}
