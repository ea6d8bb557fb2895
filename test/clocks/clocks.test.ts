import { afterAll, describe, expect, test } from 'vitest'
import { act, key } from '../harness/acts.ts'
import { numberOf, orderIds } from '../harness/orders.ts'
import { openWorld, SHOPS } from '../harness/world.ts'

const world = await openWorld('clocks')
afterAll(() => world.close())

interface Clock {
  readonly id: string
  readonly name: string
  readonly subject: string
  readonly startedAt: string
  readonly targetAt: string
  readonly breachAt: string
  readonly stoppedAt: string | null
  readonly result: string | null
  readonly rules: readonly string[]
  readonly pack: string
}
const FIELDS = 'id name subject startedAt targetAt breachAt stoppedAt result rules pack'
const WATCH = `query ($first: Int!, $after: String, $filter: ClockFilter) {
  clocks(first: $first, after: $after, filter: $filter) { nodes { ${FIELDS} } pageInfo { hasNextPage endCursor } totalCount } }`

interface Watched {
  readonly clocks: {
    readonly nodes: readonly Clock[]
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
    readonly totalCount: number
  }
}

describe.each(SHOPS)('in the %s shop', (shop) => {
  test('an order that is withdrawn has to be refunded in two working days, and is not dispatched any more (AS-SLA-27, Q40)', async () => {
    const client = await world.as('specialist', shop)
    const { id } = await orderIds(client, numberOf(shop, 1002))
    const of = async () =>
      (
        await client.ask<{ order: { clocks: readonly Clock[] } }>(
          `query ($id: ID) { order(id: $id) { clocks { ${FIELDS} } } }`,
          { id },
        )
      ).order.clocks
    const [dispatch] = await of()
    expect(dispatch).toMatchObject({
      name: 'ORDER_DISPATCH',
      subject: 'ORDER',
      rules: ['FUL-03'],
      result: null,
    })
    const done = await act(client, 'cancelOrder', {
      orderId: id,
      reason: 'BUYER_ASKED',
      idempotencyKey: key(),
    })
    expect(done.__typename).toBe('CancelOrderSuccess')
    const clocks = await of()
    const now = world.now().toISOString()
    const overdue = String(dispatch?.breachAt) < now
    expect(clocks.map(({ name, result, stoppedAt }) => [name, result, stoppedAt])).toEqual([
      ['ORDER_DISPATCH', overdue ? 'BREACHED' : 'VOID', now],
      ['ORDER_WITHDRAWAL', null, null],
    ])
    expect(clocks[1]).toMatchObject({
      startedAt: now,
      rules: ['AS-SLA-27'],
      pack: `${shop}@1`,
      targetAt: clocks[1]?.breachAt,
    })
    expect(clocks[1]?.breachAt).toMatch(/T16:00:00.000Z$/) // 24:00 in Shanghai
  })

  test('what runs is watched page by page, closest to its latest time first', async () => {
    const client = await world.as('supervisor', shop)
    const seen: Clock[] = []
    let after: string | null = null
    let total = 0
    do {
      const page: Watched = await client.ask<Watched>(WATCH, { first: 25, after })
      seen.push(...page.clocks.nodes)
      total = page.clocks.totalCount
      after = page.clocks.pageInfo.hasNextPage ? page.clocks.pageInfo.endCursor : null
    } while (after)
    const times = seen.map((clock) => clock.breachAt)
    expect(times).toEqual([...times].sort())
    expect(new Set(seen.map((clock) => clock.id)).size).toBe(total)
    expect(seen.filter((clock) => clock.stoppedAt)).toEqual([])
    expect(new Set(seen.map((clock) => clock.subject))).toEqual(new Set(['CASE', 'HANDOVER_ITEM', 'ORDER']))
    const [counted] = await world.rows<{ n: number }>(
      `SELECT count(*)::int AS n FROM clocks k JOIN shops s ON s.id = k.shop_id
       WHERE s.code = $1 AND stopped_at IS NULL AND paused_at IS NULL`,
      [shop],
    )
    expect(total).toBe(counted?.n)
  })

  test('what stands still is told with its case, and is not watched (Q16)', async () => {
    const client = await world.as('specialist', shop)
    const [review] = await world.rows<{ number: string }>(
      `UPDATE clocks k SET paused_at = $2, pause_reason = 'WAITING_FOR_CUSTOMER' FROM cases c, shops s
       WHERE s.code = $1 AND k.shop_id = s.id AND k.name = 'after_sale.review' AND k.stopped_at IS NULL
         AND (c.shop_id, c.id) = (k.shop_id, k.case_id) RETURNING c.number`,
      [shop, world.now()],
    )
    const { of } = await client.ask<{ of: { clocks: (Clock & { pauseReason: string | null })[] } }>(
      `query ($number: String) { of: case(number: $number) { clocks { name pauseReason pausedAt } } }`,
      { number: review?.number },
    )
    expect(of.clocks).toContainEqual({
      name: 'AFTER_SALE_REVIEW',
      pauseReason: 'WAITING_FOR_CUSTOMER',
      pausedAt: world.now().toISOString(),
    })
    const { clocks } = await client.ask<Watched>(WATCH, { first: 1, filter: { name: 'AFTER_SALE_REVIEW' } })
    expect(clocks.totalCount).toBe(0)
  })
})

