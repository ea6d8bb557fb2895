import { randomUUID } from 'node:crypto'
import { chmod, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { GRADES } from '@cs/domain/access'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose'
import { localKeys } from './keys.ts'
import { TOKEN_TYPE, type TrustedIssuer } from './tokens.ts'

/** Issuer of development tokens. Production refuses it by name. */
export const DEVELOPMENT_ISSUER = 'urn:customer-service:development'

/** The partner clients of the demo shops, by role. */
const PARTNER_SUBJECTS = {
  partner: 'partner-storefront',
  erp: 'partner-erp',
  carrier: 'partner-carrier',
} as const

/** Whom a development token can speak for: the demo data has each. */
export const DEVELOPMENT_ROLES = [...GRADES, 'partner', 'erp', 'carrier'] as const
export type DevelopmentRole = (typeof DEVELOPMENT_ROLES)[number]

export const DEVELOPMENT_SHOPS = ['general', 'guided', 'apparel'] as const
export type DevelopmentShop = (typeof DEVELOPMENT_SHOPS)[number]

/** A key pair of this checkout, as JWKs. */
export interface DevelopmentKeys {
  readonly privateKey: JWK
  readonly publicKey: JWK
}

/** Subject of a role in the demo data. */
function developmentSubject(role: DevelopmentRole, shop: DevelopmentShop): string {
  return role === 'partner' || role === 'erp' || role === 'carrier'
    ? PARTNER_SUBJECTS[role]
    : `${shop}-${role}`
}

/** The key pair in `file`, made on first use and readable by its owner only. Safe when two processes ask at once. */
export async function developmentKeys(file: string): Promise<DevelopmentKeys> {
  try {
    return parse(await readFile(file, 'utf8'))
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error
  }
  await mkdir(dirname(file), { recursive: true })
  const draft = `${file}.${randomUUID()}`
  try {
    await writeFile(draft, JSON.stringify(await makeKey()), { mode: 0o600, flag: 'wx' })
    await chmod(draft, 0o600)
    // Unlike a rename, a link fails when the file is there: the first of two writers wins.
    await link(draft, file)
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
  } finally {
    await rm(draft, { force: true })
  }
  return parse(await readFile(file, 'utf8'))
}

async function makeKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const jwk = await exportJWK(privateKey)
  return { ...jwk, alg: 'ES256', use: 'sig', kid: await calculateJwkThumbprint(jwk) }
}

function parse(text: string): DevelopmentKeys {
  const privateKey = JSON.parse(text) as JWK
  const { d: _secret, ...publicKey } = privateKey
  return { privateKey, publicKey }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

/** Trusts the tokens of this checkout. */
export function developmentIssuer(keys: DevelopmentKeys, audience: string): TrustedIssuer {
  return {
    issuer: DEVELOPMENT_ISSUER,
    audience,
    algorithms: ['ES256'],
    keys: localKeys({ keys: [keys.publicKey] }),
  }
}

export interface DevelopmentToken {
  readonly token: string
  readonly subject: string
  readonly shop: DevelopmentShop
  readonly expiresAt: Date
}

/** Signs a token for a role of the demo data. */
export async function signDevelopmentToken(
  keys: DevelopmentKeys,
  claims: {
    readonly role: DevelopmentRole
    readonly shop: DevelopmentShop
    readonly hours: number
    readonly audience: string
  },
  now: Date,
): Promise<DevelopmentToken> {
  const subject = developmentSubject(claims.role, claims.shop)
  const issuedAt = Math.floor(now.getTime() / 1000)
  const expires = issuedAt + Math.round(claims.hours * 3600)
  const token = await new SignJWT({ shop: claims.shop })
    .setProtectedHeader({ alg: 'ES256', typ: TOKEN_TYPE, kid: keys.privateKey.kid ?? '' })
    .setIssuer(DEVELOPMENT_ISSUER)
    .setAudience(claims.audience)
    .setSubject(subject)
    .setIssuedAt(issuedAt)
    .setExpirationTime(expires)
    .setJti(randomUUID())
    .sign(await importJWK(keys.privateKey, 'ES256'))
  return { token, subject, shop: claims.shop, expiresAt: new Date(expires * 1000) }
}
