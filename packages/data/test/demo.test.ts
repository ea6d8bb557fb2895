import { addDays, dayOf } from '@cs/domain/calendar'
import { maskAccount, maskAddressLine, maskName, maskPhone } from '@cs/domain/contacts'
import { type Lifecycle, lifecycleOf } from '@cs/domain/customers'
import { fen, share } from '@cs/domain/money'
import { DEMO_PACKS, loadPack } from '@cs/domain/policy'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cloneDatabase, TEST_DEMO, type TestDatabase } from '../../../tooling/database/index.ts'
import { lookupHash, nameTerms } from '../src/customers/index.ts'
import { DEMO_SHOPS, seedDemo } from '../src/demo/index.ts'
import { ensureRoles, migrate } from '../src/index.ts'
import { query } from './support.ts'

describe('the demo', () => {
  let db: TestDatabase
  const rows = <Row extends object>(text: string) => query<Row>(db.adminUrl, text)
  beforeAll(async () => {
    db = await cloneDatabase('demo')
  })
  afterAll(() => db.drop())

  test('has every state of an order in every shop', async () => {
    const states = await rows<{ states: number }>(
      'SELECT count(DISTINCT (trade_status, physical_status))::integer AS states FROM orders GROUP BY shop_id',
    )
    expect(states.map((row) => row.states)).toEqual([13, 13, 13])
    expect(await rows('SELECT 1 FROM orders WHERE held AND presale = false LIMIT 1')).toHaveLength(1)
    expect(await rows('SELECT 1 FROM orders WHERE presale LIMIT 1')).toHaveLength(1)
  })

  test('has the 30 products of DAT-02', async () => {
    const counts = await rows<{ category: string; n: number }>(
      `SELECT category, count(*)::integer AS n FROM products WHERE shop_id = '${DEMO_SHOPS[0]?.id}' GROUP BY 1 ORDER BY 1`,
    )
    expect(Object.fromEntries(counts.map((row) => [row.category, row.n]))).toEqual({
      APPAREL: 4,
      DIGITAL: 4,
      APPLIANCE: 4,
      HOME: 3,
      BEAUTY: 3,
      FOOD: 3,
      BABY: 3,
      SPORTS: 6,
    })
  })

  test('keeps its refunds in a ledger that comes to what is owed and paid', async () => {
    const wrong = await rows(`
      SELECT s.code FROM shops s
      LEFT JOIN LATERAL (SELECT sum(amount_fen) AS total, sum(amount_fen) FILTER (WHERE account = 'OWED_TO_CUSTOMER') AS owed,
        sum(amount_fen) FILTER (WHERE account = 'PAYMENT_CHANNEL') AS paid FROM ledger_lines l WHERE l.shop_id = s.id) l ON true
      LEFT JOIN LATERAL (SELECT sum(amount_fen) FILTER (WHERE status = 'OWED') AS owed,
        sum(amount_fen) FILTER (WHERE status <> 'OWED') AS paid FROM refunds r WHERE r.shop_id = s.id) r ON true
      WHERE l.total IS DISTINCT FROM 0 OR COALESCE(l.owed, 0) <> - COALESCE(r.owed, 0) OR l.paid <> - r.paid`)
    expect(wrong).toEqual([])
    const stray = await rows(`
      SELECT r.number FROM refunds r JOIN cases c ON c.shop_id = r.shop_id AND c.id = r.case_id
      WHERE c.after_sale_state <> CASE r.status WHEN 'OWED' THEN 'REFUND_OWED' WHEN 'ISSUED' THEN 'REFUNDED' ELSE 'COMPLETED' END`)
    expect(stray).toEqual([])
  })

  test('adds up: goods, discounts, payments, refunds', async () => {
    const wrong = await rows(`
      SELECT o.number FROM orders o
      LEFT JOIN LATERAL (SELECT sum(unit_price_fen * quantity) AS gross, sum(discount_fen) AS discount, sum(paid_fen) AS paid,
        sum(refunded_fen) AS refunded, sum(points_spent) AS points FROM order_lines l WHERE l.shop_id = o.shop_id AND l.order_id = o.id) l ON true
      LEFT JOIN LATERAL (SELECT COALESCE(sum(amount_fen), 0) AS total FROM order_discounts d WHERE d.shop_id = o.shop_id AND d.order_id = o.id) d ON true
      LEFT JOIN LATERAL (SELECT COALESCE(sum(amount_fen) FILTER (WHERE status = 'RECEIVED'), 0) AS received FROM payments p WHERE p.shop_id = o.shop_id AND p.order_id = o.id) p ON true
      LEFT JOIN LATERAL (SELECT COALESCE(sum(amount_fen), 0) AS back, COALESCE(sum(freight_fen), 0) AS freight FROM refunds r WHERE r.shop_id = o.shop_id AND r.order_id = o.id) r ON true
      WHERE l.gross <> o.goods_fen OR l.discount <> o.discount_fen OR d.total <> o.discount_fen OR p.received <> o.paid_fen
        OR r.back <> o.refunded_fen OR l.refunded + r.freight <> o.refunded_fen OR l.points <> o.points_spent
        OR o.paid_fen > 0 AND l.paid <> o.goods_fen - o.discount_fen`)
    expect(wrong).toEqual([])
  })

  test('shares discounts over lines as the domain does (Q07)', async () => {
    const orders = await rows<{ discount: number; gross: number[]; shares: number[] }>(`
      SELECT o.discount_fen AS discount, json_agg(l.unit_price_fen * l.quantity ORDER BY l.position) AS gross,
        json_agg(l.discount_fen ORDER BY l.position) AS shares
      FROM orders o JOIN order_lines l ON l.shop_id = o.shop_id AND l.order_id = o.id
      GROUP BY o.shop_id, o.id HAVING count(*) > 1 AND o.discount_fen > 0`)
    expect(orders.length).toBeGreaterThan(10)
    for (const { discount, gross, shares } of orders)
      expect(shares).toEqual(share(fen(discount), gross.map(fen)))
  })

  test("has balances that are the sums of their entries, and nobody's below zero", async () => {
    const wrong = await rows(`
      SELECT m.number FROM members m LEFT JOIN points_entries e ON e.shop_id = m.shop_id AND e.customer_id = m.customer_id
      GROUP BY m.shop_id, m.customer_id, m.number, m.points_available, m.points_pending, m.points_held
      HAVING m.points_available <> COALESCE(sum(e.points) FILTER (WHERE e.account = 'AVAILABLE'), 0)
        OR m.points_pending <> COALESCE(sum(e.points) FILTER (WHERE e.account = 'PENDING'), 0)
        OR m.points_held <> COALESCE(sum(e.points) FILTER (WHERE e.account = 'HELD'), 0) OR m.points_available < 0`)
    expect(wrong).toEqual([])
  })

  test('has lifecycles as the rules give them', async () => {
    const pack = loadPack(DEMO_PACKS.general)
    const now = new Date(`${TEST_DEMO.anchor}T00:00:00+08:00`)
    const customers = await rows<{ lifecycle: Lifecycle; at: string[] }>(`
      SELECT c.lifecycle, json_agg(o.placed_at) FILTER (WHERE o.id IS NOT NULL) AS at FROM customers c
      LEFT JOIN orders o ON o.shop_id = c.shop_id AND o.customer_id = c.id AND o.trade_status <> 'CANCELLED'
      GROUP BY c.shop_id, c.id, c.lifecycle`)
    for (const { lifecycle, at } of customers) {
      const placed = (at ?? []).map((each) => new Date(each)).sort((a, b) => a.getTime() - b.getTime())
      const facts = {
        firstOrderAt: placed.at(0) ?? null,
        lastOrderAt: placed.at(-1) ?? null,
        ordersInLoyalWindow: placed.filter((each) => addDays(dayOf(each), 180) >= dayOf(now)).length,
        current: 'ACTIVE',
      } as const
      expect([lifecycle, facts]).toEqual([lifecycleOf(facts, pack, now), facts])
    }
  })

  test('reserves what open lines hold, and nothing happens before its time', async () => {
    const wrong =
      await rows(`SELECT s.code FROM skus s LEFT JOIN order_lines l ON l.shop_id = s.shop_id AND l.sku_id = s.id AND l.status = 'OPEN'
      GROUP BY s.shop_id, s.id, s.code, s.reserved HAVING s.reserved <> COALESCE(sum(l.quantity), 0)`)
    expect(wrong).toEqual([])
    const now = `timestamptz '${TEST_DEMO.anchor} 00:00+08'`
    expect(
      await rows(`SELECT o.number FROM orders o JOIN customers c ON c.shop_id = o.shop_id AND c.id = o.customer_id
      WHERE o.placed_at < c.created_at OR o.paid_at < o.placed_at OR o.first_shipped_at < o.paid_at OR o.signed_at < o.first_shipped_at
        OR greatest(o.placed_at, o.paid_at, o.first_shipped_at, o.signed_at, o.completed_at, o.cancelled_at) > ${now}`),
    ).toEqual([])
    expect(await rows(`SELECT 1 FROM case_messages WHERE sent_at > ${now} + interval '10 minutes'`)).toEqual(
      [],
    )
    expect(await rows(`SELECT 1 FROM reviews WHERE greatest(posted_at, found_at) > ${now}`)).toEqual([])
  })

  test('masks and hashes as the service does', async () => {
    const people = await rows<
      Record<'shop' | 'name' | 'name_masked' | 'kind' | 'masked' | 'lookup_hash' | 'value', string>
    >(`
      SELECT c.shop_id AS shop, c.name, c.name_masked, p.kind, p.masked, p.lookup_hash, v.value FROM contact_points p
      JOIN customers c ON c.shop_id = p.shop_id AND c.id = p.customer_id JOIN contact_vault v ON v.shop_id = p.shop_id AND v.id = p.vault_id
      WHERE p.kind IN ('PHONE', 'PLATFORM_ACCOUNT')`)
    for (const person of people) {
      const kind = person.kind as 'PHONE' | 'PLATFORM_ACCOUNT'
      expect(person.name_masked).toBe(maskName(person.name))
      expect(person.masked).toBe(kind === 'PHONE' ? maskPhone(person.value) : maskAccount(person.value))
      expect(person.lookup_hash).toBe(lookupHash(TEST_DEMO.hashKey, person.shop, kind, person.value))
    }
    const lines = await rows<{ masked: string; value: string; phone_masked: string; phone: string }>(`
      SELECT a.detail_masked AS masked, v.value, a.phone_masked, p.value AS phone FROM addresses a
      JOIN contact_vault v ON v.shop_id = a.shop_id AND v.id = a.detail_vault_id JOIN contact_vault p ON p.shop_id = a.shop_id AND p.id = a.phone_vault_id`)
    for (const line of lines) {
      expect(line.masked).toBe(maskAddressLine(line.value))
      expect(line.phone_masked).toBe(maskPhone(line.phone))
    }
  })

  test('finds a customer and an order by the same terms as the service writes', async () => {
    const people = await rows<{ name: string; terms: string[] }>(`
      SELECT c.name, json_agg(t.term) AS terms FROM customers c JOIN search_terms t ON t.shop_id = c.shop_id AND t.entity = 'CUSTOMER'
        AND t.entity_id = c.id AND t.field = 'NAME' GROUP BY c.shop_id, c.id, c.name`)
    for (const { name, terms } of people)
      expect(terms.sort()).toEqual(
        nameTerms(name)
          .map(({ term }) => term)
          .sort(),
      )
    const fields = await rows<{ field: string }>(
      `SELECT DISTINCT field FROM search_terms WHERE entity = 'ORDER' ORDER BY field`,
    )
    expect(fields.map((row) => row.field)).toEqual([
      'ACCOUNT_HASH',
      'NAME',
      'NUMBER',
      'PHONE_HASH',
      'PHONE_LAST4',
      'WAYBILL',
    ])
  })

  test('is loaded once, and the same anchor gives the same rows', async () => {
    expect(await seedDemo(db.adminUrl, TEST_DEMO)).toEqual([])
    const second = await cloneDatabase('demo_again', 'template1')
    try {
      await ensureRoles(second.adminUrl)
      await migrate(second.adminUrl)
      expect(await seedDemo(second.adminUrl, TEST_DEMO)).toEqual(['general', 'guided', 'apparel'])
      expect(await checksums(second.adminUrl)).toEqual(await checksums(db.adminUrl))
    } finally {
      await second.drop()
    }
  })
})

async function checksums(url: string): Promise<Record<string, string | null>> {
  const tables = await query<{ name: string }>(
    url,
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`,
  )
  const sums: Record<string, string | null> = {}
  for (const { name } of tables) {
    const [row] = await query<{ sum: string | null }>(
      url,
      `SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) AS sum FROM ${name} t`,
    )
    sums[name] = row?.sum ?? null
  }
  return sums
}
