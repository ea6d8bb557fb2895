import { afterAll, describe, expect, test } from 'vitest'
import { act, key } from '../harness/acts.ts'
import { auditOf, expectReplay, timelineOf } from '../harness/effects.ts'
import { globalId, uuidOf } from '../harness/ids.ts'
import { NEW_ADDRESS, numberOf, orderIds, orderRow, stateOf } from '../harness/orders.ts'
import { openWorld, type ShopCode } from '../harness/world.ts'

const world = await openWorld('changes')
afterAll(() => world.close())

async function placed(shop: ShopCode, suffix: number) {
  const client = await world.as('specialist', shop)
  const number = numberOf(shop, suffix)
  const ids = await orderIds(client, number)
  return { client, number, ids, row: await orderRow(world, number) }
}

/** Makes a SKU like the line's, at a price, since the demo has few. */
async function makeSku(shop: ShopCode, suffix: number, extraFen: number): Promise<string> {
  const { row } = await placed(shop, suffix)
  const line = row.lines[0]
  const [sku] = await world.rows<{ id: string }>(
    `INSERT INTO skus (shop_id, id, product_id, code, spec, price_fen, stock)
     SELECT shop_id, gen_random_uuid(), product_id, 'T-' || gen_random_uuid(), '测试规格', $2, 50 FROM skus WHERE id = $1 RETURNING id`,
    [line?.sku_id, Number(line?.unit_price_fen) + extraFen],
  )
  return globalId('Sku', shop, sku?.id ?? '')
}

