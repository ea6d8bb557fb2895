import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { type Migration, type MigrationProvider, Migrator } from 'kysely/migration'
import { openPool } from './open.ts'

const FOLDER = join(import.meta.dirname, '..', 'migrations')

/** The migrations are plain SQL: one file each, run as one script in the migrator's transaction. */
const files: MigrationProvider = {
  async getMigrations() {
    const migrations: Record<string, Migration> = {}
    for (const file of (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).sort()) {
      const text = await readFile(join(FOLDER, file), 'utf8')
      migrations[basename(file, '.sql')] = {
        up: async (db) => {
          await sql.raw(text).execute(db)
        },
      }
    }
    return migrations
  },
}

/**
 * Brings the database to the newest migration and returns the names of those that ran. Safe to call at
 * every start and from several processes at once: Kysely holds an advisory lock. Needs `ensureRoles` before.
 */
export async function migrate(adminUrl: string): Promise<readonly string[]> {
  const pool = openPool(adminUrl, 1)
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  try {
    const migrator = new Migrator({ db, provider: files, migrationTableSchema: 'cs' })
    const { error, results = [] } = await migrator.migrateToLatest()
    const failed = results.find((result) => result.status === 'Error')
    if (error)
      throw new Error(`Migration ${failed?.migrationName ?? 'failed'}: ${String(error)}`, { cause: error })
    return results.map((result) => result.migrationName)
  } finally {
    await db.destroy()
  }
}
