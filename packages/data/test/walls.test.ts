import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../../../tooling/database/index.ts'
import { DEMO_SHOPS } from '../src/demo/index.ts'
import { query } from './support.ts'

const [general, guided] = DEMO_SHOPS.map((shop) => shop.id) as [string, string]
/** Tables that stand above shops (ADR 5), and the relay's own. */
const ABOVE_SHOPS = ['agents', 'partner_clients', 'relay_position']

describe('the shop wall', () => {
  let db: TestDatabase
  let tables: string[]
  beforeAll(async () => {
    db = await cloneDatabase('walls')
    const rows = await query<{ name: string }>(
      db.adminUrl,
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`,
    )
    tables = rows.map((row) => row.name)
  })
  afterAll(() => db.drop())

  test('stands around every table but those above shops: forced, with a policy', async () => {
    const open = await query<{ name: string }>(
      db.adminUrl,
      `SELECT c.relname AS name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
         AND NOT (c.relrowsecurity AND c.relforcerowsecurity AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid))`,
    )
    expect(open.map((row) => row.name).sort()).toEqual(ABOVE_SHOPS)
  })

  test('shows each login nothing of another shop', async () => {
    for (const url of [db.writeUrl, db.workerUrl]) {
      for (const table of tables.filter((name) => !ABOVE_SHOPS.includes(name))) {
        const column = table === 'shops' ? 'id' : 'shop_id'
        const seen = await query(
          url,
          `SELECT 1 FROM ${table} WHERE ${column} <> $1 LIMIT 1`,
          [general],
          general,
        )
        expect(seen, `${table} as ${url}`).toEqual([])
      }
    }
    expect(await query(db.readUrl, 'SELECT 1 FROM orders WHERE shop_id = $1', [guided], general)).toEqual([])
    expect(await query(db.readUrl, 'SELECT 1 FROM orders LIMIT 1', [], general)).toHaveLength(1)
  })

  test('lets nobody write into another shop', async () => {
    const moved = query(db.writeUrl, 'UPDATE orders SET shop_id = $1', [guided], general)
    await expect(moved).rejects.toThrow(/row-level security/)
    const missed = await query(
      db.writeUrl,
      'UPDATE orders SET version = 9 WHERE shop_id = $1 RETURNING id',
      [guided],
      general,
    )
    expect(missed).toEqual([])
  })

  test('answers an error, not rows, where no shop is set', async () => {
    await expect(query(db.readUrl, 'SELECT 1 FROM orders')).rejects.toThrow(/app\.shop/)
    await expect(query(db.writeUrl, 'SELECT 1 FROM orders')).rejects.toThrow(/app\.shop/)
  })

  test('keeps the vault from the reader, and writing too', async () => {
    await expect(query(db.readUrl, 'SELECT value FROM contact_vault', [], general)).rejects.toThrow(
      /permission denied/,
    )
    await expect(query(db.readUrl, 'UPDATE orders SET held = true', [], general)).rejects.toThrow(
      /permission denied/,
    )
    await expect(query(db.readUrl, 'SELECT 1 FROM idempotency_keys', [], general)).rejects.toThrow(
      /permission denied/,
    )
    expect(await query(db.writeUrl, 'SELECT value FROM contact_vault LIMIT 1', [], general)).toHaveLength(1)
  })

  test('lets nobody rewrite what is append-only, nor read passwords or become more', async () => {
    for (const table of ['policy_packs', 'audit_entries', 'decisions', 'events', 'order_remarks']) {
      await expect(query(db.writeUrl, `DELETE FROM ${table}`, [], general), table).rejects.toThrow(
        /permission denied/,
      )
    }
    const strong = await query(
      db.adminUrl,
      `SELECT rolname FROM pg_roles WHERE rolname LIKE 'cs\\_%' AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb)`,
    )
    expect(strong).toEqual([])
    await expect(query(db.writeUrl, 'SELECT * FROM cs.relay(1)')).rejects.toThrow(/permission denied/)
  })
})
