import { afterAll, describe, expect, test } from 'vitest'
import { act, key, tryAct } from '../harness/acts.ts'
import { auditOf, expectReplay, timelineOf } from '../harness/effects.ts'
import { addFreight, numberOf, orderIds, orderRow, stateOf, yuan } from '../harness/orders.ts'
import { openWorld, SHOPS, type ShopCode, type Who } from '../harness/world.ts'

const world = await openWorld('cancel')
afterAll(() => world.close())
await addFreight(world, [1002, 1006, 1033])

async function placed(shop: ShopCode, suffix: number, who: Who = 'specialist') {
  const client = await world.as(who, shop)
  const number = numberOf(shop, suffix)
  const ids = await orderIds(client, number)
  return { client, number, ids, row: await orderRow(world, number) }
}

const cancel = (of: Awaited<ReturnType<typeof placed>>, more: object = {}) =>
  act(of.client, 'cancelOrder', { orderId: of.ids.id, reason: 'BUYER_ASKED', idempotencyKey: key(), ...more })

const owed = (number: string) =>
  world.rows<{
    goods: number
    freight: number
    amount: number
    lines: number
    status: string
    reason: string
  }>(
    `SELECT r.goods_fen::int AS goods, r.freight_fen::int AS freight, r.amount_fen::int AS amount, r.status, r.reason,
       (SELECT sum(l.amount_fen)::int FROM refund_lines l WHERE l.shop_id = r.shop_id AND l.refund_id = r.id) AS lines
     FROM refunds r JOIN orders o ON o.shop_id = r.shop_id AND o.id = r.order_id WHERE o.number = $1 ORDER BY r.created_at, r.id`,
    [number],
  )

const reservedOf = async (number: string) =>
  (
    await world.rows<{ id: string; reserved: number; stock: number }>(
      `SELECT DISTINCT s.id, s.reserved, s.stock FROM order_lines l JOIN orders o ON o.shop_id = l.shop_id AND o.id = l.order_id
       JOIN skus s ON s.shop_id = l.shop_id AND s.id = l.sku_id WHERE o.number = $1 ORDER BY s.id`,
      [number],
    )
  ).map(({ id, reserved, stock }) => [id, reserved, stock] as const)

