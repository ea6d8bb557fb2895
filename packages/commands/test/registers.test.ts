import { inShop } from '@cs/data'
import { carrierClaimTotals, goodwillTotals, returnReasonTotals } from '@cs/data/registers'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  closeProductIssue,
  Forbidden,
  judgeLiability,
  verifyWrongShipment,
  withdrawAfterSale,
} from '../src/index.ts'
import { applied, eventsOf, signedOrder } from './after-sales.ts'
import { NOW, openShop, openWorld, type TestShop, type World } from './shop.ts'
import { rowsOf } from './state.ts'

const DAY = 86_400_000

let world: World
let shop: TestShop
beforeAll(async () => {
  world = await openWorld('registers')
  shop = await openShop(world)
})
beforeEach(() => world.setNow(NOW))
afterAll(() => world.close())

const entry = async (caseId: string) =>
  (
    await rowsOf<Record<string, unknown>>(world, 'SELECT * FROM wrong_shipment_checks WHERE case_id = $1', [
      caseId,
    ])
  )[0]

async function wrongItem(): Promise<string> {
  const order = await signedOrder(world, shop)
  return applied(world, shop.specialist, order, { reason: 'WRONG_ITEM', evidence: ['PHOTO'] })
}

const judged = (caseId: string, cause: 'SENT_WRONG' | 'COPIED_WRONG' | 'DESCRIPTION') =>
  judgeLiability(world.deps, shop.specialist, {
    caseId,
    cause,
    liable: 'SHOP',
  })

describe('wrong shipments', () => {
  it('are entered by what is judged, corrected with it, and taken out when it was something else', async () => {
    const caseId = await wrongItem()
    expect((await judged(caseId, 'SENT_WRONG')).kind).toBe('Success')
    expect(await entry(caseId)).toMatchObject({
      cause: 'SENT_WRONG',
      responsible: 'WAREHOUSE',
      recorded_by: shop.specialist.id,
    })
    await judged(caseId, 'COPIED_WRONG')
    expect(await entry(caseId)).toMatchObject({
      cause: 'COPIED_WRONG',
      responsible: 'AGENT',
      verified_by: null,
    })
    expect((await judged(caseId, 'DESCRIPTION')).kind).toBe('Success')
    expect(await entry(caseId)).toBeUndefined()
  })

  it('are verified by somebody else, once', async () => {
    const caseId = await wrongItem()
    await judged(caseId, 'SENT_WRONG')
    const own = await verifyWrongShipment(world.deps, shop.specialist, { caseId, confirmed: true })
    expect(own.kind).toBe('PolicyDenied')
    expect(await entry(caseId)).toMatchObject({ verified_by: null, confirmed: null })
    expect(await verifyWrongShipment(world.deps, shop.colleague, { caseId, confirmed: true })).toMatchObject({
      kind: 'Success',
    })
    expect(await entry(caseId)).toMatchObject({ verified_by: shop.colleague.id, confirmed: true })
    expect(
      await verifyWrongShipment(world.deps, shop.supervisor, { caseId, confirmed: false }),
    ).toMatchObject({ kind: 'Conflict' })
    expect(await eventsOf(world, caseId)).toContain('WrongShipmentVerified')
    await judged(caseId, 'COPIED_WRONG')
    expect(await entry(caseId)).toMatchObject({ cause: 'SENT_WRONG', confirmed: true })
    const elsewhere = await openShop(world)
    expect(
      await verifyWrongShipment(world.deps, elsewhere.manager, { caseId, confirmed: true }),
    ).toMatchObject({ kind: 'NotFound' })
    await expect(verifyWrongShipment(world.deps, shop.partner, { caseId, confirmed: true })).rejects.toThrow(
      Forbidden,
    )
  })
})

