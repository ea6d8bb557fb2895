import { randomUUID } from 'node:crypto'
import { inShop } from '@cs/data'
import type { ShopId } from '@cs/domain/access'
import type { ClockMoves } from '@cs/domain/after-sales'
import { DEMO_PACKS, publishPack } from '@cs/domain/policy'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { moveClocks, stopWithdrawalClock } from '../src/clocks/index.ts'
import { openRun, type Run } from '../src/context.ts'
import { breachClocks, cancelOrder, Forbidden, warnClocks } from '../src/index.ts'
import { placeOrder } from './orders.ts'
import { NOW, openShop, openWorld, type TestShop, type World } from './shop.ts'
import { checksums, rowsOf } from './state.ts'

let world: World
let shop: TestShop
let apparel: TestShop
beforeAll(async () => {
  world = await openWorld('clocks')
  shop = await openShop(world)
  apparel = await openShop(world, 'apparel')
})
beforeEach(() => world.setNow(NOW))
afterAll(() => world.close())

const HOUR = 3_600_000
const after = (hours: number) => new Date(NOW.getTime() + hours * HOUR)
const worker = (id: ShopId) => ({ kind: 'worker', shop: id }) as const

/** Does something in a run of the shop's specialist, so many hours after the start. */
function inRun<T>(of: TestShop, hours: number, work: (run: Run) => Promise<T>): Promise<T> {
  world.setNow(after(hours))
  const { deps } = world
  return inShop(deps.database, of.id, async (tx) =>
    work(await openRun({ deps, tx, actor: of.specialist, scope: 'shop', commandId: randomUUID() })),
  )
}

const move = (of: TestShop, caseId: string, hours: number, moves: ClockMoves) =>
  inRun(of, hours, (run) => moveClocks(run, { subjectType: 'Case', subjectId: caseId, caseId }, moves))

/** A complaint: what kind of case it is does not matter here. */
async function openCase(of: TestShop): Promise<string> {
  const id = randomUUID()
  await world.admin.query(
    `INSERT INTO cases (shop_id, id, number, kind, status, priority, channel, subject, customer_id, owner_id, assignee_id,
       opened_at, grade, problem, complaint_state)
     VALUES ($1, $2, $2::uuid::text, 'COMPLAINT', 'OPEN', 'HIGH', 'CHAT', '-', $3, $4, $4, $5, 'ORDINARY', '-', 'RECORDED')`,
    [of.id, id, of.customerId, of.specialist.id, NOW],
  )
  return id
}

interface Row {
  readonly id: string
  readonly name: string
  readonly breach_at: Date
  readonly result: string | null
}
const clocksOf = (subject: string) =>
  rowsOf<Row>(
    world,
    'SELECT id, name, breach_at, result FROM clocks WHERE subject_id = $1 ORDER BY started_at, id',
    [subject],
  )
const results = async (subject: string) =>
  Object.fromEntries((await clocksOf(subject)).map(({ name, result }) => [name, result]))
const dueOf = async (id: string) =>
  (await rowsOf<{ due_at: Date | null }>(world, 'SELECT due_at FROM cases WHERE id = $1', [id]))[0]?.due_at
const eventsOf = async (id: string) =>
  (
    await rowsOf<{ type: string }>(
      world,
      'SELECT type FROM events WHERE subject_id = $1 ORDER BY recorded_at',
      [id],
    )
  ).map(({ type }) => type)

