import { randomUUID } from 'node:crypto'
import type { TestShop, World } from './shop.ts'

export interface OrderOptions {
  readonly trade?: string
  readonly physical?: string
  /** Lines of one piece at 100 yuan; OPEN unless said otherwise. */
  readonly lines?: readonly ('OPEN' | 'SHIPPED')[]
  readonly freightFen?: number
  readonly customised?: boolean
  /** Points spent on each line, offsetting nothing here: what comes back is counted. */
  readonly pointsPerLine?: number
}

export interface TestOrder {
  readonly id: string
  readonly number: string
  readonly lineIds: readonly string[]
}

/** Writes an order as the shop would have received it: paid an hour ago, to a phone that ends in 5678. */
export async function placeOrder(
  { admin }: World,
  shop: TestShop,
  options: OrderOptions = {},
): Promise<TestOrder> {
  const {
    trade = 'PAID',
    physical = 'NOT_PRINTED',
    lines = ['OPEN'],
    freightFen = 1000,
    pointsPerLine = 0,
  } = options
  const id = randomUUID()
  const number = `T${id.slice(0, 8)}`
  const goods = lines.length * 10_000
  const paid = trade !== 'UNPAID'
  const address = await admin.query<{ id: string }>(
    `WITH v AS (INSERT INTO contact_vault (shop_id, id, customer_id, kind, value, recorded_at)
       SELECT $1, gen_random_uuid(), $2, kind, value, '2026-01-01'
       FROM (VALUES ('ADDRESS_LINE', '文三路 100 号 1 幢'), ('RECIPIENT', '陈晓'), ('PHONE', '13812345678')) x (kind, value)
       RETURNING id, kind)
     INSERT INTO addresses (shop_id, id, customer_id, province, city, district, detail_masked, recipient_masked,
       phone_masked, phone_last4, detail_vault_id, recipient_vault_id, phone_vault_id, fingerprint, recorded_at)
     SELECT $1, gen_random_uuid(), $2, '浙江省', '杭州市', '西湖区', '文三路***', '陈*', '138****5678', '5678',
       (SELECT id FROM v WHERE kind = 'ADDRESS_LINE'), (SELECT id FROM v WHERE kind = 'RECIPIENT'),
       (SELECT id FROM v WHERE kind = 'PHONE'), gen_random_uuid()::text, '2026-01-01' RETURNING id`,
    [shop.id, shop.customerId],
  )
  await admin.query(
    `INSERT INTO orders (shop_id, id, number, customer_id, trade_status, physical_status, source, customised, goods_fen,
       freight_fen, payable_fen, paid_fen, points_spent, address_id, placed_at, paid_at)
     VALUES ($1, $2, $3, $4, $5, $6, 'SILENT', $7, $8::bigint, $9::bigint, $8::bigint + $9::bigint, $10, $11, $12,
       '2026-11-18T02:00:00Z', $13)`,
    [
      shop.id,
      id,
      number,
      shop.customerId,
      trade,
      physical,
      options.customised ?? false,
      goods,
      freightFen,
      paid ? goods + freightFen : 0,
      pointsPerLine * lines.length,
      address.rows[0]?.id,
      paid ? '2026-11-18T03:00:00Z' : null,
    ],
  )
  if (paid) {
    await admin.query(
      `INSERT INTO payments (shop_id, id, order_id, method, amount_fen, status, reference, created_at, received_at)
       VALUES ($1, gen_random_uuid(), $2, 'ALIPAY', $3, 'RECEIVED', gen_random_uuid(), '2026-11-18T03:00:00Z', '2026-11-18T03:00:00Z')`,
      [shop.id, id, goods + freightFen],
    )
  }
  const lineIds: string[] = []
  for (const [i, status] of lines.entries()) {
    const lineId = randomUUID()
    lineIds.push(lineId)
    await admin.query(
      `INSERT INTO order_lines (shop_id, id, order_id, position, product_id, sku_id, product_name, spec, quantity,
         unit_price_fen, paid_fen, points_spent, customised, status)
       VALUES ($1, $2, $3, $4, $5, $6, '纯棉衬衫', 'S', 1, 10000, $7, $8, $9, $10)`,
      [
        shop.id,
        lineId,
        id,
        i + 1,
        shop.productId,
        shop.skus.s,
        paid ? 10_000 : 0,
        pointsPerLine,
        options.customised ?? false,
        status,
      ],
    )
    if (status === 'OPEN') {
      await admin.query('UPDATE skus SET reserved = reserved + 1 WHERE shop_id = $1 AND id = $2', [
        shop.id,
        shop.skus.s,
      ])
    }
  }
  return { id, number, lineIds }
}

/** A case of the shop's customer that an agent owns. */
export async function openCase(
  { admin }: World,
  shop: TestShop,
  ownerId: string,
  options: { readonly closed?: boolean; readonly customerId?: string } = {},
): Promise<string> {
  const { rows } = await admin.query<{ id: string }>(
    `INSERT INTO cases (shop_id, id, number, kind, status, priority, channel, subject, customer_id, owner_id, assignee_id,
       opened_at, closed_at, inquiry_type, stage)
     VALUES ($1, gen_random_uuid(), gen_random_uuid(), 'CONSULTATION', $4, 'LOW', 'CHAT', '咨询', $2, $3, $3,
       '2026-11-18T02:00:00Z', $5, 'PRICE', 'NEED') RETURNING id`,
    [
      shop.id,
      options.customerId ?? shop.customerId,
      ownerId,
      options.closed ? 'CLOSED' : 'OPEN',
      options.closed ? '2026-11-18T03:00:00Z' : null,
    ],
  )
  return String(rows[0]?.id)
}
