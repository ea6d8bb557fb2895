import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Tier } from '../src/membership/index.ts'
import { fen } from '../src/money/index.ts'
import {
  type Cart,
  type Combinable,
  flawsOf,
  freightFor,
  givesOther,
  OFFER_KINDS,
  type Offer,
  type PromotionTerms,
  priceOf,
  quotePrice,
  shareWithin,
} from '../src/prices/index.ts'
import { contextsAt } from './contexts.ts'

const NOW = new Date('2026-11-18T04:00:00Z')
const [context] = contextsAt(NOW)
const ALL: readonly Combinable[] = [...OFFER_KINDS, 'TIER']

const cart = (
  prices: readonly (readonly [unit: number, quantity: number])[],
  over: Partial<Cart> = {},
): Cart => ({
  lines: prices.map(([unit, quantity], i) => ({
    skuId: `sku-${i}`,
    productId: `product-${i}`,
    quantity,
    unitPriceFen: fen(unit),
  })),
  tier: null,
  province: null,
  firstPurchase: false,
  points: 0,
  ...over,
})
const offer = (over: Partial<Offer> & Pick<Offer, 'kind'>): Offer => ({
  id: over.id ?? over.kind,
  promotionId: over.id ?? over.kind,
  version: 1,
  number: over.id ?? over.kind,
  name: over.kind,
  startsAt: '2026-11-01T00:00:00.000Z',
  endsAt: '2026-12-01T00:00:00.000Z',
  combines: ALL,
  thresholdFen: fen(0),
  offFen: fen(0),
  repeats: false,
  prices: {},
  gift: null,
  productIds: null,
  tiers: null,
  left: null,
  spent: false,
  ...over,
})
const quote = (of: Cart, ...offers: readonly Offer[]) => quotePrice(of, offers, context)
const verdicts = (of: Cart, ...offers: readonly Offer[]) =>
  Object.fromEntries(quote(of, ...offers).considered.map((each) => [each.offer.id, each.verdict]))

const threshold = offer({ kind: 'THRESHOLD', thresholdFen: fen(30_000), offFen: fen(3_000) })
const coupon = offer({ kind: 'COUPON', offFen: fen(1_500) })

