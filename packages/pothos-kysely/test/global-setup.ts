import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDatabase } from '../../../tooling/database/index.ts'

/** An empty server for the run; the one of TEST_DATABASE_URL where that is set. */
export async function setup(): Promise<() => Promise<void>> {
  if (process.env.TEST_DATABASE_URL) return async () => {}
  const dir = mkdtempSync(join(tmpdir(), 'bookshop-'))
  chmodSync(dir, 0o755) // PostgreSQL may run as nobody, who has to pass through
  const server = await startDatabase({ dir: join(dir, 'data'), durable: false })
  process.env.TEST_DATABASE_URL = server.url
  return async () => {
    await server.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}
