import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Actor,
  acceptAfterAll,
  acknowledgeAfterSale,
  approveAfterSale,
  inspectReturn,
  judgeLiability,
  lapseAfterSale,
  type Outcome,
  openDispute,
  receiveReturn,
  recordReturnShipment,
  refundAfterSale,
  refuseReturn,
  rejectAfterSale,
  remindSendBack,
  reopenAfterSale,
  requestEvidence,
  resumeReview,
  settleDispute,
  takeBackExtra,
  tellPlan,
  withdrawAfterSale,
} from '../src/index.ts'
import {
  applied,
  caseOf,
  clocksOf,
  eventsOf,
  key,
  noticesOf,
  signedOrder,
  silentOrder,
} from './after-sales.ts'
import { NOW, openShop, openWorld, type TestShop, type World } from './shop.ts'
import { checksums, rowsOf } from './state.ts'

let world: World
let shop: TestShop
let other: TestShop
let apparel: TestShop
let worker: Actor
beforeAll(async () => {
  world = await openWorld('after-sale-lifecycle')
  shop = await openShop(world)
  other = await openShop(world)
  apparel = await openShop(world, 'apparel')
  worker = { kind: 'worker', shop: shop.id }
})
afterAll(() => world.close())

const HOUR = 3_600_000
const later = (hours: number) => world.setNow(new Date(NOW.getTime() + hours * HOUR))
const waybill = (more: object = {}) => ({ waybill: `SF${Date.now()}`, carrier: 'SF', ...key(), ...more })
const done = async (outcome: Promise<Outcome<{ state: string }>>) => {
  const settled = await outcome
  return settled.kind === 'Success' ? settled.state : JSON.stringify(settled)
}
const open = async (more: object = {}, actor: Actor = shop.specialist) =>
  applied(world, actor, await signedOrder(world, shop), more)
const approve = (caseId: string, more: object = {}) =>
  approveAfterSale(world.deps, shop.specialist, { caseId, ...key(), ...more })
const sentBack = async (caseId: string) => {
  expect(await done(approve(caseId))).toBe('APPROVED')
  const sent = recordReturnShipment(world.deps, shop.partner, { caseId, ...waybill() })
  expect(await done(sent)).toBe('RETURN_IN_TRANSIT')
}
const received = async (caseId: string) => {
  await sentBack(caseId)
  const outcome = receiveReturn(world.deps, shop.partner, { caseId, weightGrams: 780, ...key() })
  expect(await done(outcome)).toBe('RECEIVED')
}
const inspect = (caseId: string, result: 'PASSED' | 'FAILED', finding: 'INTACT' | 'WORN') =>
  inspectReturn(world.deps, shop.specialist, { caseId, result, finding, ...key() })

