import { seedDemo } from '@cs/data/demo'
import { cloneDatabase, TEST_DEMO } from '@cs/tooling/database'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SHOP_IDS } from '../harness/world.ts'
import { type Desk, openDesk } from './desk.ts'
import { looseScans, statementOf } from './explain.ts'
import { everyList } from './lists.ts'
import { fillEmptyTables } from './tables.ts'

/** With READS_SCALE the demo is loaded at that scale (20: 200,000 orders); else statistics say that tables are large. */
const SCALE = Number(process.env.READS_SCALE ?? 0)

/** Walks that are as short as can be, each with its reason. */
const WELL_ENOUGH: readonly (readonly [RegExp, string])[] = [
  [/^cases(_due\w*|_by_due) walked/, 'the index holds only open cases with a promise: the work at hand'],
  [
    /thrown away by \(NOT \w+\)$/,
    'what is not held, or no VIP, is nearly everything: hardly a row is thrown away',
  ],
  [/^cases_newest walked.*owner_id <> .*assignee_id <> /, 'what is not mine is nearly everything'],
  [/^cases_in_fast_lane walked/, 'hard problems are few'],
  [/^cases_newest walked.*fast_lane_at IS NULL/, 'what is no hard problem is nearly everything'],
  [/^cases_in_turn walked/, 'the index holds only open cases: the work at hand'],
  [/^orders_to_dispatch walked/, 'the index holds only orders that are to be dispatched: the work at hand'],
  [/^orders_held read whole and sorted/, 'what is held is little'],
  [/^members_lowered_next walked/, 'members who were told of a lower tier are few'],
  [/^orders_silent_unpaid /, 'the index holds only silent orders that wait for payment: the work at hand'],
  [
    /^orders_held walked, rows thrown away by \(\(trade_status = 'UNPAID'::text\) AND \(source = 'SILENT'/,
    'what is held is little',
  ],
  [/^memberships_\w+ walked/, 'the staff of one shop'],
]

let desk: Desk
let reader: pg.Client

beforeAll(async () => {
  desk = await openDesk('indexes', SCALE > 0 ? await cloneDatabase('indexes', 'template0') : undefined)
  const admin = new pg.Client({ connectionString: desk.clone.adminUrl })
  await admin.connect()
  if (SCALE > 0) {
    const { migrate } = await import('@cs/data')
    await migrate(desk.clone.adminUrl)
    await seedDemo(desk.clone.adminUrl, { ...TEST_DEMO, scale: SCALE })
    await admin.query('ANALYZE')
  }
  // What the demo leaves empty or small is taken to be large all the same.
  await fillEmptyTables(admin)
  await admin.query(
    `UPDATE pg_class SET relpages = 1, reltuples = 100000 WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND reltuples < 10000`,
  )
  await admin.end()
  reader = new pg.Client({ connectionString: desk.clone.readUrl })
  await reader.connect()
  await reader.query(`SELECT set_config('app.shop', $1, false)`, [SHOP_IDS.general])
}, 900_000)
afterAll(async () => {
  await reader.end()
  await desk.close()
})

test('every list by every filter in every order finds its rows by an index, beyond the shop', async () => {
  const viewer = desk.viewer(await desk.principal('manager', 'general'))
  const offenders: string[] = []
  const lists = everyList()
  for (const query of lists)
    for (const scan of await looseScans(reader, statementOf(query, viewer)))
      if (!WELL_ENOUGH.some(([pattern]) => pattern.test(scan))) offenders.push(`${query.name}: ${scan}`)
  console.log(`${lists.length} lists`)
  expect(offenders).toEqual([])
}, 300_000)
