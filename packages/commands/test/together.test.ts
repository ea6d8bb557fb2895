import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Actor,
  cancelOrder,
  changeOrderAddress,
  changeOrderItem,
  decideApproval,
  expireApproval,
  placeOrder as placeAnOrder,
  requestApproval,
  withdrawApproval,
} from '../src/index.ts'
import { promote } from './offers.ts'
import { placeOrder } from './orders.ts'
import { book, drift, pointsOf } from './points.ts'
import { NOW, openShop, openWorld, type TestShop, type World } from './shop.ts'
import { rowsOf } from './state.ts'

let world: World
let shop: TestShop
let apparel: TestShop
beforeAll(async () => {
  world = await openWorld('together')
  shop = await openShop(world)
  apparel = await openShop(world, 'apparel')
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
const request = async (agent: Actor) => {
  const order = await placeOrder(world, shop, { customised: true })
  const asked = await requestApproval(world.deps, agent, {
    action: 'cancelOrder',
    input: { orderId: order.id, reason: 'BUYER_ASKED' },
    reason: '客户要求特批',
  })
  if (asked.kind !== 'Success') throw new Error(`not requested: ${asked.kind}`)
  return { order, ...asked }
}
const eventsOf = async (id: string) =>
  (
    await rowsOf<{ type: string }>(world, 'SELECT type FROM events WHERE subject_id = $1 ORDER BY id', [id])
  ).map((each) => each.type)

describe('many commands at once', () => {
  it('leave balances that are the sums of their entries', async () => {
    const orders = await Promise.all(
      Array.from({ length: 12 }, () =>
        placeOrder(world, shop, { lines: ['OPEN', 'OPEN'], pointsPerLine: 7 }),
      ),
    )
    for (const { id } of orders) await book(world, shop, { kind: 'PURCHASE', points: 200 }, { orderId: id })
    const cancel = (orderId: string, lineIds?: readonly string[]) =>
      cancelOrder(world.deps, shop.specialist, {
        orderId,
        reason: 'BUYER_ASKED',
        ...key(),
        ...(lineIds && { lineIds: [...lineIds] }),
      })
    await Promise.all(
      orders.flatMap(({ id, lineIds }) => [
        cancel(id, lineIds.slice(0, 1)),
        cancel(id, lineIds.slice(1)),
        cancel(id),
      ]),
    )
    expect(await pointsOf(world, shop)).toEqual({ pending: 0, available: 168, held: 0 })
    expect(await drift(world, shop)).toEqual([])
  })

  it('swap to and fro without a piece too many, in stock or in reserve', async () => {
    const orders = await Promise.all(Array.from({ length: 6 }, () => placeOrder(world, apparel)))
    await world.admin.query('UPDATE skus SET stock = 3 WHERE shop_id = $1 AND id = $2', [
      apparel.id,
      apparel.skus.m,
    ])
    const swap = (i: number, skuId: string) =>
      changeOrderItem(world.deps, apparel.specialist, {
        orderId: String(orders[i]?.id),
        lineId: String(orders[i]?.lineIds[0]),
        skuId,
        ...key(),
      })
    const kinds = await Promise.all(
      Array.from({ length: 24 }, (_, i) => swap(i % 6, i % 4 < 2 ? apparel.skus.m : apparel.skus.s)),
    )
    expect(kinds.some((each) => each.kind === 'Success')).toBe(true)
    const wrong = await rowsOf(
      world,
      `SELECT s.code, s.stock, s.reserved FROM skus s LEFT JOIN order_lines l
         ON l.shop_id = s.shop_id AND l.sku_id = s.id AND l.status = 'OPEN'
       WHERE s.shop_id = $1 GROUP BY s.shop_id, s.id, s.code, s.stock, s.reserved
       HAVING s.reserved <> coalesce(sum(l.quantity), 0) OR s.reserved > s.stock`,
      [apparel.id],
    )
    expect(wrong).toEqual([])
  })

  it('place and cancel under a limited promotion without waiting for each other', async () => {
    const own = await openShop(world)
    const [promotion] = await Promise.all([
      promote(world, own, 'THRESHOLD', { offFen: 1_000, most: 500 }),
      promote(world, own, 'GIFT', { giftSkuId: own.skus.dear, most: 500 }),
      promote(world, own, 'CAMPAIGN_PRICE', { prices: { [own.skus.s]: 9_000 } }),
      world.admin.query('UPDATE skus SET stock = 1000 WHERE shop_id = $1', [own.id]),
    ])
    const place = () =>
      placeAnOrder(world.deps, own.partner, {
        customerId: own.customerId,
        lines: [{ skuId: own.skus.s, quantity: 1 }],
        address: ADDRESS,
        expectedPayableFen: 8_000,
        ...key(),
      })
    const cancel = (orderId: string) =>
      cancelOrder(world.deps, own.partner, { orderId, reason: 'BUYER_ASKED', ...key() })
    const first = await Promise.all([place(), place(), place()])
    let placed = first.flatMap((each) => (each.kind === 'Success' ? [each.orderId] : []))
    for (let round = 0; round < 5; round += 1) {
      const [added, removed] = await Promise.all([
        Promise.all([place(), place(), place()]),
        Promise.all(placed.map(cancel)),
      ])
      expect([...added, ...removed].map(({ kind }) => kind)).toEqual(Array(6).fill('Success'))
      placed = added.flatMap((each) => (each.kind === 'Success' ? [each.orderId] : []))
    }
    const [used] = await rowsOf(world, 'SELECT used FROM promotions WHERE id = $1', [promotion])
    expect(used).toEqual({ used: 3 })
    // The database would have undone one of two that wait for each other, and it would have been tried again.
    const [waited] = await rowsOf(
      world,
      'SELECT deadlocks::int AS times FROM pg_stat_database WHERE datname = current_database()',
    )
    expect(waited).toEqual({ times: 0 })
  })

  it('settle a request once: decided, withdrawn and rejected at the same time', async () => {
    for (let round = 0; round < 4; round += 1) {
      const { order, approvalId } = await request(shop.specialist)
      const outcomes = await Promise.all([
        decideApproval(world.deps, shop.supervisor, { approvalId, verdict: 'APPROVE', reason: '同意' }),
        withdrawApproval(world.deps, shop.specialist, { approvalId }),
        decideApproval(world.deps, shop.manager, { approvalId, verdict: 'REJECT', reason: '不同意' }),
      ])
      expect(outcomes.filter((each) => each.kind === 'Success')).toHaveLength(1)
      expect(outcomes.filter((each) => each.kind === 'Conflict')).toHaveLength(2)
      const told = (await eventsOf(order.id)).filter((each) =>
        /^Approval(Granted|Rejected|Withdrawn)$/.test(each),
      )
      expect(told).toHaveLength(1)
    }
  })

  it('expire a request once, and decide none that has lapsed', async () => {
    const { order, approvalId, expiresAt } = await request(shop.specialist)
    world.setNow(new Date(expiresAt))
    try {
      const worker: Actor = { kind: 'worker', shop: shop.id }
      const outcomes = await Promise.all([
        ...Array.from({ length: 4 }, () => expireApproval(world.deps, worker, { approvalId })),
        decideApproval(world.deps, shop.manager, { approvalId, verdict: 'APPROVE', reason: '同意' }),
      ])
      expect(outcomes.map((each) => each.kind).sort()).toEqual([...Array(4).fill('Conflict'), 'Success'])
      expect(await eventsOf(order.id)).toEqual(['ApprovalRequested', 'ApprovalExpired'])
    } finally {
      world.setNow(NOW)
    }
  })
})

describe('what a change of address leaves behind', () => {
  it('takes no number where everybody can read it', async () => {
    const order = await placeOrder(world, shop)
    const address = {
      province: '上海市',
      city: '上海市',
      district: '黄浦区 13912349876',
      detail: '南京东路 300 号',
      recipient: '陈晓',
      phone: '13912349876',
    }
    const identity = { orderNumber: order.number, phoneLast4: '5678' }
    const outcome = await changeOrderAddress(world.deps, shop.specialist, {
      orderId: order.id,
      address,
      identity,
    })
    expect(outcome).toMatchObject({
      kind: 'ValidationFailed',
      issues: [{ field: 'address.district', code: 'INVALID' }],
    })
  })

  /** Ids, hashes and fractions of a second hold any four digits now and then. */
  const withoutIds = (text: string) =>
    text.replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}|\.\d{3,6}/g, '')

  it('names no person, number, street or digits anywhere but in the vault', async () => {
    const order = await placeOrder(world, shop)
    const outcome = await changeOrderAddress(world.deps, shop.specialist, {
      orderId: order.id,
      address: {
        province: '上海市',
        city: '上海市',
        district: '黄浦区',
        detail: '南京东路 3177 号 5 楼',
        recipient: '欧阳震华',
        phone: '13912349876',
      },
      identity: { orderNumber: order.number, phoneLast4: '5678' },
      ...key(),
    })
    expect(outcome.kind).toBe('Success')
    const tables = [
      'decisions',
      'events',
      'audit_entries',
      'idempotency_keys',
      'order_remarks',
      'identity_checks',
    ]
    for (const table of tables) {
      const [all] = await rowsOf<{ text: string }>(
        world,
        `SELECT coalesce(string_agg(t::text, '|'), '') AS text FROM ${table} t WHERE t.shop_id = $1`,
        [shop.id],
      )
      for (const secret of ['13912349876', '3177', '南京东路', '欧阳震华', '震华'])
        expect([table, withoutIds(all?.text ?? '').includes(secret)]).toEqual([table, false])
    }
  })
})
