import { afterAll, describe, expect, test } from 'vitest'
import { codesOf } from '../harness/client.ts'
import { uuidOf } from '../harness/ids.ts'
import { openWorld, SHOP_IDS } from '../harness/world.ts'

const world = await openWorld('search')
afterAll(() => world.close())
const me = await world.as('specialist')

const QUERY =
  'query ($text: String!) { searchCustomers(text: $text, first: 100) { totalCount nodes { id } } searchOrders(text: $text, first: 100) { totalCount nodes { id } } }'
interface Found {
  readonly searchCustomers: { totalCount: number; nodes: { id: string }[] }
  readonly searchOrders: { totalCount: number; nodes: { id: string }[] }
}

async function search(text: string) {
  const found = await me.ask<Found>(QUERY, { text })
  return {
    customers: found.searchCustomers.nodes.map(({ id }) => uuidOf(id)).sort(),
    orders: found.searchOrders.nodes.map(({ id }) => uuidOf(id)).sort(),
  }
}
const ids = async (statement: string, ...values: unknown[]) =>
  (await world.rows<{ id: string }>(statement, [SHOP_IDS.general, ...values])).map(({ id }) => id).sort()

const [someone] = await world.rows<{
  id: string
  name: string
  number: string
  phone: string
  last4: string
  account: string
}>(
  `SELECT c.id, c.name, c.number, p.value AS phone, cp.last4, a.value AS account FROM customers c
   JOIN contact_points cp ON cp.shop_id = c.shop_id AND cp.customer_id = c.id AND cp.kind = 'PHONE' AND cp.is_primary
   JOIN contact_vault p ON p.shop_id = cp.shop_id AND p.id = cp.vault_id
   JOIN contact_points ca ON ca.shop_id = c.shop_id AND ca.customer_id = c.id AND ca.kind = 'PLATFORM_ACCOUNT'
   JOIN contact_vault a ON a.shop_id = ca.shop_id AND a.id = ca.vault_id
   WHERE c.shop_id = $1 AND length(c.name) = 3 AND c.order_count BETWEEN 2 AND 20 ORDER BY c.number LIMIT 1`,
  [SHOP_IDS.general],
)
if (!someone) throw new Error('no customer')

describe('a search finds', () => {
  test('a customer and an order by number, however it is typed', async () => {
    expect((await search(someone.number)).customers).toEqual([someone.id])
    expect((await search(` ${someone.number.toLowerCase()} `)).customers).toEqual([someone.id])
    const [order] = await ids(`SELECT id FROM orders WHERE shop_id = $1 AND number = 'G-1002'`)
    expect((await search('g-1002')).orders).toEqual([order])
    expect((await search('Ｇ-1002')).orders).toEqual([order])
  })

  test('by the last four digits: all who end so', async () => {
    const customers = await ids(
      `SELECT DISTINCT customer_id AS id FROM contact_points WHERE shop_id = $1 AND kind = 'PHONE' AND last4 = $2`,
      someone.last4,
    )
    expect((await search(someone.last4)).customers).toEqual(customers)
    expect(customers).toContain(someone.id)
  })

  test('by a whole phone, spaced or with the country before it', async () => {
    const { phone } = someone
    const customers = await ids(
      `SELECT DISTINCT v.customer_id AS id FROM contact_vault v JOIN contact_points p ON p.shop_id = v.shop_id AND p.vault_id = v.id WHERE v.shop_id = $1 AND v.kind = 'PHONE' AND v.value = $2`,
      phone,
    )
    for (const text of [
      phone,
      `+86 ${phone}`,
      `${phone.slice(0, 3)} ${phone.slice(3, 7)} ${phone.slice(7)}`,
      `${phone.slice(0, 3)}-${phone.slice(3, 7)}-${phone.slice(7)}`,
    ])
      expect((await search(text)).customers, text.replace(/\d(?=\d{4})/g, '*')).toEqual(customers)
  })

  test('by a platform account', async () => {
    expect((await search(someone.account)).customers).toContain(someone.id)
  })

  test('by a name and by two characters of it', async () => {
    const named = await ids('SELECT id FROM customers WHERE shop_id = $1 AND name = $2', someone.name)
    expect((await search(someone.name)).customers).toEqual(expect.arrayContaining(named))
    for (const part of [someone.name.slice(0, 2), someone.name.slice(1)]) {
      const expected = await ids('SELECT id FROM customers WHERE shop_id = $1 AND name LIKE $2', `%${part}%`)
      expect((await search(part)).customers).toEqual(expected)
    }
    const orders = await ids('SELECT id FROM orders WHERE shop_id = $1 AND customer_id = $2', someone.id)
    expect((await search(someone.name)).orders).toEqual(expect.arrayContaining(orders))
  })

  test('nothing where there is nothing, and no text that is too short or too long', async () => {
    expect(await search('不存在的人')).toEqual({ customers: [], orders: [] })
    expect(await search('%%')).toEqual({ customers: [], orders: [] })
    for (const text of ['', ' ', '陈', 'x'.repeat(65)]) {
      const answer = await me.post(QUERY, { text })
      expect(new Set(codesOf(answer))).toEqual(new Set(['BAD_USER_INPUT']))
      expect(answer.errors[0]?.extensions.argument).toBe('text')
    }
  })
})

describe('a search for a whole phone', () => {
  const query = 'query ($text: String!) { searchCustomers(text: $text) { totalCount } }'
  const entries = () =>
    world.rows<{ fields: string[]; row: string }>(
      `SELECT fields, row_to_json(a)::text AS row FROM audit_entries a WHERE permission = 'customer.search_phone' AND shop_id = $1`,
      [SHOP_IDS.general],
    )

  test('is audited without the number; one for four digits or a name is not', async () => {
    const before = (await entries()).length
    await me.ask(query, { text: someone.phone })
    const after = await entries()
    expect(after.length).toBe(before + 1)
    expect(after.some(({ row }) => row.includes(someone.phone))).toBe(false)
    await me.ask(query, { text: someone.last4 })
    await me.ask(query, { text: someone.name })
    expect((await entries()).length).toBe(before + 1)
  })

  test('is limited by the hour and by person', async () => {
    const senior = await world.as('senior')
    let refused: Awaited<ReturnType<typeof senior.post>> | undefined
    let done = 0
    for (; done < 100 && !refused; done += 1) {
      const answer = await senior.post(query, { text: `1380013${String(8000 + done)}` })
      if (answer.errors.length > 0) refused = answer
    }
    expect(refused && codesOf(refused)).toEqual(['RATE_LIMITED'])
    expect(done).toBe(61)
    expect(new Date(String(refused?.errors[0]?.extensions.retryAt)).getTime()).toBe(
      world.now().getTime() + 3_600_000,
    )
    expect(codesOf(await (await world.as('supervisor')).post(query, { text: someone.phone }))).toEqual([])
    world.setNow(new Date(world.now().getTime() + 3_600_001))
    expect(codesOf(await senior.post(query, { text: someone.phone }))).toEqual([])
  })

  test('is counted once for each field that asks, also under another name', async () => {
    const before = (await entries()).length
    await me.ask(
      `query ($text: String!) { a: searchCustomers(text: $text) { totalCount } b: searchOrders(text: $text) { totalCount } }`,
      { text: someone.phone },
    )
    expect((await entries()).length).toBe(before + 2)
  })
})
