import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Actor,
  acceptAfterAll,
  approveAfterSale,
  decideApproval,
  inspectReturn,
  previewApproveAfterSale,
  receiveReturn,
  recordReturnShipment,
  reopenAfterSale,
  requestAfterSale,
  requestApproval,
  withdrawAfterSale,
} from '../src/index.ts'
import { application, applied, caseOf, clocksOf, eventsOf, key, prove, signedOrder } from './after-sales.ts'
import { openShop, openWorld, type TestShop, type World } from './shop.ts'
import { checksums, rowsOf } from './state.ts'

let world: World
let shop: TestShop
beforeAll(async () => {
  world = await openWorld('after-sale-approvals')
  shop = await openShop(world)
})
afterAll(() => world.close())

type Action = Parameters<typeof requestApproval>[2]['action']
const ask = async (agent: Actor, action: Action, input: Record<string, unknown>) => {
  const asked = await requestApproval(world.deps, agent, { action, input, reason: '老客户，情况特殊' })
  if (asked.kind !== 'Success') throw new Error(`not asked: ${JSON.stringify(asked)}`)
  return asked.approvalId
}
const decide = (agent: Actor, approvalId: string) =>
  decideApproval(world.deps, agent, { approvalId, verdict: 'APPROVE', reason: '同意特批' })
const statusOf = async (approvalId: string) =>
  (await rowsOf<{ status: string }>(world, 'SELECT status FROM approvals WHERE id = $1', [approvalId]))[0]
    ?.status

/** Signed for a month ago: out of every period. */
const LATE = { signedAt: '2026-10-16T02:00:00Z' }
const lateQuality = { type: 'EXCHANGE', reason: 'QUALITY', evidence: ['PHOTO'], intact: null, worn: null }

describe('out of period', () => {
  it('is denied without a reason, unless an exception is asked for (Q18)', async () => {
    const order = await signedOrder(world, shop, LATE)
    const apply = (more: object) =>
      requestAfterSale(world.deps, shop.specialist, { ...application(order, more), ...key() })
    const before = await checksums(world)
    expect((await apply({})).kind).toBe('PolicyDenied')
    expect(await apply({ asException: true })).toMatchObject({ kind: 'ApprovalRequired', approvalId: null })
    expect(await checksums(world)).toEqual({ ...before, idempotency_keys: expect.any(String) })
  })

  it('opens a case by approval, once, for whoever asked, and counts as approved from then on', async () => {
    const order = await signedOrder(world, shop, LATE)
    const { orderId: _, ...wanted } = application(order, lateQuality)
    const input = { orderId: order.id, ...wanted, demand: '客户张三很着急', token: 'x' }
    const approvalId = await ask(shop.specialist, 'requestAfterSale', input)
    const kept = await rowsOf(
      world,
      `SELECT 1 FROM approvals WHERE input::text LIKE '%张三%' OR input ? 'token'`,
    )
    expect(kept).toEqual([])
    const outcomes = await Promise.all(
      [shop.supervisor, shop.otherSupervisor, shop.manager].map((agent) => decide(agent, approvalId)),
    )
    expect(outcomes.map((each) => each.kind).sort()).toEqual(['Conflict', 'Conflict', 'Success'])
    const cases = await rowsOf<{ id: string }>(world, 'SELECT id FROM cases WHERE order_id = $1', [order.id])
    expect(cases).toHaveLength(1)
    const caseId = String(cases[0]?.id)
    expect(await caseOf(world, caseId)).toMatchObject({
      special_approval: true,
      owner_id: shop.specialist.id,
    })
    await prove(world, shop, caseId, 'PHOTO')
    expect(await approveAfterSale(world.deps, shop.specialist, { caseId, ...key() })).toMatchObject({
      kind: 'Success',
      state: 'APPROVED',
    })
  })

  it('waits for an agent to ask where a storefront applied: partners ask for no approval', async () => {
    const order = await signedOrder(world, shop, LATE)
    const before = await checksums(world)
    const input = application(order, lateQuality)
    const direct = await requestAfterSale(world.deps, shop.partner, { ...input, ...key() })
    expect(direct).toMatchObject({ kind: 'ApprovalRequired', approvalId: null, approver: 'approval.decide' })
    await expect(
      requestApproval(world.deps, shop.partner, { action: 'requestAfterSale', input, reason: '请特批' }),
    ).rejects.toMatchObject({ name: 'Forbidden' })
    expect(await checksums(world)).toEqual({ ...before, idempotency_keys: expect.any(String) })
  })

  it('is not opened twice where pieces were claimed while the request waited', async () => {
    const order = await signedOrder(world, shop, LATE)
    const input = { ...application(order, lateQuality) }
    const approvalId = await ask(shop.specialist, 'requestAfterSale', input)
    await applied(world, shop.colleague, order, { type: 'COMPENSATION', reason: 'SERVICE', lines: [] })
    expect((await decide(shop.supervisor, approvalId)).kind).toBe('Conflict')
    expect(await statusOf(approvalId)).toBe('PENDING')
    expect(await rowsOf(world, 'SELECT 1 FROM cases WHERE order_id = $1', [order.id])).toHaveLength(1)
  })
})

