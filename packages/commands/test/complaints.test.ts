import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  type Actor,
  acknowledgeEscalation,
  archiveCase,
  discussPlan,
  escalateComplaint,
  executePlan,
  Forbidden,
  followUpComplaint,
  gradeComplaint,
  grantCompensation,
  issueCompensation,
  markSpecial,
  type Outcome,
  openComplaint,
  passEscalation,
  planComplaint,
  previewGradeComplaint,
  previewOpenComplaint,
  promiseLimit,
  recordComplaint,
  recordVerification,
  reopenComplaint,
  summariseComplaint,
  tellProgress,
  viewEvidence,
} from '../src/index.ts'
import { caseOf, clocksOf, eventsOf, key, noticesOf, prove, signedOrder } from './after-sales.ts'
import { addCustomer, complained, escalationsOf, factsOf, roster } from './complaints.ts'
import { consume } from './follow-ups.ts'
import { NOW, openShop, openWorld, type TestShop, type World } from './shop.ts'
import { checksums, rowsOf } from './state.ts'

let world: World
let shop: TestShop
const HOUR = 3_600_000
const later = (hours: number) => world.setNow(new Date(NOW.getTime() + hours * HOUR))
beforeAll(async () => {
  world = await openWorld('complaints')
})
beforeEach(async () => {
  world.setNow(NOW)
  shop = await openShop(world)
})
afterAll(() => world.close())

const done = async (outcome: Promise<Outcome<{ state: string }>>) => {
  const result = await outcome
  return result.kind === 'Success' ? result.state : result.kind
}
const record = (caseId: string, more: object = {}, actor: Actor = shop.specialist) =>
  recordComplaint(world.deps, actor, { caseId, grade: 'ORDINARY', ...more })
const verify = (caseId: string, more: object = {}) =>
  recordVerification(world.deps, shop.specialist, {
    caseId,
    verification: '聊天记录属实',
    cause: 'SERVICE',
    liable: 'SHOP',
    ...more,
  })
const plan = (caseId: string) => planComplaint(world.deps, shop.specialist, { caseId, plan: '主管致歉' })
const discuss = (caseId: string, agreed = true) =>
  discussPlan(world.deps, shop.specialist, { caseId, agreed })
const followUp = (caseId: string, satisfaction: 'SATISFIED' | 'DISSATISFIED' = 'SATISFIED') =>
  followUpComplaint(world.deps, shop.specialist, { caseId, result: '已致歉', satisfaction })
const summarise = (caseId: string, more: object = { rootCause: '培训不足', prevention: '加强培训' }) =>
  summariseComplaint(world.deps, shop.specialist, { caseId, ...more })
async function solved(caseId: string) {
  await record(caseId)
  await verify(caseId)
  await plan(caseId)
  await discuss(caseId)
  await executePlan(world.deps, shop.specialist, { caseId })
  return done(followUp(caseId))
}

