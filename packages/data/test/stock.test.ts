import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../../../tooling/database/index.ts'
import { DEMO_SHOPS } from '../src/demo/index.ts'
import { type Database, inShop, openDatabase } from '../src/index.ts'
import { releaseStock, reserveStock } from '../src/orders/index.ts'
import { query } from './support.ts'

const shop = DEMO_SHOPS[0]?.id ?? ''

describe('stock', () => {
  let db: TestDatabase
  let database: Database
  let sku: string
  beforeAll(async () => {
    db = await cloneDatabase('stock')
    database = openDatabase({ ...db, max: 8 })
    const [row] = await query<{ id: string }>(
      db.adminUrl,
      `UPDATE skus SET stock = reserved + 10 WHERE shop_id = $1 AND code = 'GP1001-01' RETURNING id`,
      [shop],
    )
    sku = row?.id ?? ''
  })
  afterAll(async () => {
    await database.close()
    await db.drop()
  })

  const reserve = (quantity: number) => inShop(database, shop, (tx) => reserveStock(tx, shop, sku, quantity))

  test('is never promised twice: of 30 who ask at once, as many get it as there is', async () => {
    const got = await Promise.all(Array.from({ length: 30 }, () => reserve(1)))
    expect(got.filter(Boolean)).toHaveLength(10)
    expect(await reserve(1)).toBe(false)
  })

  test('that is given back can be had again', async () => {
    await inShop(database, shop, (tx) => releaseStock(tx, shop, sku, 2))
    expect(await reserve(3)).toBe(false)
    expect(await reserve(2)).toBe(true)
  })
})
