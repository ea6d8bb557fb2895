import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../../../tooling/database/index.ts'
import { DEMO_SHOPS } from '../src/demo/index.ts'
import { type Database, inShop, newId, openDatabase } from '../src/index.ts'
import { lockPoints, movePoints, pointsDrift } from '../src/points/index.ts'
import { NOW, query } from './support.ts'

const shop = DEMO_SHOPS[0]?.id ?? ''

describe('the ledger of points', () => {
  let db: TestDatabase
  let database: Database
  let member: string
  let rich: string
  beforeAll(async () => {
    db = await cloneDatabase('points')
    database = openDatabase({ ...db, max: 8 })
    const rows = await query<{ id: string }>(
      db.adminUrl,
      `SELECT customer_id AS id FROM members WHERE shop_id = $1 ORDER BY points_available DESC, customer_id`,
      [shop],
    )
    rich = rows.at(0)?.id ?? ''
    member = rows.at(-1)?.id ?? ''
  })
  afterAll(async () => {
    await database.close()
    await db.drop()
  })

  const origin = (customerId = member) => ({ shopId: shop, customerId, at: NOW, commandId: newId(NOW) })
  const drift = () => inShop(database, shop, (tx) => pointsDrift(tx, shop))
  const asWriter = (text: string, values: readonly unknown[] = []) => query(db.writeUrl, text, values, shop)

  test('adds up in the demo, in every shop, to the last entry', async () => {
    for (const { id } of DEMO_SHOPS)
      expect(await inShop(database, id, (tx) => pointsDrift(tx, id))).toEqual([])
    const [sums] = await query<{ shops: number; accounts: number }>(
      db.adminUrl,
      `SELECT count(DISTINCT shop_id)::int AS shops, count(DISTINCT account)::int AS accounts FROM points_entries`,
    )
    expect(sums).toEqual({ shops: 3, accounts: 5 })
  })

  test('can’t be changed, deleted or written past by the service', async () => {
    for (const table of ['points_journals', 'points_entries']) {
      await expect(asWriter(`UPDATE ${table} SET occurred_at = now()`)).rejects.toThrow(/permission denied/)
      await expect(asWriter(`DELETE FROM ${table}`)).rejects.toThrow(/permission denied/)
    }
    await expect(asWriter('UPDATE points_lots SET remaining = 9')).rejects.toThrow(/permission denied/)
    await expect(asWriter('DELETE FROM points_lots')).rejects.toThrow(/permission denied/)
    const wrong = /moved by entries alone/
    await expect(asWriter('UPDATE members SET points_available = points_available + 1')).rejects.toThrow(
      wrong,
    )
    await expect(asWriter('UPDATE members SET points_pending = 1, points_held = 1')).rejects.toThrow(wrong)
    await expect(query(db.adminUrl, 'UPDATE members SET points_available = 0')).rejects.toThrow(wrong)
    await expect(query(db.adminUrl, 'UPDATE points_entries SET points = 1')).rejects.toThrow(/append-only/)
    await expect(
      asWriter(
        `INSERT INTO members (shop_id, customer_id, number, tier, tier_since, joined_at, points_available)
         SELECT shop_id, id, 'X1', 'GOLD', '2026-01-01', '2026-01-01', 5 FROM customers c WHERE shop_id = $1
           AND NOT EXISTS (SELECT 1 FROM members m WHERE m.shop_id = c.shop_id AND m.customer_id = c.id) LIMIT 1`,
        [shop],
      ),
    ).rejects.toThrow(wrong)
    expect(await drift()).toEqual([])
  })

  /** A journal with lines of one's own choice, in one transaction. */
  async function journal(lines: readonly (readonly [account: string, points: number])[], of = 'ADJUSTMENT') {
    const client = new pg.Client({ connectionString: db.writeUrl })
    client.on('error', () => {})
    await client.connect()
    const id = newId(NOW)
    try {
      await client.query('BEGIN')
      await client.query(`SELECT set_config('app.shop', $1, true)`, [shop])
      await client.query(
        `INSERT INTO points_journals (shop_id, id, customer_id, kind, command_id, occurred_at) VALUES ($1, $2, $3, $4, $2, $5)`,
        [shop, id, member, of, NOW],
      )
      for (const [account, points] of lines)
        await client.query(
          `INSERT INTO points_entries (shop_id, id, journal_id, customer_id, account, points, expires_on, kind, occurred_at)
           VALUES ($1, gen_random_uuid(), $2, $3, $4, $5, $6, $7, $8)`,
          [
            shop,
            id,
            ['PENDING', 'AVAILABLE', 'HELD'].includes(account) ? member : null,
            account,
            points,
            account === 'AVAILABLE' ? '2027-12-31' : null,
            of,
            NOW,
          ],
        )
      await client.query('COMMIT')
      return id
    } finally {
      await client.end()
    }
  }

  test('takes no journal that does not sum to zero, none of one line, and none without any', async () => {
    await expect(
      journal([
        ['AVAILABLE', 5],
        ['ADJUSTED', -4],
      ]),
    ).rejects.toThrow(/sum to 1/)
    await expect(journal([['AVAILABLE', 5]])).rejects.toThrow(/1 entries/)
    await expect(journal([])).rejects.toThrow(/0 entries/)
    await expect(journal([['AVAILABLE', 0]])).rejects.toThrow(/check constraint/)
    expect(await drift()).toEqual([])
  })

  test('takes no entries into a journal of before, nor such that say other than it', async () => {
    const id = await journal([
      ['AVAILABLE', 5],
      ['ADJUSTED', -5],
    ])
    const add = (kind: string, at: Date) =>
      asWriter(
        `INSERT INTO points_entries (shop_id, id, journal_id, customer_id, account, points, kind, occurred_at)
         SELECT $1, gen_random_uuid(), $2, CASE WHEN p > 0 THEN $3::uuid END, CASE WHEN p > 0 THEN 'PENDING' ELSE 'ISSUED' END, p, $4, $5
         FROM (VALUES (5), (-5)) v(p)`,
        [shop, id, member, kind, at],
      )
    await expect(add('ADJUSTMENT', NOW)).rejects.toThrow(/closed/)
    await expect(add('PURCHASE', NOW)).rejects.toThrow(/other than its journal/)
    expect(await drift()).toEqual([])
  })

  test('spends nothing that is not there, whatever the service has judged', async () => {
    const [row] = await query<{ n: number }>(
      db.adminUrl,
      'SELECT points_available::int AS n FROM members WHERE shop_id = $1 AND customer_id = $2',
      [shop, member],
    )
    const had = Number(row?.n)
    await expect(
      journal([
        ['AVAILABLE', -had - 1],
        ['ADJUSTED', had + 1],
      ]),
    ).rejects.toThrow()
    expect(await drift()).toEqual([])
  })

  test('finds a balance, a lot and a journal that were bent past it', async () => {
    const bend = (text: string) =>
      query(db.adminUrl, `SET session_replication_role = replica; ${text}`).then(() =>
        drift().then((found) => found.map(({ of }) => of)),
      )
    const where = `WHERE shop_id = '${shop}' AND customer_id = '${rich}'`
    expect(await bend(`UPDATE members SET points_available = points_available + 7 ${where}`)).toEqual([
      'AVAILABLE',
    ])
    expect(await bend(`UPDATE members SET points_available = points_available - 7 ${where}`)).toEqual([])
    const lot = `${where} AND expires_on = (SELECT max(expires_on) FROM points_lots ${where})`
    expect(await bend(`UPDATE points_lots SET remaining = remaining + 1 ${lot}`)).toEqual(['LOT'])
    expect(await bend(`UPDATE points_lots SET remaining = remaining - 1 ${lot}`)).toEqual([])
    const one = `WHERE shop_id = '${shop}' AND account = 'ISSUED' AND id = (SELECT min(id::text)::uuid FROM points_entries WHERE shop_id = '${shop}' AND account = 'ISSUED')`
    expect((await bend(`UPDATE points_entries SET points = points - 1 ${one}`)).sort()).toEqual([
      'JOURNAL',
      'SHOP',
    ])
    expect(await bend(`UPDATE points_entries SET points = points + 1 ${one}`)).toEqual([])
  })

  test('locks a member until the end of the transaction, and reads what was there then', async () => {
    const give = () =>
      inShop(database, shop, async (tx) => {
        const before = await lockPoints(tx, shop, member)
        await movePoints(tx, origin(), { kind: 'ADJUSTMENT', points: 1, expiresOn: '2027-12-31' })
        const after = await lockPoints(tx, shop, member)
        return Number(after?.balance) - Number(before?.balance)
      })
    expect(await Promise.all(Array.from({ length: 20 }, give))).toEqual(Array(20).fill(1))
    expect(await drift()).toEqual([])
  })
})

