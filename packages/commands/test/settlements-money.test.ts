import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  answerCarrierClaim,
  decideApproval,
  grantCompensation,
  issueCompensation,
  openCarrierClaim,
  payFreight,
  requestApproval,
  settleCarrierClaims,
  settleFreight,
} from '../src/index.ts'
import { applied, caseOf, key, noticesOf, signedOrder } from './after-sales.ts'
import type { TestOrder } from './orders.ts'
import { balances, discrepancies, inspected, rowOf, sentBack, success } from './settlements.ts'
import { NOW, openShop, openWorld, type TestShop, type World } from './shop.ts'
import { checksums, rowsOf } from './state.ts'

let world: World
let shop: TestShop
let other: TestShop
beforeAll(async () => {
  world = await openWorld('settlements-money')
  shop = await openShop(world)
  other = await openShop(world)
})
afterAll(() => world.close())

describe('compensation', () => {
  const opened = (order: TestOrder) =>
    applied(world, shop.specialist, order, {
      type: 'COMPENSATION',
      reason: 'SERVICE',
      lines: [],
      compensationKind: 'COUPON',
      amountFen: 1_000,
    })
  const grant = (caseId: string, amountFen: number, more: object = {}, by = shop.specialist) =>
    grantCompensation(world.deps, by, { caseId, kind: 'COUPON', amountFen, ...key(), ...more })

  it('is given within authority at face value, and completes its case', async () => {
    const caseId = await opened(await signedOrder(world, shop))
    const given = await success(grant(caseId, 2_000))
    expect(given.status).toBe('ISSUED')
    expect(await rowOf(world, 'compensations', given.compensationId)).toMatchObject({
      amount_fen: 2_000,
      granted_by: shop.specialist.id,
      approved_by: null,
      number: given.number,
    })
    expect(await caseOf(world, caseId)).toMatchObject({ after_sale_state: 'COMPLETED', status: 'CLOSED' })
    expect(await noticesOf(world, caseId)).toContain('COMPENSATION_GRANTED')
    expect(await balances(world, shop)).toEqual({
      GOODWILL: 2_000,
      GIVEN_IN_KIND: -2_000,
      OWED_TO_CUSTOMER: 0,
    })
  })

  it('counts over the cases of an order, and beyond the limit a supervisor approves (Q05, Q33)', async () => {
    const order = await signedOrder(world, shop)
    await success(grant(await opened(order), 1_500))
    const caseId = await opened(order)
    const before = await checksums(world)
    expect((await grant(caseId, 501)).kind).toBe('ApprovalRequired')
    const { idempotency_keys: _, ...same } = before
    expect(await checksums(world)).toMatchObject(same)
    const asked = await success(
      requestApproval(world.deps, shop.specialist, {
        action: 'grantCompensation',
        input: { caseId, kind: 'COUPON', amountFen: 501 },
        reason: '二次打扰客户',
      }),
    )
    const verdict = { approvalId: asked.approvalId, verdict: 'APPROVE', reason: '同意' } as const
    await success(decideApproval(world.deps, shop.supervisor, verdict))
    const [row] = await rowsOf(
      world,
      'SELECT granted_by, approved_by, amount_fen FROM compensations WHERE case_id = $1',
      [caseId],
    )
    expect(row).toEqual({
      granted_by: shop.specialist.id,
      approved_by: shop.supervisor.id,
      amount_fen: '501',
    })
    expect(await discrepancies(world, shop)).toEqual({})
  })

  it('is approved within the authority of whoever decides (Q04)', async () => {
    const caseId = await opened(await signedOrder(world, shop))
    const asked = await success(
      requestApproval(world.deps, shop.specialist, {
        action: 'grantCompensation',
        input: { caseId, kind: 'COUPON', amountFen: 50_001 },
        reason: '重大服务失误',
      }),
    )
    const decide = (by = shop.supervisor) =>
      decideApproval(world.deps, by, { approvalId: asked.approvalId, verdict: 'APPROVE', reason: '同意' })
    const before = await checksums(world)
    expect((await decide()).kind).toBe('Conflict')
    expect(await checksums(world)).toEqual(before)
    await success(decide(shop.manager))
    expect(await discrepancies(world, shop)).toEqual({})
  })

  it('in money is owed until it is paid out, once', async () => {
    const caseId = await opened(await signedOrder(world, shop))
    const given = await success(grant(caseId, 800, { kind: 'CASH' }))
    expect(given.status).toBe('OWED')
    expect(await discrepancies(world, shop)).toEqual({})
    const pay = () =>
      issueCompensation(world.deps, shop.specialist, { compensationId: given.compensationId, ...key() })
    const outcomes = await Promise.all(Array.from({ length: 10 }, pay))
    expect(outcomes.filter((each) => each.kind === 'Success')).toHaveLength(1)
    expect(outcomes.filter((each) => each.kind === 'Conflict')).toHaveLength(9)
    expect(await rowOf(world, 'compensations', given.compensationId)).toMatchObject({
      status: 'ISSUED',
      issued_at: NOW,
    })
    expect(await discrepancies(world, shop)).toEqual({})
  })

  it('in points is booked at one fen each, and not for who is no member (Q61)', async () => {
    const caseId = await opened(await signedOrder(world, shop))
    const given = await success(grant(caseId, 300, { kind: 'POINTS' }))
    const [entry] = await rowsOf(
      world,
      `SELECT points, kind, account, to_char(expires_on, 'YYYY-MM-DD') AS expires FROM points_entries
       WHERE reason = $1 AND customer_id IS NOT NULL`,
      [given.number],
    )
    expect(entry).toEqual({ points: '300', kind: 'ADJUSTMENT', account: 'AVAILABLE', expires: '2027-12-31' })
    expect(await discrepancies(world, shop)).toEqual({})
    const stranger = await openShop(world)
    await world.admin.query('DELETE FROM members WHERE shop_id = $1', [stranger.id])
    const theirs = await applied(world, stranger.specialist, await signedOrder(world, stranger), {
      type: 'COMPENSATION',
      reason: 'SERVICE',
      lines: [],
      compensationKind: 'POINTS',
      amountFen: 300,
    })
    const before = await checksums(world)
    const refused = grantCompensation(world.deps, stranger.specialist, {
      caseId: theirs,
      kind: 'POINTS',
      amountFen: 300,
      ...key(),
    })
    expect(await refused).toMatchObject({ issues: [{ field: 'kind', code: 'INVALID' }] })
    expect(await checksums(world)).toEqual(before)
  })
})

