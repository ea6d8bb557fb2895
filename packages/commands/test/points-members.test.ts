import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Actor,
  adjustPoints,
  checkIn,
  decideApproval,
  previewAdjustPoints,
  requestApproval,
  reversePoints,
} from '../src/index.ts'
import { placeOrder } from './orders.ts'
import { book, drift, pointsOf } from './points.ts'
import { NOW, openShop, openWorld, type TestShop, type World } from './shop.ts'
import { checksums, rowsOf } from './state.ts'

let world: World
let shop: TestShop
beforeAll(async () => {
  world = await openWorld('points_members')
  shop = await openShop(world)
})
afterAll(async () => {
  world.setNow(NOW)
  expect(await drift(world, shop)).toEqual([])
  await world.close()
})

/** A refusal is kept with its key, and is nothing else. */
const state = async () => ({ ...(await checksums(world)), idempotency_keys: '' })
const key = () => ({ idempotencyKey: randomUUID() })
const day = (text: string) => world.setNow(new Date(`${text}+08:00`))
const adjust = (actor: Actor, points: number, of: TestShop = shop) =>
  adjustPoints(world.deps, actor, { customerId: of.customerId, points, reason: 'CORRECTION', ...key() })
const entryOf = async (journalId: string) =>
  String(
    (
      await rowsOf<{ id: string }>(
        world,
        'SELECT id FROM points_entries WHERE journal_id = $1 AND customer_id IS NOT NULL LIMIT 1',
        [journalId],
      )
    )[0]?.id,
  )
const reverse = async (actor: Actor, journalId: string) =>
  reversePoints(world.deps, actor, { entryId: await entryOf(journalId), ...key() })

describe('a check-in', () => {
  it('counts once a calendar day of the shop, and more on the seventh in a row; then the count starts again (PTS-03, Q43)', async () => {
    const member = await openShop(world)
    const brought: (number | string)[] = []
    const come = async (at: string) => {
      day(at)
      const done = await checkIn(world.deps, member.partner, { customerId: member.customerId, ...key() })
      brought.push(done.kind === 'Success' ? done.points : done.kind)
    }
    await come('2026-11-01T23:59:59')
    await come('2026-11-02T00:00:00')
    await come('2026-11-02T23:59:59')
    for (let d = 3; d <= 9; d += 1) await come(`2026-11-0${d}T09:00:00`)
    await come('2026-11-11T09:00:00')
    expect(brought).toEqual([1, 1, 'PolicyDenied', 1, 1, 1, 1, 5, 1, 1, 1])
    expect(await pointsOf(world, member)).toEqual({ pending: 0, available: 14, held: 0 })
    expect(await drift(world, member)).toEqual([])
    world.setNow(NOW)
  })

  it('counts once, however often and by whomever it is asked at the same time', async () => {
    const member = await openShop(world)
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        checkIn(world.deps, i % 2 ? member.partner : member.specialist, {
          customerId: member.customerId,
          ...key(),
        }),
      ),
    )
    expect(outcomes.filter(({ kind }) => kind === 'Success')).toHaveLength(1)
    expect(outcomes.filter(({ kind }) => kind === 'PolicyDenied')).toHaveLength(19)
    expect((await pointsOf(world, member)).available).toBe(1)
  })

  it('is not found for who is no member, and needs a key', async () => {
    const before = await state()
    const nobody = await checkIn(world.deps, shop.partner, { customerId: randomUUID(), ...key() })
    expect(nobody).toEqual({ kind: 'NotFound', what: 'Member' })
    const keyless = await checkIn(world.deps, shop.partner, { customerId: shop.customerId })
    expect(keyless.kind).toBe('ValidationFailed')
    expect(await state()).toEqual(before)
  })
})

