import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { cloneDatabase, type TestDatabase } from '@cs/tooling/database'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startWorker, type Worker } from '../src/index.ts'

const SHOPS = ['01900000-0000-7000-8000-000000000001', '01900000-0000-7000-8000-000000000002'] as const
const START = new Date('2026-11-18T04:00:00.000Z')
const MINUTE = 60_000
const silent = { info() {}, warn() {}, error() {} }

let clone: TestDatabase
let admin: pg.Pool
let now = START
const workers: Worker[] = []
beforeAll(async () => {
  clone = await cloneDatabase('due')
  admin = new pg.Pool({ connectionString: clone.adminUrl, max: 3 })
  admin.on('error', () => {})
  admin.on('connect', (client) => client.on('error', () => {}))
  // Parcels of the demo that nobody scanned would open cases, with clocks of their own.
  await admin.query(`UPDATE shipments SET status = 'SIGNED'`)
  await admin.query(`
    CREATE FUNCTION fail_here() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$;
    CREATE TRIGGER fail BEFORE UPDATE ON clocks FOR EACH ROW WHEN (OLD.name = 'parcel.resolve') EXECUTE FUNCTION fail_here();
    CREATE TRIGGER fail BEFORE UPDATE ON approvals FOR EACH ROW WHEN (OLD.reason = 'broken') EXECUTE FUNCTION fail_here()`)
})
beforeEach(async () => {
  now = START
  await admin.query('DELETE FROM clocks')
  await admin.query('DELETE FROM approvals')
})
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()))
})
afterAll(async () => {
  await admin.end()
  await clone.drop()
})

function start(): Worker {
  const { workerUrl } = clone
  const worker = startWorker({ workerUrl, hashKey: 'test-hash-key', now: () => now, log: silent, tickMs: 20 })
  workers.push(worker)
  return worker
}

/** Waits for something to hold. Throws after fifteen seconds. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 750; attempt += 1) {
    if (await holds()) return
    await sleep(20)
  }
  throw new Error('it did not happen within fifteen seconds')
}

/** Writes clocks as commands do: warned at the half of their time, which begins at START or at `from`. */
async function run(
  minutes: readonly number[],
  { name = 'after_sale.review', shop = SHOPS[0] as string, from = START, paused = false } = {},
): Promise<void> {
  for (const length of minutes) {
    const at = (share: number) => new Date(from.getTime() + length * share * MINUTE)
    const stands = paused ? [from, 'WAITING_FOR_CUSTOMER'] : [null, null]
    await admin.query(
      `INSERT INTO clocks (shop_id, id, name, subject_type, subject_id, started_at, target_at, warn_at, breach_at,
         paused_at, pause_reason, rule_ids, pack_id, pack_version)
       SELECT $1, $2, $3, 'Case', $2, $4, $6, $5, $6, $7, $8, '{AS-SLA-07}', p.id, p.version
       FROM policy_packs p WHERE p.shop_id = $1 LIMIT 1`,
      [shop, randomUUID(), name, from, at(0.5), at(1), ...stands],
    )
  }
}

/** Writes requests for approval that lapse at START. */
async function lapse(reason: string, count: number): Promise<void> {
  for (let i = 0; i < count; i += 1)
    await admin.query(
      `WITH d AS (INSERT INTO decisions (shop_id, id, action, subject_type, subject_id, outcome, findings, facts, pack_id,
           pack_version, pack_hash, actor_kind, command_id, decided_at)
         SELECT $1, $2, 'CANCEL', 'Order', $2, 'NEEDS_APPROVAL', '[]', '{}', p.id, p.version, p.hash, 'AGENT', $2, $4
         FROM policy_packs p WHERE p.shop_id = $1 LIMIT 1 RETURNING id)
       INSERT INTO approvals (shop_id, id, number, action, subject_type, subject_id, subject_version, permission, input,
         reason, decision_id, status, requested_by, requested_at, expires_at)
       SELECT $1, $2, $2::uuid::text, 'cancelOrder', 'Order', $2, 1, 'approval.decide', '{}', $3, d.id, 'PENDING',
         (SELECT agent_id FROM memberships WHERE shop_id = $1 LIMIT 1), $4, $5 FROM d`,
      [SHOPS[0], randomUUID(), reason, START, new Date(START.getTime() + (reason === 'broken' ? -1 : 0))],
    )
}

