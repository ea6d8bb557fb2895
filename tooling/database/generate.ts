// Prints the row types of packages/data from a freshly migrated database: `node tooling/database/generate.ts [--verify]`.
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureRoles, migrate } from '@cs/data'
import { startDatabase } from './start.ts'

const TARGET = join(import.meta.dirname, '../../packages/data/src/schema.generated.ts')
/** As our pools read them (packages/data/src/database/types.ts). */
const TYPES = { int8: 'number', timestamptz: 'Date', date: 'string' }

const dir = mkdtempSync(join(tmpdir(), 'cs-schema-'))
chmodSync(dir, 0o755)
const server = await startDatabase({ dir: join(dir, 'data'), durable: false })
try {
  await ensureRoles(server.url)
  await migrate(server.url)
  const codegen = join(import.meta.dirname, '../node_modules/kysely-codegen/dist/cli/bin.js')
  const options = ['--dialect=postgres', `--url=${server.url}`, `--out-file=${TARGET}`]
  options.push(`--type-mapping=${JSON.stringify(TYPES)}`, '--include-pattern=public.*', '--log-level=warn')
  if (process.argv.includes('--verify')) options.push('--verify')
  const done = spawnSync(process.execPath, [codegen, ...options], { stdio: 'inherit' })
  process.exitCode = done.status ?? 1
} finally {
  await server.stop()
  rmSync(dir, { recursive: true, force: true })
}
