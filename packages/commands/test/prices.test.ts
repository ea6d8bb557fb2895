import { randomUUID } from 'node:crypto'
import { inShop } from '@cs/data'
import { findOrder } from '@cs/data/orders'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  cancelOrder,
  changeOrderItem,
  placeOrder,
  type QuotePriceInput,
  quotePrice,
  recordPayment,
} from '../src/index.ts'
import { giveCoupon, promote } from './offers.ts'
import { addProduct, addSku, NOW, openShop, openWorld, type TestShop, type World } from './shop.ts'
import { checksums, rowsOf } from './state.ts'

let world: World
let shop: TestShop
beforeAll(async () => {
  world = await openWorld('prices')
})
afterAll(() => world.close())
beforeEach(async () => {
  shop = await openShop(world)
})

const ADDRESS = {
  province: '浙江省',
  city: '杭州市',
  district: '西湖区',
  detail: '文三路 478 号 3 幢 1203 室',
  recipient: '陈晓',
  phone: '13912347788',
}
const key = () => ({ idempotencyKey: randomUUID() })
const lines = (quantity = 1) => [{ skuId: shop.skus.s, quantity }]

async function quoted(input: Partial<QuotePriceInput> = {}) {
  const outcome = await quotePrice(world.deps, shop.partner, {
    customerId: shop.customerId,
    province: ADDRESS.province,
    lines: lines(),
    ...input,
  })
  if (outcome.kind !== 'PriceQuoted') throw new Error(JSON.stringify(outcome))
  return outcome
}
const place = (expectedPayableFen: number, over: object = {}) =>
  placeOrder(world.deps, shop.partner, {
    customerId: shop.customerId,
    lines: lines(),
    address: ADDRESS,
    expectedPayableFen,
    ...key(),
    ...over,
  })
async function placed(expectedPayableFen: number, over: object = {}): Promise<string> {
  const outcome = await place(expectedPayableFen, over)
  if (outcome.kind !== 'Success') throw new Error(JSON.stringify(outcome))
  return outcome.orderId
}
const cancel = (orderId: string) =>
  cancelOrder(world.deps, shop.specialist, { orderId, reason: 'BUYER_ASKED', ...key() })
const pay = (orderId: string, amountFen: number) =>
  recordPayment(world.deps, shop.partner, {
    orderId,
    method: 'ALIPAY',
    amountFen,
    reference: `PAY-${randomUUID()}`,
    ...key(),
  })
async function openLine(orderId: string) {
  const [line] = await rowsOf<{ id: string }>(world, 'SELECT id FROM order_lines WHERE order_id = $1', [
    orderId,
  ])
  return { orderId, lineId: String(line?.id) }
}
const change = (line: { orderId: string; lineId: string }, skuId: string) =>
  changeOrderItem(world.deps, shop.partner, { ...line, skuId, ...key() })
const usesOf = (couponId: string) =>
  rowsOf<{ open: boolean }>(
    world,
    'SELECT returned_at IS NULL AS open FROM coupon_uses WHERE coupon_id = $1 ORDER BY spent_at',
    [couponId],
  )
const discountsOf = (orderId: string) =>
  rowsOf<{ kind: string; fen: number }>(
    world,
    'SELECT kind, amount_fen::int AS fen FROM order_discounts WHERE order_id = $1 ORDER BY position',
    [orderId],
  )

