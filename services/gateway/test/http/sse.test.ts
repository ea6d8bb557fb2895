import { PassThrough } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { HeaderMap } from '@apollo/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventStream } from '../../src/http/sse.ts'
import { type Edge, post, startEdge } from './edge.ts'
import { eventsOf } from './events.ts'

const ACCEPT = { accept: 'text/event-stream' }
let edge: Edge
beforeAll(async () => {
  edge = await startEdge({ BODY_LIMIT: '2000', PING_INTERVAL: '100', STOP_DEADLINE: '5000' })
})
afterAll(() => edge.stop())

const query = '{ whoAmI }'

test('an operation is answered with one result and the end', async () => {
  const response = await post(edge, { query }, ACCEPT)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(await response.text()).toBe(
    'event: next\ndata: {"data":{"whoAmI":"public"}}\n\nevent: complete\ndata:\n\n',
  )
})

test('a mutation runs once', async () => {
  const before = edge.state.written
  const response = await post(edge, { query: 'mutation { write }' }, ACCEPT)
  expect(eventsOf(await response.text())[0]?.data).toBe(`{"data":{"write":${before + 1}}}`)
  expect(edge.state.written).toBe(before + 1)
})

test('a document that is refused says so in the stream, a sender by the status', async () => {
  const refused = await post(edge, { query: '{ unknown }' }, ACCEPT)
  expect(refused.status).toBe(200)
  const [next, complete] = eventsOf(await refused.text())
  expect(JSON.parse(next?.data ?? '')).toMatchObject({
    errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
  })
  expect(complete).toEqual({ event: 'complete', data: '' })
  const stranger = await post(edge, { query }, { ...ACCEPT, authorization: 'Bearer a.b.c' })
  expect(stranger.status).toBe(401)
  expect(await stranger.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] })
  expect((await post(edge, ' '.repeat(3000), ACCEPT)).status).toBe(413)
})

test('who names JSON first gets JSON; a stream is for POST', async () => {
  const accept = 'application/graphql-response+json, application/json, text/event-stream, multipart/mixed'
  const json = await post(edge, { query }, { accept })
  expect(json.headers.get('content-type')).toContain('application/graphql-response+json')
  const get = await fetch(`${edge.url}/graphql?${new URLSearchParams({ query })}`, {
    headers: { ...ACCEPT, 'apollo-require-preflight': '1' },
  })
  expect(get.status).toBe(406)
})

test('a slow answer shows signs of life', async () => {
  const response = await post(edge, { query: '{ slow(milliseconds: 350) }' }, ACCEPT)
  const text = await response.text()
  expect(text).toMatch(/^(:\n\n){2,4}event: next\n/)
  expect(eventsOf(text).map(({ event }) => event)).toEqual(['next', 'complete'])
})

test('a caller who goes away is written to no more', async () => {
  edge.lines.length = 0
  const abort = new AbortController()
  const response = await fetch(`${edge.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...ACCEPT },
    body: JSON.stringify({ query: '{ slow(milliseconds: 400) }' }),
    signal: abort.signal,
  })
  expect(response.status).toBe(200)
  abort.abort()
  await expect.poll(() => edge.lines.length).toBe(1)
  expect(edge.lines[0]).toMatchObject({ route: 'graphql-sse', status: 499 })
  await sleep(400)
  expect(edge.lines).toHaveLength(1)
})

test('stopping lets a stream end', async () => {
  const other = await startEdge({ STOP_DEADLINE: '5000' })
  const running = post(other, { query: '{ slow(milliseconds: 300) }' }, ACCEPT)
  await sleep(100)
  const stopped = other.stop()
  expect(eventsOf(await (await running).text())).toHaveLength(2)
  await stopped
})

test('line breaks between the rows of a text stay inside of the event', () => {
  const response = Object.assign(new PassThrough(), { headersSent: false, writeHead: () => {} })
  const string = '{"data":[1, \n 2,\r\n3]}\n'
  eventStream(response as never, { pingInterval: 1000, sendDeadline: 1000 }).end({
    headers: new HeaderMap(),
    body: { kind: 'complete', string },
  })
  const [next] = eventsOf(String(response.read()))
  expect(JSON.parse(next?.data ?? '')).toEqual({ data: [1, 2, 3] })
})
