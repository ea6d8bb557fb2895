import { randomUUID } from 'node:crypto'
import type { PartnerId, Permission } from '@cs/domain/access'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  type Actor,
  confirmLoss,
  Forbidden,
  interceptOrder,
  reportSilentParcel,
  reportTracking,
  requestAfterSale,
} from '../src/index.ts'
import { applied, caseOf, clocksOf, eventsOf, key } from './after-sales.ts'
import { placeOrder, type TestOrder } from './orders.ts'
import { NOW, openShop, openWorld, type TestShop, type World } from './shop.ts'
import { rowsOf } from './state.ts'

let world: World
let shop: TestShop
let carrier: Actor
let worker: Actor
beforeAll(async () => {
  world = await openWorld('parcels')
  shop = await openShop(world, 'apparel')
  carrier = await partnerOf('CARRIER', ['tracking.report', 'loss.confirm'])
  worker = { kind: 'worker', shop: shop.id }
})
beforeEach(() => world.setNow(NOW))
afterAll(() => world.close())

async function partnerOf(kind: string, scopes: readonly Permission[]): Promise<Actor> {
  const id = randomUUID() as PartnerId
  await world.admin.query(
    `INSERT INTO partner_clients (id, subject, name, kind, created_at) VALUES ($1::uuid, $1::text, $2, $2, '2026-01-01')`,
    [id, kind],
  )
  return { kind: 'partner', id, shop: shop.id, scopes }
}

interface Parcel {
  readonly id: string
  readonly waybill: string
  readonly order: TestOrder
}

/** An order whose lines are in one parcel each, or all in one. */
async function sent({
  status = 'IN_TRANSIT',
  lines = 1,
  split = false,
  hoursSilent = 2,
} = {}): Promise<readonly Parcel[]> {
  const out = status !== 'PACKED'
  const order = await placeOrder(world, shop, {
    trade: out ? 'SHIPPED' : 'PAID',
    physical: out ? 'HANDED_OVER' : 'PACKED',
    lines: Array.from({ length: lines }, () => (out ? 'SHIPPED' : 'OPEN') as 'SHIPPED' | 'OPEN'),
  })
  const parcels: Parcel[] = []
  for (const lineIds of split ? order.lineIds.map((id) => [id]) : [order.lineIds]) {
    const id = randomUUID()
    const waybill = `SF${id.slice(0, 8)}`
    const at = new Date(NOW.getTime() - hoursSilent * 3_600_000)
    await world.admin.query(
      `INSERT INTO shipments (shop_id, id, order_id, waybill, carrier, status, weight_grams, handed_over_at, created_at, last_scan_at)
       VALUES ($1, $2, $3, $4, 'SF', $5, 800, $6, '2026-11-10T00:00:00Z', $6)`,
      [shop.id, id, order.id, waybill, status, out ? at : null],
    )
    await world.admin.query('UPDATE order_lines SET shipment_id = $2 WHERE id = ANY($1)', [lineIds, id])
    parcels.push({ id, waybill, order })
  }
  if (out)
    await world.admin.query('UPDATE orders SET first_shipped_at = $2 WHERE id = $1', [
      order.id,
      '2026-11-12T00:00:00Z',
    ])
  return parcels
}

async function one(options: Parameters<typeof sent>[0] = {}): Promise<Parcel> {
  const [parcel] = await sent(options)
  if (!parcel) throw new Error('no parcel')
  return parcel
}

type Event = readonly [kind: string, at: string]
const report = (parcel: Parcel, events: readonly Event[], actor: Actor = carrier) =>
  reportTracking(world.deps, actor, {
    waybill: parcel.waybill,
    carrier: 'SF',
    events: events.map(([kind, occurredAt]) => ({ kind: kind as 'SIGNED', place: '杭州', occurredAt })),
  })

const orderOf = async (parcel: Parcel) =>
  (await rowsOf<Record<string, unknown>>(world, 'SELECT * FROM orders WHERE id = $1', [parcel.order.id]))[0]
const parcelOf = async (parcel: Parcel) =>
  (await rowsOf<Record<string, unknown>>(world, 'SELECT * FROM shipments WHERE id = $1', [parcel.id]))[0]
