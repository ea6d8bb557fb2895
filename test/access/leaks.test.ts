import { isInputObjectType } from 'graphql'
import { afterAll, describe, expect, test } from 'vitest'
import { codesOf } from '../harness/client.ts'
import { schema } from '../harness/gateway.ts'
import { openWorld, SHOP_IDS } from '../harness/world.ts'

const world = await openWorld('leaks')
afterAll(() => world.close())

const partner = await world.as('partner')
const nobody = await world.as('public')
const specialist = await world.as('specialist')

/** What the storefront of the demo holds of what filters ask for. */
const PARTNER = new Set(['customer.read', 'member.read', 'order.read', 'product.read'])

/** The lists that take each filter. */
const LISTS: Readonly<Record<string, string>> = {
  CustomerFilter: 'customers',
  OrderFilter: 'orders',
  CaseFilter: 'cases',
  ReviewFilter: 'reviews',
  ProductFilter: 'products',
}
/** A value for each guarded filter. */
const VALUES: Readonly<Record<string, string>> = {
  lifecycle: 'LOYAL',
  valueClass: 'HIGH',
  vip: 'true',
  tag: '"老客户"',
  tier: 'GOLD',
  flag: 'RED',
  held: 'true',
  customerId: '"x"',
  orderId: '"x"',
  productId: '"x"',
  ownerId: '"x"',
  assigneeId: '"x"',
}

const guarded = Object.entries(LISTS).flatMap(([name, list]) => {
  const type = schema.getType(name)
  if (!isInputObjectType(type)) throw new Error(`no ${name}`)
  return Object.values(type.getFields()).flatMap((field) => {
    const permission = /Requires `([a-z_.]+)`/.exec(field.description ?? '')?.[1]
    return permission ? [{ list, filter: field.name, permission }] : []
  })
})

describe('a filter must not tell what a field hides', () => {
  test('what is guarded as a field is guarded as a filter', () => {
    // Fields of Customer and Order that a filter reads, with the permission of the field.
    expect(guarded).toEqual(
      expect.arrayContaining([
        { list: 'customers', filter: 'lifecycle', permission: 'customer.profile.read' },
        { list: 'customers', filter: 'valueClass', permission: 'customer.profile.read' },
        { list: 'customers', filter: 'vip', permission: 'customer.profile.read' },
        { list: 'customers', filter: 'tag', permission: 'customer.profile.read' },
        { list: 'customers', filter: 'tier', permission: 'member.read' },
        { list: 'orders', filter: 'flag', permission: 'order.remark.read' },
      ]),
    )
  })

  test.each(guarded.filter(({ permission }) => !PARTNER.has(permission)))(
    '$list by $filter is refused to a partner',
    async ({ list, filter, permission }) => {
      const answer = await partner.post(
        `{ ${list}(filter: { ${filter}: ${VALUES[filter]} }) { totalCount nodes { id } } }`,
      )
      expect(answer.data === null || (answer.data as Record<string, unknown>)[list] === null).toBe(true)
      expect(codesOf(answer)).toEqual(['FORBIDDEN'])
      expect([permission, 'case.read']).toContain(answer.errors[0]?.extensions.permission)
    },
  )

  test('within another list and by a variable, too', async () => {
    const answer = await partner.post(
      'query ($f: OrderFilter) { customers(first: 2) { nodes { orders(filter: $f) { totalCount } } } }',
      { f: { flag: 'RED' } },
    )
    expect(codesOf(answer)).toEqual(['FORBIDDEN'])
    expect(answer.text).not.toContain('totalCount')
    // An agent who asked the same text before does not open it for the partner.
    const query = 'query ($f: OrderFilter) { orders(filter: $f) { totalCount } }'
    const agent = await world.as('manager')
    await agent.ask(query, { f: { flag: 'RED' } })
    expect(codesOf(await partner.post(query, { f: { flag: 'RED' } }))).toEqual(['FORBIDDEN'])
    expect(codesOf(await partner.post(query, { f: { status: ['PAID'] } }))).toEqual([])
  })
})

describe('a search finds by what the viewer may see', () => {
  const search =
    'query ($text: String!) { searchCustomers(text: $text) { totalCount nodes { number } } searchOrders(text: $text) { totalCount } }'

  test('a partner finds nobody by name', async () => {
    const [customer] = await world.rows<{ name: string; number: string }>(
      'SELECT name, number FROM customers WHERE shop_id = $1 ORDER BY number LIMIT 1',
      [SHOP_IDS.general],
    )
    const text = customer?.name
    const found = await (await world.as('specialist')).ask<{
      searchCustomers: { nodes: { number: string }[] }
    }>(search, { text })
    expect(found.searchCustomers.nodes.map(({ number }) => number)).toContain(customer?.number)
    const none = await partner.ask<{
      searchCustomers: { totalCount: number }
      searchOrders: { totalCount: number }
    }>(search, { text })
    expect([none.searchCustomers.totalCount, none.searchOrders.totalCount]).toEqual([0, 0])
  })

  test('a partner finds nobody by platform account and is refused a whole phone', async () => {
    const rows = await world.rows<{ kind: string; value: string }>(
      `SELECT DISTINCT ON (kind) kind, value FROM contact_vault WHERE shop_id = $1 AND kind IN ('PHONE', 'PLATFORM_ACCOUNT') ORDER BY kind, value`,
      [SHOP_IDS.general],
    )
    const of = (kind: string) => rows.find((row) => row.kind === kind)?.value
    const none = await partner.ask<{ searchCustomers: { totalCount: number } }>(search, {
      text: of('PLATFORM_ACCOUNT'),
    })
    expect(none.searchCustomers.totalCount).toBe(0)
    const refused = await partner.post(search, { text: of('PHONE') })
    expect(refused.data).toEqual({ searchCustomers: null, searchOrders: null })
    expect(codesOf(refused)).toEqual(['FORBIDDEN', 'FORBIDDEN'])
    expect(refused.text).not.toContain(of('PHONE'))
  })

  test('nobody searches without a token', async () => {
    const answer = await nobody.post(search, { text: 'G-1002' })
    expect(answer.data).toEqual({ searchCustomers: null, searchOrders: null })
    expect(new Set(codesOf(answer))).toEqual(new Set(['FORBIDDEN']))
  })
})

