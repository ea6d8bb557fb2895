import { createHmac } from 'node:crypto'
import { exportSPKI, importJWK, UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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

let key: SigningKey
let rsa: SigningKey
let server: KeyServer
let verify: VerifyToken

beforeAll(async () => {
  key = await makeSigningKey()
  rsa = await makeSigningKey('RS256')
  server = await startKeyServer([key.jwk, rsa.jwk])
  const keys = remoteKeys({ url: server.url })
  verify = tokenVerifier([{ issuer: ISSUER, audience: AUDIENCE, algorithms: ALGORITHMS, keys }])
})
afterAll(() => server.close())

const unauthenticated = { extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } } }
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const afterSeconds = (offset: number) => new Date(NOW.getTime() + offset * 1000)

describe('a token that holds', () => {
  test('names its subject, shop and expiry', async () => {
    expect(await verify(await sign(key, { shop: 'general' }), NOW)).toEqual({
      subject: 'general-specialist',
      shop: 'general',
      issuer: ISSUER,
      expiresAt: afterSeconds(3600),
    })
  })

  test('may be signed with RS256', async () => {
    expect(await verify(await sign(rsa), NOW)).toMatchObject({
      subject: 'general-specialist',
      shop: undefined,
    })
  })

  test('may be for several audiences', async () => {
    expect(await verify(await sign(key, { aud: ['else', AUDIENCE] }), NOW)).toBeDefined()
  })

  test('may come from a clock that is a few seconds ahead', async () => {
    expect(await verify(await sign(key, { nbf: seconds(3) }), NOW)).toBeDefined()
  })
})

describe('a token is refused when', () => {
  const cases: Record<string, () => Promise<string> | string> = {
    'it has expired': () => sign(key, { exp: seconds(-60) }),
    'it expires this very second': () => sign(key, { exp: seconds(0) }),
    'it never expires': () => sign(key, { exp: undefined }),
    'it is not valid yet': () => sign(key, { nbf: seconds(60) }),
    'it is for another audience': () => sign(key, { aud: 'billing' }),
    'it is for no audience': () => sign(key, { aud: undefined }),
    'it is by another issuer': () => sign(key, { iss: 'https://elsewhere.test' }),
    'it names no issuer': () => sign(key, { iss: undefined }),
    'it has no subject': () => sign(key, { sub: undefined }),
    'its subject is empty': () => sign(key, { sub: '' }),
    'its subject holds what no name can': () => sign(key, { sub: 'general\0manager' }),
    'its shop holds what no name can': () => sign(key, { shop: 'general\0' }),
    'its shop is not a text': () => sign(key, { shop: 7 }),
    'it is an id token': () => sign(key, {}, { typ: 'JWT' }),
    'it has no type': () => sign(key, {}, { typ: undefined }),
    'it names no key': () => sign(key, {}, { kid: undefined }),
    'it names a key that does not exist': () => sign(key, {}, { kid: 'nobody' }),
    'it names the key of another': async () => sign(await makeSigningKey(), {}, { kid: key.kid }),
    'it is not a token': () => 'a.b.c',
    'it is longer than any token': () => `${'a'.repeat(9000)}.b.c`,
    'it is unsigned': () =>
      new UnsecuredJWT({ sub: 'x' })
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setExpirationTime(seconds(60))
        .encode(),
    'it says it is unsigned and names a key': () =>
      `${encode({ alg: 'none', typ: 'at+jwt', kid: key.kid })}.${encode({ iss: ISSUER, aud: AUDIENCE, sub: 'x', exp: seconds(60) })}.`,
    'it is signed with an algorithm that is not on our list': async () => {
      const other = await makeSigningKey('ES384')
      return sign(other, {}, { kid: key.kid })
    },
    'the public key was used as a shared secret': async () => {
      const secret = await exportSPKI((await importJWK(rsa.jwk, 'RS256', { extractable: true })) as CryptoKey)
      const head = encode({ alg: 'HS256', typ: 'at+jwt', kid: rsa.kid })
      const body = encode({ iss: ISSUER, aud: AUDIENCE, sub: 'general-manager', exp: seconds(60) })
      const mac = createHmac('sha256', secret).update(`${head}.${body}`).digest('base64url')
      return `${head}.${body}.${mac}`
    },
    'its claims were changed after signing': async () => {
      const [head, body = '', signature] = (await sign(key)).split('.')
      const claims = JSON.parse(Buffer.from(body, 'base64url').toString())
      return [head, encode({ ...claims, sub: 'general-manager' }), signature].join('.')
    },
    'its signature was cut off': async () => `${(await sign(key)).split('.').slice(0, 2).join('.')}.`,
  }

  test.each(Object.entries(cases))('%s', async (_name, make) => {
    await expect(verify(await make(), NOW)).rejects.toMatchObject(unauthenticated)
  })
})

test('a token that was checked before is refused once it has expired', async () => {
  const token = await sign(key, { exp: seconds(10) })
  await verify(token, NOW)
  await expect(verify(token, afterSeconds(10))).rejects.toMatchObject(unauthenticated)
})

test('a token is checked once', async () => {
  let checks = 0
  const counted = remoteKeys({ url: server.url })
  const verifyCounted = tokenVerifier([
    {
      issuer: ISSUER,
      audience: AUDIENCE,
      algorithms: ALGORITHMS,
      keys: (header, now) => {
        checks += 1
        return counted(header, now)
      },
    },
  ])
  const token = await sign(key)
  await verifyCounted(token, NOW)
  await verifyCounted(token, afterSeconds(60))
  expect(checks).toBe(1)
})

test('a refusal does not say what was wrong', async () => {
  const message = async (token: string) => verify(token, NOW).catch((error: Error) => error.message)
  const wrongAudience = await message(await sign(key, { aud: 'billing' }))
  expect(await message(await sign(await makeSigningKey(), {}, { kid: key.kid }))).toBe(wrongAudience)
})
