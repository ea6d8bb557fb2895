import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { act, key } from '../harness/acts.ts'
import { Desk } from '../harness/after-sales.ts'
import { globalId, uuidOf } from '../harness/ids.ts'
import { numberOf, orderIds } from '../harness/orders.ts'
import { NOW, openWorld, SHOP_IDS } from '../harness/world.ts'

// What tiers bring, each followed to where it acts: freight, price, dispatch, queue, the agent, gifts (MEM-01 to -05).
const world = await openWorld('benefits')
afterAll(() => world.close())
afterEach(() => world.setNow(NOW))
const desk = new Desk(world, 'general')
const SHOP = SHOP_IDS.general
/** Tokens end while time goes on: everybody comes with a new one. */
const asAgent = () => world.as('specialist')
const asStorefront = () => world.as('partner')

const TIERS = ['ORDINARY', 'SILVER', 'GOLD', 'PLATINUM', 'DIAMOND'] as const
const setTier = (customer: string, tier: string) =>
  world.rows('UPDATE members SET tier = $3 WHERE shop_id = $1 AND customer_id = $2', [SHOP, customer, tier])

/** The buyer of a scenario order, made a member. */
async function buyerOf(suffix: number): Promise<string> {
  const [row] = await world.rows<{ id: string }>(
    'SELECT customer_id AS id FROM orders WHERE shop_id = $1 AND number = $2',
    [SHOP, numberOf('general', suffix)],
  )
  if (!row) throw new Error(`the demo has no order ${suffix}`)
  await world.rows(
    `INSERT INTO members (shop_id, customer_id, number, tier, tier_since, joined_at) VALUES ($1, $2::uuid, $2::text, 'ORDINARY', '2026-01-01', '2026-01-01')
     ON CONFLICT DO NOTHING`,
    [SHOP, row.id],
  )
  return row.id
}

/** A customer of the demo who bought nothing, with an address and goods in stock. */
const [goods] = await world.rows<{ sku: string; price: number }>(
  `SELECT s.id AS sku, s.price_fen::int AS price FROM skus s JOIN products p ON p.shop_id = s.shop_id AND p.id = s.product_id
   WHERE s.shop_id = $1 AND s.active AND p.status = 'ON_SALE' AND s.price_fen BETWEEN 20000 AND 60000
     AND NOT (p.presale OR p.customised OR p.digital OR p.perishable) AND p.max_quantity IS NULL AND p.min_quantity IS NULL
   ORDER BY s.code LIMIT 1`,
  [SHOP],
)
if (!goods) throw new Error('the demo lacks goods')
// Else another offer might be the better one for the customer (Q72).
await world.rows(
  'UPDATE promotions SET ends_at = $2 WHERE shop_id = $1 AND ends_at > $2 AND starts_at < $2',
  [SHOP, NOW],
)
await world.rows('UPDATE skus SET stock = 5000 WHERE shop_id = $1 AND id = $2', [SHOP, goods.sku])
const people = (
  await world.rows<{ id: string; address: string }>(
    `SELECT c.id, a.id AS address FROM customers c JOIN members m ON m.shop_id = c.shop_id AND m.customer_id = c.id
     JOIN addresses a ON a.shop_id = c.shop_id AND a.customer_id = c.id AND a.is_default
     WHERE c.shop_id = $1 AND m.tier = 'ORDINARY' AND c.blacklisted_until IS NULL AND a.province !~ '新疆|西藏|内蒙古|青海'
     AND c.number > 'GC000040' ORDER BY c.number LIMIT 8`,
    [SHOP],
  )
).map(({ id, address }) => ({
  id,
  customerId: globalId('Customer', 'general', id),
  addressId: globalId('Address', 'general', address),
}))
type Person = (typeof people)[number]
const person = (n: number): Person => people[n] as Person
const lines = (quantity: number) => [{ skuId: globalId('Sku', 'general', String(goods?.sku)), quantity }]

const QUOTE = `query ($input: QuotePriceInput!) { quotePrice(input: $input) { __typename ... on PriceQuote {
  payable { amount } discounts { kind amount { amount } rule { id } } } } }`
