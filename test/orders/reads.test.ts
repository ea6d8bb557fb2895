import { afterAll, describe, expect, test } from 'vitest'
import type { Client } from '../harness/client.ts'
import { nobody, uuidOf } from '../harness/ids.ts'
import { yuan } from '../harness/orders.ts'
import { openWorld, SHOP_IDS } from '../harness/world.ts'

const world = await openWorld('reads')
afterAll(() => world.close())
const me = await world.as('manager')

/** Every list at the root: its rows in its orders, as one statement says them. */
const LISTS: readonly (readonly [string, string, string])[] = [
  ['orders', 'orderBy: NEWEST', 'SELECT id FROM orders WHERE shop_id = $1 ORDER BY placed_at DESC, id DESC'],
  ['orders', 'orderBy: OLDEST', 'SELECT id FROM orders WHERE shop_id = $1 ORDER BY placed_at, id'],
  ['customers', '', 'SELECT id FROM customers WHERE shop_id = $1 ORDER BY created_at DESC, id DESC'],
  ['cases', 'orderBy: NEWEST', 'SELECT id FROM cases WHERE shop_id = $1 ORDER BY opened_at DESC, id DESC'],
  [
    'cases',
    'orderBy: DUE',
    `SELECT id FROM cases WHERE shop_id = $1 AND due_at IS NOT NULL AND status <> 'CLOSED' ORDER BY due_at, id`,
  ],
  ['reviews', '', 'SELECT id FROM reviews WHERE shop_id = $1 ORDER BY posted_at DESC, id DESC'],
  ['products', '', 'SELECT id FROM products WHERE shop_id = $1 ORDER BY number, id'],
]

interface Page {
  readonly nodes: readonly { readonly id: string }[]
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
  readonly totalCount: number
}

const FIELDS =
  'nodes { id } edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount'

async function page(client: Client, list: string, args: string): Promise<Page> {
  const data = await client.ask<Record<string, Page>>(`{ ${list}(${args}) { ${FIELDS} } }`)
  const found = data[list]
  if (!found) throw new Error(list)
  expect(found.edges.map(({ node }) => node.id)).toEqual(found.nodes.map(({ id }) => id))
  expect(found.pageInfo.startCursor).toBe(found.edges[0]?.cursor ?? null)
  expect(found.pageInfo.endCursor).toBe(found.edges.at(-1)?.cursor ?? null)
  return found
}

describe('pages of any size are the list', () => {
  test.each(LISTS)('%s(%s)', async (list, order, statement) => {
    const expected = (await world.rows<{ id: string }>(statement, [SHOP_IDS.general]))
      .map(({ id }) => id)
      .slice(0, 60)
    const total = (await world.rows(statement, [SHOP_IDS.general])).length
    for (const size of [1, 2, 3, 5, 7]) {
      const seen: string[] = []
      let after: string | null = null
      const wanted = Math.min(expected.length, size === 1 ? 10 : 28)
      while (seen.length < wanted) {
        const found: Page = await page(
          me,
          list,
          `first: ${size} ${after ? `after: "${after}"` : ''} ${order}`,
        )
        expect(found.totalCount).toBe(total)
        expect(found.pageInfo.hasPreviousPage).toBe(after !== null)
        seen.push(...found.nodes.map(({ id }) => uuidOf(id)))
        expect(found.pageInfo.hasNextPage).toBe(seen.length < total)
        after = found.pageInfo.endCursor
        if (!found.pageInfo.hasNextPage) break
      }
      expect(seen).toEqual(expected.slice(0, seen.length))
      // And back again, from the last cursor.
      const back: string[] = []
      let before = after
      while (before && back.length < seen.length - 1) {
        const found: Page = await page(me, list, `last: ${size} before: "${before}" ${order}`)
        back.unshift(...found.nodes.map(({ id }) => uuidOf(id)))
        expect(found.pageInfo.hasNextPage).toBe(true)
        if (!found.pageInfo.hasPreviousPage) break
        before = found.pageInfo.startCursor
      }
      expect(back).toEqual(seen.slice(0, -1).slice(-back.length))
      expect(back.length).toBe(seen.length - 1)
    }
  })

  test('a row that comes meanwhile is not seen twice, nor does it push one out', async () => {
    const first = await page(me, 'reviews', 'first: 3')
    await world.rows(
      `INSERT INTO reviews (shop_id, id, number, order_id, order_line_id, product_id, customer_id, score, kind, text, posted_at, found_at)
       SELECT l.shop_id, gen_random_uuid(), 'RV-NEW', l.order_id, l.id, l.product_id, o.customer_id, 5, 'GOOD', '很好', $2, $2
       FROM order_lines l JOIN orders o ON o.shop_id = l.shop_id AND o.id = l.order_id
       WHERE l.shop_id = $1 AND NOT EXISTS (SELECT FROM reviews r WHERE r.shop_id = l.shop_id AND r.order_line_id = l.id) LIMIT 1`,
      [SHOP_IDS.general, world.now()],
    )
    const second = await page(me, 'reviews', `first: 3 after: "${first.pageInfo.endCursor}"`)
    const all = await world.rows<{ id: string }>(
      `SELECT id FROM reviews WHERE shop_id = $1 AND number <> 'RV-NEW' ORDER BY posted_at DESC, id DESC LIMIT 6`,
      [SHOP_IDS.general],
    )
    expect([...first.nodes, ...second.nodes].map(({ id }) => uuidOf(id))).toEqual(all.map(({ id }) => id))
  })
})

