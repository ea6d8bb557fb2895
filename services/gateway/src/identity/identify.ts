import type { IncomingHttpHeaders } from 'node:http'
import type { Principal } from '@cs/domain/access'
import { identityError } from './errors.ts'
import type { Member, MemberShop, Members } from './members.ts'
import type { VerifiedToken, VerifyToken } from './tokens.ts'

/** Who asks, for which shop. */
export interface Identity {
  readonly principal: Principal
  /** Subject of the token; null without one. */
  readonly subject: string | null
  readonly tokenExpiresAt: Date | null
  /** Every shop the subject has a place in, read when asked for. */
  shops(): Promise<readonly MemberShop[]>
}

/** The two headers that say who asks. */
export type IdentityHeaders = Pick<IncomingHttpHeaders, 'authorization'> & {
  readonly 'x-shop'?: string | string[] | undefined
}

/** Throws UNAUTHENTICATED, SHOP_REQUIRED, SHOP_UNKNOWN, SHOP_CONFLICT or UNAVAILABLE (GraphQL errors with an HTTP status). */
export type Identify = (headers: IdentityHeaders, now: Date) => Promise<Identity>

const PUBLIC: Identity = {
  principal: { kind: 'public' },
  subject: null,
  tokenExpiresAt: null,
  shops: async () => [],
}
const LONGEST_SHOP = 64

/** No token: public. A token that does not hold is refused, never taken for none. */
export function identifier(verify: VerifyToken, members: Members): Identify {
  return async (headers, now) => {
    if (headers.authorization === undefined) return PUBLIC
    const token = await verify(bearer(headers.authorization), now)
    const principal = await memberOf(token, shopHeader(headers), members, now)
    return {
      principal,
      subject: token.subject,
      tokenExpiresAt: token.expiresAt,
      shops: () => members.shops(token.subject, now),
    }
  }
}

function bearer(authorization: string): string {
  const match = /^Bearer +([\w-]+\.[\w-]*\.[\w-]*)$/i.exec(authorization.trim())
  if (!match?.[1])
    throw identityError('UNAUTHENTICATED', 'The Authorization header must be `Bearer <token>`.')
  return match[1]
}

function shopHeader(headers: IdentityHeaders): string | undefined {
  const value = headers['x-shop']
  const shop = Array.isArray(value) ? value.join() : value?.trim()
  return shop === '' ? undefined : shop
}

async function memberOf(
  token: VerifiedToken,
  header: string | undefined,
  members: Members,
  now: Date,
): Promise<Member> {
  const wanted = token.shop ?? header ?? (await onlyShop(token.subject, members, now))
  const member = wanted.length > LONGEST_SHOP ? null : await members.find(token.subject, wanted, now)
  if (!member) throw identityError('SHOP_UNKNOWN', 'You have no place in a shop of this name.')
  if (token.shop !== undefined && header !== undefined && header !== token.shop) {
    // The same shop may be named once by code and once by id; anything else gets one answer, existing or not.
    const other = header.length > LONGEST_SHOP ? null : await members.find(token.subject, header, now)
    if (other?.shop !== member.shop) {
      throw identityError('SHOP_CONFLICT', 'The X-Shop header names another shop than the token.')
    }
  }
  return member
}

async function onlyShop(subject: string, members: Members, now: Date): Promise<string> {
  const shops = await members.shops(subject, now)
  const [first, second] = shops
  if (first && !second) return first.id
  if (!first) throw identityError('SHOP_UNKNOWN', 'You have no place in any shop.')
  throw identityError('SHOP_REQUIRED', 'You belong to several shops: name one in the X-Shop header.', {
    extensions: { shops: shops.map(({ id, code, name }) => ({ id, code, name })) },
  })
}
