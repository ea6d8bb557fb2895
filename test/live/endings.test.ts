import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient, operation } from '@cs/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect, startRelay } from '../harness/gateway.ts'
import { STREAMS, type Subscriber, type Told } from '../harness/live.ts'
import { signToken } from '../harness/tokens.ts'
import { openWorld, SHOP_IDS, type World } from '../harness/world.ts'

const CHANGED = 'subscription ($after: String) { caseChanged(after: $after) { cursor type case { number } } }'

/** A world with its relay. */
async function openLive(name: string, settings: Readonly<Record<string, string>>) {
  const world = await openWorld(name, settings)
  const log = { info() {}, warn() {}, error() {} }
  const relay = startRelay({ workerUrl: world.workerUrl, log, tickMs: 10 })
  const [found] = await world.rows<{ id: string }>('SELECT id FROM cases WHERE shop_id = $1 LIMIT 1', [
    SHOP_IDS.general,
  ])
  return {
    world,
    stopRelay: () => relay.stop(),
    happen: async (count: number) => {
      for (let i = 0; i < count; i += 1)
        await world.rows(
          `INSERT INTO events (shop_id, id, type, subject_type, subject_id, actor_kind, command_id, occurred_at)
           VALUES ($1, $2, $3, 'Case', $4, 'WORKER', gen_random_uuid(), $5)`,
          [SHOP_IDS.general, randomUUID(), `E${i}Happened`, found?.id, world.now()],
        )
    },
  }
}
/** The variables with which a subscription starts where the shop stands now, however long opening it takes. */
async function fromNow(world: World): Promise<{ after: string }> {
  const manager = await world.as('manager')
  const { shop } = await manager.ask<{ shop: { liveCursor: string } }>('{ shop { liveCursor } }')
  return { after: shop.liveCursor }
}

type Live = Awaited<ReturnType<typeof openLive>>

const typeIn = (told: Told) => (told.data as { caseChanged?: { type: string } } | null)?.caseChanged?.type
const codeIn = (told: Told) => told.errors?.[0]?.extensions.code

async function tokenOf(world: World, seconds: number): Promise<Record<string, string>> {
  const token = await signToken({ subject: 'general-manager', shop: 'general', seconds }, world.now())
  return { authorization: `Bearer ${token}` }
}

let live: Live
beforeAll(async () => {
  live = await openLive('live-endings', {
    SUBSCRIPTIONS_PER_PRINCIPAL: '3',
    SEND_DEADLINE: '300',
    COST_BUDGET: '150',
    COST_REFILL: '1',
    BODY_LIMIT: '100000',
  })
})
afterAll(async () => {
  await live.stopRelay()
  await live.world.close()
})

/** A minute later, so that budgets are full again and what is cached of members is old. */
const later = () => live.world.setNow(new Date(live.world.now().getTime() + 1_000_000))

describe('when the token expires', () => {
  test('a WebSocket is closed with 4403', async () => {
    const { world, happen } = live
    const subscriber = await STREAMS.WebSocket(
      world.url,
      await tokenOf(world, 60),
      CHANGED,
      await fromNow(world),
    )
    await happen(1)
    expect(typeIn(await subscriber.next())).toBe('E0Happened')
    world.setNow(new Date(world.now().getTime() + 61_000))
    await happen(1)
    let end = await subscriber.next()
    if (end.ended === 'error') end = await subscriber.next()
    expect(end).toMatchObject({
      ended: 'close',
      code: 4403,
      reason: expect.stringMatching(/^UNAUTHENTICATED/),
    })
  })

  test('an event stream ends with the reason', async () => {
    const { world, happen } = live
    const subscriber = await STREAMS['event stream'](
      world.url,
      await tokenOf(world, 1),
      CHANGED,
      await fromNow(world),
    )
    await happen(1)
    expect(typeIn(await subscriber.next())).toBe('E0Happened')
    world.setNow(new Date(world.now().getTime() + 2_000))
    const end = await subscriber.next()
    expect([end.data, codeIn(end)]).toEqual([undefined, 'UNAUTHENTICATED'])
    expect(await subscriber.next()).toEqual({ ended: 'complete' })
  })
})

describe('limits', () => {
  test('a principal may have so many subscriptions; one that ends makes room', async () => {
    later()
    const { world, happen } = live
    const headers = await tokenOf(world, 86_400)
    const socket = await connect(world.url)
    await socket.init(headers)
    const payload = { query: CHANGED, variables: await fromNow(world) }
    for (const id of ['1', '2', '3', '4']) {
      socket.send({ id, type: 'subscribe', payload })
      await sleep(100)
    }
    expect(await socket.next()).toMatchObject({
      id: '4',
      type: 'error',
      payload: [{ extensions: { code: 'TOO_MANY_OPERATIONS' } }],
    })
    socket.send({ id: '2', type: 'complete' })
    await sleep(200)
    socket.send({ id: '5', type: 'subscribe', payload })
    await happen(1)
    const told = await Promise.all([socket.next(), socket.next(), socket.next()])
    expect(told.map(({ id, type }) => `${id} ${type}`).sort()).toEqual(['1 next', '3 next', '5 next'])
    socket.close()
  })

  test('each delivery costs; a budget that is used up ends the subscription, which goes on later', async () => {
    later()
    const { world, happen } = live
    const headers = await tokenOf(world, 10_000_000)
    const subscriber = await STREAMS.WebSocket(world.url, headers, CHANGED, await fromNow(world))
    await happen(100)
    const types: (string | undefined)[] = []
    let cursor: string | undefined
    let end = await subscriber.next()
    for (; end.data; end = await subscriber.next()) {
      types.push(typeIn(end))
      cursor = (end.data as { caseChanged: { cursor: string } }).caseChanged.cursor
    }
    expect(end).toMatchObject({ ended: 'error', errors: [{ extensions: { code: 'COST_THROTTLED' } }] })
    later()
    const again = await STREAMS.WebSocket(world.url, headers, CHANGED, { after: cursor })
    while (types.length < 100) types.push(typeIn(await again.next()))
    expect(types).toEqual(Array.from({ length: 100 }, (_, i) => `E${i}Happened`))
    again.kill()
    subscriber.kill()
  })
})

