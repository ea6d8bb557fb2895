import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cancelOrder, changeOrderAddress, interceptOrder } from '../src/index.ts'
import { placeOrder, type TestOrder } from './orders.ts'
import { openShop, openWorld, type TestShop, type World } from './shop.ts'
import { rowsOf } from './state.ts'

let world: World
let shop: TestShop
beforeAll(async () => {
  world = await openWorld('recall')
  shop = await openShop(world, 'apparel')
})
afterAll(() => world.close())

const cancel = (order: TestOrder, lines?: readonly number[]) =>
  cancelOrder(world.deps, shop.specialist, {
    orderId: order.id,
    reason: 'BUYER_ASKED',
    idempotencyKey: randomUUID(),
    ...(lines && { lineIds: lines.map((i) => String(order.lineIds[i])) }),
  })
const intercept = (order: TestOrder) =>
  interceptOrder(world.deps, shop.specialist, {
    orderId: order.id,
    reason: 'NO_LONGER_WANTED',
    idempotencyKey: randomUUID(),
  })
const stateOf = async (order: TestOrder) => {
  const [row] = await rowsOf<{ trade: string; physical: string; refunded: number; lines: string[] }>(
    world,
    `SELECT o.trade_status AS trade, o.physical_status AS physical, o.refunded_fen::int AS refunded,
       (SELECT array_agg(l.status ORDER BY l.position) FROM order_lines l WHERE l.order_id = o.id) AS lines
     FROM orders o WHERE o.id = $1`,
    [order.id],
  )
  return row
}
const reserved = async () =>
  (await rowsOf<{ reserved: number }>(world, 'SELECT reserved FROM skus WHERE id = $1', [shop.skus.s]))[0]
    ?.reserved
const comesBack = (order: TestOrder) =>
  world.admin.query("UPDATE orders SET physical_status = 'RETURNED' WHERE id = $1", [order.id])
const split = () =>
  placeOrder(world, shop, {
    trade: 'PARTLY_SHIPPED',
    physical: 'PARTLY_HANDED_OVER',
    lines: ['SHIPPED', 'OPEN'],
  })

describe('an order whose parcel came back', () => {
  it('ends when its last line is cancelled, not with the first', async () => {
    const order = await placeOrder(world, shop, {
      trade: 'SHIPPED',
      physical: 'RETURNED',
      lines: ['SHIPPED', 'SHIPPED'],
      pointsPerLine: 30,
    })
    expect(await cancel(order, [0])).toMatchObject({ kind: 'Success', whole: false })
    expect(await stateOf(order)).toMatchObject({
      trade: 'SHIPPED',
      refunded: 10_000,
      lines: ['RETURNED', 'SHIPPED'],
    })
    expect((await cancel(order, [0])).kind).toBe('Conflict')
    expect(await cancel(order)).toMatchObject({ kind: 'Success', whole: true, lineIds: [order.lineIds[1]] })
    expect(await stateOf(order)).toMatchObject({
      trade: 'CANCELLED',
      refunded: 20_000,
      lines: ['RETURNED', 'RETURNED'],
    })
    const points = await rowsOf(
      world,
      "SELECT points::int FROM points_entries WHERE order_id = $1 AND kind = 'RETURNED' AND customer_id IS NOT NULL",
      [order.id],
    )
    expect(points).toEqual([{ points: 30 }, { points: 30 }])
  })

  it('frees the stock of what had never left', async () => {
    const before = await reserved()
    const order = await split()
    expect((await intercept(order)).kind).toBe('Success')
    await comesBack(order)
    expect(await cancel(order)).toMatchObject({ kind: 'Success', whole: true })
    expect(await stateOf(order)).toMatchObject({ trade: 'CANCELLED', lines: ['RETURNED', 'CANCELLED'] })
    expect(await reserved()).toBe(before)
  })

  it('takes an approval where the goods are customised', async () => {
    const order = await placeOrder(world, shop, {
      trade: 'SHIPPED',
      physical: 'RETURNED',
      lines: ['SHIPPED'],
      customised: true,
    })
    expect((await cancel(order)).kind).toBe('ApprovalRequired')
    expect(await stateOf(order)).toMatchObject({ trade: 'SHIPPED', refunded: 0 })
  })
})

describe('a split order whose parcel is being recalled', () => {
  it('gives up what has not left, and waits with what has', async () => {
    const order = await split()
    await intercept(order)
    expect((await cancel(order, [0])).kind).toBe('PolicyDenied')
    expect((await cancel(order)).kind).toBe('PolicyDenied')
    expect(await cancel(order, [1])).toMatchObject({ kind: 'Success', whole: false })
    expect(await stateOf(order)).toMatchObject({
      trade: 'SHIPPED',
      physical: 'INTERCEPT_REQUESTED',
      refunded: 10_000,
      lines: ['SHIPPED', 'CANCELLED'],
    })
    await comesBack(order)
    expect(await cancel(order)).toMatchObject({ kind: 'Success', whole: true })
    expect(await stateOf(order)).toMatchObject({ trade: 'CANCELLED', refunded: 20_000 })
  })
})

describe('cancelling, recalling and re-addressing at once', () => {
  it('leaves one task for one recall, and never a refund beside it', async () => {
    const order = await placeOrder(world, shop, {
      trade: 'SHIPPED',
      physical: 'HANDED_OVER',
      lines: ['SHIPPED'],
    })
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, (_, i) => (i % 2 ? cancel(order) : intercept(order))),
    )
    expect(outcomes.filter((each) => each.kind === 'Success')).toHaveLength(1)
    const tasks = await rowsOf(world, 'SELECT kind FROM warehouse_tasks WHERE order_id = $1', [order.id])
    expect(tasks).toEqual([{ kind: 'INTERCEPT' }])
    expect(await stateOf(order)).toMatchObject({ physical: 'INTERCEPT_REQUESTED', refunded: 0 })
  })

  it('changes no address of an order that was cancelled first', async () => {
    for (let round = 0; round < 5; round += 1) {
      const order = await placeOrder(world, shop)
      const address = {
        province: '上海市',
        city: '上海市',
        district: '黄浦区',
        detail: '南京东路 300 号 5 楼',
        recipient: '陈晓',
        phone: '13912340000',
      }
      const identity = { orderNumber: order.number, phoneLast4: '5678' }
      const [cancelled, moved] = await Promise.all([
        cancel(order),
        changeOrderAddress(world.deps, shop.colleague, { orderId: order.id, address, identity }),
      ])
      expect(cancelled.kind).toBe('Success')
      expect(['Success', 'PolicyDenied']).toContain(moved.kind)
      expect(await stateOf(order)).toMatchObject({ trade: 'CANCELLED', refunded: 11_000 })
      const types = await rowsOf<{ type: string }>(
        world,
        'SELECT type FROM events WHERE subject_id = $1 ORDER BY recorded_at, id',
        [order.id],
      )
      expect(types.some((each) => each.type === 'OrderAddressChanged')).toBe(moved.kind === 'Success')
    }
  })
})
