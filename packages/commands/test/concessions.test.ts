import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  type Actor,
  closeUnpaidOrder,
  decideApproval,
  grantConcession,
  placeOrder,
  previewGrantConcession,
  recordPayment,
  requestApproval,
} from '../src/index.ts'
import { giveCoupon, promote } from './offers.ts'
import { NOW, openShop, openWorld, type TestShop, type World } from './shop.ts'
import { checksums, rowsOf } from './state.ts'

let world: World
let shop: TestShop
beforeAll(async () => {
  world = await openWorld('concessions')
})
afterAll(() => world.close())
beforeEach(async () => {
  shop = await openShop(world, 'apparel')
})

const key = () => ({ idempotencyKey: randomUUID() })
async function placed(fen: number, skuIds = [shop.skus.s, shop.skus.dear]): Promise<string> {
  const outcome = await placeOrder(world.deps, shop.partner, {
    customerId: shop.customerId,
    lines: skuIds.map((skuId) => ({ skuId, quantity: 1 })),
    address: {
      province: '浙江省',
      city: '杭州市',
      district: '西湖区',
      detail: '文三路 478 号 3 幢 1203 室',
      recipient: '陈晓',
      phone: '13912347788',
    },
    expectedPayableFen: fen,
    ...key(),
  })
  if (outcome.kind !== 'Success') throw new Error(JSON.stringify(outcome))
  return outcome.orderId
}
const concede = (orderId: string, amountFen: number, actor: Actor = shop.specialist) =>
  grantConcession(world.deps, actor, { orderId, amountFen, ...key() })
const sumsOf = async (orderId: string) => {
  const [row] = await rowsOf<Record<string, number>>(
    world,
    `SELECT discount_fen::int AS discount, payable_fen::int AS payable, flag,
       (SELECT sum(amount_fen)::int FROM order_discounts d WHERE d.order_id = o.id) AS listed,
       (SELECT json_agg(discount_fen::int ORDER BY position) FROM order_lines l WHERE l.order_id = o.id) AS lines,
       (SELECT json_agg(concession_fen::int ORDER BY position) FROM order_lines l WHERE l.order_id = o.id) AS conceded
     FROM orders o WHERE id = $1`,
    [orderId],
  )
  return row
}

