import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../../../tooling/database/index.ts'
import { ensureRoles, migrate } from '../src/index.ts'

describe('migrations', () => {
  let empty: TestDatabase
  beforeAll(async () => {
    empty = await cloneDatabase('migrations', 'template1')
  })
  afterAll(() => empty.drop())

  test('bring an empty database to the newest schema, and do nothing the second time', async () => {
    await ensureRoles(empty.adminUrl)
    await ensureRoles(empty.adminUrl)
    expect(await migrate(empty.adminUrl)).toContain('0001_tenancy')
    expect(await migrate(empty.adminUrl)).toEqual([])
  })

  test('refuse a role that could not own the functions that look across shops', async () => {
    await expect(ensureRoles(empty.writeUrl)).rejects.toThrow(/BYPASSRLS/)
  })
})
