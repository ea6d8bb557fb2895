import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Actor,
  cancelOrder,
  decideApproval,
  expireApproval,
  remarkOrder,
  requestApproval,
  withdrawApproval,
} from '../src/index.ts'
import { placeOrder, type TestOrder } from './orders.ts'
import { NOW, openShop, openWorld, type TestShop, type World } from './shop.ts'
import { checksums, rowsOf } from './state.ts'

let world: World
let shop: TestShop
let other: TestShop
beforeAll(async () => {
  world = await openWorld('approvals')
  shop = await openShop(world)
  other = await openShop(world)
})
afterAll(() => world.close())

const ask = async (agent: Actor, order: TestOrder) =>
  requestApproval(world.deps, agent, {
    action: 'cancelOrder',
    input: { orderId: order.id, reason: 'BUYER_ASKED' },
    reason: '客户尺寸报错，愿意承担刻字费用',
  })
const asked = async (agent: Actor = shop.specialist) => {
  const order = await placeOrder(world, shop, { customised: true })
  const outcome = await ask(agent, order)
  if (outcome.kind !== 'Success') throw new Error(`not requested: ${outcome.kind}`)
  return { order, ...outcome }
}
const decide = (agent: Actor, approvalId: string, more: object = {}) =>
  decideApproval(world.deps, agent, { approvalId, verdict: 'APPROVE', reason: '同意特批', ...more })
const statusOf = async (approvalId: string) =>
  (await rowsOf<{ status: string }>(world, 'SELECT status FROM approvals WHERE id = $1', [approvalId]))[0]
    ?.status
const tradeOf = async (order: TestOrder) =>
  (
    await rowsOf<{ trade_status: string }>(world, 'SELECT trade_status FROM orders WHERE id = $1', [order.id])
  )[0]?.trade_status

describe('requestApproval', () => {
  it('keeps the exact input, once for an action on a subject', async () => {
    const { order, approvalId, expiresAt } = await asked()
    expect(new Date(expiresAt).getTime()).toBeGreaterThan(NOW.getTime())
    const [row] = await rowsOf(
      world,
      'SELECT action, input, status, subject_version FROM approvals WHERE id = $1',
      [approvalId],
    )
    expect(row).toEqual({
      action: 'cancelOrder',
      input: { orderId: order.id, reason: 'BUYER_ASKED' },
      status: 'PENDING',
      subject_version: 1,
    })
    const before = await checksums(world)
    expect((await ask(shop.colleague, order)).kind).toBe('Conflict')
    expect(await checksums(world)).toEqual(before)
    const direct = await cancelOrder(world.deps, shop.specialist, {
      orderId: order.id,
      reason: 'BUYER_ASKED',
      idempotencyKey: randomUUID(),
    })
    expect(direct).toMatchObject({ kind: 'ApprovalRequired', approvalId })
  })

  it('is refused where none is needed, where the rules say no, and for input that is not valid', async () => {
    const plain = await placeOrder(world, shop)
    const shipped = await placeOrder(world, shop, {
      trade: 'SHIPPED',
      physical: 'HANDED_OVER',
      lines: ['SHIPPED'],
    })
    const before = await checksums(world)
    expect(await ask(shop.specialist, plain)).toMatchObject({
      issues: [{ field: 'action', code: 'APPROVAL_NOT_NEEDED' }],
    })
    expect((await ask(shop.specialist, shipped)).kind).toBe('PolicyDenied')
    const wrong = { action: 'cancelOrder', input: { orderId: plain.id }, reason: '特批' } as const
    expect(await requestApproval(world.deps, shop.specialist, wrong)).toMatchObject({
      issues: [{ field: 'input.reason', code: 'INVALID' }],
    })
    const foreign = await placeOrder(world, other, { customised: true })
    expect(await ask(shop.specialist, foreign)).toEqual({ kind: 'NotFound', what: 'Order' })
    const { orders: _, ...after } = await checksums(world)
    expect(after.approvals).toBe(before.approvals)
    expect(after.events).toBe(before.events)
  })
})

