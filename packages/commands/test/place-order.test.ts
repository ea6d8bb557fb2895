import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Actor,
  cancelOrder,
  changeOrderAddress,
  type PlaceOrderInput,
  placeOrder,
  previewPlaceOrder,
  recordPayment,
} from '../src/index.ts'
import { NOW, openShop, openWorld, type TestShop, type World } from './shop.ts'
import { rowsOf } from './state.ts'

let world: World
let shop: TestShop
beforeAll(async () => {
  world = await openWorld('place')
  shop = await openShop(world)
})
afterAll(() => world.close())

const ADDRESS = {
  province: '浙江省',
  city: '杭州市',
  district: '西湖区',
  detail: '文三路 478 号 3 幢 1203 室',
  recipient: '陈晓',
  phone: '13912347788',
}
const key = () => ({ idempotencyKey: randomUUID() })
const wants = (over: Partial<PlaceOrderInput> = {}): PlaceOrderInput => ({
  customerId: shop.customerId,
  lines: [{ skuId: shop.skus.s, quantity: 1 }],
  address: ADDRESS,
  expectedPayableFen: 10_000,
  ...key(),
  ...over,
})
const place = (over: Partial<PlaceOrderInput> = {}, actor: Actor = shop.partner) =>
  placeOrder(world.deps, actor, wants(over))
async function placed(over: Partial<PlaceOrderInput> = {}) {
  const outcome = await place(over)
  if (outcome.kind !== 'Success') throw new Error(JSON.stringify(outcome))
  return outcome
}
const pay = (orderId: string, amountFen: number, over: object = {}) =>
  recordPayment(world.deps, shop.partner, {
    orderId,
    method: 'ALIPAY',
    amountFen,
    reference: `PAY-${randomUUID()}`,
    ...key(),
    ...over,
  })
const reserved = async (sku = shop.skus.s) =>
  (await rowsOf<{ reserved: number }>(world, 'SELECT reserved FROM skus WHERE id = $1', [sku]))[0]
    ?.reserved ?? 0
const orderOf = async (id: string) =>
  (await rowsOf<Record<string, unknown>>(world, 'SELECT * FROM orders WHERE id = $1', [id]))[0]
const rulesOf = async (decisionId: string) =>
  (
    await rowsOf<{ rule: string; verdict: string }>(
      world,
      `SELECT f ->> 'rule' AS rule, f ->> 'verdict' AS verdict FROM decisions, jsonb_array_elements(findings) f WHERE id = $1`,
      [decisionId],
    )
  )
    .filter(({ verdict }) => verdict === 'DENY')
    .map(({ rule }) => rule)
const ordersInAll = async () =>
  (
    await rowsOf<{ n: number }>(world, 'SELECT count(*)::int AS n FROM orders WHERE shop_id = $1', [shop.id])
  )[0]?.n