describe('a return', () => {
  it('goes from the application to the inspection, step by step', async () => {
    try {
      const order = await signedOrder(world, shop)
      const caseId = await applied(world, shop.partner, order)
      later(1)
      const note = '客户来电，已安抚'
      expect(await done(acknowledgeAfterSale(world.deps, shop.colleague, { caseId, note }))).toBe('REVIEWING')
      expect(await caseOf(world, caseId)).toMatchObject({
        status: 'OPEN',
        version: 2,
        first_response_at: new Date(NOW.getTime() + HOUR),
      })
      later(2)
      expect(await done(approve(caseId))).toBe('APPROVED')
      expect(await caseOf(world, caseId)).toMatchObject({
        status: 'WAITING_FOR_CUSTOMER',
        special_approval: false,
      })
      later(30)
      const sent = recordReturnShipment(world.deps, shop.partner, { caseId, ...waybill() })
      expect(await done(sent)).toBe('RETURN_IN_TRANSIT')
      expect((await caseOf(world, caseId)).status).toBe('WAITING_FOR_OTHERS')
      later(60)
      expect(await done(receiveReturn(world.deps, shop.partner, { caseId, ...key() }))).toBe('RECEIVED')
      later(61)
      expect(await done(inspect(caseId, 'PASSED', 'INTACT'))).toBe('INSPECTION_PASSED')
      expect(await clocksOf(world, caseId)).toEqual([
        'after_sale.acknowledge: MET',
        'after_sale.review: MET',
        'after_sale.send_back: MET',
        'after_sale.inspect: MET',
        'after_sale.refund',
      ])
      expect(await noticesOf(world, caseId)).toEqual([
        'APPLICATION_RECEIVED',
        'APPROVED_SEND_BACK',
        'RETURN_RECEIVED',
      ])
      expect(await eventsOf(world, caseId)).toEqual([
        'AfterSaleRequested',
        'AfterSaleAcknowledged',
        'AfterSaleApproved',
        'ReturnShipped',
        'ReturnReceived',
        'ReturnInspected',
      ])
      const steps = await rowsOf<{ step: string; decision: string; note: string | null }>(
        world,
        `SELECT s.step, d.action AS decision, s.note FROM after_sale_steps s JOIN decisions d
           ON d.shop_id = s.shop_id AND d.id = s.decision_id WHERE s.case_id = $1 ORDER BY s.at, s.id`,
        [caseId],
      )
      expect(steps.map((each) => each.decision)).toEqual(steps.map((each) => `AFTER_SALE_${each.step}`))
      expect(steps.map((each) => each.note).filter(Boolean)).toEqual([note])
      for (const table of ['events', 'decisions', 'audit_entries', 'notices'])
        expect(await rowsOf(world, `SELECT 1 FROM ${table} t WHERE t::text LIKE '%已安抚%'`)).toEqual([])
    } finally {
      world.setNow(NOW)
    }
  })

  it('moves the end of the trade by ten days once agreed to, once (AS-SLA-28)', async () => {
    const order = await signedOrder(world, shop)
    const deadline = async () =>
      (
        await rowsOf<{ at: Date }>(world, 'SELECT trade_deadline_at AS at FROM orders WHERE id = $1', [
          order.id,
        ])
      )[0]?.at
    const caseId = await applied(world, shop.specialist, order)
    expect(await done(approve(caseId))).toBe('APPROVED')
    expect((await deadline())?.toISOString()).toBe('2026-12-03T16:00:00.000Z')
    expect(await eventsOf(world, order.id)).toContain('TradeDeadlineExtended')
    expect(await done(withdrawAfterSale(world.deps, shop.partner, { caseId }))).toBe('WITHDRAWN')
    expect(await done(reopenAfterSale(world.deps, shop.partner, { caseId }))).toBe('REVIEWING')
    expect(await done(approve(caseId))).toBe('APPROVED')
    expect((await deadline())?.toISOString()).toBe('2026-12-03T16:00:00.000Z')
  })

  it('leaves the deadline of a completed trade', async () => {
    const order = await signedOrder(world, shop, { trade: 'COMPLETED' })
    const caseId = await applied(world, shop.specialist, order)
    expect(await done(approve(caseId))).toBe('APPROVED')
    expect(await eventsOf(world, order.id)).not.toContain('TradeDeadlineExtended')
  })

  it('is collected where the shop arranges it: the collection is promised, not the sending (AS-SLA-02)', async () => {
    const caseId = await open()
    expect(await done(approve(caseId, { pickup: true }))).toBe('APPROVED')
    expect(await clocksOf(world, caseId)).toContain('after_sale.pickup')
    const collected = recordReturnShipment(world.deps, shop.specialist, {
      caseId,
      ...waybill({ pickup: true }),
    })
    expect(await done(collected)).toBe('RETURN_IN_TRANSIT')
    expect(await clocksOf(world, caseId)).toContain('after_sale.pickup: MET')
  })
})