interface Quote {
  readonly payable: { readonly amount: string }
  readonly discounts: readonly {
    readonly kind: string
    readonly amount: { readonly amount: string }
    readonly rule: { readonly id: string }
  }[]
}
const quote = async ({ customerId }: Person, quantity: number) => {
  // The address of the person is near: freight is that of the near provinces.
  const { quotePrice } = await (await asStorefront()).ask<{ quotePrice: Quote }>(QUOTE, {
    input: { customerId, lines: lines(quantity), couponIds: [] },
  })
  return quotePrice
}

/** Places and pays an order over the API; answers its uuid. */
async function buy(of: Person, quantity = 1): Promise<string> {
  const { payable } = await quote(of, quantity)
  const placed = await act(await asStorefront(), 'placeOrder', {
    customerId: of.customerId,
    addressId: of.addressId,
    lines: lines(quantity),
    couponIds: [],
    expectedPayable: payable.amount,
    idempotencyKey: key(),
  })
  expect([placed.__typename, placed]).toMatchObject(['PlaceOrderSuccess', {}])
  const orderId = String(placed.order?.id)
  const paid = await act(await asStorefront(), 'recordPayment', {
    orderId,
    method: 'ALIPAY',
    amount: payable.amount,
    reference: `REF-${key()}`,
    idempotencyKey: key(),
  })
  expect(paid).toMatchObject({ __typename: 'RecordPaymentSuccess' })
  return orderId
}

const MEMBER = `query ($id: ID!) { member(customerId: $id) { tier lowersTo benefits { code rule value } benefitsUsed { code at }
  progress { paid { amount } missing { amount } by explanation { en } keep { missing { amount } by otherwise told } }
  tierChanges(first: 5) { nodes { kind from to paid { amount } threshold { amount } effectiveOn rule pack explanation { zh en } } }
  gifts(first: 5) { nodes { id benefit year status version } } dedicatedAgent { id active } } }`
interface MemberView {
  readonly tier: string
  readonly benefits: readonly {
    readonly code: string
    readonly rule: string
    readonly value: string | null
  }[]
  readonly benefitsUsed: readonly { readonly code: string; readonly at: string }[]
  readonly progress: {
    readonly paid: { readonly amount: string }
    readonly explanation: { readonly en: string }
    readonly keep: { readonly by: string } | null
  }
  readonly tierChanges: {
    readonly nodes: readonly {
      readonly kind: string
      readonly from: string
      readonly to: string
      readonly paid: { readonly amount: string }
      readonly threshold: { readonly amount: string }
      readonly explanation: { readonly en: string }
    }[]
  }
  readonly gifts: {
    readonly nodes: readonly {
      readonly id: string
      readonly benefit: string
      readonly status: string
      readonly version: number
    }[]
  }
  readonly dedicatedAgent: { readonly id: string } | null
}
const memberOf = async (customer: string) =>
  (
    await (
      await asAgent()
    ).ask<{ member: MemberView }>(MEMBER, { id: globalId('Customer', 'general', customer) })
  ).member

