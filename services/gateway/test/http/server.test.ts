import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { developmentKeys, signDevelopmentToken } from '../../src/identity/index.ts'
import { type Edge, post, startEdge } from './edge.ts'

let folder: string
let edge: Edge
let token: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'edge-'))
  const keyFile = join(folder, 'key.json')
  edge = await startEdge({
    DEVELOPMENT_TOKENS: '1',
    DEVELOPMENT_KEY_FILE: keyFile,
    CORS_ORIGINS: 'https://desk.example',
    BODY_LIMIT: '2000',
  })
  const claims = { role: 'manager', shop: 'general', hours: 1, audience: 'customer-service' } as const
  token = (await signDevelopmentToken(await developmentKeys(keyFile), claims, new Date())).token
})
afterAll(async () => {
  await edge.stop()
  await rm(folder, { recursive: true })
})

const answer = async (response: Response) => ({
  status: response.status,
  ...((await response.json()) as object),
})
const failure = (status: number, code: string) => ({
  status,
  errors: [{ message: expect.any(String), extensions: { code } }],
})

describe('a request', () => {
  test('is answered for the public without a token and for its subject with one', async () => {
    const query = '{ whoAmI }'
    expect(await answer(await post(edge, { query }))).toEqual({ status: 200, data: { whoAmI: 'public' } })
    const signed = await post(edge, { query }, { authorization: `Bearer ${token}` })
    expect(await answer(signed)).toEqual({ status: 200, data: { whoAmI: 'general-manager' } })
  })

  test('with a token that does not hold is refused and changes nothing', async () => {
    const before = edge.state.written
    const refused = await post(edge, { query: 'mutation { write }' }, { authorization: `Bearer ${token}x` })
    expect(refused.headers.get('www-authenticate')).toContain('Bearer')
    expect(await answer(refused)).toEqual(failure(401, 'UNAUTHENTICATED'))
    expect(edge.state.written).toBe(before)
  })

  test('for a shop the token is not for is refused', async () => {
    const refused = await post(
      edge,
      { query: '{ whoAmI }' },
      { authorization: `Bearer ${token}`, 'x-shop': 'guided' },
    )
    expect(await answer(refused)).toEqual(failure(400, 'SHOP_CONFLICT'))
  })

  test('may be a query by GET, but no mutation', async () => {
    const get = (query: string) =>
      fetch(`${edge.url}/graphql?${new URLSearchParams({ query })}`, {
        headers: { 'apollo-require-preflight': '1' },
      })
    expect(await answer(await get('{ whoAmI }'))).toMatchObject({ status: 200 })
    const before = edge.state.written
    expect((await get('mutation { write }')).status).toBe(405)
    expect(edge.state.written).toBe(before)
  })

  test('that a foreign page could send without asking is refused', async () => {
    const simple = await fetch(`${edge.url}/graphql?query=%7BwhoAmI%7D`, {
      headers: { 'content-type': 'text/plain' },
    })
    expect(await answer(simple)).toEqual(failure(400, 'BAD_REQUEST'))
  })
})

describe('a body is refused', () => {
  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=gbk'])(
    'as %s',
    async (type) => {
      const refused = await post(edge, { query: 'mutation { write }' }, { 'content-type': type })
      expect(await answer(refused)).toEqual(failure(415, 'UNSUPPORTED_MEDIA_TYPE'))
    },
  )

  test('when compressed', async () => {
    expect((await post(edge, {}, { 'content-encoding': 'gzip' })).status).toBe(415)
  })

  test.each(['', '{', 'null', '[]', '7', '{"query":7}'])('when it is %j', async (body) => {
    expect(await answer(await post(edge, body))).toEqual(failure(400, 'BAD_REQUEST'))
  })

  test.each([2_001, 15_000, 1_000_000])('of %i bytes, with a status the sender gets to see', async (size) => {
    expect(await answer(await post(edge, ' '.repeat(size)))).toEqual(failure(413, 'PAYLOAD_TOO_LARGE'))
  })

  test('that is endless and does not say so', async () => {
    const chunk = new Uint8Array(1000)
    let sent = 0
    const body = new ReadableStream({
      pull: (stream) => (sent++ < 10_000 ? stream.enqueue(chunk) : stream.close()),
    })
    const request = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      duplex: 'half',
    } as const
    const status = await fetch(`${edge.url}/graphql`, request).then(
      (response) => response.status,
      () => 'cut off',
    )
    expect([413, 'cut off']).toContain(status)
  })

  test('and other methods are', async () => {
    const refused = await fetch(`${edge.url}/graphql`, { method: 'DELETE' })
    expect(refused.headers.get('allow')).toBe('GET, POST, OPTIONS')
    expect(await answer(refused)).toEqual(failure(405, 'BAD_REQUEST'))
  })
})

