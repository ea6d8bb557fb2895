import { afterAll, afterEach, describe, expect, test } from 'vitest'
import type { Act } from '../harness/acts.ts'
import { Desk, endOf, hoursAfter, replayAll, rulesOf } from '../harness/after-sales.ts'
import { yuan } from '../harness/orders.ts'
import { NOW, openWorld, SHOPS, type Who } from '../harness/world.ts'

// The demo's now is Wednesday 18 November 2026, 00:00 in Shanghai.
const world = await openWorld('money')
afterAll(() => world.close())
afterEach(() => world.setNow(NOW))
const later = (hours: number) => world.setNow(new Date(Date.parse(hoursAfter(NOW, hours))))
const photo = { reason: 'QUALITY', evidence: ['PHOTO'] }

/** Every movement sums to zero, and no order gave back more than it got. */
async function expectBooksInOrder() {
  const [books] = await world.rows<{ journals: number; orders: number; lines: number; sum: string }>(
    `SELECT (SELECT count(*) FROM (SELECT journal_id FROM ledger_lines GROUP BY shop_id, journal_id HAVING sum(amount_fen) <> 0) j)::int AS journals,
      (SELECT count(*) FROM orders o WHERE o.refunded_fen > o.paid_fen)::int AS orders,
      (SELECT count(*) FROM order_lines l WHERE l.refunded_fen > l.paid_fen)::int AS lines,
      (SELECT COALESCE(sum(amount_fen), 0) FROM ledger_lines) AS sum`,
  )
  expect(books).toEqual({ journals: 0, orders: 0, lines: 0, sum: '0' })
}