describe('free returns (MEM-04, C-49)', () => {
  test('are free of freight from platinum on, by the tier at the request', async () => {
    const buyer = await buyerOf(1035)
    const back: Record<string, unknown> = {}
    for (const tier of TIERS) {
      await setTier(buyer, tier)
      const { quote: told } = await desk.preview(1035)
      back[tier] = [told.freight.back, told.freight.rules]
    }
    expect(back).toEqual({
      ORDINARY: ['CUSTOMER', ['AS-FRT-01']],
      SILVER: ['CUSTOMER', ['AS-FRT-01']],
      GOLD: ['CUSTOMER', ['AS-FRT-01']],
      PLATINUM: ['SHOP', ['AS-FRT-09']],
      DIAMOND: ['SHOP', ['AS-FRT-09']],
    })
  })

  test('stay free in an open case when the tier falls, and are settled so (Q22)', async () => {
    const buyer = await buyerOf(1035)
    await setTier(buyer, 'PLATINUM')
    const caseId = await desk.inspected(1035, 'INTACT', { intact: true })
    await setTier(buyer, 'ORDINARY')
    const settled = await desk.step('settleFreight', caseId, {
      direction: 'BACK',
      mode: 'REFUND',
      amount: '12.00',
    })
    expect(settled.__typename).toBe('SettleFreightSuccess')
    const [row] = await world.rows(
      `SELECT payer, mode FROM freight_settlements WHERE shop_id = $1 AND case_id = $2`,
      [SHOP, uuidOf(caseId)],
    )
    expect(row).toEqual({ payer: 'SHOP', mode: 'REFUND' })
    await setTier(buyer, 'PLATINUM')
    expect((await memberOf(buyer)).benefitsUsed.map(({ code }) => code)).toContain('FREE_RETURN')
  })

  test('are no free recall of a parcel on its way (Q31)', async () => {
    const buyer = await buyerOf(1007)
    const findings: unknown[] = []
    for (const tier of ['ORDINARY', 'PLATINUM']) {
      await setTier(buyer, tier)
      const { id } = await orderIds(await asAgent(), numberOf('general', 1007))
      const { preview } = await (await asAgent()).ask<{ preview: { decision: unknown } }>(
        `query ($input: InterceptOrderInput!) { preview: previewInterceptOrder(input: $input) { ... on Previewed { decision { outcome findings { rule { id } verdict message { en } } } } } }`,
        { input: { orderId: id, reason: 'NO_LONGER_WANTED', idempotencyKey: key() } },
      )
      findings.push(preview.decision)
    }
    expect(findings[1]).toEqual(findings[0])
    expect(JSON.stringify(findings[1])).toMatch(/ORD-MOD-09/)
  })
})

describe('discount (MEM-03 to -05)', () => {
  test('is 3, 5 and 8 per cent of the goods, by the tier at ordering', async () => {
    const of = person(0)
    const price = (goods?.price ?? 0) * 2
    for (const [tier, percent] of [
      ['ORDINARY', 0],
      ['SILVER', 0],
      ['GOLD', 3],
      ['PLATINUM', 5],
      ['DIAMOND', 8],
    ] as const) {
      await setTier(of.id, tier)
      const { discounts } = await quote(of, 2)
      const off = discounts.find(({ kind }) => kind === 'TIER')
      expect([tier, off?.amount.amount]).toEqual([
        tier,
        percent ? (Math.round((price * percent) / 100) / 100).toFixed(2) : undefined,
      ])
      const { benefits } = await memberOf(of.id)
      expect(benefits.find(({ code }) => code === 'DISCOUNT')?.value ?? null).toBe(
        percent ? `${percent} %` : null,
      )
    }
    await setTier(of.id, 'ORDINARY')
  })
})

describe('priority dispatch (MEM-03)', () => {
  test('puts the orders of a gold member before older ones, and stays with them', async () => {
    const first = await buy(person(1))
    await setTier(person(2).id, 'GOLD')
    const later = await buy(person(2))
    await setTier(person(2).id, 'SILVER')
    const { orders } = await (await asAgent()).ask<{
      orders: { nodes: { id: string; priorityDispatch: boolean; dispatchDueAt: string }[] }
    }>('{ orders(first: 100, orderBy: DISPATCH) { nodes { id priorityDispatch dispatchDueAt } } }')
    const ids = orders.nodes.map(({ id }) => id)
    expect(ids).toEqual(expect.arrayContaining([first, later]))
    expect(ids.indexOf(later)).toBeLessThan(ids.indexOf(first))
    const ranks = orders.nodes.map((order) => `${order.priorityDispatch ? 0 : 1} ${order.dispatchDueAt}`)
    expect(ranks).toEqual(ranks.toSorted())
    expect((await memberOf(person(2).id)).benefitsUsed.map(({ code }) => code)).not.toContain(
      'PRIORITY_DISPATCH',
    )
    await setTier(person(2).id, 'GOLD')
    expect((await memberOf(person(2).id)).benefitsUsed.map(({ code }) => code)).toContain('PRIORITY_DISPATCH')
  })
})

