import { randomUUID } from 'node:crypto'
import type { PartnerId, Permission } from '@cs/domain/access'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  type Actor,
  advanceShipment,
  cancelOrder,
  confirmReceipt,
  Forbidden,
  previewConfirmReceipt,
  previewRecordShipment,
  recordShipment,
  reportTracking,
  requestAfterSale,
} from '../src/index.ts'
import { eventsOf, key } from './after-sales.ts'
import { placeOrder, type TestOrder } from './orders.ts'
import { NOW, openShop, openWorld, type TestShop, type World } from './shop.ts'
import { checksums, rowsOf } from './state.ts'

let world: World
let shop: TestShop
let erp: Actor
let worker: Actor
beforeAll(async () => {
  world = await openWorld('shipments')
})
beforeEach(async () => {
  world.setNow(NOW)
  shop = await openShop(world)
  erp = await partnerOf('ERP', ['shipment.record', 'tracking.report'])
  worker = { kind: 'worker', shop: shop.id }
})
afterAll(() => world.close())

async function partnerOf(kind: string, scopes: readonly Permission[]): Promise<Actor> {
  const id = randomUUID() as PartnerId
  await world.admin.query(
    `INSERT INTO partner_clients (id, subject, name, kind, created_at) VALUES ($1::uuid, $1::text, $2, $2, '2026-01-01')`,
    [id, kind],
  )
  return { kind: 'partner', id, shop: shop.id, scopes }
}

/** A paid order with its clock, as it would be. */
async function paid(lines = 2, over: Parameters<typeof placeOrder>[2] = {}): Promise<TestOrder> {
  const order = await placeOrder(world, shop, { lines: Array.from({ length: lines }, () => 'OPEN'), ...over })
  await world.admin.query(
    `INSERT INTO clocks (shop_id, id, name, subject_type, subject_id, started_at, target_at, warn_at, breach_at, rule_ids, pack_id, pack_version)
     VALUES ($1, gen_random_uuid(), 'order.dispatch', 'Order', $2, $3, $4, $4, $4, '{FUL-03}', 'general', 1)`,
    [shop.id, order.id, NOW, new Date(NOW.getTime() + 48 * 3_600_000)],
  )
  return order
}

let waybills = 0
const waybill = () => `SF${String(1_000_000 + ++waybills)}`
type More = Partial<Parameters<typeof recordShipment>[2]>
const pack = (order: TestOrder, more: More = {}, actor = erp) =>
  recordShipment(world.deps, actor, {
    orderId: order.id,
    carrier: 'SF',
    waybill: waybill(),
    ...key(),
    ...more,
  })
async function packed(order: TestOrder, more: More = {}): Promise<string> {
  const outcome = await pack(order, more)
  if (outcome.kind !== 'Success') throw new Error(JSON.stringify(outcome))
  return outcome.shipmentId
}
const advance = (shipmentId: string, status: 'PACKED' | 'HANDED_OVER') =>
  advanceShipment(world.deps, erp, { shipmentId, status, ...key() })
const row = async (table: string, id: string) =>
  (await rowsOf<Record<string, unknown>>(world, `SELECT * FROM ${table} WHERE id = $1`, [id]))[0]
const clock = async (order: TestOrder) =>
  (
    await rowsOf<{ result: string | null }>(
      world,
      `SELECT result FROM clocks WHERE subject_id = $1 AND name = 'order.dispatch'`,
      [order.id],
    )
  )[0]?.result
const stock = async () =>
  (
    await rowsOf<{ stock: number; reserved: number }>(
      world,
      'SELECT stock, reserved FROM skus WHERE id = $1',
      [shop.skus.s],
    )
  )[0]
