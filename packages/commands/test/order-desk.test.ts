import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditOrder, Forbidden, remarkOrder, reportOrderProblem, settleOrderProblem } from '../src/index.ts'
import { placeOrder, type TestOrder } from './orders.ts'
import { openShop, openWorld, type TestShop, type World } from './shop.ts'
import { checksums, rowsOf } from './state.ts'

let world: World
let shop: TestShop
beforeAll(async () => {
  world = await openWorld('desk')
  shop = await openShop(world)
})
afterAll(() => world.close())

const orderRow = async (order: TestOrder) =>
  (
    await rowsOf<{ held: boolean; hold_reason: string | null; flag: string | null; audited_at: Date | null }>(
      world,
      'SELECT held, hold_reason, flag, audited_at FROM orders WHERE id = $1',
      [order.id],
    )
  )[0]

describe('remarkOrder', () => {
  it('writes a structured remark whose type gives the flag, with history', async () => {
    const order = await placeOrder(world, shop)
    const remark = (type: 'SPECIAL_REQUEST' | 'PRICE_CHANGE' | 'NOTE', text: string) =>
      remarkOrder(world.deps, shop.specialist, { orderId: order.id, type, text })
    expect(await remark('SPECIAL_REQUEST', '请发顺丰')).toMatchObject({ kind: 'Success', flag: 'RED' })
    expect(await remark('PRICE_CHANGE', '改价 5 元')).toMatchObject({ kind: 'Success', flag: 'YELLOW' })
    expect(await remark('NOTE', '已电话确认，电话 13812345678')).toMatchObject({
      kind: 'Success',
      flag: null,
    })
    expect(await orderRow(order)).toMatchObject({ flag: 'YELLOW' })
    expect(await rowsOf(world, 'SELECT id FROM order_remarks WHERE order_id = $1', [order.id])).toHaveLength(
      3,
    )
    const told = JSON.stringify([
      await rowsOf(world, 'SELECT data FROM events WHERE subject_id = $1', [order.id]),
      await rowsOf(world, 'SELECT facts FROM decisions WHERE subject_id = $1', [order.id]),
    ])
    expect(told).not.toContain('13812345678')
    expect(told).not.toContain('顺丰')
  })

  it('normalises text, and refuses an empty or overlong one', async () => {
    const order = await placeOrder(world, shop)
    const write = (text: string) =>
      remarkOrder(world.deps, shop.specialist, { orderId: order.id, type: 'NOTE', text })
    const done = await write('  cafe\u0301\r\n第二行 ')
    expect(done.kind).toBe('Success')
    const [row] = await rowsOf(world, 'SELECT text FROM order_remarks WHERE order_id = $1', [order.id])
    expect(row).toEqual({ text: 'café\n第二行' })
    const before = await checksums(world)
    expect(await write('   ')).toMatchObject({ issues: [{ field: 'text', code: 'REQUIRED' }] })
    const bad = { orderId: order.id, type: 'NOTE', text: '好', expectedVersion: 0 } as const
    expect(await remarkOrder(world.deps, shop.specialist, bad)).toMatchObject({
      issues: [{ field: 'expectedVersion', code: 'INVALID' }],
    })
    expect(await write('长'.repeat(501))).toMatchObject({ issues: [{ field: 'text', code: 'TOO_LONG' }] })
    expect(await checksums(world)).toEqual(before)
  })

  it('is refused where the type does not fit the state, and nothing changes', async () => {
    const order = await placeOrder(world, shop)
    const before = await checksums(world)
    const outcome = await remarkOrder(world.deps, shop.specialist, {
      orderId: order.id,
      type: 'SHIPPED_ISSUE',
      text: '未收到',
    })
    expect(outcome.kind).toBe('PolicyDenied')
    expect(await checksums(world)).toEqual(before)
  })
})

