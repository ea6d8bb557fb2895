import { afterAll, beforeAll, expect, test } from 'vitest'
import { act, key } from '../harness/acts.ts'
import { codesOf } from '../harness/client.ts'
import { globalId, nobody } from '../harness/ids.ts'
import { NEW_ADDRESS } from '../harness/orders.ts'
import { NOW, openWorld, SHOP_IDS, type Who, type World } from '../harness/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld('prices')
})
afterAll(() => world.close())

interface Quote {
  readonly __typename: string
  readonly payable: { readonly amount: string }
  readonly freight: { readonly amount: string }
  readonly discounts: readonly {
    readonly kind: string
    readonly amount: { readonly amount: string }
    readonly rule: { readonly id: string }
  }[]
  readonly lines: readonly {
    readonly skuId: string
    readonly gift: boolean
    readonly payable: { readonly amount: string }
  }[]
  readonly considered: readonly {
    readonly offer: { readonly number: string; readonly kind: string }
    readonly verdict: string
    readonly explanation: { readonly zh: string; readonly en: string }
  }[]
  readonly decision: {
    readonly outcome: string
    readonly findings: readonly { readonly rule: { readonly id: string }; readonly verdict: string }[]
  }
}

const QUOTE = `query ($input: QuotePriceInput!) { quotePrice(input: $input) { __typename ... on PriceQuote {
  payable { amount } freight { amount } discounts { kind amount { amount } rule { id } }
  lines { skuId gift payable { amount } }
  considered { offer { number kind } verdict explanation { zh en } }
  decision { outcome findings { rule { id } verdict } } } ... on NotFound { what } } }`

/** A plain specification of over 500 yuan in stock, without a campaign. */
async function dearSku(): Promise<{ id: string; fen: number }> {
  const [sku] = await world.rows<{ id: string; fen: number }>(
    `SELECT s.id, s.price_fen::int AS fen FROM skus s JOIN products p ON (p.shop_id, p.id) = (s.shop_id, s.product_id)
     WHERE s.shop_id = $1 AND s.price_fen BETWEEN 50000 AND 70000 AND s.stock - s.reserved > 20 AND s.active AND p.status = 'ON_SALE'
       AND NOT (p.presale OR p.customised OR p.digital OR p.perishable) AND p.max_quantity IS NULL AND p.min_quantity IS NULL
       AND NOT EXISTS (SELECT FROM campaign_prices c WHERE (c.shop_id, c.sku_id) = (s.shop_id, s.id))
     ORDER BY s.code LIMIT 1`,
    [SHOP_IDS.general],
  )
  if (!sku) throw new Error('the demo sells nothing dear')
  return sku
}

/** An ordinary member among the named customers, with what they have left of coupons. */
async function customerId(): Promise<string> {
  const [row] = await world.rows<{ id: string }>(
    `SELECT c.id FROM customers c JOIN members m ON (m.shop_id, m.customer_id) = (c.shop_id, c.id)
     WHERE c.number BETWEEN 'GC000001' AND 'GC000020' AND m.tier IN ('ORDINARY', 'SILVER') AND c.blacklisted_until IS NULL
     ORDER BY c.number LIMIT 1`,
  )
  return globalId('Customer', 'general', String(row?.id))
}

async function quoted(over: object = {}, who: Who = 'partner'): Promise<Quote> {
  const sku = await dearSku()
  const { quotePrice } = await (await world.as(who)).ask<{ quotePrice: Quote }>(QUOTE, {
    input: {
      customerId: await customerId(),
      lines: [{ skuId: globalId('Sku', 'general', sku.id), quantity: 1 }],
      province: NEW_ADDRESS.province,
      ...over,
    },
  })
  expect(quotePrice.__typename).toBe('PriceQuote')
  return quotePrice
}

const fen = (amount: string) => Math.round(Number(amount) * 100)
const sum = (amounts: readonly { readonly amount: string }[]) =>
  amounts.reduce((total, { amount }) => total + fen(amount), 0)

async function placed(): Promise<{ id: string; total: string }> {
  const sku = await dearSku()
  const { payable } = await quoted()
  const done = await act(await world.as('partner'), 'placeOrder', {
    customerId: await customerId(),
    lines: [{ skuId: globalId('Sku', 'general', sku.id), quantity: 1 }],
    address: NEW_ADDRESS,
    expectedPayable: payable.amount,
    idempotencyKey: key(),
  })
  if (!done.order) throw new Error(JSON.stringify(done))
  return { id: done.order.id, total: payable.amount }
}

