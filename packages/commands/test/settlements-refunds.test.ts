import { inShop } from '@cs/data'
import { findDecision } from '@cs/data/journal'
import { findPack } from '@cs/data/policy'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  cancelOrder,
  confirmRefundArrival,
  decideApproval,
  failRefund,
  issueRefund,
  previewIssueRefund,
  refundAfterSale,
  replayDecision,
  requestApproval,
  retryRefund,
} from '../src/index.ts'
import { caseOf, clocksOf, eventsOf, key, noticesOf, signedOrder } from './after-sales.ts'
import { placeOrder } from './orders.ts'
import { book, drift } from './points.ts'
import { discrepancies, inspected, owed, rowOf, sentBack, success } from './settlements.ts'
import { NOW, openShop, openWorld, type TestShop, type World } from './shop.ts'
import { checksums, rowsOf } from './state.ts'

let world: World
let shop: TestShop
let guided: TestShop
let other: TestShop
beforeAll(async () => {
  world = await openWorld('settlements-refunds')
  shop = await openShop(world)
  guided = await openShop(world, 'guided')
  other = await openShop(world)
})
afterAll(() => world.close())

const issue = (refundId: string, more: object = {}) =>
  issueRefund(world.deps, shop.specialist, { refundId, ...key(), ...more })
const fail = (refundId: string) =>
  failRefund(world.deps, shop.specialist, { refundId, failure: 'ACCOUNT_INVALID', ...key() })
const retry = (refundId: string, more: object = {}, by = shop.specialist) =>
  retryRefund(world.deps, by, { refundId, ...key(), ...more })
const arrive = (refundId: string) => confirmRefundArrival(world.deps, shop.specialist, { refundId, ...key() })