describe('reportOrderProblem and settleOrderProblem', () => {
  it('holds the order until the last open problem is settled', async () => {
    const order = await placeOrder(world, shop)
    const report = (kind: 'VAGUE_ADDRESS' | 'DUPLICATE') =>
      reportOrderProblem(world.deps, shop.specialist, { orderId: order.id, kind })
    const first = await report('VAGUE_ADDRESS')
    const second = await report('DUPLICATE')
    if (first.kind !== 'Success' || second.kind !== 'Success') throw new Error('not reported')
    expect(await orderRow(order)).toMatchObject({ held: true })
    expect((await report('DUPLICATE')).kind).toBe('PolicyDenied')
    const settle = (problemId: string, verdict: 'SOLVED' | 'DISMISSED') =>
      settleOrderProblem(world.deps, shop.specialist, { orderId: order.id, problemId, verdict })
    expect(await settle(first.problemId, 'SOLVED')).toMatchObject({ kind: 'Success', held: true })
    expect(await settle(second.problemId, 'DISMISSED')).toMatchObject({ kind: 'Success', held: false })
    expect(await orderRow(order)).toMatchObject({ held: false, hold_reason: null })
    expect((await settle(second.problemId, 'SOLVED')).kind).toBe('Conflict')
  })

  it('is not settled by a partner: whoever reports a problem through a storefront does not lift the hold', async () => {
    const order = await placeOrder(world, shop)
    const reported = await reportOrderProblem(world.deps, shop.partner, {
      orderId: order.id,
      kind: 'SUSPECTED_FAKE',
    })
    if (reported.kind !== 'Success') throw new Error('not reported')
    const before = await checksums(world)
    const { problemId } = reported
    const settled = settleOrderProblem(world.deps, shop.partner, {
      orderId: order.id,
      problemId,
      verdict: 'DISMISSED',
    })
    await expect(settled).rejects.toBeInstanceOf(Forbidden)
    expect(await checksums(world)).toEqual(before)
  })

  it('does not know a problem of another order', async () => {
    const order = await placeOrder(world, shop)
    const other = await placeOrder(world, shop)
    const reported = await reportOrderProblem(world.deps, shop.specialist, {
      orderId: other.id,
      kind: 'DUPLICATE',
    })
    if (reported.kind !== 'Success') throw new Error('not reported')
    const outcome = await settleOrderProblem(world.deps, shop.specialist, {
      orderId: order.id,
      problemId: reported.problemId,
      verdict: 'SOLVED',
    })
    expect(outcome).toEqual({ kind: 'NotFound', what: 'OrderProblem' })
  })
})

describe('auditOrder', () => {
  it('passes a clean order and keeps the decision', async () => {
    const order = await placeOrder(world, shop)
    const outcome = await auditOrder(world.deps, shop.specialist, { orderId: order.id })
    expect(outcome).toMatchObject({ kind: 'Success', passed: true, held: false })
    expect((await orderRow(order))?.audited_at).not.toBeNull()
    const [decision] = await rowsOf(world, 'SELECT action, outcome FROM decisions WHERE subject_id = $1', [
      order.id,
    ])
    expect(decision).toEqual({ action: 'AUDIT', outcome: 'ALLOWED' })
  })

  it('holds an order that fails, with the problems it found', async () => {
    const order = await placeOrder(world, shop)
    await world.admin.query(
      'UPDATE addresses SET detail_specific = false WHERE id = (SELECT address_id FROM orders WHERE id = $1)',
      [order.id],
    )
    const outcome = await auditOrder(world.deps, shop.specialist, { orderId: order.id })
    expect(outcome).toMatchObject({ kind: 'Success', passed: false, held: true })
    expect(await orderRow(order)).toMatchObject({ held: true, audited_at: null })
    const problems = await rowsOf(world, 'SELECT kind, status FROM order_problems WHERE order_id = $1', [
      order.id,
    ])
    expect(problems).toEqual([{ kind: 'VAGUE_ADDRESS', status: 'OPEN' }])
  })

  it('holds what failed until an audit passes, though its problems were settled', async () => {
    const order = await placeOrder(world, shop)
    await world.admin.query(
      `INSERT INTO invoices (shop_id, id, order_id, kind, title, company, content, amount_fen, status, requested_at)
       VALUES ($1, gen_random_uuid(), $2, 'PAPER', '某某有限公司', true, '服装', 11000, 'REQUESTED', '2026-11-18T03:00:00Z')`,
      [shop.id, order.id],
    )
    await world.admin.query('UPDATE customers SET risk_score = 90 WHERE shop_id = $1', [shop.id])
    const audit = () => auditOrder(world.deps, shop.specialist, { orderId: order.id })
    const failed = await audit()
    if (failed.kind !== 'Success') throw new Error('not audited')
    expect(failed).toMatchObject({ passed: false, held: true, problemIds: [expect.any(String)] })
    const settled = await settleOrderProblem(world.deps, shop.specialist, {
      orderId: order.id,
      problemId: String(failed.problemIds[0]),
      verdict: 'DISMISSED',
    })
    expect(settled).toMatchObject({ kind: 'Success', held: true })
    expect(await orderRow(order)).toMatchObject({ held: true, hold_reason: 'AUDIT_FAILED' })
    await world.admin.query("UPDATE invoices SET tax_id = '91330106MA2CFXXY1X' WHERE order_id = $1", [
      order.id,
    ])
    expect(await audit()).toMatchObject({ kind: 'Success', passed: true, held: false })
    await world.admin.query('UPDATE customers SET risk_score = 0 WHERE shop_id = $1', [shop.id])
  })
})
