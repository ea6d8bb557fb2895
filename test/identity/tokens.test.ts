import { afterAll, describe, expect, test } from 'vitest'
import { codesOf } from '../harness/client.ts'
import { signToken, type TokenClaims } from '../harness/tokens.ts'
import { openWorld, SHOP_IDS } from '../harness/world.ts'

const world = await openWorld('identity')
afterAll(() => world.close())

const QUERY = '{ viewer { kind grade shop { code } } orders(first: 1) { totalCount } }'
const good: TokenClaims = { subject: 'general-specialist', shop: 'general' }

async function asToken(claims: TokenClaims, headers: Record<string, string> = {}) {
  return world.client({ authorization: `Bearer ${await signToken(claims, world.now())}`, ...headers })
}

describe('a token that does not hold is refused, never taken for none', () => {
  const BAD: readonly (readonly [string, Partial<TokenClaims>])[] = [
    ['expired', { seconds: -120 }],
    ['for another audience', { audience: 'somebody-else' }],
    ['of another issuer', { issuer: 'https://issuer.example' }],
    ['of another type', { type: 'JWT' }],
  ]
  test.each(BAD)('%s', async (_name, claims) => {
    const answer = await (await asToken({ ...good, ...claims })).post(QUERY)
    expect(answer.status).toBe(401)
    expect(codesOf(answer)).toEqual(['UNAUTHENTICATED'])
    expect(answer.data).toBeNull()
    expect(answer.headers.get('www-authenticate')).toContain('Bearer')
  })

  test.each([
    'Bearer',
    'Bearer x',
    'Bearer a.b.c',
    'Basic dXNlcjpwYXNz',
    `Bearer ${'a'.repeat(4000)}.${'b'.repeat(4000)}.c`,
    // Unsigned: {"alg":"none"} with the subject of a manager.
    `Bearer ${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${Buffer.from('{"sub":"general-manager","shop":"general"}').toString('base64url')}.`,
  ])('%s', async (authorization) => {
    const answer = await world.client({ authorization }).post(QUERY)
    expect(answer.status).toBe(401)
    expect(codesOf(answer)).toEqual(['UNAUTHENTICATED'])
  })

  test('with another signature', async () => {
    const token = await signToken(good, world.now())
    const [head, , signature] = token.split('.')
    const body = Buffer.from(JSON.stringify({ sub: 'general-manager', shop: 'general', exp: 4e9 })).toString(
      'base64url',
    )
    const answer = await world.client({ authorization: `Bearer ${head}.${body}.${signature}` }).post(QUERY)
    expect([answer.status, ...codesOf(answer)]).toEqual([401, 'UNAUTHENTICATED'])
  })

  test('of nobody we know', async () => {
    const answer = await (await asToken({ subject: 'stranger', shop: 'general' })).post(QUERY)
    expect(codesOf(answer)).toEqual(['SHOP_UNKNOWN'])
    expect(answer.status).toBe(400)
  })

  test('of an agent who left', async () => {
    await world.rows(`UPDATE agents SET active = false WHERE subject = 'general-quality'`)
    const answer = await (await asToken({ subject: 'general-quality', shop: 'general' })).post(QUERY)
    expect(codesOf(answer)).toEqual(['SHOP_UNKNOWN'])
  })
})

describe('the shop', () => {
  test('of the token stands against another header, existing or not', async () => {
    const texts: string[] = []
    for (const shop of ['guided', 'no-such-shop', SHOP_IDS.guided]) {
      const answer = await (await asToken(good, { 'x-shop': shop })).post(QUERY)
      expect(codesOf(answer)).toEqual(['SHOP_CONFLICT'])
      texts.push(answer.text)
    }
    expect(new Set(texts).size).toBe(1)
    expect((await (await asToken(good, { 'x-shop': 'general' })).post(QUERY)).status).toBe(200)
    expect((await (await asToken(good, { 'x-shop': SHOP_IDS.general })).post(QUERY)).status).toBe(200)
  })

  test('of another shop than the subject belongs to is unknown, like one that does not exist', async () => {
    const theirs = await (await asToken({ subject: 'general-specialist', shop: 'guided' })).post(QUERY)
    const none = await (await asToken({ subject: 'general-specialist', shop: 'no-such-shop' })).post(QUERY)
    expect(codesOf(theirs)).toEqual(['SHOP_UNKNOWN'])
    expect(theirs.text).toBe(none.text)
  })

  test('is named by the header where the token names none and there are several', async () => {
    const partner: TokenClaims = { subject: 'partner-storefront', shop: undefined }
    const answer = await (await asToken(partner)).post(QUERY)
    expect(codesOf(answer)).toEqual(['SHOP_REQUIRED'])
    expect(
      ((answer.errors[0]?.extensions.shops ?? []) as { code: string }[]).map(({ code }) => code).sort(),
    ).toEqual(['apparel', 'general', 'guided'])
    const chosen = await (await asToken(partner, { 'x-shop': 'apparel' })).ask<{
      viewer: { shop: { code: string } }
    }>('{ viewer { shop { code } } }')
    expect(chosen.viewer.shop.code).toBe('apparel')
  })

  test('is the only one where there is one', async () => {
    const mine = await (await asToken({ subject: 'guided-senior' })).ask<{
      viewer: { grade: string; shop: { code: string } }
    }>('{ viewer { grade shop { code } } }')
    expect(mine.viewer).toEqual({ grade: 'SENIOR', shop: { code: 'guided' } })
  })
})

test('a change of grade holds within seconds, whatever the token says', async () => {
  const client = await asToken({ subject: 'general-specialist-night', shop: 'general' })
  const cost = '{ products(first: 1) { nodes { cost { amount } } } viewer { grade } }'
  expect(codesOf(await client.post(cost))).toEqual(['FORBIDDEN'])
  await world.rows(
    `UPDATE memberships SET grade = 'manager' WHERE agent_id = (SELECT id FROM agents WHERE subject = 'general-specialist-night')`,
  )
  world.setNow(new Date(world.now().getTime() + 6000))
  expect(codesOf(await client.post(cost))).toEqual([])
  await world.rows(
    `UPDATE memberships SET active = false WHERE agent_id = (SELECT id FROM agents WHERE subject = 'general-specialist-night')`,
  )
  world.setNow(new Date(world.now().getTime() + 6000))
  expect(codesOf(await client.post(cost))).toEqual(['SHOP_UNKNOWN'])
})
