import { execute, parse } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readBytesUnderTenant } from '../src/pipeline.ts'
import type { TenantRead } from '../src/read.ts'
import { schema } from './bookshop.ts'
import { ask, KEEPER, LIBRARY, openShop, type Shop } from './support.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop(1)
  await shop.admin.query(
    `INSERT INTO authors (library, id, name) SELECT $1, ('20000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'author ' || lpad(n::text, 3, '0') FROM generate_series(1, 100) n`,
    [LIBRARY],
  )
  await shop.admin.query(
    `INSERT INTO books (library, id, author, title) SELECT $1, gen_random_uuid(), ('20000000-0000-7000-8000-' || lpad(to_hex(a), 12, '0'))::uuid, 'book ' || b FROM generate_series(1, 100) a, generate_series(1, 100) b`,
    [LIBRARY],
  )
  await shop.admin.query('CREATE INDEX ON books (library, author, title, id)')
})
afterAll(() => shop.close())

describe('one connection', () => {
  test('reads 100 rows with 100 rows each in one statement', async () => {
    const { data, text } = await ask(
      shop,
      '{ authors(first: 100) { nodes { name books(first: 100) { nodes { title } } } } }',
    )
    expect(data.authors.nodes.map((a: { books: { nodes: unknown[] } }) => a.books.nodes.length)).toEqual(
      Array(100).fill(100),
    )
    expect(text).not.toBe(null)
  })

  test('outlives errors in the middle of a batch, prepared or not', async () => {
    const fails = parse('{ authors(first: 1, filter: { ratio: 0 }) { nodes { name } } }')
    const works = '{ authors(first: 1) { nodes { name } } }'
    const contextValue = { visitor: KEEPER, pool: shop.pool, denials: new Map() }
    for (let run = 0; run < 4; run += 1) {
      const failed = await execute({ schema, document: fails, contextValue })
      expect(failed.errors?.[0]?.message).toMatch(/division by zero/)
      expect((await ask(shop, works)).data.authors.nodes).toEqual([{ name: 'author 001' }])
    }
  })

  test('refuses text that PostgreSQL can not hold before it is sent', async () => {
    const nul = await ask(
      shop,
      'query ($k: [String!]) { books(first: 1, filter: { kinds: $k }) { nodes { title } } }',
      { k: ['a\u0000b'] },
    )
    expect(nul.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT')
    expect((await ask(shop, '{ authors(first: 1) { totalCount } }')).data.authors.totalCount).toBe(100)
  })

  test('keeps at most 400 statements prepared, however many are asked', async () => {
    const contextValue = { visitor: KEEPER, pool: shop.pool, denials: new Map() }
    for (let n = 0; n < 460; n += 1) {
      const document = parse(`{ authors(first: 1) { nodes { n${n}: name } } }`)
      for (let run = 0; run < 2; run += 1)
        expect((await execute({ schema, document, contextValue })).errors).toBe(undefined)
    }
    const held = await shop.pool.query<{ n: number }>('SELECT count(*)::int AS n FROM pg_prepared_statements')
    expect(held.rows[0]?.n).toBeGreaterThan(300)
    expect(held.rows[0]?.n).toBeLessThanOrEqual(400)
  })

  test('answers many at once, each its own, some of them in error', async () => {
    const contextValue = { visitor: KEEPER, pool: shop.pool, denials: new Map() }
    const document = parse(
      'query ($r: Int, $n: Int) { authors(first: $n, filter: { ratio: $r }) { nodes { name } } }',
    )
    const runs = Array.from({ length: 60 }, (_, n) =>
      execute({ schema, document, contextValue, variableValues: { r: n % 3, n: 1 + (n % 7) } }),
    )
    const answers = await Promise.all(runs)
    answers.forEach(({ data, errors }, n) => {
      if (n % 3 === 0) expect(errors).toHaveLength(1)
      else expect((data as { authors: { nodes: unknown[] } }).authors.nodes).toHaveLength(1 + (n % 7))
    })
  })

  test('lost under reads that travel together fails each of them, and the next gets another', async () => {
    const sleep = { tenant: LIBRARY, text: 'SELECT pg_sleep(30)::text', values: [], light: true }
    const read = (what: TenantRead) => readBytesUnderTenant(shop.pool, 'app.library', what)
    const reads = Promise.allSettled([1, 2, 3, 4].map(() => read(sleep)))
    const asleep = `SELECT pid FROM pg_stat_activity WHERE query = $1 AND state = 'active'`
    await expect.poll(async () => (await shop.admin.query(asleep, [sleep.text])).rowCount).toBe(1)
    await shop.admin.query(`SELECT pg_terminate_backend(pid) FROM (${asleep}) AS s`, [sleep.text])
    expect((await reads).map(({ status }) => status)).toEqual(Array(4).fill('rejected'))
    const again = { ...sleep, text: `SELECT current_setting('app.library')` }
    expect(String(await read(again))).toBe(LIBRARY)
  })

  test('carries texts of any length, light ones and others', async () => {
    const texts = [1, 10, 70_000, 200_000].map((n) => ({
      tenant: LIBRARY,
      text: `SELECT repeat('签é', $1::int)`,
      values: [n],
    }))
    for (const light of [true, false]) {
      const reads = texts.map((text) => readBytesUnderTenant(shop.pool, 'app.library', { ...text, light }))
      expect((await Promise.all(reads)).map(String)).toEqual(
        texts.map(({ values: [n = 0] }) => '签é'.repeat(n)),
      )
    }
  })

  test('carries no tenant from one read to the next', async () => {
    await ask(shop, '{ authors(first: 1) { nodes { name } } }')
    await expect(shop.pool.query('SELECT 1 FROM authors')).rejects.toThrow(
      /app\.library|invalid input syntax/,
    )
  })
})
