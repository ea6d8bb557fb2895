import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  type Actor,
  endPromotion,
  Forbidden,
  grantCompensation,
  issueCoupon,
  placeOrder,
  quotePrice,
  type SavePromotionInput,
  savePromotion,
} from '../src/index.ts'
import { applied, signedOrder } from './after-sales.ts'
import { customerRow, newCustomer } from './customers.ts'
import { discrepancies, success } from './settlements.ts'
import { NOW, openShop, openWorld, type TestShop, type World } from './shop.ts'
import { checksums, rowsOf } from './state.ts'

let world: World
let shop: TestShop
beforeAll(async () => {
  world = await openWorld('promotions')
})
beforeEach(async () => {
  world.setNow(NOW)
  shop = await openShop(world)
})
afterAll(() => world.close())

const key = () => ({ idempotencyKey: randomUUID() })
const DAY = 86_400_000
const inDays = (days: number) => new Date(NOW.getTime() + days * DAY).toISOString()
const ADDRESS = {
  province: '浙江省',
  city: '杭州市',
  district: '西湖区',
  detail: '文三路 478 号 3 幢 1203 室',
  recipient: '陈晓',
  phone: '13912347788',
}
const threshold = {
  kind: 'THRESHOLD',
  name: '满100减20',
  startsAt: inDays(-1),
  endsAt: inDays(10),
  combines: ['COUPON'],
  thresholdFen: 10_000,
  offFen: 2_000,
} as const
const coupons = {
  ...threshold,
  kind: 'COUPON',
  name: '5元券',
  combines: [] as 'TIER'[],
  thresholdFen: 0,
  offFen: 500,
} as const
const save = (input: Partial<SavePromotionInput> = {}, by: Actor = shop.supervisor) =>
  savePromotion(world.deps, by, { ...threshold, ...key(), ...input } as SavePromotionInput)
const saved = async (input: object = {}) => (await success(save(input))).promotionId
const issue = (promotionId: string, customerId = shop.customerId, by: Actor = shop.specialist) =>
  issueCoupon(world.deps, by, { promotionId, customerId, ...key() })
const place = (expectedPayableFen: number) =>
  placeOrder(world.deps, shop.partner, {
    customerId: shop.customerId,
    lines: [{ skuId: shop.skus.s, quantity: 1 }],
    address: ADDRESS,
    expectedPayableFen,
    ...key(),
  })
const payable = async () => {
  const quote = await quotePrice(world.deps, shop.partner, {
    customerId: shop.customerId,
    province: ADDRESS.province,
    lines: [{ skuId: shop.skus.s, quantity: 1 }],
  })
  if (quote.kind !== 'PriceQuoted') throw new Error(quote.kind)
  return quote.cart.quote.payableFen
}
const promotion = async (id: string) =>
  (await rowsOf<Record<string, unknown>>(world, 'SELECT * FROM promotions WHERE id = $1', [id]))[0] ?? {}
const eventsOf = (subject: string) =>
  rowsOf<{ type: string }>(
    world,
    'SELECT type FROM events WHERE shop_id = $1 AND subject_id = $2 ORDER BY seq',
    [shop.id, subject],
  )
/** A refusal is kept with its key, and is nothing else. */
const state = async () => ({ ...(await checksums(world)), idempotency_keys: '' })

