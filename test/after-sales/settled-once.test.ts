import { afterAll, describe, expect, test } from 'vitest'
import { Desk, endOf, hoursAfter, rulesOf, succeeded, waybill } from '../harness/after-sales.ts'
import { uuidOf } from '../harness/ids.ts'
import { numberOf, orderIds } from '../harness/orders.ts'
import { NOW, openWorld, SHOPS } from '../harness/world.ts'

// The demo's now is Wednesday 18 November 2026, 00:00 in Shanghai.
const world = await openWorld('settled-once')
afterAll(() => world.close())
const photo = { reason: 'QUALITY', evidence: ['PHOTO'] }

describe.each(SHOPS.map((shop, i) => ({ shop, i })))('$shop', ({ shop, i }) => {
  const desk = new Desk(world, shop)
  const lose = async (suffix: number) =>
    world.rows(
      `UPDATE shipments SET loss_confirmed_at = $2, loss_confirmed_by = 'CARRIER' WHERE order_id = $1`,
      [(await desk.order(suffix)).id, NOW],
    )
  const sentAgain = async (suffix: number, ask: object, ...proof: string[]) => {
    const caseId = await desk.applied(suffix, { type: 'RESHIP', ...ask })
    await desk.prove(caseId, ...proof)
    await desk.take('approveAfterSale', caseId)
    await desk.take('sendReplacement', caseId, { carrier: 'SF', waybill: waybill() })
    await desk.take('confirmAfterSale', caseId)
  }

  test('a lost parcel that was sent again is not refunded as well (AS-POL-11)', async () => {
    await lose(1007)
    await sentAgain(1007, { reason: 'LOST' })
    const caseId = await desk.applied(1007, { reason: 'LOST' })
    const denied = await desk.step('approveAfterSale', caseId, {}, 'manager')
    expect(denied.__typename).toBe('PolicyDenied')
    expect(rulesOf(denied.decision?.findings, 'DENY')).toEqual(['AS-POL-11'])
    await desk.take('withdrawAfterSale', caseId)
    // What was sent in its place is with the customer, from the day it came.
    const { quote, decision } = await desk.preview(1007, photo)
    expect(decision.outcome).toBe('ALLOWED')
    expect(quote.freight.back).toBe('SHOP')
    const defect = await desk.applied(1007, photo)
    await desk.prove(defect, 'PHOTO')
    const agreed = await desk.take('approveAfterSale', defect)
    expect(agreed.clocks.find(({ name }) => name === 'AFTER_SALE_SEND_BACK')?.breachAt).toBe(
      endOf('2026-11-25'),
    )
    expect((await desk.step('refundAfterSale', defect)).__typename).toBe('PolicyDenied')
  })

  test('what was missing and sent again is refunded by an approval only (AS-WF-GEN-1)', async () => {
    const missing = { reason: 'MISSING_ITEM', evidence: ['WEIGHT_PHOTO'], receivedGrams: 1000 }
    await sentAgain(1040, missing, 'WEIGHT_PHOTO')
    for (const type of ['RETURN_AND_REFUND', 'RESHIP']) {
      const caseId = await desk.applied(1040, { type, ...missing })
      await desk.prove(caseId, 'WEIGHT_PHOTO')
      const asked = await desk.step('approveAfterSale', caseId, {}, 'manager')
      expect([type, asked.__typename]).toEqual([type, 'ApprovalRequired'])
      expect(rulesOf(asked.decision?.findings, 'NEEDS_APPROVAL')).toEqual(['AS-WF-GEN-1'])
      await desk.take('withdrawAfterSale', caseId)
    }
    const [refunds] = await world.rows<{ count: string }>(
      'SELECT count(*) FROM refunds WHERE order_id = $1',
      [(await desk.order(1040)).id],
    )
    expect(refunds?.count).toBe('0')
  })

  test('a refund that awaits no inspection counts from its own start (Q13, Q63)', async () => {
    const by = [hoursAfter(NOW, 48), hoursAfter(NOW, 24), endOf('2026-11-20')][i]
    await lose(1042)
    const lost = await desk.applied(1042, { reason: 'LOST' })
    await desk.take('approveAfterSale', lost)
    const owed = await desk.take('refundAfterSale', lost)
    const due = (clocks: typeof owed.clocks) =>
      clocks.filter(({ name }) => name === 'AFTER_SALE_REFUND').at(-1)?.breachAt
    expect(due(owed.clocks)).toBe(by)
    const [row] = await world.rows<{ due_at: Date }>('SELECT due_at FROM refunds WHERE case_id = $1', [
      uuidOf(lost),
    ])
    expect(row?.due_at.toISOString()).toBe(by)
    await desk.run('issueRefund', { refundId: owed.refunds[0]?.id })
    const failed = await desk.run('failRefund', { refundId: owed.refunds[0]?.id, failure: 'CHANNEL_ERROR' })
    expect(due(succeeded(failed).clocks)).toBe(by)

    const soldOut = await desk.inspected(1056, 'AS_CLAIMED', { type: 'EXCHANGE', ...photo }, 'PHOTO')
    await desk.take('reportReplacementUnavailable', soldOut)
    expect(due((await desk.take('refundAfterSale', soldOut)).clocks)).toBe(by)
  })

  test('what policy owes for a return goes back in full (AS-RFD-10, Q32)', async () => {
    const caseId = await desk.applied(1035)
    const short = await desk.step('approveAfterSale', caseId, { amount: '0.01' })
    expect(rulesOf(short.decision?.findings, 'DENY')).toEqual(['AS-RFD-10'])
    expect((await desk.view(caseId)).state).toBe('APPLIED')
  })

  test('a parcel on its way is not sent again on the word that it is broken (AS-LIA-14)', async () => {
    const caseId = await desk.applied(1057, { type: 'RESHIP', reason: 'TRANSIT_DAMAGE' })
    const denied = await desk.step('approveAfterSale', caseId)
    expect(rulesOf(denied.decision?.findings, 'DENY')).toEqual(['AS-LIA-14'])
    const { id } = await desk.order(1057)
    await world.rows(`UPDATE shipments SET status = 'RETURNING' WHERE order_id = $1`, [id])
    expect((await desk.take('approveAfterSale', caseId)).state).toBe('APPROVED')
  })

  test('what came back by itself and was refunded is not cancelled as well (ORD-CAN-02)', async () => {
    const order = await orderIds(await desk.as('manager'), numberOf(shop, 1008))
    const id = uuidOf(order.id)
    await world.rows(`UPDATE orders SET physical_status = 'RETURNED' WHERE id = $1`, [id])
    await world.rows(`UPDATE shipments SET status = 'RETURNED' WHERE order_id = $1`, [id])
    const caseId = await desk.agreed(1008)
    await desk.take('refundAfterSale', caseId)
    const denied = await desk.run('cancelOrder', { orderId: order.id, reason: 'BUYER_ASKED' })
    expect(rulesOf(denied.decision?.findings, 'DENY')).toEqual(['ORD-CAN-02'])
    const [left] = await world.rows('SELECT paid_fen - refunded_fen AS left FROM orders WHERE id = $1', [id])
    expect(left).toEqual({ left: '0' })
  })

  test('freight that was advanced goes back, and is no pick-up of ours (AS-POL-33)', async () => {
    const caseId = await desk.sentBack(1054, photo, 'PHOTO')
    const freight = { direction: 'BACK', mode: 'REFUND', amount: '12.00' }
    await desk.take('receiveReturn', caseId)
    await desk.take('inspectReturn', caseId, { result: 'PASSED', finding: 'AS_CLAIMED' })
    const pickup = await desk.step('settleFreight', caseId, { ...freight, mode: 'PREPAID_PICKUP' })
    expect(pickup.__typename).toBe('PolicyDenied')
    const settled = await desk.take('settleFreight', caseId, freight)
    expect(settled.freightSettlements).toMatchObject([{ status: 'OPEN', amount: { amount: '12.00' } }])
  })

  test('compensation for force majeure takes an approval (AS-POL-12, Q52)', async () => {
    const caseId = await desk.applied(1043, { type: 'COMPENSATION', reason: 'LATE', pieces: [] })
    await desk.take('judgeLiability', caseId, { cause: 'FORCE_MAJEURE', liable: 'NOBODY' })
    const asked = await desk.step('grantCompensation', caseId, { kind: 'COUPON', amount: '5.00' }, 'manager')
    expect(asked.__typename).toBe('ApprovalRequired')
    expect((await desk.view(caseId)).compensations).toEqual([])
  })

  test('while the platform decides, nothing is awaited; what it awards is paid (AS-TYP-07)', async () => {
    const caseId = await desk.agreed(1047, photo, 'PHOTO')
    const disputed = await desk.take('openDispute', caseId)
    expect(disputed.clocks.filter(({ stoppedAt }) => !stoppedAt)).toEqual([])
    const goodwill = await desk.applied(1055, { type: 'COMPENSATION', reason: 'SERVICE', pieces: [] })
    await desk.take('openDispute', goodwill)
    const settled = await desk.take('settleDispute', goodwill, {
      verdict: 'FOR_CUSTOMER',
      amount: '30.00',
      reference: 'PTX-2026-0118',
    })
    expect(settled).toMatchObject({ state: 'REFUND_OWED', refunds: [{ amount: { amount: '30.00' } }] })
  })

  test('a cancelled order is paid back by the way it was paid (AS-RFD-04)', async () => {
    const order = await orderIds(await desk.as('manager'), numberOf(shop, 1002))
    await desk.run('cancelOrder', {
      orderId: order.id,
      expectedVersion: order.version,
      reason: 'BUYER_ASKED',
    })
    const rows = await world.rows('SELECT route FROM refunds WHERE order_id = $1', [uuidOf(order.id)])
    expect(rows).toEqual([{ route: 'CREDIT_CARD' }])
  })

  test('goods that were paid for in advance are on sale again once inspected (AS-POL-10, CAT-25)', async () => {
    const caseId = await desk.agreed(1049)
    const [line] = (await desk.order(1049)).lines
    const stock = async () =>
      (await world.rows<{ stock: number }>('SELECT stock FROM skus WHERE id = $1', [line?.sku_id]))[0]
        ?.stock ?? 0
    const asked = await desk.run('requestApproval', {
      action: { payInAdvance: { caseId, idempotencyKey: `advance-${shop}` } },
      reason: 'urgent',
    })
    const decision = { approvalId: asked.approval?.id, verdict: 'APPROVE', reason: 'agreed' }
    await desk.run('decideApproval', decision, 'supervisor')
    const before = await stock()
    await desk.take('recordReturnShipment', caseId, { carrier: 'SF', waybill: waybill() })
    await desk.take('receiveReturn', caseId)
    await desk.take('inspectReturn', caseId, { result: 'PASSED', finding: 'INTACT' })
    expect(await stock()).toBe(before + 1)
  })
})