describe('a complaint', () => {
  it('goes through the eight steps, each with what it records', async () => {
    const { caseId } = await complained(world, shop)
    expect(await noticesOf(world, caseId)).toEqual(['COMPLAINT_RECEIVED'])
    later(1)
    expect(await done(record(caseId))).toBe('RECORDED')
    expect(await done(verify(caseId))).toBe('VERIFYING')
    expect(await done(plan(caseId))).toBe('PLANNED')
    expect(await done(discuss(caseId, false))).toBe('PLANNED')
    expect(await done(plan(caseId))).toBe('PLANNED')
    expect(await done(discuss(caseId))).toBe('DISCUSSED')
    expect(await done(executePlan(world.deps, shop.specialist, { caseId }))).toBe('EXECUTING')
    expect(await done(followUp(caseId, 'DISSATISFIED'))).toBe('VERIFYING')
    await plan(caseId)
    await discuss(caseId)
    await executePlan(world.deps, shop.specialist, { caseId })
    expect(await done(followUp(caseId))).toBe('FOLLOWED_UP')
    expect((await caseOf(world, caseId)).status).toBe('SOLVED')
    expect(await done(summarise(caseId, {}))).toBe('PolicyDenied')
    later(2)
    expect(await done(summarise(caseId))).toBe('SUMMARISED')
    expect(await caseOf(world, caseId)).toMatchObject({
      status: 'CLOSED',
      grade: 'ORDINARY',
      graded_at: new Date(NOW.getTime() + HOUR),
      first_response_at: new Date(NOW.getTime() + HOUR),
      verification: '聊天记录属实',
      cause: 'SERVICE',
      liable: 'SHOP',
      plan: '主管致歉',
      complaint_result: '已致歉',
      satisfaction: 'SATISFIED',
      root_cause: '培训不足',
      prevention: '加强培训',
      due_at: null,
    })
    expect(await clocksOf(world, caseId)).toContain('complaint.first_response.ordinary: MET')
    expect((await clocksOf(world, caseId)).every((clock) => clock.endsWith('MET'))).toBe(true)
    const steps = await rowsOf(world, 'SELECT step FROM complaint_steps WHERE case_id = $1', [caseId])
    expect(steps).toHaveLength(14)
    await consume(world, shop)
    expect(
      await rowsOf(world, 'SELECT kind, due_at, status FROM follow_ups WHERE case_id = $1', [caseId]),
    ).toEqual([{ kind: 'COMPLAINT_CALLBACK', due_at: new Date('2026-11-21T02:00:00Z'), status: 'OPEN' }])
    expect((await eventsOf(world, caseId)).at(-1)).toBe('ComplaintSummarised')
  })

  it('changes nothing where a step is out of order', async () => {
    const { caseId } = await complained(world, shop)
    const before = await checksums(world)
    expect(await done(plan(caseId))).toBe('PolicyDenied')
    expect(await done(recordComplaint(world.deps, shop.specialist, { caseId }))).toBe('PolicyDenied')
    expect(await checksums(world)).toEqual(before)
  })

  it('is opened again, and nobody is called back meanwhile', async () => {
    const { caseId } = await complained(world, shop)
    await solved(caseId)
    await summarise(caseId)
    await consume(world, shop)
    expect(await archiveCase(world.deps, shop.specialist, { caseId })).toMatchObject({ kind: 'Success' })
    later(24)
    expect(await done(reopenComplaint(world.deps, shop.specialist, { caseId }))).toBe('VERIFYING')
    await consume(world, shop)
    expect(await caseOf(world, caseId)).toMatchObject({
      status: 'OPEN',
      closed_at: null,
      archived_at: null,
      reopened: 1,
    })
    expect((await clocksOf(world, caseId)).at(-1)).toBe('complaint.progress')
    expect(await rowsOf(world, 'SELECT status FROM follow_ups WHERE case_id = $1', [caseId])).toEqual([
      { status: 'CANCELLED' },
    ])
  })

  it('shows its proof to who worked on it until it is archived (PRV-02)', async () => {
    const { caseId } = await complained(world, shop)
    await prove(world, shop, caseId, 'PHOTO')
    const [proof] = await rowsOf<{ id: string }>(world, 'SELECT id FROM evidence WHERE case_id = $1', [
      caseId,
    ])
    const view = (actor: Actor) => viewEvidence(world.deps, actor, String(proof?.id))
    await rowsOf(world, 'UPDATE cases SET owner_id = $2, assignee_id = $3 WHERE id = $1', [
      caseId,
      shop.specialist.id,
      shop.colleague.id,
    ])
    expect(await view(shop.colleague)).toMatchObject({ id: proof?.id })
    await solved(caseId)
    await summarise(caseId)
    expect(await archiveCase(world.deps, shop.specialist, { caseId })).toMatchObject({ kind: 'Success' })
    await expect(view(shop.colleague)).rejects.toThrow(Forbidden)
    expect(await view(shop.specialist)).toMatchObject({ id: proof?.id })
  })

  it('is taken in for a customer by a storefront, and owned by an agent', async () => {
    const order = await signedOrder(world, shop)
    const partner = { ...shop.partner, scopes: [...shop.partner.scopes, 'complaint.open' as const] }
    const { caseId, ownerId } = await complained(
      world,
      shop,
      { orderId: order.id, customerId: undefined, topic: 'GOODS' },
      partner,
    )
    expect(await factsOf(world, shop, caseId)).toMatchObject({
      customerId: shop.customerId,
      orderId: order.id,
      skuId: shop.skus.s,
      carrier: null,
      gradedAt: null,
    })
    expect(await caseOf(world, caseId)).toMatchObject({ channel: 'FORM', owner_id: ownerId })
    await expect(complained(world, shop, {}, shop.partner)).rejects.toThrow(Forbidden)
  })

  it('is not opened about what is not there', async () => {
    const input = { topic: 'SERVICE', problem: '...' } as const
    const nobody = { ...input, customerId: crypto.randomUUID() }
    expect(await openComplaint(world.deps, shop.specialist, nobody)).toEqual({
      kind: 'NotFound',
      what: 'Customer',
    })
    const order = await signedOrder(world, shop)
    const other = { ...input, orderId: order.id, customerId: await addCustomer(world, shop) }
    expect((await openComplaint(world.deps, shop.specialist, other)).kind).toBe('NotFound')
    expect((await openComplaint(world.deps, shop.specialist, input)).kind).toBe('ValidationFailed')
  })
})