describe('a promotion', () => {
  it('that is saved is what orders are placed at, and ends when it is ended', async () => {
    const promotionId = await saved()
    expect(await payable()).toBe(8_000)
    await success(place(8_000))
    expect(await promotion(promotionId)).toMatchObject({ used: 1, version: 1, source: 'CAMPAIGN' })
    const ended = await success(
      endPromotion(world.deps, shop.manager, { promotionId, expectedVersion: 1, ...key() }),
    )
    expect(ended.version).toBe(2)
    expect(await payable()).toBe(10_000)
    expect((await place(8_000)).kind).toBe('PolicyDenied')
    expect((await endPromotion(world.deps, shop.manager, { promotionId })).kind).toBe('PolicyDenied')
    expect((await eventsOf(promotionId)).map(({ type }) => type)).toEqual([
      'PromotionSaved',
      'PromotionEnded',
    ])
    const [event] = await rowsOf(world, `SELECT data::text FROM events WHERE subject_id = $1`, [promotionId])
    expect(JSON.stringify(event)).not.toContain('满')
  })

  it('of each kind is told by the next price', async () => {
    await saved({ kind: 'FIRST_PURCHASE', thresholdFen: 0, offFen: 300, combines: [] })
    expect(await payable()).toBe(9_700)
    const prices = [{ skuId: shop.skus.s, priceFen: 8_800 }]
    await saved({ kind: 'CAMPAIGN_PRICE', thresholdFen: 0, offFen: 0, prices, combines: [] })
    expect(await payable()).toBe(8_800)
    const gift = { skuId: shop.skus.m, quantity: 1 }
    await saved({ kind: 'GIFT', thresholdFen: 0, offFen: 0, gift, combines: ['CAMPAIGN_PRICE'] })
    expect(await payable()).toBe(8_800)
  })

  it('that nobody had is changed in all it gives; one that somebody had in its name, end and places only', async () => {
    const prices = [{ skuId: shop.skus.s, priceFen: 8_800 }]
    const promotionId = await saved({ kind: 'CAMPAIGN_PRICE', thresholdFen: 0, offFen: 0, prices })
    const other = [{ skuId: shop.skus.s, priceFen: 7_700 }]
    const campaign = {
      promotionId,
      kind: 'CAMPAIGN_PRICE',
      thresholdFen: 0,
      offFen: 0,
      prices: other,
    } as const
    expect(await success(save({ ...campaign, expectedVersion: 1 }))).toMatchObject({ version: 2 })
    expect(await payable()).toBe(7_700)
    expect((await save({ ...campaign, expectedVersion: 1 })).kind).toBe('Conflict')
    await success(place(7_700))
    const before = await state()
    const denied = await save({ ...campaign, prices })
    expect(denied.kind).toBe('PolicyDenied')
    expect((await save({ ...campaign, startsAt: inDays(-2) })).kind).toBe('PolicyDenied')
    expect(await state()).toEqual(before)
    if (denied.kind !== 'PolicyDenied') return
    const [decision] = await rowsOf<{ findings: unknown; action: string; facts: unknown }>(
      world,
      'SELECT findings, action, facts FROM decisions WHERE id = $1',
      [denied.decisionId],
    )
    expect(JSON.stringify(decision?.findings)).toContain('endPromotion')
    expect(decision?.action).toBe('SAVE_PROMOTION')
    await success(save({ ...campaign, name: '秒杀', endsAt: inDays(20), most: 1 }))
    expect(await promotion(promotionId)).toMatchObject({ name: '秒杀', most: 1, used: 1, version: 3 })
    expect(await payable()).toBe(10_000)
  })

  it('that makes no sense is refused with all that is wrong, and nothing is written', async () => {
    const other = await openShop(world)
    const before = await checksums(world)
    const wrong: readonly (readonly [Partial<SavePromotionInput>, readonly string[]])[] = [
      [{ endsAt: inDays(-2) }, ['endsAt', 'endsAt']],
      [{ endsAt: inDays(-1) }, ['endsAt', 'endsAt']],
      [{ offFen: 10_001 }, ['off']],
      [{ offFen: 0, thresholdFen: 0 }, ['off', 'threshold']],
      [{ kind: 'GIFT', offFen: 0 }, ['gift']],
      [{ kind: 'CAMPAIGN_PRICE', offFen: 0, thresholdFen: 0 }, ['prices']],
      [{ combines: ['THRESHOLD'] }, ['combines']],
      [{ oncePerCustomer: true }, ['oncePerCustomer']],
      [{ tiers: [] }, ['tiers']],
      [{ most: 0 }, ['most']],
      [{ offFen: -1 }, ['offFen']],
    ]
    for (const [input, fields] of wrong) {
      const outcome = await save(input)
      if (outcome.kind !== 'ValidationFailed') throw new Error(JSON.stringify([input, outcome]))
      expect(outcome.issues.map(({ field }) => field)).toEqual(fields)
    }
    expect(await save({ productIds: [other.productId] })).toEqual({ kind: 'NotFound', what: 'Product' })
    expect(
      await save({
        kind: 'CAMPAIGN_PRICE',
        offFen: 0,
        thresholdFen: 0,
        prices: [{ skuId: other.skus.s, priceFen: 1 }],
      }),
    ).toEqual({ kind: 'NotFound', what: 'Sku' })
    const { idempotencyKey: _, ...unkeyed } = { ...threshold, ...key() }
    expect((await savePromotion(world.deps, shop.manager, unkeyed as never)).kind).toBe('ValidationFailed')
    for (const by of [shop.specialist, shop.colleague, shop.partner])
      await expect(save({}, by)).rejects.toThrow(Forbidden)
    expect(await checksums(world)).toEqual(before)
  })

  it('is saved once by one key, and of its places no more are taken than it has', async () => {
    const once = { ...key(), most: 2 }
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => save(once)))
    expect(new Set(outcomes.map((each) => each.kind === 'Success' && each.promotionId)).size).toBe(1)
    const placed = await Promise.all(Array.from({ length: 5 }, () => place(8_000)))
    expect(placed.filter(({ kind }) => kind === 'Success')).toHaveLength(2)
    const [first] = outcomes
    if (first?.kind !== 'Success') throw new Error(JSON.stringify(first))
    expect((await save({ promotionId: first.promotionId, most: 1 })).kind).toBe('PolicyDenied')
  })

  it('that is ended or changed beside orders is taken by none after that', async () => {
    const promotionId = await saved()
    const end = endPromotion(world.deps, shop.manager, { promotionId, ...key() })
    const change = save({ promotionId, offFen: 1_000 })
    const orders = await Promise.all(Array.from({ length: 6 }, () => place(8_000)))
    await Promise.all([end, change])
    const won = orders.filter(({ kind }) => kind === 'Success').length
    expect(await promotion(promotionId)).toMatchObject({ used: won })
    // Whoever had it had it at what it says.
    const [row] = await rowsOf(
      world,
      `SELECT count(*)::int AS other FROM order_discounts d JOIN promotions p ON (p.shop_id, p.id) = (d.shop_id, d.promotion_id)
       WHERE p.id = $1 AND d.amount_fen <> p.off_fen`,
      [promotionId],
    )
    expect(row).toEqual({ other: 0 })
  })

  it('that is ended before it begins never runs', async () => {
    const promotionId = await saved({ startsAt: inDays(2) })
    await success(endPromotion(world.deps, shop.manager, { promotionId, ...key() }))
    world.setNow(new Date(NOW.getTime() + 3 * DAY))
    expect(await payable()).toBe(10_000)
    expect((await save({ promotionId, endsAt: inDays(20) })).kind).toBe('PolicyDenied')
  })
})

