import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../../../tooling/database/index.ts'
import { DEMO_SHOPS } from '../src/demo/index.ts'
import { type Database, inShop, newId, openDatabase, type Tx } from '../src/index.ts'
import { recordEvent } from '../src/journal/index.ts'
import { NOW, query } from './support.ts'

describe('the relay', () => {
  let db: TestDatabase
  let database: Database
  beforeAll(async () => {
    db = await cloneDatabase('relay')
    database = openDatabase({ ...db, max: 2 })
  })
  afterAll(async () => {
    await database.close()
    await db.drop()
  })

  const appendIn = (tx: Tx, shopId: string) =>
    recordEvent(
      tx,
      { shopId, actorKind: 'WORKER', actorId: null, commandId: newId(), at: NOW },
      { type: 'OrderAudited', subject: { type: 'Order', id: newId() } },
    )
  const append = (shopId: string) => inShop(database, shopId, (tx) => appendIn(tx, shopId))
  const relay = (batch: number) =>
    query<{ seq: number; id: string }>(db.workerUrl, 'SELECT seq, id FROM cs.relay($1) ORDER BY seq', [batch])

  test('numbers the events of all shops once, in the order they were recorded, without a gap', async () => {
    const ids: string[] = []
    for (const shop of [...DEMO_SHOPS, ...DEMO_SHOPS]) ids.push(await append(shop.id))
    const first = await relay(4)
    const second = await relay(4)
    expect([...first, ...second].map((row) => row.seq)).toEqual([1, 2, 3, 4, 5, 6])
    expect([...first, ...second].map((row) => row.id)).toEqual(ids)
    expect(await relay(4)).toEqual([])
  })

  test('gives nothing for what was rolled back', async () => {
    const shop = DEMO_SHOPS[0]?.id ?? ''
    await expect(
      inShop(database, shop, async (tx) => {
        const origin = {
          shopId: shop,
          actorKind: 'WORKER',
          actorId: null,
          commandId: newId(),
          at: NOW,
        } as const
        await recordEvent(tx, origin, { type: 'OrderAudited', subject: { type: 'Order', id: newId() } })
        throw new Error('changed my mind')
      }),
    ).rejects.toThrow('changed my mind')
    await append(shop)
    expect((await relay(9)).map((row) => row.seq)).toEqual([7])
  })

  test('numbers what waited for a lock after what it waited for', async () => {
    const shop = DEMO_SHOPS[0]?.id ?? ''
    let release = () => {}
    const turn = new Promise<void>((done) => {
      release = done
    })
    // Began first, and came to write second: as a command does that waits for its subject.
    const waited = inShop(database, shop, async (tx) => {
      await sql`SELECT 1`.execute(tx)
      await turn
      return appendIn(tx, shop)
    })
    await new Promise((done) => setTimeout(done, 20))
    const first = await append(shop)
    release()
    const second = await waited
    expect((await relay(9)).map((row) => row.id)).toEqual([first, second])
  })
})