describe('filters of orders', () => {
  const noon = '2026-11-10T04:00:00Z'
  const FILTERS: readonly (readonly [string, string])[] = [
    ['status: [PAID]', `trade_status = 'PAID'`],
    ['status: [PAID, SHIPPED, SIGNED]', `trade_status IN ('PAID', 'SHIPPED', 'SIGNED')`],
    ['physicalStatus: [PACKED]', `physical_status = 'PACKED'`],
    [
      'status: [SHIPPED], physicalStatus: [DELIVERED, INTERCEPT_REQUESTED]',
      `trade_status = 'SHIPPED' AND physical_status IN ('DELIVERED', 'INTERCEPT_REQUESTED')`,
    ],
    [`placedFrom: "${noon}"`, `placed_at >= '${noon}'`],
    [`placedBefore: "${noon}"`, `placed_at < '${noon}'`],
    [
      `placedFrom: "2026-11-01T00:00:00+08:00", placedBefore: "2026-11-15T00:00:00+08:00"`,
      `placed_at >= '2026-10-31T16:00:00Z' AND placed_at < '2026-11-14T16:00:00Z'`,
    ],
    ['flag: PURPLE', `flag = 'PURPLE'`],
    ['flag: BLUE', `flag = 'BLUE'`],
    ['held: true', 'held'],
    ['held: false, status: [UNPAID]', `NOT held AND trade_status = 'UNPAID'`],
    ['status: []', 'false'],
  ]
  test.each(FILTERS)('%s', async (filter, where) => {
    for (const [order, by] of [
      ['NEWEST', 'placed_at DESC, id DESC'],
      ['OLDEST', 'placed_at, id'],
    ] as const) {
      const found = await page(me, 'orders', `first: 100 orderBy: ${order} filter: { ${filter} }`)
      const expected = await world.rows<{ id: string }>(
        `SELECT id FROM orders WHERE shop_id = $1 AND ${where} ORDER BY ${by}`,
        [SHOP_IDS.general],
      )
      expect(found.totalCount).toBe(expected.length)
      expect(found.nodes.map(({ id }) => uuidOf(id))).toEqual(expected.slice(0, 100).map(({ id }) => id))
    }
  })

  test('by customer and by product', async () => {
    const { customers, products } = await me.ask<{
      customers: { nodes: { id: string }[] }
      products: { nodes: { id: string }[] }
    }>('{ customers(first: 5) { nodes { id } } products(first: 5) { nodes { id } } }')
    for (const { id } of customers.nodes) {
      const found = await page(me, 'orders', `first: 100 filter: { customerId: "${id}" }`)
      const expected = await world.rows<{ id: string }>(
        'SELECT id FROM orders WHERE shop_id = $1 AND customer_id = $2 ORDER BY placed_at DESC, id DESC',
        [SHOP_IDS.general, uuidOf(id)],
      )
      expect(found.nodes.map((node) => uuidOf(node.id))).toEqual(expected.map((row) => row.id))
    }
    for (const { id } of products.nodes) {
      const found = await page(me, 'orders', `first: 100 filter: { productId: "${id}" }`)
      const expected = await world.rows<{ id: string }>(
        'SELECT id FROM orders o WHERE shop_id = $1 AND EXISTS (SELECT 1 FROM order_lines l WHERE l.shop_id = o.shop_id AND l.order_id = o.id AND l.product_id = $2) ORDER BY placed_at DESC, id DESC',
        [SHOP_IDS.general, uuidOf(id)],
      )
      expect(found.totalCount).toBe(expected.length)
      expect(found.nodes.map((node) => uuidOf(node.id))).toEqual(expected.slice(0, 100).map((row) => row.id))
    }
  })
})

