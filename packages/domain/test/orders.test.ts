import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Context } from '../src/decisions/index.ts'
import { fen } from '../src/money/index.ts'
import {
  aLine,
  anAddress,
  anOrder,
  aSku,
  checked,
  EXAMPLE_NOW,
  partlyShipped,
  printed,
  pullFailed,
  shipped,
  signed,
  unpaid,
} from '../src/orders/examples.ts'
import {
  auditOrder,
  cancelPermission,
  dispatchDueAt,
  flagFor,
  isDelayed,
  judgeCancel,
  judgeChangeAddress,
  judgeChangeItem,
  judgeRemark,
  judgeReportProblem,
  judgeRequest,
  type OrderFacts,
  type OrderLineFacts,
  orderActions,
  problemsOf,
  refundFor,
  stageOf,
  warehouseTaskFor,
  withdrawalOf,
} from '../src/orders/index.ts'
import { DEMO_PACKS, DEMO_SHOPS, type DemoShop, loadPack } from '../src/policy/index.ts'

const at = (shop: DemoShop, now = EXAMPLE_NOW): Context => ({
  pack: loadPack(DEMO_PACKS[shop]),
  now: new Date(now),
})
const outcome = (order: OrderFacts, shop: DemoShop) => ({
  address: judgeChangeAddress(order, { address: null }, at(shop)).outcome,
  item: judgeChangeItem(order, { lineId: order.lines.at(-1)?.id ?? '', target: aSku() }, at(shop)).outcome,
  cancel: judgeCancel(order, { lineIds: null }, at(shop)).outcome,
})
const A = 'ALLOWED'
const D = 'DENIED'

describe('table E.1', () => {
  const rows: [string, OrderFacts, [string, string, string], [string, string, string]][] = [
    // state, order, [address, item, cancel] of the handbook, and of the clothing shop
    ['unpaid', unpaid(), [A, A, A], [A, A, D]],
    ['paid, not printed', checked(), [A, D, A], [A, A, A]],
    ['paid, not printed, identity not checked', anOrder(), [D, D, A], [D, A, A]],
    ['paid, printed', printed(), [A, D, A], [A, A, A]],
    ['waybill not found', pullFailed(), [A, D, A], [D, D, D]],
    ['partly shipped', partlyShipped(), [D, D, D], [D, A, D]],
    ['shipped', shipped(), [D, D, D], [D, D, D]],
    ['being recalled', shipped({ physicalStatus: 'INTERCEPT_REQUESTED' }), [D, D, D], [D, D, D]],
    ['came back', shipped({ physicalStatus: 'RETURNED' }), [D, D, D], [D, D, A]],
    ['signed', signed(), [D, D, D], [D, D, D]],
    ['completed', signed({ tradeStatus: 'COMPLETED' }), [D, D, D], [D, D, D]],
    ['cancelled', checked({ tradeStatus: 'CANCELLED' }), [D, D, D], [D, D, D]],
    [
      'customised',
      checked({ lines: [aLine({ customised: true })] }),
      [A, D, 'NEEDS_APPROVAL'],
      [A, 'NEEDS_APPROVAL', 'NEEDS_APPROVAL'],
    ],
  ]

  it.each(rows)('%s', (_name, order, handbook, apparel) => {
    for (const [shop, expected] of [
      ['general', handbook],
      ['guided', handbook],
      ['apparel', apparel],
    ] as const) {
      const [address, item, cancel] = expected
      expect(outcome(order, shop), shop).toEqual({ address, item, cancel })
    }
  })

  it('cancels what has not left of a split order', () => {
    for (const shop of DEMO_SHOPS)
      expect(judgeCancel(partlyShipped(), { lineIds: ['line-2'] }, at(shop)).outcome).toBe(A)
  })

  it('recalls in the clothing shop and corrects with the carrier in the others', () => {
    for (const shop of DEMO_SHOPS) {
      const actions = new Map(
        orderActions(shipped(), at(shop)).map((each) => [each.name, each.decision.outcome]),
      )
      expect(actions.get('INTERCEPT')).toBe(shop === 'apparel' ? A : D)
      expect(actions.get('CORRECT_WITH_CARRIER')).toBe(shop === 'apparel' ? D : A)
    }
  })
})