const casesOf = (parcel: Parcel) =>
  rowsOf<{ id: string; after_sale_type: string; reason: string; owner_id: string }>(
    world,
    'SELECT id, after_sale_type, reason, owner_id FROM cases WHERE order_id = $1 ORDER BY opened_at, id',
    [parcel.order.id],
  )

describe('what a carrier reports', () => {
  it('takes a parcel that was packed out of the stock and its order into the hands of the carrier', async () => {
    const parcel = await one({ status: 'PACKED' })
    await world.admin.query('UPDATE skus SET stock = 20, reserved = 3 WHERE id = $1', [shop.skus.s])
    const outcome = await report(parcel, [
      ['PICKED_UP', '2026-11-18T01:00:00Z'],
      ['ARRIVED_AT_HUB', '2026-11-18T03:00:00+00:00'],
    ])
    expect(outcome).toMatchObject({ kind: 'Success', status: 'IN_TRANSIT', added: 2, caseIds: [] })
    expect(await orderOf(parcel)).toMatchObject({
      trade_status: 'SHIPPED',
      physical_status: 'HANDED_OVER',
      first_shipped_at: new Date('2026-11-18T01:00:00Z'),
      trade_deadline_at: new Date('2026-11-28T16:00:00Z'),
    })
    expect(await parcelOf(parcel)).toMatchObject({ last_scan_at: new Date('2026-11-18T03:00:00Z') })
    expect(await rowsOf(world, 'SELECT stock, reserved FROM skus WHERE id = $1', [shop.skus.s])).toEqual([
      { stock: 19, reserved: 2 },
    ])
    expect(await eventsOf(world, parcel.order.id)).toEqual(['TrackingReported', 'OrderShipped'])
  })

  it('is known by kind and time: reported again, in another order and twice at once, it is nothing new', async () => {
    const parcel = await one()
    const events: Event[] = [
      ['OUT_FOR_DELIVERY', '2026-11-18T02:00:00Z'],
      ['SIGNED', '2026-11-18T03:00:00Z'],
    ]
    const both = await Promise.all([report(parcel, events), report(parcel, events.toReversed())])
    expect(both.map((each) => each.kind === 'Success' && each.added).sort()).toEqual([0, 2])
    expect(await report(parcel, [...events, ...events])).toMatchObject({
      kind: 'Success',
      added: 0,
      status: 'SIGNED',
    })
    expect(await orderOf(parcel)).toMatchObject({
      trade_status: 'SIGNED',
      physical_status: 'DELIVERED',
      signed_at: new Date('2026-11-18T03:00:00Z'),
    })
    expect(
      await rowsOf(world, 'SELECT kind FROM tracking_events WHERE shipment_id = $1 ORDER BY position', [
        parcel.id,
      ]),
    ).toEqual([{ kind: 'OUT_FOR_DELIVERY' }, { kind: 'SIGNED' }])
    const late = await report(parcel, [['RETURNING', '2026-11-18T03:30:00Z']])
    expect(late).toMatchObject({ kind: 'Success', status: 'SIGNED', caseIds: [] })
  })

  it('signs for an order once its last parcel is signed for', async () => {
    const [first, second] = await sent({ lines: 2, split: true })
    if (!first || !second) throw new Error('two parcels')
    await report(first, [['SIGNED', '2026-11-18T01:00:00Z']])
    expect(await orderOf(first)).toMatchObject({ trade_status: 'SHIPPED', signed_at: null })
    await report(second, [['SIGNED', '2026-11-18T02:00:00Z']])
    expect(await orderOf(first)).toMatchObject({
      trade_status: 'SIGNED',
      signed_at: new Date('2026-11-18T02:00:00Z'),
    })
  })

  it('is refused from the future, of another carrier, another shop and from who carries nothing', async () => {
    const parcel = await one()
    const storefront = await partnerOf('STOREFRONT', ['tracking.report'])
    const other = await openShop(world)
    expect(await report(parcel, [['SIGNED', '2026-11-18T04:06:00Z']])).toMatchObject({
      kind: 'ValidationFailed',
    })
    const events = [{ kind: 'SIGNED' as const, place: '杭州', occurredAt: '2026-11-18T01:00:00Z' }]
    const wrong = { waybill: parcel.waybill, carrier: 'STO', events }
    expect(await reportTracking(world.deps, carrier, wrong)).toMatchObject({ kind: 'NotFound' })
    expect(await report(parcel, [['SIGNED', '2026-11-18T01:00:00Z']], other.supervisor)).toMatchObject({
      kind: 'NotFound',
    })
    for (const actor of [storefront, shop.specialist, shop.partner])
      await expect(report(parcel, [['SIGNED', '2026-11-18T01:00:00Z']], actor)).rejects.toThrow(Forbidden)
    expect(await parcelOf(parcel)).toMatchObject({ status: 'IN_TRANSIT' })
    expect(await eventsOf(world, parcel.order.id)).toEqual([])
  })
})

