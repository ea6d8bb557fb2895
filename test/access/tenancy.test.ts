import { isObjectType } from 'graphql'
import { afterAll, describe, expect, test } from 'vitest'
import { act, key, mutation } from '../harness/acts.ts'
import { type Client, withoutBudget } from '../harness/client.ts'
import { schema } from '../harness/gateway.ts'
import { makeAfterSales, makeComplaints } from '../harness/history.ts'
import { globalId, type NodeName, nobody, uuidOf } from '../harness/ids.ts'
import { NEW_ADDRESS, numberOf, orderIds, stateOf } from '../harness/orders.ts'
import { LONG_LISTS, rowsAt, typeQueries } from '../harness/walk.ts'
import { openWorld } from '../harness/world.ts'

const world = await openWorld('tenancy')
afterAll(() => world.close())

/** Types whose ids go by another name. */
const NAMES: Readonly<Record<string, NodeName>> = {
  Consultation: 'Case',
  AfterSale: 'Case',
  Complaint: 'Case',
  DecisionRecord: 'Decision',
  TimelineEvent: 'Event',
}

const me = await world.as('manager', 'general')
const them = await world.as('manager', 'guided')
const theirAgent = await world.as('specialist', 'guided')

// Something of every kind in the other shop.
const theirOrder = await orderIds(theirAgent, numberOf('guided', 1002))
await act(theirAgent, 'cancelOrder', { orderId: theirOrder.id, reason: 'BUYER_ASKED', idempotencyKey: key() })
const theirCustom = await orderIds(theirAgent, numberOf('guided', 1016))
const theirRequest = await act(theirAgent, 'requestApproval', {
  action: { cancelOrder: { orderId: theirCustom.id, reason: 'BUYER_ASKED' } },
  reason: '定制内容有误，客户要求取消',
})
await makeAfterSales(world, 'guided')
await makeComplaints(world, 'guided')
const myOrder = await orderIds(me, numberOf('general', 1001))

/** One id of the other shop for every type of node. */
const foreign = new Map<NodeName, string>()
for (const query of typeQueries(LONG_LISTS)) {
  const { data } = await them.post(query.text)
  const [row] = rowsAt(data, query)
  const type = schema.getType(query.type)
  if (typeof row?.id !== 'string' || !isObjectType(type)) continue
  if (!type.getInterfaces().some(({ name }) => name === 'Node')) continue
  foreign.set(NAMES[query.type] ?? (query.type as NodeName), row.id)
}

/** Asks the same of an id of the other shop, of nothing in it, of nothing here, and of its number said to be ours. */
async function indistinguishable(
  type: NodeName,
  ask: (id: string) => Promise<{ text: string }>,
): Promise<void> {
  const id = foreign.get(type)
  if (!id) throw new Error(`no ${type} in the other shop`)
  const [theirs, ...none] = await Promise.all(
    [id, nobody(type, 'guided'), nobody(type, 'general'), globalId(type, 'general', uuidOf(id))].map(ask),
  )
  for (const answer of none) expect(withoutBudget(answer.text)).toBe(withoutBudget(theirs?.text ?? ''))
}

const blank = (text: string, id: string) => text.replaceAll(id, '<id>').replaceAll(uuidOf(id), '<uuid>')

test('the other shop has something of every type', () => {
  const nodes = schema
    .getPossibleTypes(schema.getType('Node') as never)
    .map(({ name }) => NAMES[name] ?? name)
  expect([...foreign.keys()].sort()).toEqual([...new Set(nodes)].sort())
})

