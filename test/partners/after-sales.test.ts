import { type Client, complete, createClient, newIdempotencyKey } from '@cs/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signToken } from '../harness/tokens.ts'
import { openWorld, type Who, type World } from '../harness/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld('client_after_sales')
})
afterAll(() => world.close())

function clientOf(who: Who): Client {
  const token = () => signToken({ subject: `general-${who}`, shop: 'general', seconds: 86_400 }, world.now())
  return createClient({ url: `${world.url}/graphql`, token })
}

/** The member of a result with this name; anything else is shown. */
function as<Result extends { readonly __typename: string }, Name extends Result['__typename']>(
  result: Result | null | undefined,
  name: Name,
): Extract<Result, { readonly __typename: Name }> {
  if (result?.__typename !== name) throw new Error(JSON.stringify(result))
  return result as Extract<Result, { readonly __typename: Name }>
}

test('what is open on an order is told line by line, with what each reason would bring', async () => {
  const { order } = await complete(clientOf('specialist').afterSaleOptions({ number: 'G-1035' }))
  const option = order?.afterSaleOptions?.find(({ kind }) => kind === 'RETURN_AND_REFUND')
  expect(option?.decision.outcome).toBe('ALLOWED')
  const reason = option?.reasons.find(({ reason }) => reason === 'QUALITY')
  expect(reason?.evidenceNeeded.length).toBeGreaterThan(0)
  expect(reason?.quote?.amount.currency).toBe('CNY')
})

test('an after-sale is previewed, asked for with the token, agreed to, and its waybill filed', async () => {
  const client = clientOf('specialist')
  const { order } = await complete(client.order({ number: 'G-1035' }))
  if (!order?.lines[0]) throw new Error('the demo has no G-1035')
  const asked = {
    orderId: order.id,
    type: 'RETURN_AND_REFUND',
    reason: 'NO_REASON',
    lines: [{ lineId: order.lines[0].id, quantity: 1 }],
    intact: true,
  } as const

  const { previewAfterSale } = await complete(client.previewAfterSale({ input: asked }))
  const { token, quote } = as(previewAfterSale, 'AfterSalePreviewed')
  expect(quote.amount.amount).toBe(order.lines[0].paid.amount)
  expect(quote.clocks.map(({ name }) => name)).toContain('AFTER_SALE_REVIEW')

  const input = { ...asked, token, idempotencyKey: newIdempotencyKey() }
  const { requestAfterSale } = await complete(client.requestAfterSale({ input }))
  const { afterSale } = as(requestAfterSale, 'RequestAfterSaleSuccess')
  if (!afterSale) throw new Error('it can’t be read')
  expect(afterSale).toMatchObject({ state: 'APPLIED', type: 'RETURN_AND_REFUND', reason: 'NO_REASON' })

  const { case: open } = await complete(client.afterSaleActions({ id: afterSale.id }))
  if (open?.__typename !== 'AfterSale') throw new Error(JSON.stringify(open))
  expect(open.actions?.map(({ command }) => command)).toContain('acknowledgeAfterSale')

  const on = { caseId: afterSale.id }
  const { acknowledgeAfterSale } = await complete(client.acknowledgeAfterSale({ input: on }))
  expect(as(acknowledgeAfterSale, 'AcknowledgeAfterSaleSuccess').afterSale?.state).toBe('REVIEWING')
  const { approveAfterSale } = await complete(
    client.approveAfterSale({ input: { ...on, idempotencyKey: newIdempotencyKey() } }),
  )
  expect(as(approveAfterSale, 'ApproveAfterSaleSuccess').afterSale?.state).toBe('APPROVED')
  const parcel = {
    ...on,
    carrier: 'SF',
    waybill: 'SF1234567890',
    idempotencyKey: newIdempotencyKey(),
  } as const
  const { recordReturnShipment } = await complete(client.recordReturnShipment({ input: parcel }))
  const sent = as(recordReturnShipment, 'RecordReturnShipmentSuccess')
  expect(sent.afterSale?.returnShipments).toMatchObject([{ waybill: 'SF1234567890', status: 'IN_TRANSIT' }])

  const { case: read } = await complete(clientOf('manager').afterSale({ id: afterSale.id }))
  if (read?.__typename !== 'AfterSale') throw new Error(JSON.stringify(read))
  expect(read.steps?.map(({ step }) => step)).toEqual([
    'APPLY',
    'ACKNOWLEDGE',
    'APPROVE',
    'RECORD_RETURN_SHIPMENT',
  ])
  expect(read.notices?.map(({ script }) => script)).toContain('APPROVED_SEND_BACK')
  expect(read.clocks?.map(({ name, result }) => [name, result])).toContainEqual(['AFTER_SALE_REVIEW', 'MET'])
})

test('a step out of order is refused by a rule, and nothing changes', async () => {
  const client = clientOf('specialist')
  const filter = { kind: 'AFTER_SALE', afterSaleState: ['REVIEWING', 'APPLIED'] } as const
  const { cases } = await complete(client.afterSales({ filter, first: 1 }))
  const found = cases?.nodes[0]
  if (found?.__typename !== 'AfterSale') throw new Error(JSON.stringify(found))
  const input = { caseId: found.id, idempotencyKey: newIdempotencyKey() }
  const { sendReplacement } = await complete(
    client.sendReplacement({ input: { ...input, carrier: 'SF', waybill: 'SF1234567891' } }),
  )
  const { decision } = as(sendReplacement, 'PolicyDenied')
  expect(decision?.findings.map(({ rule }) => rule.id)).toContain('AS-WF-RET')
  const { case: read } = await client.case({ id: found.id }).then(({ data }) => data)
  expect(read?.version).toBe(found.version)
})

describe('without anything missing are read', () => {
  test('the registers', async () => {
    const client = clientOf('manager')
    const pages = [
      (await complete(client.compensations())).compensations,
      (await complete(client.carrierClaims({ filter: { status: 'OPEN' } }))).carrierClaims,
      (await complete(client.wrongShipments())).wrongShipments,
      (await complete(client.productIssues())).productIssues,
      (await complete(client.evidenceArchive())).evidenceArchive,
    ]
    // What may not be read is null.
    expect(pages.map((page) => Array.isArray(page?.nodes))).toEqual(pages.map(() => true))
  })

  test('the promises that break next, as a specialist can, and those of an order', async () => {
    const client = clientOf('specialist')
    const { clocks } = await complete(client.clocks())
    const times = clocks?.nodes.map(({ breachAt }) => breachAt) ?? []
    expect(times.length).toBeGreaterThan(0)
    expect([...times].sort()).toEqual(times)
    const { order } = await complete(client.orderClocks({ number: 'G-1002' }))
    expect(order?.clocks?.map(({ name }) => name)).toEqual(['ORDER_DISPATCH'])
  })

  test('the ledger of an after-sale', async () => {
    const client = clientOf('manager')
    const { cases } = await complete(client.afterSales({ first: 1 }))
    const { case: read } = await complete(client.afterSaleLedger({ id: cases?.nodes[0]?.id ?? '' }))
    expect(read && 'ledger' in read && read.ledger).toBeInstanceOf(Array)
  })
})
