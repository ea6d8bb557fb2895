import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aLine, anOrder, SPECIALIST } from '../src/after-sales/examples.ts'
import {
  type AfterSaleOrderFacts,
  type AfterSaleType,
  afterSaleOptions,
  applicationFor,
  judgeAfterSale,
  windowsOf,
} from '../src/after-sales/index.ts'
import { addDays, dayOf, endOfDay } from '../src/calendar/index.ts'
import { PHYSICAL_STATUSES, TRADE_STATUSES } from '../src/orders/index.ts'
import { contextsAt } from './contexts.ts'

const NOW = new Date('2026-03-10T04:00:00.000Z')
const [general, guided, apparel] = contextsAt(NOW)
const anyContext = fc.constantFrom(general, guided, apparel)

const instant = fc
  .integer({ min: Date.parse('2026-01-15T00:00:00Z'), max: NOW.getTime() })
  .map((at) => new Date(at).toISOString())
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })

const anyLine = fc
  .record({
    quantity: fc.integer({ min: 1, max: 4 }),
    returnedQuantity: fc.integer({ min: 0, max: 1 }),
    claimedQuantity: fc.integer({ min: 0, max: 2 }),
    replacedQuantity: fc.integer({ min: 0, max: 2 }),
    replacedAt: maybe(instant),
    status: fc.constantFrom('OPEN', 'CANCELLED', 'SHIPPED', 'SIGNED', 'RETURNED' as const),
    customised: fc.boolean(),
    perishable: fc.boolean(),
    digital: fc.boolean(),
    warrantyMonths: maybe(fc.integer({ min: 1, max: 24 })),
    shipmentId: maybe(fc.constant('shipment-1')),
  })
  .map(aLine)

const anyOrder: fc.Arbitrary<AfterSaleOrderFacts> = fc
  .record({
    tradeStatus: fc.constantFrom(...TRADE_STATUSES),
    physicalStatus: fc.constantFrom(...PHYSICAL_STATUSES),
    paidAt: maybe(fc.constant('2026-01-10T02:00:00.000Z')),
    firstShippedAt: maybe(instant),
    signedAt: maybe(instant),
    completedAt: maybe(instant),
    tradeDeadlineAt: maybe(instant),
    lines: fc
      .array(anyLine, { minLength: 1, maxLength: 2 })
      .map((lines) =>
        lines.map((line, index) => ({ ...line, id: `line-${index + 1}`, position: index + 1 })),
      ),
    parcel: fc.record({
      status: fc.constantFrom('HANDED_OVER', 'IN_TRANSIT', 'SIGNED', 'RETURNING', 'RETURNED'),
      weightGrams: maybe(fc.integer({ min: 100, max: 2_000 })),
      handedOverAt: maybe(instant),
      signedAt: maybe(instant),
      lastScanAt: maybe(instant),
      lossConfirmedAt: maybe(instant),
    }),
  })
  .map(({ parcel, ...order }) =>
    anOrder({ ...order, shipments: [{ id: 'shipment-1', carrier: 'ZTO', ...parcel }] }),
  )

