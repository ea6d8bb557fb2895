import { afterAll, describe, expect, test } from 'vitest'
import { codesOf } from '../harness/client.ts'
import { openWorld } from '../harness/world.ts'

const world = await openWorld('requests')
afterAll(() => world.close())
const me = await world.as('specialist')

const post = (body: string, headers: Record<string, string> = {}) =>
  fetch(`${world.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...me.headers, ...headers },
    body,
  })
const codeOf = async (response: Response) => {
  const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] }
  return errors.map(({ extensions }) => extensions.code)
}

describe('HTTP', () => {
  test('a body that is too large is refused', async () => {
    const response = await post(JSON.stringify({ query: `{ viewer { kind } } # ${'x'.repeat(200_000)}` }))
    expect([response.status, ...(await codeOf(response))]).toEqual([413, 'PAYLOAD_TOO_LARGE'])
  })
  test('a body of another type is refused', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
    ]) {
      const response = await post('{"query":"{ viewer { kind } }"}', { 'content-type': type })
      expect([response.status, ...(await codeOf(response))]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE'])
    }
  })
  test('a body that is no JSON, or no request, is bad', async () => {
    for (const body of [
      '{',
      '[]',
      'null',
      '"x"',
      '{"variables":{}}',
      '{"query":7}',
      '{"query":"{ viewer { kind } }","variables":[]}',
    ]) {
      const response = await post(body)
      expect(response.status, body).toBe(400)
      expect(await codeOf(response), body).not.toContain('INTERNAL_SERVER_ERROR')
    }
  })
  test('a mutation does not go by GET', async () => {
    const query = encodeURIComponent('mutation { auditOrder(input: { orderId: "x" }) { __typename } }')
    const response = await fetch(`${world.url}/graphql?query=${query}`, {
      headers: { ...me.headers, 'apollo-require-preflight': '1' },
    })
    expect(response.status).toBe(405)
    const plain = await fetch(`${world.url}/graphql?query=${encodeURIComponent('{ viewer { kind } }')}`, {
      headers: me.headers,
    })
    expect(plain.status).toBe(400)
    expect(
      (await fetch(`${world.url}/graphql`, { method: 'PUT', body: '{}', headers: me.headers })).status,
    ).toBe(405)
  })
  test('a batch is no request', async () => {
    const response = await post(
      JSON.stringify([{ query: '{ viewer { kind } }' }, { query: '{ viewer { kind } }' }]),
    )
    expect(response.status).toBe(400)
  })
  test('another host name is refused while development tokens hold', async () => {
    const { status } = await new Promise<{ status: number }>((done, fail) => {
      import('node:http').then(({ request }) => {
        const url = new URL(world.url)
        const sent = request(
          {
            host: '127.0.0.1',
            port: url.port,
            path: '/graphql',
            method: 'POST',
            headers: { host: 'evil.example', 'content-type': 'application/json' },
          },
          (response) => {
            response.resume()
            done({ status: response.statusCode ?? 0 })
          },
        )
        sent.on('error', fail)
        sent.end('{"query":"{ viewer { kind } }"}')
      }, fail)
    })
    expect(status).toBe(403)
  })
  test('no cache keeps an answer, asked by GET or by POST', async () => {
    const query = '{ viewer { kind } }'
    const asked = await fetch(`${world.url}/graphql?query=${encodeURIComponent(query)}`, {
      headers: { ...me.headers, 'apollo-require-preflight': '1' },
    })
    expect(asked.status).toBe(200)
    expect(asked.headers.get('cache-control')).toBe('no-store')
    expect((await post(JSON.stringify({ query }))).headers.get('cache-control')).toBe('no-store')
  })
  test('healthz and readyz answer without a token', async () => {
    expect(await (await fetch(`${world.url}/healthz`)).json()).toEqual({ status: 'alive' })
    expect(await (await fetch(`${world.url}/readyz`)).json()).toEqual({ status: 'ready' })
    expect((await fetch(`${world.url}/nothing`)).status).toBe(404)
  })
})

