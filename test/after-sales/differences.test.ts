import { afterAll, describe, expect, test } from 'vitest'
import { Desk, replayAll, rulesOf, waybill } from '../harness/after-sales.ts'
import { globalId } from '../harness/ids.ts'
import { yuan } from '../harness/orders.ts'
import { openWorld, SHOPS } from '../harness/world.ts'

const world = await openWorld('differences')
afterAll(() => world.close())

describe.each(SHOPS)('%s', (shop) => {
  const desk = new Desk(world, shop)
  const skuAt = async (order: number, difference: number) => {
    const line = (await desk.order(order)).lines[0]
    const [sku] = await world.rows<{ id: string }>(
      'SELECT id FROM skus WHERE shop_id = (SELECT shop_id FROM skus WHERE id = $1) AND id <> $1 AND active AND stock > reserved + 5 ORDER BY code LIMIT 1',
      [line?.sku_id],
    )
    await world.rows('UPDATE skus SET price_fen = $2 WHERE id = $1', [
      sku?.id,
      (line?.unit_price_fen ?? 0) + difference,
    ])
    return globalId('Sku', shop, sku?.id ?? '')
  }
  const exchanged = async (order: number, difference: number) => {
    const ask = { type: 'EXCHANGE', reason: 'SIZE_FIT', replacementSkuId: await skuAt(order, difference) }
    const { quote } = await desk.preview(order, ask)
    const caseId = await desk.inspected(order, 'INTACT', ask)
    const sent = await desk.take('sendReplacement', caseId, { carrier: 'SF', waybill: waybill() })
    return { quote, sent }
  }

  test('a dearer specification: the customer pays more, and nothing goes back (PRC-09, AS-FRT-04)', async () => {
    const { quote, sent } = await exchanged(1035, 1_234)
    expect(quote).toMatchObject({
      customerPays: { amount: '12.34' },
      amount: { amount: '0.00' },
      freight: { back: 'CUSTOMER', out: 'CUSTOMER' },
    })
    expect(sent.refunds).toEqual([])
  })

  test('a cheaper one: the difference goes back as it leaves, at most what was paid', async () => {
    const { quote, sent } = await exchanged(1055, -1_234)
    const back = quote.differenceRefund?.amount
    expect(back).toBe('12.34')
    expect(sent.refunds).toMatchObject([{ status: 'OWED', amount: { amount: back } }])
    expect(yuan(Number((await desk.order(1055)).refunded_fen))).toBe(back)
  })

  test('points that were spent come back with the pieces (Q09)', async () => {
    const order = await desk.order(1041)
    await world.rows('UPDATE orders SET points_spent = 7 WHERE id = $1', [order.id])
    await world.rows('UPDATE order_lines SET points_spent = 7 WHERE order_id = $1', [order.id])
    const backs = []
    for (const pieces of [1, 2, 3, 4, 5])
      backs.push((await desk.preview(1041, { pieces: [[0, pieces]] })).quote.pointsBack)
    expect(backs).toEqual([1, 2, 4, 5, 7])
    const available = async () =>
      (
        await world.rows<{ n: number }>(
          'SELECT points_available::int AS n FROM members WHERE customer_id = $1',
          [order.customer_id],
        )
      )[0]?.n ?? 0
    const before = await available()
    const earned = async () =>
      (
        await world.rows<{ n: number }>(
          `SELECT coalesce(sum(points), 0)::int AS n FROM points_entries WHERE order_id = $1 AND kind IN ('PURCHASE', 'RECEIPT', 'CLAW_BACK') AND account = 'AVAILABLE'`,
          [order.id],
        )
      )[0]?.n ?? 0
    const had = await earned()
    await desk.take('refundAfterSale', await desk.inspected(1041, 'INTACT', { pieces: [[0, 2]] }))
    expect(await available()).toBe(before + 2 + ((await earned()) - had))
  })

  test('what the platform awards is the customer’s, and no more than was paid (AS-TYP-07)', async () => {
    const caseId = await desk.applied(1036, { type: 'PLATFORM_DISPUTE', reason: 'QUALITY' })
    await desk.take('openDispute', caseId)
    const verdict = { verdict: 'FOR_CUSTOMER', reference: 'PTX-2026-0118' }
    const tooMuch = await desk.step('settleDispute', caseId, { ...verdict, amount: '100000.00' })
    expect(tooMuch.__typename).not.toMatch(/Success/)
    const undocumented = await desk.step('settleDispute', caseId, {
      verdict: 'FOR_CUSTOMER',
      amount: '50.00',
    })
    expect(rulesOf(undocumented.decision?.findings, 'DENY')).toEqual(['AS-TYP-07'])
    expect((await desk.view(caseId)).refunds).toEqual([])
    // Beyond what a specialist may give away: the platform's decision takes nobody's authority.
    const owed = await desk.take('settleDispute', caseId, { ...verdict, amount: '50.00' })
    const { case: seen } = await (await desk.as('specialist')).ask<{ case: { awardReference: string } }>(
      'query ($id: ID) { case(id: $id) { ... on AfterSale { awardReference } } }',
      { id: caseId },
    )
    expect(seen).toEqual({ awardReference: 'PTX-2026-0118' })
    expect(owed).toMatchObject({ state: 'REFUND_OWED', refunds: [{ amount: { amount: '50.00' } }] })
  })

  test('a waybill counts once, and a rejection names a rule that really speaks against it', async () => {
    const caseId = await desk.agreed(1052)
    const parcel = { carrier: 'SF', waybill: waybill() }
    await desk.take('recordReturnShipment', caseId, parcel)
    expect((await desk.step('recordReturnShipment', caseId, parcel)).__typename).not.toMatch(/Success/)
    const worn = await desk.applied(1053, { reason: 'QUALITY', evidence: ['PHOTO'] })
    const refused = await desk.step('rejectAfterSale', worn, { ruleIds: ['AS-LIA-05'] })
    expect([refused.__typename, rulesOf(refused.decision?.findings, 'DENY').length > 0]).toEqual([
      'PolicyDenied',
      true,
    ])
  })

  test('every decision of these is decided the same again', async () => {
    expect((await replayAll(desk)).differ).toEqual([])
  })
})
