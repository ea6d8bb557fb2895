import { afterAll, beforeAll, expect, it } from 'vitest'
import { act } from '../harness/acts.ts'
import { codesOf } from '../harness/client.ts'
import { makeAfterSales } from '../harness/history.ts'
import { nobody } from '../harness/ids.ts'
import { openWorld, type World } from '../harness/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld('registers')
  await makeAfterSales(world, 'general')
})
afterAll(() => world.close())

const TOTALS = `query ($from: DateTime!, $before: DateTime!, $month: String!) {
  returnReasons(from: $from, before: $before, by: SKU) { reason cause category skuId cases pieces refunded { amount } }
  carrierClaimTotals(month: $month) { carrier reason claims claimed { amount } accepted { amount } settled { amount } }
  goodwillTotals(from: $from, before: $before) { kind grants amount { amount } }
}`

const period = (days: number) => ({
  from: new Date(world.now().getTime() - days * 86_400_000).toISOString(),
  before: new Date(world.now().getTime() + 86_400_000).toISOString(),
  month: world.now().toISOString().slice(0, 7),
})

interface Totals {
  readonly returnReasons: readonly { reason: string; cause: string | null; skuId: string }[]
  readonly carrierClaimTotals: readonly object[]
  readonly goodwillTotals: readonly object[]
}

it('totals are those of the shop, for who may read the registers', async () => {
  const mine = await (await world.as('specialist')).ask<Totals>(TOTALS, period(1))
  expect(mine.returnReasons).toContainEqual(
    expect.objectContaining({ reason: 'WRONG_ITEM', cause: 'SENT_WRONG' }),
  )
  expect(mine.goodwillTotals).toContainEqual({ kind: 'COUPON', grants: 1, amount: { amount: '15.00' } })
  expect(mine.carrierClaimTotals).toHaveLength(1)
  expect(mine.carrierClaimTotals[0]).toMatchObject({
    claims: 1,
    claimed: { amount: '50.00' },
    accepted: { amount: '40.00' },
    settled: { amount: '0.00' },
  })
  const theirs = await (await world.as('manager', 'guided')).ask<Totals>(TOTALS, period(0.001))
  expect(theirs).toEqual({ returnReasons: [], carrierClaimTotals: [], goodwillTotals: [] })
  for (const who of ['partner', 'public'] as const) {
    const answer = await (await world.as(who)).post<Totals>(TOTALS, period(1))
    expect(answer.data).toEqual({ returnReasons: null, carrierClaimTotals: null, goodwillTotals: null })
    expect(codesOf(answer)).toEqual(['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN'])
  }
  expect(
    codesOf(await (await world.as('manager')).post(TOTALS, { ...period(400), month: '2026-13' })),
  ).toEqual(['BAD_USER_INPUT', 'BAD_USER_INPUT', 'BAD_USER_INPUT'])
})

it('a wrong shipment is verified by another person, and an issue is closed, within the shop', async () => {
  const manager = await world.as('manager')
  const { wrongShipments, productIssues } = await manager.ask<{
    wrongShipments: { nodes: { case: { id: string } }[] }
    productIssues: { nodes: { id: string }[] }
  }>('{ wrongShipments { nodes { case { id } } } productIssues { nodes { id } } }')
  const caseId = wrongShipments.nodes[0]?.case.id ?? ''
  const issueId = productIssues.nodes[0]?.id ?? ''
  const stranger = await world.as('manager', 'apparel')
  for (const id of [caseId, nobody('Case', 'apparel')])
    expect((await act(stranger, 'verifyWrongShipment', { caseId: id, confirmed: true })).__typename).toBe(
      'NotFound',
    )
  expect((await act(stranger, 'closeProductIssue', { issueId })).__typename).toBe('NotFound')
  expect(await act(manager, 'verifyWrongShipment', { caseId, confirmed: true })).toMatchObject({
    __typename: 'VerifyWrongShipmentSuccess',
    wrongShipment: { confirmed: true },
  })
  expect(await act(manager, 'closeProductIssue', { issueId })).toMatchObject({
    __typename: 'CloseProductIssueSuccess',
    productIssue: { status: 'CLOSED' },
  })
})
