import { afterAll, describe, expect, test } from 'vitest'
import { type Act, act, key, tryAct } from '../harness/acts.ts'
import { expectReplay, timelineOf } from '../harness/effects.ts'
import { uuidOf } from '../harness/ids.ts'
import { numberOf, orderIds, orderRow, stateOf, yuan } from '../harness/orders.ts'
import { openWorld, type ShopCode, type Who } from '../harness/world.ts'

const world = await openWorld('approvals')
afterAll(() => world.close())

async function requested(shop: ShopCode, who: Who): Promise<{ asked: Act; number: string }> {
  const client = await world.as(who, shop)
  const number = numberOf(shop, 1016)
  const { id } = await orderIds(client, number)
  const asked = await act(client, 'requestApproval', {
    action: { cancelOrder: { orderId: id, reason: 'BUYER_ASKED' } },
    reason: '客户婚期取消，定制内容已无意义',
    idempotencyKey: key(),
  })
  expect(asked).toMatchObject({ __typename: 'RequestApprovalSuccess', approval: { status: 'PENDING' } })
  return { asked, number }
}

const decide = (
  client: Awaited<ReturnType<typeof world.as>>,
  approvalId: string | undefined,
  verdict: string,
  more: object = {},
) =>
  act(client, 'decideApproval', { approvalId, verdict, reason: '已核对情况', idempotencyKey: key(), ...more })

