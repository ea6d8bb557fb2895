import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  type Actor,
  grantCompensation,
  linkCases,
  mergeCases,
  openConsultation,
  previewGrantCompensation,
} from '../src/index.ts'
import { key, signedOrder } from './after-sales.ts'
import { addCustomer, complained, factsOf } from './complaints.ts'
import { openShop, openWorld, type TestShop, type World } from './shop.ts'
import { rowsOf } from './state.ts'

let world: World
let shop: TestShop
beforeAll(async () => {
  world = await openWorld('matter')
})
beforeEach(async () => {
  shop = await openShop(world)
})
afterAll(() => world.close())

const LIMIT = 2_000
const grant = (caseId: string, amountFen: number, actor: Actor = shop.specialist) =>
  grantCompensation(world.deps, actor, { caseId, kind: 'COUPON', amountFen, ...key() })
const kindOf = async (granting: Promise<{ kind: string }>) => (await granting).kind
const link = async (caseId: string, otherCaseId: string) =>
  expect(await kindOf(linkCases(world.deps, shop.specialist, { caseId, otherCaseId }))).toBe('Success')
const asked = async (customerId: string): Promise<string> => {
  const opened = await openConsultation(world.deps, shop.specialist, {
    customerId,
    channel: 'CHAT',
    text: '在吗',
  })
  if (opened.kind !== 'Success') throw new Error(opened.kind)
  return opened.caseId
}
const grantedIn = async (...caseIds: string[]) => {
  const [row] = await rowsOf<{ sum: string }>(
    world,
    'SELECT COALESCE(sum(amount_fen), 0)::text AS sum FROM compensations WHERE shop_id = $1 AND case_id = ANY($2)',
    [shop.id, caseIds],
  )
  return Number(row?.sum)
}
/** A complaint about an order of its own. */
const about = async () =>
  (await complained(world, shop, { orderId: (await signedOrder(world, shop)).id })).caseId

describe('cases of one matter count as one (Q33)', () => {
  it('where they are linked, however many lie between', async () => {
    const customerId = await addCustomer(world, shop)
    const [first, between, last, stranger] = [
      await about(),
      await asked(customerId),
      await about(),
      await about(),
    ]
    await link(first, between)
    await link(last, between)
    expect(await kindOf(grant(first, 1_500))).toBe('Success')
    expect((await factsOf(world, shop, last)).compensatedFen).toBe(1_500)
    expect(await kindOf(grant(last, 501))).toBe('ApprovalRequired')
    const asking = await previewGrantCompensation(world.deps, shop.specialist, {
      caseId: last,
      kind: 'COUPON',
      amountFen: 501,
      ...key(),
    })
    expect(asking).toMatchObject({ decision: { outcome: 'NEEDS_APPROVAL' } })
    expect(await kindOf(grant(last, 500))).toBe('Success')
    expect(await kindOf(grant(first, 1))).toBe('ApprovalRequired')
    expect(await grantedIn(first, last)).toBe(LIMIT)
    expect(await kindOf(grant(stranger, LIMIT))).toBe('Success')
  })

  it('where the case between was merged into another one, and where they share an order', async () => {
    const { customerId } = shop
    const [first, duplicate, main] = [await about(), await asked(customerId), await asked(customerId)]
    const order = await signedOrder(world, shop)
    const { caseId: last } = await complained(world, shop, { orderId: order.id })
    const { caseId: other } = await complained(world, shop, { orderId: order.id })
    await link(first, duplicate)
    const merged = mergeCases(world.deps, shop.specialist, { caseId: duplicate, mainCaseId: main })
    expect(await kindOf(merged)).toBe('Success')
    await link(main, last)
    expect(await kindOf(grant(first, LIMIT))).toBe('Success')
    expect(await kindOf(grant(other, 1))).toBe('ApprovalRequired')
    expect(await grantedIn(first, last, other)).toBe(LIMIT)
  })

  it('also for two who grant at once, on cases of different orders', async () => {
    for (let round = 0; round < 6; round += 1) {
      const [first, second] = [await about(), await about()]
      await link(first, second)
      const kinds = await Promise.all([kindOf(grant(first, 1_500)), kindOf(grant(second, 1_500))])
      expect(kinds.toSorted()).toEqual(['ApprovalRequired', 'Success'])
      expect(await grantedIn(first, second)).toBe(1_500)
    }
  })

  it('and for a link that comes while both are granted on', async () => {
    for (let round = 0; round < 6; round += 1) {
      const [first, second] = [await about(), await about()]
      const linking = linkCases(world.deps, shop.specialist, { caseId: first, otherCaseId: second })
      await Promise.all([linking, kindOf(grant(first, 1_500)), kindOf(grant(second, 1_500))])
      // Whichever came first: from now on the matter is one.
      expect(await kindOf(grant(first, LIMIT))).toBe('ApprovalRequired')
      expect((await factsOf(world, shop, first)).compensatedFen).toBe(await grantedIn(first, second))
    }
  })
})
