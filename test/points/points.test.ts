import { afterAll, beforeAll, expect, test } from 'vitest'
import { act, key } from '../harness/acts.ts'
import { codesOf } from '../harness/client.ts'
import { globalId } from '../harness/ids.ts'
import { openWorld, SHOP_IDS, type World } from '../harness/world.ts'

let world: World
let customerId: string
let uuid: string
beforeAll(async () => {
  world = await openWorld('points')
  const [member] = await world.rows<{ id: string }>(
    `SELECT customer_id AS id FROM members WHERE shop_id = $1 ORDER BY points_available DESC, customer_id LIMIT 1`,
    [SHOP_IDS.general],
  )
  uuid = String(member?.id)
  customerId = globalId('Customer', 'general', uuid)
})
afterAll(() => world.close())

interface Balance {
  readonly pending: number
  readonly available: number
  readonly held: number
}
interface Statement {
  readonly member: {
    readonly pointsAvailable: number
    readonly pointsPending: number
    readonly pointsHeld: number
    readonly now: Balance
    readonly pointsStatement: {
      readonly opening: Balance
      readonly closing: Balance
      readonly totals: readonly { kind: string; state: string; points: number; entries: number }[]
    }
    readonly entries: { readonly totalCount: number }
  }
}

const STATEMENT = `query ($customerId: ID!, $from: DateTime!, $before: DateTime!, $now: DateTime!) { member(customerId: $customerId) {
  pointsAvailable pointsPending pointsHeld now: pointsAt(at: $now) { pending available held }
  pointsStatement(from: $from, before: $before) { opening { pending available held } totals { kind state points entries } closing { pending available held } }
  entries(first: 1, filter: { from: $from, before: $before }) { totalCount } } }`

test('a storefront checks a member in, exchanges points and hands the reward over; a statement tells all of it', async () => {
  const shop = await world.as('partner')
  const checked = await act(shop, 'checkIn', { customerId, idempotencyKey: key() })
  expect(['CheckInSuccess', 'PolicyDenied']).toContain(checked.__typename)
  const { rewards } = await shop.ask<{ rewards: { nodes: { id: string; points: number; code: string }[] } }>(
    '{ rewards(filter: { active: true }) { nodes { id points code } } }',
  )
  const mug = rewards.nodes.find(({ code }) => code === 'MUG')
  const asked = { customerId, rewardId: mug?.id, idempotencyKey: key() }
  const { data } = await shop.post<{
    redeemReward: { redemption: { id: string; status: string }; member: object }
  }>(
    `mutation ($input: RedeemRewardInput!) { redeemReward(input: $input) { __typename ... on RedeemRewardSuccess {
       redemption { id status points } member { pointsHeld } } } }`,
    { input: asked },
  )
  expect(data.redeemReward.redemption).toMatchObject({ status: 'HELD', points: 200 })
  const settled = await (await world.as('specialist')).post<{ fulfilRedemption: { __typename: string } }>(
    'mutation ($input: FulfilRedemptionInput!) { fulfilRedemption(input: $input) { __typename } }',
    { input: { redemptionId: data.redeemReward.redemption.id, idempotencyKey: key() } },
  )
  expect(settled.data.fulfilRedemption.__typename).toBe('FulfilRedemptionSuccess')
  const moment = world.now().getTime()
  const { member } = await shop.ask<Statement>(STATEMENT, {
    customerId,
    from: new Date(moment - 30 * 86_400_000).toISOString(),
    before: new Date(moment + 1_000).toISOString(),
    now: new Date(moment + 1_000).toISOString(),
  })
  const { opening, totals, closing } = member.pointsStatement
  const moved = (state: string) =>
    totals.filter((each) => each.state === state).reduce((sum, each) => sum + each.points, 0)
  expect(closing).toEqual({
    pending: opening.pending + moved('PENDING'),
    available: opening.available + moved('AVAILABLE'),
    held: opening.held + moved('HELD'),
  })
  expect(closing).toEqual(member.now)
  expect(member.now).toEqual({
    pending: member.pointsPending,
    available: member.pointsAvailable,
    held: member.pointsHeld,
  })
  expect(totals.reduce((sum, each) => sum + each.entries, 0)).toBe(member.entries.totalCount)
  const [long] = await world.rows<Balance>(
    `SELECT coalesce(sum(points) FILTER (WHERE account = 'PENDING'), 0)::int AS pending,
       coalesce(sum(points) FILTER (WHERE account = 'AVAILABLE'), 0)::int AS available,
       coalesce(sum(points) FILTER (WHERE account = 'HELD'), 0)::int AS held
     FROM points_entries WHERE shop_id = $1 AND customer_id = $2 AND occurred_at < $3`,
    [SHOP_IDS.general, uuid, new Date(moment - 30 * 86_400_000)],
  )
  expect(opening).toEqual(long)
})

test('a period that ends before it begins is refused', async () => {
  const shop = await world.as('partner')
  const answer = await shop.post(STATEMENT, {
    customerId,
    from: '2026-02-01T00:00:00Z',
    before: '2026-01-01T00:00:00Z',
    now: '2026-01-01T00:00:00Z',
  })
  expect(codesOf(answer)).toEqual(['BAD_USER_INPUT'])
})

test('points by hand: a specialist is denied, a supervisor asks beyond 1 000, a manager approves', async () => {
  const input = { customerId, points: 1_200, reason: 'GOODWILL' }
  const denied = await act(await world.as('specialist'), 'adjustPoints', { ...input, idempotencyKey: key() })
  expect(denied.__typename).toBe('PolicyDenied')
  const supervisor = await world.as('supervisor')
  const beyond = await act(supervisor, 'adjustPoints', { ...input, idempotencyKey: key() })
  expect(beyond.__typename).toBe('ApprovalRequired')
  const asked = await act(supervisor, 'requestApproval', {
    action: { adjustPoints: input },
    reason: '系统故障补发',
  })
  expect(asked.__typename).toBe('RequestApprovalSuccess')
  const decided = await act(await world.as('manager'), 'decideApproval', {
    approvalId: asked.approval?.id,
    verdict: 'APPROVE',
    reason: '同意',
  })
  expect(decided.approval?.status).toBe('EXECUTED')
})

test('the ledger adds up, and only who supervises asks', async () => {
  const query = '{ pointsDrift(first: 100) { of subjectId kept summed } }'
  expect(await (await world.as('manager')).ask(query)).toEqual({ pointsDrift: [] })
  expect(codesOf(await (await world.as('specialist')).post(query))).toEqual(['FORBIDDEN'])
})

test('the draw of the demo can be checked by anybody who reads it', async () => {
  const { draws } = await (await world.as('partner')).ask<{
    draws: { nodes: { id: string; plays: number }[] }
  }>('{ draws(filter: { status: CLOSED }) { nodes { id plays } } }')
  const [draw] = draws.nodes
  expect(draw?.plays).toBeGreaterThan(0)
  const { drawFairness } = await (await world.as('partner')).ask<{ drawFairness: object }>(
    'query ($id: ID!) { drawFairness(id: $id) { plays seedIsTheOne wrong } }',
    { id: draw?.id },
  )
  expect(drawFairness).toEqual({ plays: draw?.plays, seedIsTheOne: true, wrong: [] })
})