describe('a serious complaint', () => {
  it('is found by its criteria, and a supervisor on duty is told at once', async () => {
    await roster(world, shop, [{ id: shop.supervisor.id }])
    const { caseId } = await complained(world, shop, { claimedFen: 100_000 })
    expect(await escalationsOf(world, caseId)).toMatchObject([
      { trigger: 'SERIOUS', level: 'SUPERVISOR', to_id: shop.supervisor.id, status: 'OPEN', next_at: null },
    ])
    expect([...(await clocksOf(world, caseId))].sort()).toEqual([
      'complaint.escalate',
      'complaint.first_response.serious',
      'complaint.progress',
    ])
    expect(await eventsOf(world, caseId)).toEqual(['ComplaintOpened', 'ComplaintEscalated'])
  })

  it('is graded by the criterion, not below it', async () => {
    const { caseId } = await complained(world, shop)
    later(3)
    const up = await gradeComplaint(world.deps, shop.specialist, { caseId, grade: 'SERIOUS' })
    expect(up.kind).toBe('Success')
    // Due at the earlier of the old due time and grading + 1 h (Q59).
    expect((await factsOf(world, shop, caseId)).answerBy).toBe('2026-11-18T08:00:00.000Z')
    expect(await clocksOf(world, caseId)).toContain('complaint.first_response.ordinary: VOID')
    const before = await checksums(world)
    const down = { caseId, grade: 'ORDINARY', reason: '客户误会' } as const
    expect(await done(gradeComplaint(world.deps, shop.specialist, down))).toBe('PolicyDenied')
    expect(await checksums(world)).toEqual(before)
    const asked = await previewGradeComplaint(world.deps, shop.supervisor, down)
    expect(asked).toMatchObject({ kind: 'Previewed', decision: { outcome: 'ALLOWED' } })
    expect(await done(gradeComplaint(world.deps, shop.supervisor, down))).toBe('LISTENED')
    expect(await clocksOf(world, caseId)).toEqual(
      expect.arrayContaining(['complaint.escalate: VOID', 'complaint.first_response.ordinary']),
    )
    expect(await escalationsOf(world, caseId)).toMatchObject([{ status: 'VOID' }])
  })

  it('says beforehand what would be found', async () => {
    const asked = await previewOpenComplaint(world.deps, shop.specialist, {
      customerId: shop.customerId,
      topic: 'GOODS',
      problem: '划伤',
      harms: ['INJURY'],
    })
    expect(asked).toMatchObject({
      decision: { findings: [{ rule: 'CMP-GRD-02', verdict: 'WARN' }] },
    })
    expect(
      await rowsOf(world, "SELECT 1 FROM cases WHERE shop_id = $1 AND kind = 'COMPLAINT'", [shop.id]),
    ).toEqual([])
  })
})