describe('freight', () => {
  const settle = (caseId: string, mode: string, more: object = {}) =>
    settleFreight(world.deps, shop.specialist, {
      caseId,
      direction: 'BACK',
      mode: mode as 'REFUND',
      amountFen: 1_200,
      ...key(),
      ...more,
    })
  const atFault = async () =>
    inspected(world, shop, await signedOrder(world, shop), { reason: 'QUALITY' }, 'AS_CLAIMED')
  const ownReason = async () => sentBack(world, shop, await signedOrder(world, shop))
  const pay = (freightSettlementId: string) =>
    payFreight(world.deps, shop.specialist, { freightSettlementId, ...key() })

  it('that the customer advanced for the shop goes back, once (C-11)', async () => {
    const caseId = await atFault()
    const settled = await success(settle(caseId, 'REFUND'))
    expect(settled).toMatchObject({ payer: 'SHOP', status: 'OPEN', linkNumber: null })
    expect(await discrepancies(world, shop)).toEqual({})
    expect((await settle(caseId, 'REFUND')).kind).toBe('PolicyDenied')
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => pay(settled.freightSettlementId)))
    expect(outcomes.filter((each) => each.kind === 'Success')).toHaveLength(1)
    expect(await rowOf(world, 'freight_settlements', settled.freightSettlementId)).toMatchObject({
      status: 'SETTLED',
      amount_fen: 1_200,
    })
    expect(await discrepancies(world, shop)).toEqual({})
  })

  it('is settled once, however many try at once', async () => {
    const caseId = await atFault()
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => settle(caseId, 'REFUND')))
    expect(outcomes.filter((each) => each.kind === 'Success')).toHaveLength(1)
    expect(outcomes.filter((each) => each.kind === 'PolicyDenied')).toHaveLength(19)
  })

  it('is no more than was advanced, and no credit without consent (AS-POL-33)', async () => {
    const apparel = await openShop(world, 'apparel')
    const by = apparel.specialist
    const order = await signedOrder(world, apparel)
    const caseId = await inspected(world, apparel, order, { reason: 'QUALITY' }, 'AS_CLAIMED')
    const of = { caseId, direction: 'BACK', mode: 'CREDIT_WITH_CONSENT', amountFen: 1_200 } as const
    const before = await rowsOf(world, 'SELECT count(*) FROM freight_settlements')
    const refused = [
      await settleFreight(world.deps, by, { ...of, ...key() }),
      await settleFreight(world.deps, by, { ...of, consent: true, amountFen: 1_201, ...key() }),
      await settleFreight(world.deps, by, { ...of, mode: 'TOP_UP_LINK', ...key() }),
    ]
    for (const each of refused) expect(each.kind).toBe('PolicyDenied')
    expect(await rowsOf(world, 'SELECT count(*) FROM freight_settlements')).toEqual(before)
    const settled = await success(settleFreight(world.deps, by, { ...of, consent: true, ...key() }))
    expect(settled.status).toBe('SETTLED')
    expect(await balances(world, apparel)).toMatchObject({ FREIGHT_EXPENSE: 1_200, FREIGHT_CREDIT: -1_200 })
    expect(await discrepancies(world, apparel)).toEqual({})
  })

  it('of an own reason is the customer’s: by a link, or simply paid (AS-FRT-01, AS-FRT-04)', async () => {
    const caseId = await ownReason()
    expect((await settle(caseId, 'REFUND')).kind).toBe('PolicyDenied')
    const linked = await success(settle(caseId, 'TOP_UP_LINK', { amountFen: 900 }))
    expect(linked).toMatchObject({
      payer: 'CUSTOMER',
      status: 'OPEN',
      linkNumber: expect.stringMatching(/^TU/),
    })
    expect(await balances(world, shop)).toMatchObject({ OWED_BY_CUSTOMER: 900 })
    expect(await discrepancies(world, shop)).toEqual({})
    await success(pay(linked.freightSettlementId))
    expect(await balances(world, shop)).toMatchObject({ OWED_BY_CUSTOMER: 0 })
    const plain = await success(settle(await ownReason(), 'NONE', { amountFen: 0 }))
    expect(plain).toMatchObject({ payer: 'CUSTOMER', status: 'SETTLED' })
    expect(await discrepancies(world, shop)).toEqual({})
  })
})

