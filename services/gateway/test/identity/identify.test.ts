import type { ShopId } from '@cs/domain/access'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  cachedMembers,
  type Identify,
  type IdentityStore,
  identifier,
  localKeys,
  type Member,
  type MemberShop,
  tokenVerifier,
} from '../../src/identity/index.ts'
import { AUDIENCE, ISSUER, makeSigningKey, NOW, type SigningKey, sign } from './issuer.ts'

const GENERAL = { id: '01900000-0000-7000-8000-000000000001', code: 'general', name: '通用店' }
const APPAREL = { id: '01900000-0000-7000-8000-000000000003', code: 'apparel', name: '服饰店' }
const FOREIGN = { id: '01900000-0000-7000-8000-000000000002', code: 'guided', name: '导购店' }

/** Memberships kept in memory; `asked` counts the look-ups and `grade` may change under way. */
class Register implements IdentityStore {
  asked = 0
  failing = false
  grade: MemberShop['grade'] = 'specialist'
  readonly places: Record<string, readonly (typeof GENERAL)[]> = {
    one: [GENERAL],
    two: [GENERAL, APPAREL],
    none: [],
  }

  async findMember(subject: string, shop: string): Promise<Member | null> {
    this.asked += 1
    if (this.failing) throw new Error('connection refused')
    const place = this.places[subject]?.find(({ id, code }) => id === shop || code === shop)
    return place ? agent(place.id, this.grade ?? 'specialist') : null
  }

  async shopsOf(subject: string): Promise<readonly MemberShop[]> {
    return (this.places[subject] ?? []).map((place) => ({ ...place, grade: this.grade }))
  }
}

function agent(shop: string, grade: 'specialist' | 'senior' | 'supervisor' | 'manager'): Member {
  const id = `agent-of-${shop}` as Extract<Member, { kind: 'agent' }>['id']
  return {
    kind: 'agent',
    id,
    shop: shop as ShopId,
    grade,
    function: 'in_sale',
    department: 'service',
    team: [],
  }
}

let key: SigningKey
let register: Register
let identify: Identify

beforeAll(async () => {
  key = await makeSigningKey()
})
beforeEach(() => {
  register = new Register()
  const issuer = {
    issuer: ISSUER,
    audience: AUDIENCE,
    algorithms: ['ES256'],
    keys: localKeys({ keys: [key.jwk] }),
  }
  identify = identifier(tokenVerifier([issuer]), cachedMembers(register))
})

async function ask(claims: { sub: string; shop?: string }, shop?: string, now = NOW) {
  return identify({ authorization: `Bearer ${await sign(key, claims)}`, 'x-shop': shop }, now)
}
const code = (name: string) => ({ extensions: { code: name } })
const afterMs = (offset: number) => new Date(NOW.getTime() + offset)

describe('who asks', () => {
  test('without a token: the public, whatever shop is named', async () => {
    const identity = await identify({ 'x-shop': GENERAL.code }, NOW)
    expect(identity).toMatchObject({ principal: { kind: 'public' }, subject: null, tokenExpiresAt: null })
    expect(await identity.shops()).toEqual([])
    expect(register.asked).toBe(0)
  })

  test.each(['', 'Bearer', 'Bearer ', 'Basic YTpi', 'Bearer a b', 'Bearer nonsense', 'token'])(
    'a header that is no bearer token (%j) is refused, not taken for none',
    async (authorization) => {
      await expect(identify({ authorization }, NOW)).rejects.toMatchObject(code('UNAUTHENTICATED'))
    },
  )

  test('the member of the shop that the token names, by code or by id', async () => {
    for (const shop of [APPAREL.code, APPAREL.id]) {
      expect(await ask({ sub: 'two', shop })).toMatchObject({
        principal: { shop: APPAREL.id },
        subject: 'two',
      })
    }
  })

  test('the member of the shop that the header names', async () => {
    expect(await ask({ sub: 'two' }, APPAREL.code)).toMatchObject({ principal: { shop: APPAREL.id } })
  })

  test('the member of the only shop there is', async () => {
    expect(await ask({ sub: 'one' })).toMatchObject({ principal: { shop: GENERAL.id } })
  })

  test('knows all shops of the subject', async () => {
    const shops = await (await ask({ sub: 'two', shop: 'general' })).shops()
    expect(shops.map((shop) => shop.code)).toEqual(['general', 'apparel'])
  })
})

