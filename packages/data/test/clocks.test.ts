import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../../../tooling/database/index.ts'
import { dueClocks, FIRST } from '../src/clocks/index.ts'
import { DEMO_SHOPS } from '../src/demo/index.ts'
import { type Database, inShop, newId, openDatabase } from '../src/index.ts'
import { addNotice } from '../src/notices/index.ts'
import { query } from './support.ts'

const [general, guided] = DEMO_SHOPS.map((shop) => shop.id) as [string, string]
const START = new Date('2026-11-18T04:00:00.000Z')
const minutes = (n: number) => new Date(START.getTime() + n * 60_000)

let db: TestDatabase
let database: Database
beforeAll(async () => {
  db = await cloneDatabase('clocks')
  database = openDatabase({ readUrl: db.readUrl, writeUrl: db.workerUrl, max: 2 })
  await query(db.adminUrl, 'DELETE FROM clocks')
  // What stopped long ago, which is nearly all, and what runs: one of each shop at each of these minutes.
  await query(db.adminUrl, insert(general, 'generate_series(-20000, -1)', 'b.at'), [START])
  await query(db.adminUrl, insert(general, 'generate_series(1, 40)'), [START])
  await query(db.adminUrl, insert(guided, 'generate_series(1, 40)'), [START])
  await query(db.adminUrl, 'VACUUM ANALYZE clocks')
})
afterAll(async () => {
  await database.close()
  await db.drop()
})

/** Clocks that break so many minutes after START, warn half a minute earlier and remind ten minutes earlier. */
const insert = (shop: string, series: string, stopped = 'NULL::timestamptz') => `
  INSERT INTO clocks (shop_id, id, name, subject_type, subject_id, started_at, target_at, warn_at, remind_at, breach_at,
    stopped_at, result, rule_ids, pack_id, pack_version)
  SELECT '${shop}', gen_random_uuid(), 'after_sale.send_back', 'Case', gen_random_uuid(), b.at - interval '1 day', b.at,
    b.at - interval '30 seconds', b.at - interval '10 minutes', b.at, ${stopped}, CASE WHEN ${stopped} IS NOT NULL THEN 'MET' END,
    '{}', p.id, p.version
  FROM ${series} n, LATERAL (SELECT $1::timestamptz + n * interval '1 minute' AS at) b,
    (SELECT id, version FROM policy_packs WHERE shop_id = '${shop}' LIMIT 1) p`

describe('due clocks', () => {
  test('come from all shops in the order of their times: broken after the latest moment, else warned or reminded', async () => {
    const due = await dueClocks(database.writer, minutes(3), FIRST, 100)
    expect(due.map((clock) => clock.dueAt)).toEqual(due.map((clock) => clock.dueAt).sort((a, b) => +a - +b))
    expect(new Set(due.map((clock) => clock.shopId))).toEqual(new Set([general, guided]))
    const count = (kind: string) => due.filter((clock) => clock.due === kind).length
    // Broken: minutes 1 and 2. Warned of: minute 3. To be reminded of: minutes 3 to 13.
    expect([count('BREACH'), count('WARN'), count('REMIND')]).toEqual([4, 2, 22])
  })

  test('are found page by page, each once', async () => {
    const whole = await dueClocks(database.writer, minutes(30), FIRST, 1000)
    const paged: (typeof whole)[number][] = []
    for (let after = FIRST; ; ) {
      const page = await dueClocks(database.writer, minutes(30), after, 7)
      paged.push(...page)
      const last = page.at(-1)
      if (!last || page.length < 7) break
      after = { at: last.dueAt, id: last.id }
    }
    expect(paged).toEqual(whole)
  })

  test('are found by the three indexes of what is due, never by reading the table', async () => {
    const [source] = await query<{ body: string }>(
      db.adminUrl,
      `SELECT prosrc AS body FROM pg_proc WHERE proname = 'due_clocks'`,
    )
    const body = String(source?.body)
      .replaceAll(/\bafter_at\b/g, '$2::timestamptz')
      .replaceAll(/\bafter_id\b/g, '$3::uuid')
      .replaceAll(/\bbatch\b/g, '$4::integer')
      .replaceAll(/\bat\b/g, '$1::timestamptz')
    const plan = await query<{ 'QUERY PLAN': string }>(db.adminUrl, `EXPLAIN (GENERIC_PLAN) ${body}`)
    const scans = plan.map((row) => row['QUERY PLAN']).filter((line) => /Scan/.test(line))
    expect(scans.map((line) => /using (\w+)/.exec(line)?.[1]).sort()).toEqual([
      'clocks_to_breach',
      'clocks_to_remind',
      'clocks_to_warn',
    ])
    const conditions = plan.map((row) => row['QUERY PLAN']).filter((line) => /Index Cond/.test(line))
    expect(conditions).toHaveLength(3)
  })

  test('are the worker’s to look for', async () => {
    const ask = `SELECT * FROM cs.due_clocks(now(), now(), '${general}', 1)`
    await expect(query(db.writeUrl, ask)).rejects.toThrow(/permission denied/)
    await expect(query(db.readUrl, ask)).rejects.toThrow(/permission denied/)
  })
})

describe('the table', () => {
  test('refuses a second running clock of a name, and times out of order', async () => {
    const again = `INSERT INTO clocks (shop_id, id, name, subject_type, subject_id, started_at, target_at, warn_at, breach_at,
        rule_ids, pack_id, pack_version)
      SELECT shop_id, gen_random_uuid(), name, subject_type, subject_id, started_at, target_at, warn_at, started_at + $1::interval,
        rule_ids, pack_id, pack_version FROM clocks WHERE stopped_at IS NULL LIMIT 1`
    await expect(query(db.adminUrl, again, ['2 days'])).rejects.toThrow(/clocks_one_running/)
    await expect(query(db.adminUrl, again, ['1 hour'])).rejects.toThrow(pg.DatabaseError)
  })
})

describe('a notice', () => {
  test('waits as script and values, in its shop', async () => {
    const [customer] = await query<{ id: string }>(
      db.adminUrl,
      'SELECT id FROM customers WHERE shop_id = $1 LIMIT 1',
      [general],
    )
    const id = await inShop(database, general, (tx) =>
      addNotice(tx, {
        shopId: general,
        customerId: String(customer?.id),
        caseId: null,
        orderId: null,
        script: 'REFUND_ISSUED',
        parameters: { number: 'CS20261118-000001', amountFen: 12_990 },
        at: START,
        commandId: newId(START),
      }),
    )
    const rows = await query(
      db.adminUrl,
      'SELECT script, parameters, status, sent_at FROM notices WHERE id = $1',
      [id],
    )
    expect(rows).toEqual([
      {
        script: 'REFUND_ISSUED',
        parameters: { number: 'CS20261118-000001', amountFen: 12_990 },
        status: 'TO_SEND',
        sent_at: null,
      },
    ])
  })
})
