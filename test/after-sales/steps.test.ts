import { afterAll, describe, expect, test } from 'vitest'
import { act, key } from '../harness/acts.ts'
import { Desk, replayAll, rulesOf, waybill } from '../harness/after-sales.ts'
import { numberOf, orderIds } from '../harness/orders.ts'
import { openWorld, SHOPS } from '../harness/world.ts'

const world = await openWorld('steps')
afterAll(() => world.close())
const photo = { reason: 'QUALITY', evidence: ['PHOTO'] }

/** Every step of an after-sale with an input that is good, and the states of a return from which it may be taken. */
const STEPS: readonly (readonly [name: string, input: () => object, from: readonly string[]])[] = [
  ['acknowledgeAfterSale', () => ({}), ['APPLIED']],
  ['requestEvidence', () => ({ kinds: ['PHOTO'] }), ['APPLIED', 'REVIEWING']],
  ['resumeReview', () => ({}), ['EVIDENCE_REQUESTED']],
  ['approveAfterSale', () => ({}), ['APPLIED', 'REVIEWING', 'EVIDENCE_REQUESTED']],
  ['recordReturnShipment', () => ({ carrier: 'SF', waybill: waybill() }), ['APPROVED', 'RETURN_REFUSED']],
  ['receiveReturn', () => ({}), ['RETURN_IN_TRANSIT']],
  ['refuseReturn', () => ({ reason: 'CARRIER_NOT_ACCEPTED' }), ['RETURN_IN_TRANSIT']],
  ['inspectReturn', () => ({ result: 'PASSED', finding: 'INTACT' }), ['RECEIVED']],
  ['acceptAfterAll', () => ({}), ['INSPECTION_FAILED']],
  ['refundAfterSale', () => ({}), ['INSPECTION_PASSED', 'APPROVED']],
  ['payInAdvance', () => ({}), ['APPROVED', 'RETURN_IN_TRANSIT', 'RECEIVED']],
  ['sendReplacement', () => ({ carrier: 'SF', waybill: waybill() }), []],
  ['reportReplacementUnavailable', () => ({}), []],
  ['chooseReplacement', () => ({}), []],
  ['startRepair', () => ({}), []],
  ['sendRepaired', () => ({ carrier: 'SF', waybill: waybill() }), []],
  ['confirmAfterSale', () => ({}), []],
  ['grantCompensation', () => ({ kind: 'COUPON', amount: '1.00' }), []],
  ['reopenAfterSale', () => ({}), ['LAPSED', 'REJECTED', 'WITHDRAWN']],
  ['settleDispute', () => ({ verdict: 'FOR_SHOP' }), ['DISPUTED']],
]

describe.each(SHOPS.map((shop, i) => ({ shop, i })))('$shop', ({ shop, i }) => {
  const desk = new Desk(world, shop)

  test('no step of a return is taken out of order (AS-WF-RET)', async () => {
    const caseId = await desk.applied(1035)
    const walk: readonly (readonly [string, object])[] = [
      ['acknowledgeAfterSale', {}],
      ['requestEvidence', { kinds: ['PHOTO'] }],
      ['resumeReview', {}],
      ['approveAfterSale', {}],
      ['recordReturnShipment', { carrier: 'SF', waybill: waybill() }],
      ['receiveReturn', {}],
      ['inspectReturn', { result: 'PASSED', finding: 'INTACT' }],
      ['refundAfterSale', {}],
    ]
    for (const [next, input] of [...walk, ['', {}] as const]) {
      const before = await desk.view(caseId)
      for (const [name, good, from] of STEPS) {
        if (from.includes(before.state)) continue
        const denied = await desk.step(name, caseId, good(), 'manager')
        expect([before.state, name, denied.__typename]).toEqual([before.state, name, 'PolicyDenied'])
        expect(rulesOf(denied.decision?.findings, 'DENY')).toContain('AS-WF-RET')
      }
      expect(await desk.view(caseId)).toEqual(before)
      if (next) await desk.take(next, caseId, input)
    }
  })

  test('a partial refund is taken off what a return gives back (Q07, Q09)', async () => {
    const asked = { type: 'PARTIAL_REFUND', reason: 'PRICE', amount: '10.00', pieces: [[0, 1]] } as const
    const partial = await desk.applied(1040, asked)
    const owed = await desk.take('approveAfterSale', partial, { amount: '10.00' })
    await desk.run('issueRefund', { refundId: owed.refunds[0]?.id })
    await desk.run('confirmRefundArrival', { refundId: owed.refunds[0]?.id })
    const { quote } = await desk.preview(1040, photo)
    expect(quote.amount.amount).toBe(['183.03', '432.38', '183.03'][i])
    const all = await desk.preview(1040, {
      ...photo,
      pieces: [
        [0, 1],
        [1, 1],
        [2, 1],
      ],
    })
    expect(all.quote.amount.amount).toBe(['637.00', '1587.00', '637.00'][i])
  })

  test('a parcel that was called back gives the money back, and not before (C-13, ORD-MOD-09)', async () => {
    const order = await desk.order(1008)
    expect((await desk.preview(1008)).decision.outcome).toBe('DENIED')
    await world.rows(`UPDATE shipments SET status = 'RETURNED' WHERE order_id = $1`, [order.id])
    await world.rows(`UPDATE orders SET physical_status = 'RETURNED' WHERE id = $1`, [order.id])
    const caseId = await desk.applied(1008)
    const agreed = await desk.take('approveAfterSale', caseId)
    expect(agreed.clocks.filter(({ stoppedAt }) => !stoppedAt)).toEqual([])
    const owed = await desk.take('refundAfterSale', caseId)
    expect(owed.refunds).toMatchObject([{ amount: { amount: ['189.00', '589.00', '189.00'][i] } }])
  })

  test('what a cancellation owes is issued within two working days, and the promise is met (C-14, Q40)', async () => {
    const client = await desk.as('specialist')
    const { id } = await orderIds(client, numberOf(shop, 1002))
    const done = await act(client, 'cancelOrder', {
      orderId: id,
      reason: 'BUYER_ASKED',
      idempotencyKey: key(),
    })
    const issued = await desk.run('issueRefund', { refundId: done.refund?.id })
    expect(issued).toMatchObject({
      __typename: 'IssueRefundSuccess',
      afterSale: null,
      refund: { status: 'ISSUED' },
    })
    const { order } = await client.ask<{ order: { clocks: { name: string; result: string | null }[] } }>(
      'query ($id: ID) { order(id: $id) { clocks { name result } } }',
      { id },
    )
    expect(order.clocks.find(({ name }) => name === 'ORDER_WITHDRAWAL')?.result).toBe('MET')
  })

  test('every decision of these is decided the same again', async () => {
    const { count, differ } = await replayAll(desk)
    expect(differ).toEqual([])
    expect(count).toBeGreaterThan(100)
  })
})
