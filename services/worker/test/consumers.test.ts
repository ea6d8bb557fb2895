import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { EventConsumer } from '@cs/commands'
import { recordEvents } from '@cs/data/journal'
import { cloneDatabase, type TestDatabase } from '@cs/tooling/database'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { startWorker, type Worker } from '../src/index.ts'

const SHOPS = ['01900000-0000-7000-8000-000000000001', '01900000-0000-7000-8000-000000000002'] as const
const now = () => new Date('2026-11-18T04:00:00.000Z')
const silent = { info() {}, warn() {}, error() {} }

let clone: TestDatabase
let admin: pg.Pool
const workers: Worker[] = []
beforeAll(async () => {
  clone = await cloneDatabase('consumers')
  admin = new pg.Pool({ connectionString: clone.adminUrl, max: 5 })
  admin.on('error', () => {})
  admin.on('connect', (client) => client.on('error', () => {}))
  await admin.query(`DELETE FROM clocks`)
  await admin.query(`UPDATE shipments SET status = 'SIGNED'`)
  // Follow-ups of the demo that come due would write events of their own.
  await admin.query('DELETE FROM follow_ups')
  await admin.query(`INSERT INTO follow_up_rounds (shop_id, through) SELECT id, '2099-12-31' FROM shops`)
  await admin.query(`CREATE VIEW seen AS SELECT shop_id, id, (data->>'seq')::bigint AS seq, data->>'by' AS by
    FROM events WHERE type = 'Seen'`)
})
beforeEach(async () => {
  await admin.query('DELETE FROM events')
  await admin.query('DELETE FROM event_cursors')
})
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()))
})
afterAll(async () => {
  await admin.end()
  await clone.drop()
})

/** Writes down what it comes on, in the transaction it is given. `before`: what may go wrong. */
function keeper(
  by: string,
  before: (seqs: readonly bigint[]) => Promise<void> = async () => {},
): EventConsumer {
  return {
    name: 'test.keeper',
    types: ['OrderRemarked'],
    async handle({ tx, actor, commandId, now: at }, events) {
      const origin = { shopId: actor.shop, actorKind: 'WORKER', actorId: null, commandId, at } as const
      const subject = { type: 'Order', id: commandId }
      await recordEvents(
        tx,
        origin,
        events.map(({ seq }) => ({ type: 'Seen', subject, data: { seq: String(seq), by } })),
      )
      await before(events.map((event) => event.seq))
    },
  }
}

function start(consumer: EventConsumer, tickMs = 20): Worker {
  const { workerUrl } = clone
  const options = { workerUrl, hashKey: 'test-hash-key', now, log: silent, tickMs }
  const worker = startWorker({ ...options, consumers: [consumer] })
  workers.push(worker)
  return worker
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt += 1) {
    if (await holds()) return
    await sleep(20)
  }
  throw new Error('it did not happen within ten seconds')
}

async function happen(count: number, shop: string = SHOPS[0], type = 'OrderRemarked'): Promise<void> {
  await admin.query(
    `INSERT INTO events (shop_id, id, type, subject_type, subject_id, actor_kind, command_id, occurred_at)
     SELECT $1, gen_random_uuid(), $2, 'Order', $3, 'WORKER', $3, $4 FROM generate_series(1, $5)`,
    [shop, type, randomUUID(), now(), count],
  )
}
const one = async (text: string) => Number((await admin.query<{ n: string }>(text)).rows[0]?.n)
const seen = () => one('SELECT count(*) AS n FROM seen')

/** Each event of the type was seen once, and in the order of the numbers within its shop. */
async function expectEachOnce(): Promise<void> {
  const missed = await one(`SELECT count(*) AS n FROM events e WHERE type = 'OrderRemarked'
    AND (SELECT count(*) FROM seen s WHERE s.shop_id = e.shop_id AND s.seq = e.seq) <> 1`)
  const disordered = await one(`SELECT count(*) AS n FROM (
    SELECT seq, lag(seq) OVER (PARTITION BY shop_id ORDER BY id) AS before FROM seen) x WHERE before >= seq`)
  expect({ missed, disordered }).toEqual({ missed: 0, disordered: 0 })
}