const one = async (text: string) => Number((await admin.query<{ n: string }>(text)).rows[0]?.n)
const told = (type: string) =>
  one(`SELECT count(*) AS n FROM events e JOIN clocks c
  ON c.shop_id = e.shop_id AND c.subject_id = e.subject_id WHERE e.type = '${type}'`)

/** Nothing was told twice. */
async function expectOnce(): Promise<void> {
  const { rows } = await admin.query(
    `SELECT type, data->>'clockId' AS id FROM events WHERE type LIKE 'Clock%' GROUP BY 1, 2 HAVING count(*) > 1`,
  )
  expect(rows).toEqual([])
}

describe('clocks', () => {
  it('are warned of at their warning and broken after their latest moment, once with two workers', async () => {
    await run([10, 20, 30])
    await run([10, 40], { shop: SHOPS[1] })
    start()
    start()
    await sleep(500)
    expect([await told('ClockWarned'), await told('ClockBreached')]).toEqual([0, 0])
    now = new Date(START.getTime() + 10 * MINUTE) // the latest moment of two, still in time; half of one of 20
    await until(async () => (await told('ClockWarned')) === 3)
    await sleep(300)
    expect([await told('ClockWarned'), await told('ClockBreached')]).toEqual([3, 0])
    now = new Date(START.getTime() + 10 * MINUTE + 1)
    await until(async () => (await told('ClockBreached')) === 2)
    now = new Date(START.getTime() + 60 * MINUTE)
    await until(async () => (await told('ClockBreached')) === 5)
    await sleep(300)
    await expectOnce()
    const { rows } = await admin.query(
      `SELECT DISTINCT actor_kind, subject_type, rule_ids, array(SELECT jsonb_object_keys(data) ORDER BY 1) AS keys
       FROM events WHERE type LIKE 'Clock%'`,
    )
    expect(rows).toEqual([
      {
        actor_kind: 'WORKER',
        subject_type: 'Case',
        rule_ids: ['AS-SLA-07'],
        keys: ['breachAt', 'caseId', 'clockId', 'name', 'targetAt'],
      },
    ])
  })

  it('that stand still are left alone', async () => {
    await run([10], { paused: true })
    now = new Date(START.getTime() + 60 * MINUTE)
    start()
    await sleep(500)
    expect([await told('ClockWarned'), await told('ClockBreached')]).toEqual([0, 0])
    expect(await one('SELECT count(*) AS n FROM clocks WHERE version > 1')).toBe(0)
  })

  it('are caught up with in the order of their times after a stop, also more than a page of them', async () => {
    const minutes = Array.from({ length: 230 }, (_, i) => 1 + ((i * 37) % 230))
    await run(minutes)
    now = new Date(START.getTime() + 24 * 60 * MINUTE)
    start()
    await until(async () => (await told('ClockBreached')) === 230)
    const { rows } = await admin.query<{ at: string }>(
      `SELECT e.data->>'breachAt' AS at FROM events e JOIN clocks c USING (shop_id, subject_id) ORDER BY e.recorded_at`,
    )
    const times = rows.map((row) => row.at)
    expect(times).toEqual([...times].sort())
    expect(await told('ClockWarned')).toBe(0)
  })

  it('are done by others while some fail, and what fails is tried again later', async () => {
    await run(
      Array.from({ length: 130 }, () => 1),
      { name: 'parcel.resolve' },
    )
    await run([5, 6, 7])
    now = new Date(START.getTime() + 60 * MINUTE)
    start()
    await until(async () => (await told('ClockBreached')) === 3)
    await admin.query(`ALTER TABLE clocks DISABLE TRIGGER fail`)
    try {
      await until(async () => (await told('ClockBreached')) === 133)
    } finally {
      await admin.query(`ALTER TABLE clocks ENABLE TRIGGER fail`)
    }
    await expectOnce()
  })

  it('are told of once each where a worker is killed half way', async () => {
    const past = new Date(Date.now() - 3_600_000)
    await run(
      Array.from({ length: 300 }, (_, i) => 1 + i / 100),
      { from: past },
    )
    now = new Date()
    const child = spawn(process.execPath, [join(import.meta.dirname, '../src/main.ts')], {
      env: { ...process.env, DATABASE_WORKER_URL: clone.workerUrl, CONTACT_HASH_KEY: 'test-hash-key' },
      stdio: 'ignore',
    })
    await until(async () => (await told('ClockBreached')) >= 50)
    child.kill('SIGKILL')
    await once(child, 'exit')
    const before = await told('ClockBreached')
    start()
    start()
    await until(async () => (await told('ClockBreached')) === 300)
    expect(before).toBeLessThan(300)
    await expectOnce()
    expect(await one('SELECT count(*) AS n FROM clocks WHERE breached_at IS NULL')).toBe(0)
  })
})