describe('a partial refund beyond one’s authority', () => {
  const partial = { type: 'PARTIAL_REFUND', reason: 'NOT_AS_DESCRIBED', amountFen: 6000, evidence: ['PHOTO'] }
  const openPartial = async (more: object = {}) => {
    const caseId = await applied(world, shop.specialist, await signedOrder(world, shop), {
      ...partial,
      ...more,
    })
    await prove(world, shop, caseId, 'PHOTO')
    return caseId
  }

  it('is approved by a supervisor and owed once', async () => {
    const caseId = await openPartial()
    const direct = () => approveAfterSale(world.deps, shop.specialist, { caseId, amountFen: 6000, ...key() })
    const before = await checksums(world)
    const shown = await previewApproveAfterSale(world.deps, shop.specialist, { caseId, amountFen: 6000 })
    expect(shown).toMatchObject({
      kind: 'Previewed',
      decision: { outcome: 'NEEDS_APPROVAL' },
      subjectVersion: 1,
    })
    expect(await direct()).toMatchObject({ kind: 'ApprovalRequired', approvalId: null })
    expect(await checksums(world)).toEqual({ ...before, idempotency_keys: expect.any(String) })
    const approvalId = await ask(shop.specialist, 'approveAfterSale', { caseId, amountFen: 6000 })
    expect(await direct()).toMatchObject({ kind: 'ApprovalRequired', approvalId })
    const outcomes = await Promise.all([
      decide(shop.supervisor, approvalId),
      decide(shop.manager, approvalId),
    ])
    expect(outcomes.map((each) => each.kind).sort()).toEqual(['Conflict', 'Success'])
    expect(await caseOf(world, caseId)).toMatchObject({
      after_sale_state: 'REFUND_OWED',
      approved_fen: '6000',
    })
    const refunds = await rowsOf(world, 'SELECT amount_fen, kind, status FROM refunds WHERE case_id = $1', [
      caseId,
    ])
    expect(refunds).toEqual([{ amount_fen: '6000', kind: 'PARTIAL', status: 'OWED' }])
    expect(await clocksOf(world, caseId)).toContain('partial_refund')
  })

  it('off the whole order waits for a manager', async () => {
    const caseId = await openPartial({ lines: [], amountFen: 10_500, reason: 'PRICE' })
    const approvalId = await ask(shop.specialist, 'approveAfterSale', { caseId, amountFen: 10_500 })
    const before = await checksums(world)
    expect((await decide(shop.supervisor, approvalId)).kind).toBe('Conflict')
    expect(await checksums(world)).toEqual(before)
    expect((await decide(shop.manager, approvalId)).kind).toBe('Success')
    expect((await caseOf(world, caseId)).after_sale_state).toBe('REFUND_OWED')
  })

  it('as a compensation, too', async () => {
    const order = await signedOrder(world, shop)
    const caseId = await applied(world, shop.specialist, order, {
      type: 'COMPENSATION',
      reason: 'SERVICE',
      lines: [],
    })
    const input = { caseId, kind: 'CASH', amountFen: 60_000 }
    const approvalId = await ask(shop.specialist, 'grantCompensation', input)
    expect((await decide(shop.supervisor, approvalId)).kind).toBe('Conflict')
    expect((await decide(shop.manager, approvalId)).kind).toBe('Success')
    const granted = await rowsOf(
      world,
      'SELECT granted_by, approved_by FROM compensations WHERE case_id = $1',
      [caseId],
    )
    expect(granted).toEqual([{ granted_by: shop.specialist.id, approved_by: shop.manager.id }])
  })

  it('is not agreed to without an amount, nor beyond what was paid', async () => {
    const caseId = await openPartial()
    const before = await checksums(world)
    for (const amountFen of [undefined, 11_001]) {
      const input = { caseId, ...(amountFen && { amountFen }), ...key() }
      expect((await approveAfterSale(world.deps, shop.manager, input)).kind).toBe('PolicyDenied')
    }
    expect(await checksums(world)).toEqual({ ...before, idempotency_keys: expect.any(String) })
  })
})

