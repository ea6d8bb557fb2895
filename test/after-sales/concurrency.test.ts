import { afterAll, expect, test } from 'vitest'
import { type Act, key } from '../harness/acts.ts'
import { Desk } from '../harness/after-sales.ts'
import { yuan } from '../harness/orders.ts'
import { openWorld } from '../harness/world.ts'

const world = await openWorld('together')
afterAll(() => world.close())
const desk = new Desk(world, 'general')
const times = <T>(count: number, run: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => run(index)))
const successes = (acts: readonly Act[]) => acts.filter((each) => each.__typename.endsWith('Success'))

const owedOn = async (order: number) =>
  (
    await world.rows<{ sum: number; count: number; ledger: number }>(
      `SELECT COALESCE(sum(r.amount_fen), 0)::int AS sum, count(*)::int AS count,
         (SELECT COALESCE(sum(l.amount_fen), 0)::int FROM ledger_lines l) AS ledger
       FROM refunds r JOIN orders o ON o.shop_id = r.shop_id AND o.id = r.order_id WHERE o.number = $1`,
      [(await desk.order(order)).number],
    )
  )[0]

test('forty partial refunds at once never come to more than was paid', async () => {
  // 1,010.00 yuan: thirty-three times 30.00 fit in, and 20.00 are left.
  const cases = await times(40, () =>
    desk.applied(1041, { type: 'PARTIAL_REFUND', reason: 'PRICE', amount: '30.00', pieces: [] }),
  )
  const acts = await times(40, (n) =>
    desk.step('approveAfterSale', cases[n] ?? '', { amount: '30.00' }, 'manager'),
  )
  expect(successes(acts)).toHaveLength(33)
  expect(await owedOn(1041)).toEqual({ sum: 99_000, count: 33, ledger: 0 })
  expect(yuan(Number((await desk.order(1041)).refunded_fen))).toBe('990.00')
  const last = await desk.preview(
    1041,
    { type: 'PARTIAL_REFUND', reason: 'PRICE', amount: '20.00', pieces: [] },
    'manager',
  )
  expect(last.quote.paySeller?.amount).toBe('0.00')
})

test('forty returns of two pieces at once are two', async () => {
  const acts = await times(40, () => desk.request(1034))
  expect(successes(acts)).toHaveLength(2)
  expect(new Set(acts.map(({ __typename }) => __typename))).toEqual(
    new Set(['RequestAfterSaleSuccess', 'PolicyDenied']),
  )
})

test('one refund of a case, issued once, whoever asks how often', async () => {
  const caseId = await desk.inspected(1035, 'INTACT')
  const owed = await times(20, () => desk.step('refundAfterSale', caseId))
  expect(successes(owed)).toHaveLength(1)
  expect(await owedOn(1035)).toMatchObject({ sum: 19_900, count: 1 })
  const refundId = (await desk.view(caseId)).refunds[0]?.id
  expect(successes(await times(20, () => desk.run('issueRefund', { refundId })))).toHaveLength(1)
  expect(successes(await times(20, () => desk.run('confirmRefundArrival', { refundId })))).toHaveLength(1)
})

test('the same key gives the same answer, and does it once', async () => {
  const input = { ...(await desk.application(1040)), idempotencyKey: key() }
  const same = await times(10, () => desk.run('requestAfterSale', input))
  expect(new Set(same.map(({ afterSale }) => afterSale?.id)).size).toBe(1)
  expect(successes(same)).toHaveLength(10)
  const other = await desk.run('requestAfterSale', { ...input, reason: 'QUALITY' })
  expect(other.__typename).not.toMatch(/Success/)
})
