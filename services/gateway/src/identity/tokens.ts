import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose'
import { Caches } from '../caches.ts'
import { identityError, identityErrorCode } from './errors.ts'
import type { KeySource } from './keys.ts'

/** Signature algorithms we take: both asymmetric, so a public key can never pass for a secret. */
export const ALGORITHMS = ['ES256', 'RS256'] as const

/** Type of an access token (RFC 9068): an id token of the same issuer is not one. */
export const TOKEN_TYPE = 'at+jwt'

/** Seconds by which an issuer's clock may be ahead of ours (`nbf`, `iat`). Expiry is exact. */
const CLOCK_TOLERANCE = 5
const LONGEST_TOKEN = 8_192
/** Characters of all tokens that are remembered. */
const MOST_TEXT = 8_000_000

/** An issuer we trust. */
export interface TrustedIssuer {
  readonly issuer: string
  readonly audience: string
  readonly algorithms: readonly string[]
  readonly keys: KeySource
}

/** What a checked token says. */
export interface VerifiedToken {
  readonly subject: string
  /** The one shop the token is for, by id or code. */
  readonly shop: string | undefined
  readonly issuer: string
  readonly expiresAt: Date
}

/** Checks a bearer token. Throws UNAUTHENTICATED or UNAVAILABLE. */
export type VerifyToken = (token: string, now: Date) => Promise<VerifiedToken>

/**
 * Checks signature, issuer, audience, type and times. A checked token is remembered until it expires: checking
 * one costs more than reading a row, and hashing it costs as much as sending the answer's head.
 */
export function tokenVerifier(issuers: readonly TrustedIssuer[], caches = new Caches()): VerifyToken {
  const byName = new Map(issuers.map((trusted) => [trusted.issuer, trusted]))
  const cache = caches.bounded<VerifiedToken>('tokens', {
    maxSize: MOST_TEXT,
    sizeCalculation: (_, token) => token.length,
  })

  return async (token, now) => {
    if (token.length > LONGEST_TOKEN) throw refused()
    const known = cache.get(token, ({ expiresAt }) => expiresAt > now)
    if (known) return known
    const verified = await verify(token, now, byName)
    cache.set(token, verified)
    return verified
  }
}

async function verify(
  token: string,
  now: Date,
  issuers: ReadonlyMap<string, TrustedIssuer>,
): Promise<VerifiedToken> {
  try {
    const trusted = issuers.get(decodeJwt(token).iss ?? '')
    // A key must be named: trying all of them would let an old key be used unnoticed.
    if (!trusted || typeof decodeProtectedHeader(token).kid !== 'string') throw refused()
    const { payload } = await jwtVerify(token, (header) => trusted.keys(header, now), {
      issuer: trusted.issuer,
      audience: trusted.audience,
      algorithms: [...trusted.algorithms],
      typ: TOKEN_TYPE,
      requiredClaims: ['sub', 'exp'],
      clockTolerance: CLOCK_TOLERANCE,
      currentDate: now,
    })
    return read(payload, trusted.issuer, now)
  } catch (error) {
    if (identityErrorCode(error)) throw error
    if (error instanceof errors.JWTExpired) throw expired()
    if (error instanceof errors.JOSEError) throw refused()
    // WebCrypto refuses malformed keys and signatures with errors of its own.
    if (error instanceof TypeError || error instanceof DOMException) throw refused()
    throw error
  }
}

function read(payload: JWTPayload, issuer: string, now: Date): VerifiedToken {
  const { sub: subject, exp, shop } = payload
  if (typeof subject !== 'string' || subject === '' || exp === undefined) throw refused()
  if (shop !== undefined && (typeof shop !== 'string' || shop === '')) throw refused()
  // The database holds no U+0000: asking it for one fails, which would look like an outage.
  if (subject.includes('\0') || shop?.includes('\0')) throw refused()
  const expiresAt = new Date(exp * 1000)
  if (!(expiresAt > now)) throw expired()
  return { subject, shop, issuer, expiresAt }
}

/** One answer for every fault: what exactly was wrong helps only who forges. */
function refused() {
  return identityError('UNAUTHENTICATED', 'The token is not valid.')
}

/** Told apart, so that a client knows to renew it. */
function expired() {
  return identityError('UNAUTHENTICATED', 'The token has expired.')
}
