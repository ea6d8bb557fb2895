import type { Reader } from '@cs/pothos-kysely'
import { getNamedType, isInterfaceType, isLeafType, isObjectType } from 'graphql'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SHOP_IDS } from '../harness/world.ts'
import { type Desk, openDesk } from './desk.ts'
import { plantInText } from './faults.ts'
import { mapper, schema, type Viewer } from './gateway.ts'
import { readAll, readerOfTables } from './probe.ts'
import { fillEmptyTables, type ShopTable, shopTables } from './tables.ts'

/** Tables that the read path's login may not select at all. */
const UNREADABLE = [
  'contact_vault',
  'customer_merge_rows',
  'draw_seeds',
  'event_cursors',
  'files_to_remove',
  'follow_up_rounds',
  'idempotency_keys',
  'parked_events',
]
const HOME = SHOP_IDS.general

let walled: Desk
let bare: Desk
let viewer: Viewer
let tables: ShopTable[]
let ofTables: ReturnType<typeof readerOfTables>

beforeAll(async () => {
  walled = await openDesk('walls')
  bare = await openDesk('walls_bare')
  viewer = walled.viewer(await walled.principal('manager', 'general'))
  for (const desk of [walled, bare]) await asAdmin(desk, fillEmptyTables)
  tables = await asAdmin(walled, shopTables)
  await asAdmin(bare, async (client) => {
    for (const { name } of tables) await client.query(`ALTER TABLE ${name} DISABLE ROW LEVEL SECURITY`)
  })
  ofTables = readerOfTables(tables)
})
afterAll(async () => {
  await walled.close()
  await bare.close()
})

async function asAdmin<Result>(
  { clone }: Desk,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: clone.adminUrl })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Removes the first wall from what a reader says. */
function withoutShop(reader: Reader<Viewer>, column: string): () => void {
  return plantInText((text) => {
    const open = text.replaceAll(new RegExp(`"t\\d+"\\."${column}" = (\\$\\d+::uuid)`, 'g'), '$1 IS NOT NULL')
    expect(open).not.toBe(text)
    return open
  }, reader)
}

const readable = () => tables.filter(({ name }) => !UNREADABLE.includes(name))
const shopsIn = (rows: readonly Record<string, unknown>[]) => [...new Set(rows.map(({ shop }) => shop))]

async function rowsOfTable(desk: Desk, table: { name: string; column: string }, open: boolean) {
  const cure = open ? withoutShop(ofTables.reader, table.column) : () => {}
  try {
    const asked = { schema: ofTables.schema, type: `T_${table.name}`, fields: ['shop'] }
    return await readAll(desk, viewer, ofTables.reader, asked)
  } finally {
    cure()
  }
}

describe('every table with a shop', () => {
  test('is one that the reader may select, or is known not to be', async () => {
    await asAdmin(walled, async (client) => {
      const granted = await client.query<{ name: string }>(
        `SELECT table_name AS name FROM information_schema.role_table_grants WHERE grantee = 'cs_reader' AND privilege_type = 'SELECT'`,
      )
      const names = new Set(granted.rows.map(({ name }) => name))
      expect(tables.map(({ name }) => name).filter((name) => !names.has(name))).toEqual(UNREADABLE)
    })
  })

  test('shows rows of all shops where both walls are down, so that these tests can tell', async () => {
    for (const table of readable()) {
      const rows = await rowsOfTable(bare, table, true)
      expect(rows.length, table.name).toBe(table.all)
    }
    const blind = readable().filter(({ mine, all }) => all === mine)
    expect(blind.map(({ name }) => name)).toEqual([])
  })

  test('shows none of another shop with row-level security alone', async () => {
    for (const table of readable()) {
      const rows = await rowsOfTable(walled, table, true)
      expect(rows.length, table.name).toBe(table.mine)
      expect(shopsIn(rows), table.name).toEqual(table.mine > 0 ? [HOME] : [])
    }
  })

  test('shows none of another shop with the statement alone', async () => {
    for (const table of readable()) {
      const rows = await rowsOfTable(bare, table, false)
      expect(rows.length, table.name).toBe(table.mine)
      expect(shopsIn(rows), table.name).toEqual(table.mine > 0 ? [HOME] : [])
    }
  })
})

describe('every mapped type', () => {
  const leaves = (name: string) => {
    const type = schema.getType(name)
    if (!isObjectType(type) && !isInterfaceType(type)) throw new Error(`${name} is no composite type`)
    const plain = Object.values(type.getFields()).filter((f) => isLeafType(getNamedType(f.type)))
    return plain.filter((f) => f.args.length === 0).map((f) => f.name)
  }
  const rowsOfType = async (desk: Desk, name: string) =>
    (await readAll(desk, viewer, mapper.reader, { schema, type: name, fields: leaves(name) })).length
  const typesOf = () =>
    [...mapper.registry.types.values()]
      .filter((type) => isListable(type.name))
      .map((type) => ({
        type,
        table: tables.find(({ name }) => name === type.table),
      }))
  /** Implementations share the table of their interface, and would show all its rows as theirs. */
  const isListable = (name: string) =>
    ![...mapper.registry.types.values()].some((type) => type.implementations.has(name))

  test('stands on a table of a shop', () => {
    expect(
      typesOf()
        .filter(({ table }) => !table)
        .map(({ type }) => type.name),
    ).toEqual([])
  })

  test('shows the rows of its shop, with row-level security alone and with the statement alone', async () => {
    for (const { type, table } of typesOf()) {
      if (!table) continue
      const cure = withoutShop(mapper.reader, table.column)
      try {
        expect(await rowsOfType(walled, type.name), `${type.name} by row-level security`).toBe(table.mine)
        expect(await rowsOfType(bare, type.name), `${type.name} without walls`).toBe(table.all)
      } finally {
        cure()
      }
      expect(await rowsOfType(bare, type.name), `${type.name} by its statement`).toBe(table.mine)
    }
  })
})