describe('an order in one request', () => {
  const VIEW = `query ($number: String!) { order(number: $number) {
    number status physicalStatus held presale customised placedAt paidAt pointsSpent version
    goodsAmount { amount } discountAmount { amount } freightAmount { amount } payableAmount { amount } paidAmount { amount } refundedAmount { amount currency }
    discounts { kind amount { amount } valid } lines { position quantity unitPrice { amount } discount { amount } paid { amount } refunded { amount } status product { name } sku { code } shipment { waybill } }
    payments { method status amount { amount } } refunds { number amount { amount } lines { amount { amount } line { position } } } invoices { title amount { amount } }
    shipments { waybill tracking { kind occurredAt } lines { position } } customer { number nameMasked } shipTo { province phoneMasked }
    remarks { nodes { text } totalCount } problems { kind status } cases { totalCount } reviews { totalCount } timeline { totalCount } approvals { totalCount } actions { name decision { outcome } } audit { outcome } } }`

  interface Line {
    readonly quantity: number
    readonly unitPrice: { amount: string }
    readonly discount: { amount: string }
    readonly paid: { amount: string }
  }
  interface OrderView {
    readonly goodsAmount: { amount: string }
    readonly discountAmount: { amount: string }
    readonly freightAmount: { amount: string }
    readonly payableAmount: { amount: string }
    readonly paidAmount: { amount: string }
    readonly discounts: { amount: { amount: string } }[]
    readonly lines: Line[]
    readonly payments: { status: string; amount: { amount: string } }[]
    readonly placedAt: string
    readonly paidAt: string | null
    readonly remarks: { totalCount: number }
    readonly cases: { totalCount: number }
  }
  const fen = (money: { amount: string }) => Math.round(Number(money.amount) * 100)

  test('adds up to the fen and agrees with what is stored, for every order of the demo', async () => {
    const numbers = await world.rows<{
      number: string
      goods_fen: string
      paid_fen: string
      placed_at: Date
      paid_at: Date | null
      remarks: number
      cases: number
    }>(
      `SELECT number, goods_fen, paid_fen, placed_at, paid_at,
         (SELECT count(*)::int FROM order_remarks r WHERE r.shop_id = o.shop_id AND r.order_id = o.id) AS remarks,
         (SELECT count(*)::int FROM cases c WHERE c.shop_id = o.shop_id AND c.order_id = o.id) AS cases
       FROM orders o WHERE shop_id = $1 ORDER BY number LIMIT 80`,
      [SHOP_IDS.general],
    )
    for (const row of numbers) {
      const { order } = await me.ask<{ order: OrderView }>(VIEW, { number: row.number })
      const gross = order.lines.reduce((sum, line) => sum + fen(line.unitPrice) * line.quantity, 0)
      expect(fen(order.goodsAmount)).toBe(gross)
      expect(order.goodsAmount.amount).toBe(yuan(Number(row.goods_fen)))
      expect(fen(order.discountAmount)).toBe(order.lines.reduce((sum, line) => sum + fen(line.discount), 0))
      expect(fen(order.discountAmount)).toBe(order.discounts.reduce((sum, each) => sum + fen(each.amount), 0))
      expect(fen(order.payableAmount)).toBe(gross - fen(order.discountAmount) + fen(order.freightAmount))
      expect(order.paidAmount.amount).toBe(yuan(Number(row.paid_fen)))
      const received = order.payments
        .filter(({ status }) => status === 'RECEIVED')
        .reduce((sum, each) => sum + fen(each.amount), 0)
      expect(received).toBe(Number(row.paid_fen))
      if (row.paid_fen !== '0')
        expect(fen(order.paidAmount)).toBe(
          order.lines.reduce((sum, line) => sum + fen(line.paid), 0) + fen(order.freightAmount),
        )
      expect(order.placedAt).toBe(row.placed_at.toISOString())
      expect(order.paidAt).toBe(row.paid_at?.toISOString() ?? null)
      expect([order.remarks.totalCount, order.cases.totalCount]).toEqual([row.remarks, row.cases])
    }
  })
})