describe('an id of another shop is one of nothing', () => {
  test.each([...foreign.keys()])('node(id) of %s', async (type) => {
    await indistinguishable(type, (id) =>
      me.post('query ($id: ID!) { node(id: $id) { __typename id } }', { id }),
    )
    const id = foreign.get(type)
    const { data } = await me.post<{ node: unknown }>('query ($id: ID!) { node(id: $id) { id } }', { id })
    expect(data.node).toBeNull()
    // The other shop's manager sees it: the id is a good one.
    const { node } = await them.ask<{ node: { id: string } | null }>(
      'query ($id: ID!) { node(id: $id) { id } }',
      { id },
    )
    expect(node?.id).toBe(id)
  })

  test('nodes(ids), among ids of our own', async () => {
    for (const type of foreign.keys())
      await indistinguishable(type, (id) =>
        me.post('query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }', {
          ids: [myOrder.id, id, myOrder.id],
        }),
      )
  })

  const LOOKUPS: readonly (readonly [NodeName, string])[] = [
    ['Order', 'query ($id: ID!) { order(id: $id) { id } }'],
    ['Customer', 'query ($id: ID!) { customer(id: $id) { id } }'],
    ['Customer', 'query ($id: ID!) { member(customerId: $id) { id } }'],
    ['Case', 'query ($id: ID!) { case(id: $id) { id } }'],
    ['Product', 'query ($id: ID!) { product(id: $id) { id } }'],
    ['Review', 'query ($id: ID!) { review(id: $id) { id } }'],
    ['Approval', 'query ($id: ID!) { approval(id: $id) { id } }'],
    ['Decision', 'query ($id: ID!) { decision(id: $id) { id } }'],
    ['Customer', 'query ($id: ID!) { orders(filter: { customerId: $id }) { totalCount nodes { id } } }'],
    ['Product', 'query ($id: ID!) { orders(filter: { productId: $id }) { totalCount nodes { id } } }'],
    ['Customer', 'query ($id: ID!) { cases(filter: { customerId: $id }) { totalCount nodes { id } } }'],
    ['Order', 'query ($id: ID!) { cases(filter: { orderId: $id }) { totalCount nodes { id } } }'],
    ['Agent', 'query ($id: ID!) { cases(filter: { ownerId: $id }) { totalCount nodes { id } } }'],
    ['Agent', 'query ($id: ID!) { cases(filter: { assigneeId: $id }) { totalCount nodes { id } } }'],
    ['Customer', 'query ($id: ID!) { reviews(filter: { customerId: $id }) { totalCount nodes { id } } }'],
    ['Product', 'query ($id: ID!) { reviews(filter: { productId: $id }) { totalCount nodes { id } } }'],
  ]
  test.each(LOOKUPS)('%s in %s', async (type, query) => {
    await indistinguishable(type, (id) => me.post(query, { id }))
    const { text } = await me.post(query, { id: foreign.get(type) })
    expect(text.replaceAll(/\s/g, '')).toMatch(/:null|"totalCount":0,"nodes":\[\]/)
  })

  test('an id of another type is one of nothing, too', async () => {
    const product = foreign.get('Product') ?? ''
    const wrong = globalId('Product', 'general', uuidOf(myOrder.id))
    for (const id of [product, wrong, 'x', '', '💥', 'A'.repeat(44), myOrder.id.slice(0, -1)]) {
      const { data, errors } = await me.post<{ order: unknown }>(
        'query ($id: ID!) { order(id: $id) { id } }',
        { id },
      )
      if (id === '') expect(errors[0]?.extensions.code).toBe('BAD_USER_INPUT')
      else expect({ data, errors }).toEqual({ data: { order: null }, errors: [] })
    }
  })
})

test('a number of another shop is one of nothing', async () => {
  const pairs: [string, string, string][] = [
    ['query ($n: String!) { order(number: $n) { id } }', numberOf('guided', 1002), 'D-9999'],
    ['query ($n: String!) { customer(number: $n) { id } }', 'DC000001', 'DC999999'],
    [
      'query ($n: String!) { searchOrders(text: $n) { totalCount nodes { id } } }',
      numberOf('guided', 1002),
      'D-9999',
    ],
    ['query ($n: String!) { searchCustomers(text: $n) { totalCount nodes { id } } }', 'DC000001', 'DC999999'],
  ]
  for (const [query, n, none] of pairs) {
    const theirs = await them.post(query, { n })
    expect(theirs.text.replaceAll(/\s/g, '')).not.toMatch(/:null|"totalCount":0/)
    const [foreign, nothing] = await Promise.all([n, none].map((each) => me.post(query, { n: each })))
    expect(withoutBudget(foreign?.text ?? '')).toBe(withoutBudget(nothing?.text ?? ''))
  }
})

