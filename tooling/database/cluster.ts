import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureRoles, migrate } from '@cs/data'
import { seedDemo } from '@cs/data/demo'
import pg from 'pg'
import { onServer, TEMPLATE } from './clone.ts'
import { databaseUrl, startDatabase } from './start.ts'

/** The demo of the template: its scale, its day, and the key of its look-up hashes. */
export const TEST_DEMO = { scale: 0.02, anchor: '2026-11-18', hashKey: 'test-hash-key' } as const

/** Serialises the runs of several packages that share one server. */
const TEMPLATE_LOCK = 7_230_001

/**
 * vitest's globalSetup: one server per run (fsync off), with the template in it. With TEST_DATABASE_URL
 * set, that server is used and left running. Returns the teardown.
 */
export async function testCluster(): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL
  if (given) {
    await ensureTemplate(given)
    return async () => {}
  }
  const dir = mkdtempSync(join(tmpdir(), 'cs-test-'))
  chmodSync(dir, 0o755) // PostgreSQL may run as nobody, who has to pass through
  const server = await startDatabase({ dir: join(dir, 'data'), durable: false })
  const teardown = async () => {
    await server.stop()
    rmSync(dir, { recursive: true, force: true })
  }
  try {
    await ensureTemplate(server.url)
  } catch (error) {
    await teardown()
    throw error
  }
  process.env.TEST_DATABASE_URL = server.url
  return teardown
}

async function ensureTemplate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK])
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [TEMPLATE])
    if (found.rowCount === 0) await makeTemplate(url)
  } finally {
    await client.end()
  }
}

/** Made under another name and renamed at the end: a template is never half made. */
async function makeTemplate(url: string): Promise<void> {
  const building = `${TEMPLATE}_building`
  await onServer(url, `DROP DATABASE IF EXISTS ${building} WITH (FORCE)`)
  await onServer(url, `CREATE DATABASE ${building}`)
  const admin = databaseUrl(url, building)
  await ensureRoles(admin)
  await migrate(admin)
  await seedDemo(admin, TEST_DEMO)
  await onServer(url, `ALTER DATABASE ${building} RENAME TO ${TEMPLATE}`)
}
