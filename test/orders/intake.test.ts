import { afterAll, beforeAll, expect, test } from 'vitest'
import { act, key } from '../harness/acts.ts'
import { codesOf } from '../harness/client.ts'
import { globalId } from '../harness/ids.ts'
import { NEW_ADDRESS } from '../harness/orders.ts'
import { signToken } from '../harness/tokens.ts'
import { NOW, openWorld, type World } from '../harness/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld('intake')
})
afterAll(() => world.close())

interface Placed {
  readonly id: string
  readonly number: string
  readonly uuid: string
  readonly total: string
}

/** Plain specifications that are in stock, and an address on record, not far away, of a customer. */
async function goods() {
  const skus = await world.rows<{ id: string; price: number }>(
    `SELECT s.id, s.price_fen::int AS price FROM skus s JOIN products p ON p.shop_id = s.shop_id AND p.id = s.product_id
     JOIN shops h ON h.id = s.shop_id WHERE h.code = 'general' AND s.stock - s.reserved > 20 AND s.active AND p.status = 'ON_SALE'
       AND NOT (p.presale OR p.customised OR p.digital OR p.perishable) AND p.max_quantity IS NULL AND p.min_quantity IS NULL
       AND s.price_fen > 9900 ORDER BY s.code LIMIT 2`,
  )
  const [customer] = await world.rows<{
    id: string
    number: string
    address: string
    last4: string
    name: string
  }>(
    `SELECT c.id, c.number, a.id AS address, a.phone_last4 AS last4, c.name FROM customers c
     JOIN addresses a ON a.shop_id = c.shop_id AND a.customer_id = c.id AND a.is_default
     WHERE c.number BETWEEN 'GC000013' AND 'GC000020' AND a.province !~ '新疆|西藏|内蒙古|青海' ORDER BY c.number LIMIT 1`,
  )
  if (skus.length < 2 || !customer) throw new Error('the demo lacks goods or a customer')
  return { skus, customer }
}

/** The price of one piece for that customer: the demo's tier counts. */
async function place(over: object = {}, quantities = [1]): Promise<Placed> {
  const { customer, skus } = await goods()
  const client = await world.as('partner')
  const input = {
    customerId: globalId('Customer', 'general', customer.id),
    addressId: globalId('Address', 'general', customer.address),
    lines: skus
      .slice(0, quantities.length)
      .map((sku, i) => ({ skuId: globalId('Sku', 'general', sku.id), quantity: quantities[i] ?? 1 })),
    expectedPayable: '0.01',
    idempotencyKey: key(),
    ...over,
  }
  const denied = await act(client, 'placeOrder', input)
  expect(denied.__typename).toBe('PolicyDenied')
  expect(denied.decision?.findings.filter((f) => f.verdict === 'DENY').map((f) => f.rule.id)).toEqual([
    'PRC-01',
  ])
  // What it costs stands in the answer.
  const { decision } = await client.ask<{
    decision: { findings: { rule: { id: string }; message: { en: string } }[] }
  }>('query ($id: ID!) { decision(id: $id) { findings { rule { id } message { en } } } }', {
    id: denied.decision?.id,
  })
  const told = decision.findings.find(({ rule }) => rule.id === 'PRC-01')?.message.en ?? ''
  const total = /CNY ([\d.]+) is payable/.exec(told)?.[1] ?? ''
  const done = await act(client, 'placeOrder', { ...input, expectedPayable: total, idempotencyKey: key() })
  expect(done).toMatchObject({ __typename: 'PlaceOrderSuccess', order: { status: 'UNPAID', version: 1 } })
  const [row] = await world.rows<{ id: string; number: string }>(
    `SELECT id, number FROM orders WHERE number LIKE 'OR%' ORDER BY placed_at DESC, id DESC LIMIT 1`,
  )
  if (!row || !done.order) throw new Error('not written')
  return { id: done.order.id, number: row.number, uuid: row.id, total }
}

