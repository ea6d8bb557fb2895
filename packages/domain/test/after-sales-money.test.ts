import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aLine, anOrder } from '../src/after-sales/examples.ts'
import {
  type AfterSaleLineFacts,
  type AfterSaleOrderFacts,
  arrivalOf,
  type Fault,
  isOnShop,
  partialRefund,
  REFUND_ROUTES,
  refundableFen,
  refundForReturn,
  routeOf,
} from '../src/after-sales/index.ts'
import { dayOf, isWorkingDay } from '../src/calendar/index.ts'
import { fen, yuan } from '../src/money/index.ts'
import type { Refund } from '../src/orders/index.ts'
import { DEMO_PACKS, DEMO_SHOPS, loadPack } from '../src/policy/index.ts'

const QUALITY: Fault = { reason: 'QUALITY', liable: 'SHOP' }
const NO_REASON: Fault = { reason: 'NO_REASON', liable: null }
const one = (lineId: string, quantity = 1) => [{ lineId, quantity }]

/** An order of lines with freight: all is paid. */
function paid(lines: readonly AfterSaleLineFacts[], freight = 1_000): AfterSaleOrderFacts {
  const goods = lines.reduce((sum, line) => sum + line.paidFen, 0)
  return anOrder({ lines, freightFen: fen(freight), paidFen: fen(goods + freight) })
}

/** What is true of an order after a refund: the pieces are back, or stayed. */
function after(
  order: AfterSaleOrderFacts,
  refund: Refund,
  pieces: readonly { lineId: string; quantity: number }[],
): AfterSaleOrderFacts {
  return {
    ...order,
    refundedFen: fen(order.refundedFen + refund.amountFen),
    freightRefundedFen: fen(order.freightRefundedFen + refund.freightFen),
    lines: order.lines.map((line) => {
      const amount = refund.lines.find((each) => each.lineId === line.id)?.amountFen ?? 0
      const back = pieces.find((each) => each.lineId === line.id)?.quantity ?? 0
      return {
        ...line,
        refundedFen: fen(line.refundedFen + amount),
        partiallyRefundedFen: fen(line.partiallyRefundedFen + (pieces.length === 0 ? amount : 0)),
        returnedQuantity: Math.min(line.quantity, line.returnedQuantity + back),
      }
    }),
  }
}

describe('the refund of a return', () => {
  it('is the share of the piece, the odd fen where it falls for good (Q07)', () => {
    const order = paid([aLine({ quantity: 3, paidFen: fen(10_000), pointsSpent: 100 })])
    const first = refundForReturn(order, one('line-1'), NO_REASON)
    expect(first.lines).toEqual([{ lineId: 'line-1', amountFen: 3_333, points: 33 }])
    const then = after(order, first, one('line-1'))
    expect(refundForReturn(then, one('line-1', 2), NO_REASON).lines).toEqual([
      { lineId: 'line-1', amountFen: 6_667, points: 67 },
    ])
  })

  it('brings outbound freight back with a fault and the last piece only (Q08)', () => {
    const order = paid([aLine(), aLine({ id: 'line-2', position: 2 })])
    const all = [...one('line-1', 2), ...one('line-2', 2)]
    expect(refundForReturn(order, all, QUALITY).freightFen).toBe(1_000)
    expect(refundForReturn(order, all, { reason: 'TRANSIT_DAMAGE', liable: 'CARRIER' }).freightFen).toBe(
      1_000,
    )
    expect(refundForReturn(order, all, NO_REASON).freightFen).toBe(0)
    expect(refundForReturn(order, one('line-1', 2), QUALITY).freightFen).toBe(0)
    expect(refundForReturn(order, all, { ...QUALITY, finding: 'NO_DEFECT' }).freightFen).toBe(0)
    const twoParcels = paid([aLine(), aLine({ id: 'line-2', position: 2, shipmentId: 'shipment-2' })])
    expect(refundForReturn(twoParcels, one('line-2', 2), QUALITY).freightFen).toBe(1_000)
    expect(refundForReturn(twoParcels, one('line-2', 1), QUALITY).freightFen).toBe(0)
  })

  it('takes partial refunds off', () => {
    const line = aLine({
      quantity: 1,
      paidFen: yuan(100),
      refundedFen: yuan(10),
      partiallyRefundedFen: yuan(10),
    })
    const order = { ...paid([line]), refundedFen: yuan(10) }
    expect(refundForReturn(order, one('line-1'), NO_REASON).amountFen).toBe(9_000)
  })

  it('does not make up later for what an agreement took off a piece that came back', () => {
    const line = aLine({ quantity: 2, paidFen: yuan(100), refundedFen: yuan(30), returnedQuantity: 1 })
    expect(
      refundForReturn({ ...paid([line]), refundedFen: yuan(30) }, one('line-1'), NO_REASON).amountFen,
    ).toBe(5_000)
  })

  it('is nothing for pieces that came back before, and refuses lines of other orders', () => {
    const order = paid([aLine({ returnedQuantity: 2, refundedFen: fen(19_000) })])
    expect(refundForReturn(order, one('line-1'), QUALITY).lines).toEqual([])
    expect(refundForReturn(order, one('line-1'), QUALITY).amountFen).toBe(0)
    expect(() => refundForReturn(order, one('line-9'), QUALITY)).toThrow(RangeError)
  })

  it('is nothing for what was sent too much: it was never paid for (AS-TYP-09)', () => {
    const extra = refundForReturn(paid([aLine()]), one('line-1'), { reason: 'EXTRA_ITEM', liable: 'SHOP' })
    expect(extra).toEqual({ lines: [], goodsFen: 0, freightFen: 0, amountFen: 0 })
  })
})

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
const anyStep = fc.record({
  line: fc.nat(3),
  quantity: fc.integer({ min: 1, max: 7 }),
  fault: fc.constantFrom(QUALITY, NO_REASON),
  partial: fc.integer({ min: 0, max: 300_000 }),
  ofOrder: fc.boolean(),
})

