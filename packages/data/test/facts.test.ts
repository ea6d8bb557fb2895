import type { OrderFacts } from '@cs/domain/orders'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../../../tooling/database/index.ts'
import { DEMO_SHOPS, SCENARIOS } from '../src/demo/index.ts'
import { type Database, inShop, openDatabase } from '../src/index.ts'
import { lockOrder, orderFacts, recordIdentityCheck } from '../src/orders/index.ts'
import { NOW } from './support.ts'

const shop = DEMO_SHOPS[0]?.id ?? ''
const MINUTE = 60_000

describe('the facts of an order', () => {
  let db: TestDatabase
  let database: Database
  const facts = (suffix: number, now = NOW) =>
    inShop(database, shop, async (tx) => {
      const { rows } = await sql<{ facts: OrderFacts }>`
        SELECT ${orderFacts('o', now)} AS facts FROM orders o
        WHERE o.shop_id = ${shop} AND o.number = ${`G-${suffix}`}`.execute(tx)
      const [row] = rows
      if (!row) throw new Error(`no order G-${suffix}`)
      return row.facts
    })
  beforeAll(async () => {
    db = await cloneDatabase('facts')
    database = openDatabase({ ...db, max: 3 })
  })
  afterAll(async () => {
    await database.close()
    await db.drop()
  })

  test('say of an unpaid order what was asked of it', async () => {
    const unpaid = await facts(1001)
    expect(unpaid).toMatchObject({
      number: 'G-1001',
      tradeStatus: 'UNPAID',
      physicalStatus: 'NOT_PRINTED',
      paidAt: null,
      paidFen: 0,
    })
    expect(unpaid.placedAt).toBe(new Date(NOW.getTime() - 180 * MINUTE).toISOString())
    expect(unpaid.payableFen).toBe(unpaid.goodsFen - unpaid.discountFen + unpaid.freightFen)
    expect(unpaid.lines[0]).toMatchObject({
      position: 1,
      status: 'OPEN',
      paidFen: 0,
      skuActive: true,
      presale: null,
    })
    expect(unpaid.address).toMatchObject({ detailPresent: true, detailSpecific: true, phoneValid: true })
    expect(unpaid.duplicates).toEqual([])
  })

  test('exist for each scenario, in the shape the rules judge', async () => {
    for (const { suffix, lines } of SCENARIOS) {
      const order = await facts(suffix)
      expect(order.lines, `G-${suffix}`).toHaveLength(lines.length)
      for (const time of [order.placedAt, order.paidAt]) {
        if (time) expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
      }
    }
  })

  test('find what is wrong with an order', async () => {
    expect((await facts(1018)).duplicates).toMatchObject([{ number: 'G-1019' }])
    expect((await facts(1019)).duplicates).toMatchObject([{ number: 'G-1018' }])
    expect((await facts(1020)).address).toMatchObject({ detailPresent: true, detailSpecific: false })
    expect((await facts(1021)).address).toMatchObject({ phoneValid: false })
    expect(await facts(1022)).toMatchObject({ customerBlacklisted: true })
    expect((await facts(1023)).riskScore).toBeGreaterThanOrEqual(80)
    expect((await facts(1024)).payments).toMatchObject([{ status: 'FAILED' }])
    expect((await facts(1025)).invoice).toMatchObject({
      company: true,
      titlePresent: true,
      taxIdValid: false,
    })
    expect((await facts(1026)).invoice).toMatchObject({ company: true, taxIdValid: true })
    const [limited] = (await facts(1027)).lines
    expect(limited?.quantity).toBeGreaterThan(limited?.maxQuantity ?? 99)
    const [oversold] = (await facts(1028)).lines
    expect(oversold?.stock).toBeLessThan(oversold?.quantity ?? 0)
    expect(await facts(1029)).toMatchObject({ buyerRemark: true, remarkRegistered: false })
    expect((await facts(1030)).discounts).toContainEqual(
      expect.objectContaining({ kind: 'COUPON', valid: false }),
    )
    expect((await facts(1031)).payments).toMatchObject([{ method: 'CASH_ON_DELIVERY', status: 'PENDING' }])
    expect(await facts(1017)).toMatchObject({ held: true })
  })

  test('tell presale and customised lines apart', async () => {
    const [presale] = (await facts(1015)).lines
    expect(Date.parse(presale?.presale?.balanceOpensAt ?? '')).toBeGreaterThan(NOW.getTime())
    expect((await facts(1016)).lines[0]).toMatchObject({ customised: true, cancellable: false })
  })

  test('let a blacklisting end', async () => {
    const later = new Date(NOW.getTime() + 200 * 24 * 60 * MINUTE)
    expect(await facts(1022, later)).toMatchObject({ customerBlacklisted: false })
  })

  test('tell of the last identity check that passed, unless it was used or long ago', async () => {
    const { id } = await facts(1002)
    const check = (passed: boolean, usedBy: string | null) =>
      inShop(database, shop, (tx) =>
        recordIdentityCheck(tx, { shopId: shop, orderId: id, passed, agentId: null, at: NOW, usedBy }),
      )
    await check(false, null)
    await check(true, '01900000-0000-7000-8000-00000000000a')
    expect((await facts(1002)).identityCheckedAt).toBeNull()
    await check(true, null)
    expect((await facts(1002)).identityCheckedAt).toBe(NOW.toISOString())
    expect((await facts(1002, new Date(NOW.getTime() + 25 * 60 * MINUTE))).identityCheckedAt).toBeNull()
  })

  test('are read after the lock: who waited sees what the other wrote', async () => {
    const { id, version } = await facts(1003)
    let release = () => {}
    const held = new Promise<void>((done) => {
      release = done
    })
    let locks = () => {}
    const locked = new Promise<void>((done) => {
      locks = done
    })
    const first = inShop(database, shop, async (tx) => {
      await lockOrder(tx, shop, id, NOW)
      locks()
      await tx
        .updateTable('orders')
        .set({ version: version + 1 })
        .where('shop_id', '=', shop)
        .where('id', '=', id)
        .execute()
      await held
    })
    await locked
    const second = inShop(database, shop, (tx) => lockOrder(tx, shop, id, NOW))
    setTimeout(release, 100)
    await first
    expect((await second)?.version).toBe(version + 1)
  })

  test('of another shop do not exist', async () => {
    const { id } = await facts(1004)
    const other = DEMO_SHOPS[1]?.id ?? ''
    expect(await inShop(database, other, (tx) => lockOrder(tx, shop, id, NOW))).toBeNull()
    expect(await inShop(database, other, (tx) => lockOrder(tx, other, id, NOW))).toBeNull()
  })
})