describe('a mutation on another shop', () => {
  const anAddress = { address: NEW_ADDRESS, identity: { orderNumber: 'D-1002', phoneLast4: '0000' } }
  const MUTATIONS: readonly (readonly [string, NodeName, (id: string) => object])[] = [
    ['auditOrder', 'Order', (orderId) => ({ orderId })],
    [
      'cancelOrder',
      'Order',
      (orderId) => ({ orderId, reason: 'BUYER_ASKED', idempotencyKey: 'k1', expectedVersion: 1 }),
    ],
    ['changeOrderAddress', 'Order', (orderId) => ({ orderId, ...anAddress, expectedVersion: 7 })],
    ['interceptOrder', 'Order', (orderId) => ({ orderId, reason: 'WRONG_ITEM', idempotencyKey: 'k2' })],
    ['remarkOrder', 'Order', (orderId) => ({ orderId, action: 'NOTE', text: '请尽快发货' })],
    ['reportOrderProblem', 'Order', (orderId) => ({ orderId, kind: 'VAGUE_ADDRESS' })],
    [
      'settleOrderProblem',
      'OrderProblem',
      (problemId) => ({ orderId: myOrder.id, problemId, verdict: 'SOLVED' }),
    ],
    [
      'changeOrderItem',
      'OrderLine',
      (lineId) => ({ orderId: myOrder.id, lineId, skuId: myOrder.lines[0]?.sku.id, idempotencyKey: 'k3' }),
    ],
    [
      'changeOrderItem',
      'Sku',
      (skuId) => ({ orderId: myOrder.id, lineId: myOrder.lines[0]?.id, skuId, idempotencyKey: 'k4' }),
    ],
    [
      'cancelOrder',
      'OrderLine',
      (lineId) => ({ orderId: myOrder.id, lineIds: [lineId], reason: 'BUYER_ASKED', idempotencyKey: 'k5' }),
    ],
    ['decideApproval', 'Approval', (approvalId) => ({ approvalId, verdict: 'APPROVE', reason: '同意' })],
    ['withdrawApproval', 'Approval', (approvalId) => ({ approvalId, expectedVersion: 1 })],
    [
      'requestApproval',
      'Order',
      (orderId) => ({ action: { cancelOrder: { orderId, reason: 'BUYER_ASKED' } }, reason: '客户要求' }),
    ],
    ['revealContact', 'Customer', (customerId) => ({ customerId, purpose: 'CONTACT_CUSTOMER' })],
  ]
  test.each(MUTATIONS)('%s of %s', async (name, type, input) => {
    const before = [
      await stateOf(world, 'D-1002'),
      await stateOf(world, 'D-1016'),
      await stateOf(world, 'G-1001'),
    ]
    await indistinguishable(type, async (id) => {
      const answer = await me.post<{ result: { __typename: string } }>(mutation(name), { input: input(id) })
      expect(['NotFound', 'ValidationFailed']).toContain(answer.data.result.__typename)
      return { text: blank(answer.text, id) }
    })
    expect([
      await stateOf(world, 'D-1002'),
      await stateOf(world, 'D-1016'),
      await stateOf(world, 'G-1001'),
    ]).toEqual(before)
  })

  test('a case of another shop does not open contact data here', async () => {
    const { customers } = await me.ask<{ customers: { nodes: { id: string }[] } }>(
      '{ customers(first: 1) { nodes { id } } }',
    )
    const customerId = customers.nodes[0]?.id
    await indistinguishable('Case', async (caseId) =>
      me.post(mutation('revealContact'), { input: { customerId, caseId, purpose: 'CONTACT_CUSTOMER' } }),
    )
  })

  test('the request of the other shop is still open', async () => {
    const { approval } = await them.ask<{ approval: { status: string } }>(
      'query ($id: ID!) { approval(id: $id) { status } }',
      { id: theirRequest.approval?.id },
    )
    expect(approval.status).toBe('PENDING')
  })
})

