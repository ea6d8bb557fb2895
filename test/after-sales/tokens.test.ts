import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { type Ask, Desk, hoursAfter } from '../harness/after-sales.ts'
import { numberOf, stateOf } from '../harness/orders.ts'
import { NOW, openWorld, SHOPS } from '../harness/world.ts'

const world = await openWorld('tokens')
afterAll(() => world.close())
afterEach(() => world.setNow(NOW))
const minutes = (count: number) => world.setNow(new Date(NOW.getTime() + count * 60_000))

describe.each(SHOPS)('a preview of %s', (shop) => {
  const desk = new Desk(world, shop)
  const previewed = async (order: number, ask: Ask = {}) => {
    const { token, tokenExpiresAt } = await desk.preview(order, ask)
    expect(tokenExpiresAt).toBe(hoursAfter(world.now(), 1 / 6))
    return String(token)
  }
  /** Applies with a token; what is refused changes nothing. */
  async function refused(order: number, ask: Ask, kind: string, who: 'specialist' | 'senior' = 'specialist') {
    const number = numberOf(shop, order)
    const before = await stateOf(world, number)
    const done = await desk.request(order, ask, who)
    expect(done.__typename).toBe(kind)
    expect(await stateOf(world, number)).toBe(before)
    return done
  }

  test('holds for ten minutes, for whoever asked and for what was asked', async () => {
    const token = await previewed(1035)
    const issue = (code: string) => ({ issues: [{ field: 'token', code }] })
    expect(await refused(1035, { token }, 'ValidationFailed', 'senior')).toMatchObject(issue('INVALID'))
    expect(await refused(1035, { token: `${token}x` }, 'ValidationFailed')).toMatchObject(issue('INVALID'))
    expect(await refused(1035, { token: 'nothing' }, 'ValidationFailed')).toMatchObject(issue('INVALID'))
    expect(await refused(1035, { token, reason: 'QUALITY' }, 'ValidationFailed')).toMatchObject(
      issue('OF_ANOTHER_INPUT'),
    )
    expect(await refused(1036, { token, reason: 'QUALITY' }, 'ValidationFailed')).toMatchObject(
      issue('OF_ANOTHER_INPUT'),
    )
    minutes(10)
    expect(await refused(1035, { token }, 'ValidationFailed')).toMatchObject(issue('EXPIRED'))
    minutes(9.9)
    expect((await desk.request(1035, { token })).__typename).toBe('RequestAfterSaleSuccess')
    // Once: what it was made of is no more.
    expect((await refused(1035, { token }, 'Conflict')).currentVersion).toBeGreaterThan(0)
  })

  test('is a conflict where the facts changed since', async () => {
    const one = await previewed(1041, { pieces: [[0, 2]] })
    const two = await previewed(1041, { pieces: [[0, 1]] })
    expect((await desk.request(1041, { pieces: [[0, 2]], token: one })).__typename).toBe(
      'RequestAfterSaleSuccess',
    )
    await refused(1041, { pieces: [[0, 1]], token: two }, 'Conflict')
    const again = await previewed(1041, { pieces: [[0, 1]] })
    expect((await desk.request(1041, { pieces: [[0, 1]], token: again })).__typename).toBe(
      'RequestAfterSaleSuccess',
    )
  })

  test('is a conflict where the window has closed meanwhile', async () => {
    // Signed on 11 November: the seventh day ends on 18 November, 24:00.
    world.setNow(new Date(Date.parse(hoursAfter(NOW, 24)) - 60_000))
    const token = await previewed(1055)
    const lastMinute = await desk.preview(1036, { reason: 'QUALITY', evidence: ['PHOTO'] })
    expect(lastMinute.token).not.toBeNull()
    const [order] = await world.rows<{ id: string }>('SELECT id FROM orders WHERE number = $1', [
      numberOf(shop, 1055),
    ])
    await world.rows(`UPDATE shipments SET signed_at = '2026-11-11T14:00:00Z' WHERE order_id = $1`, [
      order?.id,
    ])
    await refused(1055, { token }, 'Conflict')
    const fresh = await previewed(1055)
    world.setNow(new Date(Date.parse(hoursAfter(NOW, 24)) + 60_000))
    await refused(1055, { token: fresh }, 'Conflict')
  })
})
