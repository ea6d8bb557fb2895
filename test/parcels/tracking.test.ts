import { afterAll, beforeAll, expect, it } from 'vitest'
import { act, tryAct } from '../harness/acts.ts'
import { type Client, codesOf } from '../harness/client.ts'
import { globalId, nobody } from '../harness/ids.ts'
import { signToken } from '../harness/tokens.ts'
import { NOW, openWorld, SHOPS, type ShopCode, type World } from '../harness/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld('parcels')
})
afterAll(() => world.close())

async function carrierOf(shop: ShopCode): Promise<Client> {
  const token = await signToken({ subject: 'partner-carrier', shop, seconds: 86_400 }, NOW)
  return world.client({ authorization: `Bearer ${token}` })
}

async function parcelOf(number: string): Promise<{ id: string; waybill: string; carrier: string }> {
  const [row] = await world.rows<{ id: string; waybill: string; carrier: string }>(
    `SELECT s.id, s.waybill, s.carrier FROM shipments s JOIN orders o ON o.shop_id = s.shop_id AND o.id = s.order_id
     WHERE o.number = $1`,
    [number],
  )
  if (!row) throw new Error(`no parcel of ${number}`)
  return row
}

const PREFIX = { general: 'G', guided: 'D', apparel: 'A' } as const

it.each(SHOPS)(
  'a carrier of the %s shop reports a parcel on its way back, and its case is open',
  async (shop) => {
    const carrier = await carrierOf(shop)
    const { waybill, carrier: code } = await parcelOf(`${PREFIX[shop]}-1057`)
    const input = {
      waybill,
      carrier: code,
      events: [
        {
          kind: 'NO_DELIVERY_POINT',
          place: '杭州',
          occurredAt: new Date(NOW.getTime() - 60_000).toISOString(),
        },
      ],
    }
    const answer = await tryAct(carrier, 'reportTracking', input)
    expect(answer.data?.result).toMatchObject({
      __typename: 'ReportTrackingSuccess',
      status: 'RETURNING',
      added: 1,
    })
    // A carrier does not see the order; the decision is its own.
    expect(answer.data?.result).toMatchObject({ order: null, decision: { outcome: 'ALLOWED' } })
    expect((await tryAct(carrier, 'reportTracking', input)).data?.result).toMatchObject({ added: 0 })
    const cases = await world.rows(
      `SELECT c.after_sale_type, c.reason FROM cases c JOIN orders o ON o.shop_id = c.shop_id AND o.id = c.order_id WHERE o.number = $1`,
      [`${PREFIX[shop]}-1057`],
    )
    expect(cases).toEqual([{ after_sale_type: 'RESHIP', reason: 'LATE' }])
    const { order } = await (await world.as('specialist', shop)).ask<{
      order: { shipments: { tracking: { kind: string; reportedBy: string | null }[] }[] }
    }>('query ($n: String) { order(number: $n) { shipments { tracking { kind reportedBy } } } }', {
      n: `${PREFIX[shop]}-1057`,
    })
    const told = order.shipments.flatMap(({ tracking }) => tracking)
    expect(told).toContainEqual({ kind: 'NO_DELIVERY_POINT', reportedBy: '快递公司' })
    expect(
      told.filter(({ kind }) => kind !== 'NO_DELIVERY_POINT').map(({ reportedBy }) => reportedBy),
    ).toContain(null)
  },
)

it('a loss is confirmed by a supervisor, and not by a specialist or for another shop', async () => {
  const { id } = await parcelOf('G-1042')
  const shipmentId = globalId('Shipment', 'general', id)
  expect(codesOf(await tryAct(await world.as('specialist'), 'confirmLoss', { shipmentId }))).toEqual([
    'FORBIDDEN',
  ])
  const strangers = [
    await act(await world.as('supervisor', 'apparel'), 'confirmLoss', { shipmentId }),
    await act(await world.as('supervisor'), 'confirmLoss', { shipmentId: nobody('Shipment', 'general') }),
  ]
  for (const outcome of strangers) expect(outcome.__typename).toBe('NotFound')
  const done = await act(await world.as('supervisor'), 'confirmLoss', { shipmentId })
  expect(done).toMatchObject({ __typename: 'ConfirmLossSuccess', afterSale: { state: 'APPLIED' } })
  const { node } = await (await world.as('specialist')).ask<{ node: object }>(
    'query ($id: ID!) { node(id: $id) { ... on Shipment { lossConfirmedAt lossConfirmedBy } } }',
    { id: shipmentId },
  )
  expect(node).toEqual({ lossConfirmedAt: NOW.toISOString(), lossConfirmedBy: 'SUPERVISOR' })
})

it('partners who carry nothing report nothing', async () => {
  const { waybill, carrier } = await parcelOf('G-1057')
  const events = [{ kind: 'SIGNED', place: '杭州', occurredAt: NOW.toISOString() }]
  for (const who of ['partner', 'specialist', 'public'] as const)
    expect(
      codesOf(await tryAct(await world.as(who), 'reportTracking', { waybill, carrier, events })),
    ).toEqual(['FORBIDDEN'])
})
