import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect } from '../harness/gateway.ts'
import { signToken } from '../harness/tokens.ts'
import { type Outcome, TRANSPORTS } from '../harness/transports.ts'
import { openWorld } from '../harness/world.ts'

const LIMIT = 1_000
const world = await openWorld('transports', {
  BODY_LIMIT: '50000',
  COST_LIMIT: String(LIMIT),
  COST_BUDGET: '1500',
  COST_REFILL: '100',
})
afterAll(() => world.close())

const tokens: Record<string, string> = {}
beforeAll(async () => {
  const sign = async (claims: Parameters<typeof signToken>[0]) =>
    `Bearer ${await signToken({ seconds: 30 * 86_400, ...claims }, world.now())}`
  Object.assign(tokens, {
    specialist: await sign({ subject: 'general-specialist', shop: 'general' }),
    stranger: await sign({ subject: 'general-specialist', shop: 'guided' }),
    expired: await sign({ subject: 'general-specialist', shop: 'general', seconds: -1 }),
    foreign: await sign({ subject: 'general-specialist', shop: 'general', audience: 'elsewhere' }),
  })
})

interface Check {
  readonly query: string
  readonly variables?: object
  readonly operationName?: string
  readonly extensions?: object
  /** Whose token; none: the public. */
  readonly token?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Asked this many times before, within the same second. */
  readonly before?: number
  readonly codes: readonly string[]
  /** Something is answered beside the errors. */
  readonly executed?: true
}

/** Nests an order's customer's orders: three levels each. */
const deep = (times: number) =>
  `{ ${'orders(first: 1) { nodes { customer { '.repeat(times)}id${' } } }'.repeat(times)} }`
const dear =
  '{ orders(first: 40) { nodes { lines { id } customer { id orders(first: 2) { nodes { id } } } } } }'
const me = { token: 'specialist' } as const

const CHECKS: Readonly<Record<string, Check>> = {
  'a text answer': {
    ...me,
    query: '{ orders(first: 3) { nodes { number lines { id } } } }',
    codes: [],
    executed: true,
  },
  'an answer with something computed': {
    ...me,
    query: '{ orders(first: 2) { nodes { number actions { name permitted } } } }',
    codes: [],
    executed: true,
  },
  variables: {
    ...me,
    query: 'query One($n: Int!) { orders(first: $n) { nodes { id } } } query Two { viewer { kind } }',
    variables: { n: 1 },
    operationName: 'One',
    codes: [],
    executed: true,
  },
  'the public': { query: '{ viewer { kind } }', codes: [], executed: true },
  introspection: { query: '{ __schema { queryType { name } } }', codes: [], executed: true },
  'no document': { query: '', codes: ['BAD_REQUEST'] },
  'no GraphQL': { query: '{', codes: ['GRAPHQL_PARSE_FAILED'] },
  'too many tokens': { query: `{ ${'viewer { kind } '.repeat(2_500)} }`, codes: ['DOCUMENT_LIMIT'] },
  'too deep': { ...me, query: deep(5), codes: ['DOCUMENT_LIMIT'] },
  'too many aliases': {
    query: `{ ${Array.from({ length: 1_600 }, (_, i) => `a${i}: __typename`).join(' ')} }`,
    codes: ['DOCUMENT_LIMIT'],
  },
  'too many directives': {
    query: `{ __typename ${Array.from({ length: 51 }, (_, i) => `b${i}: __typename @include(if: true)`).join(' ')} }`,
    codes: ['DOCUMENT_LIMIT'],
  },
  'an unknown field': { ...me, query: '{ orders { nope } }', codes: ['GRAPHQL_VALIDATION_FAILED'] },
  'a subscription': { ...me, query: 'subscription { anything }', codes: ['GRAPHQL_VALIDATION_FAILED'] },
  'a wrong variable': {
    ...me,
    query: 'query ($n: Int!) { orders(first: $n) { nodes { id } } }',
    variables: { n: 'many' },
    codes: ['BAD_USER_INPUT'],
  },
  'no operation of that name': {
    query: 'query A { viewer { kind } } query B { viewer { kind } }',
    operationName: 'C',
    codes: ['OPERATION_RESOLUTION_FAILURE'],
  },
  'a hash of another document': {
    query: '{ __typename }',
    extensions: { persistedQuery: { version: 1, sha256Hash: '0'.repeat(64) } },
    codes: ['BAD_REQUEST'],
  },
  'a forbidden field': {
    ...me,
    query: '{ products(first: 2) { nodes { name cost { amount } } } }',
    codes: ['FORBIDDEN'],
    executed: true,
  },
  'too dear': {
    ...me,
    query: '{ orders(first: 100) { nodes { customer { orders(first: 100) { nodes { id } } } } } }',
    codes: ['COST_LIMIT'],
    executed: true,
  },
  throttled: { ...me, query: dear, before: 4, codes: ['COST_THROTTLED'], executed: true },
  'a body too large': {
    ...me,
    query: `{ viewer { kind } } ${'#'.repeat(51_000)}`,
    codes: ['PAYLOAD_TOO_LARGE'],
  },
  'an expired token': { query: '{ __typename }', token: 'expired', codes: ['UNAUTHENTICATED'] },
  'a token for somebody else': { query: '{ __typename }', token: 'foreign', codes: ['UNAUTHENTICATED'] },
  'no token where one is named': {
    query: '{ __typename }',
    headers: { authorization: 'Basic x' },
    codes: ['UNAUTHENTICATED'],
  },
  'a shop of others': { query: '{ __typename }', token: 'stranger', codes: ['SHOP_UNKNOWN'] },
  'another shop than the token': {
    ...me,
    query: '{ __typename }',
    headers: { 'x-shop': 'apparel' },
    codes: ['SHOP_CONFLICT'],
  },
}