describe('claims against carriers', () => {
  const parcelOf = async (order: TestOrder) =>
    String(
      (await rowsOf<{ id: string }>(world, 'SELECT id FROM shipments WHERE order_id = $1', [order.id]))[0]
        ?.id,
    )
  const open = async (amountFen: number, reason: 'LOST' | 'DAMAGED' = 'LOST', of?: TestOrder) => {
    const order = of ?? (await signedOrder(world, shop))
    const shipmentId = await parcelOf(order)
    const input = { orderId: order.id, shipmentId, reason, amountFen, ...key() }
    return openCarrierClaim(world.deps, shop.specialist, input)
  }
  const answer = (claimId: string, acceptedFen: number) =>
    answerCarrierClaim(world.deps, shop.specialist, { claimId, acceptedFen, ...key() })
  const settleMonth = (month = '2026-11') =>
    settleCarrierClaims(world.deps, shop.specialist, { month, ...key() })

  it('are registered at once, apart from what the buyer gets, once for a parcel and reason (C-26)', async () => {
    const order = await signedOrder(world, shop)
    const claim = await success(open(8_000, 'LOST', order))
    expect(claim).toMatchObject({ month: '2026-11-01', orderId: order.id })
    expect(await rowOf(world, 'orders', order.id)).toMatchObject({ refunded_fen: 0 })
    expect((await open(8_000, 'LOST', order)).kind).toBe('Conflict')
    await success(open(2_000, 'DAMAGED', order))
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, async () => open(1_000, 'DAMAGED', await signedOrder(world, shop))),
    )
    expect(outcomes.every((each) => each.kind === 'Success')).toBe(true)
    expect(await discrepancies(world, shop)).toEqual({})
  })

  it('may be opened again after a refusal, and at once only once', async () => {
    const order = await signedOrder(world, shop)
    const claim = await success(open(5_000, 'LOST', order))
    expect(await success(answer(claim.claimId, 0))).toMatchObject({ status: 'REFUSED' })
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => open(5_000, 'LOST', order)))
    expect(outcomes.filter((each) => each.kind === 'Success')).toHaveLength(1)
    expect(outcomes.filter((each) => each.kind === 'Conflict')).toHaveLength(5)
    expect(await discrepancies(world, shop)).toEqual({})
  })

  it('are settled at the end of the month, each once, by carrier (AS-LOG-12)', async () => {
    const mine = await openShop(world)
    const by = mine.specialist
    const claimed = async (amountFen: number) => {
      const order = await signedOrder(world, mine)
      const shipmentId = await parcelOf(order)
      const input = { orderId: order.id, shipmentId, reason: 'LOST', amountFen, ...key() } as const
      return (await success(openCarrierClaim(world.deps, by, input))).claimId
    }
    const [whole, part, waiting] = [await claimed(8_000), await claimed(5_000), await claimed(3_000)]
    const answered = (claimId: string, acceptedFen: number) =>
      answerCarrierClaim(world.deps, by, { claimId, acceptedFen, ...key() })
    await success(answered(whole, 8_000))
    await success(answered(part, 2_345))
    expect((await answered(whole, 1)).kind).toBe('PolicyDenied')
    expect((await answered(waiting, 3_001)).kind).toBe('PolicyDenied')
    const settle = () => settleCarrierClaims(world.deps, by, { month: '2026-11', ...key() })
    expect((await settle()).kind).toBe('PolicyDenied')
    world.setNow(new Date('2026-11-30T16:00:00.000Z'))
    try {
      const [first, ...others] = (await Promise.all(Array.from({ length: 5 }, settle)))
        .filter((each) => each.kind === 'Success')
        .sort((a, b) => b.amountFen - a.amountFen)
      expect(first).toMatchObject({
        amountFen: 10_345,
        carriers: [{ carrier: 'ZTO', claims: 2, amountFen: 10_345 }],
      })
      for (const each of others) expect(each).toMatchObject({ amountFen: 0, claimIds: [] })
      expect(await discrepancies(world, mine)).toEqual({})
      await success(answered(waiting, 1_000))
      expect(await success(settle())).toMatchObject({ amountFen: 1_000, claimIds: [waiting] })
      expect(await balances(world, mine)).toMatchObject({
        OWED_BY_CARRIER: 0,
        PAYMENT_CHANNEL: 11_345,
        CLAIM_INCOME: -16_000,
        CLAIM_LOSS: 4_655,
      })
    } finally {
      world.setNow(NOW)
    }
  })

  it('know no parcel, case or claim of another order or shop', async () => {
    const order = await signedOrder(world, shop)
    const foreign = await signedOrder(world, other)
    const shipmentId = await parcelOf(foreign)
    const input = { orderId: order.id, shipmentId, reason: 'LOST', amountFen: 1 } as const
    const opened = (more: object) =>
      openCarrierClaim(world.deps, shop.specialist, { ...input, ...more, ...key() })
    expect(await opened({})).toEqual({ kind: 'NotFound', what: 'Shipment' })
    const caseId = await sentBack(world, shop, await signedOrder(world, shop))
    expect(await opened({ shipmentId: await parcelOf(order), caseId })).toEqual({
      kind: 'NotFound',
      what: 'Case',
    })
    expect(await answer(caseId, 1)).toEqual({ kind: 'NotFound', what: 'CarrierClaim' })
    expect(await settleMonth('2026-13')).toMatchObject({ kind: 'ValidationFailed' })
  })
})