describe('a whole order', () => {
  test.each(SHOPS)(
    'of %s gives back all that was paid, freight included, to the fen (Q07, Q08)',
    async (shop) => {
      const order = await placed(shop, 1033)
      const { number, row } = order
      const paid = Number(row.paid_fen)
      const goods = row.lines.reduce((sum, line) => sum + line.paid_fen, 0)
      expect(goods + Number(row.freight_fen)).toBe(paid)
      const before = await reservedOf(number)
      const done = await cancel(order)
      expect(done).toMatchObject({
        __typename: 'CancelOrderSuccess',
        order: { status: 'CANCELLED', refundedAmount: { amount: yuan(paid) } },
        refund: {
          amount: { amount: yuan(paid) },
          goods: { amount: yuan(goods) },
          freight: { amount: yuan(paid - goods) },
        },
      })
      expect(await owed(number)).toEqual([
        { goods, freight: paid - goods, amount: paid, lines: goods, status: 'OWED', reason: 'CANCELLED' },
      ])
      const after = await orderRow(world, number)
      expect(after.lines.map(({ status }) => status)).toEqual(row.lines.map(() => 'CANCELLED'))
      // What was kept for the order is free again.
      const quantity = (sku: string) =>
        row.lines.filter((l) => l.sku_id === sku).reduce((sum, l) => sum + l.quantity, 0)
      expect(await reservedOf(number)).toEqual(
        before.map(([id, reserved, stock]) => [id, reserved - quantity(id), stock]),
      )
      const types = (await timelineOf(order.client, number)).map(({ type }) => type)
      expect(types).toEqual(expect.arrayContaining(['OrderCancelled']))
      expect((await auditOf(world, order.ids.id)).at(-1)).toMatchObject({
        action: 'cancelOrder',
        permission: 'order.cancel',
      })
      await expectReplay(order.client, done, 'ALLOWED')
      // Nothing is cancelled twice.
      const state = await stateOf(world, number)
      expect(['PolicyDenied', 'Conflict']).toContain((await cancel(order)).__typename)
      expect(await stateOf(world, number)).toBe(state)
    },
  )

  test('spent points come back, points that it earned go (Q09, Q10)', async () => {
    const [found] = await world.rows<{ number: string }>(
      `SELECT o.number FROM orders o WHERE o.trade_status = 'PAID' AND o.physical_status = 'NOT_PRINTED' AND NOT o.customised
         AND o.shop_id = '01900000-0000-7000-8000-000000000001'
         AND EXISTS (SELECT 1 FROM points_entries p WHERE p.shop_id = o.shop_id AND p.order_id = o.id AND p.kind = 'PURCHASE' AND p.points > 0)
       ORDER BY o.points_spent DESC, o.number LIMIT 1`,
    )
    expect(found).toBeDefined()
    const client = await world.as('specialist')
    const number = found?.number ?? ''
    const row = await orderRow(world, number)
    const points = async () =>
      (
        await world.rows<{
          earned: number
          available: number
          pending: number
          sum_available: number
          sum_pending: number
        }>(
          `SELECT (SELECT coalesce(sum(points), 0)::int FROM points_entries p WHERE p.shop_id = m.shop_id AND p.order_id = $2 AND p.kind IN ('PURCHASE', 'RECEIPT', 'CLAW_BACK') AND p.account IN ('PENDING', 'AVAILABLE')) AS earned,
             m.points_available::int AS available, m.points_pending::int AS pending,
             (SELECT coalesce(sum(points), 0)::int FROM points_entries p WHERE p.shop_id = m.shop_id AND p.customer_id = m.customer_id AND account = 'AVAILABLE') AS sum_available,
             (SELECT coalesce(sum(points), 0)::int FROM points_entries p WHERE p.shop_id = m.shop_id AND p.customer_id = m.customer_id AND account = 'PENDING') AS sum_pending
           FROM members m WHERE m.customer_id = $1 AND m.shop_id = (SELECT shop_id FROM orders WHERE id = $2)`,
          [row.customer_id, row.id],
        )
      )[0]
    const before = await points()
    expect(before?.earned).toBeGreaterThan(0)
    const ids = await orderIds(client, number)
    expect((await cancel({ client, number, ids, row })).__typename).toBe('CancelOrderSuccess')
    const after = await points()
    expect(after?.earned).toBe(0)
    expect(after?.available).toBe((before?.available ?? 0) + Number(row.points_spent))
    expect([after?.available, after?.pending]).toEqual([after?.sum_available, after?.sum_pending])
  })

  test('that is unpaid is closed without a refund where the pack lets agents (C-45)', async () => {
    for (const shop of ['general', 'guided'] as const) {
      const order = await placed(shop, 1001)
      const done = await cancel(order)
      expect(done).toMatchObject({
        __typename: 'CancelOrderSuccess',
        refund: null,
        order: { status: 'CANCELLED' },
      })
      expect(await owed(order.number)).toEqual([])
    }
    const order = await placed('apparel', 1001)
    const before = await stateOf(world, order.number)
    expect((await cancel(order)).__typename).toBe('PolicyDenied')
    expect(await stateOf(world, order.number)).toBe(before)
    // The buyer closes it, through the storefront.
    const buyer = await placed('apparel', 1001, 'partner')
    const answer = await tryAct(buyer.client, 'cancelOrder', {
      orderId: buyer.ids.id,
      reason: 'BUYER_ASKED',
      idempotencyKey: key(),
    })
    expect(answer.data?.result?.__typename).toBe('CancelOrderSuccess')
  })

  test('of customised goods takes an approval (ORD-CAN-04, Q70)', async () => {
    for (const shop of SHOPS) {
      const order = await placed(shop, 1016)
      const before = await stateOf(world, order.number)
      const done = await cancel(order)
      expect(done).toMatchObject({
        __typename: 'ApprovalRequired',
        approver: 'approval.decide',
        approval: null,
      })
      expect(await stateOf(world, order.number)).toBe(before)
      await expectReplay(order.client, done, 'NEEDS_APPROVAL')
    }
  })

  test.each([1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 1032])(
    'A-%i stays as it is (table E.1)',
    async (suffix) => {
      const order = await placed('apparel', suffix)
      const before = await stateOf(world, order.number)
      const denied = await cancel(order)
      expect(denied.__typename).toBe('PolicyDenied')
      expect(await stateOf(world, order.number)).toBe(before)
      await expectReplay(order.client, denied, 'DENIED')
    },
  )

  test('that is printed is pulled by the warehouse in apparel, with the refund due in two working days (C-14, Q40)', async () => {
    const order = await placed('apparel', 1003)
    const done = await cancel(order)
    expect(done.__typename).toBe('CancelOrderSuccess')
    expect(
      (
        await world.rows(`SELECT 1 FROM warehouse_tasks WHERE order_id = $1 AND kind = 'PULL_PARCEL'`, [
          order.row.id,
        ])
      ).length,
    ).toBe(1)
    const { node } = await order.client.ask<{ node: { dueAt: string; status: string } }>(
      'query ($id: ID!) { node(id: $id) { ... on Refund { dueAt status } } }',
      { id: done.refund?.id },
    )
    // Wednesday 18 November 2026, 00:00 in Shanghai: working days 1 and 2 are Thursday and Friday (Q12).
    expect(node).toEqual({ dueAt: '2026-11-20T16:00:00.000Z', status: 'OWED' })
  })
})

