import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { identityError } from '../../src/identity/errors.ts'
import { whenReached } from '../../src/identity/expiry.ts'
import { endingOf, fitting } from '../../src/transports/closing.ts'
import { credentialsOf } from '../../src/transports/credentials.ts'

test('the payload of connection_init wins over the headers of the upgrade', () => {
  const headers = { authorization: 'Bearer h', 'x-shop': 'guided', cookie: 'not ours' }
  expect(credentialsOf(undefined, headers)).toEqual({ authorization: 'Bearer h', 'x-shop': 'guided' })
  expect(credentialsOf({ Authorization: 'Bearer p', other: 1 }, headers)).toEqual({
    authorization: 'Bearer p',
    'x-shop': 'guided',
  })
  expect(credentialsOf({ authorization: null }, {})).toEqual({})
  for (const authorization of [7, ['Bearer p'], {}, false])
    expect(credentialsOf({ authorization }, {})).toBeUndefined()
})

test('only a moment that may pass asks to come back', () => {
  expect(endingOf(identityError('SHOP_REQUIRED', 'Name one.'))).toEqual({
    code: 4403,
    reason: 'SHOP_REQUIRED: Name one.',
  })
  expect(endingOf(identityError('UNAVAILABLE', 'Not now.'))?.code).toBe(1013)
  expect(endingOf(new Error('bug'))).toBeUndefined()
})

test('a reason of any length and script fits into a close', () => {
  for (const reason of ['x'.repeat(500), '令牌已过期'.repeat(40), 'é'.repeat(62)]) {
    expect(Buffer.byteLength(fitting(reason))).toBeLessThanOrEqual(123)
    expect(reason.startsWith(fitting(reason))).toBe(true)
  }
})

test('a moment is reached by the clock, however long it is away', async () => {
  let now = new Date(0)
  let reached = 0
  const month = whenReached(
    new Date(40 * 86_400_000),
    () => now,
    () => (reached += 1),
  )
  whenReached(
    new Date(60),
    () => now,
    () => (reached += 1),
  )
  await sleep(150)
  expect(reached).toBe(0)
  now = new Date(60)
  await expect.poll(() => reached).toBe(1)
  month()
})