describe('points by hand', () => {
  it('are a dash for specialists and seniors, 1 000 a day for supervisors, and anything for managers', async () => {
    const member = await openShop(world)
    for (const agent of [member.specialist, member.colleague]) {
      const before = await state()
      expect((await adjust(agent, 1, member)).kind).toBe('PolicyDenied')
      expect(await state()).toEqual(before)
    }
    expect((await adjust(member.supervisor, 600, member)).kind).toBe('Success')
    expect((await adjust(member.supervisor, 401, member)).kind).toBe('ApprovalRequired')
    expect((await adjust(member.supervisor, -400, member)).kind).toBe('Success')
    expect((await adjust(member.supervisor, 1, member)).kind).toBe('ApprovalRequired')
    day('2026-11-19T08:00:00')
    expect((await adjust(member.supervisor, 1_000, member)).kind).toBe('Success')
    expect((await adjust(member.manager, 50_000, member)).kind).toBe('Success')
    world.setNow(NOW)
    expect((await pointsOf(world, member)).available).toBe(51_200)
    const [row] = await rowsOf(
      world,
      `SELECT reason, agent_id, approved_by FROM points_journals WHERE customer_id = $1 ORDER BY occurred_at, id LIMIT 1`,
      [member.customerId],
    )
    expect(row).toEqual({ reason: 'CORRECTION', agent_id: member.supervisor.id, approved_by: null })
  })

  it('take no more than can be spent', async () => {
    const member = await openShop(world)
    await adjust(member.manager, 100, member)
    expect((await adjust(member.manager, -101, member)).kind).toBe('PolicyDenied')
    expect((await adjust(member.manager, -100, member)).kind).toBe('Success')
    expect((await pointsOf(world, member)).available).toBe(0)
  })

  it('beyond authority wait for an approval by who has it, and are moved once then (Q04, Q05)', async () => {
    const member = await openShop(world)
    const input = { customerId: member.customerId, points: 1_500, reason: 'GOODWILL' as const }
    const asked = await previewAdjustPoints(world.deps, member.supervisor, input)
    expect(asked).toMatchObject({ kind: 'Previewed', decision: { outcome: 'NEEDS_APPROVAL' } })
    const request = await requestApproval(world.deps, member.supervisor, {
      action: 'adjustPoints',
      input,
      reason: '系统故障补发',
    })
    if (request.kind !== 'Success') throw new Error(request.kind)
    const { approvalId } = request
    const approve = (actor: Actor) =>
      decideApproval(world.deps, actor, { approvalId, verdict: 'APPROVE', reason: '同意' })
    expect((await approve(member.otherSupervisor)).kind).toBe('Conflict')
    // What else moves on the account meanwhile is no reason to ask again.
    await book(world, member, { kind: 'CHECK_IN', points: 1, expiresOn: '2027-12-31' })
    const outcomes = await Promise.all([approve(member.manager), approve(member.manager)])
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['Conflict', 'Success'])
    expect((await pointsOf(world, member)).available).toBe(1_501)
    const [row] = await rowsOf(
      world,
      `SELECT agent_id, approved_by FROM points_journals WHERE customer_id = $1 AND kind = 'ADJUSTMENT'`,
      [member.customerId],
    )
    expect(row).toEqual({ agent_id: member.supervisor.id, approved_by: member.manager.id })
  })

  it('of two supervisors are no more than of one: who approves answers for both (Q33)', async () => {
    const member = await openShop(world)
    expect((await adjust(member.supervisor, 1_000, member)).kind).toBe('Success')
    const request = await requestApproval(world.deps, member.supervisor, {
      action: 'adjustPoints',
      input: { customerId: member.customerId, points: 900, reason: 'GOODWILL' as const },
      reason: '再补发一次',
    })
    if (request.kind !== 'Success') throw new Error(request.kind)
    const approve = (actor: Actor) =>
      decideApproval(world.deps, actor, {
        approvalId: request.approvalId,
        verdict: 'APPROVE',
        reason: '同意',
      })
    expect((await approve(member.otherSupervisor)).kind).toBe('Conflict')
    expect((await pointsOf(world, member)).available).toBe(1_000)
    expect((await approve(member.manager)).kind).toBe('Success')
    // What a manager let happen counts as moved by that manager, too; a manager has no limit.
    expect((await adjust(member.manager, 10_000, member)).kind).toBe('Success')
    expect((await pointsOf(world, member)).available).toBe(11_900)
  })

  it('with one key are moved once, fifty times at once', async () => {
    const member = await openShop(world)
    const input = { customerId: member.customerId, points: 7, reason: 'CAMPAIGN' as const, ...key() }
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () => adjustPoints(world.deps, member.manager, input)),
    )
    const journals = new Set(outcomes.map((each) => each.kind === 'Success' && each.journalId))
    expect([journals.size, journals.has(false)]).toEqual([1, false])
    expect((await pointsOf(world, member)).available).toBe(7)
    const other = await adjustPoints(world.deps, member.manager, { ...input, points: 8 })
    expect(other.kind).toBe('ValidationFailed')
    expect(await drift(world, member)).toEqual([])
  })
})

