import type { CommandDeps } from '@cs/commands'
import { inShop, newId, openDatabase } from '@cs/data'
import { FIRST } from '@cs/data/clocks'
import { holdPoints, movePoints, pointsDrift } from '@cs/data/points'
import { cloneDatabase, type TestDatabase } from '@cs/tooling/database'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { pointsExpiryDue, pointsHoldsDue, pointsNoticesDue } from '../src/points.ts'
import type { DueSource } from '../src/sources.ts'

const SHOPS = ['01900000-0000-7000-8000-000000000001', '01900000-0000-7000-8000-000000000002'] as const
const START = new Date('2026-11-18T04:00:00.000Z')

let clone: TestDatabase
let admin: pg.Pool
let now = START
let workers: CommandDeps[]
beforeAll(async () => {
  clone = await cloneDatabase('points_due')
  admin = new pg.Pool({ connectionString: clone.adminUrl, max: 2 })
  admin.on('error', () => {})
  admin.on('connect', (client) => client.on('error', () => {}))
  const deps = (): CommandDeps => ({
    database: openDatabase({ readUrl: clone.workerUrl, writeUrl: clone.workerUrl, max: 4 }),
    now: () => now,
    hashKey: 'test-hash-key',
  })
  workers = [deps(), deps()]
})
afterAll(async () => {
  await Promise.all(workers.map(({ database }) => database.close()))
  await admin.end()
  await clone.drop()
})

const rows = async <Row extends object>(text: string, values: readonly unknown[] = []) =>
  (await admin.query<Row>(text, [...values])).rows

/** Everything of a source that is due now, done by two workers at the same time. */
async function together(source: (deps: CommandDeps) => DueSource): Promise<number> {
  const found = await Promise.all(
    workers.map(async (deps) => {
      const due = source(deps)
      let done = 0
      for (let after = FIRST; ; ) {
        const jobs = await due.page(after, 20)
        await Promise.all(jobs.map((job) => job.settle()))
        done += jobs.length
        const last = jobs.at(-1)
        if (!last) return done
        after = last.place
      }
    }),
  )
  return Math.max(...found)
}

async function inOrder(): Promise<void> {
  const [deps] = workers
  if (!deps) throw new Error('no worker')
  for (const shop of SHOPS)
    expect(await inShop(deps.database, shop, (tx) => pointsDrift(tx, shop))).toEqual([])
}

it('lapses, announces and expires points over all shops, once with two workers, and catches up late', async () => {
  const [deps] = workers
  if (!deps) throw new Error('no worker')
  const members = await rows<{ shop: string; id: string }>(
    `SELECT DISTINCT ON (shop_id) shop_id AS shop, customer_id AS id FROM members WHERE shop_id = ANY($1) ORDER BY shop_id, customer_id`,
    [[...SHOPS]],
  )
  for (const { shop, id } of members)
    await inShop(deps.database, shop, async (tx) => {
      const of = { shopId: shop, customerId: id, at: START, commandId: newId(START) }
      await movePoints(tx, of, { kind: 'REVIEW', points: 70, expiresOn: '2026-12-31' })
      const lapsesAt = new Date(START.getTime() + 30 * 60_000)
      await holdPoints(tx, of, { purpose: 'EXCHANGE', points: 30, today: '2026-11-18', lapsesAt })
    })
  await together(pointsHoldsDue)
  expect(await rows(`SELECT 1 FROM points_holds WHERE status = 'HELD'`)).toHaveLength(2)
  now = new Date('2026-11-18T04:30:00.000Z')
  expect(await together(pointsHoldsDue)).toBeGreaterThanOrEqual(2)
  expect(await rows(`SELECT 1 FROM points_holds WHERE status = 'HELD'`)).toEqual([])
  await inOrder()

  expect(await together(pointsNoticesDue)).toBe(0)
  now = new Date('2026-12-03T01:00:00.000Z')
  const lots = await rows(`SELECT 1 FROM points_lots WHERE expires_on = '2026-12-31' AND remaining > 0`)
  expect(lots.length).toBeGreaterThan(2)
  await together(pointsNoticesDue)
  await together(pointsNoticesDue)
  const notices = await rows(`SELECT 1 FROM notices WHERE script = 'POINTS_TO_EXPIRE'`)
  expect(notices).toHaveLength(lots.length)

  await together(pointsExpiryDue)
  expect(
    await rows(`SELECT 1 FROM points_journals WHERE kind = 'EXPIRY' AND occurred_at >= $1`, [START]),
  ).toEqual([])
  now = new Date('2027-01-05T02:00:00.000Z')
  await together(pointsExpiryDue)
  const gone = await rows(`SELECT 1 FROM points_journals WHERE kind = 'EXPIRY' AND occurred_at >= $1`, [
    START,
  ])
  expect(gone).toHaveLength(lots.length)
  expect(await rows(`SELECT 1 FROM points_lots WHERE expires_on < '2027-01-01' AND remaining > 0`)).toEqual(
    [],
  )
  expect(await together(pointsExpiryDue)).toBe(0)
  await inOrder()
})