describe('the refund of a return', () => {
  it('is owed after the inspection, issued, arrives, and every step tells of it', async () => {
    const order = await signedOrder(world, shop, { lines: 2 })
    const lines = [{ lineId: order.lineIds[0], quantity: 1 }]
    const due = await owed(world, shop, order, { lines })
    // No reason: no freight back (Q08).
    expect(due).toMatchObject({ amountFen: 10_000, goodsFen: 10_000, freightFen: 0, orderId: order.id })
    expect(await caseOf(world, due.caseId)).toMatchObject({ after_sale_state: 'REFUND_OWED' })
    const back = await rowsOf(
      world,
      'SELECT returned_quantity, status, refunded_fen FROM order_lines WHERE order_id = $1 ORDER BY position',
      [order.id],
    )
    expect(back).toEqual([
      { returned_quantity: 1, status: 'RETURNED', refunded_fen: '10000' },
      { returned_quantity: 0, status: 'SIGNED', refunded_fen: '0' },
    ])
    expect(await rowOf(world, 'refunds', due.refundId)).toMatchObject({
      case_id: due.caseId,
      kind: 'FULL',
      reason: 'RETURNED',
      route: 'ORIGINAL',
      status: 'OWED',
      attempts: 0,
      amount_fen: 10_000,
    })
    const issued = await success(issue(due.refundId, { reference: 'ALI-1' }))
    // 1 to 7 working days by the original route: from Thursday the 19th to the end of Friday the 27th.
    expect(issued).toMatchObject({
      attempts: 1,
      caseId: due.caseId,
      arrivesFrom: '2026-11-18T16:00:00.000Z',
      arrivesBy: '2026-11-27T16:00:00.000Z',
    })
    expect(await caseOf(world, due.caseId)).toMatchObject({ after_sale_state: 'REFUNDED', status: 'SOLVED' })
    expect(await clocksOf(world, due.caseId)).toContain('after_sale.refund: MET')
    expect(await noticesOf(world, due.caseId)).toContain('REFUND_ISSUED')
    expect(await eventsOf(world, due.refundId)).toEqual(['RefundIssued'])
    await success(arrive(due.refundId))
    expect(await caseOf(world, due.caseId)).toMatchObject({ after_sale_state: 'COMPLETED', status: 'CLOSED' })
    expect(await noticesOf(world, due.caseId)).toContain('REFUND_ARRIVED')
    expect(await rowOf(world, 'refunds', due.refundId)).toMatchObject({
      status: 'ARRIVED',
      arrived_at: NOW,
      reference: 'ALI-1',
    })
    expect(await discrepancies(world, shop)).toEqual({})
  })

  it('brings freight back with the last line where the shop is at fault (Q08)', async () => {
    const order = await signedOrder(world, shop, { lines: 2 })
    const caseId = await inspected(world, shop, order, { reason: 'WRONG_ITEM' }, 'AS_CLAIMED')
    const due = await success(refundAfterSale(world.deps, shop.specialist, { caseId, ...key() }))
    expect(due).toMatchObject({ goodsFen: 20_000, freightFen: 1_000, amountFen: 21_000 })
    expect(await rowOf(world, 'orders', order.id)).toMatchObject({ refunded_fen: 21_000, paid_fen: 21_000 })
    expect(await discrepancies(world, shop)).toEqual({})
  })

  it('puts on sale again what was found as sold, and nothing else (CAT-25)', async () => {
    const stock = async () => Number((await rowOf(world, 'skus', shop.skus.s)).stock)
    const before = await stock()
    await owed(world, shop, await signedOrder(world, shop))
    expect(await stock()).toBe(before + 1)
    const defect = await inspected(
      world,
      shop,
      await signedOrder(world, shop),
      { reason: 'QUALITY' },
      'AS_CLAIMED',
    )
    await success(refundAfterSale(world.deps, shop.specialist, { caseId: defect, ...key() }))
    expect(await stock()).toBe(before + 1)
  })

  it('gives back points that were spent and takes back what is no longer earned (Q09, Q10)', async () => {
    const member = await openShop(world)
    const order = await signedOrder(world, member, { lines: 2 })
    await world.admin.query('UPDATE order_lines SET points_spent = 31 WHERE order_id = $1', [order.id])
    const of = { orderId: order.id }
    await book(world, member, { kind: 'PURCHASE', points: 200 }, of)
    await book(world, member, { kind: 'RECEIPT', points: 200, expiresOn: '2027-12-31' }, of)
    const due = await owed(world, member, order, { lines: [{ lineId: order.lineIds[1], quantity: 1 }] })
    expect(due).toMatchObject({ pointsReturned: 31, pointsClawedBack: 100 })
    const [balance] = await rowsOf(world, 'SELECT points_available FROM members WHERE shop_id = $1', [
      member.id,
    ])
    expect(balance).toEqual({ points_available: '131' })
    expect(await drift(world, member)).toEqual([])
    expect(await discrepancies(world, member)).toEqual({})
  })

  it('arrives in 1 to 3 working days where the pack says so (Q17)', async () => {
    const due = await owed(world, guided, await signedOrder(world, guided))
    const issued = await success(
      issueRefund(world.deps, guided.specialist, { refundId: due.refundId, ...key() }),
    )
    expect(issued.arrivesBy).toBe('2026-11-23T16:00:00.000Z')
  })

  it('is not issued twice, by whom it is not permitted, in another shop, or without a key', async () => {
    const due = await owed(world, shop, await signedOrder(world, shop))
    const once = key()
    await success(issue(due.refundId, once))
    const before = await checksums(world)
    expect(await issue(due.refundId, once)).toMatchObject({ kind: 'Success', attempts: 1 })
    expect(await issueRefund(world.deps, other.manager, { refundId: due.refundId, ...key() })).toEqual({
      kind: 'NotFound',
      what: 'Refund',
    })
    expect(await issue(due.refundId, { expectedVersion: 9 })).toMatchObject({ kind: 'Conflict' })
    expect(await issueRefund(world.deps, shop.specialist, { refundId: due.refundId })).toMatchObject({
      issues: [{ field: 'idempotencyKey', code: 'REQUIRED' }],
    })
    await expect(
      issueRefund(world.deps, shop.partner, { refundId: due.refundId, ...key() }),
    ).rejects.toMatchObject({ permission: 'refund.issue' })
    expect(await checksums(world)).toEqual(before)
    expect((await issue(due.refundId)).kind).toBe('PolicyDenied')
    expect(await checksums(world)).toEqual({ ...before, idempotency_keys: expect.any(String) })
    const asked = await previewIssueRefund(world.deps, shop.specialist, { refundId: due.refundId })
    expect(asked).toMatchObject({ kind: 'Previewed', decision: { outcome: 'DENIED' } })
  })

  it('is not owed before the goods are back, nor twice', async () => {
    const caseId = await sentBack(world, shop, await signedOrder(world, shop))
    const before = await checksums(world)
    expect((await refundAfterSale(world.deps, shop.manager, { caseId, ...key() })).kind).toBe('PolicyDenied')
    const { idempotency_keys: _, ...same } = before
    expect(await checksums(world)).toMatchObject(same)
    const due = await owed(world, shop, await signedOrder(world, shop))
    const again = refundAfterSale(world.deps, shop.manager, { caseId: due.caseId, ...key() })
    expect((await again).kind).toBe('PolicyDenied')
  })
})