describe('a price', () => {
  it('rounds the tier per line after quantity, half up to the fen (Q57)', () => {
    const { lines, payableFen, freightFen } = quote(
      cart(
        [
          [12_990, 1],
          [5_990, 2],
        ],
        { tier: 'DIAMOND' },
      ),
    )
    expect(lines.map((line) => line.payableFen)).toEqual([11_951, 11_022])
    expect(payableFen - freightFen).toBe(22_973)
  })

  it('takes off tier, threshold, coupon and points, in this order (Q57, Q24)', () => {
    // 400 less 5 % = 380; less 30 = 350; less 15 = 335; half of it in points.
    const q = quote(cart([[40_000, 1]], { tier: 'PLATINUM', points: 100_000 }), coupon, threshold)
    expect(q.discounts.map(({ kind, amountFen }) => [kind, amountFen])).toEqual([
      ['TIER', 2_000],
      ['THRESHOLD', 3_000],
      ['COUPON', 1_500],
      ['POINTS', 16_750],
    ])
    expect(q.pointsSpent).toBe(16_750)
  })

  it('judges a threshold by what the earlier steps leave', () => {
    expect(verdicts(cart([[30_000, 1]]), threshold)).toEqual({ THRESHOLD: 'APPLIED' })
    // 291.00 with the tier's discount, 270.00 without it and with the threshold: without it is better.
    const q = quote(cart([[30_000, 1]], { tier: 'GOLD' }), threshold)
    expect(q.payableFen).toBe(27_000)
    expect(q.combination.tier).toBe(false)
    expect(q.tierDearerByFen).toBe(2_100)
    expect(quote(cart([[29_999, 1]]), threshold).considered[0]).toMatchObject({
      verdict: 'BELOW_THRESHOLD',
      missingFen: 1,
    })
  })

  it('shares what is off the whole in proportion to the lines after their own discounts (Q07)', () => {
    const q = quote(
      cart([
        [10_000, 1],
        [10_000, 1],
        [10_000, 1],
      ]),
      offer({ kind: 'THRESHOLD', offFen: fen(1_000) }),
    )
    expect(q.lines.map((line) => line.discountFen)).toEqual([333, 333, 334])
  })

  it('shares points as it shares their offset (Q07, Q09)', () => {
    const two = cart(
      [
        [10_000, 1],
        [10_000, 1],
      ],
      { points: 5_500 },
    )
    const q = quote(two, offer({ kind: 'COUPON', offFen: fen(9_000), productIds: ['product-0'] }))
    expect(q.lines.map(({ payableFen, pointsSpent }) => [payableFen, pointsSpent])).toEqual([
      [0, 1_000],
      [5_500, 4_500],
    ])
    const many = quote(cart(Array(10).fill([1_000, 1]), { points: 5 }))
    expect(many.lines.map((line) => line.pointsSpent)).toEqual([1, 1, 1, 1, 1, 0, 0, 0, 0, 0])
  })

  it('keeps an offer to the goods it is about', () => {
    const q = quote(
      cart([
        [10_000, 1],
        [10_000, 1],
      ]),
      offer({ kind: 'COUPON', offFen: fen(500), productIds: ['product-1'] }),
    )
    expect(q.lines.map((line) => line.discountFen)).toEqual([0, 500])
  })

  it('gives a repeating threshold as often as it is reached', () => {
    const every = { ...threshold, repeats: true }
    expect(quote(cart([[45_000, 2]]), every).discountFen).toBe(9_000)
    expect(quote(cart([[45_000, 2]]), threshold).discountFen).toBe(3_000)
  })

  it('of freight is that of the province and of the goods before discounts', () => {
    const of = (goods: number, province: string | null = null) =>
      freightFor(fen(goods), province, context.pack)
    expect(
      ['西藏', ' 西藏自治区', '新疆维吾尔自治区', '内蒙古', '內蒙古'].map((each) => of(9_900, each)),
    ).toEqual(Array(5).fill(1_500))
    expect([of(9_899), of(9_900), of(9_900, '西藏自治区'), of(100, '浙江省')]).toEqual([800, 0, 1_500, 800])
  })
})