describe('documents', () => {
  const BAD: readonly (readonly [string, string, string])[] = [
    ['what does not parse', '{ viewer {', 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', '{ viewer { password } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['an unknown argument', '{ orders(limit: 3) { totalCount } }', 'GRAPHQL_VALIDATION_FAILED'],
    [
      'an unknown enum value',
      '{ orders(filter: { status: [LOST] }) { totalCount } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'a fragment that contains itself',
      'query { ...F } fragment F on Query { ...F }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'fragments without a field that spread each other twice',
      `query { ...F0 } ${Array.from({ length: 40 }, (_, i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`).join(' ')} fragment F40 on Query { ...F40 }`,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'no operation of that many',
      'query A { viewer { kind } } query B { viewer { kind } }',
      'OPERATION_RESOLUTION_FAILURE',
    ],
    [
      'one that nests too deep',
      `{ orders { nodes ${'{ customer { orders { nodes '.repeat(6)} { id } ${'} } }'.repeat(6)} } }`,
      'DOCUMENT_LIMIT',
    ],
    [
      'one that is too wide',
      `{ ${Array.from({ length: 1600 }, (_, i) => `a${i}: __typename`).join(' ')} }`,
      'DOCUMENT_LIMIT',
    ],
    [
      'one that is wide by fragments',
      `{ ${Array.from({ length: 40 }, (_, i) => `a${i}: orders { nodes { ...F } }`).join(' ')} } fragment F on Order { ${Array.from({ length: 50 }, (_, i) => `b${i}: id`).join(' ')} }`,
      'DOCUMENT_LIMIT',
    ],
    [
      'one with too many directives',
      `{ viewer { kind ${'@include(if: true) '.repeat(1)} ${Array.from({ length: 60 }, (_, i) => `k${i}: kind @include(if: true)`).join(' ')} } }`,
      'DOCUMENT_LIMIT',
    ],
  ]
  test.each(BAD)('%s', async (_name, query, code) => {
    const answer = await me.post(query)
    expect(new Set(codesOf(answer))).toEqual(new Set([code]))
    expect(answer.data).toBeNull()
    expect(answer.status).toBe(400)
  })

  test('one with too many tokens', async () => {
    const answer = await me.post(`{ ${'__typename '.repeat(9000)} }`)
    expect(answer.status).toBe(400)
    expect(codesOf(answer)).toEqual(['DOCUMENT_LIMIT'])
  })

  test('one that costs too much is refused before it reads', async () => {
    const page = (inner: string) =>
      `orders(first: 100) { nodes { customer { orders(first: 100) { nodes { ${inner} } } } } }`
    const answer = await me.post(
      `{ ${page('lines { product { skus { code } } } customer { cases(first: 100) { nodes { id } } }')} }`,
    )
    expect(codesOf(answer)).toEqual(['COST_LIMIT'])
    expect(
      answer.data === null || Object.values(answer.data as object).every((value) => value === null),
    ).toBe(true)
  })

  test('variables of the wrong type are told by name', async () => {
    for (const [query, variables] of [
      ['query ($n: Int) { orders(first: $n) { totalCount } }', { n: 'x' }],
      ['query ($n: Int) { orders(first: $n) { totalCount } }', { n: 2 ** 40 }],
      ['query ($id: ID!) { order(id: $id) { id } }', {}],
      ['query ($f: OrderFilter) { orders(filter: $f) { totalCount } }', { f: { nothing: 1 } }],
      ['query ($t: DateTime) { orders(filter: { placedFrom: $t }) { totalCount } }', { t: 'yesterday' }],
    ] as const) {
      const answer = await me.post(query, variables)
      expect(codesOf(answer), query).toEqual(['BAD_USER_INPUT'])
      expect(answer.errors[0]?.message).toContain(`$${Object.keys(variables)[0] ?? 'id'}`)
    }
  })

  test('a literal that its scalar refuses is told with its place', async () => {
    const answer = await me.post('{ orders(filter: { placedFrom: "2026-13-45T00:00:00Z" }) { totalCount } }')
    expect(codesOf(answer)).toEqual(['GRAPHQL_VALIDATION_FAILED'])
    expect(answer.errors[0]?.message).toContain('DateTime')
    expect(answer.errors[0]?.locations).toEqual([{ line: 1, column: 32 }])
  })
})

describe('pages', () => {
  const cursor = async (query: string) => {
    const data = await me.ask<Record<string, { pageInfo: { endCursor: string } }>>(query)
    return Object.values(data)[0]?.pageInfo.endCursor ?? ''
  }
  const page = 'pageInfo { endCursor }'

  test.each([
    ['first: 0', 'first'],
    ['first: 101', 'first'],
    ['first: -1', 'first'],
    ['last: 5', 'last'],
    ['last: 0, before: "x"', 'last'],
    ['before: "x"', 'before'],
    ['after: "x"', 'after'],
    ['after: ""', 'after'],
    ['after: "!!!"', 'after'],
    ['after: "bnVsbA"', 'after'],
    ['after: "W10"', 'after'],
  ])('orders(%s) is refused, naming the argument', async (args, argument) => {
    const answer = await me.post(`{ orders(${args}) { nodes { id } totalCount } }`)
    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT'])
    expect(answer.errors[0]?.extensions.argument).toBe(argument)
    expect(answer.data).toEqual({ orders: null })
  })

  test('a cursor belongs to its list, order and filter', async () => {
    const newest = await cursor(`{ orders(first: 2) { ${page} } }`)
    for (const query of [
      'query ($c: String) { orders(after: $c, orderBy: OLDEST) { totalCount } }',
      'query ($c: String) { orders(after: $c, filter: { status: [PAID] }) { totalCount } }',
      'query ($c: String) { customers(after: $c) { totalCount } }',
      'query ($c: String) { cases(after: $c) { totalCount } }',
    ]) {
      const answer = await me.post(query, { c: newest })
      expect(codesOf(answer), query).toEqual(['BAD_USER_INPUT'])
    }
    expect(
      codesOf(await me.post('query ($c: String) { orders(after: $c) { totalCount } }', { c: newest })),
    ).toEqual([])
  })

  test('a forged cursor of the right list is refused, not a bug', async () => {
    const real = await cursor(`{ orders(first: 2) { ${page} } }`)
    const [signature] = JSON.parse(Buffer.from(real, 'base64url').toString()) as string[]
    for (const keys of [
      [signature, 'not a time', 'not a uuid'],
      [signature, '2026-01-01', "'; DROP TABLE orders"],
      [signature, '\u0000', '\u0000'],
      [signature, 'infinity', '00000000-0000-0000-0000-000000000000'],
      [signature],
      [signature, 1, 2],
    ]) {
      const before = world.problems.length
      const answer = await me.post('query ($c: String) { orders(after: $c) { nodes { id } } }', {
        c: Buffer.from(JSON.stringify(keys)).toString('base64url'),
      })
      expect(codesOf(answer), JSON.stringify(keys)).not.toContain('INTERNAL_SERVER_ERROR')
      expect(world.problems.slice(before)).toEqual([])
    }
  })
})
