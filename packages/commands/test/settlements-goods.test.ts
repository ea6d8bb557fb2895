import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  chooseReplacement,
  confirmAfterSale,
  confirmRefundArrival,
  decideApproval,
  issueRefund,
  refundAfterSale,
  reportReplacementUnavailable,
  requestApproval,
  sendRepaired,
  sendReplacement,
  startRepair,
  takeBackExtra,
} from '../src/index.ts'
import { caseOf, clocksOf, eventsOf, key, noticesOf, signedOrder } from './after-sales.ts'
import { agreed, discrepancies, inspected, rowOf, sentBack, success, waybill } from './settlements.ts'
import { openShop, openWorld, type TestShop, type World } from './shop.ts'
import { checksums, rowsOf } from './state.ts'

let world: World
let shop: TestShop
let other: TestShop
beforeAll(async () => {
  world = await openWorld('settlements-goods')
  shop = await openShop(world)
  other = await openShop(world)
})
afterAll(() => world.close())

const stockOf = async (skuId: string) => Number((await rowOf(world, 'skus', skuId)).stock)
const send = (caseId: string, more: object = {}, by = shop.specialist) =>
  sendReplacement(world.deps, by, { caseId, carrier: 'SF', waybill: waybill(), ...key(), ...more })
const exchange = (more: object = {}) => ({
  type: 'EXCHANGE',
  reason: 'SIZE_FIT',
  replacementSkuId: shop.skus.m,
  ...more,
})
const sentOf = (caseId: string) =>
  rowsOf(world, 'SELECT kind, sku_id, quantity, confirmed_at FROM replacements WHERE case_id = $1', [caseId])

