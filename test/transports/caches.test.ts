import { afterAll, describe, expect, test } from 'vitest'
import { openWorld } from '../harness/world.ts'

const world = await openWorld('caches', { METRICS_PORT: '0' })
afterAll(() => world.close())
const me = await world.as('specialist')
const other = await world.as('specialist', 'apparel')

const QUERY = `query ($first: Int!) {
  orders(first: $first) { nodes { number paidAmount { amount } actions { name } } totalCount }
  customers(first: 2) { nodes { number nameMasked orders(first: 1) { nodes { number } } } }
}`
const asked = () => Promise.all([me, other].map((client) => client.ask(QUERY, { first: 3 })))

/** What the operator's port tells, by metric and cache. */
async function metrics() {
  const text = await (await fetch(`${world.operatorUrl}/metrics`)).text()
  const lines = [...text.matchAll(/^cs_cache_(\w+)\{cache="(\w+)"\} (\d+)$/gm)]
  const told = new Map(lines.map(([, metric, cache, value]) => [`${metric} ${cache}`, Number(value)]))
  return (metric: string, cache: string) => told.get(`${metric} ${cache}`) ?? Number.NaN
}

describe('the caches of a running gateway', () => {
  test('are filled past their bounds, stay within them, and answers stay the same', async () => {
    const before = await asked()
    const padding = '#'.padEnd(90_000, 'x')
    for (let n = 0; n < 40; n += 1) {
      const { orders } = await me.ask<{ orders: Record<string, [Record<string, string>]> }>(
        `{ orders(first: 1) { nodes { n${n}: number } } } ${padding}`,
      )
      expect(Object.keys(orders.nodes?.[0] ?? {})).toEqual([`n${n}`])
    }
    const value = await metrics()
    expect(value('evictions_total', 'documents')).toBeGreaterThan(10)
    for (const cache of ['documents', 'plans', 'statements', 'tokens', 'memberships'])
      expect(value('size', cache), cache).toBeLessThanOrEqual(value('limit', cache))
    expect(value('entries', 'plans')).toBeGreaterThan(40)
    expect(value('entries', 'tokens')).toBe(2)
    expect(await asked()).toEqual(before)
  })

  test('are lost, and answers stay the same', async () => {
    const before = await asked()
    expect((await fetch(`${world.operatorUrl}/caches`, { method: 'DELETE' })).status).toBe(204)
    const value = await metrics()
    for (const cache of ['documents', 'plans', 'tokens', 'memberships'])
      expect(value('entries', cache), cache).toBe(0)
    for (let run = 0; run < 3; run += 1) expect(await asked()).toEqual(before)
    expect((await metrics())('hits_total', 'plans')).toBeGreaterThan(value('hits_total', 'plans'))
  })

  test('tell hits from misses', async () => {
    await asked()
    const before = await metrics()
    await asked()
    const after = await metrics()
    // A known document is not looked for among Apollo's.
    for (const cache of ['known_documents', 'plans', 'tokens', 'memberships']) {
      expect(after('misses_total', cache), cache).toBe(before('misses_total', cache))
      expect(after('hits_total', cache), cache).toBeGreaterThan(before('hits_total', cache))
    }
  })
})