describe('a quote', () => {
  it('is what the order then costs, discount by discount and line by line, and stores nothing', async () => {
    await world.admin.query(`UPDATE members SET tier = 'DIAMOND' WHERE shop_id = $1`, [shop.id])
    const threshold = await promote(world, shop, 'THRESHOLD', { thresholdFen: 20_000, offFen: 2_000 })
    const coupon = await giveCoupon(world, shop, await promote(world, shop, 'COUPON', { offFen: 1_000 }))
    const wanted = [...lines(2), { skuId: shop.skus.dear, quantity: 1 }]
    const before = await checksums(world)
    const { cart, decision } = await quoted({ lines: wanted })
    expect(await checksums(world)).toEqual(before)
    expect(decision.outcome).toBe('ALLOWED')
    // 320.00 less 8 %, 20.00 and 10.00.
    expect(cart.quote.payableFen).toBe(26_440)
    const orderId = await placed(26_440, { lines: wanted })
    expect(await discountsOf(orderId)).toEqual([
      { kind: 'TIER', fen: 2_560 },
      { kind: 'THRESHOLD', fen: 2_000 },
      { kind: 'COUPON', fen: 1_000 },
    ])
    const rows = await rowsOf<{ discount: number; tier: number; payable: number }>(
      world,
      `SELECT discount_fen::int AS discount, tier_fen::int AS tier, (quantity * unit_price_fen - discount_fen)::int AS payable
       FROM order_lines WHERE order_id = $1 ORDER BY position`,
      [orderId],
    )
    expect(rows.map((row) => row.payable)).toEqual(cart.lines.map((line) => line.payableFen))
    expect(rows.map((row) => row.tier)).toEqual([1_600, 960])
    await recordPayment(world.deps, shop.partner, {
      orderId,
      method: 'ALIPAY',
      amountFen: 26_440,
      reference: 'PAY-0001',
      ...key(),
    })
    const [paid] = await rowsOf(
      world,
      'SELECT sum(paid_fen)::int AS fen FROM order_lines WHERE order_id = $1',
      [orderId],
    )
    expect(paid).toEqual({ fen: 26_440 })
    const [used] = await rowsOf(world, 'SELECT used FROM promotions WHERE id = $1', [threshold])
    expect(used).toEqual({ used: 1 })
    expect(await usesOf(coupon)).toEqual([{ open: true }])
  })

  it('below or above the price of the system is denied (PRC-01, Q04)', async () => {
    expect((await quoted({ quotedFen: 10_000 })).decision.outcome).toBe('ALLOWED')
    for (const quotedFen of [9_999, 10_001]) {
      const { decision } = await quoted({ quotedFen })
      expect(decision.findings.filter((each) => each.verdict === 'DENY').map((each) => each.rule)).toEqual([
        'PRC-01',
      ])
    }
  })

  it('without a customer has no tier, no coupon and no first purchase', async () => {
    await promote(world, shop, 'FIRST_PURCHASE', { offFen: 500 })
    await giveCoupon(world, shop, await promote(world, shop, 'COUPON', { offFen: 1_000 }))
    expect((await quoted()).cart.quote.payableFen).toBe(8_500)
    expect((await quoted({ customerId: undefined })).cart.quote.payableFen).toBe(10_000)
  })

  it('knows no coupon of somebody else', async () => {
    const other = await openShop(world)
    const theirs = await giveCoupon(world, other, await promote(world, other, 'COUPON', { offFen: 1_000 }))
    const outcome = await quotePrice(world.deps, shop.partner, {
      customerId: shop.customerId,
      lines: lines(),
      couponIds: [theirs],
    })
    expect(outcome).toEqual({ kind: 'NotFound', what: 'Coupon' })
  })
})

