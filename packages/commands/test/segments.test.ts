import { randomUUID } from 'node:crypto'
import { addDays, dayOf } from '@cs/domain/calendar'
import { type Lifecycle, lifecycleOf, valueClassOf } from '@cs/domain/customers'
import { fen } from '@cs/domain/money'
import { DEMO_PACKS, loadPack } from '@cs/domain/policy'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cancelOrder, Forbidden, placeOrder, reviewLifecycles, reviewValues } from '../src/index.ts'
import { customerRow, newCustomer } from './customers.ts'
import { NOW, openShop, openWorld, type TestShop, type World } from './shop.ts'
import { rowsOf } from './state.ts'

const pack = loadPack(DEMO_PACKS.general)
const DAY = 86_400_000
let world: World
let shop: TestShop
beforeAll(async () => {
  world = await openWorld('segments')
  shop = await openShop(world)
})
afterAll(() => world.close())

const after = (days: number) => new Date(NOW.getTime() + days * DAY)
const worker = () => ({ kind: 'worker', shop: shop.id }) as const

/** Customers with nothing but a number. */
async function customers(of: TestShop, count: number): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    world,
    `INSERT INTO customers (shop_id, id, number, name, name_masked, form_of_address, lifecycle, value_class, created_at)
     SELECT $1, gen_random_uuid(), gen_random_uuid(), '某', '*', '朋友', 'NEW', 'ORDINARY', '2026-01-01' FROM generate_series(1, $2) RETURNING id`,
    [of.id, count],
  )
  return rows.map(({ id }) => id)
}

/** A paid and completed order as it would have come in. */
async function ordered(of: TestShop, customerId: string, at: Date, paidFen: number): Promise<string> {
  const id = randomUUID()
  const [address] = await rowsOf<{ id: string }>(
    world,
    `INSERT INTO addresses (shop_id, id, customer_id, province, city, district, detail_masked, recipient_masked, phone_masked, phone_last4, fingerprint, recorded_at)
     VALUES ($1, gen_random_uuid(), $2, 'p', 'c', 'd', '*', '*', '*', '1', '1', $3) RETURNING id`,
    [of.id, customerId, at],
  )
  await world.admin.query(
    `INSERT INTO orders (shop_id, id, number, customer_id, trade_status, physical_status, source, goods_fen, payable_fen, paid_fen, address_id, placed_at, paid_at)
     VALUES ($1, $2::uuid, $2::text, $3, 'COMPLETED', 'DELIVERED', 'SILENT', $4, $4, $4, $5, $6, $6)`,
    [of.id, id, customerId, paidFen, address?.id, at],
  )
  return id
}

/** The classes by value as the domain gives them one by one, from all orders. */
async function oneByOne(of: TestShop, now: Date): Promise<Map<string, string>> {
  const rows = await rowsOf<{ id: string; paid: number; orders: number }>(
    world,
    `SELECT c.id, COALESCE(sum(o.paid_fen - o.refunded_fen), 0)::int AS paid, count(o.id)::int AS orders FROM customers c
     LEFT JOIN orders o ON o.shop_id = c.shop_id AND o.customer_id = c.id AND o.trade_status <> 'CANCELLED' AND o.paid_at <= $2
       AND (o.paid_at AT TIME ZONE 'Asia/Shanghai')::date + 365 >= ($2::timestamptz AT TIME ZONE 'Asia/Shanghai')::date
     WHERE c.shop_id = $1 GROUP BY c.id`,
    [of.id, now],
  )
  const sorted = rows.map(({ paid }) => paid).sort((a, b) => b - a)
  const highFromFen = fen(sorted[Math.max(Math.ceil(sorted.length * 0.1) - 1, 0)] ?? 0)
  const middle = sorted.slice(Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2) + 1)
  const medianFen = fen(Math.floor(middle.reduce((sum, each) => sum + each, 0) / middle.length))
  return new Map(
    rows.map(({ id, paid, orders }) => [
      id,
      valueClassOf({ paidFen: fen(paid), orders, highFromFen, medianFen }, pack),
    ]),
  )
}

const stored = async (of: TestShop) =>
  new Map(
    (
      await rowsOf<{ id: string; value_class: string }>(
        world,
        'SELECT id, value_class FROM customers WHERE shop_id = $1',
        [of.id],
      )
    ).map(({ id, value_class }) => [id, value_class]),
  )
const sortedOf = (map: Map<string, string>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1))

/** Numbers that look random and are the same each time. */
function draws(seed: number) {
  let state = seed
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
}

