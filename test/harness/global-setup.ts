import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testCluster } from '@cs/tooling/database'

/** One database server and one development key for the whole run. */
export async function setup(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'cs-keys-'))
  process.env.TEST_KEY_FILE = join(folder, 'development-key.json')
  const stopCluster = await testCluster()
  return async () => {
    await stopCluster()
    rmSync(folder, { recursive: true, force: true })
  }
}