describe('an escalation', () => {
  it('is acknowledged once, by one of two supervisors who try', async () => {
    const { caseId } = await complained(world, shop, { harms: ['SAFETY'] })
    const outcomes = await Promise.all(
      [shop.supervisor, shop.otherSupervisor].map((actor) =>
        acknowledgeEscalation(world.deps, actor, { caseId }),
      ),
    )
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['PolicyDenied', 'Success'])
    const [row] = await escalationsOf(world, caseId)
    expect(row).toMatchObject({ status: 'ACKNOWLEDGED' })
    expect(await clocksOf(world, caseId)).toContain('complaint.escalate: MET')
    expect((await eventsOf(world, caseId)).filter((type) => type === 'EscalationAcknowledged')).toHaveLength(
      1,
    )
  })

  it('is never acknowledged by the owner, nor by a specialist (Q69)', async () => {
    await roster(world, shop, [{ id: shop.supervisor.id }, { id: shop.otherSupervisor.id }])
    const { caseId } = await complained(world, shop, { harms: ['SAFETY'] }, shop.supervisor)
    expect(await escalationsOf(world, caseId)).toMatchObject([{ to_id: shop.otherSupervisor.id }])
    expect(await done(acknowledgeEscalation(world.deps, shop.supervisor, { caseId }))).toBe('PolicyDenied')
    await expect(acknowledgeEscalation(world.deps, shop.specialist, { caseId })).rejects.toThrow(Forbidden)
    expect(await done(acknowledgeEscalation(world.deps, shop.manager, { caseId }))).toBe('LISTENED')
  })

  it('goes to the one on call, and after half an hour to the manager, once (Q59)', async () => {
    await roster(world, shop, [{ id: shop.supervisor.id, onCall: true }])
    const { caseId } = await complained(world, shop)
    await escalateComplaint(world.deps, shop.specialist, { caseId, trigger: 'UNSOLVABLE' })
    const again = escalateComplaint(world.deps, shop.specialist, { caseId, trigger: 'OVER_AUTHORITY' })
    expect(await done(again)).toBe('PolicyDenied')
    const [row] = await escalationsOf(world, caseId)
    expect(row).toMatchObject({
      level: 'ON_CALL',
      to_id: shop.supervisor.id,
      next_at: new Date(NOW.getTime() + HOUR / 2),
    })
    const worker = { kind: 'worker', shop: shop.id } as const
    const pass = () => passEscalation(world.deps, worker, { escalationId: String(row?.id) })
    later(0.49)
    expect((await pass()).kind).toBe('NotFound')
    later(0.5)
    const outcomes = await Promise.all([pass(), pass()])
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['NotFound', 'Success'])
    expect(await escalationsOf(world, caseId)).toMatchObject([
      { level: 'MANAGER', to_id: shop.manager.id, next_at: null },
    ])
    const own = passEscalation(world.deps, shop.manager, { escalationId: String(row?.id) })
    await expect(own).rejects.toThrow(Forbidden)
  })
})

