import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../../../tooling/database/index.ts'
import { appendLater, askLater, type Database, inShop, newId, openDatabase } from '../src/database/index.ts'
import { mergeWrites } from '../src/database/merge.ts'
import { DEMO_SHOPS } from '../src/demo/index.ts'
import { NOW, query } from './support.ts'

const shopId = DEMO_SHOPS[0]?.id ?? ''

describe('statements that wait', () => {
  let db: TestDatabase
  let database: Database
  beforeAll(async () => {
    db = await cloneDatabase('batch')
    database = openDatabase({ ...db, max: 1 })
  })
  afterAll(async () => {
    await database.close()
    await db.drop()
  })

  const audit = (id: string) => ({
    shop_id: shopId,
    id,
    actor_kind: 'WORKER',
    permission: 'order.remark',
    action: 'test',
    subject_type: 'Order',
    subject_id: id,
    command_id: id,
    at: NOW,
  })
  const kept = async (ids: readonly string[]) =>
    (
      await query<{ id: string }>(
        db.adminUrl,
        'SELECT id FROM audit_entries WHERE id = ANY($1) ORDER BY id',
        [ids],
      )
    ).map(({ id }) => id)

  test('run before the next one, which sees what they did, and tell their rows before it answers', async () => {
    const id = newId(NOW)
    const told: unknown[] = []
    await inShop(database, shopId, async (tx) => {
      appendLater(tx, 'audit_entries', [audit(id)])
      askLater(tx, 'SELECT $1::int AS n', [7], (rows) => told.push(...rows))
      const { rows } = await sql`SELECT action FROM audit_entries WHERE id = ${id}`.execute(tx)
      expect(rows).toEqual([{ action: 'test' }])
      expect(told).toEqual([{ n: 7 }])
    })
    expect(await kept([id])).toEqual([id])
  })

  test('run with the commit where nothing follows', async () => {
    const ids = [newId(NOW), newId(NOW)]
    await inShop(database, shopId, async (tx) => appendLater(tx, 'audit_entries', ids.map(audit)))
    expect(await kept(ids)).toEqual(ids)
  })

  test('do not run where the work fails', async () => {
    const id = newId(NOW)
    const failed = inShop(database, shopId, async (tx) => {
      appendLater(tx, 'audit_entries', [audit(id)])
      throw new Error('changed my mind')
    })
    await expect(failed).rejects.toThrow('changed my mind')
    expect(await kept([id])).toEqual([])
  })

  test('fail the statement or the commit they travel with, and nothing is kept', async () => {
    const id = newId(NOW)
    const atCommit = inShop(database, shopId, async (tx) =>
      appendLater(tx, 'audit_entries', [audit(id), audit(id)]),
    )
    await expect(atCommit).rejects.toMatchObject({ code: '23505' })
    const next = inShop(database, shopId, async (tx) => {
      appendLater(tx, 'audit_entries', [audit(id), audit(id)])
      await sql`SELECT 1`.execute(tx)
    })
    await expect(next).rejects.toMatchObject({ code: '23505' })
    expect(await kept([id])).toEqual([])
  })

  test('are refused once their transaction is over: the connection may be in somebody else’s', async () => {
    const id = newId(NOW)
    const over = await inShop(database, shopId, async (tx) => ({ tx }))
    await inShop(database, shopId, async (tx) => {
      expect(() => appendLater(over.tx, 'audit_entries', [audit(id)])).toThrow('over')
      await sql`SELECT 1`.execute(tx)
    })
    expect(() => appendLater(over.tx, 'audit_entries', [audit(id)])).toThrow('over')
    expect(await kept([id])).toEqual([])
  })

  test('of another shop do not pass the wall', async () => {
    const id = newId(NOW)
    const across = inShop(database, shopId, async (tx) =>
      appendLater(tx, 'audit_entries', [{ ...audit(id), shop_id: DEMO_SHOPS[1]?.id ?? '' }]),
    )
    await expect(across).rejects.toMatchObject({ code: '42501' })
    expect(await kept([id])).toEqual([])
  })

  test('a transaction that an error ended is not told as committed', async () => {
    const caught = inShop(database, shopId, async (tx) => {
      await sql`SELECT 1 / 0`.execute(tx).catch(() => {})
    })
    await expect(caught).rejects.toThrow()
  })

  test('a statement that failed in its first named use can be used again', async () => {
    const divide = (by: number) =>
      inShop(database, shopId, async (tx) => (await sql`SELECT 12 / ${by}::int AS n`.execute(tx)).rows)
    expect(await divide(3)).toEqual([{ n: 4 }])
    await expect(divide(0)).rejects.toMatchObject({ code: '22012' })
    expect(await divide(4)).toEqual([{ n: 3 }])
    expect(await divide(6)).toEqual([{ n: 2 }])
  })

  test('an answer that can’t be read fails its statement, and the connection goes on', async () => {
    const big = inShop(database, shopId, (tx) => sql`SELECT 9007199254740993::int8 AS n`.execute(tx))
    await expect(big).rejects.toThrow(RangeError)
    expect(await inShop(database, shopId, async (tx) => (await sql`SELECT 1 AS n`.execute(tx)).rows)).toEqual(
      [{ n: 1 }],
    )
  })

  test('carry values of every kind', async () => {
    const texts = ['a "b"', 'c\\d', '', 'e,{f}', null, '中文']
    const { rows } = await inShop(database, shopId, (tx) =>
      sql`SELECT ${NOW}::timestamptz AS at, ${texts}::text[] AS texts, ${[[1, 2], [3, 4]]}::int[] AS grid,
          ${Buffer.from([0, 255])}::bytea AS bytes, ${{ a: [1] }}::jsonb AS json, ${true}::boolean AS yes,
          ${null}::int AS nothing, ${12}::int8 AS big`.execute(tx),
    )
    expect(rows).toEqual([
      {
        at: NOW,
        texts,
        grid: [
          [1, 2],
          [3, 4],
        ],
        bytes: Buffer.from([0, 255]),
        json: { a: [1] },
        yes: true,
        nothing: null,
        big: 12,
      },
    ])
  })

  test('are written together, with the parameters of each', async () => {
    const id = newId(NOW)
    await inShop(database, shopId, async (tx) => {
      appendLater(tx, 'audit_entries', [audit(id)])
      appendLater(tx, 'events', [
        {
          shop_id: shopId,
          id,
          type: 'Tested',
          subject_type: 'Order',
          subject_id: id,
          actor_kind: 'WORKER',
          command_id: id,
          data: JSON.stringify({ n: 1 }),
          occurred_at: NOW,
        },
      ])
    })
    const events = await query(db.adminUrl, 'SELECT type, data FROM events WHERE id = $1', [id])
    expect(events).toEqual([{ type: 'Tested', data: { n: 1 } }])
    expect(await kept([id])).toEqual([id])
  })
})

describe('mergeWrites', () => {
  const write = (table: string | null, text: string, ...values: unknown[]) => ({ table, text, values })

  test('makes one statement of writes that follow one another, each to another table', () => {
    const [one, ...more] = mergeWrites([
      write('a', 'INSERT INTO a VALUES ($1, $2)', 1, 2),
      write('b', 'UPDATE b SET x = $2 WHERE id = $1', 3, 4),
    ])
    expect(more).toEqual([])
    expect(one).toMatchObject({
      text: 'WITH w0 AS (INSERT INTO a VALUES ($1, $2)) UPDATE b SET x = $4 WHERE id = $3',
      values: [1, 2, 3, 4],
    })
  })

  test('keeps the order of writes to one table, and of all around a question', () => {
    const statements = [write('a', 'A1'), write('a', 'A2'), write(null, 'Q'), write('b', 'B')]
    expect(mergeWrites(statements)).toEqual(statements)
  })
})
