import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../../../tooling/database/index.ts'
import { DEMO_SHOPS } from '../src/demo/index.ts'
import { type Database, inShop, newId, openDatabase } from '../src/index.ts'
import { claimKey, type KeyClaim, keepOutcome } from '../src/journal/index.ts'
import { packInForce } from '../src/policy/index.ts'
import { NOW } from './support.ts'

const shopId = DEMO_SHOPS[0]?.id ?? ''

describe('what a command leaves behind', () => {
  let db: TestDatabase
  let database: Database
  beforeAll(async () => {
    db = await cloneDatabase('journal')
    database = openDatabase({ ...db, max: 4 })
  })
  afterAll(async () => {
    await database.close()
    await db.drop()
  })

  const claimOf = (key: string, fingerprint: string): KeyClaim => ({
    shopId,
    principalId: '01900000-0000-7000-8000-00000000000b',
    command: 'cancelOrder',
    key,
    fingerprint,
    commandId: newId(NOW),
    at: NOW,
  })

  test('a key is claimed once: the second caller waits and gets the outcome of the first', async () => {
    const first = inShop(database, shopId, async (tx) => {
      const claim = claimOf('k1', 'f1')
      const answer = await claimKey(tx, claim)
      await new Promise((done) => setTimeout(done, 100))
      await keepOutcome(tx, claim, { orderId: 'x' })
      return answer
    })
    await new Promise((done) => setTimeout(done, 30))
    const second = inShop(database, shopId, (tx) => claimKey(tx, claimOf('k1', 'f2')))
    expect(await first).toEqual({ claimed: true })
    expect(await second).toMatchObject({ claimed: false, fingerprint: 'f1', outcome: { orderId: 'x' } })
  })

  test('a key whose command failed can be claimed again', async () => {
    const failed = inShop(database, shopId, async (tx) => {
      await claimKey(tx, claimOf('k2', 'f'))
      throw new Error('failed')
    })
    await expect(failed).rejects.toThrow('failed')
    expect(await inShop(database, shopId, (tx) => claimKey(tx, claimOf('k2', 'f')))).toEqual({
      claimed: true,
    })
  })

  test('the pack in force is the shop’s own; before its first day there is none', async () => {
    const pack = await inShop(database, shopId, (tx) => packInForce(tx, shopId, NOW))
    expect(pack.ref).toMatchObject({ id: 'general', version: 1 })
    const before = inShop(database, shopId, (tx) => packInForce(tx, shopId, new Date('2023-12-31T15:59:59Z')))
    await expect(before).rejects.toThrow(/no policy pack/)
  })
})