describe('offers', () => {
  it('a coupon is spent once by twenty orders at once', async () => {
    const coupon = await giveCoupon(world, shop, await promote(world, shop, 'COUPON', { offFen: 1_000 }))
    // Other goods, so that nothing but the buyer and the coupon is in the way of one another.
    const of = (i: number) => ({
      lines: [{ skuId: i % 2 ? shop.skus.s : shop.skus.m, quantity: 1 }],
      couponIds: [coupon],
    })
    const all = await Promise.all(Array.from({ length: 20 }, (_, i) => place(9_000, of(i))))
    expect(all.filter(({ kind }) => kind === 'Success')).toHaveLength(1)
    expect(all.filter(({ kind }) => kind === 'PolicyDenied')).toHaveLength(19)
    expect(await usesOf(coupon)).toEqual([{ open: true }])
  })

  it('a coupon comes back when its order is cancelled before dispatch, and can be spent again (Q09)', async () => {
    const coupon = await giveCoupon(world, shop, await promote(world, shop, 'COUPON', { offFen: 1_000 }))
    const first = await placed(9_000)
    expect((await quoted()).cart.quote.payableFen).toBe(10_000)
    expect((await cancel(first)).kind).toBe('Success')
    expect(await usesOf(coupon)).toEqual([{ open: false }])
    const [event] = await rowsOf(
      world,
      `SELECT data FROM events WHERE subject_id = $1 AND type = 'CouponsReturned'`,
      [first],
    )
    expect(event).toEqual({ data: { couponIds: [coupon] } })
    const second = await placed(9_000)
    await world.admin.query('UPDATE coupons SET valid_until = $2 WHERE id = $1', [
      coupon,
      '2026-11-18T03:00:00Z',
    ])
    // What is no longer valid does not come back.
    expect((await cancel(second)).kind).toBe('Success')
    expect((await usesOf(coupon)).filter(({ open }) => open)).toHaveLength(1)
  })

  it('a first purchase is the first, until it is cancelled', async () => {
    await promote(world, shop, 'FIRST_PURCHASE', { offFen: 500 })
    const first = await placed(9_500)
    expect((await quoted()).cart.quote.payableFen).toBe(10_000)
    await cancel(first)
    expect((await quoted()).cart.quote.payableFen).toBe(9_500)
  })

  it('a limited promotion is given as often as it says to many at once, and again when one is cancelled', async () => {
    const promotion = await promote(world, shop, 'THRESHOLD', { offFen: 2_000, most: 3 })
    const other = await promote(world, shop, 'THRESHOLD', { offFen: 1, thresholdFen: 90_000, most: 9 })
    const gift = await promote(world, shop, 'GIFT', { giftSkuId: shop.skus.dear })
    const all = await Promise.all(Array.from({ length: 8 }, () => place(8_000)))
    const done = all.flatMap((each) => (each.kind === 'Success' ? [each.orderId] : []))
    expect(done).toHaveLength(3)
    const verdicts = (await quoted()).cart.quote.considered.map((each) => [each.offer.id, each.verdict])
    expect(Object.fromEntries(verdicts)).toMatchObject({ [promotion]: 'USED_UP' })
    const counts = await rowsOf(world, 'SELECT id, used FROM promotions WHERE shop_id = $1', [shop.id])
    expect(counts).toContainEqual({ id: other, used: 0 })
    expect(counts).toContainEqual({ id: gift, used: 3 })
    await cancel(String(done[0]))
    const [used] = await rowsOf(world, 'SELECT used FROM promotions WHERE id = $1', [promotion])
    expect(used).toEqual({ used: 2 })
  })

  it('a gift is a line of its own for nothing, out of stock that is reserved', async () => {
    await promote(world, shop, 'GIFT', { thresholdFen: 10_000, giftSkuId: shop.skus.dear })
    await world.admin.query('UPDATE skus SET stock = 1 WHERE id = $1', [shop.skus.dear])
    const orderId = await placed(10_000)
    const rows = await rowsOf(
      world,
      'SELECT sku_id, quantity, unit_price_fen::int AS price, gift FROM order_lines WHERE order_id = $1 ORDER BY position',
      [orderId],
    )
    expect(rows).toEqual([
      { sku_id: shop.skus.s, quantity: 1, price: 10_000, gift: false },
      { sku_id: shop.skus.dear, quantity: 1, price: 0, gift: true },
    ])
    const { considered, gift } = (await quoted()).cart.quote
    expect(gift).toBeNull()
    expect(considered).toMatchObject([{ verdict: 'NO_GIFT_LEFT' }])
    await cancel(orderId)
    expect((await quoted()).cart.quote.gift).toMatchObject({ skuId: shop.skus.dear })
  })

  it('a gift counts neither for the limits of what is bought nor as bought twice (ORD-AUD-03, ORD-ABN-05)', async () => {
    await promote(world, shop, 'GIFT', { giftSkuId: shop.skus.dear })
    await world.admin.query('UPDATE products SET max_quantity = 1 WHERE shop_id = $1', [shop.id])
    const first = await placed(10_000)
    const [order] = await rowsOf<{ id: string }>(world, 'SELECT address_id AS id FROM orders WHERE id = $1', [
      first,
    ])
    const to = { address: undefined, addressId: order?.id }
    const duplicatesOf = async (orderId: string) => {
      const found = await inShop(world.deps.database, shop.id, (tx) => findOrder(tx, shop.id, orderId, NOW))
      return found?.duplicates.length
    }
    const other = await placed(10_000, { ...to, lines: [{ skuId: shop.skus.m, quantity: 1 }] })
    expect(await duplicatesOf(other)).toBe(0)
    expect(await duplicatesOf(await placed(10_000, to))).toBe(1)
  })

  it('a gift goes with the last line that was bought, and freight comes back', async () => {
    await promote(world, shop, 'GIFT', { giftSkuId: shop.skus.dear })
    await world.admin.query('UPDATE skus SET price_fen = 4000 WHERE shop_id = $1', [shop.id])
    const orderId = await placed(8_800, {
      lines: [
        { skuId: shop.skus.s, quantity: 1 },
        { skuId: shop.skus.m, quantity: 1 },
      ],
    })
    await pay(orderId, 8_800)
    const [first, second] = await rowsOf<{ id: string }>(
      world,
      'SELECT id FROM order_lines WHERE order_id = $1 AND NOT gift ORDER BY position',
      [orderId],
    )
    const cancelLine = (line?: { id: string }) =>
      cancelOrder(world.deps, shop.partner, {
        orderId,
        lineIds: [String(line?.id)],
        reason: 'BUYER_ASKED',
        ...key(),
      })
    expect(await cancelLine(first)).toMatchObject({ kind: 'Success', whole: false })
    expect(await cancelLine(second)).toMatchObject({ kind: 'Success', whole: true })
    const [left] = await rowsOf(
      world,
      `SELECT trade_status AS trade, refunded_fen::int AS refunded,
         (SELECT count(*)::int FROM order_lines l WHERE l.order_id = o.id AND l.status = 'OPEN') AS open,
         (SELECT reserved FROM skus WHERE id = $2) AS reserved FROM orders o WHERE id = $1`,
      [orderId, shop.skus.dear],
    )
    expect(left).toEqual({ trade: 'CANCELLED', refunded: 8_800, open: 0, reserved: 0 })
  })

  it('a campaign price is a discount of its line: the public price stays in the order', async () => {
    await promote(world, shop, 'CAMPAIGN_PRICE', { prices: { [shop.skus.s]: 8_800 } })
    const orderId = await placed(8_800)
    expect(await discountsOf(orderId)).toEqual([{ kind: 'CAMPAIGN_PRICE', fen: 1_200 }])
    const [line] = await rowsOf(
      world,
      'SELECT unit_price_fen::int AS price, campaign_fen::int AS campaign FROM order_lines WHERE order_id = $1',
      [orderId],
    )
    expect(line).toEqual({ price: 10_000, campaign: 1_200 })
  })

  it('a campaign price stays with its own goods: another specification is another order', async () => {
    await promote(world, shop, 'CAMPAIGN_PRICE', { prices: { [shop.skus.s]: 2_000 } })
    const other = await openLine(await placed(2_000))
    const before = await checksums(world)
    expect(await change(other, shop.skus.m)).toMatchObject({ kind: 'PolicyDenied' })
    expect({ ...(await checksums(world)), idempotency_keys: '' }).toEqual({ ...before, idempotency_keys: '' })
    await world.admin.query('UPDATE promotions SET most = 1 WHERE shop_id = $1', [shop.id])
    await promote(world, shop, 'CAMPAIGN_PRICE', { prices: { [shop.skus.s]: 2_000, [shop.skus.m]: 2_000 } })
    expect((await change(await openLine(await placed(2_000)), shop.skus.m)).kind).toBe('Success')
  })

  it('a coupon for certain goods stays with them, too', async () => {
    const coupon = await promote(world, shop, 'COUPON', { offFen: 9_000 })
    await world.admin.query(
      'INSERT INTO promotion_products (shop_id, promotion_id, product_id) VALUES ($1, $2, $3)',
      [shop.id, coupon, shop.productId],
    )
    await giveCoupon(world, shop, coupon)
    const other = await addProduct(world, shop.id)
    const skuId = await addSku(world, shop.id, other, 'X', 10_000)
    const line = await openLine(await placed(1_000))
    const denied = await change(line, skuId)
    expect(denied).toMatchObject({ kind: 'PolicyDenied' })
    const why = await rowsOf(
      world,
      `SELECT 1 FROM decisions d, jsonb_array_elements(d.findings) f
       WHERE d.id = $1 AND f ->> 'rule' = 'PRC-01' AND f ->> 'verdict' = 'DENY'`,
      ['decisionId' in denied ? denied.decisionId : null],
    )
    expect(why).toHaveLength(1)
    expect((await change(line, shop.skus.m)).kind).toBe('Success')
  })
})