describe('a request', () => {
  test('that is approved is carried out once, with the refund to the fen; deciding twice is a conflict', async () => {
    const { asked, number } = await requested('general', 'specialist')
    const row = await orderRow(world, number)
    const [one, two] = await Promise.all([world.as('supervisor'), world.as('manager')])
    const acts = await Promise.all([
      decide(one, asked.approval?.id, 'APPROVE', { expectedVersion: asked.approval?.version }),
      decide(two, asked.approval?.id, 'APPROVE', { expectedVersion: asked.approval?.version }),
    ])
    expect(acts.map(({ __typename }) => __typename).sort()).toEqual(['Conflict', 'DecideApprovalSuccess'])
    const done = acts.find(({ __typename }) => __typename === 'DecideApprovalSuccess')
    expect(done?.approval?.status).toBe('EXECUTED')
    const client = await world.as('manager')
    const { order } = await client.ask<{
      order: { status: string; refunds: { amount: { amount: string } }[] }
    }>('query ($n: String) { order(number: $n) { status refunds { amount { amount } } } }', { n: number })
    expect(order).toEqual({
      status: 'CANCELLED',
      refunds: [{ amount: { amount: yuan(Number(row.paid_fen)) } }],
    })
    const types = (await timelineOf(client, number)).map(({ type }) => type)
    expect(types.filter((type) => type === 'OrderCancelled').length).toBe(1)
    expect((await decide(one, asked.approval?.id, 'REJECT')).__typename).toBe('Conflict')
  })

  test('is never decided by who asked, whatever the grade', async () => {
    for (const who of ['supervisor', 'manager'] as const) {
      const { asked, number } = await requested('guided', who)
      const client = await world.as(who, 'guided')
      const before = await stateOf(world, number)
      const denied = await decide(client, asked.approval?.id, 'APPROVE')
      expect(denied.__typename).toBe('PolicyDenied')
      expect(denied.decision?.findings).toContainEqual({
        rule: { id: 'CMP-PRI-07' },
        verdict: 'DENY',
      })
      expect(await stateOf(world, number)).toBe(before)
      await expectReplay(client, denied, 'DENIED')
      const withdrawn = await act(client, 'withdrawApproval', { approvalId: asked.approval?.id })
      expect(withdrawn).toMatchObject({
        __typename: 'WithdrawApprovalSuccess',
        approval: { status: 'WITHDRAWN' },
      })
    }
  })

  test('stands once for an order; a second one points at the first', async () => {
    const { asked, number } = await requested('apparel', 'specialist')
    const client = await world.as('senior', 'apparel')
    const { id } = await orderIds(client, number)
    const again = await act(client, 'requestApproval', {
      action: { cancelOrder: { orderId: id, reason: 'BUYER_ASKED' } },
      reason: '客户再次来电',
    })
    expect(again.__typename).not.toBe('RequestApprovalSuccess')
    const rows = await world.rows('SELECT 1 FROM approvals WHERE subject_id = $1', [uuidOf(id)])
    expect(rows.length).toBe(1)
    // The command itself says that one is under way.
    const cancel = await act(await world.as('specialist', 'apparel'), 'cancelOrder', {
      orderId: id,
      reason: 'BUYER_ASKED',
      idempotencyKey: key(),
    })
    expect(cancel).toMatchObject({ __typename: 'ApprovalRequired', approval: { id: asked.approval?.id } })
  })

  test('that is rejected changes nothing, and needs a reason', async () => {
    const client = await world.as('supervisor', 'apparel')
    const { approvals } = await client.ask<{ approvals: { nodes: { id: string; version: number }[] } }>(
      '{ approvals(filter: { status: [PENDING] }) { nodes { id version } } }',
    )
    const [pending] = approvals.nodes
    const row = await orderRow(world, numberOf('apparel', 1016))
    const bare = await act(client, 'decideApproval', {
      approvalId: pending?.id,
      verdict: 'REJECT',
      reason: ' ',
    })
    expect(bare.__typename).toBe('ValidationFailed')
    const done = await decide(client, pending?.id, 'REJECT')
    expect(done).toMatchObject({ __typename: 'DecideApprovalSuccess', approval: { status: 'REJECTED' } })
    expect(await orderRow(world, numberOf('apparel', 1016))).toEqual(row)
  })

  test('is neither decided nor withdrawn by those who may not', async () => {
    const { asked, number } = await requested('apparel', 'specialist')
    const before = await stateOf(world, number)
    for (const who of ['specialist', 'senior', 'partner', 'public'] as const) {
      const answer = await tryAct(await world.as(who, 'apparel'), 'decideApproval', {
        approvalId: asked.approval?.id,
        verdict: 'APPROVE',
        reason: '同意',
      })
      expect(answer.data).toEqual({ result: null })
      expect(answer.errors.map(({ extensions }) => extensions.permission)).toEqual(['approval.decide'])
    }
    const foreign = await act(await world.as('senior', 'apparel'), 'withdrawApproval', {
      approvalId: asked.approval?.id,
    })
    expect(foreign.__typename).toBe('NotFound')
    expect(await stateOf(world, number)).toBe(before)
  })

  test('that has lapsed is not decided any more', async () => {
    const [pending] = await world.rows<{ id: string; expires_at: Date }>(
      `SELECT id, expires_at FROM approvals WHERE status = 'PENDING' LIMIT 1`,
    )
    const later = world.now()
    world.setNow(new Date((pending?.expires_at ?? later).getTime() + 1000))
    const client = await world.as('manager', 'apparel')
    const { approvals } = await client.ask<{ approvals: { nodes: { id: string; version: number }[] } }>(
      '{ approvals(filter: { status: [PENDING] }) { nodes { id version } } }',
    )
    const done = await decide(client, approvals.nodes[0]?.id, 'APPROVE')
    expect(done.__typename).not.toBe('DecideApprovalSuccess')
    expect((await orderRow(world, numberOf('apparel', 1016))).trade_status).toBe('PAID')
    world.setNow(later)
  })

  test('for what the rules allow anyway is no request', async () => {
    const client = await world.as('specialist')
    const { id } = await orderIds(client, numberOf('general', 1002))
    const none = await act(client, 'requestApproval', {
      action: { cancelOrder: { orderId: id, reason: 'BUYER_ASKED' } },
      reason: '客户要求取消',
    })
    expect(none.__typename).not.toBe('RequestApprovalSuccess')
    const denied = await orderIds(client, numberOf('general', 1007))
    const never = await act(client, 'requestApproval', {
      action: { cancelOrder: { orderId: denied.id, reason: 'BUYER_ASKED' } },
      reason: '客户要求取消',
    })
    expect(never.__typename).toBe('PolicyDenied')
  })
})

test('an approval whose order moved on meanwhile is a conflict, not a second cancellation', async () => {
  const { asked, number } = await requested('guided', 'specialist')
  await world.rows(
    `UPDATE orders SET trade_status = 'SHIPPED', physical_status = 'HANDED_OVER', version = version + 1 WHERE number = $1`,
    [number],
  )
  const before = await stateOf(world, number)
  const done = await decide(await world.as('supervisor', 'guided'), asked.approval?.id, 'APPROVE')
  expect(['Conflict', 'PolicyDenied']).toContain(done.__typename)
  expect((await orderRow(world, number)).trade_status).toBe('SHIPPED')
  expect(
    await world.rows(
      'SELECT 1 FROM refunds r JOIN orders o ON o.shop_id = r.shop_id AND o.id = r.order_id WHERE o.number = $1',
      [number],
    ),
  ).toEqual([])
  expect(before).toBeTruthy()
})