describe('refunds of an order, in any order', () => {
  it('end at exactly what was paid for the lines once all pieces are back, never above it', () => {
    fc.assert(
      fc.property(anyOrder, fc.array(anyStep, { maxLength: 20 }), (start, steps) => {
        let order = start
        let points = 0
        let freights = 0
        const take = (pieces: readonly { lineId: string; quantity: number }[], fault: Fault) => {
          const refund = refundForReturn(order, pieces, fault)
          for (const each of refund.lines) {
            expect(each.amountFen).toBeGreaterThanOrEqual(0)
            points += each.points
          }
          freights += refund.freightFen > 0 ? 1 : 0
          order = after(order, refund, pieces)
          expect(order.refundedFen).toBeLessThanOrEqual(order.paidFen)
        }
        for (const step of steps) {
          const id = order.lines[step.line % order.lines.length]?.id ?? ''
          const of = step.ofOrder ? null : id
          const amount = Math.min(step.partial, refundableFen(order, of))
          if (amount > 0 && step.fault === QUALITY) {
            const refund = partialRefund(order, of, fen(amount))
            expect(refund.amountFen).toBe(amount)
            expect(refund.paySellerFen).toBe(refundableFen(order, of) - amount)
            order = after(order, refund, [])
            for (const each of order.lines) expect(each.refundedFen).toBeLessThanOrEqual(each.paidFen)
          }
          take([{ lineId: id, quantity: step.quantity }], step.fault)
        }
        for (const each of order.lines) take([{ lineId: each.id, quantity: 7 }], QUALITY)
        for (const each of order.lines) expect(each.refundedFen).toBe(each.paidFen)
        expect(points).toBe(start.lines.reduce((sum, each) => sum + each.pointsSpent, 0))
        expect(order.freightRefundedFen).toBeLessThanOrEqual(start.freightFen)
        expect(freights).toBeLessThanOrEqual(1)
      }),
      { numRuns: 500 },
    )
  })

  it('give the same for the pieces whether they come at once or one by one', () => {
    fc.assert(
      fc.property(anyOrder, fc.integer({ min: 1, max: 7 }), (start, count) => {
        const id = start.lines[0]?.id ?? ''
        const atOnce = refundForReturn(start, one(id, count), QUALITY)
        let order = start
        for (let i = 0; i < count; i += 1) {
          order = after(order, refundForReturn(order, one(id), QUALITY), one(id))
        }
        expect(order.refundedFen).toBe(atOnce.amountFen)
      }),
    )
  })
})