describe('the branches', () => {
  it('asks for evidence, stands still, and goes on with the answer', async () => {
    try {
      const caseId = await open({ type: 'EXCHANGE', reason: 'QUALITY', intact: null })
      const kinds = ['PHOTO', 'VIDEO'] as const
      const asked = requestEvidence(world.deps, shop.specialist, { caseId, kinds: [...kinds] })
      expect(await done(asked)).toBe('EVIDENCE_REQUESTED')
      expect((await caseOf(world, caseId)).status).toBe('WAITING_FOR_CUSTOMER')
      expect(await clocksOf(world, caseId)).toEqual(['after_sale.acknowledge: MET', '(after_sale.review)'])
      const [notice] = await rowsOf(
        world,
        `SELECT parameters FROM notices WHERE case_id = $1 AND script = 'EVIDENCE_NEEDED'`,
        [caseId],
      )
      expect(notice).toMatchObject({ parameters: { evidence: ['PHOTO', 'VIDEO'] } })
      later(48)
      const answer = { caseId, worn: false, receivedGrams: 640 }
      expect(await done(resumeReview(world.deps, shop.specialist, answer))).toBe('REVIEWING')
      expect(await clocksOf(world, caseId)).toEqual(['after_sale.acknowledge: MET', 'after_sale.review'])
      expect(await caseOf(world, caseId)).toMatchObject({ worn: false, received_grams: 640 })
    } finally {
      world.setNow(NOW)
    }
  })

  it('judges cause and liability on the way', async () => {
    const caseId = await open({ reason: 'QUALITY' })
    const judged = { caseId, cause: 'DEFECT', liable: 'SHOP', appraiser: 'QUALITY_CONTROL' } as const
    expect(await done(judgeLiability(world.deps, shop.specialist, judged))).toBe('APPLIED')
    expect(await caseOf(world, caseId)).toMatchObject({
      cause: 'DEFECT',
      liable: 'SHOP',
      appraiser: 'QUALITY_CONTROL',
      freight_payer: 'SHOP',
      judged_at: NOW,
      // Nobody answered the customer by that.
      first_response_at: null,
      version: 2,
    })
  })

  it('rejects by rules that the customer is told', async () => {
    const caseId = await open({ intact: null })
    const reject = (ruleIds: string[]) => rejectAfterSale(world.deps, shop.specialist, { caseId, ruleIds })
    expect(await reject(['NO-SUCH-1'])).toMatchObject({ issues: [{ field: 'ruleIds.0', code: 'INVALID' }] })
    expect((await reject(['AS-POL-13'])).kind).toBe('PolicyDenied')
    const asked = requestEvidence(world.deps, shop.specialist, { caseId, kinds: ['PHOTO'] })
    expect(await done(asked)).toBe('EVIDENCE_REQUESTED')
    expect(await done(resumeReview(world.deps, shop.specialist, { caseId, intact: false }))).toBe('REVIEWING')
    expect(await done(reject(['AS-POL-13']))).toBe('REJECTED')
    expect(await caseOf(world, caseId)).toMatchObject({ status: 'CLOSED', closed_at: NOW, decided_at: NOW })
    expect(await clocksOf(world, caseId)).toEqual(['after_sale.acknowledge: MET', 'after_sale.review: MET'])
    const [notice] = await rowsOf(
      world,
      `SELECT parameters FROM notices WHERE case_id = $1 AND script = 'REJECTED'`,
      [caseId],
    )
    expect(notice).toMatchObject({
      parameters: { reason: { zh: expect.any(String), en: expect.any(String) } },
    })
  })

  it('is withdrawn by the customer, which frees the pieces', async () => {
    const order = await signedOrder(world, shop)
    const caseId = await applied(world, shop.partner, order)
    expect(await done(withdrawAfterSale(world.deps, shop.partner, { caseId }))).toBe('WITHDRAWN')
    expect(await clocksOf(world, caseId)).toEqual(['after_sale.acknowledge: VOID', 'after_sale.review: VOID'])
    expect((await caseOf(world, caseId)).status).toBe('CLOSED')
    await applied(world, shop.partner, order)
  })

  it('is refused at the door and has its time to be sent again (AS-WF-BAS-3)', async () => {
    const by = { agent: apparel.specialist, partner: apparel.partner }
    const caseId = await applied(world, by.agent, await signedOrder(world, apparel))
    expect(await done(approveAfterSale(world.deps, by.agent, { caseId, ...key() }))).toBe('APPROVED')
    const collect = { caseId, ...waybill({ freightCollect: true, carrier: 'ZTO' }) }
    expect(await done(recordReturnShipment(world.deps, by.partner, collect))).toBe('RETURN_IN_TRANSIT')
    const takeIn = () => receiveReturn(world.deps, by.partner, { caseId, ...key() })
    expect((await takeIn()).kind).toBe('PolicyDenied')
    const refused = refuseReturn(world.deps, by.partner, { caseId, reason: 'FREIGHT_COLLECT', ...key() })
    expect(await done(refused)).toBe('RETURN_REFUSED')
    expect(
      await rowsOf(world, 'SELECT status, refused_reason FROM return_shipments WHERE case_id = $1', [caseId]),
    ).toEqual([{ status: 'REFUSED', refused_reason: 'FREIGHT_COLLECT' }])
    expect(await clocksOf(world, caseId)).toContain('after_sale.send_back')
    const same = recordReturnShipment(world.deps, by.partner, { ...collect, ...key() })
    expect(await same).toMatchObject({ issues: [{ field: 'waybill' }] })
    const again = recordReturnShipment(world.deps, by.partner, {
      caseId,
      ...waybill({ waybill: 'SF-AGAIN-1' }),
    })
    expect(await done(again)).toBe('RETURN_IN_TRANSIT')
    const refuse = refuseReturn(world.deps, by.partner, { caseId, reason: 'FREIGHT_COLLECT', ...key() })
    expect((await refuse).kind).toBe('PolicyDenied')
    expect(await done(takeIn())).toBe('RECEIVED')
    const parcels = await rowsOf(
      world,
      'SELECT status FROM return_shipments WHERE case_id = $1 ORDER BY status',
      [caseId],
    )
    expect(parcels).toEqual([{ status: 'RECEIVED' }, { status: 'REFUSED' }])
  })

  it('ends what is owed with a failed inspection', async () => {
    const caseId = await open()
    await received(caseId)
    expect(await done(inspect(caseId, 'FAILED', 'WORN'))).toBe('INSPECTION_FAILED')
    expect(await caseOf(world, caseId)).toMatchObject({
      worn: true,
      status: 'OPEN',
      freight_payer: 'CUSTOMER',
    })
    expect(await clocksOf(world, caseId)).toContain('after_sale.refund: VOID')
    const [found] = await rowsOf(
      world,
      'SELECT result, finding, inspected_by FROM inspections WHERE case_id = $1',
      [caseId],
    )
    expect(found).toEqual({ result: 'FAILED', finding: 'WORN', inspected_by: shop.specialist.id })
  })

  it('tells the plan for a lost parcel within its time (AS-SLA-10)', async () => {
    const lost = { type: 'RESHIP', reason: 'LOST', intact: null, worn: null }
    const caseId = await applied(world, shop.partner, await silentOrder(world, shop), lost)
    expect(await clocksOf(world, caseId)).toContain('parcel.lost_plan')
    expect(await done(tellPlan(world.deps, shop.specialist, { caseId, plan: 'SEARCH' }))).toBe('APPLIED')
    expect(await clocksOf(world, caseId)).toContain('parcel.lost_plan: MET')
    expect(await noticesOf(world, caseId)).toContain('PLAN_TOLD')
  })

  it('takes back what was sent too much, without a refund (AS-POL-30)', async () => {
    const caseId = await open({ reason: 'EXTRA_ITEM' })
    await received(caseId)
    expect(await done(inspect(caseId, 'PASSED', 'INTACT'))).toBe('INSPECTION_PASSED')
    const stock = async () =>
      (await rowsOf<{ stock: number }>(world, 'SELECT stock FROM skus WHERE id = $1', [shop.skus.s]))[0]
        ?.stock ?? 0
    const before = await stock()
    expect((await refundAfterSale(world.deps, shop.specialist, { caseId, ...key() })).kind).toBe(
      'PolicyDenied',
    )
    expect((await takeBackExtra(world.deps, shop.specialist, { caseId, ...key() })).kind).toBe('Success')
    expect((await caseOf(world, caseId)).after_sale_state).toBe('COMPLETED')
    expect(await stock()).toBe(before + 1)
    expect(await clocksOf(world, caseId)).toContain('after_sale.inspect: MET')
  })

  it('goes to the platform and comes back', async () => {
    const won = await open()
    expect(await done(openDispute(world.deps, shop.specialist, { caseId: won }))).toBe('DISPUTED')
    const shopWins = settleDispute(world.deps, shop.specialist, {
      caseId: won,
      verdict: 'FOR_SHOP',
      ...key(),
    })
    expect(await done(shopWins)).toBe('COMPLETED')
    expect((await caseOf(world, won)).status).toBe('CLOSED')
  })
})