describe('a refund that fails', () => {
  it('stays owed and is tried again, three times; then it takes a supervisor (AS-WF-GEN-3)', async () => {
    const due = await owed(world, shop, await signedOrder(world, shop))
    const { refundId, caseId } = due
    await success(issue(refundId))
    await success(fail(refundId))
    expect(await rowOf(world, 'refunds', refundId)).toMatchObject({
      status: 'FAILED',
      failure: 'ACCOUNT_INVALID',
      attempts: 1,
      arrives_by: null,
    })
    expect(await caseOf(world, caseId)).toMatchObject({ after_sale_state: 'REFUND_OWED', status: 'OPEN' })
    expect(await clocksOf(world, caseId)).toContain('after_sale.refund')
    expect(await discrepancies(world, shop)).toEqual({})
    expect((await issue(refundId)).kind).toBe('PolicyDenied')
    expect(await success(retry(refundId))).toMatchObject({ attempts: 2 })
    expect(await rowOf(world, 'refunds', refundId)).toMatchObject({ failure: null, failed_at: null })
    await success(fail(refundId))
    await success(retry(refundId, { route: 'BALANCE' }))
    await success(fail(refundId))
    const before = await checksums(world)
    expect(await retry(refundId)).toMatchObject({ kind: 'ApprovalRequired', approver: 'approval.decide' })
    const { idempotency_keys: _, ...same } = before
    expect(await checksums(world)).toMatchObject(same)
    const asked = await success(
      requestApproval(world.deps, shop.specialist, {
        action: 'retryRefund',
        input: { refundId, route: 'BALANCE' },
        reason: '客户已更正收款账户',
      }),
    )
    const decided = await success(
      decideApproval(world.deps, shop.supervisor, {
        approvalId: asked.approvalId,
        verdict: 'APPROVE',
        reason: '已核对账户',
      }),
    )
    expect(decided.executed).toMatchObject({ kind: 'Success', attempts: 4 })
    await success(arrive(refundId))
    expect(await rowOf(world, 'refunds', refundId)).toMatchObject({ status: 'ARRIVED', route: 'BALANCE' })
    expect(await discrepancies(world, shop)).toEqual({})
  })

  it('is tried again by a supervisor alone', async () => {
    const { refundId } = await owed(world, shop, await signedOrder(world, shop))
    await success(issue(refundId))
    await success(fail(refundId))
    await world.admin.query('UPDATE refunds SET attempts = 3 WHERE id = $1', [refundId])
    expect((await retry(refundId)).kind).toBe('ApprovalRequired')
    expect(await success(retry(refundId, {}, shop.supervisor))).toMatchObject({ attempts: 4 })
  })

  it('is neither failed nor arrived before it was issued', async () => {
    const { refundId } = await owed(world, shop, await signedOrder(world, shop))
    for (const outcome of [await fail(refundId), await arrive(refundId), await retry(refundId)])
      expect(outcome.kind).toBe('PolicyDenied')
    expect(await rowOf(world, 'refunds', refundId)).toMatchObject({ status: 'OWED', version: 1 })
  })
})

describe('the refund of a cancellation', () => {
  const cancelled = async () => {
    const order = await placeOrder(world, shop, { lines: ['OPEN', 'OPEN'] })
    const input = { orderId: order.id, reason: 'BUYER_ASKED', ...key() } as const
    const { refundId } = await success(cancelOrder(world.deps, shop.specialist, input))
    return { order, refundId: String(refundId) }
  }

  it('is issued, fails, is tried again and arrives without a case', async () => {
    const { order, refundId } = await cancelled()
    const clocks = () =>
      rowsOf<{ name: string; result: string | null }>(
        world,
        'SELECT name, result FROM clocks WHERE subject_id = $1 ORDER BY started_at, id',
        [order.id],
      )
    expect(await clocks()).toEqual([{ name: 'order.withdrawal', result: null }])
    expect(await success(issue(refundId))).toMatchObject({ orderId: order.id, caseId: null, attempts: 1 })
    expect(await clocks()).toEqual([{ name: 'order.withdrawal', result: 'MET' }])
    await success(fail(refundId))
    expect(await clocks()).toContainEqual({ name: 'order.withdrawal', result: null })
    await success(retry(refundId))
    await success(arrive(refundId))
    const told = await rowsOf<{ script: string }>(
      world,
      'SELECT script FROM notices WHERE order_id = $1 AND case_id IS NULL ORDER BY created_at, id',
      [order.id],
    )
    expect(told.map((each) => each.script)).toEqual([
      'REFUND_ISSUED',
      'REFUND_FAILED',
      'REFUND_ISSUED',
      'REFUND_ARRIVED',
    ])
    expect(await eventsOf(world, refundId)).toEqual([
      'RefundIssued',
      'RefundFailed',
      'RefundIssued',
      'RefundArrived',
    ])
    expect(await discrepancies(world, shop)).toEqual({})
  })
})

describe('stored decisions', () => {
  it('are given again from their facts and their pack', async () => {
    const ids = await rowsOf<{ id: string }>(
      world,
      `SELECT id FROM decisions WHERE shop_id = $1 AND (subject_type = 'Refund' OR action LIKE 'AFTER_SALE_%')`,
      [shop.id],
    )
    expect(ids.length).toBeGreaterThan(50)
    await inShop(world.deps.database, shop.id, async (tx) => {
      for (const { id } of ids) {
        const stored = await findDecision(tx, shop.id, id)
        const pack =
          stored && (await findPack(tx, shop.id, stored.decision.pack.id, stored.decision.pack.version))
        if (!stored || !pack) throw new Error(`decision ${id} or its pack is gone`)
        const { action } = stored.decision
        const replayed = replayDecision({ action, facts: stored.facts }, { pack, now: stored.decidedAt })
        expect(replayed).toEqual(stored.decision)
      }
    })
  })
})