test('a promise is found by its id in its own shop alone', async () => {
  const general = await world.as('manager', 'general')
  const { clocks } = await general.ask<Watched>(WATCH, { first: 1 })
  const id = clocks.nodes[0]?.id
  const find = '{ clock(id: $id) { name } node(id: $id) { __typename } }'
  expect(await general.ask(`query ($id: ID!) ${find}`, { id })).toEqual({
    clock: { name: clocks.nodes[0]?.name },
    node: { __typename: 'Clock' },
  })
  const guided = await world.as('manager', 'guided')
  expect(await guided.ask(`query ($id: ID!) ${find}`, { id })).toEqual({ clock: null, node: null })
})

test('a filter by name and by time asks what it says', async () => {
  const client = await world.as('senior')
  // One that is late by now: those of orders that wait are still in time.
  await world.rows(
    `UPDATE clocks SET started_at = started_at - interval '9 days', target_at = target_at - interval '9 days', warn_at = warn_at - interval '9 days',
       breach_at = breach_at - interval '9 days' WHERE id = (SELECT k.id FROM clocks k JOIN shops s ON s.id = k.shop_id WHERE s.code = 'general'
         AND k.name = 'order.dispatch' AND stopped_at IS NULL ORDER BY k.breach_at LIMIT 1)`,
  )
  const filter = { name: 'ORDER_DISPATCH', breachesBefore: world.now().toISOString() }
  const { clocks } = await client.ask<Watched>(WATCH, { first: 100, filter })
  expect(clocks.nodes.length).toBeGreaterThan(0)
  expect(
    clocks.nodes.filter(
      ({ name, breachAt }) => name !== 'ORDER_DISPATCH' || breachAt >= filter.breachesBefore,
    ),
  ).toEqual([])
  expect(clocks.totalCount).toBe(
    (
      await world.rows<{ n: number }>(
        `SELECT count(*)::int AS n FROM clocks k JOIN shops s ON s.id = k.shop_id WHERE s.code = 'general'
           AND k.name = 'order.dispatch' AND stopped_at IS NULL AND paused_at IS NULL AND breach_at < $1`,
        [world.now()],
      )
    )[0]?.n,
  )
})

test('a promise says which rules it comes from and where they stand', async () => {
  const client = await world.as('specialist', 'apparel')
  const { clocks } = await client.ask<{ clocks: { nodes: { promises: unknown[] }[] } }>(
    `{ clocks(first: 1, filter: { name: ORDER_WITHDRAWAL }) { nodes { promises { id concept citation { document section } } } } }`,
  )
  expect(clocks.nodes[0]?.promises).toEqual([
    { id: 'AS-SLA-27', concept: 'clocks', citation: { document: '004', section: '售后(三)3-1' } },
  ])
})

test('a partner without the permission reads none', async () => {
  const partner = await world.as('partner')
  const answer = await partner.post<{ clocks: unknown }>('{ clocks(first: 1) { totalCount } }')
  expect(answer.data).toEqual({ clocks: null })
  expect(answer.errors.map((error) => error.extensions.code)).toEqual(['FORBIDDEN'])
})
