import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cancelOrder, Forbidden, previewCancelOrder } from '../src/index.ts'
import { placeOrder } from './orders.ts'
import { book, drift, entriesOfOrder, pointsOf, spend } from './points.ts'
import { openShop, openWorld, type TestShop, type World } from './shop.ts'
import { checksums, rowsOf } from './state.ts'

let world: World
let shop: TestShop
let apparel: TestShop
beforeAll(async () => {
  world = await openWorld('cancel')
  shop = await openShop(world)
  apparel = await openShop(world, 'apparel')
})
afterAll(() => world.close())

const input = (orderId: string, more: object = {}) => ({
  orderId,
  reason: 'BUYER_ASKED' as const,
  idempotencyKey: randomUUID(),
  ...more,
})
const stateOf = async (orderId: string) => {
  const [order] = await rowsOf<{
    trade_status: string
    refunded_fen: string
    paid_fen: string
    version: number
  }>(world, 'SELECT trade_status, refunded_fen, paid_fen, version FROM orders WHERE id = $1', [orderId])
  return order
}

describe('cancelOrder', () => {
  it('gives back no points twice of a line that cost no cash (Q09)', async () => {
    const order = await placeOrder(world, shop, { freightFen: 0, pointsPerLine: 30 })
    await spend(world, shop, order.id, 30).catch(() => undefined)
    await world.admin.query('UPDATE order_lines SET paid_fen = 0 WHERE order_id = $1', [order.id])
    await world.admin.query('UPDATE orders SET paid_fen = 0 WHERE id = $1', [order.id])
    await world.admin.query(
      `WITH r AS (INSERT INTO refunds (shop_id, id, number, order_id, kind, route, reason, status, goods_fen, freight_fen,
           amount_fen, due_at, created_at, command_id)
         VALUES ($1, gen_random_uuid(), 'RF-' || $2, $2::uuid, 'FULL', 'ORIGINAL', 'RETURNED', 'OWED', 0, 0, 0, now(), now(), gen_random_uuid())
         RETURNING id)
       INSERT INTO refund_lines (shop_id, refund_id, order_line_id, amount_fen, points) SELECT $1, id, $3, 0, 10 FROM r`,
      [shop.id, order.id, order.lineIds[0]],
    )
    const outcome = await cancelOrder(world.deps, shop.specialist, input(order.id))
    expect(outcome.kind).toBe('Success')
    const [back] = await rowsOf(
      world,
      "SELECT sum(points)::int AS points FROM points_entries WHERE order_id = $1 AND kind = 'RETURNED' AND customer_id IS NOT NULL",
      [order.id],
    )
    expect(back).toEqual({ points: 20 })
  })

  it('cancels a whole order and owes all that was paid, freight included', async () => {
    const order = await placeOrder(world, shop, { lines: ['OPEN', 'OPEN'], pointsPerLine: 50 })
    const outcome = await cancelOrder(world.deps, shop.specialist, input(order.id))
    expect(outcome).toMatchObject({ kind: 'Success', whole: true, warehouseTaskId: null })
    expect(await stateOf(order.id)).toMatchObject({ trade_status: 'CANCELLED', refunded_fen: '21000' })
    const refunds = await rowsOf(
      world,
      'SELECT status, reason, goods_fen, freight_fen FROM refunds WHERE order_id = $1',
      [order.id],
    )
    expect(refunds).toEqual([
      { status: 'OWED', reason: 'CANCELLED', goods_fen: '20000', freight_fen: '1000' },
    ])
    const events = await rowsOf<{ type: string; rule_ids: string[]; pack: string }>(
      world,
      'SELECT type, rule_ids, pack FROM events WHERE subject_id = $1 ORDER BY recorded_at, id',
      [order.id],
    )
    expect(events.map((event) => event.type)).toEqual(['OrderCancelled', 'RefundOwed'])
    expect(events[0]?.rule_ids).toContain('ORD-CAN-01')
    expect(events[0]?.pack).toMatch(/@1$/)
    const points = await rowsOf(
      world,
      'SELECT kind, account, points, expires_on::text FROM points_entries WHERE order_id = $1 ORDER BY account',
      [order.id],
    )
    expect(points).toEqual([
      { kind: 'RETURNED', account: 'AVAILABLE', points: '100', expires_on: expect.any(String) },
      { kind: 'RETURNED', account: 'REDEEMED', points: '-100', expires_on: null },
    ])
    const [remark] = await rowsOf(
      world,
      'SELECT action_type, agent_id, flag FROM order_remarks WHERE order_id = $1',
      [order.id],
    )
    expect(remark).toEqual({ action_type: 'WITHDRAWAL', agent_id: shop.specialist.id, flag: 'PURPLE' })
  })

  it('keeps the freight until the rest is cancelled, too (Q08)', async () => {
    const order = await placeOrder(world, shop, { lines: ['OPEN', 'OPEN'] })
    const [first] = order.lineIds
    const part = await cancelOrder(world.deps, shop.specialist, input(order.id, { lineIds: [first] }))
    expect(part).toMatchObject({ kind: 'Success', whole: false, lineIds: [first] })
    expect(await stateOf(order.id)).toMatchObject({ trade_status: 'PAID', refunded_fen: '10000' })
    const rest = await cancelOrder(world.deps, shop.specialist, input(order.id))
    expect(rest).toMatchObject({ kind: 'Success', whole: true })
    expect(await stateOf(order.id)).toMatchObject({ trade_status: 'CANCELLED', refunded_fen: '21000' })
  })

  it('frees the stock of what is cancelled', async () => {
    const reserved = async () =>
      (await rowsOf<{ reserved: number }>(world, 'SELECT reserved FROM skus WHERE id = $1', [shop.skus.s]))[0]
        ?.reserved
    const before = await reserved()
    const order = await placeOrder(world, shop, { lines: ['OPEN', 'OPEN'] })
    await cancelOrder(world.deps, shop.specialist, input(order.id))
    expect(await reserved()).toBe(before)
  })

  it('cancels what has not left of a partly shipped order, which then counts as shipped', async () => {
    const order = await placeOrder(world, shop, {
      trade: 'PARTLY_SHIPPED',
      physical: 'PARTLY_HANDED_OVER',
      lines: ['SHIPPED', 'OPEN'],
    })
    const outcome = await cancelOrder(
      world.deps,
      shop.specialist,
      input(order.id, { lineIds: [order.lineIds[1]] }),
    )
    expect(outcome).toMatchObject({ kind: 'Success', whole: false })
    expect(await stateOf(order.id)).toMatchObject({ trade_status: 'SHIPPED', refunded_fen: '10000' })
  })

  it('has the warehouse pull a printed parcel, refund due in two working days', async () => {
    const order = await placeOrder(world, apparel, { physical: 'PACKED' })
    const outcome = await cancelOrder(world.deps, apparel.specialist, input(order.id))
    expect(outcome).toMatchObject({ kind: 'Success', warehouseTaskId: expect.any(String) })
    const [task] = await rowsOf(world, 'SELECT kind, status FROM warehouse_tasks WHERE order_id = $1', [
      order.id,
    ])
    expect(task).toEqual({ kind: 'PULL_PARCEL', status: 'OPEN' })
    const [refund] = await rowsOf<{ due_at: Date }>(world, 'SELECT due_at FROM refunds WHERE order_id = $1', [
      order.id,
    ])
    expect(refund?.due_at.toISOString()).toBe('2026-11-20T16:00:00.000Z')
  })

  it('has the parcel looked for wherever a waybill may be printed, in every shop', async () => {
    const lost = await placeOrder(world, shop, { physical: 'PULL_FAILED' })
    expect(await cancelOrder(world.deps, shop.specialist, input(lost.id))).toMatchObject({
      kind: 'Success',
      warehouseTaskId: expect.any(String),
    })
    const split = await placeOrder(world, shop, {
      trade: 'PARTLY_SHIPPED',
      physical: 'PARTLY_HANDED_OVER',
      lines: ['SHIPPED', 'OPEN'],
    })
    const rest = input(split.id, { lineIds: [split.lineIds[1]] })
    expect(await cancelOrder(world.deps, shop.specialist, rest)).toMatchObject({
      kind: 'Success',
      warehouseTaskId: expect.any(String),
    })
  })

  it('refunds a recalled parcel once it is back, without the freight that was used', async () => {
    const order = await placeOrder(world, apparel, {
      trade: 'SHIPPED',
      physical: 'RETURNED',
      lines: ['SHIPPED'],
    })
    const outcome = await cancelOrder(world.deps, apparel.specialist, input(order.id))
    expect(outcome).toMatchObject({ kind: 'Success', whole: true })
    expect(await stateOf(order.id)).toMatchObject({ trade_status: 'CANCELLED', refunded_fen: '10000' })
    const again = await cancelOrder(world.deps, apparel.specialist, input(order.id))
    expect(again.kind).toBe('PolicyDenied')
  })

  it('takes back the points that the cancelled goods no longer earn (Q10)', async () => {
    const order = await placeOrder(world, shop, { lines: ['OPEN', 'OPEN'] })
    await book(world, shop, { kind: 'PURCHASE', points: 200 }, { orderId: order.id })
    await cancelOrder(world.deps, shop.specialist, input(order.id, { lineIds: [order.lineIds[0]] }))
    await cancelOrder(world.deps, shop.specialist, input(order.id))
    const taken = { kind: 'CLAW_BACK', account: 'PENDING', points: -100, expires_on: null }
    expect(await entriesOfOrder(world, order.id, ['CLAW_BACK'])).toEqual([taken, taken])
    expect(await drift(world, shop)).toEqual([])
  })

  it('takes back points at the rate of the shop, and gives spent ones back with their old expiry (Q09, Q10)', async () => {
    const generous = await openShop(world, 'general', { 'points.per_yuan': 2 })
    const order = await placeOrder(world, generous, { lines: ['OPEN', 'OPEN'], pointsPerLine: 40 })
    const of = { orderId: order.id }
    await book(world, generous, { kind: 'ADJUSTMENT', points: 80, expiresOn: '2027-12-31' })
    await spend(world, generous, order.id, 80)
    await book(world, generous, { kind: 'PURCHASE', points: 400 }, of)
    await cancelOrder(world.deps, generous.specialist, input(order.id, { lineIds: [order.lineIds[0]] }))
    expect(await entriesOfOrder(world, order.id, ['CLAW_BACK', 'RETURNED'])).toEqual([
      { kind: 'CLAW_BACK', account: 'PENDING', points: -200, expires_on: null },
      { kind: 'RETURNED', account: 'AVAILABLE', points: 40, expires_on: '2027-12-31' },
    ])
    await cancelOrder(world.deps, generous.specialist, input(order.id))
    expect(await pointsOf(world, generous)).toEqual({ pending: 0, available: 80, held: 0 })
    expect(await drift(world, generous)).toEqual([])
  })

  it('denies what has been shipped, and changes nothing but the record of it', async () => {
    const order = await placeOrder(world, shop, {
      trade: 'SHIPPED',
      physical: 'HANDED_OVER',
      lines: ['SHIPPED'],
    })
    const before = await checksums(world)
    const { idempotencyKey, ...bare } = input(order.id)
    const asked = await previewCancelOrder(world.deps, shop.specialist, bare)
    expect(asked).toMatchObject({ kind: 'Previewed', decision: { outcome: 'DENIED' } })
    expect(await checksums(world)).toEqual(before)
    const outcome = await cancelOrder(world.deps, shop.specialist, { ...bare, idempotencyKey })
    expect(outcome.kind).toBe('PolicyDenied')
    const { idempotency_keys: _, ...after } = await checksums(world)
    expect(after).toEqual({ ...before, idempotency_keys: undefined, ...after })
    for (const [table, sum] of Object.entries(after)) expect([table, sum]).toEqual([table, before[table]])
    const [audit] = await rowsOf(
      world,
      'SELECT action, permission, fields FROM audit_entries WHERE subject_id = $1',
      [order.id],
    )
    expect(audit).toEqual({ action: 'cancelOrder', permission: 'order.cancel', fields: [] })
  })

  it('leaves an unpaid order to its buyer in the clothing shop, and lets a storefront act for the buyer', async () => {
    const order = await placeOrder(world, apparel, { trade: 'UNPAID' })
    expect((await cancelOrder(world.deps, apparel.specialist, input(order.id))).kind).toBe('PolicyDenied')
    const closed = await cancelOrder(world.deps, apparel.partner, input(order.id))
    expect(closed).toMatchObject({ kind: 'Success', whole: true, refundId: null })
  })

  it('closes an unpaid order in the general shop', async () => {
    const order = await placeOrder(world, shop, { trade: 'UNPAID' })
    const outcome = await cancelOrder(world.deps, shop.specialist, input(order.id))
    expect(outcome).toMatchObject({ kind: 'Success', whole: true, refundId: null })
  })

  it('asks for an approval where goods are customised', async () => {
    const order = await placeOrder(world, shop, { customised: true })
    const before = await checksums(world)
    const outcome = await cancelOrder(world.deps, shop.specialist, input(order.id))
    expect(outcome).toMatchObject({ kind: 'ApprovalRequired', approvalId: null, approver: 'approval.decide' })
    const after = await checksums(world)
    expect({ ...after, idempotency_keys: '' }).toEqual({ ...before, idempotency_keys: '' })
  })

  it('refuses a line of another order, an unknown field, a missing key and a stranger to the permission', async () => {
    const order = await placeOrder(world, shop)
    const other = await placeOrder(world, shop)
    const before = await checksums(world)
    const ask = (more: object) => cancelOrder(world.deps, shop.specialist, input(order.id, more))
    expect(await ask({ lineIds: [other.lineIds[0]] })).toMatchObject({
      kind: 'ValidationFailed',
      issues: [{ field: 'lineIds.0', code: 'NOT_OF_THIS_ORDER' }],
    })
    expect(await ask({ idempotencyKey: undefined })).toMatchObject({
      issues: [{ field: 'idempotencyKey', code: 'REQUIRED' }],
    })
    expect(await ask({ lines: [] })).toMatchObject({ issues: [{ field: 'lines', code: 'UNKNOWN_FIELD' }] })
    expect(await ask({ note: '退\u0007款' })).toMatchObject({
      issues: [{ field: 'note', code: 'CONTROL_CHARACTERS' }],
    })
    const stranger = { ...shop.partner, scopes: [] }
    await expect(cancelOrder(world.deps, stranger, input(order.id))).rejects.toBeInstanceOf(Forbidden)
    expect(await checksums(world)).toEqual(before)
  })

  it('does not know the order of another shop, whatever version or key comes with it', async () => {
    const order = await placeOrder(world, apparel)
    const before = await checksums(world)
    const outcome = await cancelOrder(world.deps, shop.specialist, input(order.id, { expectedVersion: 99 }))
    expect(outcome).toEqual({ kind: 'NotFound', what: 'Order' })
    expect(await checksums(world)).toEqual(before)
  })
})

