import type { ServerResponse } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { retryAfterOf } from '../src/errors.ts'
import {
  type Client,
  type ClientOptions,
  complete,
  createClient,
  isCsError,
  newIdempotencyKey,
} from '../src/index.ts'
import { answer, type Received, refusal, type Service, serve } from './service.ts'

let service: Service | undefined
afterEach(() => service?.stop())

/** A client of a service that answers in this way. */
async function clientOf(
  respond: (request: Received, response: ServerResponse) => void,
  options: Partial<ClientOptions> = {},
): Promise<{ client: Client; received: readonly Received[] }> {
  service = await serve(respond)
  return { client: createClient({ url: service.url, ...options }), received: service.received }
}

const NO_ORDER = { data: { order: null } }

describe('a call', () => {
  test('carries token, shop, name and variables', async () => {
    const options = { token: 'secret', shop: 'guided' }
    const { client, received } = await clientOf((_, response) => answer(response, 200, NO_ORDER), options)
    expect(await complete(client.order({ number: 'A1' }))).toEqual({ order: null })
    expect(received).toHaveLength(1)
    expect(received[0]?.headers).toMatchObject({ authorization: 'Bearer secret', 'x-shop': 'guided' })
    expect(received[0]?.body).toMatchObject({ operationName: 'Order', variables: { number: 'A1' } })
  })

  test('asks for a token each time', async () => {
    let count = 0
    const token = async () => `token-${++count}`
    const { client, received } = await clientOf((_, response) => answer(response, 200, NO_ORDER), { token })
    await client.order()
    await client.order()
    expect(received.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-2'])
  })

  test('without a token carries none', async () => {
    const { client, received } = await clientOf((_, response) => answer(response, 200, NO_ORDER))
    await client.order()
    expect(received[0]?.headers.authorization).toBeUndefined()
  })

  test('tells what it cost', async () => {
    const body = { ...NO_ORDER, extensions: { cost: { spent: 7, limit: 100 } } }
    const { client } = await clientOf((_, response) => answer(response, 200, body))
    expect((await client.order()).cost).toEqual({ spent: 7, limit: 100 })
  })

  test('can be made with another fetch', async () => {
    const fetch: ClientOptions['fetch'] = async () => ({
      status: 200,
      headers: { get: () => null },
      text: async () => JSON.stringify(NO_ORDER),
    })
    const client = createClient({ url: 'https://nowhere.example', fetch })
    expect((await client.order()).data).toEqual({ order: null })
  })
})

describe('an answer with data and errors', () => {
  const partial = {
    data: { order: { number: 'A1', refunds: null } },
    errors: [
      {
        message: 'Not permitted: refunds needs order.payment.read.',
        path: ['order', 'refunds'],
        extensions: { code: 'FORBIDDEN', permission: 'order.payment.read' },
      },
    ],
  }

  test('gives both', async () => {
    const { client } = await clientOf((_, response) => answer(response, 200, partial))
    const { data, errors } = await client.order()
    expect(data.order?.number).toBe('A1')
    expect(errors).toHaveLength(1)
    expect(errors[0]).toMatchObject({
      code: 'FORBIDDEN',
      path: ['order', 'refunds'],
      details: { permission: 'order.payment.read' },
      status: 200,
      requestId: 'request-1',
    })
  })

  test('is an error where all of it is asked for', async () => {
    const { client } = await clientOf((_, response) => answer(response, 200, partial))
    await expect(complete(client.order())).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})

describe('a call that fails as a whole', () => {
  const failing = [
    [401, refusal('UNAUTHENTICATED'), 'UNAUTHENTICATED'],
    [400, refusal('BAD_USER_INPUT'), 'BAD_USER_INPUT'],
    [200, { data: null, ...refusal('COST_LIMIT') }, 'COST_LIMIT'],
    [500, refusal('INTERNAL_SERVER_ERROR'), 'INTERNAL_SERVER_ERROR'],
    [400, refusal('SOMETHING_NEW'), 'UNKNOWN'],
    [200, {}, 'PROTOCOL'],
    [200, { data: null }, 'PROTOCOL'],
    [401, 'Sign in', 'UNAUTHENTICATED'],
    [503, 'Try again later', 'UNAVAILABLE'],
  ] as const

  test.each(failing)('with %i and %j throws %s', async (status, body, code) => {
    const { client } = await clientOf((_, response) => answer(response, status, body))
    await expect(client.order()).rejects.toMatchObject({ name: 'CsError', code, status })
  })

  test('tells when to try again', async () => {
    const { client } = await clientOf((_, response) => {
      response.setHeader('retry-after', '3')
      answer(response, 429, refusal('RATE_LIMITED'))
    })
    await expect(client.order()).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: 3000 })
  })

  test('throws NETWORK where nothing listens', async () => {
    const { client } = await clientOf(() => {})
    await service?.stop()
    await expect(client.order()).rejects.toMatchObject({ code: 'NETWORK' })
  })

  test('throws TIMEOUT where the answer does not come', async () => {
    const { client } = await clientOf(() => {}, { timeoutMs: 50 })
    await expect(client.order()).rejects.toMatchObject({ code: 'TIMEOUT' })
  })

  test('throws TIMEOUT where the answer stops midway', async () => {
    const { client } = await clientOf((_, response) => response.writeHead(200).write('{"data":'))
    await expect(client.order({}, { timeoutMs: 50 })).rejects.toMatchObject({ code: 'TIMEOUT' })
  })

  test('throws TIMEOUT where the token does not come', async () => {
    const token = () => new Promise<string>(() => {})
    const { client, received } = await clientOf(() => {}, { token, timeoutMs: 50 })
    await expect(client.order()).rejects.toMatchObject({ code: 'TIMEOUT' })
    expect(received).toHaveLength(0)
  })

  test('throws ABORTED where the caller ends it', async () => {
    const controller = new AbortController()
    const { client } = await clientOf(() => controller.abort())
    const error = await client.order({}, { signal: controller.signal }).catch((caught: unknown) => caught)
    expect(isCsError(error, 'ABORTED')).toBe(true)
  })
})

test('a key for a command is new each time and fits the service', () => {
  const keys = [newIdempotencyKey(), newIdempotencyKey()]
  expect(new Set(keys).size).toBe(2)
  for (const key of keys) expect(key).toMatch(/^[0-9a-f]{32}$/)
})

describe('when to try again', () => {
  test('is told in milliseconds, whatever the service says it in', () => {
    expect(retryAfterOf({ retryAfter: 3 }, 0)).toBe(3_000)
    expect(retryAfterOf({ retryAt: '1970-01-01T00:00:10.000Z' }, 4_000)).toBe(6_000)
    expect(retryAfterOf({ retryAt: '1970-01-01T00:00:10.000Z' }, 60_000)).toBe(0)
    expect(retryAfterOf({ code: 'FORBIDDEN' }, 0)).toBeUndefined()
  })
})