describe('decisions on orders', () => {
  it('explain themselves: a refusal cites its rule and says what would change it', () => {
    const decision = judgeChangeAddress(anOrder(), { address: anAddress() }, at('general'))
    const refusal = decision.findings.find((each) => each.verdict === 'DENY')
    expect(refusal).toMatchObject({
      rule: 'ORD-MOD-02',
      remedies: [{ kind: 'EVIDENCE', evidence: 'IDENTITY_CHECK' }],
    })
    expect(refusal?.values.map((each) => each.key)).toContain('order.identity_check_hold')
    expect(decision.pack.hash).toBe(DEMO_PACKS.general.hash)
  })

  it('name every fault, not the first', () => {
    const decision = judgeChangeItem(
      unpaid(),
      { lineId: 'line-1', target: aSku({ stock: 0, active: false, unitPriceFen: fen(1) }) },
      at('general'),
    )
    const refusals = decision.findings.filter((each) => each.verdict === 'DENY').map((each) => each.rule)
    expect(refusals).toEqual(expect.arrayContaining(['PRC-01', 'ORD-AUD-02', 'ORD-ABN-03']))
  })

  it('are judged the same when they are replayed from stored facts', () => {
    const request = { order: printed(), ask: { action: 'CANCEL', lineIds: null, by: 'SHOP' } as const }
    const stored = JSON.parse(JSON.stringify(request)) as typeof request
    expect(judgeRequest(stored, at('apparel'))).toEqual(judgeRequest(request, at('apparel')))
  })

  it('answer for every action of every state, with a rule behind each refusal', () => {
    for (const order of [
      unpaid(),
      checked(),
      printed(),
      pullFailed(),
      partlyShipped(),
      shipped(),
      signed(),
    ]) {
      for (const shop of DEMO_SHOPS) {
        for (const { name, decision } of orderActions(order, at(shop))) {
          expect(decision.findings.length, `${stageOf(order)} ${name}`).toBeGreaterThan(
            name === 'REPORT_PROBLEM' ? -1 : 0,
          )
        }
      }
    }
  })

  it('ask for the permission to close where an order is unpaid', () => {
    expect(cancelPermission(unpaid())).toBe('order.close_unpaid')
    expect(cancelPermission(unpaid(), 'BUYER')).toBe('order.cancel')
    expect(cancelPermission(anOrder())).toBe('order.cancel')
  })

  it('refuse a line that the order does not have', () => {
    expect(() => judgeCancel(anOrder(), { lineIds: ['nobody'] }, at('general'))).toThrow(RangeError)
  })
})

