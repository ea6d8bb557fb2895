import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aLine, anApplication, anOrder, SPECIALIST } from '../src/after-sales/examples.ts'
import {
  type AfterSaleLineFacts,
  type AfterSaleOrderFacts,
  type Application,
  type QuoteExtras,
  quoteAfterSale,
  refundForReturn,
} from '../src/after-sales/index.ts'
import { fen } from '../src/money/index.ts'
import { DEMO_PACKS, type DemoShop, loadPack } from '../src/policy/index.ts'

/** An order of lines with freight: all is paid. */
function paid(lines: readonly AfterSaleLineFacts[], freight = 1_000): AfterSaleOrderFacts {
  const goods = lines.reduce((sum, line) => sum + line.paidFen, 0)
  return anOrder({ lines, freightFen: fen(freight), paidFen: fen(goods + freight) })
}

const line = fc
  .record({
    quantity: fc.integer({ min: 1, max: 7 }),
    paidFen: fc.integer({ min: 0, max: 1_000_000 }),
    pointsSpent: fc.integer({ min: 0, max: 5_000 }),
    shipmentId: fc.constantFrom('shipment-1', 'shipment-2'),
  })
  .map((each) => ({ ...each, paidFen: fen(each.paidFen) }))
const anyOrder = fc
  .tuple(fc.array(line, { minLength: 1, maxLength: 4 }), fc.integer({ min: 0, max: 5_000 }))
  .map(([lines, freight]) =>
    paid(
      lines.map((each, i) => aLine({ ...each, id: `line-${i}`, position: i })),
      freight,
    ),
  )
describe('a quote', () => {
  const order = paid([
    aLine({ quantity: 3, paidFen: fen(10_000), unitPriceFen: fen(4_000), pointsSpent: 100 }),
    aLine({ id: 'line-2', quantity: 1, paidFen: fen(9_000) }),
  ])
  const quote = (with_: Partial<Application>, of = order, shop: DemoShop = 'general', extras?: QuoteExtras) =>
    quoteAfterSale(
      of,
      anApplication(with_),
      SPECIALIST,
      { pack: loadPack(DEMO_PACKS[shop]), now: new Date('2026-03-10T04:00:00Z') },
      extras,
    )

  it('tells amounts by line, points both ways, the tier, the way back, freight and promises', () => {
    const { terms, arrival, clocks } = quote({}, { ...order, tier: 'SILVER' }, 'general', {
      paidInWindowFen: fen(102_000),
    })
    expect(terms).toMatchObject({
      lines: [{ lineId: 'line-1', quantity: 1, listFen: 4_000, amountFen: 3_333, points: 33 }],
      goodsFen: 3_333,
      freightFen: 0,
      amountFen: 3_333,
      paySellerFen: null,
      route: 'ORIGINAL',
      freight: { back: 'CUSTOMER' },
      // 190.00 yuan earned 190 points, 156.67 earn 156.
      points: { back: 33, clawedBack: 34 },
      tier: { before: 'SILVER', after: 'ORDINARY' },
    })
    expect(arrival?.by.toISOString()).toBe('2026-03-19T16:00:00.000Z')
    expect(clocks.map(({ name, breachAt }) => [name, breachAt.toISOString()])).toEqual([
      ['after_sale.acknowledge', '2026-03-10T06:00:00.000Z'],
      ['after_sale.review', '2026-03-11T04:00:00.000Z'],
    ])
  })

  it('tells no tier and takes no points of who is no member', () => {
    expect(quote({}, order, 'general', { paidInWindowFen: fen(102_000) }).terms).toMatchObject({
      tier: null,
      points: { back: 33, clawedBack: 0 },
    })
    expect(quote({}, { ...order, tier: 'GOLD' }).terms.tier).toBeNull()
  })

  it('tells what a partial refund leaves to the seller, and the approval it will take', () => {
    const asked = quote({
      type: 'PARTIAL_REFUND',
      reason: 'NOT_AS_DESCRIBED',
      lines: [{ lineId: 'line-2', quantity: 1 }],
      amountFen: fen(1_000),
    })
    expect(asked.terms).toMatchObject({ amountFen: 1_000, paySellerFen: 8_000, points: { back: 0 } })
    expect(asked.approvals).toContainEqual({
      rule: 'AS-POL-09',
      permission: 'approval.decide',
      for: 'GRANT',
    })
  })

  it('quotes all that is left where more is asked for, and says no', () => {
    const asked = quote({
      type: 'PARTIAL_REFUND',
      reason: 'NOT_AS_DESCRIBED',
      lines: [{ lineId: 'line-2', quantity: 1 }],
      amountFen: fen(9_001),
    })
    expect(asked.terms).toMatchObject({ amountFen: 9_000, paySellerFen: 0 })
    expect(asked.decision.outcome).toBe('DENIED')
  })

  it('tells the difference of an exchange, and no refund', () => {
    const asked = quote({ type: 'EXCHANGE', reason: 'SIZE_FIT' }, order, 'general', {
      replacement: { skuId: 'sku-2', unitPriceFen: fen(5_000), campaignPriceFen: null },
    })
    expect(asked.terms).toMatchObject({
      amountFen: 0,
      route: null,
      difference: { customerPaysFen: 1_000, refundFen: 0 },
    })
    expect(asked.arrival).toBeNull()
  })

  it('starts the promises of a lost parcel, those that the shop makes', () => {
    const lost = { type: 'RETURN_AND_REFUND', reason: 'LOST' } as const
    const names = (shop: DemoShop) => quote(lost, order, shop).clocks.map((clock) => clock.name)
    expect(names('general')).toContain('parcel.lost_plan')
    expect(names('general')).not.toContain('parcel.resolve')
    expect(names('apparel')).toContain('parcel.resolve')
  })

  it('says the amount that the refund then has', () => {
    fc.assert(
      fc.property(
        anyOrder,
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom('NO_REASON' as const, 'QUALITY' as const, 'LOST' as const),
        (of, quantity, reason) => {
          const lines = of.lines.map((each) => ({ lineId: each.id, quantity }))
          const { terms } = quote({ reason, lines }, of)
          const refund = refundForReturn(of, lines, { reason, liable: null })
          expect(terms).toMatchObject({
            goodsFen: refund.goodsFen,
            freightFen: refund.freightFen,
            amountFen: refund.amountFen,
          })
          expect(terms.lines.reduce((sum, each) => sum + each.amountFen, 0)).toBe(terms.goodsFen)
        },
      ),
    )
  })
})