/** A refusal is kept, and is nothing else. */
const state = async () => ({
  ...(await checksums(world)),
  idempotency_keys: '',
  decisions: '',
  audit_entries: '',
})
const rulesOf = async (outcome: { readonly kind: string }) => {
  if (!('decisionId' in outcome)) throw new Error(JSON.stringify(outcome))
  const [found] = await rowsOf<{ findings: { rule: string; verdict: string }[] }>(
    world,
    'SELECT findings FROM decisions WHERE id = $1',
    [outcome.decisionId],
  )
  return found?.findings.filter(({ verdict }) => verdict === 'DENY').map(({ rule }) => rule)
}

describe('a parcel', () => {
  it('is printed, packed and handed over, with all that waits, and the order goes with it', async () => {
    const order = await paid()
    const before = await stock()
    const shipmentId = await packed(order, {
      weightGrams: 900,
      expectedOn: '2026-11-21',
      waybill: 'sf-00778899',
    })
    expect(await row('shipments', shipmentId)).toMatchObject({
      status: 'LABEL_PRINTED',
      waybill: 'SF-00778899',
      service: 'STANDARD',
      weight_grams: 900,
      packed_at: null,
      handed_over_at: null,
    })
    expect(await row('orders', order.id)).toMatchObject({
      trade_status: 'PAID',
      physical_status: 'LABEL_PRINTED',
    })
    expect(
      await rowsOf(world, `SELECT entity_id FROM search_terms WHERE shop_id = $1 AND term = 'SF-00778899'`, [
        shop.id,
      ]),
    ).toEqual([{ entity_id: order.id }])
    expect((await advance(shipmentId, 'PACKED')).kind).toBe('Success')
    expect(await row('orders', order.id)).toMatchObject({ physical_status: 'PACKED' })
    expect(await stock()).toEqual(before)
    expect((await advance(shipmentId, 'HANDED_OVER')).kind).toBe('Success')
    expect(await row('shipments', shipmentId)).toMatchObject({
      status: 'HANDED_OVER',
      packed_at: NOW,
      handed_over_at: NOW,
    })
    expect(await row('orders', order.id)).toMatchObject({
      trade_status: 'SHIPPED',
      physical_status: 'HANDED_OVER',
      first_shipped_at: NOW,
      trade_deadline_at: new Date('2026-11-28T16:00:00Z'),
    })
    expect(await stock()).toEqual({
      stock: (before?.stock ?? 0) - 2,
      reserved: (before?.reserved ?? 0) - 2,
    })
    expect(await clock(order)).toBe('MET')
    expect(await eventsOf(world, order.id)).toEqual([
      'ShipmentRecorded',
      'ShipmentAdvanced',
      'ShipmentAdvanced',
      'OrderShipped',
    ])
    expect((await advance(shipmentId, 'PACKED')).kind).toBe('PolicyDenied')
  })

  it('may be one of several: the promise is kept with the last, from which the ten days count (Q37)', async () => {
    const order = await paid()
    const [first = '', second = ''] = order.lineIds
    await packed(order, { lineIds: [first], status: 'HANDED_OVER' })
    expect(await row('orders', order.id)).toMatchObject({
      trade_status: 'PARTLY_SHIPPED',
      physical_status: 'PARTLY_HANDED_OVER',
    })
    expect(await clock(order)).toBeNull()
    world.setNow(new Date(NOW.getTime() + 86_400_000))
    const rest = await packed(order)
    expect((await row('order_lines', second))?.shipment_id).toBe(rest)
    expect(await row('orders', order.id)).toMatchObject({ physical_status: 'PARTLY_HANDED_OVER' })
    expect((await advance(rest, 'HANDED_OVER')).kind).toBe('Success')
    expect(await row('orders', order.id)).toMatchObject({
      trade_status: 'SHIPPED',
      physical_status: 'HANDED_OVER',
      first_shipped_at: NOW,
      trade_deadline_at: new Date('2026-11-29T16:00:00Z'),
    })
    expect(await clock(order)).toBe('MET')
  })

  it('of what is left: where the rest is cancelled, everything has left', async () => {
    const order = await paid()
    const [first = '', second = ''] = order.lineIds
    await packed(order, { lineIds: [first], status: 'HANDED_OVER' })
    const cancelled = await cancelOrder(world.deps, shop.manager, {
      orderId: order.id,
      lineIds: [second],
      reason: 'BUYER_ASKED',
      ...key(),
    })
    expect(cancelled.kind).toBe('Success')
    expect(await row('orders', order.id)).toMatchObject({ trade_status: 'SHIPPED' })
    expect(await clock(order)).toBe('MET')
  })

  const refused: readonly [string, string, string][] = [
    ['is not paid', `trade_status = 'UNPAID', paid_at = NULL`, 'ORD-AUD-04'],
    ['is held', `held = true, hold_reason = 'AUDIT_FAILED'`, 'ORD-ABN-09'],
    ['was cancelled', `trade_status = 'CANCELLED', cancelled_at = now()`, 'FUL-14'],
    ['was called back', `trade_status = 'SHIPPED', physical_status = 'INTERCEPT_REQUESTED'`, 'FUL-14'],
  ]
  it.each(refused)('of an order that %s is not sent, and a packed one stays', async (_, set, rule) => {
    const order = await paid()
    const shipmentId = await packed(order, { lineIds: order.lineIds.slice(0, 1), status: 'PACKED' })
    await world.admin.query(`UPDATE orders SET ${set} WHERE id = $1`, [order.id])
    const before = await state()
    for (const outcome of [await pack(order), await advance(shipmentId, 'HANDED_OVER')]) {
      expect(outcome.kind).toBe('PolicyDenied')
      expect(await rulesOf(outcome)).toEqual([rule])
    }
    expect(await state()).toEqual(before)
  })

  it('holds no line that is in another one, that was cancelled, or that is not of the order', async () => {
    const order = await paid(3)
    const [first = '', second = ''] = order.lineIds
    await packed(order, { lineIds: [first] })
    await world.admin.query(`UPDATE order_lines SET status = 'CANCELLED' WHERE id = $1`, [second])
    const other = await paid()
    const before = await state()
    expect((await pack(order, { lineIds: [first] })).kind).toBe('PolicyDenied')
    expect((await pack(order, { lineIds: [second] })).kind).toBe('PolicyDenied')
    expect((await pack(order, { lineIds: [...other.lineIds] })).kind).toBe('ValidationFailed')
    expect((await pack(order, { waybill: 'x' })).kind).toBe('ValidationFailed')
    expect(await state()).toEqual(before)
    expect((await packed(order)).length).toBe(36)
    expect((await pack(order)).kind).toBe('PolicyDenied')
  })

  it('has a waybill of its own, and a key that counts once, also twice at once', async () => {
    const order = await paid(2)
    const other = await paid(1)
    const input = { lineIds: order.lineIds.slice(0, 1), waybill: waybill(), ...key() }
    const [one, two] = await Promise.all([pack(order, input), pack(order, input)])
    expect(one).toEqual(two)
    expect(one.kind).toBe('Success')
    expect((await pack(other, { waybill: input.waybill.toLowerCase() })).kind).toBe('Conflict')
    expect((await pack(other, { idempotencyKey: undefined } as More)).kind).toBe('ValidationFailed')
    const both = await Promise.all([pack(other), pack(other)])
    expect(both.map(({ kind }) => kind).toSorted()).toEqual(['PolicyDenied', 'Success'])
  })

  it('is recorded by the warehouse and supervisors, asked before, and by nobody else', async () => {
    const order = await paid()
    const before = await checksums(world)
    const asked = await previewRecordShipment(world.deps, erp, {
      orderId: order.id,
      carrier: 'SF',
      waybill: waybill(),
    })
    expect(asked).toMatchObject({ kind: 'Previewed', decision: { outcome: 'ALLOWED' } })
    const storefront = await partnerOf('STOREFRONT', ['shipment.record'])
    for (const actor of [storefront, shop.specialist, shop.partner])
      await expect(pack(order, {}, actor)).rejects.toThrow(Forbidden)
    const elsewhere = await openShop(world)
    expect((await pack(order, {}, elsewhere.supervisor)).kind).toBe('NotFound')
    expect(await row('orders', order.id)).toMatchObject({ physical_status: 'NOT_PRINTED' })
    expect((await checksums(world)).shipments).toBe(before.shipments)
    expect((await pack(order, {}, shop.supervisor)).kind).toBe('Success')
  })

  it('that the carrier scanned has left, whatever the warehouse said', async () => {
    const order = await paid(1)
    const input = { waybill: waybill() }
    const shipmentId = await packed(order, input)
    await world.admin.query('UPDATE orders SET held = true WHERE id = $1', [order.id])
    const scan = { kind: 'PICKED_UP', place: '杭州', occurredAt: NOW.toISOString() } as const
    await reportTracking(world.deps, erp, { ...input, carrier: 'SF', events: [scan] })
    expect(await row('orders', order.id)).toMatchObject({ trade_status: 'SHIPPED' })
    expect((await advance(shipmentId, 'HANDED_OVER')).kind).not.toBe('Success')
  })
})