describe('priority handling (MEM-05)', () => {
  test('puts the case of a diamond first in its queue, and shortens no promise (Q75)', async () => {
    const opened: { id: string; priority: string; clocks: string }[] = []
    for (const [suffix, tier] of [
      [1036, 'ORDINARY'],
      [1037, 'DIAMOND'],
    ] as const) {
      await setTier(await buyerOf(suffix), tier)
      const id = await desk.applied(suffix, { reason: 'QUALITY', evidence: ['PHOTO'] })
      const [row] = await world.rows<{ priority: string; clocks: string }>(
        `SELECT c.priority, (SELECT string_agg(concat_ws(' ', k.name, k.target_at, k.breach_at), ', ' ORDER BY k.name) FROM clocks k
           WHERE k.shop_id = c.shop_id AND k.case_id = c.id) AS clocks FROM cases c WHERE c.shop_id = $1 AND c.id = $2`,
        [SHOP, uuidOf(id)],
      )
      opened.push({ id, priority: String(row?.priority), clocks: String(row?.clocks) })
    }
    const [plain, diamond] = opened
    expect([plain?.priority, diamond?.priority]).toEqual(['MEDIUM', 'HIGH'])
    expect(diamond?.clocks).toBe(plain?.clocks)
    const { cases } = await (await asAgent()).ask<{ cases: { nodes: { id: string; priority: string }[] } }>(
      '{ cases(first: 100, orderBy: IN_TURN, filter: { queue: AFTER_SALE }) { nodes { id priority } } }',
    )
    const ids = cases.nodes.map(({ id }) => id)
    expect(ids.indexOf(String(diamond?.id))).toBeGreaterThanOrEqual(0)
    expect(ids.indexOf(String(diamond?.id))).toBeLessThan(ids.indexOf(String(plain?.id)))
  })
})

describe('a member who pays their way up', () => {
  test('is raised at once, sees why, gets an agent of their own, and their next question goes there', async () => {
    const of = person(3)
    const before = await memberOf(of.id)
    const missing = 100_000 - Math.round(Number(before.progress.paid.amount) * 100)
    await buy(of, Math.ceil(missing / (goods?.price ?? 1)) + 1)
    const after = await memberOf(of.id)
    expect(['SILVER', 'GOLD', 'PLATINUM']).toContain(after.tier)
    const [change] = after.tierChanges.nodes
    expect(change).toMatchObject({ kind: 'RAISED', from: 'ORDINARY', to: after.tier, rule: /^MEM-0[234]$/ })
    expect(change?.paid.amount).toBe(after.progress.paid.amount)
    expect(change?.explanation.en).toContain(`CNY ${change?.paid.amount} paid in the window reaches`)
    expect(after.progress.keep?.by).toMatch(/^202[78]-\d\d-(28|29|30|31)$/)
    expect(after.dedicatedAgent).not.toBeNull()
    // On duty, without other work: then the question goes to the dedicated agent.
    world.setNow(new Date(NOW.getTime() + 10 * 3_600_000))
    const dedicated = uuidOf(String(after.dedicatedAgent?.id))
    await world.rows(
      `UPDATE cases SET status = 'SOLVED' WHERE shop_id = $1 AND assignee_id = $2 AND status IN ('OPEN', 'WAITING_FOR_CUSTOMER', 'WAITING_FOR_OTHERS')`,
      [SHOP, dedicated],
    )
    await world.rows(
      `INSERT INTO shift_agents (shop_id, shift_id, agent_id) SELECT shop_id, id, $2 FROM shifts
       WHERE shop_id = $1 AND starts_at <= $3 AND ends_at > $3 ON CONFLICT (shop_id, shift_id, agent_id) DO UPDATE SET on_call = false`,
      [SHOP, dedicated, world.now()],
    )
    const asked = await act(await asStorefront(), 'openConsultation', {
      customerId: of.customerId,
      channel: 'CHAT',
      inquiryType: 'PRICE',
    })
    expect(asked.__typename).toBe('OpenConsultationSuccess')
    const [row] = await world.rows<{ owner: string }>(
      `SELECT owner_id AS owner FROM cases WHERE shop_id = $1 AND customer_id = $2 ORDER BY opened_at DESC, id DESC LIMIT 1`,
      [SHOP, of.id],
    )
    expect(row?.owner).toBe(dedicated)
  })

  test('is told a month ahead of falling, falls by one, and keeps the history', async () => {
    const of = person(4)
    await world.rows(
      `UPDATE members SET tier = 'GOLD', tier_since = '2026-01-15' WHERE shop_id = $1 AND customer_id = $2`,
      [SHOP, of.id],
    )
    world.setNow(new Date('2026-12-01T00:00:00+08:00'))
    const waiting = async () =>
      (await world.rows(`SELECT 1 FROM member_rounds WHERE due_at <= $1`, [world.now()])).length === 0
    await world.work(waiting)
    expect(await memberOf(of.id)).toMatchObject({
      tier: 'GOLD',
      lowersTo: 'SILVER',
      progress: { keep: { told: true, by: '2026-12-31' } },
    })
    world.setNow(new Date('2027-01-01T00:00:00+08:00'))
    await world.work(waiting)
    const { tier, tierChanges } = await memberOf(of.id)
    expect([
      tier,
      tierChanges.nodes
        .map(({ kind }) => kind)
        .filter((kind) => /NOTIFIED|LOWERED/.test(kind))
        .sort(),
    ]).toEqual(['SILVER', expect.arrayContaining(['LOWERED', 'NOTIFIED'])])
  })
})

