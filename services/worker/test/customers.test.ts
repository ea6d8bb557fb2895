import { setTimeout as sleep } from 'node:timers/promises'
import { cloneDatabase, TEST_DEMO, type TestDatabase } from '@cs/tooling/database'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startWorker } from '../src/index.ts'

const NOW = new Date(new Date(`${TEST_DEMO.anchor}T00:00:00+08:00`).getTime() + 130 * 86_400_000)

let clone: TestDatabase
let admin: pg.Pool
beforeAll(async () => {
  clone = await cloneDatabase('customers_due')
  admin = new pg.Pool({ connectionString: clone.adminUrl, max: 2 })
  admin.on('error', () => {})
  admin.on('connect', (client) => client.on('error', () => {}))
})
afterAll(async () => {
  await admin.end()
  await clone.drop()
})

const count = async (text: string) =>
  Number((await admin.query<{ n: string }>(text, text.includes('$1') ? [NOW] : [])).rows[0]?.n)

it('months later two workers class every customer and end what ran out, each once (CUS-SEG-01, CUS-SEG-02, C-44)', async () => {
  const held = await count(
    `SELECT count(*) AS n FROM blacklistings WHERE status = 'IN_FORCE' AND until <= $1`,
  )
  expect(held).toBeGreaterThan(0)
  const options = {
    workerUrl: clone.workerUrl,
    hashKey: 'test-hash-key',
    now: () => NOW,
    log: { info() {}, warn() {}, error() {} },
    tickMs: 5,
  }
  const workers = [startWorker(options), startWorker(options)]
  const open = () =>
    count(
      `SELECT (SELECT count(*) FROM customers WHERE lifecycle_review_at <= $1) + (SELECT count(*) FROM blacklistings WHERE status = 'IN_FORCE' AND until <= $1)
         + (SELECT count(*) FROM shops s WHERE NOT EXISTS (SELECT FROM value_thresholds t WHERE t.shop_id = s.id AND t.computed_at = $1)) AS n`,
    )
  while ((await open()) > 0) await sleep(50)
  await Promise.all(workers.map((worker) => worker.stop()))
  expect(await count(`SELECT count(*) AS n FROM events WHERE type = 'BlacklistingExpired'`)).toBe(held)
  expect(await count(`SELECT count(*) AS n FROM customers WHERE blacklisted_until <= $1`)).toBe(0)
  // One entry of the history and one event for each change, and the last entry is what stands.
  const changes = await count(`SELECT count(*) AS n FROM customer_classes WHERE at = $1`)
  expect(changes).toBeGreaterThan(0)
  expect(
    await count(`SELECT count(DISTINCT (customer_id, kind)) AS n FROM customer_classes WHERE at = $1`),
  ).toBe(changes)
  expect(await count(`SELECT count(*) AS n FROM events WHERE type = 'CustomerReclassed'`)).toBe(changes)
  expect(
    await count(
      `SELECT count(*) AS n FROM customer_classes k JOIN customers c ON c.shop_id = k.shop_id AND c.id = k.customer_id
       WHERE k.at = $1 AND k.to_class <> CASE k.kind WHEN 'VALUE' THEN c.value_class ELSE c.lifecycle END`,
    ),
  ).toBe(0)
}, 60_000)
