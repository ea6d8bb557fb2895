import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, previewAfterSale, requestAfterSale } from '../src/index.ts'
import {
  application,
  applied,
  caseOf,
  clocksOf,
  eventsOf,
  key,
  noticesOf,
  signedOrder,
} from './after-sales.ts'
import { NOW, openShop, openWorld, type TestShop, type World } from './shop.ts'
import { checksums, rowsOf } from './state.ts'

let world: World
let shop: TestShop
let other: TestShop
beforeAll(async () => {
  world = await openWorld('after-sale-request')
  shop = await openShop(world)
  other = await openShop(world)
})
afterAll(() => world.close())

const request = (actor: Actor, input: object) => requestAfterSale(world.deps, actor, input as never)
async function previewed(actor: Actor, input: object) {
  const shown = await previewAfterSale(world.deps, actor, input as never)
  if (shown.kind !== 'Previewed' || !shown.token) throw new Error(`not previewed: ${shown.kind}`)
  return shown.token
}

describe('requestAfterSale', () => {
  it('opens a case with its pieces, clocks, timeline, remark and notice', async () => {
    const order = await signedOrder(world, shop, { lines: 2 })
    const [first] = order.lineIds
    const input = application(order, { lines: [{ lineId: first, quantity: 1 }], demand: '太大了，想退掉' })
    const outcome = await request(shop.specialist, { ...input, ...key() })
    expect(outcome).toMatchObject({
      kind: 'Success',
      version: 1,
      orderId: order.id,
      orderVersion: 2,
      ownerId: shop.specialist.id,
      number: expect.stringMatching(/^CS20261118-/),
    })
    if (outcome.kind !== 'Success') return
    const { caseId } = outcome
    expect(await caseOf(world, caseId)).toMatchObject({
      kind: 'AFTER_SALE',
      status: 'OPEN',
      after_sale_state: 'APPLIED',
      after_sale_type: 'RETURN_AND_REFUND',
      reason: 'NO_REASON',
      demand: '太大了，想退掉',
      channel: 'CHAT',
      member_tier: 'ORDINARY',
      assignee_id: shop.specialist.id,
      first_response_at: null,
    })
    expect(
      await rowsOf(world, 'SELECT order_line_id, quantity FROM after_sale_lines WHERE case_id = $1', [
        caseId,
      ]),
    ).toEqual([{ order_line_id: first, quantity: 1 }])
    expect(await clocksOf(world, caseId)).toEqual(['after_sale.acknowledge', 'after_sale.review'])
    expect(await noticesOf(world, caseId)).toEqual(['APPLICATION_RECEIVED'])
    expect(await eventsOf(world, caseId)).toEqual(['AfterSaleRequested'])
    expect(
      await rowsOf(
        world,
        'SELECT step, from_state, to_state, agent_id FROM after_sale_steps WHERE case_id = $1',
        [caseId],
      ),
    ).toEqual([{ step: 'APPLY', from_state: null, to_state: 'APPLIED', agent_id: shop.specialist.id }])
    expect(
      await rowsOf(world, 'SELECT action_type, flag FROM order_remarks WHERE order_id = $1', [order.id]),
    ).toEqual([{ action_type: 'AFTER_SALE', flag: 'BLUE' }])
  })

  it('keeps what the customer said out of events, decisions, audit and keys', async () => {
    const order = await signedOrder(world, shop)
    await applied(world, shop.specialist, order, { demand: '请联系王小明处理' })
    for (const table of [
      'decisions',
      'events',
      'audit_entries',
      'idempotency_keys',
      'notices',
      'order_remarks',
    ]) {
      const rows = await rowsOf(world, `SELECT 1 FROM ${table} t WHERE t::text LIKE '%王小明%'`)
      expect([table, rows]).toEqual([table, []])
    }
  })

  it('gives a case from a storefront to the after-sale agent with the fewest open ones', async () => {
    const busy = await addAfterSaleAgent()
    const first = await signedOrder(world, shop)
    const input = { ...application(first), ...key() }
    expect(await request(shop.partner, input)).toMatchObject({ kind: 'Success', ownerId: busy })
    const free = await addAfterSaleAgent()
    const second = await signedOrder(world, shop)
    const outcome = await request(shop.partner, { ...application(second), ...key() })
    expect(outcome).toMatchObject({ kind: 'Success', ownerId: free })
    if (outcome.kind === 'Success') expect((await caseOf(world, outcome.caseId)).channel).toBe('FORM')
  })

  it('opens one case for one key, and answers the same again', async () => {
    const order = await signedOrder(world, shop)
    const input = { ...application(order), ...key() }
    const outcomes = await Promise.all([1, 2, 3].map(() => request(shop.specialist, input)))
    for (const each of outcomes) expect(each).toEqual(outcomes[0])
    expect(outcomes[0]?.kind).toBe('Success')
    expect(await rowsOf(world, 'SELECT 1 FROM cases WHERE order_id = $1', [order.id])).toHaveLength(1)
  })

  it('refuses what is not there before it looks at keys and versions, and writes nothing', async () => {
    const order = await signedOrder(world, shop)
    const foreign = await signedOrder(world, other)
    const before = await checksums(world)
    const cases: [object, object][] = [
      [
        { orderId: foreign.id, expectedVersion: 99 },
        { kind: 'NotFound', what: 'Order' },
      ],
      [
        { lines: [{ lineId: foreign.lineIds[0], quantity: 1 }] },
        issue('lines.0.lineId', 'NOT_OF_THIS_ORDER'),
      ],
      [
        { lines: [...application(order).lines, ...application(order).lines] },
        issue('lines.1.lineId', 'INVALID'),
      ],
      [
        { type: 'EXCHANGE', replacementSkuId: other.skus.m },
        { kind: 'NotFound', what: 'Sku' },
      ],
      [{ expectedVersion: 7 }, { kind: 'Conflict', currentVersion: 1 }],
    ]
    for (const [more, expected] of cases)
      expect(await request(shop.specialist, { ...application(order, more), ...key() })).toMatchObject(
        expected,
      )
    expect(await request(shop.specialist, application(order))).toMatchObject(
      issue('idempotencyKey', 'REQUIRED'),
    )
    await expect(
      request({ ...shop.partner, scopes: [] }, { ...application(order), ...key() }),
    ).rejects.toMatchObject({ permission: 'after_sale.request' })
    expect(await checksums(world)).toEqual(before)
  })
})

