import { afterAll, beforeAll, expect, test } from 'vitest'
import { key } from '../harness/acts.ts'
import { codesOf } from '../harness/client.ts'
import { globalId } from '../harness/ids.ts'
import { NOW, openWorld, SHOP_IDS, type World } from '../harness/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld('offers')
})
afterAll(() => world.close())

const DAY = 86_400_000
const inDays = (days: number) => new Date(NOW.getTime() + days * DAY).toISOString()
const SAVE = `mutation ($input: SavePromotionInput!) { savePromotion(input: $input) { __typename
  ... on SavePromotionSuccess { promotion { id number version state off { amount } oncePerCustomer } }
  ... on ValidationFailed { issues { field code } } } }`
const ISSUE = `mutation ($input: IssueCouponInput!) { issueCoupon(input: $input) { __typename
  ... on IssueCouponSuccess { coupon { number state source compensation { id } promotion { id } } } } }`
const END = `mutation ($input: EndPromotionInput!) { endPromotion(input: $input) { __typename
  ... on EndPromotionSuccess { promotion { state version } } } }`

interface Saved {
  readonly savePromotion: {
    readonly __typename: string
    readonly promotion: { readonly id: string; readonly number: string; readonly version: number }
  }
}

test('a supervisor writes a coupon, an agent issues it once, and its end leaves it to the customer', async () => {
  const input = {
    kind: 'COUPON',
    name: '周末8元券',
    startsAt: inDays(-1),
    endsAt: inDays(5),
    combinesWith: [],
    off: '8.00',
  }
  const [agent, supervisor] = [await world.as('specialist'), await world.as('supervisor')]
  expect(codesOf(await agent.post(SAVE, { input: { ...input, idempotencyKey: key() } }))).toEqual([
    'FORBIDDEN',
  ])
  const wrong = { ...input, threshold: '5.00', endsAt: inDays(-2), idempotencyKey: key() }
  expect(await supervisor.ask(SAVE, { input: wrong })).toMatchObject({
    savePromotion: { issues: [{ field: 'endsAt' }, { field: 'endsAt' }, { field: 'off' }] },
  })
  const { savePromotion } = await supervisor.ask<Saved>(SAVE, { input: { ...input, idempotencyKey: key() } })
  expect(savePromotion).toMatchObject({
    promotion: { version: 1, state: 'RUNNING', off: { amount: '8.00' }, oncePerCustomer: true },
  })
  const { id: promotionId } = savePromotion.promotion
  const [row] = await world.rows<{ id: string }>(
    'SELECT id FROM customers WHERE shop_id = $1 AND blacklisted_until IS NULL ORDER BY number LIMIT 1',
    [SHOP_IDS.general],
  )
  const customerId = globalId('Customer', 'general', String(row?.id))
  const issue = () => agent.ask(ISSUE, { input: { promotionId, customerId, idempotencyKey: key() } })
  expect(await issue()).toMatchObject({
    issueCoupon: { coupon: { state: 'AVAILABLE', source: 'CAMPAIGN', compensation: null } },
  })
  expect(await issue()).toEqual({ issueCoupon: { __typename: 'PolicyDenied' } })
  expect(await supervisor.ask(END, { input: { promotionId, expectedVersion: 1 } })).toEqual({
    endPromotion: { __typename: 'EndPromotionSuccess', promotion: { state: 'ENDED', version: 2 } },
  })
  const { customer } = await agent.ask<{
    customer: { coupons: { nodes: { state: string; promotion: { id: string } }[] } }
  }>('query ($id: ID) { customer(id: $id) { coupons(first: 20) { nodes { state promotion { id } } } } }', {
    id: customerId,
  })
  expect(customer.coupons.nodes.filter(({ promotion }) => promotion.id === promotionId)).toMatchObject([
    { state: 'AVAILABLE' },
  ])
})

test('what comes and what ends soon are found by their times (PRC-02, PRC-06)', async () => {
  const list = async (filter: object, orderBy: string) => {
    const { promotions } = await (await world.as('partner')).ask<{
      promotions: { nodes: { number: string; state: string; source: string }[] }
    }>(
      `query ($filter: PromotionFilter, $orderBy: PromotionOrderBy!) { promotions(first: 50, filter: $filter, orderBy: $orderBy) {
         nodes { number state source } } }`,
      { filter, orderBy },
    )
    return promotions.nodes
  }
  const coming = await list({ startsFrom: NOW.toISOString() }, 'STARTING_FIRST')
  expect(coming.map(({ number, state }) => [number, state])).toEqual([['GA0009', 'COMING_SOON']])
  const soon = await list({ endsFrom: inDays(0.001), endsBefore: inDays(1) }, 'ENDING_FIRST')
  expect(soon.map(({ number, state }) => [number, state])).toEqual([['GA0007', 'ENDING_SOON']])
  const all = await list({}, 'STARTING_FIRST')
  expect(new Set(all.map(({ source }) => source))).toEqual(new Set(['CAMPAIGN']))
})

test('a compensation shows its coupon, and the customer has it', async () => {
  const agent = await world.as('specialist')
  const [found] = await world.rows<{ number: string }>(
    `UPDATE cases SET after_sale_type = 'COMPENSATION', reason = 'SERVICE', after_sale_state = 'REVIEWING', status = 'OPEN',
       asked_fen = 1000, compensation_kind = 'COUPON'
     WHERE id = (SELECT id FROM cases WHERE shop_id = $1 AND kind = 'AFTER_SALE' AND status = 'OPEN' ORDER BY number LIMIT 1)
     RETURNING number`,
    [SHOP_IDS.general],
  )
  const { of } = await agent.ask<{ of: { id: string } }>(
    'query ($number: String) { of: case(number: $number) { id } }',
    found,
  )
  const input = { caseId: of.id, kind: 'COUPON', amount: '10.00', idempotencyKey: key() }
  const { grantCompensation } = await agent.ask<{ grantCompensation: object }>(
    `mutation ($input: GrantCompensationInput!) { grantCompensation(input: $input) { __typename ... on GrantCompensationSuccess {
       afterSale { compensations { kind status coupon { state source promotion { off { amount } terms { zh } } compensation { kind } } } } } } }`,
    { input },
  )
  expect(grantCompensation).toMatchObject({
    afterSale: {
      compensations: [
        {
          status: 'ISSUED',
          coupon: {
            state: 'AVAILABLE',
            source: 'SERVICE',
            promotion: { off: { amount: '10.00' }, terms: { zh: '无门槛可用优惠券减 10.00 元。' } },
            compensation: { kind: 'COUPON' },
          },
        },
      ],
    },
  })
})
