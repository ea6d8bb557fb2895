import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { seqIn } from '../../src/live/cursor.ts'
import type { Events, LiveEvent } from '../../src/live/events.ts'
import { gate } from '../../src/live/gate.ts'
import { sharedReads } from '../../src/live/shared.ts'
import { ShopFeed } from '../../src/live/shop-feed.ts'

const eventAt = (seq: number): LiveEvent => ({ seq, type: 'Happened', ofCase: true })

/** A feed over events that are numbered up to `last`, and how often they were read. */
function feedOver(start: number) {
  const state = { last: start, reads: 0, failing: false }
  const after = async (_shop: string, seq: number) => {
    state.reads += 1
    await sleep(1)
    if (state.failing) throw new Error('gone')
    const count = Math.min(500, state.last - seq)
    return Array.from({ length: count }, (_, i) => eventAt(seq + 1 + i))
  }
  const failures: unknown[] = []
  const feed = new ShopFeed('shop', { after } as unknown as Events, start, (error) => failures.push(error))
  return { feed, state, failures }
}

const never = new AbortController().signal

describe('the feed of a shop', () => {
  test('reads what is new once, however often it is told and for however many', async () => {
    const { feed, state } = feedOver(10)
    const waiting = Array.from({ length: 50 }, () => feed.beyond(10, never))
    state.last = 13
    for (let i = 0; i < 20; i += 1) feed.refresh()
    await Promise.all(waiting)
    await sleep(10)
    expect(feed.after(10).map(({ seq }) => seq)).toEqual([11, 12, 13])
    expect(feed.after(12).map(({ seq }) => seq)).toEqual([13])
    // Once for the first word, and once more for those that came while it was read.
    expect(state.reads).toBeLessThanOrEqual(2)
  })

  test('goes on until it has read everything, and keeps a bounded number', async () => {
    const { feed, state } = feedOver(0)
    state.last = 3_200
    feed.refresh()
    await feed.beyond(3_199, never)
    expect(feed.position).toBe(3_200)
    expect([feed.keeps(2_199), feed.keeps(2_200)]).toEqual([false, true])
    expect(feed.after(2_200)).toHaveLength(100)
  })

  test('wakes who waits when the signal is given', async () => {
    const { feed } = feedOver(5)
    const gone = new AbortController()
    const waiting = feed.beyond(5, gone.signal)
    gone.abort()
    await waiting
    expect(feed.position).toBe(5)
  })

  test('reads again what could not be read', async () => {
    const { feed, state, failures } = feedOver(1)
    Object.assign(state, { last: 2, failing: true })
    feed.refresh()
    await sleep(20)
    expect(failures).toHaveLength(1)
    state.failing = false
    await feed.beyond(1, never)
    expect(feed.position).toBe(2)
  })
})

describe('reads', () => {
  test('of the same statement with the same values are made once, for a while', async () => {
    let now = 0
    let made = 0
    const shared = sharedReads(() => now)
    const read = async () => Buffer.from(String(++made))
    const [a, b, other] = await Promise.all([
      shared.get('1', read),
      shared.get('1', read),
      shared.get('2', read),
    ])
    expect([String(a), String(b), String(other)]).toEqual(['1', '1', '2'])
    now = 1_000
    expect(String(await shared.get('1', read))).toBe('3')
  })

  test('that fail are not kept', async () => {
    const shared = sharedReads(() => 0)
    await expect(shared.get('1', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(String(await shared.get('1', async () => Buffer.from('yes')))).toBe('yes')
  })

  test('wait for their turn, also after one that failed', async () => {
    const inTurn = gate(2)
    let inside = 0
    let most = 0
    const work = async (i: number) => {
      inside += 1
      most = Math.max(most, inside)
      await sleep(2)
      inside -= 1
      if (i % 3 === 0) throw new Error('failed')
    }
    const all = await Promise.allSettled(Array.from({ length: 10 }, (_, i) => inTurn(() => work(i))))
    expect(most).toBe(2)
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(6)
  })
})

test('a cursor is taken as it was given out, and nothing else is', () => {
  expect(seqIn(Buffer.from('live:42').toString('base64'))).toBe(42)
  for (const odd of [
    '',
    '42',
    'live:42',
    Buffer.from('live:-1').toString('base64'),
    Buffer.from('live:').toString('base64'),
  ])
    expect(() => seqIn(odd)).toThrow('cursor')
})
