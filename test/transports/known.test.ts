import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signToken } from '../harness/tokens.ts'
import { openWorld } from '../harness/world.ts'

// A document that was answered with text is known, and is answered without Apollo the next time.
const world = await openWorld('known')
afterAll(() => world.close())

const QUERY = 'query Some($n: Int!) { orders(first: $n) { nodes { number actions { name permitted } } } }'
const variables = { n: 2 }
let authorization: string

const post = (body: object, headers: Readonly<Record<string, string>> = {}) =>
  fetch(`${world.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization, ...headers },
    body: JSON.stringify(body),
  })

/** The status, the type, and the answer without what is left of the budget. */
async function told(response: Response) {
  const { data, errors } = (await response.json()) as { data?: unknown; errors?: unknown }
  return { status: response.status, type: response.headers.get('content-type'), data, errors }
}

const sign = async (claims: Parameters<typeof signToken>[0]) =>
  `Bearer ${await signToken({ seconds: 3_600, ...claims }, world.now())}`

beforeAll(async () => {
  authorization = await sign({ subject: 'general-specialist', shop: 'general' })
})

describe('a known document', () => {
  test('is answered as it was the first time', async () => {
    const first = await told(await post({ query: QUERY, variables }))
    expect(first).toMatchObject({ status: 200, errors: undefined })
    expect(first.data).toMatchObject({ orders: { nodes: [{ number: expect.any(String) }, {}] } })
    expect(await told(await post({ query: QUERY, variables, operationName: 'Some' }))).toEqual(first)
    expect(await told(await post({ query: QUERY, variables, extensions: {} }))).toEqual(first)
  })

  test('is answered to who may ask, in the shop that is asked', async () => {
    const asked = { query: QUERY, variables }
    const own = await told(await post(asked))
    const expired = await sign({ subject: 'general-specialist', shop: 'general', seconds: -1 })
    expect((await post(asked, { authorization: expired })).status).toBe(401)
    expect((await post(asked, { 'x-shop': 'apparel' })).status).toBe(400)
    const stranger = await sign({ subject: 'apparel-specialist', shop: 'apparel' })
    const other = await told(await post(asked, { authorization: stranger }))
    expect(other.status).toBe(200)
    expect(other.data).not.toEqual(own.data)
  })

  test('with variables or a name that do not fit is refused as an unknown one is', async () => {
    for (const odd of [
      { variables: { n: 'two' } },
      { variables: 'two' },
      { variables: {} },
      { variables: { n: 1_000 } },
      { variables, operationName: 'Other' },
      { variables, operationName: 7 },
      { variables, extensions: 'none' },
      { variables, extensions: { persistedQuery: { version: 1, sha256Hash: '0'.repeat(64) } } },
    ]) {
      const known = await told(await post({ query: QUERY, ...odd }))
      const unknown = await told(await post({ query: `${QUERY} #${JSON.stringify(odd)}`, ...odd }))
      expect(known.errors).toEqual(unknown.errors)
      expect(known.status).toBe(unknown.status)
      expect(known.errors).toHaveLength(1)
    }
  })

  test('is answered in the type that is accepted', async () => {
    const typeOf = async (accept: string) =>
      (await post({ query: QUERY, variables }, { accept })).headers.get('content-type')
    for (const accept of [
      'application/graphql-response+json',
      'application/graphql-response+json, application/json;q=0.9',
    ])
      expect(await typeOf(accept)).toBe('application/graphql-response+json; charset=utf-8')
    for (const accept of ['*/*', 'application/json', 'application/graphql-response+json;q=0.1, */*'])
      expect(await typeOf(accept)).toBe('application/json; charset=utf-8')
    expect((await post({ query: QUERY, variables }, { accept: 'text/csv' })).status).toBe(406)
  })

  test('may be known by its hash, once it was given with it', async () => {
    const query = `${QUERY} # by hash`
    const sha256Hash = createHash('sha256').update(query).digest('hex')
    const extensions = { persistedQuery: { version: 1, sha256Hash } }
    const byHash = () => post({ variables, extensions }).then(told)
    expect((await byHash()).errors).toMatchObject([{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }])
    const first = await told(await post({ query, variables, extensions }))
    for (let time = 0; time < 3; time += 1) expect(await byHash()).toEqual(first)
    const version = { persistedQuery: { version: 2, sha256Hash } }
    expect((await told(await post({ variables, extensions: version }))).errors).toHaveLength(1)
  })
})