const issue = (field: string, code: string) => ({ kind: 'ValidationFailed', issues: [{ field, code }] })

async function addAfterSaleAgent(): Promise<string> {
  const id = randomUUID()
  await world.admin.query(
    `INSERT INTO agents (id, number, subject, name, created_at) VALUES ($1::uuid, $1::text, $1::text, '售后', '2026-01-01')`,
    [id],
  )
  await world.admin.query(
    `INSERT INTO memberships (shop_id, agent_id, grade, function, since) VALUES ($1, $2, 'specialist', 'after_sale', '2026-01-01')`,
    [shop.id, id],
  )
  return id
}

describe('previewAfterSale', () => {
  it('stores nothing, and its token is taken by the same request', async () => {
    const order = await signedOrder(world, shop)
    const before = await checksums(world)
    const shown = await previewAfterSale(world.deps, shop.specialist, application(order))
    expect(shown).toMatchObject({
      decision: { outcome: 'ALLOWED' },
      subjectVersion: 1,
      quote: {
        // The piece alone: freight does not come back without a reason (Q08).
        terms: { amountFen: 10_000, freightFen: 0, freight: { back: 'CUSTOMER' }, route: 'ORIGINAL' },
        clocks: [{ name: 'after_sale.acknowledge' }, { name: 'after_sale.review' }],
        approvals: [],
      },
    })
    const token = await previewed(shop.specialist, application(order))
    expect(token.expiresAt).toBe('2026-11-18T04:10:00.000Z')
    expect(await checksums(world)).toEqual(before)
    const outcome = await request(shop.specialist, {
      ...application(order),
      token: token.token,
      demand: '退',
      ...key(),
    })
    expect(outcome.kind).toBe('Success')
  })

  it('agrees with its request or conflicts, whatever changed between them', async () => {
    const changes: [string, string][] = [
      ['the order', "UPDATE orders SET signed_at = signed_at - interval '1 day' WHERE id = $1"],
      ['its money', 'UPDATE orders SET refunded_fen = 100 WHERE id = $1'],
      ['a line', 'UPDATE order_lines SET returned_quantity = 1 WHERE order_id = $1'],
      [
        'a parcel',
        "UPDATE shipments SET loss_confirmed_at = now(), loss_confirmed_by = 'CARRIER' WHERE order_id = $1",
      ],
      [
        'the member',
        "UPDATE members SET tier = 'GOLD' WHERE customer_id = (SELECT customer_id FROM orders WHERE id = $1)",
      ],
    ]
    for (const [what, change] of changes) {
      const order = await signedOrder(world, shop)
      const { token } = await previewed(shop.specialist, application(order))
      await world.admin.query(change, [order.id])
      const before = await checksums(world)
      const outcome = await request(shop.specialist, { ...application(order), token, ...key() })
      expect([what, outcome.kind]).toEqual([what, 'Conflict'])
      expect(await checksums(world)).toEqual(before)
    }
  })

  it('conflicts where somebody else applied for the order meanwhile', async () => {
    const order = await signedOrder(world, shop, { lines: 2 })
    const one = application(order, { lines: [{ lineId: order.lineIds[0], quantity: 1 }] })
    const { token } = await previewed(shop.specialist, one)
    await applied(world, shop.colleague, order, { lines: [{ lineId: order.lineIds[1], quantity: 1 }] })
    expect(await request(shop.specialist, { ...one, token, ...key() })).toMatchObject({ kind: 'Conflict' })
  })

  it('is taken once, however often its token is used at once', async () => {
    const order = await signedOrder(world, shop)
    const { token } = await previewed(shop.specialist, application(order))
    const outcomes = await Promise.all(
      Array.from({ length: 4 }, () => request(shop.specialist, { ...application(order), token, ...key() })),
    )
    expect(outcomes.map((each) => each.kind).sort()).toEqual(['Conflict', 'Conflict', 'Conflict', 'Success'])
  })

  it('takes no token that is tampered with, of another, for another input, or run out', async () => {
    const order = await signedOrder(world, shop)
    const input = application(order)
    const { token } = await previewed(shop.specialist, input)
    const [expiry = '', ...rest] = token.split('.')
    const longer = [String(Number(expiry) + 3_600_000), ...rest].join('.')
    const before = await checksums(world)
    const tried: [Actor, object, string][] = [
      [shop.specialist, { ...input, token: longer }, 'INVALID'],
      [shop.specialist, { ...input, token: `${token.slice(0, -2)}AA` }, 'INVALID'],
      [shop.specialist, { ...input, token: 'x' }, 'INVALID'],
      [shop.specialist, { ...input, token: `${token}.${token}` }, 'INVALID'],
      [shop.colleague, { ...input, token }, 'INVALID'],
      [shop.partner, { ...input, token }, 'INVALID'],
      [shop.specialist, { ...input, reason: 'SIZE_FIT', token }, 'OF_ANOTHER_INPUT'],
    ]
    for (const [actor, tampered, code] of tried)
      expect(await request(actor, { ...tampered, ...key() })).toMatchObject(issue('token', code))
    world.setNow(new Date(NOW.getTime() + 10 * 60_000))
    try {
      expect(await request(shop.specialist, { ...input, token, ...key() })).toMatchObject(
        issue('token', 'EXPIRED'),
      )
    } finally {
      world.setNow(NOW)
    }
    expect(await checksums(world)).toEqual(before)
  })
})