describe('what time does', () => {
  it('reminds once, lapses after seven days, and is opened again once', async () => {
    const caseId = await open()
    expect(await done(approve(caseId))).toBe('APPROVED')
    const remind = () => remindSendBack(world.deps, worker, { caseId })
    const lapse = (actor: Actor = worker) => lapseAfterSale(world.deps, actor, { caseId })
    try {
      const before = await checksums(world)
      expect((await remind()).kind).toBe('Conflict')
      expect((await lapse()).kind).toBe('Conflict')
      await expect(lapse(shop.manager)).rejects.toMatchObject({ name: 'Forbidden' })
      expect(await checksums(world)).toEqual(before)
      later(5 * 24)
      expect(await done(remind())).toBe('APPROVED')
      expect((await remind()).kind).toBe('Conflict')
      const [notice] = await rowsOf(
        world,
        `SELECT parameters FROM notices WHERE case_id = $1 AND script = 'SEND_BACK_REMINDER'`,
        [caseId],
      )
      expect(notice).toMatchObject({ parameters: { dueAt: '2026-11-25T16:00:00.000Z' } })
      world.setNow(new Date('2026-11-25T16:00:00.000Z'))
      expect((await lapse()).kind).toBe('Conflict')
      world.setNow(new Date('2026-11-25T16:00:01.000Z'))
      expect(await done(lapse())).toBe('LAPSED')
      expect(await caseOf(world, caseId)).toMatchObject({ status: 'CLOSED', reopened: 0 })
      expect(await clocksOf(world, caseId)).toContain('after_sale.send_back: BREACHED')
      expect(await done(reopenAfterSale(world.deps, shop.partner, { caseId }))).toBe('REVIEWING')
      expect(await caseOf(world, caseId)).toMatchObject({
        status: 'OPEN',
        closed_at: null,
        decided_at: null,
        reopened: 1,
      })
      expect(await clocksOf(world, caseId)).toContain('after_sale.review')
    } finally {
      world.setNow(NOW)
    }
  })
})