describe('a parcel that goes astray opens its after-sale, once', () => {
  const cases: readonly [string, string, string, string][] = [
    ['LOST', 'RESHIP', 'LOST', 'IN_TRANSIT'],
    ['DAMAGED', 'RESHIP', 'TRANSIT_DAMAGE', 'IN_TRANSIT'],
    ['NO_DELIVERY_POINT', 'RESHIP', 'LATE', 'RETURNING'],
    ['RETURNING', 'RESHIP', 'LATE', 'RETURNING'],
    ['RETURNED', 'RESHIP', 'LATE', 'RETURNED'],
    ['REFUSED', 'RETURN_AND_REFUND', 'NO_REASON', 'RETURNING'],
    ['DELIVERY_FAILED', 'COMPENSATION', 'LATE', 'IN_TRANSIT'],
  ]
  it.each(cases)('%s: %s, %s', async (kind, type, reason, status) => {
    const parcel = await one()
    const outcome = await report(parcel, [[kind, '2026-11-18T02:00:00Z']])
    expect(outcome).toMatchObject({ kind: 'Success', status, caseIds: [expect.any(String)] })
    expect(await report(parcel, [[kind, '2026-11-18T03:00:00Z']])).toMatchObject({
      kind: 'Success',
      caseIds: [],
    })
    const found = await casesOf(parcel)
    expect(found).toEqual([expect.objectContaining({ after_sale_type: type, reason })])
    const [opened] = found
    expect(await caseOf(world, opened?.id ?? '')).toMatchObject({
      after_sale_state: 'APPLIED',
      channel: 'FORM',
    })
    expect(await eventsOf(world, opened?.id ?? '')).toEqual(['AfterSaleRequested'])
    if (reason !== 'NO_REASON') expect(await clocksOf(world, opened?.id ?? '')).toContain('parcel.resolve')
  })

  it('with its loss confirmed where the carrier says so, and its plan owed', async () => {
    const parcel = await one()
    await report(parcel, [['LOST', '2026-11-18T02:00:00Z']])
    expect(await parcelOf(parcel)).toMatchObject({
      loss_confirmed_by: 'CARRIER',
      last_scan_at: new Date('2026-11-18T02:00:00Z'),
    })
    const [opened] = await casesOf(parcel)
    expect(await clocksOf(world, opened?.id ?? '')).toContain('parcel.lost_plan')
  })

  it('one after-sale for what is the matter in turn: broken, refused, on its way back', async () => {
    const parcel = await one()
    await report(parcel, [['DAMAGED', '2026-11-18T00:00:00Z']])
    await report(parcel, [['REFUSED', '2026-11-18T01:00:00Z']])
    await report(parcel, [['RETURNED', '2026-11-18T02:00:00Z']])
    expect(await casesOf(parcel)).toHaveLength(1)
    expect(
      await rowsOf(world, 'SELECT DISTINCT case_id FROM parcel_matters WHERE shipment_id = $1', [parcel.id]),
    ).toHaveLength(1)
  })

  it('none where one is at work on the pieces, and none for a parcel that the shop called back', async () => {
    const own = await one()
    const caseId = await applied(world, shop.specialist, own.order, {
      type: 'RESHIP',
      reason: 'TRANSIT_DAMAGE',
    })
    expect(await report(own, [['DAMAGED', '2026-11-18T02:00:00Z']])).toMatchObject({
      kind: 'Success',
      caseIds: [],
    })
    expect(await casesOf(own)).toEqual([expect.objectContaining({ id: caseId })])

    const recalled = await one()
    await interceptOrder(world.deps, shop.specialist, {
      orderId: recalled.order.id,
      reason: 'NO_LONGER_WANTED',
      ...key(),
    })
    await report(recalled, [['RETURNED', '2026-11-18T02:00:00Z']])
    expect(await casesOf(recalled)).toEqual([])
    expect(await orderOf(recalled)).toMatchObject({ physical_status: 'RETURNED' })
    const remarks = await rowsOf<{ text: string }>(
      world,
      'SELECT text FROM order_remarks WHERE order_id = $1',
      [recalled.order.id],
    )
    expect(remarks.map(({ text }) => text)).toContain('召回件已退回')
  })

  it('at once from two reports and an agent', async () => {
    const parcel = await one()
    await Promise.all([
      report(parcel, [['DAMAGED', '2026-11-18T02:00:00Z']]),
      report(parcel, [['DAMAGED', '2026-11-18T02:30:00Z']]),
      report(parcel, [['REFUSED', '2026-11-18T02:45:00Z']]),
    ])
    expect(await casesOf(parcel)).toHaveLength(1)
  })
})