describe('gifts (MEM-02, MEM-05)', () => {
  test('are granted by the worker once a year, seen by agents, and handed over once by a storefront', async () => {
    const of = person(5)
    await setTier(of.id, 'DIAMOND')
    await world.rows(`UPDATE customers SET birth_month = 2, birth_day = 24 WHERE shop_id = $1 AND id = $2`, [
      SHOP,
      of.id,
    ])
    world.setNow(new Date('2027-02-01T00:00:30+08:00'))
    await world.work(
      async () =>
        (await world.rows(`SELECT 1 FROM member_rounds WHERE due_at <= $1`, [world.now()])).length === 0,
    )
    await setTier(of.id, 'DIAMOND')
    const { gifts, benefitsUsed } = await memberOf(of.id)
    const of2027 = gifts.nodes.filter((gift) => (gift as { year?: number }).year === 2027)
    expect(of2027.map(({ benefit, status }) => `${benefit} ${status}`)).toContain('BIRTHDAY_GIFT GRANTED')
    expect(benefitsUsed.map(({ code }) => code)).toEqual(expect.arrayContaining(['BIRTHDAY_GIFT']))
    const gift = of2027.find(({ benefit }) => benefit === 'BIRTHDAY_GIFT')
    const input = { giftId: gift?.id, expectedVersion: gift?.version }
    expect(
      (await act(await asStorefront(), 'fulfilGift', { ...input, idempotencyKey: key() })).__typename,
    ).toBe('FulfilGiftSuccess')
    expect(
      (await act(await asStorefront(), 'fulfilGift', { giftId: gift?.id, idempotencyKey: key() })).__typename,
    ).toBe('PolicyDenied')
    const { giftGrants } = await (await asAgent()).ask<{ giftGrants: { nodes: { id: string }[] } }>(
      '{ giftGrants(first: 100, filter: { status: FULFILLED }) { nodes { id } } }',
    )
    expect(giftGrants.nodes.map(({ id }) => id)).toContain(gift?.id)
  })
})

describe('enrolMember', () => {
  test('is what a storefront asks for a customer; once', async () => {
    const [row] = await world.rows<{ id: string }>(
      `SELECT c.id FROM customers c WHERE c.shop_id = $1 AND NOT EXISTS (SELECT FROM members m WHERE m.shop_id = c.shop_id AND m.customer_id = c.id) LIMIT 1`,
      [SHOP],
    )
    const customerId = globalId('Customer', 'general', String(row?.id))
    expect((await act(await asStorefront(), 'enrolMember', { customerId })).__typename).toBe(
      'EnrolMemberSuccess',
    )
    const again = await act(await asStorefront(), 'enrolMember', { customerId })
    expect([again.__typename, again.decision?.findings[0]?.rule.id]).toEqual(['PolicyDenied', 'MEM-06'])
    expect((await memberOf(String(row?.id))).tierChanges.nodes.map(({ kind }) => kind)).toEqual(['ENROLLED'])
  })
})