let payments = 0
async function pay({ id, total }: Placed) {
  payments += 1
  const done = await act(await world.as('partner'), 'recordPayment', {
    orderId: id,
    method: 'ALIPAY',
    amount: total,
    reference: `TEST${payments}${Date.now()}`,
    idempotencyKey: key(),
  })
  expect(done).toMatchObject({ __typename: 'RecordPaymentSuccess', order: { status: 'PAID' } })
}

const actionsOf = async (id: string) => {
  const { order } = await (await world.as('specialist')).ask<{
    order: { actions: { name: string; decision: { outcome: string } }[]; audit: { outcome: string } }
  }>('query ($id: ID) { order(id: $id) { actions { name decision { outcome } } audit { outcome } } }', { id })
  return {
    ...Object.fromEntries(order.actions.map(({ name, decision }) => [name, decision.outcome])),
    audit: order.audit.outcome,
  }
}

test('an order that a storefront placed is found, paid, audited, told and cancelled like any other', async () => {
  const { customer } = await goods()
  const placed = await place()
  expect(await actionsOf(placed.id)).toMatchObject({
    CHANGE_ADDRESS: 'ALLOWED',
    CANCEL: 'ALLOWED',
    RECORD_PAYMENT: 'ALLOWED',
    audit: 'DENIED',
  })
  const agent = await world.as('specialist')
  for (const text of [placed.number, customer.name, customer.last4]) {
    const { found } = await agent.ask<{ found: { nodes: { number: string }[] } }>(
      'query ($text: String!) { found: searchOrders(text: $text, first: 100) { nodes { number } } }',
      { text },
    )
    expect(found.nodes.map(({ number }) => number)).toContain(placed.number)
  }
  await pay(placed)
  expect(await actionsOf(placed.id)).toMatchObject({
    RECORD_PAYMENT: 'DENIED',
    CANCEL: 'ALLOWED',
    audit: 'ALLOWED',
  })
  const { order } = await agent.ask<{ order: Record<string, unknown> }>(
    `query ($id: ID) { order(id: $id) { paidAmount { amount } lines { paid { amount } } clocks { name result }
       timeline(first: 5) { nodes { type } } customer { number } dispatchDueAt } }`,
    { id: placed.id },
  )
  expect(order).toMatchObject({
    paidAmount: { amount: placed.total },
    lines: [{ paid: { amount: placed.total } }],
    clocks: [{ name: 'ORDER_DISPATCH', result: null }],
    timeline: { nodes: [{ type: 'PointsCredited' }, { type: 'OrderPaid' }, { type: 'OrderPlaced' }] },
    customer: { number: customer.number },
    dispatchDueAt: new Date(NOW.getTime() + 48 * 3_600_000).toISOString(),
  })
  const cancelled = await act(agent, 'cancelOrder', {
    orderId: placed.id,
    reason: 'BUYER_ASKED',
    idempotencyKey: key(),
  })
  expect(cancelled).toMatchObject({
    __typename: 'CancelOrderSuccess',
    order: { status: 'CANCELLED' },
    refund: { amount: { amount: placed.total } },
  })
})

test('a second one like it within ten minutes is detected as a duplicate', async () => {
  const first = await place()
  const second = await place()
  const { order } = await (await world.as('specialist')).ask<{
    order: { problemsFound: { kind: string }[] }
  }>('query ($id: ID) { order(id: $id) { problemsFound { kind } } }', { id: second.id })
  expect(order.problemsFound.map(({ kind }) => kind)).toEqual(['DUPLICATE'])
  for (const { id } of [first, second])
    await act(await world.as('partner'), 'cancelOrder', {
      orderId: id,
      reason: 'BUYER_ASKED',
      idempotencyKey: key(),
    })
})

const partner = async (name: 'erp' | 'carrier') =>
  world.client({
    authorization: `Bearer ${await signToken({ subject: `partner-${name}`, shop: 'general', seconds: 30 * 86_400 }, world.now())}`,
  })

