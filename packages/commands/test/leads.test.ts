import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { followUpLead, followUpPayment, registerLead } from '../src/index.ts'
import { asked, at } from './conversations.ts'
import { placeOrder } from './orders.ts'
import { NOW, openShop, openWorld, type TestShop, type World } from './shop.ts'
import { checksums, rowsOf } from './state.ts'

let world: World
let shop: TestShop
beforeAll(async () => {
  world = await openWorld('leads')
  shop = await openShop(world)
})
afterAll(() => world.close())
beforeEach(() => world.setNow(NOW))

const tomorrow = at('19T10:00:00').toISOString()
const lead = (caseId: string) => ({
  caseId,
  reason: 'PRICE' as const,
  nextFollowUpAt: tomorrow,
  note: '等活动',
})

async function denied(outcome: () => Promise<{ kind: string }>) {
  const before = await checksums(world)
  expect(await outcome()).toMatchObject({ kind: 'PolicyDenied' })
  expect(await checksums(world)).toEqual(before)
}

it('who asked and did not order is registered once and followed up to an end (PRE-CNV-01)', async () => {
  const caseId = await asked(world, shop)
  const both = await Promise.all([1, 2].map(() => registerLead(world.deps, shop.specialist, lead(caseId))))
  expect(both.map(({ kind }) => kind).toSorted()).toEqual(['PolicyDenied', 'Success'])
  const [row] = await rowsOf<{ id: string }>(world, 'SELECT * FROM leads WHERE case_id = $1', [caseId])
  expect(row).toMatchObject({ status: 'OPEN', next_follow_up_at: at('19T10:00:00'), attempts: 0 })
  const leadId = String(row?.id)
  await denied(() => followUpLead(world.deps, shop.colleague, { leadId, result: 'LATER' }))
  world.setNow(at('19T10:00:00'))
  const later = at('20T10:00:00').toISOString()
  expect(
    await followUpLead(world.deps, shop.colleague, { leadId, result: 'LATER', nextFollowUpAt: later }),
  ).toMatchObject({ kind: 'Success', leadId, caseId })
  expect(await followUpLead(world.deps, shop.colleague, { leadId, result: 'ORDERED' })).toMatchObject({
    kind: 'Success',
  })
  expect(await rowsOf(world, 'SELECT * FROM leads WHERE id = $1', [leadId])).toMatchObject([
    { status: 'ORDERED', next_follow_up_at: null, attempts: 2, ended_at: at('19T10:00:00'), note: '等活动' },
  ])
  await denied(() => followUpLead(world.deps, shop.colleague, { leadId, result: 'GIVEN_UP' }))
})

it('who ordered what was asked about is no lead any more', async () => {
  world.setNow(new Date('2026-11-01T00:00:00Z'))
  const caseId = await asked(world, shop)
  await placeOrder(world, shop)
  await world.admin.query('UPDATE orders SET placed_at = $2 WHERE shop_id = $1', [
    shop.id,
    '2026-11-01T01:00:00Z',
  ])
  await denied(() => registerLead(world.deps, shop.specialist, lead(caseId)))
})

it('an order that waits for payment is followed up, with what helps (PRE-CNV-02)', async () => {
  const order = await placeOrder(world, shop, { trade: 'UNPAID' })
  const followed = await followUpPayment(world.deps, shop.specialist, {
    orderId: order.id,
    reason: 'BALANCE_LOW',
    agreedUntil: tomorrow,
  })
  expect(followed).toMatchObject({ kind: 'Success', orderId: order.id })
  expect(
    await rowsOf(world, 'SELECT * FROM payment_follow_ups WHERE order_id = $1', [order.id]),
  ).toMatchObject([{ reason: 'BALANCE_LOW', agreed_until: at('19T10:00:00'), agent_id: shop.specialist.id }])
  await denied(() =>
    followUpPayment(world.deps, shop.specialist, { orderId: order.id, reason: 'BALANCE_LOW' }),
  )
  const paid = await placeOrder(world, shop, { trade: 'PAID' })
  await denied(() => followUpPayment(world.deps, shop.specialist, { orderId: paid.id, reason: 'OTHER' }))
})
