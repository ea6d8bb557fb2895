import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  changeOrderAddress,
  changeOrderItem,
  correctAddressWithCarrier,
  interceptOrder,
  previewChangeOrderAddress,
  previewChangeOrderItem,
} from '../src/index.ts'
import { placeOrder, type TestOrder } from './orders.ts'
import { NOW, openShop, openWorld, type TestShop, type World } from './shop.ts'
import { checksums, rowsOf } from './state.ts'

let world: World
let shop: TestShop
let apparel: TestShop
beforeAll(async () => {
  world = await openWorld('change')
  shop = await openShop(world)
  apparel = await openShop(world, 'apparel')
})
afterAll(() => world.close())

const address = {
  province: '江苏省',
  city: '南京市',
  district: '玄武区',
  detail: '中山路 88 号 3 幢 502 室',
  recipient: '王小明',
  phone: '139 8765 4321',
}
const known = (order: TestOrder) => ({ orderNumber: order.number, phoneLast4: '5678' })
const checksOf = (order: TestOrder) =>
  rowsOf<{ passed: boolean; used: boolean }>(
    world,
    'SELECT passed, used_by_command IS NOT NULL AS used FROM identity_checks WHERE order_id = $1 ORDER BY checked_at, id',
    [order.id],
  )

describe('changeOrderAddress', () => {
  it('takes no more checks after five failed ones, right digits neither, until the hour is over', async () => {
    const order = await placeOrder(world, shop)
    const attempt = (phoneLast4: string) =>
      changeOrderAddress(world.deps, shop.specialist, {
        orderId: order.id,
        address,
        identity: { ...known(order), phoneLast4 },
      })
    const wrong = await Promise.all(['0000', '0001', '0002', '0003', '0004', '0005', '0006'].map(attempt))
    expect(new Set(wrong.map(({ kind }) => kind))).toEqual(new Set(['PolicyDenied']))
    expect(await checksOf(order)).toHaveLength(5)
    expect((await attempt('5678')).kind).toBe('PolicyDenied')
    expect(await checksOf(order)).toHaveLength(5)
    world.setNow(new Date(NOW.getTime() + 61 * 60_000))
    expect((await attempt('5678')).kind).toBe('Success')
    world.setNow(NOW)
  })

  it('sends a paid order elsewhere after an identity check, with the values in the vault alone', async () => {
    const order = await placeOrder(world, shop)
    const outcome = await changeOrderAddress(world.deps, shop.specialist, {
      orderId: order.id,
      address,
      identity: known(order),
    })
    expect(outcome).toMatchObject({ kind: 'Success', warehouseTaskId: null })
    const [row] = await rowsOf<{ detail: string; phone: string; phone_last4: string; detail_masked: string }>(
      world,
      `SELECT d.value AS detail, p.value AS phone, a.phone_last4, a.detail_masked FROM orders o
       JOIN addresses a ON a.id = o.address_id JOIN contact_vault d ON d.id = a.detail_vault_id
       JOIN contact_vault p ON p.id = a.phone_vault_id WHERE o.id = $1`,
      [order.id],
    )
    expect(row).toMatchObject({ detail: address.detail, phone: '13987654321', phone_last4: '4321' })
    expect(row?.detail_masked).not.toContain('502')
    expect(await checksOf(order)).toEqual([{ passed: true, used: true }])
    const kept = JSON.stringify([
      await rowsOf(world, 'SELECT facts, findings FROM decisions WHERE subject_id = $1', [order.id]),
      await rowsOf(world, 'SELECT * FROM events WHERE subject_id = $1', [order.id]),
      await rowsOf(world, 'SELECT * FROM audit_entries WHERE subject_id = $1', [order.id]),
      await rowsOf(world, 'SELECT * FROM idempotency_keys'),
    ])
    for (const secret of ['13987654321', '王小明', '中山路', '"5678"']) expect(kept).not.toContain(secret)
    const terms = await rowsOf(
      world,
      "SELECT term FROM search_terms WHERE entity_id = $1 AND field = 'PHONE_LAST4'",
      [order.id],
    )
    expect(terms).toEqual([{ term: '4321' }])
  })

  it('keeps a failed check though it denies the change', async () => {
    const order = await placeOrder(world, shop)
    const before = await checksums(world)
    const outcome = await changeOrderAddress(world.deps, shop.specialist, {
      orderId: order.id,
      address,
      identity: { ...known(order), phoneLast4: '0000' },
    })
    expect(outcome.kind).toBe('PolicyDenied')
    expect(await checksums(world)).toEqual(before)
    expect(await checksOf(order)).toEqual([{ passed: false, used: false }])
  })

  it('takes a check for one change only', async () => {
    const order = await placeOrder(world, shop)
    await changeOrderAddress(world.deps, shop.specialist, {
      orderId: order.id,
      address,
      identity: known(order),
    })
    const again = await changeOrderAddress(world.deps, shop.specialist, { orderId: order.id, address })
    expect(again.kind).toBe('PolicyDenied')
  })

  it('needs no check while nothing is paid', async () => {
    const order = await placeOrder(world, shop, { trade: 'UNPAID' })
    const outcome = await changeOrderAddress(world.deps, shop.specialist, { orderId: order.id, address })
    expect(outcome.kind).toBe('Success')
  })

  it('previews without trying the check or leaving a trace', async () => {
    const order = await placeOrder(world, shop)
    const before = await checksums(world)
    const input = { orderId: order.id, address, identity: known(order) }
    const asked = await previewChangeOrderAddress(world.deps, shop.specialist, input)
    expect(asked).toMatchObject({ kind: 'Previewed', decision: { outcome: 'DENIED' }, subjectVersion: 1 })
    expect(JSON.stringify(asked)).toContain('IDENTITY_CHECK')
    expect(await checksums(world)).toEqual(before)
    expect(await checksOf(order)).toEqual([])
  })

  it('has the warehouse find a printed parcel', async () => {
    const order = await placeOrder(world, apparel, { physical: 'LABEL_PRINTED' })
    const outcome = await changeOrderAddress(world.deps, apparel.specialist, {
      orderId: order.id,
      address,
      identity: known(order),
    })
    expect(outcome).toMatchObject({ kind: 'Success', warehouseTaskId: expect.any(String) })
  })

  it('denies a shipped order and names what is wrong with an address', async () => {
    const order = await placeOrder(world, shop, {
      trade: 'SHIPPED',
      physical: 'HANDED_OVER',
      lines: ['SHIPPED'],
    })
    const before = await checksums(world)
    const change = (more: object) =>
      changeOrderAddress(world.deps, shop.specialist, { orderId: order.id, address: { ...address, ...more } })
    expect((await change({})).kind).toBe('PolicyDenied')
    expect(await change({ phone: '12345' })).toMatchObject({
      issues: [{ field: 'address.phone', code: 'INVALID_FORMAT' }],
    })
    expect(await change({ detail: ' ' })).toMatchObject({
      issues: [{ field: 'address.detail', code: 'REQUIRED' }],
    })
    expect(await change({ recipient: '王'.repeat(51) })).toMatchObject({
      issues: [{ field: 'address.recipient', code: 'TOO_LONG', message: { en: 'At most 50 characters.' } }],
    })
    expect(await change({ city: 'x\u202Ey' })).toMatchObject({
      issues: [{ field: 'address.city', code: 'CONTROL_CHARACTERS' }],
    })
    expect(await checksums(world)).toEqual(before)
  })
})