describe('an order', () => {
  it('is placed at its price, with its stock reserved, its address in the vault and everything to find it by', async () => {
    const before = await reserved()
    const done = await placed({
      lines: [
        { skuId: shop.skus.s, quantity: 2 },
        { skuId: shop.skus.dear, quantity: 1 },
      ],
      expectedPayableFen: 32_000,
      buyerRemark: '请发顺丰',
    })
    expect(await reserved()).toBe(before + 2)
    const order = await orderOf(done.orderId)
    expect(order).toMatchObject({
      number: done.number,
      trade_status: 'UNPAID',
      physical_status: 'NOT_PRINTED',
      source: 'SILENT',
      buyer_remark: '请发顺丰',
      paid_at: null,
    })
    expect(order?.trade_deadline_at).toEqual(new Date(NOW.getTime() + 86_400_000))
    const terms = await rowsOf<{ field: string; term: string }>(
      world,
      `SELECT field, term FROM search_terms WHERE entity = 'ORDER' AND entity_id = $1 ORDER BY field, term`,
      [done.orderId],
    )
    expect(terms.map(({ field }) => field)).toEqual(['NUMBER', 'PHONE_HASH', 'PHONE_LAST4'])
    expect(terms).toContainEqual({ field: 'PHONE_LAST4', term: '7788' })
    const [event] = await rowsOf<{ type: string; data: object; rule_ids: string[] }>(
      world,
      'SELECT type, data, rule_ids FROM events WHERE subject_id = $1',
      [done.orderId],
    )
    expect(event).toMatchObject({ type: 'OrderPlaced', data: { number: done.number, payableFen: 32_000 } })
    expect(JSON.stringify(event)).not.toContain('7788')
  })

  it('is not placed at a price that changed: the answer tells the price, and nothing is written', async () => {
    const [orders, pieces] = [await ordersInAll(), await reserved()]
    const outcome = await place({ expectedPayableFen: 9_900 })
    expect(outcome.kind).toBe('PolicyDenied')
    if (outcome.kind === 'PolicyDenied') expect(await rulesOf(outcome.decisionId)).toEqual(['PRC-01'])
    expect([await ordersInAll(), await reserved()]).toEqual([orders, pieces])
  })

  it('goes to a province by any name of it, and to where freight is another only as a new order (PRC-18)', async () => {
    const at = (province: string) => ({ ...ADDRESS, province })
    expect((await place({ address: at('西藏') })).kind).toBe('PolicyDenied')
    expect(await place({ address: at('中国西部') })).toMatchObject({
      kind: 'ValidationFailed',
      issues: [{ field: 'address.province', code: 'INVALID' }],
    })
    const { orderId } = await placed()
    const move = (province: string) =>
      changeOrderAddress(world.deps, shop.partner, { orderId, address: at(province), ...key() })
    const before = await orderOf(orderId)
    expect((await move('西藏')).kind).toBe('PolicyDenied')
    expect(await orderOf(orderId)).toEqual(before)
    expect((await move('江苏')).kind).toBe('Success')
    const [moved] = await rowsOf(
      world,
      'SELECT a.province FROM orders o JOIN addresses a ON a.id = o.address_id WHERE o.id = $1',
      [orderId],
    )
    expect(moved).toEqual({ province: '江苏省' })
  })

  it('takes freight below the amount from which it is free, and more to remote provinces', async () => {
    await world.admin.query('UPDATE skus SET price_fen = 5000 WHERE id = $1', [shop.skus.m])
    const lines = [{ skuId: shop.skus.m, quantity: 1 }]
    expect((await place({ lines, expectedPayableFen: 5_800 })).kind).toBe('Success')
    const far = { ...ADDRESS, province: '西藏自治区' }
    expect((await place({ lines, address: far, expectedPayableFen: 5_800 })).kind).toBe('PolicyDenied')
    expect((await place({ lines, address: far, expectedPayableFen: 6_500 })).kind).toBe('Success')
    await world.admin.query('UPDATE skus SET price_fen = 10000 WHERE id = $1', [shop.skus.m])
  })

  it('keeps to the limits of an order, to what is there and to what is sold', async () => {
    const pieces = await reserved()
    const more = await place({ lines: [{ skuId: shop.skus.s, quantity: 21 }], expectedPayableFen: 210_000 })
    if (more.kind === 'PolicyDenied') expect(await rulesOf(more.decisionId)).toEqual(['ORD-ABN-03'])
    expect(more.kind).toBe('PolicyDenied')
    await world.admin.query('UPDATE products SET max_quantity = 2 WHERE id = $1', [shop.productId])
    // Per product and order (CAT-16, Q38), however many specifications.
    const limited = await place({
      lines: [
        { skuId: shop.skus.s, quantity: 2 },
        { skuId: shop.skus.m, quantity: 1 },
      ],
      expectedPayableFen: 30_000,
    })
    if (limited.kind === 'PolicyDenied') expect(await rulesOf(limited.decisionId)).toEqual(['ORD-AUD-03'])
    expect(limited.kind).toBe('PolicyDenied')
    await world.admin.query('UPDATE products SET max_quantity = NULL WHERE id = $1', [shop.productId])
    const vague = await place({ address: { ...ADDRESS, detail: '学校附近' } })
    if (vague.kind === 'PolicyDenied') expect(await rulesOf(vague.decisionId)).toEqual(['ORD-AUD-01'])
    expect(vague.kind).toBe('PolicyDenied')
    expect(await reserved()).toBe(pieces)
  })

  it('goes to an address on record of that customer alone', async () => {
    const done = await placed()
    const address = String((await orderOf(done.orderId))?.address_id)
    const { address: _, ...onRecord } = wants({ addressId: address })
    const again = await placeOrder(world.deps, shop.partner, onRecord)
    expect(again.kind).toBe('Success')
    const other = await openShop(world)
    expect(
      await placeOrder(
        world.deps,
        { ...shop.partner, shop: other.id },
        {
          ...onRecord,
          ...key(),
          customerId: other.customerId,
          lines: [{ skuId: other.skus.s, quantity: 1 }],
        },
      ),
    ).toEqual({ kind: 'NotFound', what: 'Address' })
    expect((await place({ addressId: address })).kind).toBe('ValidationFailed')
    expect((await placeOrder(world.deps, shop.partner, { ...onRecord, lines: [] })).kind).toBe(
      'ValidationFailed',
    )
  })

  it('is placed once for a key, and asking changes nothing', async () => {
    const input = wants()
    const [orders, pieces] = [await ordersInAll(), await reserved()]
    expect(await previewPlaceOrder(world.deps, shop.partner, input)).toMatchObject({
      kind: 'Previewed',
      decision: { outcome: 'ALLOWED' },
    })
    expect([await ordersInAll(), await reserved()]).toEqual([orders, pieces])
    const both = await Promise.all([
      placeOrder(world.deps, shop.partner, input),
      placeOrder(world.deps, shop.partner, input),
    ])
    expect(both[0]).toEqual(both[1])
    expect(await ordersInAll()).toBe(Number(orders) + 1)
  })

  it('sells five pieces to twenty who want one at once five times', async () => {
    const few = await openShop(world)
    await world.admin.query('UPDATE skus SET stock = 5 WHERE id = $1', [few.skus.s])
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () =>
        placeOrder(world.deps, few.partner, {
          ...wants({ customerId: few.customerId, lines: [{ skuId: few.skus.s, quantity: 1 }] }),
        }),
      ),
    )
    expect(outcomes.filter(({ kind }) => kind === 'Success')).toHaveLength(5)
    expect(outcomes.filter(({ kind }) => kind === 'PolicyDenied')).toHaveLength(15)
    expect(await reserved(few.skus.s)).toBe(5)
  })
})

