import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Edge, post, startEdge } from './http/edge.ts'

let edge: Edge
let operator: string
beforeAll(async () => {
  edge = await startEdge({ METRICS_PORT: '0' })
  operator = `http://127.0.0.1:${edge.operatorPort}`
})
afterAll(() => edge.stop())

describe("the operator's port", () => {
  test('tells what each cache holds', async () => {
    const response = await fetch(`${operator}/metrics`)
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    const text = await response.text()
    expect(text).toContain('# TYPE cs_cache_hits_total counter\n')
    expect(text).toContain('\ncs_cache_entries{cache="memberships"} 0\n')
    expect(text.endsWith('\n')).toBe(true)
    for (const line of text.trimEnd().split('\n'))
      expect(line).toMatch(/^(# (HELP|TYPE) cs_cache_\w+ .+|cs_cache_\w+\{cache="\w+"\} \d+)$/)
  })

  test('forgets what is cached when told to, and answers stay the same', async () => {
    const before = await (await post(edge, { query: '{ whoAmI }' })).json()
    expect((await fetch(`${operator}/caches`, { method: 'DELETE' })).status).toBe(204)
    expect(await (await post(edge, { query: '{ whoAmI }' })).json()).toEqual(before)
  })

  test('has nothing else, and no other way to ask', async () => {
    for (const [method, path] of [
      ['GET', '/'],
      ['GET', '/caches'],
      ['POST', '/caches'],
      ['POST', '/metrics'],
      ['POST', '/graphql'],
    ] as const)
      expect((await fetch(operator + path, { method })).status, `${method} ${path}`).toBe(404)
  })

  test("is not the API's", async () => {
    expect((await fetch(`${edge.url}/metrics`)).status).toBe(404)
    expect((await fetch(`${edge.url}/caches`, { method: 'DELETE' })).status).toBe(404)
  })

  test('is closed where it is not asked for', async () => {
    const without = await startEdge({})
    expect(without.operatorPort).toBe(undefined)
    await without.stop()
  })

  test('is closed again where the port of the API is taken, and the other way round', async () => {
    const free = await startEdge({ METRICS_PORT: '0' })
    const metricsPort = `${free.operatorPort}`
    await free.stop()
    const taken = new URL(edge.url).port
    await expect(startEdge({ METRICS_PORT: metricsPort, PORT: taken })).rejects.toThrow('EADDRINUSE')
    await expect(startEdge({ METRICS_PORT: taken, PORT: metricsPort })).rejects.toThrow('EADDRINUSE')
    const both = await startEdge({ METRICS_PORT: metricsPort })
    await both.stop()
  })

  test('closes with the gateway', async () => {
    const other = await startEdge({ METRICS_PORT: '0' })
    await other.stop()
    await expect(fetch(`http://127.0.0.1:${other.operatorPort}/metrics`)).rejects.toThrow()
  })
})