test('it is sent, signed for, and goes back with the money that was paid', async () => {
  const placed = await place({ addressId: undefined, address: NEW_ADDRESS })
  await pay(placed)
  const recorded = await act(await partner('erp'), 'recordShipment', {
    orderId: placed.id,
    carrier: 'SF',
    waybill: 'SF77001234567',
    status: 'PACKED',
    expectedOn: '2026-11-21',
    idempotencyKey: key(),
  })
  expect(recorded).toMatchObject({
    __typename: 'RecordShipmentSuccess',
    order: { status: 'PAID', physicalStatus: 'PACKED' },
    shipment: { status: 'PACKED', waybill: 'SF77001234567', lines: [{}] },
  })
  const carrier = await partner('carrier')
  const scans = [
    { kind: 'PICKED_UP', place: '杭州', occurredAt: NOW.toISOString() },
    { kind: 'SIGNED', place: '杭州', occurredAt: new Date(NOW.getTime() + 60_000).toISOString() },
  ]
  for (const scan of scans)
    await act(carrier, 'reportTracking', { waybill: 'SF77001234567', carrier: 'SF', events: [scan] })
  world.setNow(new Date(NOW.getTime() + 86_400_000))
  const storefront = await world.as('partner')
  const { order } = await storefront.ask<{ order: { status: string; lines: { id: string }[] } }>(
    'query ($id: ID) { order(id: $id) { status lines { id } } }',
    { id: placed.id },
  )
  expect(order.status).toBe('SIGNED')
  const asked = await act(storefront, 'requestAfterSale', {
    orderId: placed.id,
    type: 'RETURN_AND_REFUND',
    reason: 'NO_REASON',
    intact: true,
    lines: [{ lineId: order.lines[0]?.id, quantity: 1 }],
    idempotencyKey: key(),
  })
  if (!asked.afterSale) throw new Error(JSON.stringify(asked))
  const caseId = asked.afterSale.id
  const agent = await world.as('specialist')
  const step = (name: string, more: object = {}) =>
    act(agent, name, { caseId, idempotencyKey: key(), ...more })
  await step('approveAfterSale')
  await step('recordReturnShipment', { carrier: 'SF', waybill: 'SF7700999' })
  await step('receiveReturn')
  await step('inspectReturn', { result: 'PASSED', finding: 'INTACT' })
  await step('refundAfterSale')
  const [refund] = await world.rows('SELECT amount_fen::text AS fen FROM refunds WHERE order_id = $1', [
    placed.uuid,
  ])
  expect(refund).toEqual({ fen: placed.total.replace('.', '') })
})

test('neither a specialist records payments, nor a stranger orders', async () => {
  const placed = await place()
  const input = {
    orderId: placed.id,
    method: 'ALIPAY',
    amount: placed.total,
    reference: 'NOBODY',
    idempotencyKey: key(),
  }
  const agent = await world.as('specialist')
  const mutation = 'mutation ($input: RecordPaymentInput!) { recordPayment(input: $input) { __typename } }'
  expect(codesOf(await agent.post(mutation, { input }))).toEqual(['FORBIDDEN'])
  const apparel = await world.as('partner', 'apparel')
  expect(await act(apparel, 'recordPayment', input)).toMatchObject({ __typename: 'NotFound' })
})