test('a quote explains every offer, and its lines are what is payable', async () => {
  const quote = await quoted()
  expect(quote.decision.outcome).toBe('ALLOWED')
  expect(sum(quote.lines.map((line) => line.payable)) + fen(quote.freight.amount)).toBe(
    fen(quote.payable.amount),
  )
  expect(quote.lines.filter(({ gift }) => gift)).toHaveLength(1)
  const byNumber = new Map(quote.considered.map((each) => [each.offer.number, each]))
  // Over 500 for an ordinary member: the threshold of 300, one of two coupons, and the gift; 800 is not reached.
  expect(byNumber.get('GA0001')?.verdict).toBe('APPLIED')
  expect(byNumber.get('GA0002')).toMatchObject({ verdict: 'BELOW_THRESHOLD' })
  expect(byNumber.get('GA0008')?.verdict).toBe('APPLIED')
  expect(
    quote.considered
      .filter(({ offer }) => offer.kind === 'COUPON')
      .map(({ verdict }) => verdict)
      .sort(),
  ).toEqual(['APPLIED', 'NOT_BEST'])
  for (const { explanation } of quote.considered) expect(explanation.zh).toMatch(/\p{Script=Han}/u)
  for (const { rule } of quote.discounts) expect(rule.id).toMatch(/^(PRC|MEM|PTS)-/)
})

test('what an agent wants to say below it is denied; without a customer there are no coupons', async () => {
  const { payable } = await quoted()
  const less = (fen(payable.amount) - 1) / 100
  const { decision } = await quoted({ quoted: less.toFixed(2) }, 'specialist')
  expect(decision.outcome).toBe('DENIED')
  expect(decision.findings.filter(({ verdict }) => verdict === 'DENY').map(({ rule }) => rule.id)).toEqual([
    'PRC-01',
  ])
  const { considered } = await quoted({ customerId: null })
  expect(considered.filter(({ offer }) => offer.kind === 'COUPON')).toEqual([])
  const stranger = await (await world.as('partner')).ask<{ quotePrice: object }>(QUOTE, {
    input: {
      customerId: nobody('Customer', 'general'),
      lines: [{ skuId: globalId('Sku', 'general', (await dearSku()).id), quantity: 1 }],
    },
  })
  expect(stranger.quotePrice).toEqual({ __typename: 'NotFound', what: 'Customer' })
})

test('the order shows its discounts with their rules, promotion and coupon, and the customer the coupon spent', async () => {
  const { id } = await placed()
  const { order } = await (await world.as('specialist')).ask<{
    order: {
      discounts: {
        kind: string
        rule: { id: string }
        promotion: { number: string } | null
        coupon: { state: string; spentOn: { id: string } } | null
      }[]
      lines: { gift: boolean }[]
      customer: { coupons: { nodes: { state: string }[] } }
    }
  }>(
    `query ($id: ID) { order(id: $id) { discounts { kind rule { id } promotion { number } coupon { state spentOn { id } } } lines { gift }
       customer { coupons(first: 10) { nodes { state } } } } }`,
    { id },
  )
  const coupon = order.discounts.find(({ kind }) => kind === 'COUPON')
  expect(coupon).toMatchObject({ rule: { id: 'PRC-05' }, coupon: { state: 'SPENT', spentOn: { id } } })
  expect(order.discounts.find(({ kind }) => kind === 'THRESHOLD')?.promotion?.number).toBe('GA0001')
  expect(order.lines.map(({ gift }) => gift)).toEqual([false, true])
  expect(order.customer.coupons.nodes.map(({ state }) => state).sort()).toEqual([
    'AVAILABLE',
    'EXPIRED',
    'SPENT',
  ])
  await act(await world.as('specialist'), 'cancelOrder', {
    orderId: id,
    reason: 'BUYER_ASKED',
    idempotencyKey: key(),
  })
  expect(
    (await quoted()).considered.filter(
      ({ offer, verdict }) => offer.kind === 'COUPON' && verdict === 'APPLIED',
    ),
  ).toHaveLength(1)
})