describe('a coupon', () => {
  it('of five is issued five times, however many ask at once', async () => {
    const promotionId = await saved({ ...coupons, most: 5 })
    const people = await Promise.all(Array.from({ length: 20 }, () => newCustomer(world, shop)))
    const outcomes = await Promise.all(people.map((id) => issue(promotionId, id)))
    expect(outcomes.filter(({ kind }) => kind === 'Success')).toHaveLength(5)
    expect(outcomes.filter(({ kind }) => kind === 'PolicyDenied')).toHaveLength(15)
    expect(await promotion(promotionId)).toMatchObject({ used: 5 })
    expect(await rowsOf(world, 'SELECT FROM coupons WHERE promotion_id = $1', [promotionId])).toHaveLength(5)
  })

  it('is issued to a customer once, unless the promotion says otherwise', async () => {
    const once = await saved(coupons)
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => issue(once)))
    expect(outcomes.filter(({ kind }) => kind === 'Success')).toHaveLength(1)
    const many = await saved({ ...coupons, oncePerCustomer: false })
    for (const _ of [1, 2]) await success(issue(many))
    const same = key()
    const again = () =>
      issueCoupon(world.deps, shop.partner, { promotionId: many, customerId: shop.customerId, ...same })
    const kept = await Promise.all([again(), again(), again()])
    expect(new Set(kept.map((each) => each.kind === 'Success' && each.couponId)).size).toBe(1)
    expect(await promotion(many)).toMatchObject({ used: 3 })
  })

  it('is spent with the next order, and lasts when its promotion is ended', async () => {
    const promotionId = await saved(coupons)
    const { couponId } = await success(issue(promotionId))
    await success(endPromotion(world.deps, shop.manager, { promotionId, ...key() }))
    const { orderId } = await success(place(9_500))
    expect(await rowsOf(world, 'SELECT coupon_id FROM coupon_uses WHERE order_id = $1', [orderId])).toEqual([
      { coupon_id: couponId },
    ])
    expect((await eventsOf(shop.customerId)).map(({ type }) => type)).toContain('CouponIssued')
    expect((await save({ ...coupons, promotionId, offFen: 900 })).kind).toBe('PolicyDenied')
  })

  it('is refused out of its time, of another kind, and to who is blacklisted, erased or not here', async () => {
    const early = await saved({ ...coupons, startsAt: inDays(1) })
    const running = await saved(coupons)
    const spend = await saved()
    const banned = await newCustomer(world, shop)
    await world.admin.query('UPDATE customers SET blacklisted_until = $2 WHERE id = $1', [banned, inDays(9)])
    const gone = await newCustomer(world, shop)
    await world.admin.query('UPDATE customers SET erased_at = $2 WHERE id = $1', [gone, inDays(-1)])
    const other = await openShop(world)
    const before = await state()
    expect((await issue(early)).kind).toBe('PolicyDenied')
    expect((await issue(running, banned)).kind).toBe('PolicyDenied')
    expect(await issue(running, gone)).toEqual({ kind: 'NotFound', what: 'Customer' })
    expect(await issue(running, other.customerId)).toEqual({ kind: 'NotFound', what: 'Customer' })
    expect(await issue(randomUUID())).toEqual({ kind: 'NotFound', what: 'Promotion' })
    expect(await issue(spend)).toMatchObject({ issues: [{ field: 'promotionId' }] })
    world.setNow(new Date(NOW.getTime() + 11 * DAY))
    expect((await issue(running)).kind).toBe('PolicyDenied')
    expect(await state()).toEqual(before)
    expect(await customerRow(world, banned)).toBeDefined()
  })
})

