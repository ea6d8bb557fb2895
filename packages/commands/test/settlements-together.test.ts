import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  approveAfterSale,
  cancelOrder,
  grantCompensation,
  issueRefund,
  type Outcome,
  refundAfterSale,
  sendReplacement,
  settleFreight,
} from '../src/index.ts'
import { applied, key, signedOrder } from './after-sales.ts'
import { placeOrder, type TestOrder } from './orders.ts'
import { balances, discrepancies, inspected, owed, rowOf, waybill } from './settlements.ts'
import { openShop, openWorld, type TestShop, type World } from './shop.ts'
import { checksums, rowsOf } from './state.ts'

let world: World
let shop: TestShop
beforeAll(async () => {
  world = await openWorld('settlements-together')
  shop = await openShop(world)
})
afterAll(() => world.close())

const kinds = (outcomes: readonly { readonly kind: string }[]) => {
  const counts: Record<string, number> = {}
  for (const { kind } of outcomes) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}
const many = <T>(count: number, make: (i: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, i) => make(i)))

/** So many partial refunds under review on an order, as if each had been applied for when nothing was refunded yet. */
async function partialRefunds(order: TestOrder, count: number): Promise<readonly string[]> {
  const { rows } = await world.admin.query<{ id: string }>(
    `INSERT INTO cases (shop_id, id, number, kind, status, priority, channel, subject, customer_id, order_id, owner_id,
       assignee_id, opened_at, after_sale_type, reason, after_sale_state, asked_fen)
     SELECT $1, gen_random_uuid(), gen_random_uuid(), 'AFTER_SALE', 'OPEN', 'MEDIUM', 'CHAT', '差价', $2, $3, $4, $4,
       '2026-11-18T02:00:00Z', 'PARTIAL_REFUND', 'PRICE', 'REVIEWING', 700 FROM generate_series(1, $5) RETURNING id`,
    [shop.id, shop.customerId, order.id, shop.manager.id, count],
  )
  await world.admin.query(
    `INSERT INTO after_sale_lines (shop_id, case_id, order_line_id, quantity)
     SELECT $1, id, $3, 1 FROM unnest($2::uuid[]) id`,
    [shop.id, rows.map((row) => row.id), order.lineIds[0]],
  )
  return rows.map((row) => row.id)
}

describe('two hundred refunds of one order at once', () => {
  it('never give back more than was paid', async () => {
    const order = await signedOrder(world, shop)
    const cases = await partialRefunds(order, 200)
    const outcomes = await many(200, (i) =>
      approveAfterSale(world.deps, shop.manager, { caseId: String(cases[i]), amountFen: 700, ...key() }),
    )
    // 14 times 7.00 of 100.00; the fifteenth would be too much.
    const { Success, ...refused } = kinds(outcomes)
    expect(Success).toBe(14)
    expect((refused.PolicyDenied ?? 0) + (refused.Conflict ?? 0)).toBe(186)
    expect(await rowOf(world, 'orders', order.id)).toMatchObject({ refunded_fen: 9_800 })
    const refunds = await rowsOf(world, 'SELECT id FROM refunds WHERE order_id = $1', [order.id])
    expect(refunds).toHaveLength(14)
    expect(await discrepancies(world, shop)).toEqual({})
  })

  it('issue one refund once, with as many keys', async () => {
    const { refundId } = await owed(world, shop, await signedOrder(world, shop))
    const outcomes = await many(200, () => issueRefund(world.deps, shop.specialist, { refundId, ...key() }))
    expect(kinds(outcomes)).toEqual({ Success: 1, PolicyDenied: 199 })
    expect(await rowOf(world, 'refunds', refundId)).toMatchObject({ attempts: 1, status: 'ISSUED' })
    const journals = await rowsOf(
      world,
      'SELECT kind FROM ledger_journals WHERE subject_id = $1 ORDER BY kind',
      [refundId],
    )
    expect(journals).toEqual([{ kind: 'REFUND_ISSUED' }, { kind: 'REFUND_OWED' }])
    expect(await discrepancies(world, shop)).toEqual({})
  })

  it('give all who bring the same key the same answer', async () => {
    const { refundId } = await owed(world, shop, await signedOrder(world, shop))
    const once = key()
    const outcomes = await many(50, () => issueRefund(world.deps, shop.specialist, { refundId, ...once }))
    for (const each of outcomes) expect(each).toEqual(outcomes[0])
    expect(outcomes[0]).toMatchObject({ kind: 'Success', attempts: 1 })
  })

  it('owe the return of a case once, beside partial refunds of the same line', async () => {
    const order = await signedOrder(world, shop)
    const caseId = await inspected(world, shop, order)
    const cases = await partialRefunds(order, 30)
    const outcomes = await many<Outcome>(60, (i) =>
      i % 2
        ? refundAfterSale(world.deps, shop.manager, { caseId, ...key() })
        : approveAfterSale(world.deps, shop.manager, {
            caseId: String(cases[i / 2]),
            amountFen: 700,
            ...key(),
          }),
    )
    expect(outcomes.every((each) => ['Success', 'PolicyDenied', 'Conflict'].includes(each.kind))).toBe(true)
    const row = await rowOf(world, 'orders', order.id)
    expect(Number(row.refunded_fen)).toBe(10_000)
    expect(await discrepancies(world, shop)).toEqual({})
  })

  it('and cancellations of many orders leave balances that reconcile', async () => {
    const orders = await many(8, () => placeOrder(world, shop, { lines: ['OPEN', 'OPEN'] }))
    const outcomes = await many(32, (i) => {
      const order = orders[i % 8]
      if (!order) throw new Error('no order')
      const lineIds = i < 16 ? [String(order.lineIds[i < 8 ? 0 : 1])] : undefined
      return cancelOrder(world.deps, shop.specialist, {
        orderId: order.id,
        ...(lineIds && { lineIds }),
        reason: 'BUYER_ASKED',
        ...key(),
      })
    })
    expect(kinds(outcomes).ValidationFailed).toBeUndefined()
    expect(await discrepancies(world, shop)).toEqual({})
  })
})

