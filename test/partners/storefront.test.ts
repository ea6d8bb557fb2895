import { type Client, complete, createClient, newIdempotencyKey } from '@cs/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signToken } from '../harness/tokens.ts'
import { openWorld, type World } from '../harness/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld('storefront')
})
afterAll(() => world.close())

function clientOf(subject: string): Client {
  const token = () => signToken({ subject, shop: 'general', seconds: 86_400 }, world.now())
  return createClient({ url: `${world.url}/graphql`, token })
}

const as = <Result extends { readonly __typename: string }, Name extends Result['__typename']>(
  result: Result | null | undefined,
  name: Name,
): Extract<Result, { readonly __typename: Name }> => {
  if (result?.__typename !== name) throw new Error(JSON.stringify(result))
  return result as Extract<Result, { readonly __typename: Name }>
}

const returnOf = async (client: Client, number: string) => {
  const { order } = await complete(client.afterSaleOptions({ number }))
  if (!order?.lines[0]) throw new Error(`the demo has no ${number}`)
  return {
    orderId: order.id,
    type: 'RETURN_AND_REFUND',
    reason: 'NO_REASON',
    lines: [{ lineId: order.lines[0].id, quantity: 1 }],
    intact: true,
  } as const
}

test('a storefront asks for a return, the warehouse pays it, and both see what was decided and what goes back', async () => {
  const storefront = clientOf('partner-storefront')
  const erp = clientOf('partner-erp')
  const agent = clientOf('general-specialist')

  const asked = await returnOf(storefront, 'G-1035')
  const { previewAfterSale } = await complete(storefront.previewAfterSale({ input: asked }))
  const { token, quote } = as(previewAfterSale, 'AfterSalePreviewed')
  // `complete` throws where anything of an answer is missing: its decision is not.
  const { requestAfterSale } = await complete(
    storefront.requestAfterSale({ input: { ...asked, token, idempotencyKey: newIdempotencyKey() } }),
  )
  const { afterSale, decision } = as(requestAfterSale, 'RequestAfterSaleSuccess')
  expect(decision?.outcome).toBe('ALLOWED')
  const caseId = afterSale?.id ?? ''

  const early = { caseId, carrier: 'SF', waybill: 'SF1234567890' } as const
  const refused = await complete(
    storefront.recordReturnShipment({ input: { ...early, idempotencyKey: newIdempotencyKey() } }),
  )
  const denial = as(refused.recordReturnShipment, 'PolicyDenied').decision
  expect(denial?.findings.map(({ rule }) => rule.id)).toContain('AS-WF-RET')

  const step = () => ({ caseId, idempotencyKey: newIdempotencyKey() })
  await complete(agent.acknowledgeAfterSale({ input: { caseId } }))
  await complete(agent.approveAfterSale({ input: step() }))
  await complete(storefront.recordReturnShipment({ input: { ...early, ...step() } }))
  await complete(erp.receiveReturn({ input: step() }))
  await erp.inspectReturn({ input: { ...step(), result: 'PASSED', finding: 'INTACT' } })
  await complete(agent.refundAfterSale({ input: step() }))

  // Who may issue refunds finds them.
  const { data: owed } = await erp.afterSale({ id: caseId })
  const refund = owed.case?.__typename === 'AfterSale' ? owed.case.refunds?.[0] : undefined
  expect(refund?.status).toBe('OWED')
  const { issueRefund } = await complete(
    erp.issueRefund({ input: { refundId: refund?.id ?? '', idempotencyKey: newIdempotencyKey() } }),
  )
  expect(as(issueRefund, 'IssueRefundSuccess').refund?.status).toBe('ISSUED')

  const { data: seen } = await storefront.afterSale({ id: caseId })
  expect(seen.case).toMatchObject({
    state: 'REFUNDED',
    refunds: [{ status: 'ISSUED', amount: { amount: quote.amount.amount } }],
  })
})

test('a partner reads the decisions on its own commands, and nobody else’s', async () => {
  const storefront = clientOf('partner-storefront')
  const agent = clientOf('general-specialist')
  const mine = await storefront.requestAfterSale({
    input: { ...(await returnOf(storefront, 'G-1036')), idempotencyKey: newIdempotencyKey() },
  })
  const own = as(mine.data.requestAfterSale, 'PolicyDenied').decision
  expect(own?.findings.map(({ rule }) => rule.id)).toContain('AS-POL-01')
  expect((await storefront.decision({ id: own?.id ?? '' })).data.decision?.outcome).toBe('DENIED')

  const theirs = await agent.requestAfterSale({
    input: { ...(await returnOf(agent, 'G-1036')), idempotencyKey: newIdempotencyKey() },
  })
  const { id } = as(theirs.data.requestAfterSale, 'PolicyDenied').decision ?? {}
  for (const other of [storefront, clientOf('partner-erp')])
    expect((await other.decision({ id: id ?? '' })).data.decision).toBeNull()
  expect((await agent.decision({ id: id ?? '' })).data.decision?.id).toBe(id)
})
