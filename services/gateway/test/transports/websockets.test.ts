import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from 'graphql-ws'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { developmentKeys, signDevelopmentToken } from '../../src/identity/index.ts'
import { type Edge, startEdge } from '../http/edge.ts'
import { connect } from './socket.ts'

let folder: string
let edge: Edge
let environment: Record<string, string>
const tokenFor = async (hours: number) => {
  const claims = { role: 'manager', shop: 'general', hours, audience: 'customer-service' } as const
  const keys = await developmentKeys(join(folder, 'key.json'))
  return `Bearer ${(await signDevelopmentToken(keys, claims, new Date())).token}`
}
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sockets-'))
  environment = {
    DEVELOPMENT_TOKENS: '1',
    DEVELOPMENT_KEY_FILE: join(folder, 'key.json'),
    CORS_ORIGINS: 'https://desk.example',
    BODY_LIMIT: '2000',
    WS_CONNECTIONS_PER_PRINCIPAL: '3',
    WS_OPERATIONS: '3',
    WS_INIT_TIMEOUT: '200',
  }
  edge = await startEdge(environment)
})
afterAll(async () => {
  await edge.stop()
  await rm(folder, { recursive: true })
})

const query = '{ whoAmI }'
const slow = (milliseconds: number) => ({ query: `{ slow(milliseconds: ${milliseconds}) }` })

