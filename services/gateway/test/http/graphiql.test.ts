import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readExamples } from '../../src/graphiql/examples.ts'
import { type Edge, post, startEdge } from './edge.ts'

let folder: string
let edge: Edge
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graphiql-'))
  edge = await startEdge({ DEVELOPMENT_TOKENS: '1', DEVELOPMENT_KEY_FILE: join(folder, 'key.json') })
})
afterAll(async () => {
  await edge.stop()
  await rm(folder, { recursive: true })
})

/** fetch does not let its caller choose Host. */
function status(path: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(edge.url + path, { headers }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .on('error', reject)
      .end()
  })
}

describe('the page', () => {
  test('names nothing on another origin and forbids loading it', async () => {
    const page = await fetch(`${edge.url}/`)
    expect(await page.text()).not.toMatch(/(https?:)?\/\/[\w-]+\./)
    const policy = page.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toMatch(/https?:|\*|script-src[^;]*'unsafe/)
  })

  test('gives every script the nonce of this answer', async () => {
    const nonce = async () => {
      const page = await fetch(`${edge.url}/`)
      const used = [...(await page.text()).matchAll(/<script([^>]*)>/g)].map(([, attributes]) => attributes)
      const [, value] = /'nonce-([^']+)'/.exec(page.headers.get('content-security-policy') ?? '') ?? []
      for (const attributes of used) expect(attributes).toContain(`nonce="${value}"`)
      return value
    }
    expect(await nonce()).not.toBe(await nonce())
  })

  test('finds all its own files', async () => {
    const html = await (await fetch(`${edge.url}/`)).text()
    const paths = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path)
    expect(paths.length).toBeGreaterThan(3)
    for (const path of paths) expect((await fetch(edge.url + path)).status).toBe(200)
  })

  test('is where a browser ends that opens the API', async () => {
    const opened = await fetch(`${edge.url}/graphql`, {
      headers: { accept: 'text/html' },
      redirect: 'manual',
    })
    expect([opened.status, opened.headers.get('location')]).toEqual([302, '/'])
  })

  test('offers examples that have titles', async () => {
    const html = await (await fetch(`${edge.url}/`)).text()
    for (const { id } of await readExamples()) expect(html).toContain(`<option value="${id}">`)
  })
})

describe('a development token', () => {
  test('is handed to a page of this server and holds', async () => {
    const response = await fetch(`${edge.url}/dev/token?role=manager&shop=general`)
    const { token, subject } = (await response.json()) as { token: string; subject: string }
    expect(subject).toBe('general-manager')
    const used = await post(edge, { query: '{ whoAmI }' }, { authorization: `Bearer ${token}` })
    expect(await used.json()).toEqual({ data: { whoAmI: 'general-manager' } })
  })

  const refused: Record<string, Record<string, string>> = {
    'a page elsewhere': { origin: 'https://evil.test' },
    'a page of another port': { origin: 'http://127.0.0.1:1' },
    'a sandboxed page': { origin: 'null' },
    'a name that was rebound to this machine': { host: 'evil.test' },
    'a name that only looks local': { host: 'localhost.evil.test' },
    'an image on another site': { 'sec-fetch-site': 'cross-site' },
    'a page of another port, by the browser': { 'sec-fetch-site': 'same-site' },
  }
  test.each(Object.entries(refused))('is refused to %s', async (_who, headers) => {
    expect(await status('/dev/token?role=manager', headers)).toBe(403)
  })

  test.each(['role=king', 'role=manager&shop=other', ''])('is refused for %j', async (query) => {
    expect(await status(`/dev/token?${query}`, {})).toBe(400)
  })
})

test('without the switch there are no page, no tokens, and a development token is refused', async () => {
  const plain = await startEdge({ DEVELOPMENT_KEY_FILE: join(folder, 'key.json') })
  for (const path of ['/', '/dev/token?role=manager', '/graphiql/ruru.js']) {
    expect((await fetch(plain.url + path)).status).toBe(404)
  }
  const { token } = (await (await fetch(`${edge.url}/dev/token?role=manager`)).json()) as { token: string }
  expect((await post(plain, { query: '{ whoAmI }' }, { authorization: `Bearer ${token}` })).status).toBe(401)
  await plain.stop()
})