describe('correctAddressWithCarrier', () => {
  it('asks the carrier after an identity check, where the pack allows it', async () => {
    const shipped = { trade: 'SHIPPED', physical: 'HANDED_OVER', lines: ['SHIPPED'] } as const
    const correct = async (at: TestShop) => {
      const order = await placeOrder(world, at, shipped)
      const input = { orderId: order.id, address }
      const unchecked = await correctAddressWithCarrier(world.deps, at.specialist, input)
      const checked = await correctAddressWithCarrier(world.deps, at.specialist, {
        ...input,
        identity: known(order),
      })
      const tasks = await rowsOf(world, 'SELECT kind, status FROM warehouse_tasks WHERE order_id = $1', [
        order.id,
      ])
      return [unchecked.kind, checked.kind, tasks]
    }
    const asked = [{ kind: 'CORRECT_ADDRESS', status: 'OPEN' }]
    expect(await correct(shop)).toEqual(['PolicyDenied', 'Success', asked])
    expect(await correct(apparel)).toEqual(['PolicyDenied', 'PolicyDenied', []])
  })
})

describe('changeOrderItem', () => {
  const stock = async (sku: string) =>
    (await rowsOf<{ reserved: number }>(world, 'SELECT reserved FROM skus WHERE id = $1', [sku]))[0]
      ?.reserved ?? -1
  const swap = (order: TestOrder, skuId: string, agent = apparel.specialist) =>
    changeOrderItem(world.deps, agent, {
      orderId: order.id,
      lineId: order.lineIds[0] ?? '',
      skuId,
      idempotencyKey: randomUUID(),
    })

  it('moves the line and its stock to another specification at the same price', async () => {
    const order = await placeOrder(world, apparel)
    const [s, m] = [await stock(apparel.skus.s), await stock(apparel.skus.m)]
    expect(await swap(order, apparel.skus.m)).toMatchObject({ kind: 'Success', skuId: apparel.skus.m })
    expect([await stock(apparel.skus.s), await stock(apparel.skus.m)]).toEqual([s - 1, m + 1])
    const [line] = await rowsOf(world, 'SELECT sku_id, spec, paid_fen FROM order_lines WHERE order_id = $1', [
      order.id,
    ])
    expect(line).toEqual({ sku_id: apparel.skus.m, spec: 'M', paid_fen: '10000' })
  })

  it('denies another price with alternatives, and a paid order of the base pack', async () => {
    const dear = await placeOrder(world, apparel)
    const paid = await placeOrder(world, shop)
    const before = await checksums(world)
    const asked = await previewChangeOrderItem(world.deps, apparel.specialist, {
      orderId: dear.id,
      lineId: dear.lineIds[0] ?? '',
      skuId: apparel.skus.dear,
    })
    expect(asked).toMatchObject({ kind: 'Previewed', decision: { outcome: 'DENIED' } })
    expect(JSON.stringify(asked)).toContain('"alternative"')
    expect((await swap(dear, apparel.skus.dear)).kind).toBe('PolicyDenied')
    expect((await swap(paid, shop.skus.m, shop.specialist)).kind).toBe('PolicyDenied')
    expect({ ...(await checksums(world)), idempotency_keys: '' }).toEqual({ ...before, idempotency_keys: '' })
  })

  it('never sells a piece twice', async () => {
    const scarce = await openShop(world, 'apparel')
    await world.admin.query('UPDATE skus SET stock = 3 WHERE id = $1', [scarce.skus.m])
    const orders = await Promise.all(Array.from({ length: 8 }, () => placeOrder(world, scarce)))
    const outcomes = await Promise.all(orders.map((order) => swap(order, scarce.skus.m, scarce.specialist)))
    expect(outcomes.filter((outcome) => outcome.kind === 'Success')).toHaveLength(3)
    expect(await stock(scarce.skus.m)).toBe(3)
  })

  it('does not know a specification of another shop', async () => {
    const order = await placeOrder(world, apparel)
    expect(await swap(order, shop.skus.m)).toEqual({ kind: 'NotFound', what: 'Sku' })
  })
})

