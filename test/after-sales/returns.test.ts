import { afterAll, afterEach, describe, expect, test } from 'vitest'
import type { AfterSaleView } from '../harness/after-sale-view.ts'
import { Desk, endOf, hoursAfter, replayAll, rulesOf, waybill } from '../harness/after-sales.ts'
import { expectReplay } from '../harness/effects.ts'
import { NOW, openWorld, SHOPS } from '../harness/world.ts'

// The demo's now is Wednesday 18 November 2026, 00:00 in Shanghai.
const world = await openWorld('returns')
afterAll(() => world.close())
afterEach(() => world.setNow(NOW))
const later = (hours: number) => world.setNow(new Date(Date.parse(hoursAfter(NOW, hours))))

const clock = (of: AfterSaleView, name: string) => of.clocks.find((each) => each.name === name)
const ran = (of: AfterSaleView, name: string) => of.clocks.filter((each) => each.name === name).at(-1)
const photo = { reason: 'QUALITY', evidence: ['PHOTO'] }

describe.each(SHOPS.map((shop, i) => ({ shop, i })))('$shop', ({ shop, i }) => {
  const desk = new Desk(world, shop)

  test('a return without a reason, from application to the money on the account (AS-WF-RET)', async () => {
    const before = await desk.order(1035)
    const applied = await desk.request(1035)
    const caseId = applied.afterSale?.id ?? ''
    expect(applied.afterSale).toMatchObject({ state: 'APPLIED', status: 'OPEN', dueAt: hoursAfter(NOW, 2) })
    expect(clock(applied.afterSale as AfterSaleView, 'AFTER_SALE_ACKNOWLEDGE')).toMatchObject({
      targetAt: hoursAfter(NOW, 2),
      breachAt: hoursAfter(NOW, 2),
      warnAt: hoursAfter(NOW, 1.5),
      rules: ['AS-SLA-01'],
    })
    expect(clock(applied.afterSale as AfterSaleView, 'AFTER_SALE_REVIEW')).toMatchObject({
      targetAt: hoursAfter(NOW, 24),
      breachAt: hoursAfter(NOW, 24),
      warnAt: hoursAfter(NOW, 18),
      rules: ['AS-SLA-07'],
    })
    later(1)
    const taken = await desk.take('acknowledgeAfterSale', caseId)
    expect(taken).toMatchObject({ state: 'REVIEWING', dueAt: hoursAfter(NOW, 24) })
    expect(clock(taken, 'AFTER_SALE_ACKNOWLEDGE')?.result).toBe('MET')

    const agreed = await desk.take('approveAfterSale', caseId)
    expect(agreed).toMatchObject({
      state: 'APPROVED',
      status: 'WAITING_FOR_CUSTOMER',
      freightPayer: 'CUSTOMER',
      specialApproval: false,
    })
    expect(clock(agreed, 'AFTER_SALE_REVIEW')?.result).toBe('MET')
    // Seven calendar days, to 24:00 of the last one (Q11); a reminder on the fifth.
    expect(clock(agreed, 'AFTER_SALE_SEND_BACK')).toMatchObject({
      targetAt: endOf('2026-11-25'),
      breachAt: endOf('2026-11-25'),
      rules: [],
    })
    expect(agreed.notices.at(-1)?.script).toBe('APPROVED_SEND_BACK')
    // The trade confirms itself ten days later (AS-SLA-28).
    const [extended] = await world.rows<{ at: Date }>(
      'SELECT trade_deadline_at AS at FROM orders WHERE id = $1',
      [before.id],
    )
    const deadline = (before as unknown as { trade_deadline_at: Date }).trade_deadline_at
    expect(extended?.at.getTime()).toBeGreaterThanOrEqual(deadline.getTime() + 10 * 86_400_000)
    expect(extended?.at.getTime()).toBeLessThanOrEqual(deadline.getTime() + 11 * 86_400_000)

    // Nothing is received without a waybill, and nothing refunded before it is back (C-50, AS-POL-27).
    for (const [name, input] of [
      ['receiveReturn', {}],
      ['refundAfterSale', {}],
      ['inspectReturn', { result: 'PASSED', finding: 'INTACT' }],
    ] as const) {
      const denied = await desk.step(name, caseId, input)
      expect([name, denied.__typename]).toEqual([name, 'PolicyDenied'])
    }
    const sent = await desk.take('recordReturnShipment', caseId, {
      carrier: 'SF',
      waybill: waybill(),
      freight: '12.00',
    })
    expect(sent.state).toBe('RETURN_IN_TRANSIT')
    expect(clock(sent, 'AFTER_SALE_SEND_BACK')?.result).toBe('MET')

    later(48)
    const received = await desk.take('receiveReturn', caseId)
    const at = world.now()
    expect(clock(received, 'AFTER_SALE_INSPECT')).toMatchObject({
      breachAt: hoursAfter(at, 24),
      rules: ['AS-SLA-08'],
    })
    // Received Friday 20 November, 00:00: inspected by Saturday 00:00, in the clothing shop refunded two working days later (Q13).
    expect(clock(received, 'AFTER_SALE_REFUND')).toMatchObject({
      targetAt: hoursAfter(at, 24),
      breachAt: [hoursAfter(at, 48), hoursAfter(at, 24), endOf('2026-11-24')][i],
    })
    later(50)
    const passed = await desk.take('inspectReturn', caseId, { result: 'PASSED', finding: 'INTACT' })
    expect(passed.state).toBe('INSPECTION_PASSED')
    expect(clock(passed, 'AFTER_SALE_REFUND')?.breachAt).toBe(
      [hoursAfter(at, 48), hoursAfter(at, 24), endOf('2026-11-24')][i],
    )

    const owed = await desk.take('refundAfterSale', caseId)
    const amount = ['199.00', '599.00', '199.00'][i]
    expect(owed).toMatchObject({
      state: 'REFUND_OWED',
      refunds: [{ status: 'OWED', amount: { amount }, freight: { amount: '0.00' }, route: 'ORIGINAL' }],
    })
    const issued = await desk.run('issueRefund', { refundId: owed.refunds[0]?.id })
    expect(issued.afterSale?.state).toBe('REFUNDED')
    expect(clock(issued.afterSale as AfterSaleView, 'AFTER_SALE_REFUND')?.result).toBe('MET')
    // Issued on Friday: the first working day is Monday, the third Wednesday, the seventh the Tuesday after (AS-RFD-01, Q17).
    expect(issued.afterSale?.refunds[0]).toMatchObject({
      arrivesFrom: endOf('2026-11-22'),
      arrivesBy: [endOf('2026-12-01'), endOf('2026-11-25'), endOf('2026-12-01')][i],
    })
    expect(issued.afterSale?.notices.at(-1)?.script).toBe('REFUND_ISSUED')
    const arrived = await desk.run('confirmRefundArrival', { refundId: owed.refunds[0]?.id })
    expect(arrived.afterSale).toMatchObject({ state: 'COMPLETED', status: 'CLOSED', dueAt: null })
    expect(arrived.afterSale?.notices.at(-1)?.script).toBe('REFUND_ARRIVED')
    expect(arrived.afterSale?.clocks.length).toBeGreaterThan(2)
    expect(arrived.afterSale?.clocks.filter(({ stoppedAt }) => !stoppedAt)).toEqual([])
    const after = await desk.order(1035)
    expect([Number(after.refunded_fen), after.lines[0]?.status]).toEqual([Number(after.paid_fen), 'RETURNED'])
    // The money comes once, and the pieces too.
    expect((await desk.run('issueRefund', { refundId: owed.refunds[0]?.id })).__typename).not.toMatch(
      /Success/,
    )
    expect((await desk.request(1035)).__typename).toBe('PolicyDenied')
    await expectReplay(await desk.as('manager'), applied, 'ALLOWED')
  })

  test('a defect without a photo is agreed to in the clothing shop alone (AS-POL-05, AS-LIA-11, Q19)', async () => {
    const caseId = await desk.applied(1036, { reason: 'QUALITY' })
    const done = await desk.step('approveAfterSale', caseId)
    if (shop === 'apparel') {
      expect(done.afterSale).toMatchObject({ state: 'APPROVED' })
      expect(rulesOf(done.decision?.findings)).toContain('AS-LIA-11')
    } else {
      expect(done.__typename).toBe('PolicyDenied')
      expect(rulesOf(done.decision?.findings, 'DENY')).toContain('AS-POL-05')
      expect((await desk.view(caseId)).state).toBe('APPLIED')
      await desk.prove(caseId, 'PHOTO')
      await desk.take('approveAfterSale', caseId)
    }
    expect((await desk.view(caseId)).freightPayer).toBe('SHOP')
    await desk.take('withdrawAfterSale', caseId)
  })

  test('asking for proof stops the review until the customer answers (Q16)', async () => {
    const caseId = await desk.applied(1036, { reason: 'QUALITY' })
    later(4)
    const asked = await desk.take('requestEvidence', caseId, { kinds: ['PHOTO'] })
    expect(asked).toMatchObject({ state: 'EVIDENCE_REQUESTED', status: 'WAITING_FOR_CUSTOMER', dueAt: null })
    expect(clock(asked, 'AFTER_SALE_REVIEW')).toMatchObject({ pausedAt: hoursAfter(NOW, 4), stoppedAt: null })
    // It was answered, but after two hours.
    expect(clock(asked, 'AFTER_SALE_ACKNOWLEDGE')?.result).toBe('BREACHED')
    expect(asked.notices.at(-1)?.script).toBe('EVIDENCE_NEEDED')
    later(14)
    await desk.prove(caseId, 'PHOTO')
    const resumed = await desk.take('resumeReview', caseId)
    expect(clock(resumed, 'AFTER_SALE_REVIEW')).toMatchObject({
      pausedAt: null,
      targetAt: hoursAfter(NOW, 34),
      breachAt: hoursAfter(NOW, 34),
    })
    expect(resumed).toMatchObject({ state: 'REVIEWING', dueAt: hoursAfter(NOW, 34) })
    await desk.take('withdrawAfterSale', caseId)
  })

  test('a lawful return is not rejected; one that a rule speaks against is, with the rule (AS-WF-RET)', async () => {
    const lawful = await desk.applied(1034)
    expect((await desk.step('rejectAfterSale', lawful, { ruleIds: [] })).__typename).toBe('ValidationFailed')
    for (const ruleIds of [['AS-POL-02'], ['AS-POL-01']])
      expect((await desk.step('rejectAfterSale', lawful, { ruleIds })).__typename).toBe('PolicyDenied')
    expect((await desk.view(lawful)).state).toBe('APPLIED')
    await desk.take('withdrawAfterSale', lawful)
    const asked = await desk.applied(1036, { reason: 'QUALITY' })
    await desk.prove(asked, 'PHOTO')
    await desk.take('judgeLiability', asked, {
      cause: 'MISUSE',
      liable: 'CUSTOMER',
      appraiser: 'QUALITY_CONTROL',
    })
    const rejected = await desk.step('rejectAfterSale', asked, { ruleIds: ['AS-LIA-05'] })
    expect(rejected.afterSale).toMatchObject({
      state: 'REJECTED',
      status: 'CLOSED',
      liable: 'CUSTOMER',
      dueAt: null,
    })
    expect(rejected.afterSale?.notices.at(-1)?.script).toBe('REJECTED')
  })

  test('misuse is told from a defect by an expert where the pack says so (AS-LIA-07, AS-LIA-08)', async () => {
    const caseId = await desk.applied(1037, photo)
    // Not on no proof at all (AS-LIA-07, AS-LIA-20).
    const unseen = await desk.step('judgeLiability', caseId, {
      cause: 'MISUSE',
      liable: 'CUSTOMER',
      appraiser: 'QUALITY_CONTROL',
    })
    expect(rulesOf(unseen.decision?.findings, 'DENY')).toEqual(['AS-LIA-07'])
    await desk.prove(caseId, 'PHOTO')
    const judged = await desk.step('judgeLiability', caseId, { cause: 'MISUSE', liable: 'CUSTOMER' })
    expect(judged.__typename).toBe(shop === 'guided' ? 'PolicyDenied' : 'JudgeLiabilitySuccess')
    expect((await desk.view(caseId)).liable).toBe(shop === 'guided' ? null : 'CUSTOMER')
    await desk.take('withdrawAfterSale', caseId)
  })

  test('a defect that is none goes back at the customer’s cost, by a link (Q29)', async () => {
    const caseId = await desk.inspected(1034, 'NO_DEFECT', photo, 'PHOTO')
    const failed = await desk.view(caseId)
    expect(failed).toMatchObject({
      state: 'INSPECTION_FAILED',
      inspections: [{ result: 'FAILED', finding: 'NO_DEFECT' }],
    })
    expect(failed.clocks.length).toBeGreaterThan(2)
    expect(failed.clocks.filter(({ stoppedAt }) => !stoppedAt)).toEqual([])
    expect((await desk.step('refundAfterSale', caseId)).__typename).toBe('PolicyDenied')
    const byShop = await desk.step('settleFreight', caseId, {
      direction: 'BACK',
      mode: 'REFUND',
      amount: '12.00',
    })
    expect(byShop.__typename).toBe('PolicyDenied')
    const linked = await desk.take('settleFreight', caseId, {
      direction: 'BACK',
      mode: 'TOP_UP_LINK',
      amount: '12.00',
    })
    expect(linked.freightSettlements).toMatchObject([
      { payer: 'CUSTOMER', mode: 'TOP_UP_LINK', status: 'OPEN', amount: { amount: '12.00' } },
    ])
    expect(linked.freightSettlements[0]?.linkNumber).toMatch(/^TU2026/)
    // What was withdrawn gives its pieces free again.
    await desk.take('withdrawAfterSale', caseId)
  })

  test('nor does a platinum member pay for it (Q29, C-49)', async () => {
    const caseId = await desk.inspected(1047, 'NO_DEFECT', photo, 'PHOTO')
    const settled = await desk.take('settleFreight', caseId, {
      direction: 'BACK',
      mode: 'REFUND',
      amount: '12.00',
    })
    expect(settled.freightSettlements).toMatchObject([{ payer: 'SHOP', mode: 'REFUND', status: 'OPEN' }])
    const paid = await desk.run('payFreight', { freightSettlementId: settled.freightSettlements[0]?.id })
    expect(paid.afterSale?.freightSettlements).toMatchObject([{ status: 'SETTLED' }])
  })

  test('worn goods fail the inspection; only a special approval settles them after all (AS-POL-01, C-36)', async () => {
    const caseId = await desk.received(1034)
    const passing = await desk.step('inspectReturn', caseId, { result: 'PASSED', finding: 'WORN' })
    expect(passing.__typename).toBe('PolicyDenied')
    const failed = await desk.take('inspectReturn', caseId, { result: 'FAILED', finding: 'WORN' })
    expect(failed.notices.at(-1)?.script).toBe('INSPECTION_FAILED')
    expect((await desk.step('acceptAfterAll', caseId)).__typename).toBe('ApprovalRequired')
    const asked = await desk.run('requestApproval', {
      action: { acceptAfterAll: { caseId } },
      reason: '老客户，仅试穿痕迹',
    })
    const decided = await desk.run(
      'decideApproval',
      { approvalId: asked.approval?.id, verdict: 'APPROVE', reason: '同意特批' },
      'supervisor-care',
    )
    expect(decided.approval?.status).toBe('EXECUTED')
    expect(await desk.view(caseId)).toMatchObject({ state: 'INSPECTION_PASSED', specialApproval: true })
    const owed = await desk.take('refundAfterSale', caseId)
    expect(owed.refunds).toMatchObject([{ amount: { amount: ['199.00', '459.00', '199.00'][i] } }])
  })

  test('carriers and freight to collect at the door (AS-WF-BAS-3, C-35, C-55)', async () => {
    const apparel = shop === 'apparel'
    const caseId = await desk.agreed(1052)
    const tries = [
      ['SURFACE_MAIL', false, !apparel],
      ['EXPRESS_MAIL', false, !apparel],
      ['ZTO', true, !apparel],
      ['STO', true, true],
    ] as const
    for (const [carrier, freightCollect, accepted] of tries) {
      const sent = await desk.step('recordReturnShipment', caseId, {
        carrier,
        freightCollect,
        waybill: waybill(),
      })
      expect([carrier, sent.__typename]).toEqual([carrier, 'RecordReturnShipmentSuccess'])
      if (accepted) break
      const denied = await desk.step('receiveReturn', caseId)
      expect([carrier, denied.__typename]).toEqual([carrier, 'PolicyDenied'])
      expect(rulesOf(denied.decision?.findings, 'DENY')).toEqual(['AS-WF-BAS-3'])
      const refused = await desk.take('refuseReturn', caseId, {
        reason: freightCollect ? 'FREIGHT_COLLECT' : 'CARRIER_NOT_ACCEPTED',
      })
      expect(refused).toMatchObject({ state: 'RETURN_REFUSED', status: 'WAITING_FOR_CUSTOMER' })
      expect(ran(refused, 'AFTER_SALE_SEND_BACK')).toMatchObject({
        stoppedAt: null,
        breachAt: endOf('2026-11-25'),
      })
      expect(refused.notices.at(-1)?.script).toBe('RETURN_REFUSED')
    }
    // One that is accepted is not refused at the door.
    expect((await desk.step('refuseReturn', caseId, { reason: 'CARRIER_NOT_ACCEPTED' })).__typename).toBe(
      'PolicyDenied',
    )
    expect(await desk.take('receiveReturn', caseId)).toMatchObject({ state: 'RECEIVED' })
  })

  test('nothing sent back: reminded on the fifth day, closed after the seventh, opened again once (AS-WF-RFD-2, Q46)', async () => {
    const caseId = await desk.agreed(1049)
    const isIn = (state: string) => async () => (await desk.view(caseId)).state === state
    const told = (script: string) => async () =>
      (await desk.view(caseId)).notices.some((each) => each.script === script)
    later(5 * 24 + 1)
    await world.work(told('SEND_BACK_REMINDER'))
    expect((await desk.view(caseId)).state).toBe('APPROVED')
    later(8 * 24 - 0.1)
    expect((await desk.view(caseId)).state).toBe('APPROVED')
    later(8 * 24 + 0.1)
    await world.work(isIn('LAPSED'))
    const lapsed = await desk.view(caseId)
    expect(lapsed).toMatchObject({ status: 'CLOSED', dueAt: null })
    expect(lapsed.notices.filter(({ script }) => script === 'SEND_BACK_REMINDER')).toHaveLength(1)
    expect(
      (await desk.step('recordReturnShipment', caseId, { carrier: 'SF', waybill: waybill() })).__typename,
    ).toBe('PolicyDenied')
    const opened = await desk.take('reopenAfterSale', caseId)
    expect(opened).toMatchObject({ state: 'REVIEWING', reopened: 1, dueAt: hoursAfter(world.now(), 24) })
    await desk.take('withdrawAfterSale', caseId)
    const again = await desk.step('reopenAfterSale', caseId)
    expect(again.__typename).toBe('ApprovalRequired')
    expect(rulesOf(again.decision?.findings, 'NEEDS_APPROVAL')).toEqual(['AS-WF-RFD-2'])
    expect(await desk.view(caseId)).toMatchObject({ state: 'WITHDRAWN', reopened: 1 })
  })

  test('collected by our courier within a day of the approval (AS-SLA-02)', async () => {
    const caseId = await desk.applied(1036, photo)
    await desk.prove(caseId, 'PHOTO')
    const agreed = await desk.take('approveAfterSale', caseId, { pickup: true })
    expect(clock(agreed, 'AFTER_SALE_PICKUP')).toMatchObject({
      breachAt: hoursAfter(NOW, 24),
      rules: ['AS-SLA-02'],
    })
    expect(clock(agreed, 'AFTER_SALE_SEND_BACK')).toBeUndefined()
    await desk.take('recordReturnShipment', caseId, { carrier: 'SF', waybill: waybill(), pickup: true })
    const settled = await desk.take('settleFreight', caseId, {
      direction: 'BACK',
      mode: 'PREPAID_PICKUP',
      amount: '12.00',
    })
    expect(settled.freightSettlements).toMatchObject([{ payer: 'SHOP', status: 'SETTLED' }])
  })

  test('out of period: a special approval by somebody else, as asked for by the agent (AS-LIA-06, Q06)', async () => {
    const input = await desk.application(1038, photo)
    const asked = await desk.run(
      'requestApproval',
      { action: { requestAfterSale: input }, reason: '同批次已确认缺陷' },
      'supervisor',
    )
    expect(asked.approval?.status).toBe('PENDING')
    const decide = (who: 'supervisor' | 'supervisor-care') =>
      desk.run(
        'decideApproval',
        { approvalId: asked.approval?.id, verdict: 'APPROVE', reason: '同意特批' },
        who,
      )
    expect((await decide('supervisor')).__typename).toBe('PolicyDenied')
    expect((await decide('supervisor-care')).approval?.status).toBe('EXECUTED')
    const [found] = await world.rows<{ special_approval: boolean; after_sale_state: string; n: number }>(
      'SELECT special_approval, after_sale_state, count(*) OVER ()::int AS n FROM cases WHERE order_id = (SELECT id FROM orders WHERE number = $1)',
      [(await desk.order(1038)).number],
    )
    expect(found).toEqual({ special_approval: true, after_sale_state: 'APPLIED', n: 1 })
  })

  test('every decision of these is decided the same again', async () => {
    expect((await replayAll(desk)).differ).toEqual([])
  })
})