describe('a step that is not permitted', () => {
  it('is denied out of order and changes nothing', async () => {
    const caseId = await open()
    const before = await checksums(world)
    const tried: (() => Promise<Outcome>)[] = [
      () => recordReturnShipment(world.deps, shop.partner, { caseId, ...waybill() }),
      () => receiveReturn(world.deps, shop.partner, { caseId, ...key() }),
      () => refuseReturn(world.deps, shop.partner, { caseId, reason: 'FREIGHT_COLLECT', ...key() }),
      () => inspect(caseId, 'PASSED', 'INTACT'),
      () => acceptAfterAll(world.deps, shop.specialist, { caseId, ...key() }),
      () => resumeReview(world.deps, shop.specialist, { caseId }),
      () => reopenAfterSale(world.deps, shop.specialist, { caseId }),
      () => settleDispute(world.deps, shop.specialist, { caseId, verdict: 'FOR_SHOP', ...key() }),
      () => remindSendBack(world.deps, shop.specialist, { caseId }),
    ]
    for (const each of tried) expect((await each()).kind).toBe('PolicyDenied')
    expect(await checksums(world)).toEqual({ ...before, idempotency_keys: expect.any(String) })
  })

  it('is refused without the permission, in another shop, on an old version, without its key', async () => {
    const caseId = await open()
    const before = await checksums(world)
    await expect(approveAfterSale(world.deps, shop.partner, { caseId, ...key() })).rejects.toMatchObject({
      permission: 'after_sale.handle',
    })
    expect(
      await approveAfterSale(world.deps, other.manager, { caseId, expectedVersion: 9, ...key() }),
    ).toEqual({
      kind: 'NotFound',
      what: 'Case',
    })
    expect(await approve(caseId, { expectedVersion: 2 })).toMatchObject({
      kind: 'Conflict',
      currentVersion: 1,
    })
    expect(await approveAfterSale(world.deps, shop.specialist, { caseId })).toMatchObject({
      issues: [{ field: 'idempotencyKey', code: 'REQUIRED' }],
    })
    expect(await checksums(world)).toEqual(before)
  })
})