describe('consumers of events', () => {
  it('come on each event of their types once, in order, with two workers and more events than a batch', async () => {
    await happen(230)
    await happen(40, SHOPS[1])
    await happen(5, SHOPS[1], 'OrderShipped')
    start(keeper('a'))
    start(keeper('b'))
    await until(async () => (await seen()) === 270)
    await happen(30)
    await until(async () => (await seen()) === 300)
    await expectEachOnce()
    await until(
      async () =>
        (await one(
          'SELECT count(*) AS n FROM event_cursors k WHERE seq <> (SELECT max(seq) FROM events e WHERE e.shop_id = k.shop_id)',
        )) === 0,
    )
  })

  it('write nothing of a batch that fails, try it again, and do not hold up other shops', async () => {
    let broken = true
    const fails = keeper('a', async (seqs) => {
      if (broken && seqs.length === 3) throw new Error('broken')
    })
    await happen(3)
    await happen(7, SHOPS[1])
    start(fails)
    await until(async () => (await seen()) === 7)
    expect(await one(`SELECT count(*) AS n FROM seen WHERE shop_id = '${SHOPS[0]}'`)).toBe(0)
    broken = false
    await until(async () => (await seen()) === 10)
    await expectEachOnce()
  })

  it('go past an event that can never be acted on, once it has failed again and again, and keep it', async () => {
    await happen(4)
    await happen(3, SHOPS[0], 'OrderShipped')
    await happen(5)
    let bad: bigint | undefined
    const fails = keeper('a', async (seqs) => {
      bad ??= seqs[2]
      if (bad !== undefined && seqs.includes(bad)) throw new RangeError('never, and of 13800138000')
    })
    // Pauses between failures are over sooner.
    const begun = performance.now()
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => begun + (Date.now() - began) * 200)
    const began = Date.now()
    start(fails, 5)
    await until(async () => (await seen()) === 8)
    await happen(2)
    await until(async () => (await seen()) === 10)
    clock.mockRestore()
    expect(await one(`SELECT count(*) AS n FROM seen WHERE seq = ${bad}`)).toBe(0)
    const { rows } = await admin.query('SELECT shop_id, consumer, seq, error, parked_at FROM parked_events')
    expect(rows).toEqual([
      { shop_id: SHOPS[0], consumer: 'test.keeper', seq: String(bad), error: 'RangeError', parked_at: now() },
    ])
  })

  it('do a part of a long backlog before the worker looks whether it is to stop', async () => {
    await happen(2150)
    while ((await one('SELECT count(*) AS n FROM cs.relay(1000)')) > 0);
    let done = 0
    let stopped: Promise<void> | undefined
    const worker = start({
      name: 'test.keeper',
      types: ['OrderRemarked'],
      async handle(_run, events) {
        done += events.length
        stopped ??= worker.stop()
      },
    })
    await until(async () => stopped !== undefined)
    await stopped
    expect(done).toBe(2000)
  })

  it('go on where a worker was cut off in the middle of a batch', async () => {
    let hanging: (() => void) | undefined
    const hangs = keeper(
      'a',
      () =>
        new Promise((resolve) => {
          hanging = resolve
        }),
    )
    await happen(12)
    start(hangs)
    await until(async () => hanging !== undefined)
    expect(await seen()).toBe(0) // written, and not committed
    start(keeper('b'))
    await sleep(300)
    expect(await seen()).toBe(0) // the cursor is held
    await admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
       WHERE c.relname = 'event_cursors' AND l.mode = 'RowShareLock' AND l.granted AND pid <> pg_backend_pid()`,
    )
    await until(async () => (await seen()) === 12)
    expect(await one(`SELECT count(*) AS n FROM seen WHERE by = 'b'`)).toBe(12)
    hanging?.()
    await expectEachOnce()
  })
})