/** Budgets are full again. */
const rest = () => world.setNow(new Date(world.now().getTime() + 60_000))

async function run(ask: (typeof TRANSPORTS)['HTTP'], check: Check): Promise<Outcome> {
  const { query, variables, operationName, extensions, token, before = 0 } = check
  const body = { query, variables, operationName, extensions }
  const headers = { ...(token && { authorization: tokens[token] ?? '' }), ...check.headers }
  rest()
  for (let n = 0; n < before; n += 1) await ask(world.url, headers, body)
  return ask(world.url, headers, body)
}

describe.each(Object.entries(CHECKS))('%s', (_name, check) => {
  test('comes out the same on every transport', async () => {
    const http = await run(TRANSPORTS.HTTP, check)
    expect(http.codes).toEqual(check.codes)
    expect(http.data !== undefined).toBe(check.executed === true)
    for (const ask of [TRANSPORTS['event stream'], TRANSPORTS.WebSocket]) {
      const { codes, data, cost, messages } = await run(ask, check)
      expect({ codes, data, cost }).toEqual({ codes: http.codes, data: http.data, cost: http.cost })
      if (messages) expect(messages).toEqual(http.messages)
    }
  })
})

test('every transport sends the same bytes', async () => {
  const check = { ...me, query: '{ orders(first: 3) { nodes { number lines { id } } } }', codes: [] }
  const texts = []
  for (const ask of Object.values(TRANSPORTS)) texts.push((await run(ask, check)).text)
  expect(texts[0]).toContain('"number":"')
  expect(texts[1]).toBe(texts[0])
  expect(texts[2]).toBe(texts[0])
})

test('a connection outlives its token by no operation', async () => {
  const authorization = `Bearer ${await signToken({ subject: 'general-specialist', shop: 'general', seconds: 30 }, world.now())}`
  const socket = await connect(world.url)
  await socket.init({ authorization })
  expect(await socket.ask('1', { query: '{ viewer { kind } }' })).toMatchObject([
    { payload: { data: { viewer: { kind: 'AGENT' } } } },
    { type: 'complete' },
  ])
  world.setNow(new Date(world.now().getTime() + 31_000))
  expect(await socket.ask('2', { query: '{ viewer { kind } }' })).toMatchObject([
    { type: 'error', payload: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
  ])
  expect(await socket.next()).toMatchObject({ close: 4403 })
})

test('operations side by side on one connection have denials, cost and shop of their own', async () => {
  rest()
  const socket = await connect(world.url)
  await socket.init({ authorization: tokens.specialist })
  const asked = [
    ['a', '{ products(first: 1) { nodes { cost { amount } } } }', 1],
    ['b', '{ products(first: 1) { nodes { name } } }', 0],
    ['c', '{ orders(first: 2) { nodes { id actions { name } } } }', 0],
  ] as const
  for (const [id, query] of asked) socket.send({ id, type: 'subscribe', payload: { query } })
  const results = new Map<string, { errors?: unknown[]; extensions: { cost: { spent: number } } }>()
  for (let n = 0; n < 2 * asked.length; n += 1) {
    const { id = '', type, payload } = await socket.next()
    if (type === 'next') results.set(id, payload as never)
  }
  for (const [id, query, errors] of asked) {
    const result = results.get(id)
    expect(result?.errors ?? []).toHaveLength(errors)
    const alone = await TRANSPORTS.HTTP(world.url, { authorization: tokens.specialist ?? '' }, { query })
    expect(result?.extensions.cost.spent).toBe((alone.cost as { spent: number }).spent)
  }
  socket.close()
})

test('nothing of this was a bug', () => expect(world.problems).toEqual([]))
