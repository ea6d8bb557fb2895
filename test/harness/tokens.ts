import { importJWK, SignJWT } from 'jose'
import { DEVELOPMENT_ISSUER, developmentKeys, TOKEN_TYPE } from './gateway.ts'

export const AUDIENCE = 'customer-service'

/** What a token says, where it differs from a good one. */
export interface TokenClaims {
  readonly subject: string
  readonly shop?: string | undefined
  readonly audience?: string
  readonly issuer?: string
  readonly type?: string
  /** Seconds that it holds from `now`; negative: expired. */
  readonly seconds?: number
}

/** The key file of this run. */
export function keyFile(): string {
  const file = process.env.TEST_KEY_FILE
  if (!file)
    throw new Error('TEST_KEY_FILE is not set: is harness/global-setup.ts the globalSetup of this run?')
  return file
}

/** A token of this run's development issuer. */
export async function signToken(claims: TokenClaims, now: Date): Promise<string> {
  const { privateKey } = await developmentKeys(keyFile())
  const issued = Math.floor(now.getTime() / 1000)
  const expires = issued + (claims.seconds ?? 3600)
  return new SignJWT(claims.shop === undefined ? {} : { shop: claims.shop })
    .setProtectedHeader({ alg: 'ES256', typ: claims.type ?? TOKEN_TYPE, kid: privateKey.kid ?? '' })
    .setIssuer(claims.issuer ?? DEVELOPMENT_ISSUER)
    .setAudience(claims.audience ?? AUDIENCE)
    .setSubject(claims.subject)
    .setIssuedAt(Math.min(issued, expires - 1))
    .setExpirationTime(expires)
    .sign(await importJWK(privateKey, 'ES256'))
}
