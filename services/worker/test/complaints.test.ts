import { setTimeout as sleep } from 'node:timers/promises'
import { type Actor, escalateComplaint, openComplaint, recordComplaint, tellProgress } from '@cs/commands'
import { type Database, openDatabase } from '@cs/data'
import type { AgentId, ShopId } from '@cs/domain/access'
import { cloneDatabase, type TestDatabase } from '@cs/tooling/database'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startWorker, type Worker } from '../src/index.ts'

const SHOP = '01900000-0000-7000-8000-000000000001' as ShopId
const START = new Date('2026-11-18T04:00:00.000Z')
const MINUTE = 60_000
const silent = { info() {}, warn() {}, error() {} }

let clone: TestDatabase
let admin: pg.Pool
let database: Database
let specialist: Extract<Actor, { kind: 'agent' }>
let now = START
const workers: Worker[] = []
beforeAll(async () => {
  clone = await cloneDatabase('worker-complaints')
  admin = new pg.Pool({ connectionString: clone.adminUrl, max: 3 })
  admin.on('error', () => {})
  admin.on('connect', (client) => client.on('error', () => {}))
  database = openDatabase({ readUrl: clone.readUrl, writeUrl: clone.writeUrl, max: 3 })
  const id = (await idOf('general-specialist')) as AgentId
  specialist = {
    kind: 'agent',
    id,
    shop: SHOP,
    grade: 'specialist',
    function: 'after_sale',
    department: 'service',
    team: [],
  }
})
beforeEach(async () => {
  now = START
  await admin.query('DELETE FROM clocks')
})
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()))
})
afterAll(async () => {
  await database.close()
  await admin.end()
  await clone.drop()
})

const deps = () => ({ database, now: () => now, hashKey: 'test-hash-key' })
const later = (minutes: number) => {
  now = new Date(START.getTime() + minutes * MINUTE)
}
async function idOf(subject: string): Promise<string> {
  const { rows } = await admin.query<{ id: string }>('SELECT id FROM agents WHERE subject = $1', [subject])
  return String(rows[0]?.id)
}

function start(): void {
  const { workerUrl } = clone
  workers.push(startWorker({ workerUrl, hashKey: 'test-hash-key', now: () => now, log: silent, tickMs: 20 }))
}

/** Waits for something to hold. Throws after fifteen seconds. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 750; attempt += 1) {
    if (await holds()) return
    await sleep(20)
  }
  throw new Error('it did not happen within fifteen seconds')
}

async function complained(): Promise<string> {
  const { rows } = await admin.query<{ id: string }>('SELECT id FROM customers WHERE shop_id = $1 LIMIT 1', [
    SHOP,
  ])
  const done = await openComplaint(deps(), specialist, {
    customerId: String(rows[0]?.id),
    topic: 'SERVICE',
    problem: '客服答非所问',
    expectedSolution: '道歉',
  })
  if (done.kind !== 'Success') throw new Error(JSON.stringify(done))
  await recordComplaint(deps(), specialist, { caseId: done.caseId, grade: 'ORDINARY' })
  return done.caseId
}

const count = async (text: string, values: readonly unknown[]) =>
  Number((await admin.query<{ n: string }>(text, [...values])).rows[0]?.n)
const breaches = (caseId: string) =>
  count(
    `SELECT count(*) AS n FROM events WHERE subject_id = $1 AND type = 'ClockBreached' AND data->>'name' = 'complaint.progress'`,
    [caseId],
  )

describe('progress of a complaint', () => {
  it('recurs: each message that is not told in time is broken once, with two workers', async () => {
    const caseId = await complained()
    start()
    start()
    later(24 * 60)
    await sleep(400)
    expect(await breaches(caseId)).toBe(0)
    later(24 * 60 + 1)
    await until(async () => (await breaches(caseId)) === 1)
    await tellProgress(deps(), specialist, { caseId })
    later(48 * 60 + 1)
    await sleep(400)
    expect(await breaches(caseId)).toBe(1)
    later(48 * 60 + 2)
    await until(async () => (await breaches(caseId)) === 2)
    await sleep(300)
    expect(await breaches(caseId)).toBe(2)
  })
})

describe('an escalation', () => {
  it('goes from the one on call to the manager after 30 minutes, once with two workers (Q59)', async () => {
    const onCall = await idOf('general-supervisor')
    await admin.query('DELETE FROM shift_agents')
    await admin.query(
      `INSERT INTO shift_agents (shop_id, shift_id, agent_id, on_call)
       SELECT shop_id, id, $2, true FROM shifts WHERE shop_id = $1 AND starts_at <= $3 AND ends_at > $3`,
      [SHOP, onCall, START],
    )
    const caseId = await complained()
    await escalateComplaint(deps(), specialist, { caseId, trigger: 'UNSOLVABLE' })
    const level = async () =>
      (
        await admin.query<{ level: string }>('SELECT level FROM complaint_escalations WHERE case_id = $1', [
          caseId,
        ])
      ).rows.map((row) => row.level)
    start()
    start()
    later(29.9)
    await sleep(400)
    expect(await level()).toEqual(['ON_CALL'])
    later(30)
    await until(async () => (await level())[0] === 'MANAGER')
    await sleep(300)
    const passed = `SELECT count(*) AS n FROM events WHERE subject_id = $1 AND type = 'EscalationPassed'`
    expect(await count(passed, [caseId])).toBe(1)
  })
})