describe('moving clocks', () => {
  it('starts those that the pack promises, with the rules and the pack they come from', async () => {
    const id = await openCase(shop)
    await move(shop, id, 0, { start: ['after_sale.review', 'parcel.resolve'] })
    expect(
      await rowsOf(
        world,
        `SELECT name, subject_type, case_id, started_at, target_at, warn_at, breach_at, rule_ids, pack_id, pack_version, result
         FROM clocks WHERE subject_id = $1`,
        [id],
      ),
    ).toEqual([
      {
        name: 'after_sale.review',
        subject_type: 'Case',
        case_id: id,
        started_at: NOW,
        target_at: after(24),
        warn_at: after(18),
        breach_at: after(24),
        rule_ids: ['AS-SLA-07'],
        pack_id: 'general',
        pack_version: 1,
        result: null,
      },
    ])
  })

  it('leaves one alone that runs already, and starts it anew once it has stopped', async () => {
    const id = await openCase(shop)
    await move(shop, id, 0, { start: ['after_sale.review'] })
    const before = await checksums(world)
    await move(shop, id, 5, { start: ['after_sale.review'] })
    expect(await checksums(world)).toEqual(before)
    await move(shop, id, 6, { stop: ['after_sale.review'], start: ['after_sale.review'] })
    expect((await clocksOf(id)).map(({ result, breach_at }) => [result, breach_at])).toEqual([
      ['MET', after(24)],
      [null, after(30)],
    ])
  })

  it('keeps the due time of the case: the earliest latest time of what runs', async () => {
    const id = await openCase(shop)
    await move(shop, id, 0, { start: ['after_sale.acknowledge', 'after_sale.review'] })
    expect(await dueOf(id)).toEqual(after(2))
    await move(shop, id, 1, { stop: ['after_sale.acknowledge'], pause: ['after_sale.review'] })
    expect(await dueOf(id)).toBeNull()
    await move(shop, id, 11, { resume: ['after_sale.review'] })
    expect(await dueOf(id)).toEqual(after(34))
    await move(shop, id, 12, { endAll: true })
    expect(await dueOf(id)).toBeNull()
    expect(await results(id)).toEqual({ 'after_sale.acknowledge': 'MET', 'after_sale.review': 'VOID' })
  })

  it('judges by the times, whether or not the worker came by', async () => {
    const id = await openCase(shop)
    await move(shop, id, 0, { start: ['after_sale.acknowledge', 'after_sale.review', 'after_sale.inspect'] })
    // The decision contains the acknowledgement, which was late (Q62).
    await move(shop, id, 24, { stop: ['after_sale.review'] })
    await move(shop, id, 25, { endAll: true })
    expect(await results(id)).toEqual({
      'after_sale.acknowledge': 'BREACHED',
      'after_sale.review': 'MET',
      'after_sale.inspect': 'BREACHED',
    })
    expect(await eventsOf(id)).toEqual(['ClockBreached', 'ClockBreached'])
  })

  it('recounts a refund from the inspection, by the pack under which its clock started (Q13)', async () => {
    const id = await openCase(apparel)
    await move(apparel, id, 0, { start: ['after_sale.inspect', 'after_sale.refund'] })
    // Until the inspection: its latest, Thursday noon, and two working days.
    const [, refund] = await clocksOf(id)
    expect(refund?.breach_at).toEqual(new Date('2026-11-24T00:00:00+08:00'))
    await publishNext(apparel, '5wd')
    await move(apparel, id, 3, { stop: ['after_sale.inspect'], recount: ['after_sale.refund'] })
    const [, recounted] = await clocksOf(id)
    expect(recounted?.breach_at).toEqual(new Date('2026-11-21T00:00:00+08:00'))
    expect(await dueOf(id)).toEqual(new Date('2026-11-21T00:00:00+08:00'))
  })

  it('does not move the refund of a shop that counts from receipt', async () => {
    const id = await openCase(shop)
    await move(shop, id, 0, { start: ['after_sale.refund'] })
    await move(shop, id, 3, { recount: ['after_sale.refund'] })
    expect((await clocksOf(id)).map((clock) => clock.breach_at)).toEqual([after(48)])
  })

  it('runs one clock of a name on a subject, whoever starts it', async () => {
    const id = await openCase(shop)
    await Promise.all(Array.from({ length: 6 }, () => move(shop, id, 0, { start: ['after_sale.review'] })))
    expect(await clocksOf(id)).toHaveLength(1)
  })
})

describe('what time does to a clock', () => {
  async function running() {
    const id = await openCase(shop)
    await move(shop, id, 0, { start: ['after_sale.review'] })
    const [clock] = await clocksOf(id)
    return { caseId: id, clockId: String(clock?.id) }
  }

  it('is told once, however many workers come', async () => {
    const { caseId, clockId } = await running()
    world.setNow(after(18))
    const five = (tell: typeof warnClocks) =>
      Promise.all(Array.from({ length: 5 }, () => tell(world.deps, worker(shop.id), [clockId])))
    expect((await five(warnClocks)).flat()).toEqual([clockId])
    world.setNow(new Date(after(24).getTime() + 1))
    expect((await five(breachClocks)).flat()).toEqual([clockId])
    expect(await eventsOf(caseId)).toEqual(['ClockWarned', 'ClockBreached'])
    await move(shop, caseId, 25, { stop: ['after_sale.review'] })
    expect(await results(caseId)).toEqual({ 'after_sale.review': 'BREACHED' })
    expect(await eventsOf(caseId)).toHaveLength(2)
  })

  it('waits for its time, while it stands still, after it stopped, and is nobody else’s', async () => {
    const { caseId, clockId } = await running()
    const before = await checksums(world)
    const tell = (how: typeof warnClocks, of = shop) => how(world.deps, worker(of.id), [clockId])
    world.setNow(new Date(after(18).getTime() - 1))
    expect(await tell(warnClocks)).toEqual([])
    world.setNow(after(24))
    expect(await tell(breachClocks)).toEqual([])
    await expect(warnClocks(world.deps, shop.manager, [clockId])).rejects.toThrow(Forbidden)
    expect(await tell(warnClocks, apparel)).toEqual([])
    expect(await checksums(world)).toEqual(before)
    await move(shop, caseId, 1, { pause: ['after_sale.review'] })
    world.setNow(after(100))
    expect(await tell(breachClocks)).toEqual([])
    await move(shop, caseId, 100, { stop: ['after_sale.review'] })
    expect(await tell(breachClocks)).toEqual([])
    expect(await results(caseId)).toEqual({ 'after_sale.review': 'MET' })
  })
})

