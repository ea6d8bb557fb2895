import { randomUUID } from 'node:crypto'
import { inShop } from '@cs/data'
import { oweRefund } from '@cs/data/orders'
import { openRun } from '../src/context.ts'
import { raiseTier } from '../src/membership/index.ts'
import type { TestShop, World } from './shop.ts'

/** A random number from 0 up to but not with 1, the same row of them for a seed. */
export function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** A customer of the shop who is a member of a tier since a day. */
export async function addMember(
  { admin }: World,
  shop: TestShop,
  { tier = 'ORDINARY', since = '2024-01-01', member = true, birthMonth = null as number | null } = {},
): Promise<string> {
  const id = randomUUID()
  await admin.query(
    `INSERT INTO customers (shop_id, id, number, name, name_masked, form_of_address, lifecycle, value_class, created_at, birth_month, birth_day)
     VALUES ($1, $2::uuid, $2::text, '陈晓', '陈*', '女士', 'ACTIVE', 'ORDINARY', '2024-01-01', $3::smallint, CASE WHEN $3::smallint IS NOT NULL THEN 7 END)`,
    [shop.id, id, birthMonth],
  )
  if (member)
    await admin.query(
      `INSERT INTO members (shop_id, customer_id, number, tier, tier_since, joined_at)
       VALUES ($1, $2::uuid, $2::text, $3, $4, '2024-01-01')`,
      [shop.id, id, tier, since],
    )
  return id
}

export interface Bought {
  readonly orderId: string
  readonly lineId: string
}

/** An order of one line that was paid at a time; freight of 10 yuan comes on top of the goods. */
export async function buy(
  { admin }: World,
  shop: TestShop,
  customerId: string,
  fen: number,
  paidAt: Date,
): Promise<Bought> {
  const [orderId, lineId, addressId] = [randomUUID(), randomUUID(), randomUUID()]
  await admin.query(
    `WITH a AS (INSERT INTO addresses (shop_id, id, customer_id, province, city, district, detail_masked, recipient_masked,
         phone_masked, phone_last4, fingerprint, recorded_at)
       VALUES ($1, $2::uuid, $3, '浙江省', '杭州市', '西湖区', '文三路***', '陈*', '138****5678', '5678', $2::text, $7)),
     o AS (INSERT INTO orders (shop_id, id, number, customer_id, trade_status, physical_status, source, goods_fen, freight_fen,
         payable_fen, paid_fen, address_id, placed_at, paid_at)
       VALUES ($1, $4::uuid, $4::text, $3, 'COMPLETED', 'DELIVERED', 'SILENT', $6::bigint, 1000, $6::bigint + 1000, $6::bigint + 1000, $2, $7, $7))
     INSERT INTO order_lines (shop_id, id, order_id, position, product_id, sku_id, product_name, spec, quantity, unit_price_fen,
       paid_fen, status)
     VALUES ($1, $5, $4::uuid, 1, $8, $9, '纯棉衬衫', 'S', 1, $6::bigint, $6::bigint, 'SIGNED')`,
    [shop.id, addressId, customerId, orderId, lineId, fen, paidAt, shop.productId, shop.skus.s],
  )
  return { orderId, lineId }
}

/** Owes a part of what was paid for a line back, as after-sales do. */
export function refund(
  { deps }: World,
  shop: TestShop,
  { orderId, lineId }: Bought,
  fen: number,
  at: Date,
  freightFen = 0,
): Promise<void> {
  const id = randomUUID()
  return inShop(deps.database, shop.id, (tx) =>
    oweRefund(tx, {
      shopId: shop.id,
      id,
      number: id,
      orderId,
      caseId: null,
      kind: 'FULL',
      route: 'ORIGINAL',
      reason: 'RETURNED',
      lines: [{ lineId, amountFen: fen, points: 0 }],
      freightFen,
      dueAt: at,
      at,
      commandId: randomUUID(),
    } as never),
  )
}

/** What a payment does to the tier, at the time of the service's clock. */
export function raise({ deps }: World, shop: TestShop, customerId: string): Promise<void> {
  const actor = { kind: 'worker', shop: shop.id } as const
  return inShop(deps.database, shop.id, async (tx) =>
    raiseTier(await openRun({ deps, tx, actor, scope: 'shop', commandId: randomUUID() }), customerId),
  )
}

/** When the rounds of a shop are next. */
export async function roundsFrom(
  { admin }: World,
  shop: TestShop,
  first: string,
  day = first,
): Promise<void> {
  await admin.query(
    `INSERT INTO member_rounds (shop_id, kind, due_at) VALUES ($1, 'TIERS', $2::timestamptz), ($1, 'DAILY', $3::timestamptz)
     ON CONFLICT (shop_id, kind) DO UPDATE SET due_at = excluded.due_at, done_up_to = NULL`,
    [shop.id, `${first}T00:00:00+08:00`, `${day}T00:00:00+08:00`],
  )
}
