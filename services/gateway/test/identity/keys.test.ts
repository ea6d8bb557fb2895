import { afterEach, beforeEach, expect, test } from 'vitest'
import { ALGORITHMS, remoteKeys, tokenVerifier, type VerifyToken } from '../../src/identity/index.ts'
import {
  AUDIENCE,
  ISSUER,
  type KeyServer,
  makeSigningKey,
  NOW,
  type SigningKey,
  seconds,
  sign,
  startKeyServer,
} from './issuer.ts'

const TIMES = { maxAge: 600_000, maxStale: 3_600_000, cooldown: 30_000, retry: 5_000, timeout: 1_000 }

let old: SigningKey
let fresh: SigningKey
let server: KeyServer
let verify: VerifyToken

beforeEach(async () => {
  old = await makeSigningKey()
  fresh = await makeSigningKey()
  server = await startKeyServer([old.jwk])
  const keys = remoteKeys({ url: server.url, ...TIMES })
  verify = tokenVerifier([{ issuer: ISSUER, audience: AUDIENCE, algorithms: ALGORITHMS, keys }])
})
afterEach(() => server.close())

const after = (offset: number) => new Date(NOW.getTime() + offset * 1000)
/** A token of its own each time, so that the cache of tokens does not answer. */
const token = (key: SigningKey) => sign(key, { jti: crypto.randomUUID(), exp: seconds(86_400) })
const unauthenticated = { extensions: { code: 'UNAUTHENTICATED' } }
const unavailable = { extensions: { code: 'UNAVAILABLE', http: { status: 503 } } }

test('keys are fetched once for many tokens, also when these come at once', async () => {
  await Promise.all([1, 2, 3].map(async () => verify(await token(old), NOW)))
  await verify(await token(old), after(60))
  expect(server.asked).toBe(1)
})

test('a rotation is noticed by the first token of the new key', async () => {
  await verify(await token(old), NOW)
  server.keys = [fresh.jwk, old.jwk]
  expect(await verify(await token(fresh), after(31))).toBeDefined()
  expect(server.asked).toBe(2)
})

test('made-up key names cause one fetch per cooldown', async () => {
  await verify(await token(old), NOW)
  for (const offset of [31, 32, 33, 34]) {
    const forged = await sign(fresh, { exp: seconds(3600) }, { kid: `made-up-${offset}` })
    await expect(verify(forged, after(offset))).rejects.toMatchObject(unauthenticated)
  }
  expect(server.asked).toBe(2)
})

test('a key that was withdrawn is refused when the keys are fetched again', async () => {
  await verify(await token(old), NOW)
  server.keys = [fresh.jwk]
  expect(await verify(await token(old), after(599))).toBeDefined()
  await expect(verify(await token(old), after(601))).rejects.toMatchObject(unauthenticated)
})

test('an outage is ridden out on the last good keys, for a bounded time', async () => {
  await verify(await token(old), NOW)
  server.failing = true
  expect(await verify(await token(old), after(1200))).toBeDefined()
  expect(await verify(await token(old), after(4199))).toBeDefined()
  await expect(verify(await token(old), after(4201))).rejects.toMatchObject(unavailable)
})

test('an unknown key during an outage is not a verdict on the token', async () => {
  await verify(await token(old), NOW)
  server.failing = true
  await expect(verify(await token(fresh), after(31))).rejects.toMatchObject(unavailable)
})

test('before the first keys arrive nobody is refused for good, and recovery is quick', async () => {
  server.failing = true
  await expect(verify(await token(old), NOW)).rejects.toMatchObject(unavailable)
  server.failing = false
  await expect(verify(await token(old), after(4))).rejects.toMatchObject(unavailable)
  expect(await verify(await token(old), after(6))).toBeDefined()
})

test('a dead issuer is an outage too', async () => {
  await server.close()
  await expect(verify(await token(old), NOW)).rejects.toMatchObject(unavailable)
  server = await startKeyServer([])
})

test('a document that is no key set does not replace good keys', async () => {
  await verify(await token(old), NOW)
  Object.assign(server, { keys: 'none' })
  expect(await verify(await token(old), after(700))).toBeDefined()
})
