import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cancelOrder, placeOrder, recordPayment, recordShipment, reportTracking } from '../src/index.ts'
import { book, drift, entriesOfOrder, pointsOf } from './points.ts'
import { NOW, openShop, openWorld, type TestShop, type World } from './shop.ts'
import { checksums, rowsOf } from './state.ts'

let world: World
let shop: TestShop
beforeAll(async () => {
  world = await openWorld('points_orders')
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
/** A refusal is kept with its key, and is nothing else. */
const state = async () => ({ ...(await checksums(world)), idempotency_keys: '' })
const key = () => ({ idempotencyKey: randomUUID() })
const place = (points: number, payable: number, quantity = 1) =>
  placeOrder(world.deps, shop.partner, {
    customerId: shop.customerId,
    lines: [
      { skuId: shop.skus.s, quantity },
      { skuId: shop.skus.dear, quantity: 1 },
    ],
    address: ADDRESS,
    expectedPayableFen: payable,
    points,
    ...key(),
  })
async function placed(points: number, payable: number) {
  const outcome = await place(points, payable)
  if (outcome.kind !== 'Success') throw new Error(JSON.stringify(outcome))
  return outcome.orderId
}
const pay = (orderId: string, amountFen: number) =>
  recordPayment(world.deps, shop.partner, {
    orderId,
    method: 'ALIPAY',
    amountFen,
    reference: `PAY-${randomUUID()}`,
    ...key(),
  })
const cancel = (orderId: string) =>
  cancelOrder(world.deps, shop.manager, { orderId, reason: 'BUYER_ASKED', ...key() })
const withPoints = async (points: number) => {
  shop = await openShop(world)
  if (points > 0) await book(world, shop, { kind: 'REVIEW', points, expiresOn: '2027-12-31' })
}
const linesOf = (orderId: string) =>
  rowsOf(
    world,
    'SELECT points_spent::int AS points, discount_fen::int AS discount, paid_fen::int AS paid FROM order_lines WHERE order_id = $1 ORDER BY position',
    [orderId],
  )

describe('points on an order', () => {
  it('are set aside when it is placed, shared over its lines, and spent when it is paid (PTS-04, Q07, Q24)', async () => {
    await withPoints(5_000)
    const orderId = await placed(3_001, 18_999)
    expect(await pointsOf(world, shop)).toEqual({ pending: 0, available: 1_999, held: 3_001 })
    expect(await linesOf(orderId)).toEqual([
      { points: 1_364, discount: 1_364, paid: 0 },
      { points: 1_637, discount: 1_637, paid: 0 },
    ])
    expect((await pay(orderId, 18_999)).kind).toBe('Success')
    // 189 whole yuan were paid for goods in cash: the offset earns nothing (Q10).
    expect(await pointsOf(world, shop)).toEqual({ pending: 189, available: 1_999, held: 0 })
    expect((await linesOf(orderId)).map((line) => (line as { paid: number }).paid)).toEqual([8_636, 10_363])
    expect((await cancel(orderId)).kind).toBe('Success')
    expect(await pointsOf(world, shop)).toEqual({ pending: 0, available: 5_000, held: 0 })
    expect(await drift(world, shop)).toEqual([])
  })

  it('come back in the lots they were spent from, each with its old last day (Q09)', async () => {
    await withPoints(0)
    await book(world, shop, { kind: 'REVIEW', points: 1_000, expiresOn: '2026-12-31' })
    await book(world, shop, { kind: 'REVIEW', points: 1, expiresOn: '2027-12-31' })
    const orderId = await placed(1_001, 20_999)
    await pay(orderId, 20_999)
    const [line] = await rowsOf<{ id: string }>(
      world,
      'SELECT id FROM order_lines WHERE order_id = $1 ORDER BY position',
      [orderId],
    )
    const input = { orderId, reason: 'BUYER_ASKED' as const }
    await cancelOrder(world.deps, shop.manager, { ...input, lineIds: [String(line?.id)], ...key() })
    expect((await cancel(orderId)).kind).toBe('Success')
    const back = await entriesOfOrder(world, orderId, ['RETURNED'])
    expect(back.map(({ points, expires_on }) => [expires_on, points])).toEqual([
      ['2026-12-31', 454],
      ['2027-12-31', 1],
      ['2026-12-31', 546],
    ])
    expect(await drift(world, shop)).toEqual([])
  })

  it('are half of the goods at most, and no more than there are (Q24)', async () => {
    await withPoints(20_000)
    const before = await state()
    expect((await place(11_001, 10_999)).kind).toBe('PolicyDenied')
    expect((await place(500, 22_000)).kind).toBe('PolicyDenied')
    expect(await state()).toEqual(before)
    expect((await place(11_000, 11_000)).kind).toBe('Success')
    expect((await place(9_001, 12_999)).kind).toBe('PolicyDenied')
    expect((await place(9_000, 13_000)).kind).toBe('Success')
    expect(await pointsOf(world, shop)).toEqual({ pending: 0, available: 0, held: 20_000 })
  })

  it('of an order that is closed unpaid are let go, whole, and nothing is refunded', async () => {
    await withPoints(1_000)
    const orderId = await placed(700, 21_300)
    expect((await cancel(orderId)).kind).toBe('Success')
    expect(await pointsOf(world, shop)).toEqual({ pending: 0, available: 1_000, held: 0 })
    expect(await rowsOf(world, 'SELECT 1 FROM refunds WHERE order_id = $1', [orderId])).toEqual([])
    expect((await entriesOfOrder(world, orderId, ['HOLD', 'RELEASE'])).map(({ points }) => points)).toEqual([
      -700, 700, -700, 700,
    ])
    expect(await drift(world, shop)).toEqual([])
  })

  it('of thirty orders that are placed at once are never more than there were', async () => {
    await withPoints(5_500)
    await world.admin.query('UPDATE skus SET stock = 100 WHERE shop_id = $1', [shop.id])
    const outcomes = await Promise.all(Array.from({ length: 30 }, () => place(1_000, 21_000)))
    expect(outcomes.filter(({ kind }) => kind === 'Success')).toHaveLength(5)
    expect(await pointsOf(world, shop)).toEqual({ pending: 0, available: 500, held: 5_000 })
    expect(await drift(world, shop)).toEqual([])
  })

  it('that an order earned are available once all of it was received (PTS-01)', async () => {
    await withPoints(0)
    const orderId = await placed(0, 22_000)
    await pay(orderId, 22_000)
    expect(await pointsOf(world, shop)).toEqual({ pending: 220, available: 0, held: 0 })
    const sent = await recordShipment(world.deps, shop.manager, {
      orderId,
      carrier: 'SF',
      waybill: `SF${orderId.slice(0, 8)}`,
      status: 'HANDED_OVER',
      ...key(),
    })
    expect(sent.kind).toBe('Success')
    const report = () =>
      reportTracking(world.deps, shop.manager, {
        waybill: `SF${orderId.slice(0, 8).toUpperCase()}`,
        carrier: 'SF',
        events: [{ kind: 'SIGNED', place: '杭州', occurredAt: NOW.toISOString() }],
      })
    expect((await report()).kind).toBe('Success')
    await report()
    expect(await pointsOf(world, shop)).toEqual({ pending: 0, available: 220, held: 0 })
    expect(await entriesOfOrder(world, orderId, ['RECEIPT'])).toEqual([
      { kind: 'RECEIPT', account: 'PENDING', points: -220, expires_on: null },
      { kind: 'RECEIPT', account: 'AVAILABLE', points: 220, expires_on: '2027-12-31' },
    ])
    expect(await drift(world, shop)).toEqual([])
  })
})
