import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  approveAfterSale,
  cancelOrder,
  confirmRefundArrival,
  decideApproval,
  issueRefund,
  openDispute,
  payInAdvance,
  refundAfterSale,
  requestApproval,
  settleDispute,
} from '../src/index.ts'
import { applied, caseOf, clocksOf, key, signedOrder } from './after-sales.ts'
import { placeOrder } from './orders.ts'
import { discrepancies, owed, rowOf, sentBack, success } from './settlements.ts'
import { openShop, openWorld, type TestShop, type World } from './shop.ts'
import { checksums, rowsOf } from './state.ts'

let world: World
let shop: TestShop
beforeAll(async () => {
  world = await openWorld('settlements-amounts')
  shop = await openShop(world)
})
afterAll(() => world.close())

const issue = (refundId: string, more: object = {}) =>
  issueRefund(world.deps, shop.specialist, { refundId, ...key(), ...more })
const arrive = (refundId: string) => confirmRefundArrival(world.deps, shop.specialist, { refundId, ...key() })

describe('a partial refund', () => {
  it('is owed to the fen with the agreement, off the line that it names (AS-WF-RFD-3)', async () => {
    const order = await signedOrder(world, shop, { lines: 2 })
    const lines = [{ lineId: order.lineIds[0], quantity: 1 }]
    const partial = { type: 'PARTIAL_REFUND', reason: 'PRICE', lines, amountFen: 999 }
    const caseId = await applied(world, shop.specialist, order, partial)
    const agree = { caseId, amountFen: 999, ...key() }
    await success(approveAfterSale(world.deps, shop.specialist, agree))
    const [refund] = await rowsOf<{ id: string }>(
      world,
      `SELECT id FROM refunds WHERE case_id = $1 AND kind = 'PARTIAL' AND amount_fen = 999 AND status = 'OWED'`,
      [caseId],
    )
    expect(await clocksOf(world, caseId)).toContain('partial_refund')
    await success(issue(String(refund?.id)))
    expect(await clocksOf(world, caseId)).toContain('partial_refund: MET')
    const [line] = await rowsOf(
      world,
      'SELECT refunded_fen, returned_quantity FROM order_lines WHERE id = $1',
      [order.lineIds[0]],
    )
    expect(line).toEqual({ refunded_fen: '999', returned_quantity: 0 })
    expect(await discrepancies(world, shop)).toEqual({})
  })

  it('leaves less for the return of the same line', async () => {
    const order = await signedOrder(world, shop)
    const partial = { type: 'PARTIAL_REFUND', reason: 'PRICE', amountFen: 500 }
    const caseId = await applied(world, shop.specialist, order, partial)
    await success(approveAfterSale(world.deps, shop.specialist, { caseId, amountFen: 500, ...key() }))
    const [refund] = await rowsOf<{ id: string }>(world, 'SELECT id FROM refunds WHERE case_id = $1', [
      caseId,
    ])
    await success(issue(String(refund?.id)))
    await success(arrive(String(refund?.id)))
    const due = await owed(world, shop, order)
    expect(due.amountFen).toBe(9_500)
    expect(await discrepancies(world, shop)).toEqual({})
  })
})

describe('shares', () => {
  it('of three pieces come to what was paid, whatever the odd fen (Q07)', async () => {
    const order = await signedOrder(world, shop)
    await world.admin.query(
      `UPDATE orders SET goods_fen = 30000, discount_fen = 20002, payable_fen = 10998, paid_fen = 10998 WHERE id = $1`,
      [order.id],
    )
    await world.admin.query(
      `UPDATE order_lines SET quantity = 3, paid_fen = 9998, discount_fen = 20002 WHERE order_id = $1`,
      [order.id],
    )
    const amounts: number[] = []
    for (let i = 0; i < 3; i += 1) {
      const due = await owed(world, shop, order)
      amounts.push(due.goodsFen)
      await success(issue(due.refundId))
      await success(arrive(due.refundId))
    }
    expect(amounts).toEqual([3_333, 3_332, 3_333])
    const [line] = await rowsOf(
      world,
      'SELECT returned_quantity, refunded_fen, status FROM order_lines WHERE order_id = $1',
      [order.id],
    )
    expect(line).toEqual({ returned_quantity: 3, refunded_fen: '9998', status: 'RETURNED' })
    expect(await discrepancies(world, shop)).toEqual({})
  })

  it('give back all points with a line that got money back before', async () => {
    const order = await placeOrder(world, shop, { pointsPerLine: 50 })
    const partial = { type: 'PARTIAL_REFUND', reason: 'PRICE', amountFen: 500 }
    const caseId = await applied(world, shop.specialist, order, partial)
    await success(approveAfterSale(world.deps, shop.specialist, { caseId, amountFen: 500, ...key() }))
    const cancel = { orderId: order.id, reason: 'BUYER_ASKED', ...key() } as const
    const { refundId } = await success(cancelOrder(world.deps, shop.specialist, cancel))
    const lines = await rowsOf(world, 'SELECT amount_fen, points FROM refund_lines WHERE refund_id = $1', [
      refundId,
    ])
    expect(lines).toEqual([{ amount_fen: '9500', points: '50' }])
    expect(await rowOf(world, 'orders', order.id)).toMatchObject({ refunded_fen: 11_000 })
    expect(await discrepancies(world, shop)).toEqual({})
  })
})