describe('GraphQL', () => {
  test('one list twice under other names, with other arguments', async () => {
    const data = await me.ask<Record<string, { totalCount: number; nodes: { id: string; s: string }[] }>>(
      `query ($n: Int = 2) { a: orders(first: $n) { nodes { id s: status } } b: orders(first: 3, filter: { status: [PAID] }) { totalCount nodes { id s: status t: status } } c: orders(first: 3, filter: { status: [SHIPPED] }) { nodes { id s: status } } }`,
    )
    expect(data.a?.nodes.length).toBe(2)
    expect(data.b?.nodes.map(({ s }) => s)).toEqual(['PAID', 'PAID', 'PAID'])
    expect(data.c?.nodes.map(({ s }) => s)).toEqual(['SHIPPED', 'SHIPPED', 'SHIPPED'])
    const { customer } = await me.ask<{
      customer: { a: { totalCount: number }; b: { totalCount: number }; c: { totalCount: number } }
    }>(
      '{ customer(number: "GC000001") { a: orders { totalCount } b: orders(filter: { status: [PAID] }) { totalCount } c: orders(filter: { status: [UNPAID] }) { totalCount } } }',
    )
    expect(customer.a.totalCount).toBeGreaterThan(customer.b.totalCount + customer.c.totalCount)
  })

  test('fragments are merged under one key, with variables to skip and include', async () => {
    const query = `query ($with: Boolean!, $n: String!) { order(number: $n) { ...A ...B lines @include(if: $with) { paid { amount } } customer @skip(if: $with) { number } __typename } }
      fragment A on Order { id lines { id position product { name } } customer { id } } fragment B on Order { number lines { quantity product { number } } }`
    for (const on of [true, false, true]) {
      const { order } = await me.ask<{
        order: { lines: Record<string, unknown>[]; customer: Record<string, unknown>; __typename: string }
      }>(query, { with: on, n: 'G-1002' })
      expect(order.__typename).toBe('Order')
      expect(Object.keys(order.lines[0] ?? {}).sort()).toEqual(
        [...(on ? ['paid'] : []), 'id', 'position', 'product', 'quantity'].sort(),
      )
      expect(order.lines[0]?.product).toEqual({ name: expect.any(String), number: expect.any(String) })
      expect(Object.keys(order.customer)).toEqual(on ? ['id'] : ['id', 'number'])
    }
  })

  test('nodes come in the order of their ids, of many types, with null for what is not there', async () => {
    const { orders, customers, cases, products } = await me.ask<Record<string, { nodes: { id: string }[] }>>(
      '{ orders(first: 2) { nodes { id } } customers(first: 2) { nodes { id } } cases(first: 3) { nodes { id } } products(first: 1) { nodes { id } } }',
    )
    const ids = [
      cases?.nodes[2],
      orders?.nodes[1],
      customers?.nodes[0],
      products?.nodes[0],
      cases?.nodes[0],
      orders?.nodes[0],
    ].map((node) => node?.id ?? '')
    const asked = [
      ids[0],
      nobody('Order', 'general'),
      ids[1],
      'nonsense',
      ids[2],
      ids[3],
      ids[3],
      ids[4],
      ids[5],
    ] as string[]
    const { nodes } = await me.ask<{ nodes: ({ id: string; number: string } | null)[] }>(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename ... on Order { number } ... on Customer { number } ... on Case { number } ... on Product { number } } }',
      { ids: asked },
    )
    expect(nodes.map((node) => node?.id ?? null)).toEqual(asked.map((id) => (ids.includes(id) ? id : null)))
    expect(nodes.filter((node) => node && !node.number)).toEqual([])
    const many = await me.post('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
      ids: Array(101).fill(ids[0]),
    })
    expect(many.errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'ids' })
    expect((await me.ask<{ nodes: unknown[] }>('{ nodes(ids: []) { id } }')).nodes).toEqual([])
  })
})
