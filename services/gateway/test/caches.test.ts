import { parse } from 'graphql'
import { describe, expect, test } from 'vitest'
import { BoundedCache, Caches } from '../src/caches.ts'
import { documentStore } from '../src/graphql/caches.ts'
import { cachedMembers } from '../src/identity/index.ts'

const NOW = new Date('2026-11-18T04:00:00Z')

describe('a bounded cache', () => {
  test('forgets what was unused longest once it is full, and says so', () => {
    const cache = new BoundedCache<object>({ max: 3 })
    for (let n = 0; n < 3; n += 1) cache.set(`k${n}`, { n })
    expect(cache.get('k0')).toEqual({ n: 0 })
    for (let n = 3; n < 5; n += 1) cache.set(`k${n}`, { n })
    expect(['k0', 'k1', 'k2', 'k3', 'k4'].map((key) => cache.get(key) !== undefined)).toEqual([
      true,
      false,
      false,
      true,
      true,
    ])
    expect(cache.counts()).toEqual({ entries: 3, size: 3, limit: 3, hits: 4, misses: 2, evictions: 2 })
  })

  test('counts what is stale as missed, and drops it', () => {
    const cache = new BoundedCache<{ readonly until: number }>({ max: 3 })
    cache.set('k', { until: 1 })
    expect(cache.get('k', ({ until }) => until > 1)).toBe(undefined)
    expect(cache.counts()).toMatchObject({ entries: 0, hits: 0, misses: 1, evictions: 0 })
  })

  test('forgets a value only while it is the one that is kept', () => {
    const cache = new BoundedCache<object>({ max: 3 })
    const [first, second] = [{}, {}]
    cache.set('k', first)
    cache.set('k', second)
    cache.delete('k', first)
    expect(cache.get('k')).toBe(second)
  })
})

describe('the caches of a gateway', () => {
  test('have names of their own', () => {
    const caches = new Caches()
    caches.bounded('tokens', { max: 1 })
    expect(() => caches.bounded('tokens', { max: 1 })).toThrow('tokens')
  })

  test('hold documents up to a length of text, however they are cut', async () => {
    const caches = new Caches()
    const store = documentStore(caches)
    const document = parse(`{ viewer { kind } } # ${'x'.repeat(99_000)}`)
    for (let n = 0; n < 50; n += 1) await store.set(`hash ${n}`, document)
    const { documents } = caches.counts()
    expect(documents).toMatchObject({ entries: 20, limit: 2_000_000, evictions: 30 })
    expect(documents?.size).toBeLessThanOrEqual(2_000_000)
    expect(await store.get('hash 49')).toBe(document)
    expect(await store.get('hash 0')).toBe(undefined)
  })

  test('hold memberships up to a number, and ask again for those that went', async () => {
    const caches = new Caches()
    let asked = 0
    const store = {
      findMember: async () => {
        asked += 1
        return null
      },
      shopsOf: async () => [],
    }
    const members = cachedMembers(store, undefined, caches)
    for (let n = 0; n < 10_500; n += 1) await members.find(`subject ${n}`, 'general', NOW)
    expect(caches.counts().memberships).toMatchObject({ entries: 10_000, limit: 10_000, evictions: 500 })
    asked = 0
    await members.find('subject 10499', 'general', NOW)
    expect(asked).toBe(0)
    await members.find('subject 0', 'general', NOW)
    expect(asked).toBe(1)
    caches.clear()
    expect(await members.find('subject 10499', 'general', NOW)).toBe(null)
    expect(asked).toBe(2)
  })
})