describe('the last piece', () => {
  it('is sent to one customer, however many replacements leave at once', async () => {
    await world.admin.query('UPDATE skus SET stock = reserved + 3 WHERE id = $1', [shop.skus.m])
    const cases = await many(6, async () =>
      inspected(
        world,
        shop,
        await signedOrder(world, shop),
        { type: 'EXCHANGE', reason: 'QUALITY', replacementSkuId: shop.skus.m },
        'AS_CLAIMED',
      ),
    )
    const outcomes = await Promise.all(
      cases.map((caseId) =>
        sendReplacement(world.deps, shop.specialist, { caseId, carrier: 'SF', waybill: waybill(), ...key() }),
      ),
    )
    expect(kinds(outcomes).Success).toBe(3)
    const sku = await rowOf(world, 'skus', shop.skus.m)
    expect(Number(sku.stock) - Number(sku.reserved)).toBe(0)
    const sent = await rowsOf(world, 'SELECT id FROM replacements WHERE sku_id = $1', [shop.skus.m])
    expect(sent).toHaveLength(3)
  })
})

describe('a command that dies between its steps', () => {
  /** Every insert into a table fails from now on: by an error, or by the end of its connection. */
  const broken = async (table: string, how: string, work: () => Promise<void>) => {
    await world.admin.query(
      `CREATE FUNCTION cs.break_off() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN ${how} END $$;
       CREATE TRIGGER break_off BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION cs.break_off()`,
    )
    try {
      await work()
    } finally {
      await world.admin.query(`DROP TRIGGER break_off ON ${table}; DROP FUNCTION cs.break_off()`)
    }
  }
  const raise = `RAISE EXCEPTION 'broken off';`
  const killed = `PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW;`

  it.each([
    ['ledger_lines', raise],
    ['points_entries', raise],
    ['after_sale_steps', raise],
    ['events', raise],
    ['audit_entries', killed],
  ])('leaves nothing of a refund that is owed: %s', async (table, how) => {
    const member = await openShop(world)
    const order = await signedOrder(world, member)
    await world.admin.query('UPDATE order_lines SET points_spent = 10 WHERE order_id = $1', [order.id])
    const caseId = await inspected(world, member, order)
    const before = await checksums(world)
    const input = { caseId, idempotencyKey: randomUUID() }
    const ask = () => refundAfterSale(world.deps, member.specialist, input)
    await broken(table, how, async () => {
      await expect(ask()).rejects.toThrow()
      expect(await checksums(world)).toEqual(before)
    })
    expect(await ask()).toMatchObject({ kind: 'Success', amountFen: 10_000, pointsReturned: 10 })
    expect(await discrepancies(world, member)).toEqual({})
  })

  it('leaves nothing of money that is issued, given or settled', async () => {
    const { refundId } = await owed(world, shop, await signedOrder(world, shop))
    const caseId = await applied(world, shop.specialist, await signedOrder(world, shop), {
      type: 'COMPENSATION',
      reason: 'SERVICE',
      lines: [],
      compensationKind: 'COUPON',
      amountFen: 1_000,
    })
    const order = await signedOrder(world, shop)
    const back = await inspected(world, shop, order, { reason: 'QUALITY' }, 'AS_CLAIMED')
    const before = await checksums(world)
    const money = await balances(world, shop)
    const tried = [
      () => issueRefund(world.deps, shop.specialist, { refundId, ...key() }),
      () =>
        grantCompensation(world.deps, shop.specialist, {
          caseId,
          kind: 'COUPON',
          amountFen: 1_000,
          ...key(),
        }),
      () =>
        settleFreight(world.deps, shop.specialist, {
          caseId: back,
          direction: 'BACK',
          mode: 'REFUND',
          amountFen: 1_200,
          ...key(),
        }),
    ]
    await broken('audit_entries', raise, async () => {
      for (const each of tried) await expect(each()).rejects.toThrow('broken off')
      expect(await checksums(world)).toEqual(before)
    })
    expect(await balances(world, shop)).toEqual(money)
    for (const each of tried) expect((await each()).kind).toBe('Success')
    expect(await discrepancies(world, shop)).toEqual({})
  })
})