describe('the withdrawal of an order', () => {
  const cancel = (orderId: string, lineIds: readonly string[]) =>
    cancelOrder(world.deps, shop.specialist, {
      orderId,
      lineIds: [...lineIds],
      reason: 'BUYER_ASKED',
      idempotencyKey: randomUUID(),
    })

  it('has a clock from when it is asked for, and goes on for what is still owed', async () => {
    const order = await placeOrder(world, shop, { lines: ['OPEN', 'OPEN'] })
    expect((await cancel(order.id, order.lineIds.slice(0, 1))).kind).toBe('Success')
    world.setNow(after(20))
    expect((await cancel(order.id, order.lineIds.slice(1))).kind).toBe('Success')
    // Two working days after Wednesday, though the second was asked for on Thursday.
    const friday = new Date('2026-11-21T00:00:00+08:00')
    expect((await clocksOf(order.id)).map(({ name, breach_at }) => [name, breach_at])).toEqual([
      ['order.withdrawal', friday],
    ])
    const issue = async (which: string, hours: number) => {
      await world.admin.query(
        `UPDATE refunds SET status = 'ISSUED', issued_at = $2
         WHERE id = (SELECT id FROM refunds WHERE order_id = $1 AND status = 'OWED' ORDER BY created_at ${which} LIMIT 1)`,
        [order.id, after(hours)],
      )
      await inRun(shop, hours, (run) => stopWithdrawalClock(run, order.id))
    }
    await issue('ASC', 21)
    const monday = new Date('2026-11-24T00:00:00+08:00')
    expect((await clocksOf(order.id)).map(({ result, breach_at }) => [result, breach_at])).toEqual([
      ['MET', friday],
      [null, monday],
    ])
    await issue('ASC', 22)
    expect((await clocksOf(order.id)).map(({ result }) => result)).toEqual(['MET', 'MET'])
  })

  it('has none where nothing was paid', async () => {
    const order = await placeOrder(world, shop, { trade: 'UNPAID' })
    const done = await cancelOrder(world.deps, shop.specialist, {
      orderId: order.id,
      reason: 'BUYER_ASKED',
      idempotencyKey: randomUUID(),
    })
    expect(done.kind).toBe('Success')
    expect(await clocksOf(order.id)).toEqual([])
  })
})

/** Publishes the next version of the apparel shop's pack, with another latest time of its refunds. */
async function publishNext(of: TestShop, refund: '5wd') {
  const { values } = DEMO_PACKS.apparel
  const choice = (key: keyof typeof values) => values[key]?.value
  const document = publishPack({
    id: 'apparel',
    version: 2,
    overlays: ['apparel-shop'],
    effectiveFrom: '2026-01-01',
    choices: {
      'price.agent_limit': choice('price.agent_limit') as number,
      'callback.anchor': 'RECEIVED',
      'compensation.limits': { specialist: 0, senior: 0, supervisor: 0, manager: 'UNLIMITED' },
      'appraisal.rewards': true,
      'appraisal.penalties': false,
      'conversion.numerator': 'PAID',
      'conversion.bonus_from': 36,
      'repair.enabled': true,
      'membership.benefits_cumulative': true,
    },
    overrides: { 'clock.after_sale.refund.breach': refund },
  })
  await world.admin.query(
    `INSERT INTO policy_packs (shop_id, id, version, hash, sources, document, effective_from, published_at)
     VALUES ($1, $2, $3, $4, $5, $6, '2026-01-01', $7)`,
    [of.id, document.id, document.version, document.hash, document.sources, JSON.stringify(document), NOW],
  )
}