describe('a payment', () => {
  it('makes the order paid: each line its share, a number, a promise of dispatch', async () => {
    const done = await placed({
      lines: [
        { skuId: shop.skus.s, quantity: 1 },
        { skuId: shop.skus.dear, quantity: 1 },
      ],
      expectedPayableFen: 22_000,
    })
    const paid = await pay(done.orderId, 22_000)
    expect(paid.kind).toBe('Success')
    expect(await orderOf(done.orderId)).toMatchObject({
      trade_status: 'PAID',
      paid_fen: '22000',
      paid_at: NOW,
      dispatch_due_at: new Date(NOW.getTime() + 48 * 3_600_000),
      trade_deadline_at: null,
      version: 2,
    })
    const lines = await rowsOf(
      world,
      'SELECT paid_fen::int FROM order_lines WHERE order_id = $1 ORDER BY position',
      [done.orderId],
    )
    expect(lines).toEqual([{ paid_fen: 10_000 }, { paid_fen: 12_000 }])
    const clocks = await rowsOf(world, 'SELECT name, breach_at FROM clocks WHERE subject_id = $1', [
      done.orderId,
    ])
    expect(clocks).toEqual([{ name: 'order.dispatch', breach_at: new Date(NOW.getTime() + 48 * 3_600_000) }])
  })

  it('of presale goods promises the start of their dispatch', async () => {
    const early = await openShop(world)
    await world.admin.query(
      `UPDATE products SET presale = true, ship_from_at = '2026-12-10T00:00:00Z' WHERE id = $1`,
      [early.productId],
    )
    const order = await placeOrder(
      world.deps,
      early.partner,
      wants({ customerId: early.customerId, lines: [{ skuId: early.skus.s, quantity: 1 }] }),
    )
    if (order.kind !== 'Success') throw new Error(order.kind)
    await recordPayment(world.deps, early.partner, {
      orderId: order.orderId,
      method: 'WECHAT_PAY',
      amountFen: 10_000,
      reference: 'WX-0001',
      ...key(),
    })
    const [clock] = await rowsOf(world, 'SELECT breach_at FROM clocks WHERE subject_id = $1', [order.orderId])
    expect(clock).toEqual({ breach_at: new Date('2026-12-10T00:00:00Z') })
  })

  it('counts once: not again, not with another amount, not twice for two orders', async () => {
    const first = await placed()
    const second = await placed()
    const reference = `PAY-${randomUUID()}`
    expect((await pay(first.orderId, 9_999)).kind).toBe('PolicyDenied')
    const all = await Promise.all([
      pay(first.orderId, 10_000, { reference }),
      pay(first.orderId, 10_000, { reference }),
      pay(second.orderId, 10_000, { reference }),
    ])
    expect(all.filter(({ kind }) => kind === 'Success')).toHaveLength(1)
    const [sum] = await rowsOf(
      world,
      `SELECT count(*)::int AS n, sum(amount_fen)::int AS fen FROM payments WHERE order_id = ANY($1)`,
      [[first.orderId, second.orderId]],
    )
    expect(sum).toEqual({ n: 1, fen: 10_000 })
  })

  it('comes too late for an order that was closed, whose stock is free again', async () => {
    const before = await reserved()
    const done = await placed()
    const closed = await cancelOrder(world.deps, shop.partner, {
      orderId: done.orderId,
      reason: 'BUYER_ASKED',
      ...key(),
    })
    expect(closed.kind).toBe('Success')
    expect(await reserved()).toBe(before)
    expect((await pay(done.orderId, 10_000)).kind).toBe('PolicyDenied')
    const [count] = await rowsOf(world, 'SELECT count(*)::int AS n FROM payments WHERE order_id = $1', [
      done.orderId,
    ])
    expect(count).toEqual({ n: 0 })
  })

  it('and closing an order exclude each other, whichever comes first', async () => {
    for (let round = 0; round < 4; round += 1) {
      const { orderId } = await placed()
      const [paid, closed] = await Promise.all([
        pay(orderId, 10_000),
        cancelOrder(world.deps, shop.partner, { orderId, reason: 'BUYER_ASKED', ...key() }),
      ])
      const order = await orderOf(orderId)
      if (paid.kind === 'Success' && closed.kind === 'Success')
        expect(order).toMatchObject({ refunded_fen: '10000' })
      else expect(order).toMatchObject({ paid_fen: closed.kind === 'Success' ? '0' : '10000' })
    }
  })
})
