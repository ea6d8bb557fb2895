import type pg from 'pg'
import { SHOP_IDS } from '../harness/world.ts'

const HOME = SHOP_IDS.general

/** A table whose rows belong to a shop: the column that says to which, how many are of the first shop, of all. */
export interface ShopTable {
  readonly name: string
  readonly column: string
  readonly mine: number
  readonly all: number
}

/** Every table whose rows belong to a shop, with how many are of the viewer's and how many there are. */
export async function shopTables(client: pg.Client): Promise<ShopTable[]> {
  const found = await client.query<{ name: string; column: string }>(
    `SELECT c.table_name AS name, c.column_name AS column FROM information_schema.columns c
     JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE table_schema = 'public' AND t.table_type = 'BASE TABLE'
       AND (c.column_name = 'shop_id' OR (c.table_name = 'shops' AND c.column_name = 'id')) ORDER BY 1`,
  )
  const counted: ShopTable[] = []
  for (const table of found.rows) {
    const { rows } = await client.query<{ mine: number; all: number }>(
      `SELECT count(*) FILTER (WHERE ${table.column} = $1)::int AS mine, count(*)::int AS all FROM ${table.name}`,
      [HOME],
    )
    counted.push({ ...table, mine: rows[0]?.mine ?? 0, all: rows[0]?.all ?? 0 })
  }
  return counted
}

/** A value of each type that columns have, for rows that only have to be there. */
const SOME: Readonly<Record<string, string>> = {
  uuid: 'gen_random_uuid()',
  text: `'x'`,
  boolean: 'false',
  jsonb: `'{}'`,
  ARRAY: `'{}'`,
  date: 'now()',
  'timestamp with time zone': 'now()',
}

/** Puts a row of two shops into each table that the demo leaves empty. */
export async function fillEmptyTables(client: pg.Client): Promise<void> {
  await client.query('SET session_replication_role = replica') // neither foreign keys nor triggers
  for (const { name, all, mine } of await shopTables(client)) {
    if (all > mine) continue
    const checks = await client.query<{ name: string }>(
      `SELECT conname AS name FROM pg_constraint WHERE conrelid = $1::regclass AND contype = 'c'`,
      [name],
    )
    for (const check of checks.rows) await client.query(`ALTER TABLE ${name} DROP CONSTRAINT "${check.name}"`)
    const columns = await client.query<{ name: string; type: string }>(
      `SELECT column_name AS name, data_type AS type FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1 AND column_name <> 'shop_id' AND is_nullable = 'NO'`,
      [name],
    )
    const names = columns.rows.map((column) => `"${column.name}"`).join(', ')
    const values = columns.rows.map((column) => SOME[column.type] ?? '1').join(', ')
    for (const shop of [HOME, SHOP_IDS.guided])
      await client.query(`INSERT INTO ${name} (shop_id, ${names}) VALUES ('${shop}', ${values})`)
  }
}