describe('progress', () => {
  it('is owed 24 hours after the last message told, early or late (Q15)', async () => {
    const { caseId } = await complained(world, shop)
    await record(caseId)
    later(22)
    await tellProgress(world.deps, shop.specialist, { caseId, note: '已在处理' })
    expect((await factsOf(world, shop, caseId)).progressBy).toBe('2026-11-20T02:00:00.000Z')
    later(50)
    await tellProgress(world.deps, shop.specialist, { caseId })
    expect((await factsOf(world, shop, caseId)).progressBy).toBe('2026-11-21T06:00:00.000Z')
    expect(await clocksOf(world, caseId)).toEqual([
      'complaint.first_response.ordinary: MET',
      'complaint.progress: MET',
      'complaint.progress: BREACHED',
      'complaint.progress',
    ])
  })

  it('is promised tighter, never looser (C-03)', async () => {
    const { caseId } = await complained(world, shop)
    const promise = (until: string) =>
      promiseLimit(world.deps, shop.specialist, { caseId, until: new Date(until) })
    const before = await checksums(world)
    expect(await done(promise('2026-11-18T08:00:01Z'))).toBe('PolicyDenied')
    expect(await checksums(world)).toEqual(before)
    expect(await done(promise('2026-11-18T07:00:00Z'))).toBe('LISTENED')
    expect(await done(promise('2026-11-18T07:30:00Z'))).toBe('PolicyDenied')
    expect(await caseOf(world, caseId)).toMatchObject({ due_at: new Date('2026-11-18T07:00:00Z') })
    later(2)
    await tellProgress(world.deps, shop.specialist, { caseId })
    expect(await clocksOf(world, caseId)).toContain('complaint.promised: MET')
  })
})

describe('a special kind', () => {
  it('repeat: no plan before the root cause is known', async () => {
    await complained(world, shop, { topic: 'PRICE' })
    later(24 * 30)
    const { caseId } = await complained(world, shop)
    expect((await factsOf(world, shop, caseId)).special).toEqual(['REPEAT'])
    await record(caseId)
    await verify(caseId)
    expect(await done(plan(caseId))).toBe('PolicyDenied')
    await verify(caseId, { rootCause: '同一客服多次失误' })
    expect(await done(plan(caseId))).toBe('PLANNED')
  })

  it('media: serious, and answered by the official channel alone', async () => {
    const { caseId } = await complained(world, shop)
    expect(await done(markSpecial(world.deps, shop.specialist, { caseId, kind: 'MEDIA' }))).toBe('LISTENED')
    expect(await factsOf(world, shop, caseId)).toMatchObject({ grade: 'SERIOUS', harms: ['MEDIA'] })
    expect(await done(tellProgress(world.deps, shop.specialist, { caseId }))).toBe('PolicyDenied')
    expect(await done(tellProgress(world.deps, shop.supervisor, { caseId }))).toBe('LISTENED')
  })

  it('malice: up its ladder on evidence, by a supervisor', async () => {
    const { caseId } = await complained(world, shop)
    const mark = (actor: Actor, stage?: 'WARNED' | 'APPEALED') =>
      markSpecial(world.deps, actor, { caseId, kind: 'MALICIOUS', ...(stage && { stage }) })
    expect(await done(mark(shop.supervisor, 'WARNED'))).toBe('PolicyDenied')
    expect(await done(mark(shop.specialist))).toBe('LISTENED')
    expect(await done(mark(shop.supervisor, 'APPEALED'))).toBe('PolicyDenied')
    await prove(world, shop, caseId, 'CHAT_RECORD')
    expect(await done(mark(shop.specialist, 'APPEALED'))).toBe('PolicyDenied')
    expect(await done(mark(shop.supervisor, 'APPEALED'))).toBe('LISTENED')
    expect((await factsOf(world, shop, caseId)).malice).toBe('APPEALED')
    expect(await done(mark(shop.supervisor, 'WARNED'))).toBe('PolicyDenied')
  })

  it('group: the fifth customer within 24 hours raises it, whatever runs at once; later ones join', async () => {
    const customers = [shop.customerId]
    while (customers.length < 6) customers.push(await addCustomer(world, shop))
    const about = (customerId: string | undefined) =>
      complained(world, shop, { customerId, topic: 'GOODS', skuId: shop.skus.s })
    // The same customer twice counts once.
    await about(customers[0])
    const first = await Promise.all(customers.slice(0, 5).map(about))
    const raised = await rowsOf<{ subject_id: string; data: { caseIds: string[] } }>(
      world,
      "SELECT subject_id, data FROM events WHERE shop_id = $1 AND type = 'GroupComplaintRaised'",
      [shop.id],
    )
    expect(raised).toHaveLength(1)
    expect(raised[0]?.data.caseIds).toHaveLength(6)
    const escalated = await rowsOf(world, 'SELECT trigger FROM complaint_escalations WHERE shop_id = $1', [
      shop.id,
    ])
    expect(escalated).toEqual([{ trigger: 'GROUP' }])
    const sixth = await about(customers[5])
    expect((await factsOf(world, shop, sixth.caseId)).special).toEqual(['GROUP'])
    expect(await eventsOf(world, sixth.caseId)).toEqual(['ComplaintOpened', 'GroupComplaintJoined'])
    const members = await rowsOf(
      world,
      "SELECT 1 FROM complaint_marks WHERE shop_id = $1 AND kind = 'GROUP'",
      [shop.id],
    )
    expect(members).toHaveLength(7)
    for (const { caseId } of first) expect((await factsOf(world, shop, caseId)).special).toContain('GROUP')
  })

  it('group: what was complained of before the window does not count', async () => {
    for (let i = 0; i < 4; i++)
      await complained(world, shop, {
        customerId: await addCustomer(world, shop),
        topic: 'GOODS',
        skuId: shop.skus.m,
      })
    later(24.01)
    const { caseId } = await complained(world, shop, { topic: 'GOODS', skuId: shop.skus.m })
    expect((await factsOf(world, shop, caseId)).special).toEqual([])
  })
})