describe('which shop', () => {
  test('several and none chosen: asks for one, and names them', async () => {
    await expect(ask({ sub: 'two' })).rejects.toMatchObject({
      extensions: { code: 'SHOP_REQUIRED', shops: [GENERAL, APPAREL], http: { status: 400 } },
    })
  })

  test('a foreign shop answers exactly like one that does not exist', async () => {
    const refusal = async (shop: string, inToken: boolean) => {
      const asked = inToken ? ask({ sub: 'two', shop }) : ask({ sub: 'two' }, shop)
      return asked.catch((error: { message: string; extensions: unknown }) => [
        error.message,
        error.extensions,
      ])
    }
    for (const inToken of [true, false]) {
      const foreign = await refusal(FOREIGN.code, inToken)
      expect(foreign).toEqual([expect.any(String), expect.objectContaining({ code: 'SHOP_UNKNOWN' })])
      expect(await refusal(FOREIGN.id, inToken)).toEqual(foreign)
      expect(await refusal('no-such-shop', inToken)).toEqual(foreign)
      expect(await refusal('x'.repeat(500), inToken)).toEqual(foreign)
    }
  })

  test('a header that names another shop than the token is refused, the same for every other shop', async () => {
    for (const shop of [APPAREL.code, FOREIGN.id, 'no-such-shop']) {
      await expect(ask({ sub: 'two', shop: 'general' }, shop)).rejects.toMatchObject(code('SHOP_CONFLICT'))
    }
  })

  test('the header may repeat the shop of the token in the other form', async () => {
    expect(await ask({ sub: 'two', shop: 'general' }, GENERAL.id)).toMatchObject({
      principal: { shop: GENERAL.id },
    })
  })

  test('a subject without any place is refused', async () => {
    for (const sub of ['none', 'stranger'])
      await expect(ask({ sub })).rejects.toMatchObject(code('SHOP_UNKNOWN'))
  })
})

describe('memberships', () => {
  test('are remembered for less than five seconds', async () => {
    await ask({ sub: 'one', shop: 'general' })
    register.grade = 'manager'
    expect(await ask({ sub: 'one', shop: 'general' }, undefined, afterMs(4_999))).toMatchObject({
      principal: { grade: 'specialist' },
    })
    expect(register.asked).toBe(1)
    expect(await ask({ sub: 'one', shop: 'general' }, undefined, afterMs(5_000))).toMatchObject({
      principal: { grade: 'manager' },
    })
  })

  test('that were taken away are refused within five seconds', async () => {
    await ask({ sub: 'one', shop: 'general' })
    register.places.one = []
    await expect(ask({ sub: 'one', shop: 'general' }, undefined, afterMs(5_000))).rejects.toMatchObject(
      code('SHOP_UNKNOWN'),
    )
  })

  test('that can not be read make the request fail, and are asked for again at once', async () => {
    register.failing = true
    await expect(ask({ sub: 'one', shop: 'general' })).rejects.toMatchObject({
      message: expect.not.stringContaining('connection refused'),
      extensions: { code: 'UNAVAILABLE', http: { status: 503 } },
    })
    register.failing = false
    expect(await ask({ sub: 'one', shop: 'general' })).toMatchObject({ principal: { shop: GENERAL.id } })
  })

  test('of one burst are asked for once', async () => {
    await Promise.all([1, 2, 3, 4].map(() => ask({ sub: 'one', shop: 'general' })))
    expect(register.asked).toBe(1)
  })
})