describe('headers', () => {
  test('carry the id of the request: the plain one given, or a new one', async () => {
    const id = async (given?: string) =>
      (await fetch(`${edge.url}/healthz`, given ? { headers: { 'x-request-id': given } } : {})).headers.get(
        'x-request-id',
      )
    expect(await id('trace-0123456789')).toBe('trace-0123456789')
    expect(await id('no good: spaces')).toMatch(/^[\w-]{36}$/)
    expect(await id()).not.toBe(await id())
  })

  test('allow listed origins only to read answers', async () => {
    const ask = (origin: string, method: string) =>
      fetch(`${edge.url}/graphql`, {
        method,
        headers: { origin, 'access-control-request-method': 'POST', 'content-type': 'application/json' },
        ...(method === 'POST' && { body: '{"query":"{ whoAmI }"}' }),
      })
    const allowed = await ask('https://desk.example', 'OPTIONS')
    expect(allowed.status).toBe(204)
    expect(allowed.headers.get('access-control-allow-headers')).toContain('x-shop')
    const read = await ask('https://desk.example', 'POST')
    expect(read.headers.get('access-control-allow-origin')).toBe('https://desk.example')
    for (const method of ['OPTIONS', 'POST']) {
      const refused = await ask('https://desk.example.evil.test', method)
      expect(refused.headers.get('access-control-allow-origin')).toBeNull()
      expect(refused.headers.get('vary')).toContain('origin')
    }
  })

  test('say that nothing is to be guessed, framed or kept', async () => {
    const { headers } = await post(edge, { query: '{ whoAmI }' })
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('cache-control')).toBe('no-store')
  })
})

describe('health', () => {
  test('is alive always and ready while the database answers', async () => {
    expect(await answer(await fetch(`${edge.url}/healthz`))).toEqual({ status: 'alive' })
    expect((await fetch(`${edge.url}/readyz`)).status).toBe(200)
    edge.state.ready = false
    expect((await fetch(`${edge.url}/readyz`)).status).toBe(503)
    expect((await fetch(`${edge.url}/healthz`)).status).toBe(200)
    edge.state.ready = true
  })

  test('other paths do not exist', async () => {
    for (const path of [
      '/nothing',
      '//elsewhere',
      '/graphql/x',
      '/graphiql/../package.json',
      '/dev/picker.js/..%2f',
    ]) {
      expect((await fetch(edge.url + path)).status).toBe(404)
    }
  })
})

test('the log has a line per request without credentials, variables or names', async () => {
  edge.lines.length = 0
  const query = 'query Echo($text: String!) { echo(text: $text) whoAmI }'
  await post(edge, { query, variables: { text: '13800138000' } }, { authorization: `Bearer ${token}` })
  await expect.poll(() => edge.lines.length).toBe(1)
  expect(edge.lines[0]).toMatchObject({
    operation: 'Echo',
    status: 200,
    principal: 'agent',
    shop: 'shop-1',
    route: 'graphql',
  })
  const text = JSON.stringify(edge.lines)
  for (const secret of [token, '13800138000', 'general-manager', '127.0.0.1'])
    expect(text).not.toContain(secret)
})

test('the log takes no phone number for the name of an operation', async () => {
  edge.lines.length = 0
  await post(edge, { query: 'query Of13800138000 { whoAmI }', operationName: 'Of13800138000' })
  await expect.poll(() => edge.lines.length).toBe(1)
  expect(JSON.stringify(edge.lines)).not.toContain('13800138000')
})

test('stopping lets a running request end, refuses new ones and closes the database', async () => {
  const other = await startEdge({ STOP_DEADLINE: '5000' })
  const running = post(other, { query: '{ slow(milliseconds: 300) }' })
  await new Promise((resolve) => setTimeout(resolve, 100))
  const stopped = other.stop()
  await expect(fetch(`${other.url}/healthz`)).rejects.toThrow()
  expect(await answer(await running)).toEqual({ status: 200, data: { slow: true } })
  await stopped
  expect(other.state.closed).toBe(true)
})

test('stopping does not wait longer than its deadline', async () => {
  const other = await startEdge({ STOP_DEADLINE: '100' })
  const running = post(other, { query: '{ slow(milliseconds: 1500) }' }).catch(() => 'cut off')
  await new Promise((resolve) => setTimeout(resolve, 100))
  const started = performance.now()
  const stopped = other.stop()
  expect(await running).toBe('cut off')
  expect(performance.now() - started).toBeLessThan(1000)
  await stopped
})

test('a taken port is an error that closes the database', async () => {
  const port = new URL(edge.url).port
  await expect(startEdge({ PORT: port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
})