describe('classes by value (CUS-SEG-02)', () => {
  it('of a whole shop are those of one by one, day after day, and only what changed is looked at', async () => {
    const own = await openShop(world)
    const me = { kind: 'worker', shop: own.id } as const
    const draw = draws(7)
    const people = await customers(own, 60)
    for (const id of people.slice(10))
      for (let n = draw(4); n > 0; n -= 1) await ordered(own, id, after(-draw(500)), 1 + draw(50_000))
    world.setNow(NOW)
    await reviewValues(world.deps, me)
    expect(sortedOf(await stored(own))).toEqual(sortedOf(await oneByOne(own, NOW)))
    for (const day of [1, 2, 30, 31, 200]) {
      world.setNow(after(day))
      const buyers = [people[draw(60)], people[draw(60)]]
      for (const id of buyers) if (id) await ordered(own, id, after(day - 0.2), 1 + draw(90_000))
      expect(await reviewValues(world.deps, me)).not.toBeNull()
      expect(sortedOf(await stored(own)), `day ${day}`).toEqual(sortedOf(await oneByOne(own, after(day))))
    }
    const [next] = await rowsOf<{ touched: number; customers: number }>(
      world,
      'SELECT touched, customers FROM value_thresholds WHERE shop_id = $1 ORDER BY day OFFSET 1 LIMIT 1',
      [own.id],
    )
    expect(next?.touched).toBeLessThan(10)
    expect(next?.customers).toBe(61)
    world.setNow(NOW)
  })

  it('are made once a day, though two workers come by, and each change is in the history', async () => {
    const own = await openShop(world)
    const me = { kind: 'worker', shop: own.id } as const
    const [rich] = await customers(own, 3)
    await ordered(own, String(rich), after(-3), 90_000)
    const results = await Promise.all([reviewValues(world.deps, me), reviewValues(world.deps, me)])
    expect(results.filter((each) => each === null)).toHaveLength(1)
    const history = await rowsOf<object>(
      world,
      'SELECT customer_id, kind, from_class, to_class FROM customer_classes WHERE shop_id = $1',
      [own.id],
    )
    expect(history).toEqual([{ customer_id: rich, kind: 'VALUE', from_class: 'ORDINARY', to_class: 'HIGH' }])
    await expect(reviewValues(world.deps, own.manager)).rejects.toThrow(Forbidden)
  })
})

describe('the lifecycle (CUS-SEG-01)', () => {
  it('follows an order at once, and its cancellation as soon as the worker comes by', async () => {
    const customerId = await newCustomer(world, shop)
    const placed = await placeOrder(world.deps, shop.partner, {
      customerId,
      lines: [{ skuId: shop.skus.s, quantity: 1 }],
      address: {
        province: '浙江省',
        city: '杭州市',
        district: '西湖区',
        detail: '文三路 478 号 3 幢',
        recipient: '欧阳晓梅',
        phone: '13912347788',
      },
      expectedPayableFen: 10_000,
      idempotencyKey: randomUUID(),
    })
    if (placed.kind !== 'Success') throw new Error(JSON.stringify(placed))
    expect(await customerRow(world, customerId)).toMatchObject({
      order_count: 1,
      last_order_at: NOW,
      lifecycle: 'NEW',
      version: 1,
    })
    await cancelOrder(world.deps, shop.partner, {
      orderId: placed.orderId,
      reason: 'BUYER_ASKED',
      idempotencyKey: randomUUID(),
    })
    expect(await reviewLifecycles(world.deps, worker(), [customerId])).toEqual([customerId])
    expect(await customerRow(world, customerId)).toMatchObject({ order_count: 0, lifecycle_review_at: null })
  })

  it('over a year of days is what the rules say each day, with every change noted once', async () => {
    const own = await openShop(world)
    const me = { kind: 'worker', shop: own.id } as const
    const draw = draws(11)
    const people = await customers(own, 6)
    const plan = people.map((id) => ({
      id,
      days: [...new Set(Array.from({ length: draw(7) }, () => draw(330)))].sort((a, b) => a - b),
    }))
    const expected = new Map<string, Lifecycle>(people.map((id) => [id, 'NEW']))
    let changes = 0
    for (let day = 0; day <= 365; day += 1) {
      const now = after(day)
      world.setNow(now)
      for (const { id, days } of plan) {
        if (days.includes(day)) {
          await ordered(own, id, now, 100)
          await world.admin.query('UPDATE customers SET lifecycle_review_at = $2 WHERE id = $1', [id, now])
        }
        const past = days.filter((each) => each <= day).map(after)
        const before = expected.get(id) ?? 'NEW'
        const facts = {
          firstOrderAt: past.at(0) ?? null,
          lastOrderAt: past.at(-1) ?? null,
          ordersInLoyalWindow: past.filter((each) => addDays(dayOf(each), 180) >= dayOf(now)).length,
          current: before,
        }
        const next = lifecycleOf(facts, pack, now)
        if (next !== before) changes += 1
        expected.set(id, next)
      }
      const due = await rowsOf<{ id: string }>(
        world,
        'SELECT id FROM customers WHERE shop_id = $1 AND lifecycle_review_at <= $2',
        [own.id, now],
      )
      const ids = due.map(({ id }) => id)
      // Two workers at once.
      if (ids.length > 0)
        await Promise.all([reviewLifecycles(world.deps, me, ids), reviewLifecycles(world.deps, me, ids)])
      if (ids.length > 0 || day % 50 === 0) {
        const rows = await rowsOf<{ id: string; lifecycle: Lifecycle }>(
          world,
          'SELECT id, lifecycle FROM customers WHERE id = ANY($1)',
          [people],
        )
        expect(new Map(rows.map(({ id, lifecycle }) => [id, lifecycle])), `day ${day}`).toEqual(
          new Map(rows.map(({ id }) => [id, expected.get(id)])),
        )
      }
    }
    world.setNow(NOW)
    const [count] = await rowsOf<{ history: number; events: number }>(
      world,
      `SELECT (SELECT count(*)::int FROM customer_classes WHERE shop_id = $1 AND kind = 'LIFECYCLE') AS history,
         (SELECT count(*)::int FROM events WHERE shop_id = $1 AND type = 'CustomerReclassed') AS events`,
      [own.id],
    )
    expect(count).toEqual({ history: changes, events: changes })
    expect(changes).toBeGreaterThan(8)
  })
})