describe('product issues', () => {
  const issues = (of: TestShop) =>
    rowsOf<{ id: string; cases: number; status: string; batch: string }>(
      world,
      'SELECT id, cases, status, batch FROM product_issues WHERE shop_id = $1 ORDER BY opened_at, id',
      [of.id],
    )
  const quality = async (of: TestShop, more: object = {}, signedAt = '2026-11-16T02:00:00Z') =>
    applied(world, of.specialist, await signedOrder(world, of, { signedAt }), {
      reason: 'QUALITY',
      evidence: ['PHOTO'],
      ...more,
    })

  it('are raised by the third quality case in seven days, once, and count on', async () => {
    const own = await openShop(world)
    world.setNow(new Date(NOW.getTime() - 8 * DAY))
    await quality(own, {}, '2026-11-08T02:00:00Z')
    world.setNow(NOW)
    await quality(own)
    await withdrawAfterSale(world.deps, own.specialist, { caseId: await quality(own) })
    await quality(own, { reason: 'NO_REASON' })
    await quality(own, { reason: 'MADE_WRONG' })
    expect(await issues(own)).toEqual([])
    await quality(own)
    const [issue, ...others] = await issues(own)
    expect([issue, others]).toEqual([
      { id: expect.any(String), cases: 3, status: 'OPEN', batch: 'UNKNOWN' },
      [],
    ])
    expect(await eventsOf(world, issue?.id ?? '')).toEqual(['ProductIssueRaised'])
    await quality(own)
    expect(await issues(own)).toEqual([expect.objectContaining({ cases: 4 })])

    world.setNow(new Date(NOW.getTime() + 1000))
    expect(await closeProductIssue(world.deps, own.colleague, { issueId: issue?.id ?? '' })).toMatchObject({
      kind: 'Success',
    })
    expect(await closeProductIssue(world.deps, own.colleague, { issueId: issue?.id ?? '' })).toMatchObject({
      kind: 'Conflict',
    })
    expect(await closeProductIssue(world.deps, shop.manager, { issueId: issue?.id ?? '' })).toMatchObject({
      kind: 'NotFound',
    })
    world.setNow(new Date(NOW.getTime() + 2000))
    await quality(own)
    expect(await issues(own)).toHaveLength(1)
  })

  it('are raised where the cases come at once', async () => {
    const own = await openShop(world)
    await Promise.all(Array.from({ length: 4 }, () => quality(own)))
    expect(await issues(own)).toEqual([expect.objectContaining({ cases: 4 })])
  })
})

describe('totals', () => {
  it('count what was recorded, and nothing of another shop or time', async () => {
    const own = await openShop(world)
    await applied(world, own.specialist, await signedOrder(world, own), {})
    await applied(world, own.specialist, await signedOrder(world, own), {})
    const judgedCase = await applied(world, own.specialist, await signedOrder(world, own), {
      reason: 'WRONG_ITEM',
      evidence: ['PHOTO'],
    })
    await judgeLiability(world.deps, own.specialist, {
      caseId: judgedCase,
      cause: 'SENT_WRONG',
      liable: 'SHOP',
    })
    await world.admin.query(
      `INSERT INTO compensations (shop_id, id, number, case_id, customer_id, kind, amount_fen, status, created_at, command_id)
       SELECT $1, gen_random_uuid(), n::text, $2, $3, 'COUPON', 500 * n, 'OWED', $4, gen_random_uuid() FROM generate_series(1, 2) n`,
      [own.id, judgedCase, own.customerId, NOW],
    )
    const period = { from: NOW, before: new Date(NOW.getTime() + 1) }
    const before = { from: new Date(0), before: NOW }
    await inShop(world.deps.database, own.id, async (tx) => {
      const found = await returnReasonTotals(tx, own.id, period, 'CATEGORY')
      expect(
        found.map(({ reason, cause, cases, pieces, skuId }) => [reason, cause, cases, pieces, skuId]),
      ).toEqual([
        ['NO_REASON', null, 2, 2, null],
        ['WRONG_ITEM', 'SENT_WRONG', 1, 1, null],
      ])
      const bySku = await returnReasonTotals(tx, own.id, period, 'SKU')
      expect(bySku.filter(({ skuId }) => skuId === null)).toEqual([])
      expect(bySku.reduce((sum, { pieces }) => sum + pieces, 0)).toBe(3)
      expect(await returnReasonTotals(tx, own.id, before, 'SKU')).toEqual([])
      expect(await goodwillTotals(tx, own.id, period)).toEqual([
        { kind: 'COUPON', grants: 2, amountFen: 1500 },
      ])
      expect(await goodwillTotals(tx, own.id, before)).toEqual([])
      expect(await carrierClaimTotals(tx, own.id, '2026-11-01')).toEqual([])
    })
  })
})
