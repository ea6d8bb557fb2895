import { randomUUID } from 'node:crypto'
import { access, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Files, openFiles, storageKey } from '@cs/data/files'
import { cloneDatabase, TEST_DEMO, type TestDatabase } from '@cs/tooling/database'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { startWorker, type Worker } from '../src/index.ts'

const SHOP = '01900000-0000-7000-8000-000000000001'
const NOW = new Date(`${TEST_DEMO.anchor}T00:00:00+08:00`)
const DAY = 86_400_000
const silent = { info() {}, warn() {}, error() {} }

let clone: TestDatabase
let admin: pg.Pool
let folder: string
let files: Files
let now = NOW
const workers: Worker[] = []
beforeAll(async () => {
  clone = await cloneDatabase('rounds')
  admin = new pg.Pool({ connectionString: clone.adminUrl, max: 3 })
  admin.on('error', () => {})
  admin.on('connect', (client) => client.on('error', () => {}))
  folder = await mkdtemp(join(tmpdir(), 'cs-rounds-'))
  files = openFiles({ kind: 'folder', folder })
})
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()))
})
afterAll(async () => {
  await admin.end()
  await clone.drop()
  await rm(folder, { recursive: true, force: true })
})

function start(): void {
  const { workerUrl } = clone
  workers.push(
    startWorker({ workerUrl, hashKey: 'test-hash-key', now: () => now, files, log: silent, tickMs: 5 }),
  )
}

const one = async (text: string, values: readonly unknown[] = []) =>
  Number((await admin.query<{ n: string }>(text, [...values])).rows[0]?.n)

/** Announces a file at a time, with its bytes kept as if the service had stopped before it noted them. */
async function announced(at: Date, number: string): Promise<string> {
  const id = randomUUID()
  await admin.query(
    `INSERT INTO evidence (shop_id, id, number, case_id, customer_id, kind, media_type, size_bytes, sha256, storage_key, status, added_at)
     SELECT shop_id, $2, $3, id, customer_id, 'PHOTO', 'image/png', 5, repeat('0', 64), $1 || '/' || $3, 'UPLOADING', $4
     FROM cases WHERE shop_id = $1::uuid LIMIT 1`,
    [SHOP, id, number, at],
  )
  const path = await files.incoming()
  await writeFile(path, 'proof')
  await files.keep(storageKey(SHOP, number), path, {
    mediaType: 'image/png',
    sizeBytes: 5,
    sha256: '0'.repeat(64),
  })
  return id
}

it('what was announced a day ago and never stored is cleared away with its file; what is younger is left', async () => {
  const old = await announced(new Date(NOW.getTime() - DAY), 'EV1-OLD')
  const young = await announced(new Date(NOW.getTime() - DAY + 1000), 'EV1-YOUNG')
  const lost = await files.incoming()
  await writeFile(lost, 'half')
  await utimes(lost, new Date(0), new Date(0))
  start()
  start()
  await expect
    .poll(() => one(`SELECT count(*) AS n FROM evidence WHERE id = $1 AND status = 'ERASED'`, [old]), {
      timeout: 10_000,
    })
    .toBe(1)
  await sleep(700)
  expect(
    await one(`SELECT count(*) AS n FROM evidence WHERE id = $1 AND status = 'UPLOADING'`, [young]),
  ).toBe(1)
  expect(await files.open(storageKey(SHOP, 'EV1-OLD'))).toBeNull()
  const kept = await files.open(storageKey(SHOP, 'EV1-YOUNG'))
  kept?.destroy()
  expect(kept).not.toBeNull()
  await expect(access(lost)).rejects.toThrow('ENOENT')
  expect(await one(`SELECT count(*) AS n FROM events WHERE type = 'EvidenceCleared'`)).toBe(1)
})

it('a parcel without a scan for longer than the shop waits gets its case, once with two workers', async () => {
  const { rows } = await admin.query<{ id: string; order_id: string; seen: Date }>(
    `SELECT s.id, s.order_id, s.last_scan_at AS seen FROM shipments s JOIN orders o ON o.shop_id = s.shop_id AND o.id = s.order_id
     WHERE o.shop_id = $1 AND o.number = 'G-1042'`,
    [SHOP],
  )
  const [parcel] = rows
  if (!parcel) throw new Error('no parcel')
  const cases = () =>
    one(`SELECT count(*) AS n FROM cases WHERE order_id = $1 AND reason = 'LOST'`, [parcel.order_id])
  now = new Date(parcel.seen.getTime() + 72 * 3_600_000 - 1)
  await admin.query('DELETE FROM parcel_matters WHERE shipment_id = $1', [parcel.id])
  // What the workers of the test before made of it is over.
  await admin.query(
    `UPDATE cases SET reason = 'SERVICE', after_sale_state = 'WITHDRAWN', status = 'CLOSED', closed_at = opened_at
     WHERE order_id = $1`,
    [parcel.order_id],
  )
  start()
  start()
  await sleep(1500)
  expect(await cases()).toBe(0)
  now = new Date(parcel.seen.getTime() + 72 * 3_600_000)
  await expect.poll(cases, { timeout: 10_000 }).toBe(1)
  await sleep(1000)
  expect(await cases()).toBe(1)
  expect(
    await one(`SELECT count(*) AS n FROM parcel_matters WHERE shipment_id = $1 AND matter = 'LOSS'`, [
      parcel.id,
    ]),
  ).toBe(1)
})