describe('a connection', () => {
  test('without a token is public; with one it is its subject, by payload or header', async () => {
    const authorization = await tokenFor(1)
    const cases = [
      [{}, undefined, 'public'],
      [{}, { authorization }, 'general-manager'],
      [{}, { Authorization: authorization, 'X-Shop': 'general' }, 'general-manager'],
      [{ headers: { authorization } }, undefined, 'general-manager'],
    ] as const
    for (const [options, payload, whoAmI] of cases) {
      const socket = await connect(edge.url, options)
      expect(await socket.init(payload)).toEqual({ type: 'connection_ack' })
      expect(await socket.ask('1', { query })).toEqual([
        { id: '1', type: 'next', payload: { data: { whoAmI } } },
        { id: '1', type: 'complete' },
      ])
      socket.close()
    }
  })

  test('is closed with 4403 and the reason where identity fails', async () => {
    const authorization = await tokenFor(1)
    for (const [payload, reason] of [
      [{ authorization: `${authorization}x` }, 'UNAUTHENTICATED: The token is not valid.'],
      [{ authorization: '' }, 'UNAUTHENTICATED: The Authorization header must be `Bearer <token>`.'],
      [
        { authorization, 'x-shop': 'guided' },
        'SHOP_CONFLICT: The X-Shop header names another shop than the token.',
      ],
    ] as const) {
      const socket = await connect(edge.url)
      expect(await socket.init(payload)).toEqual({ close: 4403, reason })
    }
    const odd = await connect(edge.url)
    expect(await odd.init({ authorization: 7 })).toMatchObject({ close: 4400 })
  })

  test('is closed with 4403 when its token expires', async () => {
    const socket = await connect(edge.url)
    expect(await socket.init({ authorization: await tokenFor(1.2 / 3600) })).toEqual({
      type: 'connection_ack',
    })
    expect(await socket.next()).toEqual({ close: 4403, reason: 'UNAUTHENTICATED: The token has expired.' })
  })

  test('is refused from pages of other origins and under foreign names', async () => {
    const status = async (options: object) => {
      const socket = await connect(edge.url, options)
      if (socket.raw.readyState !== WebSocket.OPEN) return (await socket.next()).close
      socket.close()
      return 101
    }
    expect(await status({ origin: 'https://desk.example' })).toBe(101)
    expect(await status({ origin: edge.url })).toBe(101)
    expect(await status({ origin: 'https://desk.example.evil.test' })).toBe(403)
    expect(await status({ origin: 'null' })).toBe(403)
    expect(await status({ headers: { host: 'rebound.example' } })).toBe(403)
    expect(await status({ path: '/elsewhere' })).toBe(404)
  })

  test('keeps to the protocol', async () => {
    expect(await (await connect(edge.url, { protocol: 'graphql-ws' })).next()).toMatchObject({ close: 1006 })
    expect(await (await connect(edge.url, { protocol: '' })).next()).toMatchObject({ close: 4406 })
    expect(await (await connect(edge.url)).next()).toMatchObject({ close: 4408 })
    const early = await connect(edge.url)
    expect(await early.ask('1', { query })).toMatchObject([{ close: 4401 }])
    const twice = await connect(edge.url)
    await twice.init()
    expect(await twice.init()).toMatchObject({ close: 4429 })
    const same = await connect(edge.url)
    await same.init()
    same.send({ id: '1', type: 'subscribe', payload: slow(300) })
    expect(await same.ask('1', { query })).toMatchObject([{ close: 4409 }])
    for (const message of ['{', '[]', '{"type":"next"}', '{"id":"1","type":"subscribe","payload":{}}']) {
      const socket = await connect(edge.url)
      await socket.init()
      socket.send(message)
      expect(await socket.next()).toMatchObject({ close: 4400 })
    }
  })

  test('answers pings, and is dropped when it does not answer ours', async () => {
    const other = await startEdge({ PING_INTERVAL: '100' })
    const socket = await connect(other.url)
    await socket.init()
    socket.send({ type: 'ping', payload: { n: 1 } })
    expect(await socket.next()).toEqual({ type: 'pong', payload: { n: 1 } })
    const deaf = await connect(other.url, { autoPong: false })
    await deaf.init()
    expect(await deaf.next()).toMatchObject({ close: 1006 })
    expect(socket.raw.readyState).toBe(WebSocket.OPEN)
    await other.stop()
  })

  test('serves the usual client', async () => {
    const client = createClient({
      url: `${edge.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: async () => ({ authorization: await tokenFor(1) }),
    })
    const results: unknown[] = []
    for await (const result of client.iterate({ query })) results.push(result)
    expect(results).toEqual([{ data: { whoAmI: 'general-manager' } }])
    await client.dispose()
  })
})

describe('limits', () => {
  test('bound the connections of one principal, not of others', async () => {
    const authorization = await tokenFor(1)
    const sockets = await Promise.all([1, 2, 3].map(() => connect(edge.url)))
    for (const socket of sockets)
      expect(await socket.init({ authorization })).toEqual({ type: 'connection_ack' })
    const fourth = await connect(edge.url)
    expect(await fourth.init({ authorization })).toEqual({ close: 1013, reason: 'Too many connections' })
    const nobody = await connect(edge.url)
    expect(await nobody.init()).toEqual({ type: 'connection_ack' })
    sockets[0]?.close()
    await sockets[0]?.next()
    const freed = await connect(edge.url)
    expect(await freed.init({ authorization })).toEqual({ type: 'connection_ack' })
    for (const socket of [...sockets, nobody, freed]) socket.close()
  })

  test('bound the connections of all', async () => {
    const other = await startEdge({ WS_CONNECTIONS: '1' })
    const first = await connect(other.url)
    expect(await (await connect(other.url)).next()).toMatchObject({ close: 503 })
    first.close()
    await other.stop()
  })

  test('bound the operations that run at once, also those given up by the client', async () => {
    const socket = await connect(edge.url)
    await socket.init()
    for (const id of ['1', '2', '3']) socket.send({ id, type: 'subscribe', payload: slow(300) })
    socket.send({ id: '1', type: 'complete' })
    expect(await socket.ask('4', { query })).toMatchObject([
      { id: '4', type: 'error', payload: [{ extensions: { code: 'TOO_MANY_OPERATIONS' } }] },
    ])
    const ended = [await socket.next(), await socket.next(), await socket.next(), await socket.next()]
    expect(ended.map(({ id }) => id).sort()).toEqual(['2', '2', '3', '3'])
    expect(await socket.ask('1', { query })).toHaveLength(2)
    socket.close()
  })

  test('bound the size of a message', async () => {
    const socket = await connect(edge.url)
    await socket.init()
    expect(await socket.ask('1', { query: query + ' '.repeat(2000) })).toMatchObject([{ close: 1009 }])
  })

  test('let operations run beside each other, each answered when it is done', async () => {
    const socket = await connect(edge.url)
    await socket.init()
    socket.send({ id: 'late', type: 'subscribe', payload: slow(300) })
    socket.send({ id: 'soon', type: 'subscribe', payload: slow(20) })
    const ids = [await socket.next(), await socket.next(), await socket.next(), await socket.next()]
    expect(ids.map(({ id, type }) => `${id} ${type}`)).toEqual([
      'soon next',
      'soon complete',
      'late next',
      'late complete',
    ])
    socket.close()
  })

  test('cut off who asks on and on without reading', async () => {
    const socket = await connect(edge.url)
    await socket.init()
    socket.raw.pause()
    const payload = { filler: 'x'.repeat(1_800) }
    for (let n = 0; n < 20_000 && socket.raw.readyState === WebSocket.OPEN; n += 1) {
      socket.send({ type: 'ping', payload })
      if (n % 500 === 0) await sleep(5)
    }
    await sleep(100)
    socket.raw.resume()
    for (;;) {
      const received = await socket.next()
      if (received.close === undefined) continue
      expect(received.close).toBe(1006)
      break
    }
  })
})

describe('stopping', () => {
  test('lets a running operation end, takes no new ones and closes with 1001', async () => {
    const other = await startEdge({ STOP_DEADLINE: '5000' })
    const busy = await connect(other.url)
    await busy.init()
    const idle = await connect(other.url)
    await idle.init()
    busy.send({ id: '1', type: 'subscribe', payload: slow(300) })
    await sleep(100)
    const started = performance.now()
    const stopped = other.stop()
    expect(await idle.next()).toMatchObject({ close: 1001 })
    expect(await busy.ask('2', { query })).toMatchObject([
      { id: '2', type: 'error', payload: [{ extensions: { code: 'UNAVAILABLE' } }] },
    ])
    expect(await busy.next()).toEqual({ id: '1', type: 'next', payload: { data: { slow: true } } })
    expect(await busy.next()).toEqual({ id: '1', type: 'complete' })
    expect(await busy.next()).toMatchObject({ close: 1001 })
    await stopped
    expect(performance.now() - started).toBeLessThan(2000)
    expect(other.state.closed).toBe(true)
  })

  test('does not wait longer than its deadline, for an operation or for a deaf client', async () => {
    const other = await startEdge({ STOP_DEADLINE: '200' })
    const busy = await connect(other.url)
    await busy.init()
    const deaf = await connect(other.url)
    await deaf.init()
    deaf.raw.pause()
    busy.send({ id: '1', type: 'subscribe', payload: slow(1500) })
    await sleep(100)
    const started = performance.now()
    await other.stop()
    expect(performance.now() - started).toBeLessThan(1000)
    expect(await busy.next()).toMatchObject({ close: 1006 })
    deaf.raw.terminate()
  })
})

test('the log has a line per operation without credentials or names', async () => {
  const authorization = await tokenFor(1)
  const socket = await connect(edge.url)
  await socket.init({ authorization })
  edge.lines.length = 0
  await socket.ask('1', {
    query: 'query Echo($text: String!) { echo(text: $text) whoAmI }',
    variables: { text: '13800138000' },
  })
  socket.close()
  await expect.poll(() => edge.lines.length).toBe(1)
  expect(edge.lines[0]).toMatchObject({
    route: 'graphql-ws',
    method: 'WS',
    operation: 'Echo',
    status: 200,
    principal: 'agent',
    shop: 'shop-1',
  })
  const text = JSON.stringify(edge.lines)
  for (const secret of [authorization.slice(7), '13800138000', 'general-manager'])
    expect(text).not.toContain(secret)
})