describe('goods that are to be sent back', () => {
  it('are reminded of on the fifth day and given up after the seventh, once with two workers', async () => {
    const day = (n: number) => new Date(START.getTime() + n * 24 * 60 * MINUTE)
    const { rows } = await admin.query<{ id: string }>(
      `UPDATE cases SET after_sale_type = 'EXCHANGE', after_sale_state = 'APPROVED', status = 'WAITING_FOR_CUSTOMER',
         decided_at = $2, closed_at = NULL
       WHERE id = (SELECT id FROM cases WHERE shop_id = $1 AND kind = 'AFTER_SALE' ORDER BY id LIMIT 1) RETURNING id`,
      [SHOPS[0], START],
    )
    const caseId = rows[0]?.id
    await admin.query(
      `INSERT INTO clocks (shop_id, id, name, subject_type, subject_id, case_id, started_at, target_at, warn_at, remind_at,
         breach_at, rule_ids, pack_id, pack_version)
       SELECT $1, $2, 'after_sale.send_back', 'Case', $2, $2, $3, $5, $5, $4, $5, '{}', p.id, p.version
       FROM policy_packs p WHERE p.shop_id = $1 LIMIT 1`,
      [SHOPS[0], caseId, START, day(5), day(7)],
    )
    const notices = async () =>
      (
        await admin.query('SELECT script FROM notices WHERE case_id = $1 ORDER BY created_at', [caseId])
      ).rows.map((row) => row.script)
    const state = async () =>
      (await admin.query('SELECT after_sale_state, status FROM cases WHERE id = $1', [caseId])).rows[0]
    start()
    start()
    now = day(4)
    await sleep(400)
    expect(await notices()).toEqual([])
    now = day(5)
    await until(async () => (await notices()).length > 0)
    now = day(7) // the last moment
    await sleep(400)
    expect(await state()).toEqual({ after_sale_state: 'APPROVED', status: 'WAITING_FOR_CUSTOMER' })
    now = new Date(day(7).getTime() + 1)
    await until(async () => (await state()).after_sale_state === 'LAPSED')
    await sleep(300)
    expect(await state()).toEqual({ after_sale_state: 'LAPSED', status: 'CLOSED' })
    expect(await notices()).toEqual(['SEND_BACK_REMINDER', 'LAPSED'])
    const clocks = await admin.query('SELECT result FROM clocks WHERE case_id = $1', [caseId])
    expect(clocks.rows).toEqual([{ result: 'BREACHED' }])
    const events = await admin.query('SELECT type FROM events WHERE subject_id = $1 ORDER BY type', [caseId])
    expect(events.rows.map((row) => row.type)).toEqual([
      'AfterSaleLapsed',
      'ClockBreached',
      'ClockWarned',
      'SendBackReminded',
    ])
  })
})

describe('requests for approval', () => {
  it('lapse behind more than a page of requests that fail', async () => {
    await lapse('broken', 120)
    await lapse('特批', 1)
    start()
    await until(async () => (await one(`SELECT count(*) AS n FROM approvals WHERE status = 'EXPIRED'`)) === 1)
    expect(await one(`SELECT count(*) AS n FROM approvals WHERE status = 'PENDING'`)).toBe(120)
  })
})