describe('changeOrderAddress', () => {
  test('an unpaid order goes to another address, remarked and on its timeline (ORD-MOD-01, ORD-FLG-01)', async () => {
    const { client, number, ids, row } = await placed('general', 1001)
    const done = await act(client, 'changeOrderAddress', { orderId: ids.id, address: NEW_ADDRESS })
    expect(done.__typename).toBe('ChangeOrderAddressSuccess')
    expect(done.order?.version).toBe((await orderRow(world, number)).version)
    expect(done.order?.version).toBeGreaterThan(ids.version)
    const { order } = await client.ask<{
      order: { shipTo: Record<string, string>; customer: { addresses: { totalCount: number } } }
    }>(
      'query ($number: String) { order(number: $number) { shipTo { province city district detailMasked recipientMasked phoneMasked } } }',
      { number },
    )
    expect(order.shipTo).toMatchObject({
      province: '浙江省',
      city: '杭州市',
      district: '西湖区',
      phoneMasked: '139****7788',
    })
    for (const secret of [NEW_ADDRESS.detail, NEW_ADDRESS.recipient, NEW_ADDRESS.phone])
      expect(JSON.stringify([order, done])).not.toContain(secret)
    // The vault has the new values beside the old ones, under the order's customer.
    const vault = await world.rows<{ value: string }>(
      'SELECT value FROM contact_vault WHERE customer_id = $1 AND shop_id = (SELECT shop_id FROM orders WHERE number = $2)',
      [row.customer_id, number],
    )
    expect(vault.map(({ value }) => value)).toEqual(
      expect.arrayContaining([NEW_ADDRESS.detail, NEW_ADDRESS.recipient, NEW_ADDRESS.phone]),
    )
    const [event] = await timelineOf(client, number)
    expect(event).toMatchObject({
      type: 'OrderAddressChanged',
      actorKind: 'AGENT',
      decision: { id: done.decision?.id },
    })
    expect(event?.rules).toContain('ORD-MOD-01')
    expect(event?.pack).toMatch(/@1$/)
    expect((await auditOf(world, ids.id)).at(-1)).toMatchObject({
      action: 'changeOrderAddress',
      permission: 'order.change_address',
    })
    await expectReplay(client, done, 'ALLOWED')
  })

  test('a paid order keeps its address without an identity check', async () => {
    const { client, number, ids } = await placed('general', 1002)
    const before = await stateOf(world, number)
    const denied = await act(client, 'changeOrderAddress', { orderId: ids.id, address: NEW_ADDRESS })
    expect(denied.__typename).toBe('PolicyDenied')
    expect(denied.decision?.findings).toContainEqual({ rule: { id: 'ORD-MOD-02' }, verdict: 'DENY' })
    expect(await stateOf(world, number)).toBe(before)
    // The denial is on record: the decision, and who asked.
    await expectReplay(client, denied, 'DENIED')
    expect((await auditOf(world, ids.id)).at(-1)?.action).toBe('changeOrderAddress')
  })

  test('wrong digits change nothing and are recorded as a failed check without the digits (Q39)', async () => {
    const { client, number, ids, row } = await placed('general', 1002)
    const wrong = row.phone_last4 === '0000' ? '1111' : '0000'
    const before = await stateOf(world, number)
    for (const identity of [
      { orderNumber: number, phoneLast4: wrong },
      { orderNumber: 'G-1003', phoneLast4: row.phone_last4 },
    ]) {
      const denied = await act(client, 'changeOrderAddress', {
        orderId: ids.id,
        address: NEW_ADDRESS,
        identity,
      })
      expect(['PolicyDenied', 'ValidationFailed']).toContain(denied.__typename)
    }
    expect(await stateOf(world, number)).toBe(before)
    const checks = await world.rows<{ passed: boolean; row: string }>(
      'SELECT passed, row_to_json(c)::text AS row FROM identity_checks c WHERE order_id = $1',
      [row.id],
    )
    expect(checks.length).toBeGreaterThan(0)
    expect(checks.every(({ passed }) => !passed)).toBe(true)
    expect(Object.keys(JSON.parse(checks[0]?.row ?? '{}')).sort()).toEqual(
      ['agent_id', 'checked_at', 'id', 'method', 'order_id', 'passed', 'shop_id', 'used_by_command'].sort(),
    )
  })

  test.each(['general', 'guided', 'apparel'] as const)(
    'a paid order of %s goes elsewhere once identity was checked, once (ORD-MOD-02, Q71)',
    async (shop) => {
      const { client, number, ids, row } = await placed(shop, 1002)
      const identity = { orderNumber: number, phoneLast4: row.phone_last4 }
      const done = await act(client, 'changeOrderAddress', {
        orderId: ids.id,
        address: NEW_ADDRESS,
        identity,
      })
      expect(done.__typename).toBe('ChangeOrderAddressSuccess')
      expect(done.order?.version).toBe((await orderRow(world, number)).version)
      expect(done.order?.version).toBeGreaterThan(ids.version)
      expect(done.remark?.flag).toBe('PURPLE')
      await expectReplay(client, done, 'ALLOWED')
      // The check is used up: the next change takes another, with the new phone.
      const again = { ...NEW_ADDRESS, detail: '文三路 478 号 2 楼 201' }
      expect((await act(client, 'changeOrderAddress', { orderId: ids.id, address: again })).__typename).toBe(
        'PolicyDenied',
      )
      const second = await act(client, 'changeOrderAddress', {
        orderId: ids.id,
        address: again,
        identity: { orderNumber: number, phoneLast4: '7788' },
      })
      expect(second.__typename).toBe('ChangeOrderAddressSuccess')
    },
  )

  test('the warehouse is asked to find a parcel that is printed (ORD-MOD-07)', async () => {
    for (const shop of ['apparel', 'general'] as const) {
      const { client, number, ids, row } = await placed(shop, 1003)
      const identity = { orderNumber: number, phoneLast4: row.phone_last4 }
      const done = await act(client, 'changeOrderAddress', {
        orderId: ids.id,
        address: NEW_ADDRESS,
        identity,
      })
      expect(done.__typename).toBe('ChangeOrderAddressSuccess')
      const tasks = `SELECT 1 FROM warehouse_tasks WHERE order_id = $1 AND kind = 'CHANGE_PARCEL' AND status = 'OPEN'`
      expect((await world.rows(tasks, [row.id])).length).toBe(1)
    }
  })

  test.each([1006, 1007, 1008, 1009, 1010, 1011, 1012, 1013])('G-%i stays, whoever it is', async (suffix) => {
    for (const shop of ['general', 'apparel'] as const) {
      const { client, number, ids, row } = await placed(shop, suffix)
      const before = await stateOf(world, number)
      const identity = { orderNumber: number, phoneLast4: row.phone_last4 }
      const denied = await act(client, 'changeOrderAddress', {
        orderId: ids.id,
        address: NEW_ADDRESS,
        identity,
      })
      expect(denied.__typename).toBe('PolicyDenied')
      expect(await stateOf(world, number)).toBe(before)
    }
  })

  test('an address that is not one is told field by field', async () => {
    const { client, number, ids } = await placed('guided', 1001)
    const before = await stateOf(world, number)
    const failed = await act(client, 'changeOrderAddress', {
      orderId: ids.id,
      address: { ...NEW_ADDRESS, phone: '12', detail: ' ', city: '' },
    })
    expect(failed.__typename).toBe('ValidationFailed')
    expect(failed.issues?.map(({ field }) => field).sort()).toEqual([
      'address.city',
      'address.detail',
      'address.phone',
    ])
    expect(await stateOf(world, number)).toBe(before)
  })
})