describe('a compensation', () => {
  const opened = async (kind: string) =>
    applied(world, shop.specialist, await signedOrder(world, shop), {
      type: 'COMPENSATION',
      reason: 'SERVICE',
      lines: [],
      compensationKind: kind,
      amountFen: 1_500,
    })

  it('in a coupon gives one of its face value, however often it is granted at once', async () => {
    const caseId = await opened('COUPON')
    const grant = () =>
      grantCompensation(world.deps, shop.specialist, { caseId, kind: 'COUPON', amountFen: 1_500, ...key() })
    const outcomes = await Promise.all(Array.from({ length: 10 }, grant))
    const [given, more] = outcomes.filter((each) => each.kind === 'Success')
    if (given?.kind !== 'Success') throw new Error(JSON.stringify(outcomes))
    expect(more).toBeUndefined()
    const issued = await rowsOf(
      world,
      `SELECT c.source, c.customer_id, c.compensation_id, p.off_fen::int AS off, extract(day FROM c.valid_until - c.valid_from)::int AS days
       FROM coupons c JOIN promotions p ON (p.shop_id, p.id) = (c.shop_id, c.promotion_id) WHERE c.shop_id = $1`,
      [shop.id],
    )
    expect(issued).toEqual([
      {
        source: 'SERVICE',
        customer_id: shop.customerId,
        compensation_id: given.compensationId,
        off: 1_500,
        days: 90,
      },
    ])
    expect(await discrepancies(world, shop)).toEqual({})
    expect(await payable()).toBe(8_500)
    await success(place(8_500))
    expect(await payable()).toBe(10_000)
  })

  it('of the same value shares its terms with another, of another value not; none is offered or issued by hand', async () => {
    const grant = async (amountFen: number) =>
      success(
        grantCompensation(world.deps, shop.manager, {
          caseId: await opened('COUPON'),
          kind: 'COUPON',
          amountFen,
          ...key(),
        }),
      )
    await Promise.all([grant(500), grant(500), grant(500), grant(900)])
    const terms = await rowsOf<{ id: string; off: number; used: number }>(
      world,
      `SELECT id, off_fen::int AS off, used FROM promotions WHERE shop_id = $1 ORDER BY off_fen`,
      [shop.id],
    )
    expect(terms.map(({ off, used }) => [off, used])).toEqual([
      [500, 3],
      [900, 1],
    ])
    const id = String(terms[0]?.id)
    expect(await issue(id)).toEqual({ kind: 'NotFound', what: 'Promotion' })
    expect(await save({ ...coupons, promotionId: id })).toEqual({ kind: 'NotFound', what: 'Promotion' })
    expect(await endPromotion(world.deps, shop.manager, { promotionId: id })).toMatchObject({
      kind: 'NotFound',
    })
    expect(await payable()).toBe(9_100)
    await success(place(9_100))
    expect(await payable()).toBe(9_500)
  })

  it('worth more than the goods pays for them, and the rest is gone', async () => {
    await success(
      grantCompensation(world.deps, shop.manager, {
        caseId: await opened('COUPON'),
        kind: 'COUPON',
        amountFen: 15_000,
        ...key(),
      }),
    )
    expect(await payable()).toBe(0)
  })

  it('in points is booked once, however often it is granted at once', async () => {
    const caseId = await opened('POINTS')
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, () =>
        grantCompensation(world.deps, shop.specialist, { caseId, kind: 'POINTS', amountFen: 300, ...key() }),
      ),
    )
    expect(outcomes.filter(({ kind }) => kind === 'Success')).toHaveLength(1)
    const [member] = await rowsOf(
      world,
      'SELECT points_available::int AS points FROM members WHERE shop_id = $1 AND customer_id = $2',
      [shop.id, shop.customerId],
    )
    expect(member).toEqual({ points: 300 })
    expect(await discrepancies(world, shop)).toEqual({})
  })
})