describe('a loss', () => {
  it('is confirmed by a supervisor or the carrier, once, and by nobody else', async () => {
    const parcel = await one()
    const erp = await partnerOf('ERP', ['loss.confirm'])
    for (const actor of [shop.specialist, shop.colleague, shop.partner, erp])
      await expect(confirmLoss(world.deps, actor, { shipmentId: parcel.id })).rejects.toThrow(Forbidden)
    expect(await parcelOf(parcel)).toMatchObject({ loss_confirmed_at: null })
    const done = await confirmLoss(world.deps, shop.supervisor, { shipmentId: parcel.id })
    expect(done).toMatchObject({ kind: 'Success', caseId: expect.any(String) })
    expect(await parcelOf(parcel)).toMatchObject({ loss_confirmed_at: NOW, loss_confirmed_by: 'SUPERVISOR' })
    expect(await confirmLoss(world.deps, carrier, { shipmentId: parcel.id })).toMatchObject({
      kind: 'Conflict',
    })
    const elsewhere = await openShop(world)
    expect(await confirmLoss(world.deps, elsewhere.supervisor, { shipmentId: parcel.id })).toMatchObject({
      kind: 'NotFound',
    })
    const arrived = await one({ status: 'SIGNED' })
    expect(await confirmLoss(world.deps, carrier, { shipmentId: arrived.id })).toMatchObject({
      kind: 'Conflict',
    })
  })
})

describe('a silent parcel', () => {
  it('counts as lost after the time of the pack, not before, for the worker alone', async () => {
    const parcel = await one({ hoursSilent: 72 })
    await expect(reportSilentParcel(world.deps, shop.manager, { shipmentId: parcel.id })).rejects.toThrow(
      Forbidden,
    )
    world.setNow(new Date(NOW.getTime() - 1))
    expect(await reportSilentParcel(world.deps, worker, { shipmentId: parcel.id })).toMatchObject({
      kind: 'Conflict',
    })
    expect(await casesOf(parcel)).toEqual([])
    world.setNow(NOW)
    expect(await reportSilentParcel(world.deps, worker, { shipmentId: parcel.id })).toMatchObject({
      kind: 'Success',
      caseId: expect.any(String),
    })
    await reportSilentParcel(world.deps, worker, { shipmentId: parcel.id })
    expect(await casesOf(parcel)).toEqual([
      expect.objectContaining({ after_sale_type: 'RESHIP', reason: 'LOST' }),
    ])
    expect(await parcelOf(parcel)).toMatchObject({ loss_confirmed_at: null })
    const outcome = await requestAfterSale(world.deps, shop.specialist, {
      orderId: parcel.order.id,
      type: 'RESHIP',
      reason: 'LOST',
      lines: parcel.order.lineIds.map((lineId) => ({ lineId, quantity: 1 })),
      ...key(),
    })
    expect(outcome.kind).toBe('PolicyDenied')
  })
})