describe('changeOrderItem', () => {
  test('another specification at the same price takes its place, and the stock follows (ORD-MOD-01)', async () => {
    const { client, number, ids, row } = await placed('guided', 1001)
    const skuId = await makeSku('guided', 1001, 0)
    const [old] = await world.rows<{ reserved: number }>(
      'SELECT reserved FROM skus WHERE id = $1 AND shop_id = $2',
      [row.lines[0]?.sku_id, '01900000-0000-7000-8000-000000000002'],
    )
    const done = await act(client, 'changeOrderItem', {
      orderId: ids.id,
      lineId: ids.lines[0]?.id,
      skuId,
      idempotencyKey: key(),
    })
    expect(done.__typename).toBe('ChangeOrderItemSuccess')
    const after = await orderRow(world, number)
    expect(after.lines[0]?.sku_id).toBe(uuidOf(skuId))
    expect(after.paid_fen).toBe(row.paid_fen)
    const [freed] = await world.rows<{ reserved: number }>(
      'SELECT reserved FROM skus WHERE id = $1 AND shop_id = $2',
      [row.lines[0]?.sku_id, '01900000-0000-7000-8000-000000000002'],
    )
    const [taken] = await world.rows<{ reserved: number }>('SELECT reserved FROM skus WHERE id = $1', [
      uuidOf(skuId),
    ])
    expect((old?.reserved ?? 0) - (freed?.reserved ?? 0)).toBe(row.lines[0]?.quantity)
    expect(taken?.reserved).toBe(row.lines[0]?.quantity)
    expect((await timelineOf(client, number))[0]?.type).toBe('OrderItemChanged')
    await expectReplay(client, done, 'ALLOWED')
  })

  test('a paid order swaps in apparel alone (ORD-MOD-06, C-12)', async () => {
    for (const [shop, outcome] of [
      ['apparel', 'ChangeOrderItemSuccess'],
      ['general', 'PolicyDenied'],
      ['guided', 'PolicyDenied'],
    ] as const) {
      const { client, number, ids } = await placed(shop, 1018)
      const skuId = await makeSku(shop, 1018, 0)
      const before = await stateOf(world, number)
      const done = await act(client, 'changeOrderItem', {
        orderId: ids.id,
        lineId: ids.lines[0]?.id,
        skuId,
        idempotencyKey: key(),
      })
      expect(done.__typename).toBe(outcome)
      if (outcome === 'PolicyDenied') expect(await stateOf(world, number)).toBe(before)
    }
  })

  test('another price is refused in every shop and state, with what to do instead (PRC-01)', async () => {
    for (const [shop, suffix] of [
      ['general', 1001],
      ['guided', 1024],
      ['apparel', 1019],
    ] as const) {
      for (const extra of [100, -100]) {
        const { client, number, ids } = await placed(shop, suffix)
        const skuId = await makeSku(shop, suffix, extra)
        const before = await stateOf(world, number)
        const denied = await act(client, 'changeOrderItem', {
          orderId: ids.id,
          lineId: ids.lines[0]?.id,
          skuId,
          idempotencyKey: key(),
        })
        expect(denied.__typename).toBe('PolicyDenied')
        expect(denied.decision?.findings).toContainEqual({ rule: { id: 'PRC-01' }, verdict: 'DENY' })
        expect(denied.decision?.remedies.map(({ alternative }) => alternative)).toContain('SAME_PRICE_ITEM')
        expect(await stateOf(world, number)).toBe(before)
      }
    }
  })

  test('what is not in stock is refused (ORD-ABN-03)', async () => {
    const { client, number, ids } = await placed('general', 1001)
    const skuId = await makeSku('general', 1001, 0)
    await world.rows('UPDATE skus SET stock = 0 WHERE id = $1', [uuidOf(skuId)])
    const before = await stateOf(world, number)
    const denied = await act(client, 'changeOrderItem', {
      orderId: ids.id,
      lineId: ids.lines[0]?.id,
      skuId,
      idempotencyKey: key(),
    })
    expect(denied.__typename).toBe('PolicyDenied')
    expect(await stateOf(world, number)).toBe(before)
  })

  test('goods move only under a key', async () => {
    const { client, ids } = await placed('general', 1001)
    const skuId = await makeSku('general', 1001, 0)
    const failed = await act(client, 'changeOrderItem', { orderId: ids.id, lineId: ids.lines[0]?.id, skuId })
    expect(failed).toMatchObject({
      __typename: 'ValidationFailed',
      issues: [{ field: 'idempotencyKey', code: 'REQUIRED' }],
    })
  })
})