describe('lists', () => {
  const LISTS: readonly (readonly [string, string])[] = [
    ['orders', 'SELECT count(*)::int AS n FROM orders WHERE shop_id = $1'],
    ['customers', 'SELECT count(*)::int AS n FROM customers WHERE shop_id = $1'],
    ['cases', 'SELECT count(*)::int AS n FROM cases WHERE shop_id = $1'],
    ['reviews', 'SELECT count(*)::int AS n FROM reviews WHERE shop_id = $1'],
    ['products', 'SELECT count(*)::int AS n FROM products WHERE shop_id = $1'],
    ['agents', 'SELECT count(*)::int AS n FROM memberships WHERE shop_id = $1'],
    ['approvals', 'SELECT count(*)::int AS n FROM approvals WHERE shop_id = $1'],
    ['auditEntries', 'SELECT count(*)::int AS n FROM audit_entries WHERE shop_id = $1'],
  ]
  test.each(LISTS)('%s counts and shows the rows of its shop alone', async (list, statement) => {
    for (const [client, shop] of [
      [me, '01900000-0000-7000-8000-000000000001'],
      [them, '01900000-0000-7000-8000-000000000002'],
    ] as [Client, string][]) {
      const [counted] = await world.rows<{ n: number }>(statement, [shop])
      const found = await client.ask<Record<string, { totalCount: number; nodes: { id: string }[] }>>(
        `{ ${list}(first: 100) { totalCount nodes { id } } }`,
      )
      expect(found[list]?.totalCount).toBe(counted?.n)
      const shops = found[list]?.nodes.map(({ id }) =>
        Buffer.from(id, 'base64url').subarray(1, 17).toString('hex'),
      )
      expect(new Set(shops)).toEqual(new Set(shops?.length ? [shop.replaceAll('-', '')] : []))
    }
  })

  test('a cursor of the other shop shows nothing of it', async () => {
    const { orders } = await them.ask<{ orders: { pageInfo: { endCursor: string } } }>(
      '{ orders(first: 3) { pageInfo { endCursor } } }',
    )
    const answer = await me.post<{ orders: { nodes: { number: string }[] } }>(
      'query ($after: String) { orders(first: 50, after: $after) { nodes { number } } }',
      { after: orders.pageInfo.endCursor },
    )
    const numbers = answer.data?.orders.nodes.map(({ number }) => number) ?? []
    expect(numbers.length).toBeGreaterThan(0)
    expect(numbers.filter((number) => !number.startsWith('G'))).toEqual([])
  })
})

test('a phone that both shops know finds the customer of the own shop alone', async () => {
  const [both] = await world.rows<{ value: string }>(
    `SELECT value FROM contact_vault WHERE kind = 'PHONE' GROUP BY value HAVING count(DISTINCT shop_id) > 1 LIMIT 1`,
  )
  const query = 'query ($text: String!) { searchCustomers(text: $text) { nodes { number } } }'
  for (const [client, prefix] of [
    [me, 'G'],
    [them, 'D'],
  ] as const) {
    const { searchCustomers } = await client.ask<{ searchCustomers: { nodes: { number: string }[] } }>(
      query,
      {
        text: both?.value,
      },
    )
    expect(searchCustomers.nodes.length).toBeGreaterThan(0)
    expect(searchCustomers.nodes.every(({ number }) => number.startsWith(prefix))).toBe(true)
  }
})

test('row-level security holds by itself', async () => {
  // The second wall: with the shop set, the service's login sees that shop even where a statement names none.
  const [row] = await world.rows<{ forced: boolean; n: number }>(
    `SELECT bool_and(relforcerowsecurity AND relrowsecurity) AS forced, count(*)::int AS n FROM pg_class c
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'shop_id' WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace`,
  )
  expect(row?.n).toBeGreaterThan(25)
  expect(row?.forced).toBe(true)
})