describe('the best combination', () => {
  const campaign = offer({ kind: 'CAMPAIGN_PRICE', prices: { 'sku-0': fen(9_500) } })

  it('puts the tier on a campaign price, unless that is exclusive; then each line has the better of both (Q72)', () => {
    const both = quote(cart([[10_000, 1]], { tier: 'DIAMOND' }), campaign)
    expect(both.payableFen).toBe(8_740 + both.freightFen)
    const exclusive = { ...campaign, combines: [] }
    const either = quote(
      cart(
        [
          [10_000, 1],
          [10_000, 1],
        ],
        { tier: 'GOLD' },
      ),
      exclusive,
    )
    // 95.00 of the campaign, 97.00 of the tier.
    expect(either.lines.map((line) => line.payableFen)).toEqual([9_500, 9_700])
    expect(quote(cart([[10_000, 1]], { tier: 'DIAMOND' }), exclusive).lines[0]?.payableFen).toBe(9_200)
  })

  it('leaves out what does not go together, and says with what and what it would cost', () => {
    const alone = offer({ kind: 'COUPON', offFen: fen(2_500), combines: [] })
    const { considered, payableFen } = quote(cart([[40_000, 1]]), threshold, alone)
    expect(payableFen).toBe(37_000)
    expect(considered[1]).toMatchObject({ verdict: 'NOT_COMBINABLE', dearerByFen: 500 })
    expect(considered[1]?.conflictsWith.map(({ id }) => id)).toEqual(['THRESHOLD'])
  })

  it('takes one coupon, the better one, and the one that ends first of those alike', () => {
    const better = offer({ kind: 'COUPON', id: 'better', offFen: fen(2_000) })
    expect(verdicts(cart([[10_000, 1]]), coupon, better)).toEqual({ COUPON: 'NOT_BEST', better: 'APPLIED' })
    const soon = { ...coupon, id: 'soon', endsAt: '2026-11-20T00:00:00.000Z' }
    expect(verdicts(cart([[10_000, 1]]), coupon, soon)).toEqual({ COUPON: 'NOT_BEST', soon: 'APPLIED' })
  })

  it('has each line at the campaign that is about it', () => {
    const two = cart([
      [10_000, 1],
      [10_000, 1],
    ])
    const of = (id: string, sku: string, price: number) =>
      offer({ kind: 'CAMPAIGN_PRICE', id, prices: { [sku]: fen(price) } })
    const q = quote(two, of('a', 'sku-0', 8_000), of('b', 'sku-1', 8_000), of('c', 'sku-1', 8_500))
    expect(q.payableFen).toBe(16_000)
    expect(q.discounts.map(({ reference, amountFen }) => [reference, amountFen])).toEqual([
      ['a', 2_000],
      ['b', 2_000],
    ])
    expect(q.considered.map(({ verdict, dearerByFen }) => [verdict, dearerByFen])).toEqual([
      ['APPLIED', null],
      ['APPLIED', null],
      ['NOT_BEST', 500],
    ])
  })

  it('is found among fifty coupons and ten offers of each kind', () => {
    const many = cart(Array.from({ length: 10 }, (_, i) => [5_000 + i, 2] as const))
    const ten = <T>(of: (i: number) => T, n = 10) => Array.from({ length: n }, (_, i) => of(i))
    const all = [
      ...ten(
        (i) =>
          offer({ kind: 'COUPON', id: `c${i}`, offFen: fen(100 + i), productIds: [`product-${i % 10}`] }),
        50,
      ),
      ...ten((i) =>
        offer({ kind: 'THRESHOLD', id: `t${i}`, thresholdFen: fen(1_000 * i), offFen: fen(50 * (i + 1)) }),
      ),
      ...ten((i) => offer({ kind: 'CAMPAIGN_PRICE', id: `p${i}`, prices: { [`sku-${i}`]: fen(4_000) } })),
      ...ten((i) =>
        offer({
          kind: 'GIFT',
          id: `g${i}`,
          gift: { skuId: 'gift', quantity: 1, valueFen: fen(i), stock: 9 },
        }),
      ),
    ]
    // 20 pieces at 40.00, less 5.00 of the best threshold and 1.49 of the best coupon.
    const q = quote(many, ...all)
    expect(q.payableFen).toBe(80_000 - 500 - 149)
    expect(q.gift?.valueFen).toBe(9)
  })

  it('spends no coupon for nothing', () => {
    const big = offer({ kind: 'FIRST_PURCHASE', offFen: fen(20_000) })
    expect(verdicts(cart([[10_000, 1]], { firstPurchase: true }), coupon, big)).toEqual({
      COUPON: 'NOT_BEST',
      FIRST_PURCHASE: 'APPLIED',
    })
  })

  it('names why an offer is out of the question', () => {
    const of = cart([[10_000, 1]], { tier: 'SILVER' })
    const gift = { skuId: 'sku-0', quantity: 1, valueFen: fen(100), stock: 1 }
    const cases: [Partial<Offer> & Pick<Offer, 'kind'>, string][] = [
      [{ kind: 'COUPON', startsAt: '2026-11-19T00:00:00Z' }, 'NOT_STARTED'],
      [{ kind: 'COUPON', endsAt: NOW.toISOString() }, 'ENDED'],
      [{ kind: 'COUPON', spent: true }, 'SPENT'],
      [{ kind: 'THRESHOLD', left: 0 }, 'USED_UP'],
      [{ kind: 'THRESHOLD', tiers: ['GOLD'] as Tier[] }, 'NOT_FOR_TIER'],
      [{ kind: 'FIRST_PURCHASE' }, 'NOT_FIRST_PURCHASE'],
      [{ kind: 'COUPON', productIds: ['other'] }, 'NOT_FOR_GOODS'],
      // The last piece is being bought.
      [{ kind: 'GIFT', gift }, 'NO_GIFT_LEFT'],
      [{ kind: 'GIFT', gift: { ...gift, stock: 2 } }, 'APPLIED'],
    ]
    for (const [each, verdict] of cases)
      expect(Object.values(verdicts(of, offer({ offFen: fen(100), ...each })))).toEqual([verdict])
  })
})

