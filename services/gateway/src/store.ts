import type { Database } from '@cs/data'
import { findMember, shopsOf } from '@cs/data/access'
import type { IdentityStore } from './identity/index.ts'

/** Memberships from the database. */
export function databaseStore(database: Database): IdentityStore {
  return {
    findMember: (subject, shop) => findMember(database.writer, subject, shop),
    shopsOf: (subject) => shopsOf(database.writer, subject),
  }
}

/** True when both pools reach the database. Rejects when one does not. */
export async function databaseAnswers(database: Database): Promise<boolean> {
  await Promise.all([database.reader.query('SELECT 1'), shopsOf(database.writer, '')])
  return true
}