describe('interceptOrder', () => {
  const recall = (agent: TestShop['specialist'], order: TestOrder) =>
    interceptOrder(world.deps, agent, {
      orderId: order.id,
      reason: 'NO_LONGER_WANTED',
      idempotencyKey: randomUUID(),
    })

  it('asks the carrier to bring a parcel back where the pack allows it', async () => {
    const shipped = { trade: 'SHIPPED', physical: 'HANDED_OVER', lines: ['SHIPPED'] } as const
    const order = await placeOrder(world, apparel, shipped)
    expect((await recall(apparel.specialist, order)).kind).toBe('Success')
    const [row] = await rowsOf(world, 'SELECT trade_status, physical_status FROM orders WHERE id = $1', [
      order.id,
    ])
    expect(row).toEqual({ trade_status: 'SHIPPED', physical_status: 'INTERCEPT_REQUESTED' })
    const other = await placeOrder(world, shop, shipped)
    expect((await recall(shop.specialist, other)).kind).toBe('PolicyDenied')
  })

  it('is refused to who may not cancel', async () => {
    const order = await placeOrder(world, apparel)
    const stranger = { ...apparel.partner, scopes: [] }
    const before = await checksums(world)
    await expect(
      interceptOrder(world.deps, stranger, {
        orderId: order.id,
        reason: 'WRONG_ITEM',
        idempotencyKey: randomUUID(),
      }),
    ).rejects.toMatchObject({ name: 'Forbidden', permission: 'order.cancel' })
    expect(await checksums(world)).toEqual(before)
  })
})