const aPrice = fc.integer({ min: 1, max: 60_000 })
const lines = fc.array(fc.tuple(aPrice, fc.integer({ min: 1, max: 4 })), { minLength: 1, maxLength: 4 })
const aCart = fc
  .record({
    lines,
    tier: fc.constantFrom<Tier | null>(null, 'ORDINARY', 'GOLD', 'PLATINUM', 'DIAMOND'),
    points: fc.constantFrom(0, 1, 77, 100_000),
    firstPurchase: fc.boolean(),
  })
  .map(({ lines: wanted, ...rest }) => cart(wanted, rest))
const anOffer = fc
  .record({
    kind: fc.constantFrom(...OFFER_KINDS),
    id: fc.uuid(),
    combines: fc.subarray([...ALL]),
    off: fc.integer({ min: 1, max: 40_000 }),
    thresholdFen: fc.constantFrom(0, 1, 5_000, 30_000),
    repeats: fc.boolean(),
    productIds: fc.constantFrom<readonly string[] | null>(
      null,
      null,
      ['product-0'],
      ['product-1', 'product-2'],
    ),
    price: aPrice,
    sku: fc.constantFrom('sku-0', 'sku-0', 'sku-1'),
  })
  .map(({ off, thresholdFen, price, sku, ...rest }) =>
    offer({
      ...rest,
      promotionId: rest.id,
      offFen: fen(rest.kind === 'GIFT' || rest.kind === 'CAMPAIGN_PRICE' ? 0 : off),
      thresholdFen: fen(thresholdFen),
      prices: rest.kind === 'CAMPAIGN_PRICE' ? { [sku]: fen(price) } : {},
      gift: rest.kind === 'GIFT' ? { skuId: 'gift', quantity: 1, valueFen: fen(price), stock: 9 } : null,
    }),
  )
const offers = fc.uniqueArray(anOffer, { maxLength: 6, selector: ({ id }) => id })

describe('whatever is bought and offered', () => {
  it('no line costs less than nothing, and lines and discounts sum to the totals to the fen', () => {
    fc.assert(
      fc.property(aCart, offers, (of, all) => {
        const q = quote(of, ...all)
        const sum = (amounts: readonly number[]) => amounts.reduce((a, b) => a + b, 0)
        for (const line of q.lines) {
          expect(line.payableFen).toBeGreaterThanOrEqual(0)
          expect(line.pointsSpent).toBeGreaterThanOrEqual(0)
          // A point is a fen: it is part of what was taken off its own line.
          expect(line.pointsSpent).toBeLessThanOrEqual(line.discountFen)
        }
        expect(sum(q.lines.map((line) => line.discountFen))).toBe(q.discountFen)
        expect(sum(q.discounts.map(({ amountFen }) => amountFen))).toBe(q.discountFen)
        expect(sum(q.lines.map((line) => line.payableFen)) + q.freightFen).toBe(q.payableFen)
        expect(sum(q.lines.map((line) => line.pointsSpent))).toBe(q.pointsSpent)
        expect(q.payableFen).toBe(q.goodsFen - q.discountFen + q.freightFen)
        expect(q.discounts.every(({ amountFen }) => amountFen > 0)).toBe(true)
      }),
    )
  })

  it('nothing lawful is cheaper than what is taken: every subset is tried', () => {
    fc.assert(
      fc.property(aCart, offers, (of, all) => {
        const q = quote(of, ...all)
        const usable = q.considered.filter(
          (each) => !['NOT_FIRST_PURCHASE', 'NOT_FOR_GOODS'].includes(each.verdict),
        )
        const open = usable.map((each) => each.offer)
        let least = Number.POSITIVE_INFINITY
        for (let bits = 0; bits < 2 ** open.length; bits += 1) {
          const set = open.filter((_, i) => bits & (2 ** i))
          const lawful = set.every((a) =>
            set.every(
              (b) =>
                a === b ||
                (a.kind === 'CAMPAIGN_PRICE' && b.kind === 'CAMPAIGN_PRICE') ||
                (a.kind !== b.kind && a.combines.includes(b.kind) && b.combines.includes(a.kind)),
            ),
          )
          if (!lawful) continue
          const tiers = set.every((a) => a.kind === 'CAMPAIGN_PRICE' || a.combines.includes('TIER'))
            ? [false, true]
            : [false]
          for (const tier of tiers)
            least = Math.min(least, priceOf(of, { tier, offers: set }, context.pack).payableFen)
        }
        expect(q.payableFen).toBe(least)
      }),
      { numRuns: 60 },
    )
  })

  it('one more offer or a coupon more never makes it dearer', () => {
    fc.assert(
      fc.property(aCart, offers, anOffer, (of, all, more) => {
        expect(quote(of, ...all, more).payableFen).toBeLessThanOrEqual(quote(of, ...all).payableFen)
      }),
    )
  })

  it('each offer has its verdict, and only those that are applied take something off', () => {
    fc.assert(
      fc.property(aCart, offers, (of, all) => {
        const q = quote(of, ...all)
        expect(q.considered.map((each) => each.offer)).toEqual(all)
        const applied = q.considered.filter((each) => each.verdict === 'APPLIED').map((each) => each.offer.id)
        const took = q.discounts.flatMap((each) => each.offer?.id ?? [])
        expect(applied.filter((id) => all.find((each) => each.id === id)?.kind !== 'GIFT').sort()).toEqual(
          took.sort(),
        )
      }),
    )
  })
})

