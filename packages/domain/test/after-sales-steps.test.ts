import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aCase, aLine, anApplication, anOrder, SPECIALIST } from '../src/after-sales/examples.ts'
import {
  AFTER_SALE_REASONS,
  AFTER_SALE_STATES,
  AFTER_SALE_TYPES,
  type AfterSaleAsk,
  type AfterSaleCaseFacts,
  type AfterSaleOrderFacts,
  type AfterSaleState,
  type AfterSaleType,
  CAUSES,
  clocksAtApply,
  clocksAtApproval,
  clocksAtReceipt,
  hasEnded,
  INSPECTION_FINDINGS,
  judgeAfterSale,
  LIABLE_PARTIES,
  liabilityOf,
  nothingToSendBack,
  STEP_NAMES,
  type StepName,
  stateAfter,
} from '../src/after-sales/index.ts'
import { fen } from '../src/money/index.ts'
import { contextsAt } from './contexts.ts'

const NOW = new Date('2026-03-10T04:00:00.000Z')
const [general, guided, apparel] = contextsAt(NOW)
const anyContext = fc.constantFrom(general, guided, apparel)
const STEPS = STEP_NAMES

describe('the order of steps', () => {
  it('names what can be done instead of a step that is out of order', () => {
    const answer = (state: AfterSaleState) => {
      const found = aCase({ state })
      const decision = judgeAfterSale(
        { order: anOrder(), case: found, actor: SPECIALIST, ask: { step: 'CONFIRM' } },
        general,
      )
      return decision.findings.find(({ rule }) => rule === 'AS-WF-RET')
    }
    const applied = answer('APPLIED')
    expect(applied?.message.en).toBe('This step cannot be taken: the after-sale stands at "Applied".')
    expect(applied?.remedies.map(({ alternative }) => alternative)).toEqual(
      STEPS.filter(
        (step) =>
          step !== 'LAPSE' && ![null, 'APPLIED'].includes(stateAfter(step, 'RETURN_AND_REFUND', 'APPLIED')),
      ),
    )
    expect(applied?.remedies.map(({ alternative }) => alternative)).toContain('APPROVE')
  })

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

  it.each<[string, AfterSaleType, readonly StepName[], AfterSaleState]>([
    [
      'the seven steps of a return (000 §6.2)',
      'RETURN_AND_REFUND',
      [
        'ACKNOWLEDGE',
        'APPROVE',
        'RECORD_RETURN_SHIPMENT',
        'RECEIVE_RETURN',
        'PASS_INSPECTION',
        'REFUND',
        'ISSUE_REFUND',
        'REFUND_ARRIVED',
      ],
      'COMPLETED',
    ],
    [
      'the seven steps of an exchange (000 §6.3)',
      'EXCHANGE',
      [
        'ACKNOWLEDGE',
        'REQUEST_EVIDENCE',
        'RESUME_REVIEW',
        'APPROVE',
        'RECORD_RETURN_SHIPMENT',
        'RECEIVE_RETURN',
        'PASS_INSPECTION',
        'SEND_REPLACEMENT',
        'CONFIRM',
      ],
      'COMPLETED',
    ],
    [
      'a repair in the place of a replacement (C-46)',
      'REPAIR',
      [
        'APPROVE',
        'RECORD_RETURN_SHIPMENT',
        'RECEIVE_RETURN',
        'PASS_INSPECTION',
        'START_REPAIR',
        'SEND_REPAIRED',
        'CONFIRM',
      ],
      'COMPLETED',
    ],
    [
      'a replacement that ran out, then a refund (Q63)',
      'EXCHANGE',
      [
        'APPROVE',
        'RECORD_RETURN_SHIPMENT',
        'RECEIVE_RETURN',
        'PASS_INSPECTION',
        'REPORT_UNAVAILABLE',
        'REFUND',
        'ISSUE_REFUND',
        'REFUND_FAILED',
        'ISSUE_REFUND',
        'REFUND_ARRIVED',
      ],
      'COMPLETED',
    ],
    [
      'a parcel refused at the door, and a customer too late',
      'RETURN_AND_REFUND',
      ['APPROVE', 'RECORD_RETURN_SHIPMENT', 'REFUSE_RETURN', 'LAPSE', 'REOPEN'],
      'REVIEWING',
    ],
    [
      'a lost parcel sent again',
      'RESHIP',
      ['TELL_PLAN', 'APPROVE', 'SEND_REPLACEMENT', 'CONFIRM'],
      'COMPLETED',
    ],
    [
      'a rejection that the platform overrules',
      'RETURN_AND_REFUND',
      ['REJECT', 'OPEN_DISPUTE', 'LOSE_DISPUTE', 'ISSUE_REFUND'],
      'REFUNDED',
    ],
  ])('takes %s', (_, type, steps, end) => {
    let state: AfterSaleState | null = 'APPLIED'
    for (const step of steps) {
      state = state && stateAfter(step, type, state)
      expect(state, step).not.toBeNull()
    }
    expect(state).toBe(end)
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
      case 'LOSE_DISPUTE':
        return { step, hasReference: true }
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
    const refused = anOrder({
      signedAt: null,
      tradeDeadlineAt: null,
      shipments: [],
      lines: [aLine({ status: 'SHIPPED' })],
    })
    expect(
      clocksAtApproval(aCase({ reason: 'TRANSIT_DAMAGE' }), refused, { pickup: false }, general),
    ).toEqual([])
    expect(clocksAtReceipt(aCase(), general)).toEqual(['after_sale.inspect', 'after_sale.refund'])
    expect(clocksAtReceipt(aCase({ type: 'EXCHANGE' }), general)).toEqual([
      'after_sale.inspect',
      'after_sale.replacement',
    ])
    expect(clocksAtReceipt(aCase({ type: 'REPAIR' }), general)).toEqual(['after_sale.inspect'])
  })
})