describe('a reversal', () => {
  it('undoes what was given by a journal of its own, once, even where it was spent', async () => {
    const member = await openShop(world)
    const given = await adjust(member.manager, 100, member)
    if (given.kind !== 'Success') throw new Error(given.kind)
    await adjust(member.manager, -60, member)
    const undone = await Promise.all(
      Array.from({ length: 8 }, () => reverse(member.manager, given.journalId)),
    )
    expect(undone.filter(({ kind }) => kind === 'Success')).toHaveLength(1)
    expect(undone.filter(({ kind }) => kind === 'PolicyDenied')).toHaveLength(7)
    expect((await pointsOf(world, member)).available).toBe(-60)
    // A debt is paid by what comes in next.
    await book(world, member, { kind: 'REVIEW', points: 80, expiresOn: '2027-12-31' })
    const lots = await rowsOf(
      world,
      'SELECT remaining::int FROM points_lots WHERE shop_id = $1 AND remaining > 0',
      [member.id],
    )
    expect(lots).toEqual([{ remaining: 20 }])
    const rows = await rowsOf(
      world,
      'SELECT count(*)::int AS n FROM points_journals WHERE reverses_id = $1',
      [given.journalId],
    )
    expect(rows).toEqual([{ n: 1 }])
    expect(await drift(world, member)).toEqual([])
  })

  it('gives back what was taken', async () => {
    const member = await openShop(world)
    await adjust(member.manager, 100, member)
    const taken = await adjust(member.manager, -70, member)
    if (taken.kind !== 'Success') throw new Error(taken.kind)
    expect(await reverse(member.manager, taken.journalId)).toMatchObject({ kind: 'Success', points: 70 })
    expect((await pointsOf(world, member)).available).toBe(100)
    expect(await drift(world, member)).toEqual([])
  })

  it('gives back what was taken of several lots, each with its old last day (Q09)', async () => {
    const member = await openShop(world)
    await book(world, member, { kind: 'REVIEW', points: 50, expiresOn: '2026-12-31' })
    await book(world, member, { kind: 'REVIEW', points: 1, expiresOn: '2027-12-31' })
    const taken = await adjust(member.manager, -51, member)
    if (taken.kind !== 'Success') throw new Error(taken.kind)
    await reverse(member.manager, taken.journalId)
    const lots = await rowsOf(
      world,
      'SELECT expires_on::text AS day, remaining::int AS points FROM points_lots WHERE customer_id = $1 ORDER BY expires_on',
      [member.customerId],
    )
    expect(lots).toEqual([
      { day: '2026-12-31', points: 50 },
      { day: '2027-12-31', points: 1 },
    ])
  })

  it('is not for what an order earned, not beyond authority, and not of another shop', async () => {
    const member = await openShop(world)
    const order = await placeOrder(world, member)
    const earned = await book(world, member, { kind: 'PURCHASE', points: 100 }, { orderId: order.id })
    const given = await adjust(member.manager, 5_000, member)
    if (given.kind !== 'Success') throw new Error(given.kind)
    const before = await state()
    expect((await reverse(member.manager, earned)).kind).toBe('PolicyDenied')
    expect((await reverse(member.supervisor, given.journalId)).kind).toBe('ApprovalRequired')
    expect((await reverse(member.specialist, given.journalId)).kind).toBe('PolicyDenied')
    expect((await reverse(shop.manager, given.journalId)).kind).toBe('NotFound')
    expect(await state()).toEqual(before)
  })
})