describe('four eyes', () => {
  const failed = async () => {
    const caseId = await applied(world, shop.specialist, await signedOrder(world, shop))
    await approveAfterSale(world.deps, shop.specialist, { caseId, ...key() })
    await recordReturnShipment(world.deps, shop.partner, {
      caseId,
      waybill: 'SF-7654321',
      carrier: 'SF',
      ...key(),
    })
    await receiveReturn(world.deps, shop.specialist, { caseId, ...key() })
    await inspectReturn(world.deps, shop.specialist, { caseId, result: 'FAILED', finding: 'WORN', ...key() })
    return caseId
  }

  it('a failed return is accepted after all by somebody other than who asks (C-36)', async () => {
    const caseId = await failed()
    const direct = await acceptAfterAll(world.deps, shop.supervisor, { caseId, ...key() })
    expect(direct.kind).toBe('ApprovalRequired')
    const approvalId = await ask(shop.supervisor, 'acceptAfterAll', { caseId })
    const before = await checksums(world)
    expect((await decide(shop.supervisor, approvalId)).kind).toBe('PolicyDenied')
    expect(await checksums(world)).toEqual(before)
    expect(await decide(shop.otherSupervisor, approvalId)).toMatchObject({
      kind: 'Success',
      status: 'EXECUTED',
    })
    expect(await caseOf(world, caseId)).toMatchObject({
      after_sale_state: 'INSPECTION_PASSED',
      special_approval: true,
    })
    expect(await clocksOf(world, caseId)).toContain('after_sale.refund')
    expect(await eventsOf(world, caseId)).toContain('AfterSaleAccepted')
  })

  it('is a Conflict once the case moved on, and leaves the request waiting', async () => {
    const caseId = await failed()
    const approvalId = await ask(shop.specialist, 'acceptAfterAll', { caseId })
    await withdrawAfterSale(world.deps, shop.partner, { caseId })
    expect((await decide(shop.supervisor, approvalId)).kind).toBe('Conflict')
    expect(await statusOf(approvalId)).toBe('PENDING')
    expect((await caseOf(world, caseId)).after_sale_state).toBe('WITHDRAWN')
  })

  it('a case is opened a second time by a supervisor only (Q46, Q68)', async () => {
    const caseId = await applied(world, shop.specialist, await signedOrder(world, shop))
    const reopen = () => reopenAfterSale(world.deps, shop.specialist, { caseId })
    await withdrawAfterSale(world.deps, shop.partner, { caseId })
    expect((await reopen()).kind).toBe('Success')
    await withdrawAfterSale(world.deps, shop.partner, { caseId })
    expect((await reopen()).kind).toBe('ApprovalRequired')
    const approvalId = await ask(shop.specialist, 'reopenAfterSale', { caseId })
    expect((await decide(shop.supervisor, approvalId)).kind).toBe('Success')
    expect(await caseOf(world, caseId)).toMatchObject({ after_sale_state: 'REVIEWING', reopened: 2 })
  })

  it('a case is not opened again while another one claims its pieces', async () => {
    const order = await signedOrder(world, shop)
    const caseId = await applied(world, shop.specialist, order)
    await withdrawAfterSale(world.deps, shop.partner, { caseId })
    await applied(world, shop.specialist, order)
    const before = await checksums(world)
    expect((await reopenAfterSale(world.deps, shop.specialist, { caseId })).kind).toBe('PolicyDenied')
    expect(await checksums(world)).toEqual(before)
  })
})

describe('the same pieces', () => {
  it('are claimed once, however many apply at once', async () => {
    const order = await signedOrder(world, shop, { lines: 2 })
    const apply = () => requestAfterSale(world.deps, shop.specialist, { ...application(order), ...key() })
    const outcomes = await Promise.all(Array.from({ length: 6 }, apply))
    expect(outcomes.filter((each) => each.kind === 'Success')).toHaveLength(1)
    expect(outcomes.filter((each) => each.kind === 'PolicyDenied')).toHaveLength(5)
    const open = await rowsOf(world, 'SELECT 1 FROM cases WHERE order_id = $1', [order.id])
    expect(open).toHaveLength(1)
  })
})
