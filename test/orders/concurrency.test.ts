import { afterAll, expect, test } from 'vitest'
import { type Act, act, key } from '../harness/acts.ts'
import { addFreight, NEW_ADDRESS, numberOf, orderIds, orderRow } from '../harness/orders.ts'
import { openWorld } from '../harness/world.ts'

const world = await openWorld('concurrency')
afterAll(() => world.close())
await addFreight(world, [1002, 1006, 1033])

const one = await world.as('specialist')
const other = await world.as('senior')
const kinds = (acts: readonly Act[]) => acts.map(({ __typename }) => __typename).sort()

test('of two agents who saw the same version one changes the order, the other is told the new version', async () => {
  const ids = await orderIds(one, numberOf('general', 1001))
  const change = (client: typeof one, detail: string) =>
    act(client, 'changeOrderAddress', {
      orderId: ids.id,
      address: { ...NEW_ADDRESS, detail },
      expectedVersion: ids.version,
    })
  const acts = await Promise.all([change(one, '文三路 1 号 101 室'), change(other, '文三路 2 号 202 室')])
  expect(kinds(acts)).toEqual(['ChangeOrderAddressSuccess', 'Conflict'])
  const { version } = await orderRow(world, numberOf('general', 1001))
  expect(acts.find(({ __typename }) => __typename === 'Conflict')?.currentVersion).toBe(version)
  const addresses = await world.rows(`SELECT 1 FROM events WHERE type = 'OrderAddressChanged'`)
  expect(addresses.length).toBe(1)
})

test('one key twenty times at once acts once and answers the same', async () => {
  const number = numberOf('general', 1033)
  const ids = await orderIds(one, number)
  const { paid_fen } = await orderRow(world, number)
  const input = {
    orderId: ids.id,
    reason: 'BUYER_ASKED',
    idempotencyKey: key(),
    expectedVersion: ids.version,
  }
  const acts = await Promise.all(Array.from({ length: 20 }, () => act(one, 'cancelOrder', input)))
  expect(new Set(kinds(acts))).toEqual(new Set(['CancelOrderSuccess']))
  expect(new Set(acts.map((each) => each.refund?.id)).size).toBe(1)
  expect(new Set(acts.map((each) => each.decision?.id)).size).toBe(1)
  const refunds = await world.rows<{ amount_fen: string }>(
    'SELECT amount_fen FROM refunds r JOIN orders o ON o.shop_id = r.shop_id AND o.id = r.order_id WHERE o.number = $1',
    [number],
  )
  expect(refunds.map(({ amount_fen }) => Number(amount_fen))).toEqual([Number(paid_fen)])
  // The same key for something else is an error; the key of somebody else is another key.
  const reused = await act(one, 'cancelOrder', { ...input, reason: 'DUPLICATE' })
  expect(reused).toMatchObject({
    __typename: 'ValidationFailed',
    issues: [{ field: 'idempotencyKey', code: 'IDEMPOTENCY_KEY_REUSED' }],
  })
  expect((await act(other, 'cancelOrder', input)).__typename).toBe('Conflict')
})

test('lines and the whole at once never give back more than was paid', async () => {
  for (const suffix of [1002, 1006]) {
    const number = numberOf('general', suffix)
    const ids = await orderIds(one, number)
    const before = await orderRow(world, number)
    const open = ids.lines.filter((_, i) => before.lines[i]?.status === 'OPEN')
    const wanted = [
      null,
      ...open.map((line) => [line.id]),
      open.map((line) => line.id),
      ...open.map((line) => [line.id]),
    ]
    const acts = await Promise.all(
      wanted.map((lineIds, i) =>
        act(i % 2 ? one : other, 'cancelOrder', {
          orderId: ids.id,
          lineIds,
          reason: 'BUYER_ASKED',
          idempotencyKey: key(),
        }),
      ),
    )
    expect(kinds(acts)).toContain('CancelOrderSuccess')
    const [sums] = await world.rows<{
      refunds: number
      lines: number
      refunded: number
      paid: number
      over: boolean
    }>(
      `SELECT (SELECT coalesce(sum(r.amount_fen), 0)::int FROM refunds r WHERE r.shop_id = o.shop_id AND r.order_id = o.id) AS refunds,
         (SELECT sum(l.refunded_fen)::int FROM order_lines l WHERE l.shop_id = o.shop_id AND l.order_id = o.id) AS lines,
         o.refunded_fen::int AS refunded, o.paid_fen::int AS paid,
         EXISTS (SELECT 1 FROM order_lines l WHERE l.shop_id = o.shop_id AND l.order_id = o.id AND l.refunded_fen > l.paid_fen) AS over
       FROM orders o WHERE o.number = $1`,
      [number],
    )
    expect(sums?.over).toBe(false)
    expect(sums?.refunds).toBe(sums?.refunded)
    expect(sums?.refunded).toBeLessThanOrEqual(sums?.paid ?? 0)
    if (suffix === 1002) expect(sums?.refunded).toBe(sums?.paid)
    else
      expect(sums?.refunded).toBe(
        before.lines.filter(({ status }) => status === 'OPEN').reduce((sum, line) => sum + line.paid_fen, 0),
      )
    const [reserved] = await world.rows<{ negative: number }>(
      'SELECT count(*)::int AS negative FROM skus WHERE reserved < 0',
    )
    expect(reserved?.negative).toBe(0)
  }
})

test('commands on many orders at once do not wait for each other for ever', async () => {
  const numbers = [1003, 1004, 1018, 1019, 1020, 1021, 1022, 1023].map((suffix) =>
    numberOf('general', suffix),
  )
  const ids = await Promise.all(numbers.map((number) => orderIds(one, number)))
  const acts = await Promise.all(
    [...ids, ...ids].map(({ id }, i) =>
      act(i % 2 ? one : other, 'remarkOrder', { orderId: id, action: 'NOTE', text: `第 ${i} 次备注` }),
    ),
  )
  expect(new Set(kinds(acts))).toEqual(new Set(['RemarkOrderSuccess']))
})
