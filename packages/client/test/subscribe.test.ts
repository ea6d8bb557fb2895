import type { ServerResponse } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { type ClientOptions, createClient, isCsError, operation } from '../src/index.ts'
import { answer, type Received, refusal, type Service, serve } from './service.ts'

let service: Service | undefined
afterEach(() => service?.stop())

interface Told {
  readonly caseChanged: { readonly cursor: string; readonly type: string } | null
}
const TEXT = 'subscription ($after: String) { caseChanged(after: $after) { cursor type } }'
const changes = operation<object, Told, { after?: string }>({}, () => TEXT)

const head = (response: ServerResponse) =>
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
const next = (n: number) =>
  `event: next\ndata: ${JSON.stringify({ data: { caseChanged: { cursor: `c${n}`, type: `T${n}` } } })}\n\n`
const last = (body: unknown) => `event: next\ndata: ${JSON.stringify(body)}\n\nevent: complete\ndata:\n\n`

/** Answers each stream by one of these, in turn. */
async function clientOf(
  answers: readonly ((response: ServerResponse, request: Received) => void)[],
  options: Partial<ClientOptions> = {},
) {
  let turn = 0
  service = await serve((request, response) => answers[turn++]?.(response, request))
  return { client: createClient({ url: service.url, ...options }), received: service.received }
}

describe('a subscription', () => {
  test('tells what comes, in pieces of any size, and ends when the loop is left', async () => {
    const { client, received } = await clientOf([
      (response) => {
        head(response)
        const bytes = Buffer.from(`:\n\n${next(1)}${next(2)}`)
        for (const byte of bytes) response.write(Buffer.from([byte]))
      },
    ])
    const types: (string | undefined)[] = []
    for await (const { data } of client.subscribe(changes, {})) {
      types.push(data.caseChanged?.type)
      if (types.length === 2) break
    }
    expect(types).toEqual(['T1', 'T2'])
    expect(received[0]?.headers.accept).toBe('text/event-stream')
    expect(received[0]?.body).toEqual({ query: TEXT, variables: {} })
  })

  test('goes on behind its cursor where the stream breaks off, the token ends or the budget is used up', async () => {
    let count = 0
    const { client, received } = await clientOf(
      [
        (response) => head(response).end(next(1)),
        (response) => head(response).end(next(2) + last(refusal('UNAUTHENTICATED'))),
        (response) => answer(response, 503, refusal('UNAVAILABLE')),
        (response) => head(response).end(next(3) + last(refusal('COST_THROTTLED'))),
        (response) => {
          head(response).write(next(4))
          setTimeout(() => response.destroy(), 20)
        },
        (response) => head(response).write(next(5)),
      ],
      { token: () => `token-${++count}` },
    )
    const types: (string | undefined)[] = []
    for await (const { data } of client.subscribe(changes, { after: 'c0' })) {
      types.push(data.caseChanged?.type)
      if (types.length === 5) break
    }
    expect(types).toEqual(['T1', 'T2', 'T3', 'T4', 'T5'])
    expect(received.map(({ body }) => (body.variables as { after: string }).after)).toEqual([
      'c0',
      'c1',
      'c2',
      'c2',
      'c3',
      'c4',
    ])
    expect(received[2]?.headers.authorization).toBe('Bearer token-3')
  })

  test.each(['FORBIDDEN', 'CURSOR_EXPIRED', 'UNAUTHENTICATED'])('throws %s at the start', async (code) => {
    const { client, received } = await clientOf([
      (response) => head(response).end(last({ ...refusal(code), data: { caseChanged: null } })),
    ])
    const all = client.subscribe(changes, {})
    await expect(all.next()).rejects.toSatisfy((error) => isCsError(error, code as 'FORBIDDEN'))
    expect(received).toHaveLength(1)
  })

  test('tells a part that is missing beside the rest', async () => {
    const body = { data: { caseChanged: { cursor: 'c1', type: 'T1' } }, ...refusal('FORBIDDEN') }
    const { client } = await clientOf([
      (response) => head(response).write(`event: next\ndata: ${JSON.stringify(body)}\n\n`),
    ])
    const all = client.subscribe(changes, {})
    const told = await all.next()
    expect(told.value?.errors.map(({ code }) => code)).toEqual(['FORBIDDEN'])
    await all.return()
  })

  test('ends with its signal', async () => {
    const { client } = await clientOf([(response) => head(response).write(next(1))])
    const ending = new AbortController()
    const types: (string | undefined)[] = []
    for await (const { data } of client.subscribe(changes, {}, { signal: ending.signal })) {
      types.push(data.caseChanged?.type)
      ending.abort()
    }
    expect(types).toEqual(['T1'])
  })
})
