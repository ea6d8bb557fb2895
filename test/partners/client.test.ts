import { type Client, complete, createClient, newIdempotencyKey } from '@cs/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signToken } from '../harness/tokens.ts'
import { openWorld, type Who, type World } from '../harness/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld('client')
})
afterAll(() => world.close())

/** The published client, as someone of the general shop. */
function clientOf(who: Who): Client {
  const claims = { subject: who === 'partner' ? 'partner-storefront' : `general-${who}`, shop: 'general' }
  const token = () => signToken({ ...claims, seconds: 86_400 }, world.now())
  return createClient({ url: `${world.url}/graphql`, ...(who === 'public' ? {} : { token }) })
}

const first = <Item>(items: readonly Item[] | undefined): Item => {
  if (!items?.[0]) throw new Error('the demo has none')
  return items[0]
}

describe('every query of the client is answered in full to a manager', () => {
  let client: Client
  beforeAll(() => {
    client = clientOf('manager')
  })

  test('who asks, the matrix, the handbook', async () => {
    const { viewer } = await complete(client.viewer())
    expect(viewer).toMatchObject({ kind: 'AGENT', grade: 'MANAGER', shop: { code: 'general' } })
    const { fieldAccess } = await complete(client.fieldAccess({ type: 'Product' }))
    expect(fieldAccess).toContainEqual(expect.objectContaining({ field: 'cost', granted: true }))
    expect((await complete(client.permissions())).permissions.length).toBeGreaterThan(10)
    expect((await complete(client.enumLabels({ names: ['Tier'] }))).enumLabels[0]?.name).toBe('Tier')
    const { rules } = await complete(client.rules({ concept: 'orders' }))
    const { rule } = await complete(client.rule({ id: first(rules).id }))
    expect(rule?.concept).toBe('orders')
  })

  test('customers', async () => {
    const { customers } = await complete(client.customers({ first: 3 }))
    const { id, number } = first(customers?.nodes)
    const { customer } = await complete(client.customer({ id }))
    expect(customer?.number).toBe(number)
    const found = await complete(client.searchCustomers({ text: number }))
    expect(found.searchCustomers?.nodes[0]?.id).toBe(id)
    const { member } = await complete(client.member({ customerId: id }))
    expect(member === null || member.benefits.length >= 0).toBe(true)
  })

  test('orders', async () => {
    const { orders } = await complete(client.orders({ first: 3, filter: { status: ['PAID'] } }))
    const { id, number } = first(orders?.nodes)
    const { order } = await complete(client.order({ number }))
    expect(order?.lines.length).toBeGreaterThan(0)
    expect((await complete(client.searchOrders({ text: number }))).searchOrders?.nodes).toHaveLength(1)
    const asked = await complete(client.orderActions({ id }))
    expect(asked.order?.actions.map(({ name }) => name)).toContain('CANCEL')
    const { order: quoted } = await complete(client.cancellationQuote({ id }))
    expect(quoted?.cancellationQuote?.amount.currency).toBe('CNY')
    const input = { orderId: id, reason: 'BUYER_ASKED' } as const
    const { previewCancelOrder } = await complete(client.previewCancelOrder({ input }))
    expect(previewCancelOrder?.__typename).toBe('Previewed')
  })

  test('cases, reviews, products, agents, approvals, audit', async () => {
    const { cases } = await complete(client.cases({ first: 3 }))
    expect(
      (await complete(client.case({ id: first(cases?.nodes).id }))).case?.messages?.nodes,
    ).toBeInstanceOf(Array)
    const { reviews } = await complete(client.reviews({ first: 3 }))
    expect((await complete(client.review({ id: first(reviews?.nodes).id }))).review?.order?.number).toMatch(
      /^G/,
    )
    const { products } = await complete(client.products({ first: 3 }))
    const { id } = first(products?.nodes)
    expect((await complete(client.product({ id }))).product?.skus.length).toBeGreaterThan(0)
    expect((await complete(client.productCost({ id }))).product?.cost?.currency).toBe('CNY')
    expect((await complete(client.agents())).agents?.nodes.length).toBeGreaterThan(0)
    expect((await complete(client.approvals())).approvals?.nodes).toBeInstanceOf(Array)
    expect((await complete(client.auditEntries())).auditEntries?.nodes).toBeInstanceOf(Array)
  })
})

test('a specialist gets what a card may show, and one error for what it may not', async () => {
  const client = clientOf('specialist')
  const { products } = await complete(client.products({ first: 1 }))
  const { data, errors } = await client.productCost({ id: first(products?.nodes).id })
  expect(data.product?.cost).toBeNull()
  expect(errors).toHaveLength(1)
  expect(errors[0]).toMatchObject({ code: 'FORBIDDEN', details: { permission: 'product.cost.read' } })
})

test('without a token only what is public is answered', async () => {
  const client = clientOf('public')
  expect((await complete(client.enumLabels({ names: ['Tier'] }))).enumLabels).toHaveLength(1)
  const { data, errors } = await client.orders()
  expect(data.orders).toBeNull()
  expect(errors.length).toBeGreaterThan(0)
})

test('a token that is none is an error of the whole call', async () => {
  const client = createClient({ url: `${world.url}/graphql`, token: 'not.a.token' })
  await expect(client.viewer()).rejects.toMatchObject({ code: 'UNAUTHENTICATED', status: 401 })
})

test('a document that the service knows travels as its hash', async () => {
  const sent: string[] = []
  const client = createClient({
    url: `${world.url}/graphql`,
    fetch: (url, init) => {
      sent.push(init.body)
      return fetch(url, init)
    },
  })
  await complete(client.permissions())
  sent.length = 0
  await complete(client.permissions())
  expect(sent).toHaveLength(1)
  expect(JSON.parse(sent[0] ?? '')).not.toHaveProperty('query')
})

test('a command is done once for one key, and its decision can be asked for', async () => {
  const client = clientOf('senior')
  const { orders } = await complete(client.orders({ first: 1, filter: { status: ['PAID'] } }))
  const input = {
    orderId: first(orders?.nodes).id,
    action: 'NOTE',
    text: '客户希望周末送货',
    idempotencyKey: newIdempotencyKey(),
  } as const
  const { remarkOrder: done } = await complete(client.remarkOrder({ input }))
  const { remarkOrder: again } = await complete(client.remarkOrder({ input }))
  if (done?.__typename !== 'RemarkOrderSuccess' || again?.__typename !== 'RemarkOrderSuccess')
    throw new Error(`${done?.__typename} ${again?.__typename}`)
  expect(again.remark?.id).toBe(done.remark?.id)
  const { decision } = await complete(client.decision({ id: done.decision?.id ?? '' }))
  expect(decision?.outcome).toBe('ALLOWED')
})