describe('remarkOrder', () => {
  test.each([
    ['PRICE_CHANGE', 'YELLOW'],
    ['UNSHIPPED_ISSUE', 'PURPLE'],
    ['SHIPPED_ISSUE', 'BLUE'],
    ['SPECIAL_REQUEST', 'RED'],
    ['REFUNDABLE', 'GREEN'],
    ['RESHIPMENT', 'BLUE'],
    ['AFTER_SALE', 'BLUE'],
  ])('%s makes the order %s, and the history stays (ORD-FLG-02…08)', async (action, flag) => {
    const suffix = ['SHIPPED_ISSUE', 'RESHIPMENT', 'AFTER_SALE'].includes(action) ? 1007 : 1026
    const { client, number, ids } = await placed('apparel', suffix)
    const before = await world.rows('SELECT 1 FROM order_remarks WHERE order_id = $1', [uuidOf(ids.id)])
    const done = await act(client, 'remarkOrder', { orderId: ids.id, action, text: '客户来电说明情况' })
    expect(done).toMatchObject({ __typename: 'RemarkOrderSuccess', order: { flag }, remark: { flag } })
    const after = await world.rows('SELECT 1 FROM order_remarks WHERE order_id = $1', [uuidOf(ids.id)])
    expect(after.length).toBe(before.length + 1)
    // A plain note leaves the colour as it is.
    const note = await act(client, 'remarkOrder', { orderId: ids.id, action: 'NOTE', text: '已电话回访客户' })
    expect(note.order?.flag).toBe(flag)
    expect((await timelineOf(client, number))[0]?.type).toMatch(/Remark/)
  })

  test('registers the remark of the buyer, which the audit then passes (ORD-AUD-06)', async () => {
    const { client, ids } = await placed('general', 1029)
    const done = await act(client, 'remarkOrder', {
      orderId: ids.id,
      action: 'SPECIAL_REQUEST',
      text: '发顺丰，周六前送达',
      registersBuyerRemark: true,
    })
    expect(done.__typename).toBe('RemarkOrderSuccess')
    const audit = await act(client, 'auditOrder', { orderId: ids.id })
    expect(audit.decision?.findings.find((each) => each.rule.id === 'ORD-AUD-06')?.verdict).toBe('PASS')
  })

  test('an empty remark is none', async () => {
    const { client, ids } = await placed('general', 1029)
    const failed = await act(client, 'remarkOrder', { orderId: ids.id, action: 'NOTE', text: '   ' })
    expect(failed.__typename).toBe('ValidationFailed')
    const long = await act(client, 'remarkOrder', {
      orderId: ids.id,
      action: 'NOTE',
      text: '长'.repeat(5000),
    })
    expect(long.__typename).toBe('ValidationFailed')
  })
})