describe('lines of an order', () => {
  test('cancelled one after the other give back the same as all at once', async () => {
    const order = await placed('general', 1002)
    const { number, row, ids } = order
    const [first, second] = row.lines
    const part = await cancel(order, { lineIds: [ids.lines[0]?.id] })
    expect(part).toMatchObject({
      __typename: 'CancelOrderSuccess',
      order: { status: 'PAID' },
      refund: { amount: { amount: yuan(first?.paid_fen ?? 0) }, freight: { amount: '0.00' } },
    })
    const rest = await cancel(order, { lineIds: [ids.lines[1]?.id] })
    expect(rest).toMatchObject({
      order: { status: 'CANCELLED', refundedAmount: { amount: yuan(Number(row.paid_fen)) } },
      refund: {
        goods: { amount: yuan(second?.paid_fen ?? 0) },
        freight: { amount: yuan(Number(row.freight_fen)) },
      },
    })
    const refunds = await owed(number)
    expect(refunds.reduce((sum, { amount }) => sum + amount, 0)).toBe(Number(row.paid_fen))
    expect(refunds.map(({ reason }) => reason)).toEqual(['PARTLY_CANCELLED', 'CANCELLED'])
  })

  test.each(SHOPS)(
    'that have not left of a split order of %s go without freight (ORD-CAN-03, Q08)',
    async (shop) => {
      const order = await placed(shop, 1006)
      const open = order.row.lines
        .map((line, i) => ({ line, id: order.ids.lines[i]?.id }))
        .filter(({ line }) => line.status === 'OPEN')
      const left = order.ids.lines.filter((line) => !open.some(({ id }) => id === line.id))
      const before = await stateOf(world, order.number)
      expect((await cancel(order, { lineIds: [left[0]?.id] })).__typename).toBe('PolicyDenied')
      expect((await cancel(order, { lineIds: [left[0]?.id, open[0]?.id] })).__typename).toBe('PolicyDenied')
      expect(await stateOf(world, order.number)).toBe(before)
      const done = await cancel(order, { lineIds: open.map(({ id }) => id) })
      const sum = open.reduce((total, { line }) => total + line.paid_fen, 0)
      expect(done).toMatchObject({
        __typename: 'CancelOrderSuccess',
        order: { status: 'SHIPPED' },
        refund: { amount: { amount: yuan(sum) }, freight: { amount: '0.00' } },
      })
      const after = await orderRow(world, order.number)
      expect(Number(after.refunded_fen)).toBe(sum)
    },
  )

  test('named twice are cancelled once', async () => {
    const order = await placed('guided', 1002)
    const line = order.ids.lines[0]?.id
    const done = await cancel(order, { lineIds: [line, line, line] })
    expect(done.refund?.amount.amount).toBe(yuan(order.row.lines[0]?.paid_fen ?? 0))
  })

  test('of an unpaid order are not taken out one by one (ORD-MOD-01)', async () => {
    const order = await placed('general', 1024)
    expect((await cancel(order, { lineIds: [order.ids.lines[0]?.id] })).__typename).toBe('PolicyDenied')
  })

  test('an empty list is no list', async () => {
    const order = await placed('general', 1018)
    const failed = await cancel(order, { lineIds: [] })
    expect(failed.__typename).toBe('ValidationFailed')
  })
})

describe('what is missing', () => {
  test('money moves only under a key', async () => {
    const order = await placed('general', 1018)
    const failed = await cancel(order, { idempotencyKey: null })
    expect(failed).toMatchObject({
      __typename: 'ValidationFailed',
      issues: [{ field: 'idempotencyKey', code: 'REQUIRED' }],
    })
  })

  test('a partner without the scope is refused before anything is looked at', async () => {
    const partner = await world.as('partner')
    const { ids, number } = await placed('general', 1018)
    const before = await stateOf(world, number)
    for (const [name, input] of [
      ['remarkOrder', { orderId: ids.id, action: 'NOTE', text: '你好啊' }],
      ['auditOrder', { orderId: ids.id }],
      ['reportOrderProblem', { orderId: ids.id, kind: 'DUPLICATE' }],
      [
        'requestApproval',
        { action: { cancelOrder: { orderId: ids.id, reason: 'BUYER_ASKED' } }, reason: '客户要求' },
      ],
    ] as const) {
      const answer = await tryAct(partner, name, input)
      expect(answer.data).toEqual({ result: null })
      expect(answer.errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN'])
    }
    const nobody = await tryAct(await world.as('public'), 'cancelOrder', {
      orderId: ids.id,
      reason: 'BUYER_ASKED',
      idempotencyKey: key(),
    })
    expect(nobody.errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN'])
    expect(await stateOf(world, number)).toBe(before)
  })
})

test('events and audit entries hold no personal data and name their command', async () => {
  const events = await world.rows<{ data: string; command_id: string; decision_id: string | null }>(
    'SELECT data::text, command_id, decision_id FROM events',
  )
  expect(events.length).toBeGreaterThan(5)
  expect(events.filter(({ decision_id }) => decision_id === null)).toEqual([])
  const vault = await world.rows<{ value: string }>(
    'SELECT DISTINCT value FROM contact_vault UNION SELECT name FROM customers',
  )
  expect(vault.length).toBeGreaterThan(50)
  const text = events.map(({ data }) => data).join('\n')
  const stored = (
    await world.rows<{ text: string }>(
      'SELECT row_to_json(a)::text AS text FROM audit_entries a UNION ALL SELECT facts::text || findings::text FROM decisions',
    )
  )
    .map((row) => row.text)
    .join('\n')
  expect(
    vault.filter(({ value }) => value.length > 1 && (text.includes(value) || stored.includes(value))),
  ).toEqual([])
})