describe('an exchange', () => {
  it('takes the replacement from stock, puts the old piece on sale, and ends with the customer', async () => {
    const order = await signedOrder(world, shop)
    const caseId = await inspected(world, shop, order, exchange())
    const [old, fresh] = [await stockOf(shop.skus.s), await stockOf(shop.skus.m)]
    await success(send(caseId))
    expect(await stockOf(shop.skus.s)).toBe(old + 1)
    expect(await stockOf(shop.skus.m)).toBe(fresh - 1)
    expect(await sentOf(caseId)).toEqual([
      { kind: 'EXCHANGE', sku_id: shop.skus.m, quantity: 1, confirmed_at: null },
    ])
    expect(await caseOf(world, caseId)).toMatchObject({ after_sale_state: 'REPLACEMENT_SENT' })
    expect(await clocksOf(world, caseId)).toContain('after_sale.replacement: MET')
    expect(await noticesOf(world, caseId)).toContain('REPLACEMENT_SENT')
    const remarks = await rowsOf(world, 'SELECT action_type, flag FROM order_remarks WHERE order_id = $1', [
      order.id,
    ])
    expect(remarks).toContainEqual({ action_type: 'RESHIPMENT', flag: 'BLUE' })
    // The customer has a piece as before: nothing was refunded, nothing counts as returned.
    const [line] = await rowsOf(
      world,
      'SELECT returned_quantity, status FROM order_lines WHERE order_id = $1',
      [order.id],
    )
    expect(line).toEqual({ returned_quantity: 0, status: 'SIGNED' })
    await success(confirmAfterSale(world.deps, shop.partner, { caseId }))
    expect(await caseOf(world, caseId)).toMatchObject({ after_sale_state: 'COMPLETED', status: 'CLOSED' })
    expect(await sentOf(caseId)).toMatchObject([{ confirmed_at: expect.any(Date) }])
    expect(await eventsOf(world, caseId)).toEqual(
      expect.arrayContaining(['ReplacementSent', 'AfterSaleConfirmed']),
    )
    expect(await discrepancies(world, shop)).toEqual({})
  })

  it('that is sold out lets the customer choose another, wait, or take the money (Q63)', async () => {
    const sold = async () => {
      await world.admin.query('UPDATE skus SET stock = reserved WHERE id = $1', [shop.skus.m])
      const caseId = await inspected(world, shop, await signedOrder(world, shop), exchange())
      const before = await checksums(world)
      expect((await send(caseId)).kind).toBe('PolicyDenied')
      expect(await checksums(world)).toEqual({ ...before, idempotency_keys: expect.any(String) })
      await success(reportReplacementUnavailable(world.deps, shop.specialist, { caseId }))
      expect(await clocksOf(world, caseId)).toContain('(after_sale.replacement)')
      return caseId
    }
    const first = await sold()
    const other_ = { caseId: first, skuId: other.skus.s, ...key() }
    expect(await chooseReplacement(world.deps, shop.specialist, other_)).toEqual({
      kind: 'NotFound',
      what: 'Sku',
    })
    const dearer = { caseId: first, skuId: shop.skus.dear, ...key() }
    const chosen = await success(chooseReplacement(world.deps, shop.specialist, dearer))
    expect(chosen).toMatchObject({ skuId: shop.skus.dear, priceDifferenceFen: 2_000 })
    expect(await clocksOf(world, first)).toContain('after_sale.replacement')
    const before = await stockOf(shop.skus.dear)
    await success(send(first))
    expect(await stockOf(shop.skus.dear)).toBe(before - 1)

    const second = await sold()
    await success(chooseReplacement(world.deps, shop.specialist, { caseId: second, skuId: null, ...key() }))
    await world.admin.query('UPDATE skus SET stock = reserved + 1 WHERE id = $1', [shop.skus.m])
    await success(send(second))

    const third = await sold()
    const money = await success(refundAfterSale(world.deps, shop.specialist, { caseId: third, ...key() }))
    expect(money.amountFen).toBe(10_000)
    const [refund] = await rowsOf(world, 'SELECT reason FROM refunds WHERE case_id = $1', [third])
    expect(refund).toEqual({ reason: 'OUT_OF_STOCK' })
    expect(await clocksOf(world, third)).toEqual(
      expect.arrayContaining(['after_sale.replacement: VOID', 'after_sale.refund']),
    )
    expect(await discrepancies(world, shop)).toEqual({})
  })

  it('pays a price difference back as a cheaper replacement leaves, beside the case (PRC-09)', async () => {
    const cheap = await openShop(world)
    const by = cheap.specialist
    await world.admin.query('UPDATE skus SET price_fen = 7_450 WHERE id = $1', [cheap.skus.m])
    const order = await signedOrder(world, cheap)
    const of = { type: 'EXCHANGE', reason: 'SIZE_FIT', replacementSkuId: cheap.skus.m }
    const caseId = await inspected(world, cheap, order, of)
    const parcel = { caseId, carrier: 'SF', waybill: waybill(), ...key() }
    const sent = await success(sendReplacement(world.deps, by, parcel))
    const refundId = String(sent.refundId)
    expect(await rowOf(world, 'refunds', refundId)).toMatchObject({
      amount_fen: 2_550,
      kind: 'PARTIAL',
      case_id: caseId,
    })
    await success(confirmAfterSale(world.deps, by, { caseId }))
    const clock = async () =>
      await rowsOf(world, `SELECT result FROM clocks WHERE subject_id = $1 AND name = 'partial_refund'`, [
        order.id,
      ])
    expect(await clock()).toEqual([{ result: null }])
    await success(issueRefund(world.deps, by, { refundId, ...key() }))
    expect(await clock()).toEqual([{ result: 'MET' }])
    await success(confirmRefundArrival(world.deps, by, { refundId, ...key() }))
    expect(await caseOf(world, caseId)).toMatchObject({ after_sale_state: 'COMPLETED' })
    expect(await noticesOf(world, caseId)).toEqual(
      expect.arrayContaining(['REFUND_ISSUED', 'REFUND_ARRIVED']),
    )
    const remarks = await rowsOf(world, 'SELECT action_type, flag FROM order_remarks WHERE order_id = $1', [
      order.id,
    ])
    expect(remarks).toContainEqual({ action_type: 'PRICE_CHANGE', flag: 'YELLOW' })
    expect(await discrepancies(world, cheap)).toEqual({})
  })

  it('ships first where the shop is at fault, by an approval (C-25, AS-POL-27)', async () => {
    const apparel = await openShop(world, 'apparel')
    const of = { type: 'EXCHANGE', reason: 'WRONG_ITEM', replacementSkuId: apparel.skus.m }
    const caseId = await sentBack(world, apparel, await signedOrder(world, apparel), of)
    const input = { caseId, carrier: 'SF', waybill: waybill() }
    const direct = sendReplacement(world.deps, apparel.specialist, { ...input, ...key() })
    expect((await direct).kind).toBe('ApprovalRequired')
    expect(await sentOf(caseId)).toEqual([])
    const asked = await success(
      requestApproval(world.deps, apparel.specialist, {
        action: 'sendReplacement',
        input,
        reason: '客户急用，已提供退货单号',
      }),
    )
    const verdict = { approvalId: asked.approvalId, verdict: 'APPROVE', reason: '同意先发' } as const
    await success(decideApproval(world.deps, apparel.supervisor, verdict))
    expect(await caseOf(world, caseId)).toMatchObject({
      after_sale_state: 'REPLACEMENT_SENT',
      special_approval: true,
    })
    expect(await sentOf(caseId)).toHaveLength(1)
  })

  it('is not sent before the goods are back for an own reason, and leaves stock alone', async () => {
    const caseId = await sentBack(world, shop, await signedOrder(world, shop), exchange())
    await world.admin.query('UPDATE skus SET stock = stock + 5 WHERE id = $1', [shop.skus.m])
    const before = await stockOf(shop.skus.m)
    expect((await send(caseId, {}, shop.manager)).kind).toBe('PolicyDenied')
    expect(await stockOf(shop.skus.m)).toBe(before)
    expect(await send(caseId, { carrier: 'NOBODY' })).toMatchObject({ issues: [{ field: 'carrier' }] })
  })
})