describe('a partial refund', () => {
  it('tells what the buyer enters as paid to the seller: paid 100, refund 10, enter 90 (AS-WF-RFD-3)', () => {
    const order = paid([aLine({ quantity: 1, paidFen: yuan(100) })], 0)
    expect(partialRefund(order, 'line-1', yuan(10))).toMatchObject({ amountFen: 1_000, paySellerFen: 9_000 })
    const again = after(order, partialRefund(order, 'line-1', yuan(10)), [])
    expect(partialRefund(again, 'line-1', yuan(10)).paySellerFen).toBe(8_000)
  })

  it('of the order goes over its lines, then off the freight', () => {
    const order = paid([aLine({ paidFen: yuan(30) }), aLine({ id: 'line-2', paidFen: yuan(60) })], 1_000)
    expect(partialRefund(order, null, yuan(9))).toMatchObject({
      lines: [
        { lineId: 'line-1', amountFen: 300 },
        { lineId: 'line-2', amountFen: 600 },
      ],
      freightFen: 0,
      paySellerFen: 9_100,
    })
    expect(partialRefund(order, ['line-2', 'line-1', 'line-2'], yuan(90)).paySellerFen).toBe(0)
    expect(() => partialRefund(order, ['line-1', 'line-2'], fen(9_001))).toThrow(RangeError)
    expect(partialRefund(order, null, yuan(95))).toMatchObject({ goodsFen: 9_000, freightFen: 500 })
  })

  it('is never more than is left, and never nothing', () => {
    const order = paid([aLine({ paidFen: yuan(30) })], 0)
    for (const amount of [0, -1, 3_001]) {
      expect(() => partialRefund(order, 'line-1', fen(amount))).toThrow(RangeError)
      expect(() => partialRefund(order, null, fen(amount))).toThrow(RangeError)
    }
  })
})

describe('the shop settles towards the buyer', () => {
  it('by reason until somebody is found liable, by the inspection after it', () => {
    expect(isOnShop({ reason: 'SIZE_FIT', liable: null })).toBe(false)
    expect(isOnShop({ reason: 'WRONG_ITEM', liable: null })).toBe(true)
    expect(isOnShop({ reason: 'TRANSIT_DAMAGE', liable: 'CARRIER' })).toBe(true)
    expect(isOnShop({ reason: 'QUALITY', liable: 'CUSTOMER' })).toBe(false)
    expect(isOnShop({ reason: 'QUALITY', liable: 'SHOP', finding: 'DAMAGED_BY_CUSTOMER' })).toBe(false)
    expect(isOnShop({ reason: 'QUALITY', liable: null, finding: 'AS_CLAIMED' })).toBe(true)
  })
})

describe('the way back of money', () => {
  it('follows the largest payment', () => {
    const of = (...payments: [string, number][]) =>
      routeOf(payments.map(([method, amount]) => ({ method, amountFen: fen(amount) })))
    expect(of(['ALIPAY', 5])).toBe('ORIGINAL')
    expect(of(['ALIPAY', 5], ['CREDIT_CARD', 6])).toBe('CREDIT_CARD')
    expect(of(['BANK_CARD', 5], ['ALIPAY', 5])).toBe('BANK_CARD')
    expect(of(['CASH_ON_DELIVERY', 5])).toBe('BALANCE')
    expect(of()).toBe('ORIGINAL')
  })

  it('takes its working days by the statutory calendar (AS-RFD-01 to -04)', () => {
    // Thursday before the Spring Festival: the holidays of 2026 end on 23 February, 14 February is a make-up day.
    const issued = new Date('2026-02-12T06:00:00Z')
    const window = (shop: 'general' | 'guided', route: (typeof REFUND_ROUTES)[number]) => {
      const { from, by } = arrivalOf(route, issued, loadPack(DEMO_PACKS[shop]))
      return [from.toISOString(), by.toISOString()]
    }
    expect(window('general', 'ORIGINAL')).toEqual(['2026-02-12T16:00:00.000Z', '2026-02-28T16:00:00.000Z'])
    expect(window('guided', 'ORIGINAL')).toEqual(['2026-02-12T16:00:00.000Z', '2026-02-24T16:00:00.000Z'])
    expect(window('general', 'BALANCE')).toEqual(['2026-02-12T06:00:00.000Z', '2026-02-13T06:00:00.000Z'])
    expect(window('general', 'BANK_CARD')[0]).toBe('2026-02-23T16:00:00.000Z')
    expect(window('general', 'CREDIT_CARD')[0]).toBe('2026-02-25T16:00:00.000Z')
  })

  it('never ends before it starts, and starts and ends on working days', () => {
    const moment = fc.date({
      min: new Date('2024-01-01T00:00:00Z'),
      max: new Date('2026-11-30T00:00:00Z'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(
        moment,
        fc.constantFrom(...REFUND_ROUTES),
        fc.constantFrom(...DEMO_SHOPS),
        (at, route, shop) => {
          const { from, by } = arrivalOf(route, at, loadPack(DEMO_PACKS[shop]))
          expect(from.getTime()).toBeGreaterThanOrEqual(at.getTime())
          expect(by.getTime()).toBeGreaterThan(from.getTime())
          if (route === 'BALANCE') return
          expect(isWorkingDay(dayOf(from))).toBe(true)
          expect(isWorkingDay(dayOf(new Date(by.getTime() - 1)))).toBe(true)
        },
      ),
    )
  })
})