describe('cancelOrder, many at once', () => {
  it('acts once for one key, twenty times in parallel', async () => {
    const order = await placeOrder(world, shop, { lines: ['OPEN', 'OPEN'] })
    const same = input(order.id)
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => cancelOrder(world.deps, shop.specialist, same)),
    )
    expect(outcomes[0]?.kind).toBe('Success')
    for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0])
    expect(await rowsOf(world, 'SELECT id FROM refunds WHERE order_id = $1', [order.id])).toHaveLength(1)
    const other = await cancelOrder(world.deps, shop.specialist, { ...same, reason: 'DUPLICATE' })
    expect(other).toMatchObject({
      kind: 'ValidationFailed',
      issues: [{ field: 'idempotencyKey', code: 'IDEMPOTENCY_KEY_REUSED' }],
    })
  })

  it('lets one of two agents with the same expected version through', async () => {
    const order = await placeOrder(world, shop, { lines: ['OPEN', 'OPEN', 'OPEN'] })
    const cancel = (agent: typeof shop.specialist, line: number) =>
      cancelOrder(world.deps, agent, input(order.id, { lineIds: [order.lineIds[line]], expectedVersion: 1 }))
    const outcomes = await Promise.all([cancel(shop.specialist, 0), cancel(shop.colleague, 1)])
    expect(outcomes.map((outcome) => outcome.kind).sort()).toEqual(['Conflict', 'Success'])
    const refused = outcomes.find((outcome) => outcome.kind === 'Conflict')
    expect(refused).toMatchObject({ currentVersion: (await stateOf(order.id))?.version })
  })

  it('never owes more than was paid, fifty cancellations of lines at once', async () => {
    const order = await placeOrder(world, shop, { lines: ['OPEN', 'OPEN', 'OPEN', 'OPEN', 'OPEN'] })
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        cancelOrder(
          world.deps,
          i % 2 ? shop.specialist : shop.colleague,
          input(order.id, { lineIds: [order.lineIds[i % 5], order.lineIds[(i + 2) % 5]] }),
        ),
      ),
    )
    const kinds = new Set(outcomes.map((outcome) => outcome.kind))
    expect([...kinds].sort()).toEqual(['Conflict', 'Success'])
    await cancelOrder(world.deps, shop.specialist, input(order.id))
    const [sums] = await rowsOf<{ owed: string; paid: string }>(
      world,
      `SELECT (SELECT sum(amount_fen) FROM refunds WHERE order_id = o.id) AS owed, paid_fen AS paid FROM orders o WHERE id = $1`,
      [order.id],
    )
    expect(Number(sums?.owed)).toBe(Number(sums?.paid))
    const lines = await rowsOf(
      world,
      'SELECT order_line_id FROM refund_lines r JOIN refunds f ON f.id = r.refund_id WHERE f.order_id = $1 AND r.amount_fen > 0',
      [order.id],
    )
    expect(lines).toHaveLength(5)
  })
})