describe.each(SHOPS.map((shop, i) => ({ shop, i })))('$shop', ({ shop, i }) => {
  const desk = new Desk(world, shop)

  /** A partial refund of a line, or of the order, agreed by somebody: its own after-sale each time. */
  async function partial(
    order: number,
    amount: string,
    who: Who,
    pieces: [number, number][] = [[0, 1]],
  ): Promise<Act & { caseId: string }> {
    const caseId = await desk.applied(order, { type: 'PARTIAL_REFUND', reason: 'PRICE', amount, pieces })
    const done = await desk.step('approveAfterSale', caseId, { amount }, who)
    if (done.afterSale) {
      const issued = await desk.run('issueRefund', { refundId: done.afterSale.refunds[0]?.id })
      await desk.run('confirmRefundArrival', { refundId: issued.refund?.id })
    } else await desk.take('withdrawAfterSale', caseId)
    return { ...done, caseId }
  }
  async function compensation(order: number, amount: string, who: Who): Promise<Act & { caseId: string }> {
    const caseId = await desk.applied(order, {
      type: 'COMPENSATION',
      reason: 'SERVICE',
      pieces: [],
      amount,
      compensationKind: 'CASH',
    })
    const done = await desk.step('grantCompensation', caseId, { kind: 'CASH', amount }, who)
    if (!done.afterSale) await desk.take('withdrawAfterSale', caseId)
    return { ...done, caseId }
  }
  const went = (done: Act) => done.__typename.replace(/^(ApproveAfterSale|GrantCompensation)/, '')

  test('partial refunds by grade: 10 % and 50 yuan, 20 % and 100, the line, the order; summed over the line (AS-POL-09, C-24, Q33)', async () => {
    // The first line of 1040 was paid with 193.03, 442.38 and 193.03 yuan.
    const [ten, nine, twenty, rest] = [
      ['19.30', '0.01', '19.30', '154.43'],
      ['44.23', '0.01', '44.24', '353.91'],
      ['19.30', '0.01', '19.30', '154.43'],
    ][i] as [string, string, string, string]
    const first = await partial(1040, ten, 'specialist')
    expect(first.afterSale).toMatchObject({
      state: 'REFUND_OWED',
      approved: { amount: ten },
      refunds: [{ amount: { amount: ten }, freight: { amount: '0.00' } }],
    })
    const clock = first.afterSale?.clocks.find(({ name }) => name === 'PARTIAL_REFUND')
    expect(clock).toMatchObject({
      targetAt: [hoursAfter(NOW, 24), hoursAfter(NOW, 24), endOf('2026-11-20')][i],
      breachAt: [hoursAfter(NOW, 24), hoursAfter(NOW, 24), endOf('2026-11-20')][i],
    })
    const over = await partial(1040, nine, 'specialist')
    expect([went(over), rulesOf(over.decision?.findings, 'NEEDS_APPROVAL')]).toEqual([
      'ApprovalRequired',
      ['AS-POL-09'],
    ])
    expect(went(await partial(1040, twenty, 'senior'))).toBe('Success')
    expect(went(await partial(1040, '0.01', 'senior'))).toBe('ApprovalRequired')
    // Of two lines at once each is within its own limit; the freight beside them is the manager's.
    expect(
      went(
        await partial(1040, '2.00', 'supervisor', [
          [1, 1],
          [2, 1],
        ]),
      ),
    ).toBe('Success')
    const all = yuan(Number((await desk.order(1050)).paid_fen))
    expect(went(await partial(1050, all, 'supervisor', []))).toBe('ApprovalRequired')
    expect(went(await partial(1050, all, 'manager', []))).toBe('Success')
    expect(went(await partial(1040, rest, 'supervisor'))).toBe('Success')
    const line = (await desk.order(1040)).lines[0] as unknown as { paid_fen: number; refunded_fen: number }
    expect(line.refunded_fen).toBe(line.paid_fen)
    const nothingLeft = await desk.request(1040, { type: 'PARTIAL_REFUND', reason: 'PRICE', amount: '0.01' })
    expect(nothingLeft.__typename).toBe('PolicyDenied')
    await expectBooksInOrder()
  })

  test('the cap of 50 and 100 yuan binds before the share does', async () => {
    expect(went(await partial(1046, '50.01', 'specialist'))).toBe('ApprovalRequired')
    expect(went(await partial(1046, '50.00', 'specialist'))).toBe('Success')
    expect(went(await partial(1046, '50.01', 'senior'))).toBe('ApprovalRequired')
    expect(went(await partial(1046, '50.00', 'senior'))).toBe('Success')
  })

  test('compensation by grade: 20, 50, 500 yuan, and all cases of an order count as one (AS-POL-22, Q33)', async () => {
    for (const [order, who, limit, beyond] of [
      [1035, 'specialist', '20.00', '20.01'],
      [1036, 'senior', '50.00', '50.01'],
      [1037, 'supervisor', '500.00', '500.01'],
    ] as const) {
      const over = await compensation(order, beyond, who)
      expect([who, went(over), rulesOf(over.decision?.findings, 'NEEDS_APPROVAL')]).toEqual([
        who,
        'ApprovalRequired',
        ['AS-POL-22'],
      ])
      const given = await compensation(order, limit, who)
      expect(given.afterSale).toMatchObject({
        state: 'COMPLETED',
        compensations: [{ status: 'OWED', amount: { amount: limit }, approvedBy: null }],
      })
      expect([who, went(await compensation(order, '0.01', who))]).toEqual([who, 'ApprovalRequired'])
      const paid = await desk.run('issueCompensation', {
        compensationId: given.afterSale?.compensations[0]?.id,
      })
      expect(paid.afterSale?.compensations).toMatchObject([{ status: 'ISSUED' }])
      expect(
        (await desk.run('issueCompensation', { compensationId: given.afterSale?.compensations[0]?.id }))
          .__typename,
      ).not.toMatch(/Success/)
    }
    expect(went(await compensation(1038, '3000.00', 'manager'))).toBe('Success')
    await expectBooksInOrder()
  })

  test('600 yuan ask for the manager: a supervisor cannot approve them, nobody their own, and it is done once (Q05)', async () => {
    const caseId = await desk.applied(1047, {
      type: 'COMPENSATION',
      reason: 'SERVICE',
      pieces: [],
      amount: '600.00',
      compensationKind: 'CASH',
    })
    const asked = await desk.run('requestApproval', {
      action: { grantCompensation: { caseId, kind: 'CASH', amount: '600.00' } },
      reason: '多次延误致客户误工',
    })
    const decide = (who: Who) =>
      desk.run(
        'decideApproval',
        { approvalId: asked.approval?.id, verdict: 'APPROVE', reason: '情况属实' },
        who,
      )
    for (const who of ['specialist', 'senior'] as const)
      await expect(decide(who)).rejects.toThrow('FORBIDDEN')
    for (const who of ['supervisor', 'supervisor-care'] as const) {
      expect([who, (await decide(who)).__typename]).not.toEqual([who, 'DecideApprovalSuccess'])
      expect(await desk.view(caseId)).toMatchObject({ state: 'APPLIED', compensations: [] })
    }
    const both = await Promise.all([decide('manager'), decide('manager-deputy')])
    expect(both.map(({ __typename }) => __typename).sort()).toEqual(['Conflict', 'DecideApprovalSuccess'])
    const done = await desk.view(caseId)
    expect(done).toMatchObject({
      state: 'COMPLETED',
      compensations: [{ status: 'OWED', amount: { amount: '600.00' } }],
    })
    expect(done.compensations).toHaveLength(1)
    expect(done.compensations[0]?.approvedBy?.id).not.toBe(done.compensations[0]?.grantedBy?.id)
  })

  test('30 yuan ask for the supervisor, not for a senior (Q05); a request lapses (C-24)', async () => {
    const input = {
      type: 'COMPENSATION',
      reason: 'SERVICE',
      pieces: [],
      amount: '30.00',
      compensationKind: 'COUPON',
    }
    const caseId = await desk.applied(1049, input)
    const request = () =>
      desk.run('requestApproval', {
        action: { grantCompensation: { caseId, kind: 'COUPON', amount: '30.00' } },
        reason: '客服失误',
      })
    const asked = await request()
    const decide = (id: string | undefined, who: Who) =>
      desk.run('decideApproval', { approvalId: id, verdict: 'APPROVE', reason: '情况属实' }, who)
    await expect(decide(asked.approval?.id, 'senior')).rejects.toThrow('FORBIDDEN')
    later(15 * 24)
    expect((await decide(asked.approval?.id, 'supervisor')).__typename).toBe('Conflict')
    expect((await desk.view(caseId)).state).toBe('APPLIED')
    await world.work(
      async () =>
        (
          await world.rows(
            `SELECT 1 FROM approvals WHERE shop_id = (SELECT shop_id FROM orders WHERE number = $1) AND status = 'EXPIRED'`,
            [(await desk.order(1049)).number],
          )
        ).length > 0,
    )
    const again = await request()
    expect((await decide(again.approval?.id, 'supervisor')).approval?.status).toBe('EXECUTED')
    expect(await desk.view(caseId)).toMatchObject({
      state: 'COMPLETED',
      compensations: [{ kind: 'COUPON', status: 'ISSUED' }],
    })
  })

  test('money before the goods takes somebody else, whatever the grade (AS-POL-10, Q06)', async () => {
    const caseId = await desk.agreed(1041, { pieces: [[0, 1]] })
    for (const who of ['specialist', 'supervisor', 'manager'] as const) {
      const done = await desk.step('payInAdvance', caseId, {}, who)
      expect([who, done.__typename, rulesOf(done.decision?.findings, 'NEEDS_APPROVAL')]).toEqual([
        who,
        'ApprovalRequired',
        ['AS-POL-10'],
      ])
    }
    expect((await desk.view(caseId)).refunds).toEqual([])
    const asked = await desk.run(
      'requestApproval',
      { action: { payInAdvance: { caseId } }, reason: '客户住院急需' },
      'supervisor',
    )
    const decide = (who: Who) =>
      desk.run(
        'decideApproval',
        { approvalId: asked.approval?.id, verdict: 'APPROVE', reason: '同意先行赔付' },
        who,
      )
    expect((await decide('supervisor')).__typename).toBe('PolicyDenied')
    expect((await decide('manager')).approval?.status).toBe('EXECUTED')
    const owed = await desk.view(caseId)
    expect(owed).toMatchObject({
      state: 'REFUND_OWED',
      specialApproval: true,
      refunds: [{ amount: { amount: ['199.00', '599.00', '199.00'][i] } }],
    })
    expect(owed.clocks.find(({ name }) => name === 'AFTER_SALE_REFUND')).toMatchObject({
      targetAt: hoursAfter(NOW, 24),
      breachAt: [hoursAfter(NOW, 48), hoursAfter(NOW, 24), endOf('2026-11-20')][i],
    })
    // The rest of the order can be asked for meanwhile, but not the piece that is paid for.
    expect((await desk.preview(1041, { pieces: [[0, 4]] })).decision.outcome).toBe('ALLOWED')
    expect((await desk.preview(1041, { pieces: [[0, 5]] })).decision.outcome).toBe('DENIED')
  })

  test.each([
    // Issued Wednesday 18 November: working days 1 to 10 are 19, 20, 23-27, 30 November, 1 and 2 December.
    {
      order: 1052,
      route: 'BALANCE',
      from: [NOW.toISOString(), NOW.toISOString()],
      by: [hoursAfter(NOW, 24), hoursAfter(NOW, 24)],
      rule: 'AS-RFD-02',
    },
    {
      order: 1053,
      route: 'BANK_CARD',
      from: [endOf('2026-11-22'), endOf('2026-11-22')],
      by: [endOf('2026-11-27'), endOf('2026-11-27')],
      rule: 'AS-RFD-03',
    },
    {
      order: 1054,
      route: 'CREDIT_CARD',
      from: [endOf('2026-11-24'), endOf('2026-11-24')],
      by: [endOf('2026-12-02'), endOf('2026-12-02')],
      rule: 'AS-RFD-04',
    },
    {
      order: 1056,
      route: 'ORIGINAL',
      from: [endOf('2026-11-18'), endOf('2026-11-18')],
      by: [endOf('2026-11-27'), endOf('2026-11-23')],
      rule: 'AS-RFD-01',
    },
  ])(
    '$route arrives when $rule says, as previewed and as issued (C-08, Q17)',
    async ({ order, route, from, by }) => {
      const guided = shop === 'guided' ? 1 : 0
      const window = { route, arrivesFrom: from[guided], arrivesBy: by[guided] }
      const { quote } = await desk.preview(order)
      expect(quote).toMatchObject(window)
      const caseId = await desk.inspected(order, 'INTACT')
      const owed = await desk.take('refundAfterSale', caseId)
      const issued = await desk.run('issueRefund', { refundId: owed.refunds[0]?.id })
      expect(issued.afterSale?.refunds).toMatchObject([{ ...window, status: 'ISSUED', amount: quote.amount }])
    },
  )

  test('a refund that fails is owed again, and by another way; never twice (AS-WF-GEN-3)', async () => {
    const caseId = await desk.inspected(1034, 'INTACT', { pieces: [[0, 2]] })
    const owed = await desk.take('refundAfterSale', caseId)
    const refundId = owed.refunds[0]?.id
    const paid = ['398.00', '918.00', '398.00'][i]
    expect(owed.refunds).toMatchObject([{ amount: { amount: paid }, route: 'BANK_CARD' }])
    expect((await desk.run('confirmRefundArrival', { refundId })).__typename).not.toMatch(/Success/)
    await desk.run('issueRefund', { refundId })
    const failed = await desk.run('failRefund', { refundId, failure: 'ACCOUNT_CLOSED' })
    expect(failed.afterSale).toMatchObject({ state: 'REFUND_OWED', refunds: [{ status: 'FAILED' }] })
    expect(failed.afterSale?.notices.at(-1)?.script).toBe('REFUND_FAILED')
    const again = await desk.run('retryRefund', { refundId, route: 'BALANCE' })
    expect(again.afterSale).toMatchObject({
      state: 'REFUNDED',
      refunds: [{ status: 'ISSUED', route: 'BALANCE', attempts: 2, arrivesBy: hoursAfter(NOW, 24) }],
    })
    expect((await desk.run('retryRefund', { refundId })).__typename).not.toMatch(/Success/)
    await desk.run('confirmRefundArrival', { refundId })
    expect((await desk.run('failRefund', { refundId, failure: 'ACCOUNT_CLOSED' })).__typename).not.toMatch(
      /Success/,
    )
    const after = await desk.order(1034)
    expect([yuan(Number(after.refunded_fen)), after.lines[0]?.status]).toEqual([paid, 'RETURNED'])
    await expectBooksInOrder()
  })

  test('points that an order earned go with its money, and those spent come back (Q09, Q10)', async () => {
    const order = await desk.order(1051)
    const points = async () =>
      (
        await world.rows<{ earned: number; available: number; summed: number }>(
          `SELECT (SELECT coalesce(sum(points), 0)::int FROM points_entries p WHERE p.shop_id = m.shop_id AND p.order_id = $2 AND p.kind IN ('PURCHASE', 'RECEIPT', 'CLAW_BACK') AND p.account IN ('PENDING', 'AVAILABLE')) AS earned,
           m.points_available::int AS available,
           (SELECT coalesce(sum(points), 0)::int FROM points_entries p WHERE p.shop_id = m.shop_id AND p.customer_id = m.customer_id AND p.account = 'AVAILABLE') AS summed
         FROM members m WHERE m.customer_id = $1 AND m.shop_id = (SELECT shop_id FROM orders WHERE id = $2)`,
          [order.customer_id, order.id],
        )
      )[0]
    const before = await points()
    const { quote } = await desk.preview(1051)
    expect(quote.pointsClawedBack).toBe(before?.earned)
    await desk.take('refundAfterSale', await desk.inspected(1051, 'INTACT'))
    const after = await points()
    expect(after?.earned).toBe(0)
    expect(after?.available).toBe(after?.summed)
  })

  test('a refund that keeps failing waits for a supervisor (AS-WF-GEN-3)', async () => {
    const caseId = await desk.inspected(1036, 'AS_CLAIMED', photo, 'PHOTO')
    const owed = await desk.take('refundAfterSale', caseId)
    const refundId = owed.refunds[0]?.id
    await desk.run('issueRefund', { refundId })
    const limit = 3
    for (let attempt = 1; attempt <= limit; attempt += 1) {
      await desk.run('failRefund', { refundId, failure: 'ACCOUNT_INVALID' })
      const again = await desk.run('retryRefund', { refundId })
      if (attempt < limit)
        expect(again.afterSale?.refunds).toMatchObject([{ status: 'ISSUED', attempts: attempt + 1 }])
      else
        expect([again.__typename, rulesOf(again.decision?.findings, 'NEEDS_APPROVAL')]).toEqual([
          'ApprovalRequired',
          ['AS-WF-GEN-3'],
        ])
    }
    expect((await desk.view(caseId)).refunds).toMatchObject([{ status: 'FAILED' }])
  })

  test('freight of the shop’s fault: paid back, or kept as credit with consent only (C-11, AS-POL-33)', async () => {
    const [credit, refund] = await Promise.all([
      desk.sentBack(1055, photo, 'PHOTO'),
      desk.sentBack(1044, photo, 'PHOTO'),
    ])
    const settle = (caseId: string, mode: string, more: object = {}) =>
      desk.step('settleFreight', caseId, { direction: 'BACK', mode, amount: '12.00', ...more })
    expect((await settle(credit, 'CREDIT_WITH_CONSENT')).__typename).not.toMatch(/Success/)
    expect((await settle(credit, 'TOP_UP_LINK')).__typename).toBe('PolicyDenied')
    expect((await desk.view(credit)).freightSettlements).toEqual([])
    const modes = (await desk.preview(1056, photo)).quote.freight.modes
    const kept = await settle(credit, 'CREDIT_WITH_CONSENT', { consent: true })
    expect(kept.__typename).toBe(
      modes.includes('CREDIT_WITH_CONSENT') ? 'SettleFreightSuccess' : 'PolicyDenied',
    )
    const paid = await settle(refund, 'REFUND')
    expect(paid.afterSale?.freightSettlements).toMatchObject([
      { payer: 'SHOP', mode: 'REFUND', status: 'OPEN', amount: { amount: '12.00' } },
    ])
    // Once for each way.
    expect((await settle(refund, 'REFUND')).__typename).not.toMatch(/Success/)
    await expectBooksInOrder()
  })

  test('every decision of these is decided the same again', async () => {
    expect((await replayAll(desk)).differ).toEqual([])
  })
})