describe('a compensation on a complaint', () => {
  it('is within authority over all cases of the order, and waits for approval beyond it (Q33)', async () => {
    const order = await signedOrder(world, shop)
    const { caseId } = await complained(world, shop, { orderId: order.id })
    const grant = (amountFen: number, actor: Actor = shop.specialist) =>
      grantCompensation(world.deps, actor, { caseId, kind: 'CASH', amountFen, ...key() })
    const first = await grant(1_500)
    expect(first).toMatchObject({ kind: 'Success', status: 'OWED' })
    const { caseId: linked } = await complained(world, shop, { orderId: order.id })
    const second = { caseId: linked, kind: 'COUPON', amountFen: 501, ...key() } as const
    const before = await checksums(world)
    expect((await grantCompensation(world.deps, shop.specialist, second)).kind).toBe('ApprovalRequired')
    // The key of the refusal is kept: a repeated call gets the same answer.
    const { idempotency_keys: _, ...after } = await checksums(world)
    expect(before).toMatchObject(after)
    expect((await grantCompensation(world.deps, shop.supervisor, { ...second, ...key() })).kind).toBe(
      'Success',
    )
    expect((await caseOf(world, caseId)).complaint_state).toBe('LISTENED')
    if (first.kind !== 'Success') return
    const paid = issueCompensation(world.deps, shop.specialist, {
      compensationId: first.compensationId,
      ...key(),
    })
    expect((await paid).kind).toBe('Success')
    const sums = await rowsOf<{ sum: string }>(
      world,
      'SELECT sum(amount_fen)::text AS sum FROM ledger_lines WHERE shop_id = $1',
      [shop.id],
    )
    expect(sums).toEqual([{ sum: '0' }])
  })

  it('needs no order', async () => {
    const { caseId } = await complained(world, shop)
    const grant = { caseId, kind: 'POINTS', amountFen: 500, ...key() } as const
    expect(await grantCompensation(world.deps, shop.specialist, grant)).toMatchObject({
      kind: 'Success',
      status: 'ISSUED',
    })
    expect((await factsOf(world, shop, caseId)).compensatedFen).toBe(500)
  })
})