describe('an advance payout', () => {
  it('takes the approval of somebody else, who carries it out at once (AS-POL-10, Q06)', async () => {
    const caseId = await sentBack(world, shop, await signedOrder(world, shop))
    const before = await checksums(world)
    const direct = payInAdvance(world.deps, shop.supervisor, { caseId, ...key() })
    expect((await direct).kind).toBe('ApprovalRequired')
    const { idempotency_keys: _, ...same } = before
    expect(await checksums(world)).toMatchObject(same)
    const asked = await success(
      requestApproval(world.deps, shop.supervisor, {
        action: 'payInAdvance',
        input: { caseId },
        reason: '客户急需，物流已在途',
      }),
    )
    const decide = (by = shop.supervisor) =>
      decideApproval(world.deps, by, { approvalId: asked.approvalId, verdict: 'APPROVE', reason: '同意' })
    expect((await decide()).kind).toBe('PolicyDenied')
    const decided = await success(decide(shop.otherSupervisor))
    expect(decided.executed).toMatchObject({ kind: 'Success', amountFen: 10_000 })
    expect(await caseOf(world, caseId)).toMatchObject({
      after_sale_state: 'REFUND_OWED',
      special_approval: true,
    })
    const [refund] = await rowsOf(world, 'SELECT kind, reason FROM refunds WHERE case_id = $1', [caseId])
    expect(refund).toEqual({ kind: 'ADVANCE', reason: 'ADVANCE' })
    expect(await discrepancies(world, shop)).toEqual({})
  })
})

describe('a dispute that the platform decides for the customer', () => {
  it('owes what the pieces cost, or what the platform awards', async () => {
    const lost = async (more: object) => {
      const order = await signedOrder(world, shop)
      const caseId = await applied(world, shop.specialist, order)
      await success(openDispute(world.deps, shop.specialist, { caseId }))
      const verdict = {
        caseId,
        verdict: 'FOR_CUSTOMER',
        reference: 'PTX-2026-0118',
        ...more,
        ...key(),
      } as const
      await success(settleDispute(world.deps, shop.specialist, verdict))
      return rowsOf(world, 'SELECT kind, reason, amount_fen, status FROM refunds WHERE case_id = $1', [
        caseId,
      ])
    }
    const owedNow = { reason: 'DISPUTE', status: 'OWED' }
    expect(await lost({})).toEqual([{ kind: 'FULL', amount_fen: '10000', ...owedNow }])
    expect(await lost({ amountFen: 3_000 })).toEqual([{ kind: 'PARTIAL', amount_fen: '3000', ...owedNow }])
    // Beyond the lines, with the freight of the order; and never beyond what was paid.
    expect(await lost({ amountFen: 11_000 })).toEqual([{ kind: 'PARTIAL', amount_fen: '11000', ...owedNow }])
    await expect(lost({ amountFen: 11_001 })).rejects.toThrow('Conflict')
    expect(await discrepancies(world, shop)).toEqual({})
  })
})

describe('a parcel that is lost', () => {
  it('is refunded in full, freight included, once the loss is confirmed (AS-POL-11, Q21)', async () => {
    const order = await signedOrder(world, shop, { lines: 2, trade: 'SHIPPED' })
    await world.admin.query(
      `UPDATE shipments SET status = 'IN_TRANSIT', signed_at = NULL, last_scan_at = handed_over_at WHERE order_id = $1`,
      [order.id],
    )
    await world.admin.query(
      `UPDATE orders SET physical_status = 'HANDED_OVER', signed_at = NULL WHERE id = $1`,
      [order.id],
    )
    await world.admin.query(`UPDATE order_lines SET status = 'SHIPPED' WHERE order_id = $1`, [order.id])
    const caseId = await applied(world, shop.specialist, order, { type: 'RESHIP', reason: 'LOST' })
    const agree = () => approveAfterSale(world.deps, shop.specialist, { caseId, ...key() })
    expect((await agree()).kind).not.toBe('Success')
    await world.admin.query(
      `UPDATE shipments SET loss_confirmed_at = '2026-11-18T03:00:00Z', loss_confirmed_by = 'CARRIER' WHERE order_id = $1`,
      [order.id],
    )
    await success(agree())
    const due = await success(refundAfterSale(world.deps, shop.specialist, { caseId, ...key() }))
    expect(due).toMatchObject({ goodsFen: 20_000, freightFen: 1_000, amountFen: 21_000 })
    expect(await rowOf(world, 'refunds', due.refundId)).toMatchObject({ reason: 'LOST', kind: 'FULL' })
    expect(await discrepancies(world, shop)).toEqual({})
  })
})