describe('a concession', () => {
  it('lowers the price to the fen, shared over the lines, remarked in yellow by the agent', async () => {
    const orderId = await placed(22_000)
    expect((await concede(orderId, 1_001)).kind).toBe('Success')
    expect(await sumsOf(orderId)).toMatchObject({
      discount: 1_001,
      listed: 1_001,
      payable: 20_999,
      lines: [455, 546],
      flag: 'YELLOW',
    })
    const [remark] = await rowsOf(
      world,
      'SELECT action_type, agent_id FROM order_remarks WHERE order_id = $1',
      [orderId],
    )
    expect(remark).toEqual({ action_type: 'PRICE_CHANGE', agent_id: shop.specialist.id })
    const paid = await recordPayment(world.deps, shop.partner, {
      orderId,
      method: 'ALIPAY',
      amountFen: 20_999,
      reference: 'PAY-0002',
      ...key(),
    })
    expect(paid.kind).toBe('Success')
    const [lines] = await rowsOf(
      world,
      'SELECT sum(paid_fen)::int AS fen FROM order_lines WHERE order_id = $1',
      [orderId],
    )
    expect(lines).toEqual({ fen: 20_999 })
    // What was paid is no longer open.
    expect((await concede(orderId, 1)).kind).toBe('PolicyDenied')
  })

  it('is summed over the order, however many ask at once', async () => {
    const orderId = await placed(22_000)
    const all = await Promise.all(Array.from({ length: 5 }, () => concede(orderId, 900)))
    expect(all.map(({ kind }) => kind).sort()).toEqual([
      'ApprovalRequired',
      'ApprovalRequired',
      'ApprovalRequired',
      'Success',
      'Success',
    ])
    expect(await sumsOf(orderId)).toMatchObject({ discount: 1_800, conceded: [818, 982] })
    const [granted] = await rowsOf(
      world,
      'SELECT count(*)::int AS n, sum(amount_fen)::int AS fen FROM concessions WHERE order_id = $1',
      [orderId],
    )
    expect(granted).toEqual({ n: 2, fen: 1_800 })
  })

  it('beyond authority waits for one who may: not for a supervisor beyond 200 yuan', async () => {
    await world.admin.query('UPDATE skus SET price_fen = 50000 WHERE id = $1', [shop.skus.s])
    const orderId = await placed(50_000, [shop.skus.s])
    const before = await sumsOf(orderId)
    expect(await concede(orderId, 20_001)).toMatchObject({
      kind: 'ApprovalRequired',
      approver: 'approval.decide',
    })
    expect(await sumsOf(orderId)).toEqual(before)
    const asked = await requestApproval(world.deps, shop.specialist, {
      action: 'grantConcession',
      input: { orderId, amountFen: 20_001 },
      reason: '老客户批量采购',
    })
    if (asked.kind !== 'Success') throw new Error(JSON.stringify(asked))
    const decide = (actor: Actor) =>
      decideApproval(world.deps, actor, { approvalId: asked.approvalId, verdict: 'APPROVE', reason: '同意' })
    expect((await decide(shop.supervisor)).kind).toBe('Conflict')
    expect(await sumsOf(orderId)).toEqual(before)
    expect((await decide(shop.manager)).kind).toBe('Success')
    expect(await sumsOf(orderId)).toMatchObject({ payable: 29_999 })
    const [concession] = await rowsOf(
      world,
      'SELECT granted_by, approved_by FROM concessions WHERE order_id = $1',
      [orderId],
    )
    expect(concession).toEqual({ granted_by: shop.specialist.id, approved_by: shop.manager.id })
  })

  it('takes the place of the tier’s discount where it is better, and is refused where it is not (Q56)', async () => {
    await world.admin.query(`UPDATE members SET tier = 'GOLD' WHERE shop_id = $1`, [shop.id])
    const orderId = await placed(21_340)
    const { idempotency_keys: _, ...before } = await checksums(world)
    expect((await concede(orderId, 660)).kind).toBe('PolicyDenied')
    expect(await checksums(world)).toMatchObject(before)
    expect((await concede(orderId, 2_000)).kind).toBe('Success')
    expect(await sumsOf(orderId)).toMatchObject({ payable: 20_000, discount: 2_000, conceded: [909, 1_091] })
    const kinds = await rowsOf(world, 'SELECT kind FROM order_discounts WHERE order_id = $1', [orderId])
    expect(kinds).toEqual([{ kind: 'CONCESSION' }])
  })

  it('leaves coupon and campaign as they are', async () => {
    await promote(world, shop, 'CAMPAIGN_PRICE', { prices: { [shop.skus.s]: 9_000 } })
    await giveCoupon(world, shop, await promote(world, shop, 'COUPON', { offFen: 500 }))
    const orderId = await placed(20_500)
    expect((await concede(orderId, 1_500)).kind).toBe('Success')
    const [row] = await rowsOf(
      world,
      `SELECT payable_fen::int AS payable, (SELECT sum(amount_fen)::int FROM order_discounts d WHERE d.order_id = o.id) AS listed,
         (SELECT sum(discount_fen)::int FROM order_lines l WHERE l.order_id = o.id) AS lines FROM orders o WHERE id = $1`,
      [orderId],
    )
    expect(row).toEqual({ payable: 19_000, listed: 3_000, lines: 3_000 })
  })

  it('is nothing that a storefront grants, and asking stores nothing', async () => {
    const orderId = await placed(22_000)
    await expect(concede(orderId, 1, shop.partner)).rejects.toThrow('price.concede')
    const before = await checksums(world)
    const asked = await previewGrantConcession(world.deps, shop.specialist, { orderId, amountFen: 2_001 })
    expect(asked).toMatchObject({ kind: 'Previewed', decision: { outcome: 'NEEDS_APPROVAL' } })
    expect(await checksums(world)).toEqual(before)
  })
})

describe('an order that is not paid in time', () => {
  it('is closed once by the worker, its stock and its coupon free again', async () => {
    const coupon = await giveCoupon(world, shop, await promote(world, shop, 'COUPON', { offFen: 500 }))
    const orderId = await placed(21_500)
    const worker: Actor = { kind: 'worker', shop: shop.id }
    const close = (actor: Actor = worker) => closeUnpaidOrder(world.deps, actor, { orderId })
    expect((await close()).kind).toBe('NotFound')
    await expect(close(shop.manager)).rejects.toThrow('order.close_unpaid')
    world.setNow(new Date(NOW.getTime() + 86_400_000))
    try {
      const all = await Promise.all([close(), close(), close()])
      expect(all.map(({ kind }) => kind).sort()).toEqual(['NotFound', 'NotFound', 'Success'])
    } finally {
      world.setNow(NOW)
    }
    const [order] = await rowsOf(world, 'SELECT trade_status FROM orders WHERE id = $1', [orderId])
    expect(order).toEqual({ trade_status: 'CANCELLED' })
    const [stock] = await rowsOf(world, 'SELECT sum(reserved)::int AS n FROM skus WHERE shop_id = $1', [
      shop.id,
    ])
    expect(stock).toEqual({ n: 0 })
    const [use] = await rowsOf(
      world,
      'SELECT returned_at IS NOT NULL AS back FROM coupon_uses WHERE coupon_id = $1',
      [coupon],
    )
    expect(use).toEqual({ back: true })
  })
})
