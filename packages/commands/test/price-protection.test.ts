import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import {
  changeSkuPrice,
  claimPriceProtection,
  issueRefund,
  placeOrder,
  previewClaimPriceProtection,
  recordPayment,
} from '../src/index.ts'
import { NOW, openShop, openWorld, type TestShop, type World } from './shop.ts'
import { checksums, rowsOf } from './state.ts'

let world: World
let shop: TestShop
beforeAll(async () => {
  world = await openWorld('protection')
})
afterAll(() => world.close())
beforeEach(async () => {
  world.setNow(NOW)
  shop = await openShop(world)
})

const key = () => ({ idempotencyKey: randomUUID() })
const days = (n: number) => world.setNow(new Date(NOW.getTime() + n * 86_400_000))
const price = (priceFen: number, skuId = shop.skus.s) =>
  changeSkuPrice(world.deps, shop.manager, { skuId, priceFen, ...key() })
/** Two pieces at 100 yuan and one at 120, paid. */
async function paid() {
  const placed = await placeOrder(world.deps, shop.partner, {
    customerId: shop.customerId,
    lines: [
      { skuId: shop.skus.s, quantity: 2 },
      { skuId: shop.skus.dear, quantity: 1 },
    ],
    address: {
      province: '浙江省',
      city: '杭州市',
      district: '西湖区',
      detail: '文三路 478 号 3 幢 1203 室',
      recipient: '陈晓',
      phone: '13912347788',
    },
    expectedPayableFen: 32_000,
    ...key(),
  })
  if (placed.kind !== 'Success') throw new Error(JSON.stringify(placed))
  const { orderId } = placed
  const done = await recordPayment(world.deps, shop.partner, {
    orderId,
    method: 'ALIPAY',
    amountFen: 32_000,
    reference: `PAY-${randomUUID()}`,
    ...key(),
  })
  expect(done.kind).toBe('Success')
  const lines = await rowsOf<{ id: string }>(
    world,
    'SELECT id FROM order_lines WHERE order_id = $1 ORDER BY position',
    [orderId],
  )
  return { orderId, lineIds: lines.map(({ id }) => id) }
}
const claim = (orderId: string, lineId = '') =>
  claimPriceProtection(world.deps, shop.partner, { orderId, lineId, ...key() })

it('pays back the lowest public price so far, once, through refund and ledger', async () => {
  const { orderId, lineIds } = await paid()
  days(1)
  expect((await price(9_000)).kind).toBe('Success')
  days(2)
  await price(8_500)
  days(3)
  await price(11_000)
  const before = await checksums(world)
  const asked = await previewClaimPriceProtection(world.deps, shop.partner, {
    orderId,
    lineId: String(lineIds[0]),
  })
  expect(asked).toMatchObject({ kind: 'Previewed', decision: { outcome: 'ALLOWED' } })
  expect(await checksums(world)).toEqual(before)
  const all = await Promise.all([0, 1, 2].map(() => claim(orderId, lineIds[0])))
  expect(all.map(({ kind }) => kind).sort()).toEqual(['PolicyDenied', 'PolicyDenied', 'Success'])
  const [sums] = await rowsOf(
    world,
    `SELECT o.refunded_fen::int AS refunded, (SELECT json_agg(json_build_array(reason, amount_fen, status)) FROM refunds r WHERE r.order_id = o.id) AS refunds,
       (SELECT sum(l.amount_fen)::int FROM ledger_lines l JOIN ledger_journals j ON j.id = l.journal_id WHERE j.order_id = o.id AND l.account = 'OWED_TO_CUSTOMER') AS owed,
       (SELECT json_agg(json_build_array(lowest_fen, quantity)) FROM price_claims c WHERE c.order_id = o.id) AS claims
     FROM orders o WHERE id = $1`,
    [orderId],
  )
  // 100.00 - 85.00, twice.
  expect(sums).toEqual({
    refunded: 3_000,
    refunds: [['PRICE_PROTECTION', 3_000, 'OWED']],
    owed: -3_000,
    claims: [[8_500, 2]],
  })
})

it('holds to the end of the seventh day, and for a price that fell', async () => {
  const { orderId, lineIds } = await paid()
  expect((await claim(orderId, lineIds[0])).kind).toBe('PolicyDenied')
  await price(9_999)
  expect((await claim(orderId, lineIds[1])).kind).toBe('PolicyDenied')
  // Noon of the 18th in Shanghai: the seventh day is the 25th.
  world.setNow(new Date('2026-11-25T15:59:59Z'))
  expect((await claim(orderId, lineIds[0])).kind).toBe('Success')
  await price(9_000, shop.skus.dear)
  world.setNow(new Date('2026-11-25T16:00:01Z'))
  expect((await claim(orderId, lineIds[1])).kind).toBe('PolicyDenied')
})

it('promises each refund: the clock of the second goes on when the first is paid', async () => {
  const { orderId, lineIds } = await paid()
  days(1)
  await price(9_000)
  await price(11_000, shop.skus.dear)
  const first = await claim(orderId, lineIds[0])
  const second = await claim(orderId, lineIds[1])
  if (first.kind !== 'Success' || second.kind !== 'Success') throw new Error('not protected')
  const clocks = () =>
    rowsOf(
      world,
      `SELECT result FROM clocks WHERE subject_id = $1 AND name = 'partial_refund' ORDER BY started_at, id`,
      [orderId],
    )
  expect(await clocks()).toEqual([{ result: null }])
  const issue = (refundId: string) => issueRefund(world.deps, shop.specialist, { refundId, ...key() })
  expect((await issue(first.refundId)).kind).toBe('Success')
  expect(await clocks()).toEqual([{ result: 'MET' }, { result: null }])
  expect((await issue(second.refundId)).kind).toBe('Success')
  expect(await clocks()).toEqual([{ result: 'MET' }, { result: 'MET' }])
})

it('is kept by a history of prices that a change adds to, once', async () => {
  await price(9_000)
  days(1)
  const both = await Promise.all([
    changeSkuPrice(world.deps, shop.manager, {
      skuId: shop.skus.s,
      priceFen: 8_000,
      expectedVersion: 2,
      ...key(),
    }),
    changeSkuPrice(world.deps, shop.manager, {
      skuId: shop.skus.s,
      priceFen: 7_000,
      expectedVersion: 2,
      ...key(),
    }),
  ])
  expect(both.map(({ kind }) => kind).sort()).toEqual(['Conflict', 'Success'])
  const history = await rowsOf(
    world,
    'SELECT price_fen::int AS fen FROM sku_prices WHERE sku_id = $1 ORDER BY since',
    [shop.skus.s],
  )
  expect(history).toHaveLength(3)
  expect(history.slice(0, 2)).toEqual([{ fen: 10_000 }, { fen: 9_000 }])
  const change = changeSkuPrice(world.deps, shop.supervisor, { skuId: shop.skus.s, priceFen: 1, ...key() })
  await expect(change).rejects.toThrow('product.price.change')
})
