import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Desk, openDesk } from './desk.ts'
import { found, plantInGrants, plantInText } from './faults.ts'

/** The most documents that a fault may stay hidden for. */
const PATIENCE = 400

let desk: Desk
beforeAll(async () => {
  desk = await openDesk('faults')
  // Row-level security would hide a missing shop predicate: that wall has its own test.
  const admin = new pg.Client({ connectionString: desk.clone.adminUrl })
  await admin.connect()
  const tables = await admin.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relrowsecurity`,
  )
  for (const { name } of tables.rows) await admin.query(`ALTER TABLE ${name} DISABLE ROW LEVEL SECURITY`)
  await admin.end()
})
afterAll(() => desk.close())

test('without a fault there is nothing to find', async () => {
  expect(await found(desk, () => () => {}, 60)).toBe(null)
})

/** One fault of each kind, each in the planner alone. */
const FAULTS: Record<string, () => () => void> = {
  'the shop predicate is dropped': () =>
    plantInText((text) => text.replaceAll(/"t\d+"\."shop_id" = (\$\d+::uuid)/g, '$1 IS NOT NULL')),
  'a page is fetched without the row that tells of the next': () =>
    plantInText((text) => text.replaceAll(/LIMIT (\d+)(?=\) AS "t\d+"\) AS "t)/g, 'LIMIT $1 - 1')),
  'a page is one row too long': () =>
    plantInText((text) => text.replaceAll(/"rank§" <= (\d+)/g, '"rank§" <= $1 + 1')),
  'an order is reversed': () =>
    plantInText((text) =>
      text.replaceAll(/ (ASC|DESC)(?=[, ])/g, (_, way) => (way === 'ASC' ? ' DESC' : ' ASC')),
    ),
  'a page starts at the cursor, not after it': () =>
    plantInText((text) => text.replaceAll(/\) (<|>) \(\$/g, ') $1= ($$')),
  'a page goes the wrong way from the cursor': () =>
    plantInText((text) => text.replaceAll(/\) (<|>) \(\$/g, (_, way) => `) ${way === '<' ? '>' : '<'} ($`)),
  'the end of a list is missed': () =>
    plantInText((text) => text.replaceAll(/count\(\*\) > (?=[1-9])/g, 'count(*) >= ')),
  'a total is wrong': () =>
    plantInText((text) => text.replaceAll('(SELECT count(*) FROM', '(SELECT count(*) + 1 FROM')),
  'nulls are empty texts': () => plantInText((text) => text.replaceAll(", 'null')", `, '""')`)),
  'a guard is dropped': () => plantInGrants((_, reach) => reach ?? 'shop'),
  'a guard is too strict': () => plantInGrants((name, reach) => (name === 'review.read' ? undefined : reach)),
  'a reach is widened': () => plantInGrants((_, reach) => (reach === undefined ? undefined : 'shop')),
  'a reach is narrowed': () =>
    plantInGrants((name, reach) => (name === 'case.content.read' && reach !== undefined ? 'own' : reach)),
}

for (const [name, plant] of Object.entries(FAULTS))
  test(`the differential finds that ${name}`, async () => {
    const documents = await found(desk, plant, PATIENCE)
    expect(documents, 'documents until it was found').not.toBe(null)
  }, 120_000)