test('it goes in two parcels: one is signed for, the other one confirmed by time, and points follow', async () => {
  const start = new Date(world.now().getTime() + 86_400_000)
  world.setNow(start)
  const placed = await place({}, [1, 1])
  await pay(placed)
  const storefront = await world.as('partner')
  const read = async () =>
    (
      await storefront.ask<{
        order: {
          status: string
          signedAt: string | null
          tradeDeadlineAt: string | null
          lines: { id: string }[]
        }
      }>('query ($id: ID) { order(id: $id) { status signedAt tradeDeadlineAt lines { id } } }', {
        id: placed.id,
      })
    ).order
  const points = async () => {
    const [row] = await world.rows<{ pending: string; available: string }>(
      `SELECT points_pending AS pending, points_available AS available FROM members m JOIN orders o
         ON o.shop_id = m.shop_id AND o.customer_id = m.customer_id WHERE o.id = $1`,
      [placed.uuid],
    )
    return { pending: Number(row?.pending), available: Number(row?.available) }
  }
  const [first] = (await read()).lines
  const erp = await partner('erp')
  const ship = (waybill: string, more: object = {}) =>
    act(erp, 'recordShipment', { orderId: placed.id, carrier: 'SF', waybill, idempotencyKey: key(), ...more })
  expect(await ship('SF880001', { lineIds: [first?.id], status: 'HANDED_OVER' })).toMatchObject({
    order: { status: 'PARTLY_SHIPPED', physicalStatus: 'PARTLY_HANDED_OVER' },
  })
  expect((await ship('SF880001')).__typename).toBe('Conflict')
  const rest = await ship('SF880002')
  const agent = await world.as('specialist')
  const { found } = await agent.ask<{ found: { nodes: { number: string }[] } }>(
    'query { found: searchOrders(text: "sf880002", first: 5) { nodes { number } } }',
  )
  expect(found.nodes).toEqual([{ number: placed.number }])
  world.setNow(new Date(start.getTime() + 86_400_000))
  const handed = await act(erp, 'advanceShipment', {
    shipmentId: rest.shipment?.id,
    status: 'HANDED_OVER',
    idempotencyKey: key(),
  })
  expect(handed).toMatchObject({
    __typename: 'AdvanceShipmentSuccess',
    order: { status: 'SHIPPED', physicalStatus: 'HANDED_OVER' },
  })
  await act(await partner('carrier'), 'reportTracking', {
    waybill: 'SF880001',
    carrier: 'SF',
    events: [{ kind: 'SIGNED', place: '杭州', occurredAt: world.now().toISOString() }],
  })
  const before = await points()
  const { status, tradeDeadlineAt } = await read()
  expect(status).toBe('SHIPPED')
  const due = new Date(tradeDeadlineAt ?? '')
  world.setNow(new Date(due.getTime() + 3_600_000))
  // Out for delivery, and nobody says more: it is neither silent nor signed for.
  await act(await partner('carrier'), 'reportTracking', {
    waybill: 'SF880002',
    carrier: 'SF',
    events: [{ kind: 'OUT_FOR_DELIVERY', place: '杭州', occurredAt: due.toISOString() }],
  })
  await world.work(async () => (await read()).status === 'SIGNED')
  expect((await read()).signedAt).toBe(due.toISOString())
  const after = await points()
  const earned = before.pending - after.pending
  expect(earned).toBeGreaterThan(0)
  expect(after.available - before.available).toBe(earned)
  const again = await act(storefront, 'confirmReceipt', { orderId: placed.id, idempotencyKey: key() })
  expect(again.__typename).toBe('PolicyDenied')
  const asked = await act(storefront, 'requestAfterSale', {
    orderId: placed.id,
    type: 'RETURN_AND_REFUND',
    reason: 'NO_REASON',
    intact: true,
    lines: [{ lineId: (await read()).lines[1]?.id, quantity: 1 }],
    idempotencyKey: key(),
  })
  if (!asked.afterSale) throw new Error(JSON.stringify(asked))
  const caseId = asked.afterSale.id
  const client = await world.as('specialist')
  for (const [name, more] of [
    ['approveAfterSale', {}],
    ['recordReturnShipment', { carrier: 'SF', waybill: 'SF8800999' }],
    ['receiveReturn', {}],
    ['inspectReturn', { result: 'PASSED', finding: 'INTACT' }],
    ['refundAfterSale', {}],
  ] as const)
    expect((await act(client, name, { caseId, idempotencyKey: key(), ...more })).__typename).toMatch(
      /Success$/,
    )
  const final = await points()
  expect(final.available).toBeLessThan(after.available)
})
