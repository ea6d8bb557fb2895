import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aCase, aLine, anApplication, anOrder, SPECIALIST } from '../src/after-sales/examples.ts'
import {
  AFTER_SALE_REASONS,
  AFTER_SALE_STATES,
  AFTER_SALE_STEPS,
  AFTER_SALE_TYPES,
  type AfterSaleAsk,
  type AfterSaleCaseFacts,
  type AfterSaleOrderFacts,
  type AfterSaleState,
  type AfterSaleType,
  afterSaleOptions,
  applicationFor,
  CAUSES,
  clocksAtApply,
  clocksAtApproval,
  clocksAtReceipt,
  clocksAtRefund,
  hasEnded,
  INSPECTION_FINDINGS,
  judgeAfterSale,
  LIABLE_PARTIES,
  liabilityOf,
  nothingToSendBack,
  type StepName,
  stateAfter,
  windowsOf,
} from '../src/after-sales/index.ts'
import { addDays, dayOf, endOfDay } from '../src/calendar/index.ts'
import { fen } from '../src/money/index.ts'
import { PHYSICAL_STATUSES, TRADE_STATUSES } from '../src/orders/index.ts'
import { DEMO_PACKS, DEMO_SHOPS, loadPack } from '../src/policy/index.ts'

const NOW = new Date('2026-03-10T04:00:00.000Z')
const contexts = DEMO_SHOPS.map((shop) => ({ pack: loadPack(DEMO_PACKS[shop]), now: NOW }))
const [general, guided, apparel] = contexts as [
  (typeof contexts)[0],
  (typeof contexts)[0],
  (typeof contexts)[0],
]
const anyContext = fc.constantFrom(...contexts)
const STEPS = Object.keys(AFTER_SALE_STEPS) as StepName[]

const instant = fc
  .integer({ min: Date.parse('2026-01-15T00:00:00Z'), max: NOW.getTime() })
  .map((at) => new Date(at).toISOString())
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })

const anyLine = fc
  .record({
    quantity: fc.integer({ min: 1, max: 4 }),
    returnedQuantity: fc.integer({ min: 0, max: 1 }),
    claimedQuantity: fc.integer({ min: 0, max: 2 }),
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

describe('the order of steps', () => {
  const reachable = (type: AfterSaleType) => {
    const found = new Set<AfterSaleState>(['APPLIED'])
    for (const state of found)
      for (const step of STEPS) {
        const next = stateAfter(step, type, state)
        if (next) found.add(next)
      }
    return found
  }

  it('reaches every state', () => {
    const all = new Set(AFTER_SALE_TYPES.flatMap((type) => [...reachable(type)]))
    expect([...AFTER_SALE_STATES].filter((state) => !all.has(state))).toEqual([])
  })

  it.each(AFTER_SALE_TYPES)('leads every %s to an end', (type) => {
    const states = reachable(type)
    // Backwards from the ends: which states can still get there?
    const ending = new Set([...states].filter(hasEnded))
    for (let grown = -1; grown !== ending.size; ) {
      grown = ending.size
      for (const state of states)
        if (STEPS.some((step) => ending.has(stateAfter(step, type, state) ?? 'APPLIED'))) ending.add(state)
    }
    expect([...states].filter((state) => !ending.has(state))).toEqual([])
  })
})

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

/** Everything that can be asked of a case, with details that vary. */
const anyAsk: fc.Arbitrary<AfterSaleAsk> = fc
  .record({
    step: fc.constantFrom(...STEPS),
    finding: fc.constantFrom(...INSPECTION_FINDINGS),
    cause: fc.constantFrom(...CAUSES),
    liable: fc.constantFrom(...LIABLE_PARTIES),
    stock: fc.integer({ min: 0, max: 1 }),
  })
  .map(({ step, finding, cause, liable, stock }): AfterSaleAsk => {
    switch (step) {
      case 'APPROVE':
        return { step, amountFen: null }
      case 'REJECT':
        return { step, ruleIds: [] }
      case 'JUDGE_LIABILITY':
        return { step, cause, liable, appraiser: 'QUALITY_CONTROL' }
      case 'RECORD_RETURN_SHIPMENT':
        return { step, carrier: 'SF', freightCollect: false, freightFen: fen(0), pickup: false }
      case 'PASS_INSPECTION':
      case 'FAIL_INSPECTION':
        return { step, finding }
      case 'CHOOSE_REPLACEMENT':
        return { step, skuId: 'sku-2', stock, priceDifferenceFen: fen(0), presale: false }
      case 'COMPENSATE':
        return { step, kind: 'COUPON', amountFen: fen(500) }
      default:
        return { step }
    }
  })

describe('a walk through the steps', () => {
  /** Takes a step if the rules let it happen without an approval. */
  function walk(
    order: AfterSaleOrderFacts,
    found: AfterSaleCaseFacts,
    ask: AfterSaleAsk,
    context: typeof general,
  ) {
    const { outcome } = judgeAfterSale({ order, case: found, actor: SPECIALIST, ask }, context)
    if (outcome !== 'ALLOWED' || ask.step === 'APPLY') return null
    const state = stateAfter(ask.step, found.type, found.state)
    if (!state) throw new Error(`${ask.step} was allowed out of order`)
    const at = NOW.toISOString()
    return {
      ...found,
      state,
      ...(ask.step === 'JUDGE_LIABILITY' && { cause: ask.cause, liable: ask.liable }),
      ...(ask.step === 'APPROVE' && { decidedAt: at }),
      ...(ask.step === 'RECORD_RETURN_SHIPMENT' && { returnShipment: { ...ask, at } }),
      ...(ask.step === 'PASS_INSPECTION' && {
        inspection: { result: 'PASSED' as const, finding: ask.finding, at },
      }),
      ...(ask.step === 'FAIL_INSPECTION' && {
        inspection: { result: 'FAILED' as const, finding: ask.finding, at },
      }),
    }
  }

  it('owes no refund of goods before they are back and inspected, unless a platform or an approval says so', () => {
    const reached = new Set<AfterSaleState>()
    fc.assert(
      fc.property(
        fc.constantFrom(...AFTER_SALE_TYPES),
        fc.constantFrom(...AFTER_SALE_REASONS),
        anyContext,
        fc.array(anyAsk, { minLength: 30, maxLength: 120 }),
        (type, reason, context, asks) => {
          const order = anOrder()
          const evidence = [{ kind: 'PHOTO' as const, at: NOW.toISOString() }]
          let found = aCase({
            type,
            reason,
            state: 'APPLIED',
            evidence,
            replacementSkuId: 'sku-2',
            replacementStock: 1,
          })
          for (const ask of asks) {
            const next = walk(order, found, ask, context)
            if (!next) continue
            if (
              next.state === 'REFUND_OWED' &&
              found.state !== 'REFUND_OWED' &&
              ask.step !== 'REFUND_FAILED'
            ) {
              const settled = found.inspection !== null || nothingToSendBack(order, found)
              expect(ask.step === 'LOSE_DISPUTE' || type === 'PARTIAL_REFUND' || settled, ask.step).toBe(true)
            }
            if (next.state === 'REPLACEMENT_SENT' && type === 'EXCHANGE')
              expect(found.inspection).not.toBeNull()
            expect(ask.step).not.toBe('PAY_IN_ADVANCE')
            found = next
            reached.add(found.state)
          }
        },
      ),
      { numRuns: 800, seed: 7 },
    )
    expect([...reached]).toEqual(
      expect.arrayContaining(['REFUND_OWED', 'REPLACEMENT_SENT', 'COMPLETED', 'REJECTED']),
    )
  })
})

describe('liability', () => {
  it('has two layers: the shop settles what the carrier answers for', () => {
    const facts = { cause: null, handedOver: true, lighter: false } as const
    expect(liabilityOf({ ...facts, reason: 'TRANSIT_DAMAGE' })).toEqual({
      buyerFacing: 'SHOP',
      backToBack: 'CARRIER',
      proposal: { cause: 'TRANSIT', liable: 'CARRIER' },
    })
    expect(liabilityOf({ ...facts, reason: 'QUALITY' })).toMatchObject({
      buyerFacing: 'SHOP',
      backToBack: null,
    })
    expect(liabilityOf({ ...facts, reason: 'QUALITY', cause: 'MISUSE' })).toMatchObject({
      buyerFacing: 'CUSTOMER',
    })
    expect(liabilityOf({ ...facts, reason: 'NO_REASON' })).toMatchObject({ buyerFacing: 'NOBODY' })
    expect(liabilityOf({ ...facts, reason: 'MISSING_ITEM' })).toMatchObject({ backToBack: null })
    expect(liabilityOf({ ...facts, reason: 'MISSING_ITEM', lighter: true })).toMatchObject({
      backToBack: 'CARRIER',
    })
    expect(liabilityOf({ ...facts, reason: 'LATE', handedOver: false })).toMatchObject({
      buyerFacing: 'SHOP',
      backToBack: null,
    })
  })
})

describe('clocks of the steps', () => {
  it('start as the table prints them, where the shop promises them', () => {
    const both = ['after_sale.acknowledge', 'after_sale.review']
    expect(clocksAtApply(anApplication(), general)).toEqual(both)
    expect(clocksAtApply({ reason: 'LOST' }, general)).toEqual([...both, 'parcel.lost_plan'])
    expect(clocksAtApply({ reason: 'LOST' }, apparel)).toEqual([
      ...both,
      'parcel.lost_plan',
      'parcel.resolve',
    ])
    expect(clocksAtApply({ reason: 'LATE' }, guided)).toEqual(both)
    const order = anOrder()
    expect(clocksAtApproval(aCase(), order, { pickup: false }, general)).toEqual(['after_sale.send_back'])
    expect(clocksAtApproval(aCase(), order, { pickup: true }, general)).toEqual(['after_sale.pickup'])
    expect(clocksAtApproval(aCase({ type: 'PARTIAL_REFUND' }), order, { pickup: false }, general)).toEqual([
      'partial_refund',
    ])
    expect(clocksAtApproval(aCase({ reason: 'MISSING_ITEM' }), order, { pickup: false }, general)).toEqual([])
    expect(
      clocksAtApproval(aCase({ type: 'RESHIP', reason: 'LOST' }), order, { pickup: false }, general),
    ).toEqual(['after_sale.replacement'])
    expect(clocksAtReceipt(aCase(), general)).toEqual(['after_sale.inspect', 'after_sale.refund'])
    expect(clocksAtReceipt(aCase({ type: 'EXCHANGE' }), general)).toEqual([
      'after_sale.inspect',
      'after_sale.replacement',
    ])
    expect(clocksAtReceipt(aCase({ type: 'REPAIR' }), general)).toEqual(['after_sale.inspect'])
    expect(clocksAtRefund(aCase({ type: 'EXCHANGE' }), general)).toEqual(['after_sale.refund'])
    expect(clocksAtRefund(aCase(), general)).toEqual([])
  })
})