describe('strange input', () => {
  const STRANGE: readonly (readonly [string, string, object])[] = [
    ['a zero byte in a number', 'query ($t: String) { order(number: $t) { id } }', { t: 'G-\u0000' }],
    [
      'a zero byte in a search',
      'query ($t: String!) { searchCustomers(text: $t) { totalCount } }',
      { t: 'ab\u0000' },
    ],
    [
      'a lone surrogate in a search',
      'query ($t: String!) { searchCustomers(text: $t) { totalCount } }',
      { t: 'ab\ud800' },
    ],
    ['a lone surrogate in a number', 'query ($t: String) { order(number: $t) { id } }', { t: '\udfff' }],
    ['quotes', 'query ($t: String) { order(number: $t) { id } }', { t: `'; DROP TABLE orders; --` }],
    [
      'the year 0',
      'query ($t: DateTime) { orders(filter: { placedFrom: $t }) { totalCount } }',
      { t: '0000-01-01T00:00:00Z' },
    ],
    [
      'the year 9999',
      'query ($t: DateTime) { orders(filter: { placedFrom: $t }) { totalCount } }',
      { t: '9999-12-31T23:59:59Z' },
    ],
    [
      'a day that is none',
      'query ($t: DateTime) { orders(filter: { placedFrom: $t }) { totalCount } }',
      { t: '2026-02-30T00:00:00Z' },
    ],
    [
      'a date of the year 0',
      'query ($t: Date) { shifts(filter: { from: $t }) { totalCount } }',
      { t: '0000-01-01' },
    ],
    [
      'an action with a zero byte',
      'query ($t: String) { auditEntries(filter: { action: $t }) { totalCount } }',
      { t: '\u0000' },
    ],
    [
      'a tag with a zero byte',
      'query ($t: String) { customers(filter: { tag: $t }) { totalCount } }',
      { t: '\u0000' },
    ],
    [
      'a product number with a zero byte',
      'query ($t: String) { products(filter: { number: $t }) { totalCount } }',
      { t: '\u0000' },
    ],
    ['an empty list of states', 'query { orders(filter: { status: [] }) { totalCount } }', {}],
    [
      'a filter that is null',
      'query { orders(filter: null, orderBy: null, first: null) { totalCount nodes { id } } }',
      {},
    ],
    [
      'a value that is null',
      'query { orders(filter: { status: null, customerId: null }) { totalCount } }',
      {},
    ],
    ['an unknown type', '{ fieldAccess(type: "__Schema") { field } }', {}],
    ['an unknown enum', '{ enumLabels(names: ["toString", "constructor"]) { name } }', {}],
    ['an unknown rule', '{ rule(id: "__proto__") { id } }', {}],
    ['an unknown concept', '{ rules(concept: "constructor") { id } }', {}],
    [
      'a long response key',
      `{ ${'k'.repeat(70)}1: orders { totalCount } ${'k'.repeat(70)}2: customers { totalCount } }`,
      {},
    ],
  ]
  test.each(STRANGE)('%s', async (_name, query, variables) => {
    const before = world.problems.length
    const answer = await specialist.post(query, variables)
    expect(world.problems.slice(before)).toEqual([])
    expect(codesOf(answer)).not.toContain('INTERNAL_SERVER_ERROR')
    expect(answer.text).not.toMatch(
      /SELECT |INSERT |syntax error|invalid (input|byte)|relation|shop_id|\.ts\b|node_modules|at .*:\d+:\d+|postgres/i,
    )
  })

  test('long response keys keep their own values', async () => {
    const k = 'k'.repeat(70)
    const data = await specialist.ask<Record<string, { totalCount: number }>>(
      `{ ${k}1: orders { totalCount } ${k}2: customers { totalCount } o { totalCount } }`.replace(
        ' o {',
        ' o: orders {',
      ),
    )
    expect(data[`${k}1`]).toEqual(data.o)
    expect(data[`${k}2`]).not.toEqual(data.o)
    const inner = await specialist.ask<{ order: Record<string, string> }>(
      `{ order(number: "G-1002") { ${k}1: number ${k}2: status } }`,
    )
    expect(inner.order).toEqual({ [`${k}1`]: 'G-1002', [`${k}2`]: 'PAID' })
  })
})
