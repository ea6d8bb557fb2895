import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../../../tooling/database/index.ts'
import { findAfterSale, findAfterSaleOrder, lockAfterSale } from '../src/after-sales/index.ts'
import { DEMO_SHOPS } from '../src/demo/index.ts'
import { type Database, inShop, openDatabase, type Tx } from '../src/index.ts'

const [shop = '', other = ''] = DEMO_SHOPS.map(({ id }) => id)
const ENDED = ['COMPLETED', 'REJECTED', 'WITHDRAWN', 'LAPSED']

describe('the facts of an after-sale', () => {
  let db: TestDatabase
  let database: Database
  beforeAll(async () => {
    db = await cloneDatabase('after-sale-facts')
    database = openDatabase({ ...db, max: 3 })
  })
  afterAll(async () => {
    await database.close()
    await db.drop()
  })
  const within = <T>(work: (tx: Tx) => Promise<T>, of = shop) => inShop(database, of, work)
  const cases = (tx: Tx) =>
    tx
      .selectFrom('cases')
      .selectAll()
      .where('shop_id', '=', shop)
      .where('kind', '=', 'AFTER_SALE')
      .orderBy('opened_at', 'desc')
      .limit(60)
      .execute()

  test('are whole for every case, and never count its own pieces as claimed', async () => {
    await within(async (tx) => {
      const rows = await cases(tx)
      expect(rows.length).toBeGreaterThanOrEqual(10)
      for (const row of rows) {
        const found = await findAfterSale(tx, shop, row.id)
        expect(found?.case).toMatchObject({
          id: row.id,
          number: row.number,
          version: row.version,
          type: row.after_sale_type,
          reason: row.reason,
          state: row.after_sale_state,
          reopened: 0,
          specialApproval: row.special_approval,
        })
        expect(found?.case.lines.length).toBeGreaterThan(0)
        expect(found?.order.openCases.some((each) => each.id === row.id)).toBe(false)
        expect(found?.order.tier).toBe(row.member_tier)
        const before = await findAfterSaleOrder(tx, shop, String(row.order_id))
        const open = before?.openCases.some((each) => each.id === row.id)
        expect(open).toBe(!ENDED.includes(String(row.after_sale_state)))
        const claimed = (facts: typeof before) =>
          facts?.lines.reduce((sum, line) => sum + line.claimedQuantity, 0) ?? 0
        const own = found?.case.lines.reduce((sum, line) => sum + line.quantity, 0) ?? 0
        expect(claimed(before) - claimed(found?.order ?? null)).toBe(open ? own : 0)
      }
    })
  })

  test('count money and parcels of the order', async () => {
    await within(async (tx) => {
      const [row] = await cases(tx)
      const order = await findAfterSaleOrder(tx, shop, String(row?.order_id))
      const stored = await tx
        .selectFrom('orders')
        .selectAll()
        .where('shop_id', '=', shop)
        .where('id', '=', String(row?.order_id))
        .executeTakeFirstOrThrow()
      expect(order).toMatchObject({
        paidFen: stored.paid_fen,
        refundedFen: stored.refunded_fen,
        freightFen: stored.freight_fen,
        signedAt: stored.signed_at?.toISOString() ?? null,
        tradeDeadlineAt: stored.trade_deadline_at?.toISOString() ?? null,
      })
      const paid = order?.payments.reduce((sum, payment) => sum + payment.amountFen, 0)
      expect(paid).toBe(stored.paid_fen)
      for (const line of order?.lines ?? [])
        expect(order?.shipments.some((parcel) => parcel.id === line.shipmentId)).toBe(true)
    })
  })

  test('are locked in their own shop only, order and case', async () => {
    const [row] = await within(cases)
    const id = String(row?.id)
    expect(await within((tx) => lockAfterSale(tx, other, id), other)).toBeNull()
    expect(await within((tx) => findAfterSale(tx, other, id), other)).toBeNull()
    await within(async (tx) => {
      expect((await lockAfterSale(tx, shop, id))?.case.id).toBe(id)
      for (const table of ['orders', 'cases'] as const) {
        const free = await within((apart) =>
          apart
            .selectFrom(table)
            .select('id')
            .where('shop_id', '=', shop)
            .where('id', '=', table === 'orders' ? String(row?.order_id) : id)
            .forUpdate()
            .skipLocked()
            .execute(),
        )
        expect([table, free]).toEqual([table, []])
      }
    })
  })
})
