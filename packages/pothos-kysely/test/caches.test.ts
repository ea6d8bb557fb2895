import { parse } from 'graphql'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { preparedStatements } from '../src/index.ts'
import type { Plan } from '../src/plan.ts'
import { PlanCache } from '../src/plan-cache.ts'
import { mapper } from './bookshop.ts'
import { ask, LIBRARY, openShop, type Shop } from './support.ts'

const operationOf = (source: string) => {
  const [definition] = parse(source).definitions
  if (definition?.kind !== 'OperationDefinition') throw new Error('no operation')
  return definition
}
const planOf = (text: string) => ({ statement: { text, slots: [] } }) as unknown as Plan<object>
const all = (plan: Plan<object>) => plan.statement?.text

describe('the plan cache', () => {
  test('is bounded by the length of its SQL; what was unused longest goes first', () => {
    const cache = new PlanCache<object>(10_000)
    const operations = Array.from({ length: 10 }, (_, n) => operationOf(`{ f${n} }`))
    for (const [n, operation] of operations.entries()) {
      cache.add(operation, 'k', planOf(`${n}`.padEnd(1_000)))
      // The first is used again and again.
      cache.find(operations[0] as never, 'k', all)
    }
    expect(operations.map((operation) => cache.find(operation, 'k', all) !== undefined)).toEqual([
      true,
      ...Array(5).fill(false),
      ...Array(4).fill(true),
    ])
    expect(cache.counts()).toMatchObject({ entries: 5, size: 10_000, limit: 10_000, evictions: 5 })
  })

  test('keeps a plan that is larger than all of it until the next one comes', () => {
    const cache = new PlanCache<object>(2_000)
    const [first, second] = [operationOf('{ a }'), operationOf('{ b }')]
    cache.add(first, 'k', planOf('x'.repeat(9_000)))
    expect(cache.find(first, 'k', all)).toBeDefined()
    cache.add(second, 'k', planOf('y'))
    expect(cache.find(first, 'k', all)).toBe(undefined)
    expect(cache.find(second, 'k', all)).toBeDefined()
  })

  test('keeps 32 plans of one field for as many shapes of its variables', () => {
    const cache = new PlanCache<object>()
    const operation = operationOf('{ a }')
    for (let n = 0; n < 40; n += 1) cache.add(operation, 'k', planOf(`${n}`))
    expect(cache.counts()).toMatchObject({ entries: 32, evictions: 8 })
    cache.clear()
    expect(cache.counts()).toMatchObject({ entries: 0, size: 0 })
  })
})

describe('answers', () => {
  let shop: Shop
  beforeAll(async () => {
    shop = await openShop(2)
    await shop.admin.query(
      `INSERT INTO authors (library, id, name) VALUES ($1, '20000000-0000-7000-8000-000000000001', 'Ann')`,
      [LIBRARY],
    )
  })
  afterAll(() => shop.close())

  test('are the same when plans and prepared statements are lost in between', async () => {
    const source = '{ authors(first: 1) { nodes { name } totalCount } }'
    const asked = async () => {
      // The third run is the second of each plan's own, and so the first of a prepared statement.
      for (let run = 0; run < 3; run += 1)
        expect((await ask(shop, source)).data.authors).toEqual({ nodes: [{ name: 'Ann' }], totalCount: 1 })
    }
    await asked()
    mapper.reader.plans.clear()
    await asked()
    preparedStatements.clear()
    await asked()
    mapper.reader.plans.clear()
    preparedStatements.clear()
    await asked()
  })

  test('leave statements that are counted, and gone with their connections', async () => {
    const before = preparedStatements.counts()
    const pool = new pg.Pool(shop.pool.options)
    await ask({ pool }, '{ authors(first: 1) { totalCount } }')
    const during = preparedStatements.counts()
    expect(during.limit).toBe(before.limit + 400 * pool.totalCount)
    expect(during.size).toBeGreaterThan(before.size)
    expect(during.misses).toBeGreaterThan(before.misses)
    await pool.end()
    await vi.waitFor(() =>
      expect(preparedStatements.counts()).toMatchObject({ size: before.size, limit: before.limit }),
    )
  })
})