describe('a re-shipment', () => {
  it('leaves with the stock of what was missing', async () => {
    const order = await signedOrder(world, shop)
    const caseId = await agreed(world, shop, order, { type: 'RESHIP', reason: 'WRONG_ITEM' })
    const before = await stockOf(shop.skus.s)
    await success(send(caseId))
    expect(await stockOf(shop.skus.s)).toBe(before - 1)
    expect(await sentOf(caseId)).toMatchObject([{ kind: 'RESHIP', sku_id: shop.skus.s, quantity: 1 }])
  })
})

describe('what was sent too much', () => {
  it('goes back into stock, and nothing is owed for it (AS-POL-30)', async () => {
    const of = { reason: 'EXTRA_ITEM' }
    const caseId = await inspected(world, shop, await signedOrder(world, shop), of)
    const before = await stockOf(shop.skus.s)
    const refunded = refundAfterSale(world.deps, shop.manager, { caseId, ...key() })
    expect((await refunded).kind).toBe('PolicyDenied')
    await success(takeBackExtra(world.deps, shop.specialist, { caseId, ...key() }))
    expect(await stockOf(shop.skus.s)).toBe(before + 1)
    expect(await caseOf(world, caseId)).toMatchObject({ after_sale_state: 'COMPLETED' })
    expect(await rowsOf(world, 'SELECT id FROM refunds WHERE case_id = $1', [caseId])).toEqual([])
  })
})

describe('a repair', () => {
  it('is started, sent back and confirmed without a piece of stock (Q51)', async () => {
    const of = { type: 'REPAIR', reason: 'QUALITY' }
    const caseId = await inspected(world, shop, await signedOrder(world, shop), of, 'AS_CLAIMED')
    const before = await stockOf(shop.skus.s)
    const parcel = { caseId, carrier: 'ZTO', waybill: waybill(), ...key() }
    expect((await sendRepaired(world.deps, shop.specialist, parcel)).kind).toBe('PolicyDenied')
    await success(startRepair(world.deps, shop.specialist, { caseId }))
    await success(sendRepaired(world.deps, shop.specialist, { ...parcel, ...key() }))
    expect(await sentOf(caseId)).toMatchObject([{ kind: 'REPAIRED', quantity: 1 }])
    expect(await noticesOf(world, caseId)).toEqual(expect.arrayContaining(['REPAIR_STARTED', 'REPAIRED']))
    await success(confirmAfterSale(world.deps, shop.specialist, { caseId }))
    expect(await stockOf(shop.skus.s)).toBe(before)
  })
})