test('a concession beyond authority is approved by a supervisor, and the storefront is paid the lower price', async () => {
  const { id, total } = await placed()
  const agent = await world.as('specialist')
  const input = { orderId: id, amount: '20.00' }
  const asked = await act(agent, 'grantConcession', { ...input, idempotencyKey: key() })
  expect(asked).toMatchObject({ __typename: 'ApprovalRequired', approver: 'approval.decide' })
  const request = await act(agent, 'requestApproval', {
    action: { grantConcession: input },
    reason: '老客户，首次议价',
    idempotencyKey: key(),
  })
  const approved = await act(await world.as('supervisor'), 'decideApproval', {
    approvalId: request.approval?.id,
    verdict: 'APPROVE',
    reason: '同意',
  })
  expect(approved.__typename).toBe('DecideApprovalSuccess')
  const { order } = await agent.ask<{
    order: {
      payableAmount: { amount: string }
      flag: string
      concessions: { amount: { amount: string }; approvedBy: { grade: string } }[]
    }
  }>(
    'query ($id: ID) { order(id: $id) { payableAmount { amount } flag concessions { amount { amount } approvedBy { grade } } } }',
    { id },
  )
  expect(order).toMatchObject({
    flag: 'YELLOW',
    concessions: [{ amount: { amount: '20.00' }, approvedBy: { grade: 'SUPERVISOR' } }],
  })
  const tier = await world.rows<{ fen: number }>(
    `SELECT amount_fen::int AS fen FROM order_discounts d JOIN orders o ON o.id = d.order_id WHERE kind = 'TIER' AND o.placed_at = $1`,
    [NOW],
  )
  expect(tier).toEqual([])
  expect(fen(order.payableAmount.amount)).toBeLessThan(fen(total))
  const paid = await act(await world.as('partner'), 'recordPayment', {
    orderId: id,
    method: 'WECHAT_PAY',
    amount: order.payableAmount.amount,
    reference: 'CONCEDED-1',
    idempotencyKey: key(),
  })
  expect(paid.__typename).toBe('RecordPaymentSuccess')
  const again = await act(agent, 'grantConcession', { ...input, idempotencyKey: key() })
  expect(again.__typename).toBe('PolicyDenied')

  // The price falls the day after; the buyer gets the difference back, once.
  const sku = await dearSku()
  world.setNow(new Date(NOW.getTime() + 86_400_000))
  const lower = ((sku.fen - 1_500) / 100).toFixed(2)
  const priced = { skuId: globalId('Sku', 'general', sku.id), price: lower }
  const mutation = 'mutation ($input: ChangeSkuPriceInput!) { changeSkuPrice(input: $input) { __typename } }'
  expect(codesOf(await agent.post(mutation, { input: { ...priced, idempotencyKey: key() } }))).toEqual([
    'FORBIDDEN',
  ])
  expect(
    (await act(await world.as('manager'), 'changeSkuPrice', { ...priced, idempotencyKey: key() })).__typename,
  ).toBe('ChangeSkuPriceSuccess')
  const { lines } = (
    await agent.ask<{ order: { lines: { id: string }[] } }>(
      'query ($id: ID) { order(id: $id) { lines { id } } }',
      { id },
    )
  ).order
  const claim = { orderId: id, lineId: lines[0]?.id }
  const storefront = await world.as('partner')
  expect(await act(storefront, 'claimPriceProtection', { ...claim, idempotencyKey: key() })).toMatchObject({
    __typename: 'ClaimPriceProtectionSuccess',
    refund: { status: 'OWED', amount: { amount: '15.00' } },
  })
  expect(
    (await act(storefront, 'claimPriceProtection', { ...claim, idempotencyKey: key() })).__typename,
  ).toBe('PolicyDenied')
  world.setNow(NOW)
})

test('promotions say where they stand: running, coming and ending soon', async () => {
  const { promotions } = await (await world.as('partner')).ask<{
    promotions: { nodes: { number: string; state: string; terms: { zh: string }; combinesWith: string[] }[] }
  }>('{ promotions(first: 50) { nodes { number state terms { zh } combinesWith } } }')
  const states = Object.fromEntries(promotions.nodes.map(({ number, state }) => [number, state]))
  expect(states).toMatchObject({
    GA0001: 'RUNNING',
    // Fifteen places are left.
    GA0002: 'ENDING_SOON',
    GA0007: 'ENDING_SOON',
    GA0009: 'COMING_SOON',
    GA0010: 'ENDED',
  })
  expect(promotions.nodes.find(({ number }) => number === 'GA0009')).toMatchObject({
    terms: { zh: '每满 200.00 元减 30.00 元。' },
    combinesWith: [],
  })
})

test('an order that nobody pays is closed by the worker in its time', async () => {
  const { id } = await placed()
  world.setNow(new Date(NOW.getTime() + 86_400_000))
  const status = async () =>
    (
      await (
        await world.as('specialist')
      ).ask<{ order: { status: string } }>('query ($id: ID) { order(id: $id) { status } }', { id })
    ).order.status
  await world.work(async () => (await status()) === 'CANCELLED')
  world.setNow(NOW)
})