test('a plain request is told to take another transport', async () => {
  later()
  const client = live.world.client(await tokenOf(live.world, 3600))
  const { errors } = await client.post(CHANGED)
  expect(errors[0]?.extensions.code).toBe('BAD_REQUEST')
})

test('when the server stops a WebSocket is closed with 1001, an event stream ends without a last word', async () => {
  const other = await openLive('live-stopping', { STOP_DEADLINE: '5000' })
  const { headers } = await other.world.as('manager')
  const start = await fromNow(other.world)
  const all: Subscriber[] = await Promise.all(
    Object.values(STREAMS).map((subscribe) => subscribe(other.world.url, headers, CHANGED, start)),
  )
  await other.happen(1)
  for (const each of all) expect(typeIn(await each.next())).toBe('E0Happened')
  await other.stopRelay()
  const started = performance.now()
  const closing = other.world.close()
  const ends = await Promise.all(all.map((each) => each.next()))
  expect(ends).toMatchObject([
    { ended: 'close', code: 1001 },
    { ended: 'close', code: 0 },
  ])
  await closing
  expect(performance.now() - started).toBeLessThan(3_000)
})

describe('with many', () => {
  let many: Live
  beforeAll(async () => {
    many = await openLive('live-many', { SEND_DEADLINE: '300' })
  })
  afterAll(async () => {
    await many.stopRelay()
    await many.world.close()
  })

  test('200 subscribers are told everything in order, by one connection that listens', async () => {
    const tokens = await Promise.all(
      (['manager', 'supervisor', 'senior', 'specialist'] as const).map((who) => many.world.as(who)),
    )
    const payload = { query: CHANGED, variables: await fromNow(many.world) }
    const sockets = await Promise.all(
      Array.from({ length: 20 }, async (_, i) => {
        const socket = await connect(many.world.url)
        await socket.init(tokens[i % 4]?.headers)
        for (let id = 0; id < 10; id += 1) socket.send({ id: String(id), type: 'subscribe', payload })
        return socket
      }),
    )
    await many.happen(20)
    const expected = Array.from({ length: 20 }, (_, i) => `E${i}Happened`)
    for (const socket of sockets) {
      const byId = new Map<string, (string | undefined)[]>()
      for (let i = 0; i < 200; i += 1) {
        const { id = '', payload } = await socket.next()
        byId.set(id, [...(byId.get(id) ?? []), typeIn(payload as Told)])
      }
      expect([...byId.values()]).toEqual(Array.from({ length: 10 }, () => expected))
    }
    const listeners = await many.world.rows(
      `SELECT 1 FROM pg_stat_activity WHERE application_name = 'cs live' AND datname = current_database()`,
    )
    expect(listeners).toHaveLength(1)
    for (const socket of sockets) socket.close()
  })

  test('a client that follows by itself is told everything once, whatever connections are lost', async () => {
    const { headers } = await many.world.as('manager')
    const client = createClient({
      url: `${many.world.url}/graphql`,
      token: String(headers.authorization).replace('Bearer ', ''),
    })
    const changes = operation<object, { caseChanged: { type: string } }, object>({}, () => CHANGED)
    const start = await fromNow(many.world)
    const types: string[] = []
    const following = (async () => {
      for await (const { data } of client.subscribe(changes, start)) {
        types.push(data.caseChanged.type)
        if (types.length === 200) return
      }
    })()
    const happening = many.happen(200)
    for (let i = 0; i < 5; i += 1) {
      await sleep(60)
      await many.world.rows(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename LIKE '%reader%' AND datname = current_database()`,
      )
    }
    await happening
    await following
    expect(types).toEqual(Array.from({ length: 200 }, (_, i) => `E${i}Happened`))
    expect(many.world.problems).toEqual([])
  })

  test('a subscriber that does not read is cut off, and holds up nobody', async () => {
    const { headers } = await many.world.as('manager')
    const wide = Array.from({ length: 1_400 }, (_, i) => `n${i}: number`).join(' ')
    const deaf = await connect(many.world.url)
    await deaf.init(headers)
    deaf.send({
      id: '1',
      type: 'subscribe',
      payload: { query: `subscription { caseChanged { case { ${wide} } } }` },
    })
    const hearing = await STREAMS.WebSocket(many.world.url, headers, CHANGED, await fromNow(many.world))
    await sleep(300)
    deaf.raw.pause()
    await many.happen(400)
    for (let i = 0; i < 400; i += 1) expect(typeIn(await hearing.next())).toBe(`E${i}Happened`)
    await sleep(1_000)
    deaf.raw.resume()
    for (let i = 0; i <= 400; i += 1) {
      const { close } = await deaf.next()
      if (close === undefined) continue
      expect(close).toBe(1006)
      expect(i).toBeLessThan(400)
      hearing.kill()
      return
    }
    throw new Error('it was not cut off')
  })
})