describe('receipt', () => {
  const DUE = new Date('2026-11-28T16:00:00Z')
  const sent = async (lines = 1) => {
    const order = await paid(lines)
    await packed(order, { status: 'HANDED_OVER' })
    return order
  }
  const byTime = (order: TestOrder) => confirmReceipt(world.deps, worker, { orderId: order.id })
  const due = async (at: Date) =>
    (
      await rowsOf<{ id: string }>(
        world,
        `SELECT id FROM cs.unconfirmed_orders($1, '-infinity', $2, 100) WHERE shop_id = $3`,
        [at, '00000000-0000-0000-0000-000000000000', shop.id],
      )
    ).map(({ id }) => id)

  it('is confirmed at the end of the tenth day, since then, and once (Q37, Q67)', async () => {
    const order = await sent(2)
    const early = new Date(DUE.getTime() - 1)
    expect(await due(early)).toEqual([])
    world.setNow(early)
    expect((await byTime(order)).kind).toBe('PolicyDenied')
    expect(await row('orders', order.id)).toMatchObject({ trade_status: 'SHIPPED', signed_at: null })
    // A worker that was down catches up.
    world.setNow(new Date(DUE.getTime() + 5 * 86_400_000))
    expect(await due(world.deps.now())).toEqual([order.id])
    const both = await Promise.all([byTime(order), byTime(order)])
    expect(both.map(({ kind }) => kind).toSorted()).toEqual(['NotFound', 'Success'])
    expect(await row('orders', order.id)).toMatchObject({
      trade_status: 'SIGNED',
      physical_status: 'DELIVERED',
      signed_at: DUE,
    })
    expect(
      await rowsOf(world, 'SELECT DISTINCT status FROM order_lines WHERE order_id = $1', [order.id]),
    ).toEqual([{ status: 'SIGNED' }])
    expect(
      await rowsOf(world, 'SELECT status, signed_at FROM shipments WHERE order_id = $1', [order.id]),
    ).toEqual([{ status: 'SIGNED', signed_at: DUE }])
    expect((await eventsOf(world, order.id)).filter((type) => type === 'OrderSigned')).toHaveLength(1)
    expect(await due(world.deps.now())).toEqual([])
  })

  it('waits while an after-sale is open, and counts on when it has ended', async () => {
    const order = await sent()
    world.setNow(DUE)
    const opened = await requestAfterSale(world.deps, shop.specialist, {
      orderId: order.id,
      type: 'COMPENSATION',
      reason: 'LATE',
      lines: [],
      ...key(),
    })
    expect(opened.kind).toBe('Success')
    expect(await due(DUE)).toEqual([])
    expect((await byTime(order)).kind).toBe('PolicyDenied')
    await world.admin.query(
      `UPDATE cases SET after_sale_state = 'WITHDRAWN', status = 'CLOSED', closed_at = now() WHERE order_id = $1`,
      [order.id],
    )
    expect(await due(DUE)).toEqual([order.id])
    expect((await byTime(order)).kind).toBe('Success')
  })

  const astray: readonly [string, string][] = [
    [
      'lost',
      `UPDATE shipments SET loss_confirmed_at = now(), loss_confirmed_by = 'CARRIER' WHERE order_id = $1`,
    ],
    ['on its way back', `UPDATE shipments SET status = 'RETURNING' WHERE order_id = $1`],
    ['called back', `UPDATE orders SET physical_status = 'INTERCEPT_REQUESTED' WHERE id = $1`],
  ]
  it.each(astray)('is not confirmed of a parcel that is %s', async (_, change) => {
    const order = await sent()
    await world.admin.query(change, [order.id])
    world.setNow(DUE)
    expect(await due(DUE)).toEqual([])
    const confirm = { orderId: order.id, ...key() }
    expect((await byTime(order)).kind).toBe('PolicyDenied')
    expect((await confirmReceipt(world.deps, shop.specialist, confirm)).kind).toBe('PolicyDenied')
    expect(await row('orders', order.id)).toMatchObject({ trade_status: 'SHIPPED', signed_at: null })
  })

  it('of what was lost and refunded is not waited for', async () => {
    const order = await paid(2)
    const [lost = ''] = order.lineIds
    const gone = await packed(order, { lineIds: [lost], status: 'HANDED_OVER' })
    await packed(order, { status: 'HANDED_OVER' })
    await world.admin.query(
      `UPDATE shipments SET loss_confirmed_at = now(), loss_confirmed_by = 'CARRIER' WHERE id = $1`,
      [gone],
    )
    expect(await due(DUE)).toEqual([])
    await world.admin.query('UPDATE order_lines SET returned_quantity = 1 WHERE id = $1', [lost])
    expect(await due(DUE)).toEqual([order.id])
    world.setNow(DUE)
    expect((await byTime(order)).kind).toBe('Success')
    expect((await row('order_lines', lost))?.status).toBe('SHIPPED')
    expect(await row('orders', order.id)).toMatchObject({ trade_status: 'SIGNED' })
  })

  it('is confirmed by the word of the buyer, now, through agents and storefronts', async () => {
    const order = await sent()
    const storefront = await partnerOf('STOREFRONT', ['receipt.confirm'])
    const asked = await previewConfirmReceipt(world.deps, storefront, { orderId: order.id })
    expect(asked).toMatchObject({ kind: 'Previewed', decision: { outcome: 'ALLOWED' } })
    await expect(confirmReceipt(world.deps, erp, { orderId: order.id, ...key() })).rejects.toThrow(Forbidden)
    expect((await confirmReceipt(world.deps, storefront, { orderId: order.id })).kind).toBe(
      'ValidationFailed',
    )
    world.setNow(new Date(NOW.getTime() + 3_600_000))
    const confirmed = { orderId: order.id, ...key() }
    expect((await confirmReceipt(world.deps, storefront, confirmed)).kind).toBe('Success')
    expect((await confirmReceipt(world.deps, storefront, confirmed)).kind).toBe('Success')
    expect(await row('orders', order.id)).toMatchObject({
      trade_status: 'SIGNED',
      signed_at: new Date(NOW.getTime() + 3_600_000),
    })
    // Nobody looks for a parcel that was received, though the carrier said nothing of it.
    expect(
      await rowsOf(
        world,
        `SELECT 1 FROM cs.silent_parcels('2027-01-01', '-infinity', $1, 1000) WHERE shop_id = $2`,
        ['00000000-0000-0000-0000-000000000000', shop.id],
      ),
    ).toEqual([])
    const unsent = await paid()
    expect((await confirmReceipt(world.deps, shop.specialist, { orderId: unsent.id, ...key() })).kind).toBe(
      'PolicyDenied',
    )
  })
})