describe('what follows from a change', () => {
  it('the warehouse pulls printed parcels in the clothing shop only', () => {
    expect(warehouseTaskFor(printed(), 'CANCEL', at('apparel').pack)).toBe('PULL_PARCEL')
    expect(warehouseTaskFor(printed(), 'CHANGE_ADDRESS', at('apparel').pack)).toBe('CHANGE_PARCEL')
    expect(warehouseTaskFor(printed(), 'CANCEL', at('general').pack)).toBeNull()
    expect(warehouseTaskFor(checked(), 'CANCEL', at('apparel').pack)).toBeNull()
  })

  it('a withdrawal is refunded within two working days, at once while unprinted', () => {
    const friday = '2026-03-13T04:00:00Z'
    expect(withdrawalOf(anOrder(), at('general', friday))).toEqual({
      atOnce: true,
      dueAt: new Date('2026-03-17T16:00:00Z'),
    })
    expect(withdrawalOf(printed(), at('general', friday)).atOnce).toBe(false)
    expect(withdrawalOf(anOrder(), at('apparel', friday)).atOnce).toBe(false)
  })

  it('a remark gives the colour of its type and of the state of the order', () => {
    expect(flagFor('PRICE_CHANGE', false)).toBe('YELLOW')
    expect(flagFor('ADDRESS_CHANGE', false)).toBe('PURPLE')
    expect(flagFor('WITHDRAWAL', true)).toBe('BLUE')
    expect(flagFor('NOTE', true)).toBeNull()
    expect(judgeRemark(anOrder(), { type: 'NOTE', text: ' ' }, at('general')).outcome).toBe(D)
  })

  it('dispatch is due by the promise, the presale date or the product', () => {
    const paid = { paidAt: '2026-03-10T00:00:00Z', shipFrom: null, dispatchHours: null }
    expect(dispatchDueAt(paid, at('general'))).toEqual(new Date('2026-03-12T00:00:00Z'))
    expect(dispatchDueAt({ ...paid, dispatchHours: 24 }, at('general'))).toEqual(
      new Date('2026-03-11T00:00:00Z'),
    )
    expect(dispatchDueAt({ ...paid, shipFrom: '2026-04-01T00:00:00Z' }, at('general'))).toEqual(
      new Date('2026-04-01T00:00:00Z'),
    )
    expect(isDelayed(paid, at('general', '2026-03-13T23:59:59Z'))).toBe(false)
    expect(isDelayed(paid, at('general', '2026-03-14T00:00:00Z'))).toBe(true)
  })
})

describe('problems', () => {
  it('are found in the facts, named by the shop, and not found again once dismissed', () => {
    const short = anOrder({ lines: [aLine({ stock: 0 })] })
    expect(problemsOf(short, at('general')).map((each) => each.kind)).toEqual(['OUT_OF_STOCK'])
    expect(problemsOf(short, at('apparel')).map((each) => each.kind)).toEqual(['OVERSOLD'])
    expect(
      problemsOf({ ...short, problems: [{ kind: 'OUT_OF_STOCK', status: 'DISMISSED' }] }, at('general')),
    ).toEqual([])
    expect(problemsOf(anOrder(), at('general'))).toEqual([])
    expect(problemsOf(signed({ address: null }), at('general'))).toEqual([])
  })

  it('can be reported beside one that is already on record', () => {
    const order = anOrder({
      problems: [{ kind: 'DUPLICATE', status: 'OPEN' }],
      duplicates: [{ number: '1', secondsApart: 60 }],
    })
    expect(judgeReportProblem(order, { kind: 'DUPLICATE' }, at('general')).outcome).toBe(D)
    expect(judgeReportProblem(order, { kind: 'VAGUE_ADDRESS' }, at('general')).outcome).toBe(A)
    expect(
      orderActions(order, at('general')).find((each) => each.name === 'REPORT_PROBLEM')?.decision.outcome,
    ).toBe(A)
  })
})

/** Orders of one to five lines with paid shares and freight. */
const order = fc
  .record({
    lines: fc.array(
      fc.record({ paid: fc.integer({ min: 0, max: 500_000 }), points: fc.integer({ min: 0, max: 5_000 }) }),
      { minLength: 1, maxLength: 5 },
    ),
    freight: fc.integer({ min: 0, max: 5_000 }),
  })
  .map(({ lines, freight }) => {
    const goods = lines.reduce((sum, line) => sum + line.paid, 0)
    return anOrder({
      goodsFen: fen(goods),
      freightFen: fen(freight),
      payableFen: fen(goods + freight),
      paidFen: fen(goods + freight),
      lines: lines.map((line, i) =>
        aLine({ id: `line-${i}`, position: i, paidFen: fen(line.paid), pointsSpent: line.points }),
      ),
    })
  })

/** The order after a refund was carried out. */
function after(before: OrderFacts, lineIds: readonly string[]): OrderFacts {
  const refund = refundFor(before, lineIds)
  const lines = before.lines.map((line): OrderLineFacts => {
    const back = refund.lines.find((each) => each.lineId === line.id)
    return back ? { ...line, refundedFen: fen(line.refundedFen + back.amountFen), status: 'CANCELLED' } : line
  })
  return { ...before, lines, refundedFen: fen(before.refundedFen + refund.amountFen) }
}