test('five pieces one by one come to the same as all at once, to the fen (Q07, Q08)', async () => {
  // 994.98 yuan for five, and 15.00 of freight: a piece is worth its share of what is settled in all.
  const desk = new Desk(world, 'general')
  const order = await desk.order(1048)
  await world.rows(
    `WITH o AS (UPDATE orders SET freight_fen = 1500, paid_fen = 100998, payable_fen = 100998, goods_fen = 99500, discount_fen = 2, signed_at = now_at - interval '3 days', trade_status = 'SIGNED', completed_at = NULL
       FROM (SELECT $2::timestamptz AS now_at) n WHERE id = $1 RETURNING shop_id, id),
     s AS (UPDATE shipments p SET signed_at = $2::timestamptz - interval '3 days' FROM o WHERE p.shop_id = o.shop_id AND p.order_id = o.id),
     p AS (UPDATE payments p SET amount_fen = 100998 FROM o WHERE p.shop_id = o.shop_id AND p.order_id = o.id)
     UPDATE order_lines l SET quantity = 5, paid_fen = 99498, discount_fen = 2 FROM o WHERE l.shop_id = o.shop_id AND l.order_id = o.id`,
    [order.id, NOW],
  )
  const amounts: string[] = []
  for (const _ of [1, 2, 3, 4, 5]) {
    const caseId = await desk.inspected(1048, 'AS_CLAIMED', photo, 'PHOTO')
    const owed = await desk.take('refundAfterSale', caseId)
    amounts.push(`${owed.refunds[0]?.goods.amount}+${owed.refunds[0]?.freight.amount}`)
  }
  expect(amounts).toEqual(['199.00+0.00', '198.99+0.00', '199.00+0.00', '198.99+0.00', '199.00+15.00'])
  expect(yuan(Number((await desk.order(1048)).refunded_fen))).toBe('1009.98')
})
