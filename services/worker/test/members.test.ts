import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { cloneDatabase, type TestDatabase } from '@cs/tooling/database'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { startWorker, type Worker } from '../src/index.ts'

const silent = { info() {}, warn() {}, error() {} }
const FIRST = new Date('2026-12-01T00:00:00+08:00')

let clone: TestDatabase
let admin: pg.Pool
let now = new Date('2026-11-20T04:00:00Z')
const workers: Worker[] = []
beforeAll(async () => {
  clone = await cloneDatabase('worker-members')
  admin = new pg.Pool({ connectionString: clone.adminUrl, max: 3 })
  admin.on('error', () => {})
  admin.on('connect', (client) => client.on('error', () => {}))
  await admin.query(`UPDATE shipments SET status = 'SIGNED'`)
  await admin.query('DELETE FROM clocks')
  await admin.query('UPDATE member_rounds SET due_at = $1', [FIRST])
  // Everybody who is above what they paid is told; no two workers may tell the same.
  await admin.query(
    `UPDATE members SET tier = 'DIAMOND', tier_since = '2026-01-15', lowers_to = NULL, lowers_on = NULL WHERE tier <> 'DIAMOND'`,
  )
})
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()))
})
afterAll(async () => {
  await admin.end()
  await clone.drop()
})

function start(): void {
  const { workerUrl } = clone
  workers.push(startWorker({ workerUrl, hashKey: 'test-hash-key', now: () => now, log: silent, tickMs: 20 }))
}
async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 750; attempt += 1) {
    if (await holds()) return
    await sleep(20)
  }
  throw new Error('it did not happen within fifteen seconds')
}
const one = async (text: string) =>
  Number((await admin.query<{ n: string }>(`SELECT count(*) AS n FROM ${text}`)).rows[0]?.n)
const due = () => one(`member_rounds WHERE due_at <= '${now.toISOString()}'`)

it('the monthly step and the daily look are done when they are due, once with two workers', async () => {
  const before = await one('tier_changes')
  start()
  start()
  await sleep(300)
  expect(await one('tier_changes')).toBe(before)
  now = FIRST
  await until(async () => (await due()) === 0)
  await sleep(200)
  const members = await one(`members WHERE tier = 'DIAMOND' AND lowers_on = '2027-01-01'`)
  expect(members).toBeGreaterThan(200)
  const changes = `tier_changes WHERE occurred_at = '${FIRST.toISOString()}'`
  expect(await one(changes)).toBe(members)
  const twice = await admin.query(
    `SELECT customer_id FROM ${changes} GROUP BY shop_id, customer_id HAVING count(*) > 1
     UNION ALL SELECT customer_id FROM gift_grants GROUP BY shop_id, customer_id, benefit, year HAVING count(*) > 1`,
  )
  expect(twice.rows).toEqual([])
  const { rows } = await admin.query(
    `SELECT DISTINCT actor_kind, (SELECT count(*)::int FROM notices n WHERE n.script = 'TIER_TO_FALL' AND n.created_at = e.occurred_at) AS told,
       count(*) OVER ()::int AS events FROM events e WHERE type = 'TierDowngradeAnnounced'`,
  )
  expect(rows).toEqual([{ actor_kind: 'WORKER', told: members, events: members }])
})

it('a step goes on after its worker was killed', async () => {
  now = new Date('2027-01-01T00:00:00+08:00')
  const before = await one('tier_changes')
  // It stands still in the second part, until it is killed.
  await admin.query(
    `CREATE FUNCTION wait_here() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(20); RETURN NEW; END $$;
     CREATE TRIGGER wait BEFORE UPDATE ON member_rounds FOR EACH ROW WHEN (OLD.kind = 'TIERS') EXECUTE FUNCTION wait_here()`,
  )
  const script = `
    import { stepTiers } from '@cs/commands'
    import { openDatabase } from '@cs/data'
    const database = openDatabase({ readUrl: process.env.URL, writeUrl: process.env.URL, max: 1 })
    await stepTiers({ database, now: () => new Date('${now.toISOString()}'), hashKey: 'k' }, { kind: 'worker', shop: '01900000-0000-7000-8000-000000000001' })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: join(import.meta.dirname, '..'),
    env: { ...process.env, URL: clone.workerUrl },
    stdio: 'ignore',
  })
  const exited = once(child, 'exit')
  const waiting = async () =>
    (await one(`pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`)) > 0
  await until(waiting)
  child.kill('SIGKILL')
  await exited
  await admin.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`,
  )
  await admin.query('DROP TRIGGER wait ON member_rounds')
  expect(await one('tier_changes')).toBe(before)
  start()
  await until(async () => (await due()) === 0)
  expect(await one(`tier_changes WHERE kind = 'LOWERED' AND effective_on = '2027-01-01'`)).toBeGreaterThan(
    200,
  )
  const { rows } = await admin.query(
    `SELECT customer_id FROM tier_changes WHERE occurred_at = $1 AND kind = 'LOWERED' GROUP BY shop_id, customer_id HAVING count(*) > 1`,
    [now],
  )
  expect(rows).toEqual([])
})