describe('a share', () => {
  it('is that of Q07 where there is room, and never more than a line has', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 1, maxLength: 12 }), fc.nat(), (amounts, seed) => {
        const weights = amounts.map(fen)
        const all = amounts.reduce((a, b) => a + b, 0)
        const total = fen(all === 0 ? 0 : seed % (all + 1))
        const parts = shareWithin(total, weights, weights)
        expect(parts.reduce((a, b) => a + b, 0)).toBe(total)
        parts.forEach((part, i) => {
          expect(part).toBeGreaterThanOrEqual(0)
          expect(part).toBeLessThanOrEqual(weights[i] ?? 0)
        })
      }),
    )
  })
})

describe('the terms of a promotion', () => {
  const terms: PromotionTerms = {
    kind: 'THRESHOLD',
    startsAt: '2026-11-01T00:00:00.000Z',
    endsAt: '2026-12-01T00:00:00.000Z',
    combines: ['COUPON', 'TIER'],
    thresholdFen: fen(20_000),
    offFen: fen(20_000),
    repeats: true,
    gift: null,
    prices: [],
    productIds: ['b', 'a'],
    tiers: ['GOLD', 'SILVER'],
    most: 5,
    oncePerCustomer: false,
  }
  it('make sense up to their threshold and until their end', () => {
    expect(flawsOf(terms, NOW)).toEqual([])
    expect(flawsOf({ ...terms, thresholdFen: fen(19_999) }, NOW).map(({ field }) => field)).toEqual([
      'offFen',
    ])
    expect(flawsOf(terms, new Date(terms.endsAt)).map(({ field }) => field)).toEqual(['endsAt'])
  })
  it('are the same in another order, with another end and other places, and no other way', () => {
    const alike = { combines: ['TIER', 'COUPON'], productIds: ['a', 'b'], tiers: ['SILVER', 'GOLD'] } as const
    expect(givesOther(terms, { ...terms, ...alike, endsAt: '2026-12-02T00:00:00.000Z', most: null })).toBe(
      false,
    )
    const others: readonly Partial<PromotionTerms>[] = [
      { startsAt: '2026-11-02T00:00:00.000Z' },
      { combines: ['COUPON'] },
      { thresholdFen: fen(20_001) },
      { offFen: fen(1) },
      { repeats: false },
      { gift: { skuId: 'a', quantity: 1 } },
      { prices: [{ skuId: 'a', priceFen: fen(1) }] },
      { productIds: [] },
      { tiers: null },
      { oncePerCustomer: true },
    ]
    for (const other of others)
      expect(givesOther(terms, { ...terms, ...other }), JSON.stringify(other)).toBe(true)
  })
})