describe('refunds', () => {
  it('give back exactly what was paid, in whatever order the lines are cancelled', () => {
    fc.assert(
      fc.property(order, fc.infiniteStream(fc.nat(4)), (start, steps) => {
        let current = start
        let points = 0
        for (const step of steps) {
          const open = current.lines.filter((line) => line.status === 'OPEN')
          if (open.length === 0) break
          const ids = open.slice(0, 1 + (step % open.length)).map((line) => line.id)
          points += refundFor(current, ids).lines.reduce((sum, line) => sum + line.points, 0)
          current = after(current, ids)
          expect(current.refundedFen).toBeLessThanOrEqual(current.paidFen)
        }
        expect(current.refundedFen).toBe(start.paidFen)
        expect(points).toBe(start.lines.reduce((sum, line) => sum + line.pointsSpent, 0))
      }),
    )
  })

  it('keep freight until the last line goes, and for good once something was shipped', () => {
    const two = anOrder({
      lines: [aLine({ paidFen: fen(6_000) }), aLine({ id: 'line-2', paidFen: fen(6_900) })],
    })
    expect(refundFor(two, ['line-1'])).toMatchObject({ goodsFen: 6_000, freightFen: 0 })
    expect(refundFor(two, null)).toMatchObject({ goodsFen: 12_900, freightFen: 1_000, amountFen: 13_900 })
    const split = {
      ...two,
      lines: [
        aLine({ status: 'SHIPPED', paidFen: fen(6_000) }),
        aLine({ id: 'line-2', paidFen: fen(6_900) }),
      ],
    }
    expect(refundFor(split, ['line-2'])).toMatchObject({ goodsFen: 6_900, freightFen: 0 })
  })

  it('owe nothing where nothing was paid', () => {
    expect(refundFor(unpaid(), null).amountFen).toBe(0)
  })
})

describe('the audit', () => {
  const defects: ((order: OrderFacts) => OrderFacts)[] = [
    (o) => ({ ...o, address: null }),
    (o) => ({ ...o, lines: o.lines.map((line) => ({ ...line, skuActive: false })) }),
    (o) => ({ ...o, lines: o.lines.map((line) => ({ ...line, minQuantity: 9, maxQuantity: 9 })) }),
    (o) => ({ ...o, payments: [] }),
    (o) => ({ ...o, invoice: { kind: 'PAPER', titlePresent: false, company: true, taxIdValid: false } }),
    (o) => ({ ...o, buyerRemark: true }),
    (o) => ({ ...o, discounts: [{ kind: 'COUPON', amountFen: fen(1), valid: false }] }),
    (o) => ({ ...o, duplicates: [{ number: '1', secondsApart: 60 }] }),
    (o) => ({ ...o, riskScore: 100 }),
    (o) => ({ ...o, lines: o.lines.map((line) => ({ ...line, stock: 0 })) }),
  ]

  it('passes an order without a defect', () => {
    for (const shop of DEMO_SHOPS) expect(auditOrder(anOrder(), at(shop)).outcome).toBe(A)
  })

  it('is monotone: one more defect never heals another, and each refuses', () => {
    fc.assert(
      fc.property(
        fc.subarray(defects, { minLength: 1 }),
        fc.nat(defects.length - 1),
        fc.constantFrom(...DEMO_SHOPS),
        (some, extra, shop) => {
          const broken = some.reduce((o, damage) => damage(o), anOrder())
          const worse = (defects[extra] ?? ((o: OrderFacts) => o))(broken)
          const refusals = (o: OrderFacts) =>
            auditOrder(o, at(shop))
              .findings.filter((each) => each.verdict === 'DENY')
              .map((each) => each.rule)
          expect(auditOrder(broken, at(shop)).outcome).toBe(D)
          expect(refusals(worse)).toEqual(expect.arrayContaining(refusals(broken)))
        },
      ),
    )
  })
})
