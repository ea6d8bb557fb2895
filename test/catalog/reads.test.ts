import { afterAll, expect, test } from 'vitest'
import { codesOf } from '../harness/client.ts'
import { uuidOf } from '../harness/ids.ts'
import { yuan } from '../harness/orders.ts'
import { openWorld, SHOP_IDS, type Who } from '../harness/world.ts'

const world = await openWorld('catalog')
afterAll(() => world.close())

test('what a product costs the shop is for managers alone (CAT-27)', async () => {
  const query = '{ products(first: 50) { nodes { id name price { amount } cost { amount } } } }'
  const rows = new Map(
    (
      await world.rows<{ id: string; cost_fen: string }>(
        'SELECT id, cost_fen FROM products WHERE shop_id = $1',
        [SHOP_IDS.general],
      )
    ).map((row) => [row.id, Number(row.cost_fen)]),
  )
  const manager = await (await world.as('manager')).ask<{
    products: { nodes: { id: string; cost: { amount: string } }[] }
  }>(query)
  for (const { id, cost } of manager.products.nodes)
    expect(cost.amount).toBe(yuan(rows.get(uuidOf(id)) ?? -1))
  for (const who of ['specialist', 'senior', 'supervisor', 'partner'] as const satisfies Who[]) {
    const answer = await (await world.as(who)).post<{ products: { nodes: { cost: unknown }[] } }>(query)
    expect(answer.data.products.nodes.every(({ cost }) => cost === null)).toBe(true)
    expect(answer.errors.map(({ extensions }) => extensions)).toEqual([
      { code: 'FORBIDDEN', permission: 'product.cost.read', selection: 'products.nodes[*].cost' },
    ])
    // Neither by another name nor through another way.
    const around = await (await world.as(who)).post(
      '{ order(number: "G-1002") { lines { product { kosten: cost { x: amount } } sku { product { cost { amount } } } } } }',
    )
    expect(codesOf(around)).toEqual(['FORBIDDEN', 'FORBIDDEN'])
    expect(around.text).not.toMatch(/"x":/)
  }
})

test('products are found by category, number and whether they are sold', async () => {
  const me = await world.as('specialist')
  for (const [filter, where] of [
    ['category: APPAREL', `category = 'APPAREL'`],
    ['onSale: true', `status = 'ON_SALE'`],
    ['onSale: false', `status <> 'ON_SALE'`],
  ]) {
    const { products } = await me.ask<{ products: { totalCount: number; nodes: { id: string }[] } }>(
      `{ products(first: 100, filter: { ${filter} }) { totalCount nodes { id } } }`,
    )
    const rows = await world.rows<{ id: string }>(
      `SELECT id FROM products WHERE shop_id = $1 AND ${where} ORDER BY number, id`,
      [SHOP_IDS.general],
    )
    expect(products.nodes.map(({ id }) => uuidOf(id))).toEqual(rows.map(({ id }) => id))
    expect(products.totalCount).toBe(rows.length)
  }
})

test('what is available is what is in stock and not kept for an order', async () => {
  const me = await world.as('specialist')
  const { products } = await me.ask<{
    products: { nodes: { skus: { id: string; available: number; price: { amount: string } }[] }[] }
  }>('{ products(first: 100) { nodes { skus { id available price { amount } } } } }')
  const rows = new Map(
    (
      await world.rows<{ id: string; free: number; price_fen: string }>(
        'SELECT id, greatest(stock - reserved, 0) AS free, price_fen FROM skus WHERE shop_id = $1',
        [SHOP_IDS.general],
      )
    ).map((row) => [row.id, row]),
  )
  const skus = products.nodes.flatMap((product) => product.skus)
  expect(skus.length).toBe(rows.size)
  for (const sku of skus) {
    expect(Math.max(0, sku.available)).toBe(rows.get(uuidOf(sku.id))?.free)
    expect(sku.price.amount).toBe(yuan(Number(rows.get(uuidOf(sku.id))?.price_fen)))
  }
})