describe('options', () => {
  it('that are allowed are never denied when they are applied for with what they ask for', () => {
    fc.assert(
      fc.property(anyOrder, anyContext, (order, context) => {
        for (const option of afterSaleOptions(order, SPECIALIST, context))
          for (const { reason, decision, evidenceNeeded } of option.reasons) {
            const line = order.lines.find((each) => each.id === option.lineId) ?? null
            const application = {
              ...applicationFor(line, option.kind as AfterSaleType, reason),
              evidence: evidenceNeeded.flatMap((group) => group.slice(0, 1)),
              worn: false,
              intact: true,
            }
            const ask = { step: 'APPLY', application } as const
            const applied = judgeAfterSale({ order, case: null, actor: SPECIALIST, ask }, context)
            expect(applied.outcome, `${option.kind} ${reason}`).toBe(decision.outcome)
          }
      }),
      { numRuns: 60 },
    )
  })

  it('are open until the last instant they name, and changed after it', () => {
    fc.assert(
      fc.property(anyOrder, anyContext, (order, context) => {
        for (const { reasons, lineId, kind } of afterSaleOptions(order, SPECIALIST, context))
          for (const { reason, decision, openUntil } of reasons) {
            if (!openUntil || decision.outcome !== 'ALLOWED') continue
            const line = order.lines.find((each) => each.id === lineId) ?? null
            const application = applicationFor(line, kind as AfterSaleType, reason)
            const request = {
              order,
              case: null,
              actor: SPECIALIST,
              ask: { step: 'APPLY', application },
            } as const
            const end = new Date(openUntil)
            expect(judgeAfterSale(request, { ...context, now: end }).outcome).toBe('ALLOWED')
            const after = new Date(end.getTime() + 1)
            expect(judgeAfterSale(request, { ...context, now: after }).outcome).not.toBe('ALLOWED')
          }
      }),
      { numRuns: 60 },
    )
  })

  const kinds = (order: AfterSaleOrderFacts, context = general) =>
    Object.fromEntries(
      afterSaleOptions(order, SPECIALIST, context).map((each) => [each.kind, each.decision.outcome]),
    )

  it('of received goods are the returns of seven and of fifteen days', () => {
    const [returning] = afterSaleOptions(anOrder(), SPECIALIST, general)
    expect(returning).toMatchObject({ kind: 'RETURN_AND_REFUND', quantity: 2, approval: null })
    const until = Object.fromEntries((returning?.reasons ?? []).map((each) => [each.reason, each.openUntil]))
    expect(until).toMatchObject({
      NO_REASON: '2026-03-12T16:00:00.000Z',
      SIZE_FIT: '2026-03-12T16:00:00.000Z',
      QUALITY: '2026-03-20T16:00:00.000Z',
      WRONG_ITEM: '2026-03-20T16:00:00.000Z',
    })
    // The day of the line's own reasons; a parcel that somebody else signed for has none.
    expect(returning?.openUntil).toBe('2026-03-20T16:00:00.000Z')
    expect(until).toMatchObject({ LOST: null })
  })

  it('are about the pieces that are left', () => {
    const [returning] = afterSaleOptions(
      anOrder({ lines: [aLine({ claimedQuantity: 1 })] }),
      SPECIALIST,
      general,
    )
    expect(returning).toMatchObject({ quantity: 1, decision: { outcome: 'ALLOWED' } })
    const [none] = afterSaleOptions(anOrder({ lines: [aLine({ claimedQuantity: 2 })] }), SPECIALIST, general)
    expect(none).toMatchObject({ quantity: 0, decision: { outcome: 'DENIED' } })
    expect(none?.reasons.map((each) => each.reason)).toEqual(['EXTRA_ITEM'])
  })

  it('before dispatch are the refund, not the return', () => {
    const order = anOrder({
      tradeStatus: 'PAID',
      physicalStatus: 'NOT_PRINTED',
      signedAt: null,
      firstShippedAt: null,
      lines: [aLine({ status: 'OPEN', shipmentId: null })],
      shipments: [],
    })
    expect(kinds(order)).toMatchObject({
      RETURN_AND_REFUND: 'DENIED',
      EXCHANGE: 'DENIED',
      REFUND_BEFORE_DISPATCH: 'ALLOWED',
      INTERCEPTION: 'DENIED',
      COMPENSATION: 'ALLOWED',
    })
    const [returning] = afterSaleOptions(order, SPECIALIST, general)
    expect(returning?.alternatives).toContain('REFUND_BEFORE_DISPATCH')
  })

  it('on the way are the recall, in the clothing shop', () => {
    const order = anOrder({
      tradeStatus: 'SHIPPED',
      physicalStatus: 'HANDED_OVER',
      signedAt: null,
      lines: [aLine({ status: 'SHIPPED' })],
      shipments: [
        {
          ...(anOrder().shipments[0] as AfterSaleOrderFacts['shipments'][0]),
          status: 'IN_TRANSIT',
          signedAt: null,
          lastScanAt: '2026-03-10T02:00:00.000Z',
        },
      ],
    })
    expect(kinds(order, apparel)).toMatchObject({
      EXCHANGE: 'DENIED',
      INTERCEPTION: 'ALLOWED',
      REFUND_BEFORE_DISPATCH: 'DENIED',
    })
    expect(kinds(order, general)).toMatchObject({ EXCHANGE: 'DENIED', INTERCEPTION: 'DENIED' })
  })

  it('out of period take an approval for quality, and are over without a reason', () => {
    const order = anOrder({ shipments: [], signedAt: '2026-02-01T02:00:00.000Z' })
    const [returning] = afterSaleOptions(order, SPECIALIST, general)
    expect(returning?.decision.outcome).toBe('NEEDS_APPROVAL')
    expect(returning?.approval).toBe('approval.decide')
    expect(returning?.reasons.map((each) => each.reason)).not.toContain('NO_REASON')
    expect(returning?.reasons.map((each) => each.reason)).toContain('QUALITY')
  })
})

describe('windows', () => {
  it('are never shorter than the law grants', () => {
    fc.assert(
      fc.property(instant, anyContext, (signedAt, context) => {
        const order = anOrder({ shipments: [], signedAt })
        const line = order.lines[0]
        if (!line) throw new Error('no line')
        const windows = windowsOf(order, line, context)
        const day = dayOf(new Date(signedAt))
        expect(windows.noReason).toEqual(endOfDay(addDays(day, 7)))
        expect(windows.size).toEqual(endOfDay(addDays(day, 7)))
        expect(windows.quality).toEqual(endOfDay(addDays(day, 15)))
        expect(windows.fastTrack).toEqual(context === apparel ? endOfDay(addDays(day, 3)) : null)
      }),
    )
  })

  it('count each line from its own parcel, and a warranty in months', () => {
    const [first] = anOrder().shipments
    if (!first) throw new Error('no parcel')
    const order = anOrder({
      lines: [
        aLine({ warrantyMonths: 1 }),
        aLine({ id: 'line-2', shipmentId: 'shipment-2', warrantyMonths: 12 }),
      ],
      shipments: [
        { ...first, signedAt: '2026-01-31T02:00:00.000Z' },
        { ...first, id: 'shipment-2', signedAt: '2026-03-06T17:00:00.000Z' },
      ],
    })
    const [one, two] = order.lines.map((line) => windowsOf(order, line, general))
    expect(one?.warranty).toEqual(endOfDay('2026-02-28'))
    expect(one?.noReason).toEqual(endOfDay('2026-02-07'))
    expect(two?.warranty).toEqual(endOfDay('2027-03-07'))
    expect(two?.noReason).toEqual(endOfDay('2026-03-14'))
  })

  it('are open after automatic confirmation, which an open after-sale suspends', () => {
    const unsigned = {
      signedAt: null,
      shipments: [],
      lines: [aLine({ status: 'SHIPPED' as const })],
      tradeDeadlineAt: '2026-03-08T16:00:00.000Z',
    }
    const line = aLine({ status: 'SHIPPED' })
    expect(windowsOf(anOrder(unsigned), line, general).noReason).toEqual(endOfDay('2026-03-16'))
    const open = { id: 'case-9', number: 'CS9', type: 'RESHIP' } as const
    expect(windowsOf(anOrder({ ...unsigned, openCases: [open] }), line, general).noReason).toBeNull()
  })
})