describe('decideApproval', () => {
  it('carries the approved action out in the same transaction', async () => {
    const { order, approvalId } = await asked()
    const outcome = await decide(shop.supervisor, approvalId)
    expect(outcome).toMatchObject({
      kind: 'Success',
      status: 'EXECUTED',
      executed: { kind: 'Success', whole: true },
    })
    expect(await statusOf(approvalId)).toBe('EXECUTED')
    expect(await tradeOf(order)).toBe('CANCELLED')
    const events = await rowsOf<{ type: string }>(
      world,
      'SELECT type FROM events WHERE subject_id = $1 ORDER BY recorded_at, id',
      [order.id],
    )
    expect(events.map((event) => event.type)).toEqual([
      'ApprovalRequested',
      'OrderCancelled',
      'RefundOwed',
      'ApprovalGranted',
    ])
  })

  it('carries it out once, however many decide at once', async () => {
    const { order, approvalId } = await asked()
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, i) => decide(i % 2 ? shop.supervisor : shop.manager, approvalId)),
    )
    expect(outcomes.filter((outcome) => outcome.kind === 'Success')).toHaveLength(1)
    expect(outcomes.filter((outcome) => outcome.kind === 'Conflict')).toHaveLength(9)
    expect(await rowsOf(world, 'SELECT id FROM refunds WHERE order_id = $1', [order.id])).toHaveLength(1)
  })

  it('is refused to whoever asked, and changes nothing', async () => {
    const { approvalId } = await asked(shop.supervisor)
    const before = await checksums(world)
    const outcome = await decide(shop.supervisor, approvalId)
    expect(outcome.kind).toBe('PolicyDenied')
    expect(await checksums(world)).toEqual(before)
    expect((await decide(shop.otherSupervisor, approvalId)).kind).toBe('Success')
  })

  it('is refused below the grade, and unknown in another shop', async () => {
    const { approvalId } = await asked()
    await expect(decide(shop.colleague, approvalId)).rejects.toMatchObject({ permission: 'approval.decide' })
    expect(await decide(other.manager, approvalId)).toEqual({ kind: 'NotFound', what: 'Approval' })
    expect(await statusOf(approvalId)).toBe('PENDING')
  })

  it('rejects without touching the subject', async () => {
    const { order, approvalId } = await asked()
    expect(await decide(shop.manager, approvalId, { verdict: 'REJECT', reason: '不符合条件' })).toMatchObject(
      {
        kind: 'Success',
        status: 'REJECTED',
        executed: null,
      },
    )
    expect(await tradeOf(order)).toBe('PAID')
  })

  it('is a Conflict once the subject changed, and leaves the request waiting', async () => {
    const { order, approvalId } = await asked()
    await remarkOrder(world.deps, shop.specialist, { orderId: order.id, type: 'NOTE', text: '客户改了主意' })
    const before = await checksums(world)
    expect((await decide(shop.supervisor, approvalId)).kind).toBe('Conflict')
    expect(await checksums(world)).toEqual(before)
  })
})

describe('withdrawing and lapsing', () => {
  it('lets the requester alone take a request back', async () => {
    const { approvalId } = await asked()
    const take = (agent: Actor) => withdrawApproval(world.deps, agent, { approvalId })
    expect((await take(shop.colleague)).kind).toBe('NotFound')
    expect((await take(shop.specialist)).kind).toBe('Success')
    expect(await statusOf(approvalId)).toBe('WITHDRAWN')
    expect((await take(shop.specialist)).kind).toBe('Conflict')
  })

  it('lets the worker expire it when its time is over, and nobody decide it then', async () => {
    const { approvalId, expiresAt } = await asked()
    const worker: Actor = { kind: 'worker', shop: shop.id }
    expect((await expireApproval(world.deps, worker, { approvalId })).kind).toBe('Conflict')
    world.setNow(new Date(expiresAt))
    try {
      expect((await decide(shop.manager, approvalId)).kind).toBe('Conflict')
      await expect(expireApproval(world.deps, shop.manager, { approvalId })).rejects.toMatchObject({
        name: 'Forbidden',
      })
      expect((await expireApproval(world.deps, worker, { approvalId })).kind).toBe('Success')
      expect(await statusOf(approvalId)).toBe('EXPIRED')
    } finally {
      world.setNow(NOW)
    }
  })
})
