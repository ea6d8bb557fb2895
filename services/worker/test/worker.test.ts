import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { cloneDatabase, type TestDatabase } from '@cs/tooling/database'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startWorker, type Worker } from '../src/index.ts'

const SHOP = '01900000-0000-7000-8000-000000000001'
const silent = { info() {}, warn() {}, error() {} }

let clone: TestDatabase
let admin: pg.Pool
let now = new Date('2026-11-18T04:00:00.000Z')
const workers: Worker[] = []
beforeAll(async () => {
  clone = await cloneDatabase('worker')
  admin = new pg.Pool({ connectionString: clone.adminUrl, max: 5 })
  admin.on('error', () => {})
  admin.on('connect', (client) => client.on('error', () => {}))
  await admin.query('DELETE FROM clocks') // those of the demo would write events of their own
  // Follow-ups of the demo that come due would write events of their own.
  await admin.query('DELETE FROM follow_ups')
  await admin.query(`INSERT INTO follow_up_rounds (shop_id, through) SELECT id, '2099-12-31' FROM shops`)
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

/** Waits for something to hold. Throws after ten seconds. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt += 1) {
    if (await holds()) return
    await sleep(20)
  }
  throw new Error('it did not happen within ten seconds')
}

/** Writes events, each in a transaction of its own, as commands do. */
async function happen(count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    await admin.query(
      `INSERT INTO events (shop_id, id, type, subject_type, subject_id, actor_kind, command_id, occurred_at)
       VALUES ($1, $2, 'OrderRemarked', 'Order', gen_random_uuid(), 'WORKER', gen_random_uuid(), $3)`,
      [SHOP, randomUUID(), now],
    )
  }
}

const one = async (text: string) => Number((await admin.query<{ n: string }>(text)).rows[0]?.n)
const waiting = () => one('SELECT count(*) AS n FROM events WHERE seq IS NULL')
const allRelayed = () => until(async () => (await waiting()) === 0)

/** Numbers run from 1 to the number of events, and in the order in which the events were recorded. */
async function expectGapFree(): Promise<void> {
  const { rows } = await admin.query<{ first: string; last: string; events: string; numbers: string }>(
    'SELECT min(seq) AS first, max(seq) AS last, count(*) AS events, count(DISTINCT seq) AS numbers FROM events',
  )
  const [range] = rows
  expect(range).toEqual({ first: '1', last: range?.events, events: range?.events, numbers: range?.events })
  expect(Number(await one('SELECT seq AS n FROM relay_position'))).toBe(Number(range?.last))
}

describe('the relay', () => {
  it('numbers events without gaps and announces them, one worker of two', async () => {
    const heard: { from: number; to: number }[] = []
    const listener = new pg.Client({ connectionString: clone.adminUrl })
    listener.on('error', () => {})
    await listener.connect()
    listener.on('notification', (message) => heard.push(JSON.parse(message.payload ?? '{}')))
    await listener.query('LISTEN cs_events')
    const [a, b] = [start(), start()]
    await until(() => a.relays() || b.relays())
    await allRelayed()
    await Promise.all(Array.from({ length: 4 }, () => happen(50)))
    await allRelayed()
    expect([a.relays(), b.relays()].filter(Boolean)).toHaveLength(1)
    await expectGapFree()
    await until(async () => heard.at(-1)?.to === (await one('SELECT seq AS n FROM relay_position')))
    for (const [i, batch] of heard.entries()) if (i > 0) expect(batch.from).toBe((heard[i - 1]?.to ?? 0) + 1)
    await listener.end()
  })

  it('keeps the order in which one writer wrote', async () => {
    start()
    await allRelayed()
    const before = await one('SELECT seq AS n FROM relay_position')
    await happen(60)
    await allRelayed()
    const { rows } = await admin.query<{ seq: string }>(
      'SELECT seq FROM events WHERE seq > $1 ORDER BY recorded_at',
      [before],
    )
    expect(rows.map((row) => Number(row.seq))).toEqual(rows.map((_, i) => before + 1 + i))
  })

  it('is taken over when the session of the one that relays is killed', async () => {
    const [a, b] = [start(), start()]
    await until(() => a.relays() || b.relays())
    const { rows } = await admin.query<{ pid: number }>(
      `SELECT l.pid FROM pg_locks l JOIN pg_database d ON d.oid = l.database
       WHERE l.locktype = 'advisory' AND l.granted AND l.objid = 7230010 AND d.datname = current_database()`,
    )
    expect(rows).toHaveLength(1)
    const writing = happen(100)
    await admin.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid])
    await writing
    await until(() => a.relays() || b.relays())
    await allRelayed()
    expect([a.relays(), b.relays()].filter(Boolean)).toHaveLength(1)
    await expectGapFree()
  })

  it('is taken over when the worker that relays stops', async () => {
    const first = start()
    await until(() => first.relays())
    const second = start()
    await first.stop()
    await happen(10)
    await allRelayed()
    expect([first.relays(), second.relays()]).toEqual([false, true])
    await expectGapFree()
  })

  it('comes back after the database drops every connection', async () => {
    const worker = start()
    await until(() => worker.relays())
    await admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND usename = 'cs_worker'`,
    )
    await happen(20)
    await allRelayed()
    await expectGapFree()
  })
})

describe('due work', () => {
  it('expires a request in its own shop when its time is over, once with two workers', async () => {
    const id = randomUUID()
    const { rows } = await admin.query<{ agent: string; pack: string; version: number; hash: string }>(
      `SELECT m.agent_id AS agent, p.id AS pack, p.version, p.hash FROM memberships m
       JOIN policy_packs p ON p.shop_id = m.shop_id WHERE m.shop_id = $1 LIMIT 1`,
      [SHOP],
    )
    const [of] = rows
    await admin.query(
      `INSERT INTO decisions (shop_id, id, action, subject_type, subject_id, outcome, findings, facts, pack_id, pack_version,
         pack_hash, actor_kind, command_id, decided_at)
       VALUES ($1, $2, 'CANCEL', 'Order', $2, 'NEEDS_APPROVAL', '[]', '{}', $3, $4, $5, 'AGENT', $2, $6)`,
      [SHOP, id, of?.pack, of?.version, of?.hash, now],
    )
    await admin.query(
      `INSERT INTO approvals (shop_id, id, number, action, subject_type, subject_id, subject_version, permission, input, reason,
         decision_id, status, requested_by, requested_at, expires_at)
       VALUES ($1, $2, $2::uuid::text, 'cancelOrder', 'Order', $2, 1, 'approval.decide', '{}', '特批', $2, 'PENDING', $3, $4, $5)`,
      [SHOP, id, of?.agent, now, new Date(now.getTime() + 60_000)],
    )
    start()
    start()
    const status = async () =>
      (await admin.query('SELECT status FROM approvals WHERE id = $1', [id])).rows[0]?.status
    await sleep(500)
    expect(await status()).toBe('PENDING')
    now = new Date(now.getTime() + 60_000)
    await until(async () => (await status()) === 'EXPIRED')
    await sleep(300)
    const events = await admin.query('SELECT actor_kind FROM events WHERE subject_id = $1', [id])
    expect(events.rows).toEqual([{ actor_kind: 'WORKER' }])
  })
})