test('entries of before the ledger become journals that add up', async () => {
  const db = await cloneDatabase('points_before', 'template1')
  const { ensureRoles } = await import('../src/index.ts')
  const folder = join(import.meta.dirname, '../src/migrations')
  const client = new pg.Client({ connectionString: db.adminUrl })
  try {
    await ensureRoles(db.adminUrl)
    await client.connect()
    const files = (await import('node:fs'))
      .readdirSync(folder)
      .filter((name) => name.endsWith('.sql'))
      .sort()
    const run = async (names: readonly string[]) => {
      await client.query('BEGIN')
      for (const name of names) await client.query(await readFile(join(folder, name), 'utf8'))
      await client.query('COMMIT')
    }
    const at = files.findIndex((name) => name.startsWith('0022'))
    await run(files.slice(0, at))
    await client.query(`
      INSERT INTO shops (id, code, name, created_at) VALUES (gen_random_uuid(), 's', 's', now());
      INSERT INTO customers (shop_id, id, number, name, name_masked, form_of_address, lifecycle, value_class, created_at)
        SELECT id, gen_random_uuid(), n::text, '陈晓', '陈*', '女士', 'ACTIVE', 'ORDINARY', now() FROM shops, generate_series(1, 3) n;
      INSERT INTO members (shop_id, customer_id, number, tier, tier_since, joined_at, points_available, points_pending)
        SELECT shop_id, id, number, 'GOLD', '2026-01-01', now(), (ARRAY[130, -20, 0])[number::int], (ARRAY[40, 0, 0])[number::int] FROM customers;
      INSERT INTO points_entries (shop_id, id, customer_id, kind, state, points, expires_on, occurred_at)
        SELECT c.shop_id, gen_random_uuid(), c.id, e.kind, e.state, e.points, e.expires_on::date, now() FROM customers c JOIN (VALUES
          ('1', 'PURCHASE', 'AVAILABLE', 100, '2026-12-31'), ('1', 'REVIEW', 'AVAILABLE', 100, '2027-12-31'), ('1', 'OFFSET', 'AVAILABLE', -70, '2026-12-31'),
          ('1', 'PURCHASE', 'PENDING', 40, '2027-12-31'), ('1', 'PURCHASE', 'VOID', 9, NULL),
          ('2', 'REVIEW', 'AVAILABLE', 20, '2027-12-31'), ('2', 'CLAW_BACK', 'AVAILABLE', -40, NULL)) e(n, kind, state, points, expires_on) ON e.n = c.number`)
    await run([files[at] ?? ''])
    const { rows: lots } = await client.query(
      'SELECT m.number, l.expires_on::text, l.remaining::int FROM points_lots l JOIN members m USING (shop_id, customer_id) ORDER BY 1, 2',
    )
    expect(lots).toEqual([
      { number: '1', expires_on: '2026-12-31', remaining: 30 },
      { number: '1', expires_on: '2027-12-31', remaining: 100 },
    ])
    const { rows: shops } = await client.query<{ id: string }>('SELECT id FROM shops')
    const database = openDatabase({ ...db, max: 1 })
    const shopId = String(shops[0]?.id)
    const found = await inShop(database, shopId, (tx) => pointsDrift(tx, shopId))
    await database.close()
    expect(found).toEqual([])
  } finally {
    await client.end()
    await db.drop()
  }
})
