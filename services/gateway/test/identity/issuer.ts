import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  type JWK,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
} from 'jose'

export const ISSUER = 'https://issuer.test'
export const AUDIENCE = 'customer-service'
export const NOW = new Date('2026-11-22T04:00:00Z')

/** Seconds since the epoch, `offset` seconds from NOW. */
export const seconds = (offset: number): number => NOW.getTime() / 1000 + offset

export interface SigningKey {
  readonly kid: string
  readonly alg: string
  readonly privateKey: CryptoKey
  readonly jwk: JWK
}

export async function makeSigningKey(alg = 'ES256'): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  const jwk = await exportJWK(publicKey)
  const kid = await calculateJwkThumbprint(jwk)
  return { kid, alg, privateKey, jwk: { ...jwk, kid, alg, use: 'sig' } }
}

type Optional<Fields> = { [Name in keyof Fields]?: Fields[Name] | undefined }

/** A token that holds; `claims` and `header` override, undefined removes. */
export function sign(
  key: SigningKey,
  claims: Optional<JWTPayload> = {},
  header: Optional<JWTHeaderParameters> = {},
): Promise<string> {
  const payload = {
    iss: ISSUER,
    aud: AUDIENCE,
    sub: 'general-specialist',
    iat: seconds(0),
    exp: seconds(3600),
    ...claims,
  }
  return new SignJWT(payload as JWTPayload)
    .setProtectedHeader({ alg: key.alg, typ: 'at+jwt', kid: key.kid, ...header } as JWTHeaderParameters)
    .sign(key.privateKey)
}

/** A server that publishes keys, can rotate them, fail, and counts how often it was asked. */
export interface KeyServer {
  readonly url: string
  keys: readonly JWK[]
  failing: boolean
  asked: number
  close(): Promise<void>
}

export async function startKeyServer(keys: readonly JWK[]): Promise<KeyServer> {
  const state = { keys, failing: false, asked: 0 }
  const server = createServer((_request, response) => {
    state.asked += 1
    response.statusCode = state.failing ? 500 : 200
    response.end(JSON.stringify({ keys: state.keys }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return Object.assign(state, { url, close })
}