describe('abnormal orders', () => {
  test('a reported problem holds the order until it is settled (ORD-ABN-01…07)', async () => {
    const { client, number, ids, row } = await placed('general', 1026)
    const done = await act(client, 'reportOrderProblem', {
      orderId: ids.id,
      kind: 'INVALID_CONTACT',
      note: '手机停机',
    })
    expect(done).toMatchObject({
      __typename: 'ReportOrderProblemSuccess',
      problem: { kind: 'INVALID_CONTACT', status: 'OPEN' },
    })
    const held = await client.ask<{ order: { held: boolean; holdReason: string | null } }>(
      'query ($n: String) { order(number: $n) { held holdReason } }',
      { n: number },
    )
    expect(held.order).toEqual({ held: true, holdReason: 'INVALID_CONTACT' })
    const settled = await act(client, 'settleOrderProblem', {
      orderId: ids.id,
      problemId: done.problem?.id,
      verdict: 'SOLVED',
    })
    expect(settled).toMatchObject({ __typename: 'SettleOrderProblemSuccess', problem: { status: 'SOLVED' } })
    const free = await client.ask<{ order: { held: boolean; holdReason: string | null } }>(
      'query ($n: String) { order(number: $n) { held holdReason } }',
      { n: number },
    )
    expect(free.order).toEqual({ held: false, holdReason: null })
    expect((await auditOf(world, ids.id)).map(({ action }) => action)).toEqual(
      expect.arrayContaining(['reportOrderProblem', 'settleOrderProblem']),
    )
    expect(row.number).toBe(number)
  })

  test('an audit that passes marks the order, one that fails holds it', async () => {
    const good = await placed('guided', 1026)
    const passed = await act(good.client, 'auditOrder', { orderId: good.ids.id })
    const audited = await good.client.ask<{ order: { auditedAt: string | null; held: boolean } }>(
      'query ($n: String) { order(number: $n) { auditedAt held } }',
      { n: good.number },
    )
    expect(passed.decision?.outcome).toBe('ALLOWED')
    expect(audited.order.auditedAt).toBe(world.now().toISOString())
    const bad = await placed('guided', 1020)
    const failed = await act(bad.client, 'auditOrder', { orderId: bad.ids.id })
    expect(failed.decision?.outcome).not.toBe('ALLOWED')
    const held = await bad.client.ask<{ order: { auditedAt: string | null; held: boolean } }>(
      'query ($n: String) { order(number: $n) { auditedAt held } }',
      { n: bad.number },
    )
    expect(held.order).toEqual({ auditedAt: null, held: true })
  })
})

describe('interceptOrder', () => {
  test('recalls a parcel in apparel alone (C-13)', async () => {
    for (const [shop, outcome] of [
      ['apparel', 'InterceptOrderSuccess'],
      ['general', 'PolicyDenied'],
      ['guided', 'PolicyDenied'],
    ] as const) {
      const { client, number, ids, row } = await placed(shop, 1007)
      const before = await stateOf(world, number)
      const done = await act(client, 'interceptOrder', {
        orderId: ids.id,
        reason: 'NO_LONGER_WANTED',
        idempotencyKey: key(),
      })
      expect(done.__typename).toBe(outcome)
      if (outcome === 'PolicyDenied') {
        expect(await stateOf(world, number)).toBe(before)
        continue
      }
      expect(done.order?.physicalStatus).toBe('INTERCEPT_REQUESTED')
      expect(await world.rows('SELECT 1 FROM refunds WHERE order_id = $1', [row.id])).toEqual([])
      expect(
        (
          await world.rows(`SELECT 1 FROM warehouse_tasks WHERE order_id = $1 AND kind = 'INTERCEPT'`, [
            row.id,
          ])
        ).length,
      ).toBe(1)
      const again = await act(client, 'interceptOrder', {
        orderId: ids.id,
        reason: 'NO_LONGER_WANTED',
        idempotencyKey: key(),
      })
      expect(again.__typename).toBe('PolicyDenied')
    }
  })
})
