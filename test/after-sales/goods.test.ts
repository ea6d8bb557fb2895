import { afterAll, afterEach, describe, expect, test } from 'vitest'
import type { AfterSaleView } from '../harness/after-sale-view.ts'
import { Desk, endOf, hoursAfter, replayAll, rulesOf, waybill } from '../harness/after-sales.ts'
import { globalId } from '../harness/ids.ts'
import { NOW, openWorld, SHOPS } from '../harness/world.ts'

// The demo's now is Wednesday 18 November 2026, 00:00 in Shanghai.
const world = await openWorld('goods')
afterAll(() => world.close())
afterEach(() => world.setNow(NOW))
const later = (hours: number) => world.setNow(new Date(Date.parse(hoursAfter(NOW, hours))))

const clock = (of: AfterSaleView, name: string) => of.clocks.find((each) => each.name === name)
const photo = { evidence: ['PHOTO'] }
const parcel = () => ({ carrier: 'SF', waybill: waybill() })

describe.each(SHOPS.map((shop, i) => ({ shop, i })))('$shop', ({ shop, i }) => {
  const desk = new Desk(world, shop)
  const stockOf = async (sku: string) =>
    (await world.rows<{ stock: number }>('SELECT stock FROM skus WHERE id = $1', [sku]))[0]?.stock ?? 0

  test('another size: sent back first, the replacement within two days of receipt, freight both ways by the customer (AS-WF-EXC, AS-SLA-04)', async () => {
    const order = await desk.order(1035)
    const sku = order.lines[0]?.sku_id ?? ''
    const caseId = await desk.agreed(1035, { type: 'EXCHANGE', reason: 'SIZE_FIT' })
    expect(await desk.view(caseId)).toMatchObject({ state: 'APPROVED', freightPayer: 'CUSTOMER' })
    await desk.take('recordReturnShipment', caseId, parcel())
    // No fault of the shop: never before it is back (C-25, AS-POL-27).
    expect((await desk.step('sendReplacement', caseId, parcel())).__typename).toBe('PolicyDenied')
    const received = await desk.take('receiveReturn', caseId)
    expect(clock(received, 'AFTER_SALE_REPLACEMENT')).toMatchObject({
      targetAt: hoursAfter(NOW, 48),
      breachAt: hoursAfter(NOW, 48),
      rules: ['AS-SLA-04'],
    })
    expect(clock(received, 'AFTER_SALE_REFUND')).toBeUndefined()
    await desk.take('inspectReturn', caseId, { result: 'PASSED', finding: 'INTACT' })
    const before = await stockOf(sku)
    const sent = await desk.take('sendReplacement', caseId, parcel())
    expect(sent).toMatchObject({
      state: 'REPLACEMENT_SENT',
      replacements: [{ kind: 'EXCHANGE', quantity: 1 }],
    })
    // One is back as sold, one went out.
    expect(await stockOf(sku)).toBe(before)
    expect(clock(sent, 'AFTER_SALE_REPLACEMENT')?.result).toBe('MET')
    const linked = await desk.take('settleFreight', caseId, {
      direction: 'OUT',
      mode: 'TOP_UP_LINK',
      amount: '12.00',
    })
    expect(linked.freightSettlements).toMatchObject([{ direction: 'OUT', payer: 'CUSTOMER', status: 'OPEN' }])
    const done = await desk.take('confirmAfterSale', caseId)
    expect(done).toMatchObject({ state: 'COMPLETED', status: 'CLOSED', refunds: [] })
  })

  test('ship-first: our fault, the waybill is there, and somebody else approves (AS-POL-27, Q06)', async () => {
    const caseId = await desk.agreed(1036, { type: 'EXCHANGE', reason: 'QUALITY', ...photo }, 'PHOTO')
    expect((await desk.step('sendReplacement', caseId, parcel(), 'supervisor')).__typename).toBe(
      'PolicyDenied',
    )
    await desk.take('recordReturnShipment', caseId, parcel())
    for (const who of ['specialist', 'supervisor', 'manager'] as const) {
      const asked = await desk.step('sendReplacement', caseId, parcel(), who)
      expect([who, asked.__typename, rulesOf(asked.decision?.findings, 'NEEDS_APPROVAL')]).toEqual([
        who,
        'ApprovalRequired',
        ['AS-POL-27'],
      ])
    }
    expect((await desk.view(caseId)).state).toBe('RETURN_IN_TRANSIT')
    const asked = await desk.run('requestApproval', {
      action: { sendReplacement: { caseId, ...parcel() } },
      reason: '客户周末急用',
    })
    const decide = (who: 'supervisor' | 'specialist') =>
      desk.run(
        'decideApproval',
        { approvalId: asked.approval?.id, verdict: 'APPROVE', reason: '同意先发' },
        who,
      )
    await expect(decide('specialist')).rejects.toThrow('FORBIDDEN')
    expect((await decide('supervisor')).approval?.status).toBe('EXECUTED')
    expect((await decide('supervisor')).__typename).toBe('Conflict')
    expect(await desk.view(caseId)).toMatchObject({
      state: 'REPLACEMENT_SENT',
      specialApproval: true,
      replacements: [{ quantity: 1 }],
    })
  })

  test('a replacement that is sold out: the customer waits, or takes the money (Q63)', async () => {
    const order = await desk.order(1034)
    const sku = order.lines[0]?.sku_id
    const caseId = await desk.inspected(
      1034,
      'AS_CLAIMED',
      { type: 'EXCHANGE', reason: 'QUALITY', ...photo },
      'PHOTO',
    )
    await world.rows('UPDATE skus SET stock = reserved WHERE id = $1', [sku])
    const short = await desk.step('sendReplacement', caseId, parcel())
    expect(short.__typename).toMatch(/Conflict|PolicyDenied/)
    later(6)
    const asked = await desk.take('reportReplacementUnavailable', caseId)
    expect(asked).toMatchObject({ state: 'REPLACEMENT_UNAVAILABLE', status: 'WAITING_FOR_CUSTOMER' })
    expect(clock(asked, 'AFTER_SALE_REPLACEMENT')).toMatchObject({ pausedAt: hoursAfter(NOW, 6) })
    expect(asked.notices.at(-1)?.script).toBe('REPLACEMENT_UNAVAILABLE')
    later(16)
    const waits = await desk.take('chooseReplacement', caseId)
    expect(waits.state).toBe('INSPECTION_PASSED')
    expect(clock(waits, 'AFTER_SALE_REPLACEMENT')).toMatchObject({
      pausedAt: null,
      breachAt: hoursAfter(NOW, 58),
    })
    await desk.take('reportReplacementUnavailable', caseId)
    later(20)
    const money = await desk.take('refundAfterSale', caseId)
    expect(money).toMatchObject({
      state: 'REFUND_OWED',
      refunds: [{ amount: { amount: ['199.00', '459.00', '199.00'][i] } }],
    })
    // The refund clock starts with the choice: Wednesday 20:00.
    expect(clock(money, 'AFTER_SALE_REFUND')).toMatchObject({
      targetAt: hoursAfter(NOW, 44),
      breachAt: [hoursAfter(NOW, 68), hoursAfter(NOW, 44), endOf('2026-11-20')][i],
    })
    expect(clock(money, 'AFTER_SALE_REPLACEMENT')?.stoppedAt).toBe(hoursAfter(NOW, 20))
    await world.rows('UPDATE skus SET stock = stock + 240 WHERE id = $1', [sku])
  })

  test('a repair: no refund, no replacement, no promise of a time (C-46, Q51)', async () => {
    const caseId = await desk.inspected(
      1037,
      'AS_CLAIMED',
      { type: 'REPAIR', reason: 'QUALITY', ...photo },
      'PHOTO',
    )
    const before = await desk.view(caseId)
    expect(before.clocks.filter(({ stoppedAt }) => !stoppedAt)).toEqual([])
    expect((await desk.step('sendReplacement', caseId, parcel())).__typename).toBe('PolicyDenied')
    expect(await desk.take('startRepair', caseId)).toMatchObject({ state: 'REPAIRING' })
    expect(await desk.take('sendRepaired', caseId, parcel())).toMatchObject({
      state: 'REPAIRED',
      freightPayer: 'SHOP',
    })
    expect(await desk.take('confirmAfterSale', caseId)).toMatchObject({ state: 'COMPLETED', refunds: [] })
  })

  test('a wrong item is exchanged on a photo, in every shop (AS-POL-29)', async () => {
    const caseId = await desk.applied(1034, { type: 'EXCHANGE', reason: 'WRONG_ITEM' })
    const denied = await desk.step('approveAfterSale', caseId)
    expect(denied.__typename).toBe('PolicyDenied')
    expect(rulesOf(denied.decision?.findings, 'DENY')).toEqual(['AS-POL-29'])
    await desk.prove(caseId, 'PHOTO')
    await desk.take('judgeLiability', caseId, { cause: 'SENT_WRONG', liable: 'SHOP' })
    const agreed = await desk.take('approveAfterSale', caseId)
    expect(agreed).toMatchObject({ state: 'APPROVED', freightPayer: 'SHOP', cause: 'SENT_WRONG' })
    await desk.take('withdrawAfterSale', caseId)
  })

  test('a missing item: photo in the base, on a scale in the clothing shop; lighter on arrival is the carrier’s (AS-WF-BAS-7, AS-LIA-15)', async () => {
    const caseId = await desk.applied(1056, { type: 'RESHIP', reason: 'MISSING_ITEM' })
    expect((await desk.step('approveAfterSale', caseId)).__typename).toBe('PolicyDenied')
    await desk.prove(caseId, 'PHOTO')
    if (shop === 'apparel') {
      expect(rulesOf((await desk.step('approveAfterSale', caseId)).decision?.findings, 'DENY')).toEqual([
        'AS-WF-BAS-7',
      ])
      await desk.prove(caseId, 'WEIGHT_PHOTO')
      expect(rulesOf((await desk.step('approveAfterSale', caseId)).decision?.findings, 'DENY')).toEqual([
        'AS-WF-BAS-7',
      ])
    }
    await desk.take('requestEvidence', caseId, { kinds: ['WEIGHT_PHOTO'] })
    // The parcel left with 2,002 grams.
    await desk.take('resumeReview', caseId, { receivedGrams: 1_500 })
    const agreed = await desk.step('approveAfterSale', caseId)
    expect(agreed.afterSale).toMatchObject({ state: 'APPROVED' })
    expect(rulesOf(agreed.decision?.findings, 'PASS')).toEqual(
      expect.arrayContaining(['AS-WF-BAS-7', 'AS-LIA-15']),
    )
    expect(clock(agreed.afterSale as AfterSaleView, 'AFTER_SALE_REPLACEMENT')).toMatchObject({
      breachAt: hoursAfter(NOW, 48),
    })
    expect(clock(agreed.afterSale as AfterSaleView, 'AFTER_SALE_SEND_BACK')).toBeUndefined()
    const sent = await desk.take('sendReplacement', caseId, parcel())
    expect(sent).toMatchObject({ state: 'REPLACEMENT_SENT', replacements: [{ kind: 'RESHIP', quantity: 1 }] })
    expect(await desk.take('confirmAfterSale', caseId)).toMatchObject({ state: 'COMPLETED', refunds: [] })
  })

  test('what was sent too much comes back at our cost, and gives no money back (AS-POL-30)', async () => {
    const caseId = await desk.inspected(1055, 'AS_CLAIMED', { reason: 'EXTRA_ITEM' })
    const before = await desk.view(caseId)
    expect(before).toMatchObject({ freightPayer: 'SHOP' })
    expect(clock(before, 'AFTER_SALE_REFUND')).toBeUndefined()
    expect((await desk.step('refundAfterSale', caseId)).__typename).toBe('PolicyDenied')
    expect(await desk.take('takeBackExtra', caseId)).toMatchObject({ state: 'COMPLETED', refunds: [] })
    expect(Number((await desk.order(1055)).refunded_fen)).toBe(0)
  })

  test('damage that was signed for: proof, the courier’s certificate in the clothing shop; buyer and carrier apart (C-26, AS-LIA-16, AS-LOG-12)', async () => {
    const order = await desk.order(1054)
    const caseId = await desk.applied(1054, { reason: 'TRANSIT_DAMAGE', ...photo })
    await desk.prove(caseId, 'PHOTO')
    if (shop === 'apparel') {
      const denied = await desk.step('approveAfterSale', caseId)
      expect(rulesOf(denied.decision?.findings, 'DENY')).toEqual(['AS-LIA-16'])
      await desk.prove(caseId, 'DELIVERY_CERTIFICATE')
    }
    await desk.take('judgeLiability', caseId, { cause: 'TRANSIT', liable: 'CARRIER' })
    expect(await desk.take('approveAfterSale', caseId)).toMatchObject({
      freightPayer: 'SHOP',
      liable: 'CARRIER',
    })
    const [shipment] = await world.rows<{ id: string }>('SELECT id FROM shipments WHERE order_id = $1', [
      order.id,
    ])
    const claim = {
      orderId: (await desk.application(1054)).orderId,
      shipmentId: globalId('Shipment', shop, shipment?.id ?? ''),
      caseId,
      reason: 'DAMAGED',
    }
    const opened = await desk.run('openCarrierClaim', { ...claim, amount: '120.00' })
    expect(opened.claim).toMatchObject({ status: 'OPEN', amount: { amount: '120.00' }, accepted: null })
    expect((await desk.run('openCarrierClaim', { ...claim, amount: '120.00' })).__typename).toBe('Conflict')
    const more = await desk.run('answerCarrierClaim', { claimId: opened.claim?.id, accepted: '120.01' })
    expect(more.__typename).not.toBe('AnswerCarrierClaimSuccess')
    const answered = await desk.run('answerCarrierClaim', { claimId: opened.claim?.id, accepted: '80.00' })
    expect(answered.claim).toMatchObject({ status: 'ACCEPTED', accepted: { amount: '80.00' } })
    // The month is settled once it is over.
    later(14 * 24)
    const month = await desk.run('settleCarrierClaims', { month: '2026-11' })
    expect(month.carriers).toEqual([{ carrier: 'ZTO', claims: 1, amount: { amount: '80.00' } }])
    // Whatever the carrier pays, the buyer gets all of it back.
    await desk.take('recordReturnShipment', caseId, { ...parcel(), freight: '12.00' })
    await desk.take('receiveReturn', caseId)
    await desk.take('inspectReturn', caseId, { result: 'PASSED', finding: 'AS_CLAIMED' })
    const owed = await desk.take('refundAfterSale', caseId)
    expect(owed.refunds).toMatchObject([{ amount: { amount: ['199.00', '579.00', '199.00'][i] } }])
    const freight = await desk.take('settleFreight', caseId, {
      direction: 'BACK',
      mode: 'REFUND',
      amount: '12.00',
    })
    expect(freight.freightSettlements).toMatchObject([
      { payer: 'SHOP', mode: 'REFUND', amount: { amount: '12.00' } },
    ])
  })

  test('a broken parcel that was refused at the door: no proof, nothing to send back (AS-LIA-14, C-13)', async () => {
    const order = await desk.order(1057)
    const status = (to: string) =>
      world.rows(`UPDATE shipments SET status = $2 WHERE order_id = $1`, [order.id, to])
    await status('RETURNING')
    const applied = await desk.request(1057, { reason: 'TRANSIT_DAMAGE' })
    expect(rulesOf(applied.decision?.findings, 'PASS')).toContain('AS-LIA-14')
    const caseId = applied.afterSale?.id ?? ''
    await desk.take('approveAfterSale', caseId)
    expect((await desk.step('refundAfterSale', caseId)).__typename).toBe('PolicyDenied')
    await status('RETURNED')
    const owed = await desk.take('refundAfterSale', caseId)
    expect(owed.refunds).toMatchObject([{ amount: { amount: ['193.12', '573.12', '193.12'][i] } }])
  })

  test('lost: a plan within a day, the money when the loss is confirmed (AS-LOG-01, AS-POL-11, C-27, C-48)', async () => {
    const order = await desk.order(1042)
    const applied = await desk.request(1042, { reason: 'LOST' })
    const caseId = applied.afterSale?.id ?? ''
    const opened = applied.afterSale as AfterSaleView
    expect(clock(opened, 'PARCEL_LOST_PLAN')).toMatchObject({
      breachAt: hoursAfter(NOW, 24),
      rules: ['AS-SLA-10'],
    })
    expect(clock(opened, 'PARCEL_RESOLVE')?.breachAt).toBe(
      shop === 'apparel' ? hoursAfter(NOW, 48) : undefined,
    )
    const denied = await desk.step('approveAfterSale', caseId)
    expect([denied.__typename, rulesOf(denied.decision?.findings, 'DENY')]).toEqual([
      'PolicyDenied',
      ['AS-POL-11'],
    ])
    later(1)
    const told = await desk.take('tellPlan', caseId, { plan: 'SEARCH' })
    expect([clock(told, 'PARCEL_LOST_PLAN')?.result, told.notices.at(-1)?.script]).toEqual([
      'MET',
      'PLAN_TOLD',
    ])
    const [lost] = await world.rows<{ id: string }>('SELECT id FROM shipments WHERE order_id = $1', [
      order.id,
    ])
    const confirmed = await desk.run(
      'confirmLoss',
      { shipmentId: globalId('Shipment', shop, lost?.id ?? ''), idempotencyKey: undefined },
      'supervisor',
    )
    expect(confirmed.__typename).toBe('ConfirmLossSuccess')
    await desk.take('approveAfterSale', caseId)
    const owed = await desk.take('refundAfterSale', caseId)
    expect(owed.refunds).toMatchObject([
      { status: 'OWED', amount: { amount: (Number(order.paid_fen) / 100).toFixed(2) } },
    ])
    const issued = await desk.run('issueRefund', { refundId: owed.refunds[0]?.id })
    expect(issued.afterSale?.clocks.filter(({ stoppedAt }) => !stoppedAt)).toEqual([])
    expect(clock(issued.afterSale as AfterSaleView, 'PARCEL_RESOLVE')?.result).toBe(
      shop === 'apparel' ? 'MET' : undefined,
    )
  })

  test('the platform decides: for the customer the money is owed, for the shop it is over (AS-TYP-07)', async () => {
    const won = await desk.applied(1051, { reason: 'QUALITY', ...photo })
    await desk.take('openDispute', won)
    expect(await desk.take('settleDispute', won, { verdict: 'FOR_SHOP' })).toMatchObject({
      state: 'COMPLETED',
      refunds: [],
    })
    const lost = await desk.applied(1051, { reason: 'QUALITY', ...photo })
    expect(await desk.take('openDispute', lost)).toMatchObject({
      state: 'DISPUTED',
      status: 'WAITING_FOR_OTHERS',
    })
    const owed = await desk.take('settleDispute', lost, {
      verdict: 'FOR_CUSTOMER',
      reference: 'PTX-2026-0118',
    })
    expect(owed).toMatchObject({
      state: 'REFUND_OWED',
      refunds: [{ amount: { amount: ['274.00', '584.00', '274.00'][i] }, freight: { amount: '15.00' } }],
    })
  })

  test('every decision of these is decided the same again', async () => {
    expect((await replayAll(desk)).differ).toEqual([])
  })
})
