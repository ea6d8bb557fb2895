import { readdir, readFile } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  cancelFollowUp,
  completeFollowUp,
  consumeSingly,
  Forbidden,
  followUpLead,
  followUpPayment,
  followUpPlanner,
  handOverFollowUp,
  logOutsideContact,
  type Outcome,
  prepareFollowUps,
  recordNoAnswer,
  registerLead,
  reopenComplaint,
  rescheduleFollowUp,
  startFollowUp,
} from '../src/index.ts'
import { caseOf } from './after-sales.ts'
import { addCustomer, complained, roster } from './complaints.ts'
import { asked } from './conversations.ts'
import { clock, consume, followUpsOf, happened, prepare, round } from './follow-ups.ts'
import { placeOrder } from './orders.ts'
import { openShop, openWorld, type TestShop, type World } from './shop.ts'
import { checksums, rowsOf } from './state.ts'

let world: World
let shop: TestShop
/** A time of November 2026 in Shanghai: `18 15:00`. */
const at = (time: string) => world.setNow(new Date(`2026-11-${time.replace(' ', 'T')}:00+08:00`))
beforeAll(async () => {
  world = await openWorld('follow_ups')
})
beforeEach(async () => {
  shop = await openShop(world)
  at('18 15:00')
})
afterAll(() => world.close())

const kindOf = async (outcome: Promise<Outcome>) => (await outcome).kind
/** An order that was received at a time. */
async function received(signedAt: Date, customerId = shop.customerId): Promise<string> {
  const order = await placeOrder(world, shop, { trade: 'SIGNED' })
  await rowsOf(world, `UPDATE orders SET customer_id = $2, paid_at = $3, signed_at = $4 WHERE id = $1`, [
    order.id,
    customerId,
    new Date(signedAt.getTime() - 3 * 86_400_000),
    signedAt,
  ])
  await happened(world, shop, 'OrderSigned', { type: 'Order', id: order.id })
  return order.id
}
/** A complaint that was closed now, without its steps. */
async function closed(customerId = shop.customerId): Promise<string> {
  const { caseId } = await complained(world, shop, { customerId })
  await rowsOf(
    world,
    `UPDATE cases SET status = 'CLOSED', complaint_state = 'SUMMARISED', closed_at = $2 WHERE id = $1`,
    [caseId, world.deps.now()],
  )
  await happened(world, shop, 'ComplaintSummarised', { type: 'Case', id: caseId })
  return caseId
}
const summary = async (customerId = shop.customerId) =>
  (await followUpsOf(world, customerId)).map((each) => `${each.kind} ${each.status} ${clock(each.due_at)}`)
const only = async (kind?: string, customerId = shop.customerId) => {
  const rows = await followUpsOf(world, customerId)
  const found = rows.filter((each) => !kind || each.kind === kind).at(-1)
  if (!found) throw new Error(`none: ${JSON.stringify(rows)}`)
  return found
}
const chat = (followUpId: string) => ({ followUpId, channel: 'CHAT', result: 'FINE' }) as const

describe('follow-ups', () => {
  it('are planned once from what has happened, for the day that the rules name', async () => {
    await received(new Date('2026-11-18T03:00:00Z'))
    await consume(world, shop)
    await consume(world, shop)
    expect(await summary()).toEqual(['PURCHASE_CALLBACK OPEN 2026-11-25 10:00'])
    const other = await addCustomer(world, shop)
    await closed(other)
    await consume(world, shop)
    expect(await summary(other)).toEqual(['COMPLAINT_CALLBACK OPEN 2026-11-21 10:00'])
    expect((await only('COMPLAINT_CALLBACK', other)).assignee_id).toBe(shop.specialist.id)
  })

  it('give way to what goes before within a week, and are dropped where that is too late', async () => {
    await received(new Date('2026-11-18T03:00:00Z'))
    await consume(world, shop)
    at('20 10:00')
    await closed()
    await consume(world, shop)
    expect(await summary()).toEqual([
      'PURCHASE_CALLBACK OPEN 2026-11-30 10:00',
      'COMPLAINT_CALLBACK OPEN 2026-11-23 10:00',
    ])
    at('27 19:30')
    expect(
      await kindOf(
        completeFollowUp(world.deps, shop.specialist, chat((await only('COMPLAINT_CALLBACK')).id)),
      ),
    ).toBe('Success')
    expect(await only('PURCHASE_CALLBACK')).toMatchObject({ status: 'DROPPED', because: 'TOO_LATE' })
  })

  it('wait while a complaint is open, go on once it is closed, and refuse a contact meanwhile', async () => {
    await received(new Date('2026-11-12T03:00:00Z'))
    await consume(world, shop)
    await prepare(world, shop)
    const callback = await only()
    const { caseId } = await complained(world, shop)
    const before = await checksums(world)
    // Nobody has told the planner yet: the contact is refused by what is true now.
    expect(await kindOf(completeFollowUp(world.deps, shop.manager, chat(callback.id)))).toBe('PolicyDenied')
    expect(await checksums(world)).toEqual(before)
    await consume(world, shop)
    expect(await only()).toMatchObject({ status: 'HELD', because: 'COMPLAINT_OPEN' })
    at('19 11:00')
    await rowsOf(
      world,
      `UPDATE cases SET status = 'CLOSED', complaint_state = 'SUMMARISED', closed_at = $2 WHERE id = $1`,
      [caseId, world.deps.now()],
    )
    await happened(world, shop, 'ComplaintSummarised', { type: 'Case', id: caseId })
    await consume(world, shop)
    expect(
      (await followUpsOf(world, shop.customerId)).map(
        (each) => `${each.kind} ${each.status} ${each.because}`,
      ),
    ).toEqual(['PURCHASE_CALLBACK DROPPED TOO_LATE', 'COMPLAINT_CALLBACK OPEN null'])
  })

  it('are not planned against the will of a customer, and say why', async () => {
    const silent = await addCustomer(world, shop)
    const plain = await addCustomer(world, shop)
    await rowsOf(world, 'UPDATE customers SET do_not_contact = true WHERE id = $1', [silent])
    await rowsOf(world, `UPDATE customers SET buying_style = 'PLAIN_BUYER' WHERE id = $1`, [plain])
    for (const customer of [silent, plain]) await received(new Date('2026-11-18T03:00:00Z'), customer)
    await closed(plain)
    await consume(world, shop)
    expect(await only(undefined, silent)).toMatchObject({ status: 'SUPPRESSED', because: 'DO_NOT_CONTACT' })
    expect(await only('PURCHASE_CALLBACK', plain)).toMatchObject({
      status: 'SUPPRESSED',
      because: 'PLAIN_BUYER',
    })
    expect(await only('COMPLAINT_CALLBACK', plain)).toMatchObject({ status: 'OPEN' })
  })

  it('keep the hours, a week between contacts, and consent outside of the platform', async () => {
    await received(new Date('2026-11-11T03:00:00Z'))
    await consume(world, shop)
    await prepare(world, shop)
    const { id, assignee_id } = await only()
    expect(assignee_id).not.toBeNull()
    at('18 13:00')
    expect(await kindOf(startFollowUp(world.deps, shop.manager, { followUpId: id, channel: 'CHAT' }))).toBe(
      'PolicyDenied',
    )
    at('18 14:00')
    expect(await kindOf(startFollowUp(world.deps, shop.manager, { followUpId: id, channel: 'PHONE' }))).toBe(
      'PolicyDenied',
    )
    expect(await kindOf(startFollowUp(world.deps, shop.manager, { followUpId: id, channel: 'CHAT' }))).toBe(
      'Success',
    )
    expect(await kindOf(startFollowUp(world.deps, shop.manager, { followUpId: id, channel: 'CHAT' }))).toBe(
      'Conflict',
    )
    at('18 18:05')
    expect(await kindOf(completeFollowUp(world.deps, shop.manager, chat(id)))).toBe('Success')
    expect(await only()).toMatchObject({ status: 'DONE', contacted_at: new Date('2026-11-18T06:00:00Z') })
    expect(await kindOf(completeFollowUp(world.deps, shop.manager, chat(id)))).toBe('Conflict')
    await received(new Date('2026-11-13T03:00:00Z'))
    await consume(world, shop)
    expect(clock((await only()).due_at)).toBe('2026-11-25 10:00')
    at('24 15:00')
    const next = (await only()).id
    expect(await kindOf(completeFollowUp(world.deps, shop.manager, chat(next)))).toBe('PolicyDenied')
    at('25 15:00')
    expect(await kindOf(completeFollowUp(world.deps, shop.manager, chat(next)))).toBe('Success')
  })

  it('let one of two contact a customer', async () => {
    await received(new Date('2026-11-11T03:00:00Z'))
    await received(new Date('2026-11-11T04:00:00Z'))
    await consume(world, shop)
    const rows = await followUpsOf(world, shop.customerId)
    expect(rows.map((each) => clock(each.due_at))).toEqual(['2026-11-18 10:00', '2026-11-25 10:00'])
    const outcomes = await Promise.all(
      rows.flatMap(({ id }) =>
        [1, 2].map(() => kindOf(completeFollowUp(world.deps, shop.manager, chat(id)))),
      ),
    )
    expect(outcomes.filter((kind) => kind === 'Success')).toHaveLength(1)
  })

  it('are put off, tried again, handed over and cancelled by who has them', async () => {
    await roster(world, shop, [shop.specialist])
    await received(new Date('2026-11-11T03:00:00Z'))
    await consume(world, shop)
    await prepare(world, shop)
    const { id, assignee_id } = await only()
    expect(assignee_id).toBe(shop.specialist.id)
    const { deps } = world
    const ours = (agent = shop.specialist) => agent
    const noAnswer = () => recordNoAnswer(deps, ours(), { followUpId: id, channel: 'CHAT' })
    await expect(recordNoAnswer(deps, shop.colleague, { followUpId: id, channel: 'CHAT' })).rejects.toThrow(
      Forbidden,
    )
    expect(await kindOf(noAnswer())).toBe('Success')
    expect(await only()).toMatchObject({ status: 'OPEN', attempts: 1, contacted_at: null })
    expect(clock((await only()).due_at)).toBe('2026-11-19 10:00')
    const put = (time: string) => rescheduleFollowUp(deps, ours(), { followUpId: id, at: time })
    expect(await kindOf(put('2026-11-20T04:30:00.000Z'))).toBe('PolicyDenied')
    expect(await kindOf(put('2026-11-26T02:00:00.000Z'))).toBe('PolicyDenied')
    expect(await kindOf(put('2026-11-20T06:30:00.000Z'))).toBe('Success')
    expect(clock((await only()).due_at)).toBe('2026-11-20 14:30')
    expect(
      await kindOf(handOverFollowUp(deps, ours(), { followUpId: id, toAgentId: shop.specialist.id })),
    ).toBe('ValidationFailed')
    expect(
      await kindOf(handOverFollowUp(deps, ours(), { followUpId: id, toAgentId: shop.colleague.id })),
    ).toBe('Success')
    await expect(cancelFollowUp(deps, ours(), { followUpId: id, reason: 'DUPLICATE' })).rejects.toThrow(
      Forbidden,
    )
    for (const day of ['20 15:00', '21 15:00']) {
      at(day)
      expect(await kindOf(recordNoAnswer(deps, shop.colleague, { followUpId: id, channel: 'CHAT' }))).toBe(
        'Success',
      )
    }
    expect(await only()).toMatchObject({ status: 'UNREACHED', because: 'NO_ANSWER', attempts: 3 })
  })

  it('end with a complaint that is put away once its customer is called back, or opened again', async () => {
    const caseId = await closed()
    await consume(world, shop)
    at('21 15:00')
    const { id } = await only()
    const problem = { ...chat(id), result: 'PROBLEM', satisfaction: 2 } as const
    expect(await kindOf(completeFollowUp(world.deps, shop.specialist, problem))).toBe('Success')
    await consume(world, shop)
    expect((await caseOf(world, caseId)).archived_at).toBeNull()
    expect(await kindOf(reopenComplaint(world.deps, shop.specialist, { caseId }))).toBe('Success')
    const other = await addCustomer(world, shop)
    const second = await closed(other)
    await consume(world, shop)
    at('24 15:00')
    expect(
      await kindOf(completeFollowUp(world.deps, shop.specialist, chat((await only(undefined, other)).id))),
    ).toBe('Success')
    await consume(world, shop)
    expect((await caseOf(world, second)).archived_at).toEqual(world.deps.now())
  })

  it('follow leads and unpaid orders, and count what was recorded with them', async () => {
    const caseId = await asked(world, shop)
    const nextFollowUpAt = '2026-11-19T02:30:00.000Z'
    await registerLead(world.deps, shop.specialist, { caseId, reason: 'PRICE', nextFollowUpAt })
    await consume(world, shop)
    expect(await summary()).toEqual(['LEAD OPEN 2026-11-19 10:30'])
    at('19 10:40')
    const [lead] = await rowsOf<{ id: string }>(world, 'SELECT id FROM leads WHERE case_id = $1', [caseId])
    const later = {
      leadId: String(lead?.id),
      result: 'LATER',
      nextFollowUpAt: '2026-11-21T02:30:00.000Z',
    } as const
    expect(await kindOf(followUpLead(world.deps, shop.specialist, later))).toBe('Success')
    await consume(world, shop)
    expect(await summary()).toEqual(['LEAD DONE 2026-11-19 10:30', 'LEAD OPEN 2026-11-26 10:00'])
    const other = await addCustomer(world, shop)
    const order = await placeOrder(world, shop, { trade: 'UNPAID' })
    await rowsOf(world, 'UPDATE orders SET customer_id = $2, placed_at = $3 WHERE id = $1', [
      order.id,
      other,
      new Date('2026-11-19T09:00:00Z'),
    ])
    await happened(world, shop, 'OrderPlaced', { type: 'Order', id: order.id })
    await consume(world, shop)
    expect(await summary(other)).toEqual(['UNPAID_ORDER OPEN 2026-11-19 19:00'])
    await rowsOf(world, `UPDATE orders SET trade_status = 'PAID', paid_at = $2 WHERE id = $1`, [
      order.id,
      world.deps.now(),
    ])
    await happened(world, shop, 'OrderPaid', { type: 'Order', id: order.id })
    await consume(world, shop)
    expect(await summary(other)).toEqual([
      'UNPAID_ORDER CANCELLED 2026-11-19 19:00',
      'PURCHASE_CALLBACK OPEN 2026-11-26 10:00',
    ])
  })
})

/** An order that waits for payment since now, and what was said about it. */
async function unpaidOrder(): Promise<string> {
  const { id } = await placeOrder(world, shop, { trade: 'UNPAID' })
  await rowsOf(world, 'UPDATE orders SET placed_at = $2 WHERE id = $1', [id, world.deps.now()])
  await happened(world, shop, 'OrderPlaced', { type: 'Order', id })
  return id
}
const doNotContact = (customerId = shop.customerId) =>
  rowsOf(world, 'UPDATE customers SET do_not_contact = true WHERE id = $1', [customerId])
const called = (reason: 'CALLBACK' | 'DELIVERY') =>
  logOutsideContact(world.deps, shop.specialist, { customerId: shop.customerId, channel: 'PHONE', reason })

describe('a contact', () => {
  it('is recorded whatever was said in it, and refused to who has not begun it', async () => {
    await received(new Date('2026-11-11T03:00:00Z'))
    await consume(world, shop)
    await prepare(world, shop)
    const { id } = await only()
    expect(await kindOf(startFollowUp(world.deps, shop.manager, { followUpId: id, channel: 'CHAT' }))).toBe(
      'Success',
    )
    await complained(world, shop)
    await doNotContact()
    await consume(world, shop)
    const byPhone = { ...chat(id), channel: 'PHONE', durationSeconds: 60 } as const
    expect(await kindOf(completeFollowUp(world.deps, shop.manager, byPhone))).toBe('PolicyDenied')
    expect(await kindOf(completeFollowUp(world.deps, shop.manager, chat(id)))).toBe('Success')
    expect(await only()).toMatchObject({ status: 'DONE' })
  })

  it('about a payment counts also where no time was agreed', async () => {
    at('18 15:00')
    const orderId = await unpaidOrder()
    await consume(world, shop)
    at('18 16:00')
    expect(await kindOf(followUpPayment(world.deps, shop.specialist, { orderId, reason: 'UNDECIDED' }))).toBe(
      'Success',
    )
    await consume(world, shop)
    expect(await followUpsOf(world, shop.customerId)).toMatchObject([
      { kind: 'UNPAID_ORDER', status: 'DONE', contacted_at: world.deps.now() },
    ])
    const other = await unpaidOrder()
    await consume(world, shop)
    expect((await followUpsOf(world, shop.customerId)).at(-1)).toMatchObject({ kind: 'UNPAID_ORDER' })
    expect(clock((await only()).due_at)).toBe('2026-11-25 10:00')
    // Spoken with before anything was planned, and a time agreed: both count.
    at('19 15:00')
    const agreedUntil = '2026-11-28T02:00:00.000Z'
    await followUpPayment(world.deps, shop.specialist, { orderId: other, reason: 'BALANCE_LOW', agreedUntil })
    await consume(world, shop)
    expect((await summary()).toSorted()).toEqual([
      'UNPAID_ORDER DONE 2026-11-18 17:00',
      'UNPAID_ORDER DONE 2026-11-25 10:00',
      'UNPAID_ORDER OPEN 2026-11-28 10:00',
    ])
  })

  it('that was logged as a callback counts for the week, and is no other than the one recorded with it', async () => {
    await received(new Date('2026-11-11T03:00:00Z'))
    await consume(world, shop)
    const { id } = await only()
    expect(await kindOf(called('DELIVERY'))).toBe('Success')
    expect(await kindOf(called('CALLBACK'))).toBe('Success')
    expect(await kindOf(startFollowUp(world.deps, shop.manager, { followUpId: id, channel: 'CHAT' }))).toBe(
      'PolicyDenied',
    )
    expect(await kindOf(completeFollowUp(world.deps, shop.manager, chat(id)))).toBe('Success')
    const other = await addCustomer(world, shop)
    await received(new Date('2026-11-13T03:00:00Z'), other)
    await consume(world, shop)
    expect(await summary(other)).toEqual(['PURCHASE_CALLBACK OPEN 2026-11-20 10:00'])
    const log = { customerId: other, channel: 'PHONE', reason: 'CALLBACK' } as const
    expect(await kindOf(logOutsideContact(world.deps, shop.specialist, log))).toBe('Success')
    await consume(world, shop)
    expect(await summary(other)).toEqual(['PURCHASE_CALLBACK OPEN 2026-11-25 10:00'])
  })
})

describe('follow-ups of a day', () => {
  it('are given evenly to who works, all in one go, and once where two workers find them', async () => {
    await roster(world, shop, [shop.specialist, shop.colleague])
    for (let n = 0; n < 8; n += 1)
      await received(new Date('2026-11-11T03:00:00Z'), await addCustomer(world, shop))
    await consume(world, shop)
    const rows = () =>
      rowsOf<{ id: string; assignee_id: string | null }>(
        world,
        'SELECT id, assignee_id FROM follow_ups WHERE shop_id = $1 ORDER BY id',
        [shop.id],
      )
    const ids = (await rows()).map(({ id }) => id)
    expect(ids).toHaveLength(8)
    const worker = { kind: 'worker', shop: shop.id } as const
    await Promise.all([
      prepareFollowUps(world.deps, worker, ids),
      prepareFollowUps(world.deps, worker, ids.toReversed()),
    ])
    const theirs = Map.groupBy(await rows(), (each) => each.assignee_id)
    expect(theirs.get(shop.specialist.id)).toHaveLength(4)
    expect(theirs.get(shop.colleague.id)).toHaveLength(4)
    const told = `SELECT id FROM events WHERE shop_id = $1 AND type = 'FollowUpDue'`
    expect(await rowsOf(world, told, [shop.id])).toHaveLength(8)
  })

  it('of old orders are none, where a shop with a history begins', async () => {
    await received(new Date('2026-09-11T03:00:00Z'))
    at('03 15:00')
    await unpaidOrder()
    at('18 15:00')
    await consume(world, shop)
    expect(await followUpsOf(world, shop.customerId)).toEqual([])
    const decided = `SELECT id FROM decisions WHERE shop_id = $1 AND action LIKE 'FOLLOW_UP%'`
    expect(await rowsOf(world, decided, [shop.id])).toEqual([])
  })
})

describe('follow-ups that end without a contact', () => {
  it('put a complaint away where its callback is cancelled, and not where it was opened again', async () => {
    const caseId = await closed()
    await consume(world, shop)
    const cancel = { followUpId: (await only()).id, reason: 'CUSTOMER_ASKED' } as const
    expect(await kindOf(cancelFollowUp(world.deps, shop.specialist, cancel))).toBe('Success')
    await consume(world, shop)
    expect((await caseOf(world, caseId)).archived_at).toEqual(world.deps.now())
    const other = await addCustomer(world, shop)
    const second = await closed(other)
    await consume(world, shop)
    expect(await kindOf(reopenComplaint(world.deps, shop.specialist, { caseId: second }))).toBe('Success')
    await consume(world, shop)
    await rowsOf(
      world,
      `UPDATE cases SET status = 'CLOSED', complaint_state = 'SUMMARISED', closed_at = $2 WHERE id = $1`,
      [second, world.deps.now()],
    )
    await happened(world, shop, 'ComplaintSummarised', { type: 'Case', id: second })
    await consume(world, shop)
    expect((await caseOf(world, second)).archived_at).toBeNull()
    expect((await summary(other)).map((each) => each.split(' ')[1])).toEqual(['CANCELLED', 'OPEN'])
  })

  it('are none of a purchase of which everything came back', async () => {
    const orderId = await received(new Date('2026-11-18T03:00:00Z'))
    await consume(world, shop)
    await rowsOf(world, `UPDATE order_lines SET status = 'RETURNED' WHERE order_id = $1`, [orderId])
    await happened(world, shop, 'RefundOwed', { type: 'Case', id: orderId }, { orderId })
    await consume(world, shop)
    expect(await only()).toMatchObject({ status: 'CANCELLED', because: 'ORDER_CANCELLED' })
  })
})

it('an event is parked where the work on it fails, and never because of the database', async () => {
  await received(new Date('2026-11-18T03:00:00Z'))
  while ((await rowsOf<{ n: string }>(world, 'SELECT count(*) AS n FROM cs.relay(500)'))[0]?.n !== '0');
  const worker = { kind: 'worker', shop: shop.id } as const
  const failing = (error: unknown) => ({
    name: 'test.failing',
    types: ['OrderSigned'],
    handle: () => Promise.reject(error),
  })
  const parked = () => rowsOf(world, 'SELECT seq, error FROM parked_events WHERE shop_id = $1', [shop.id])
  const passing = [
    Object.assign(new Error('canceling statement due to statement timeout'), { code: '57014' }),
    Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
    new Error('Connection terminated unexpectedly'),
  ]
  for (const error of passing)
    await expect(consumeSingly(world.deps, worker, failing(error))).rejects.toBe(error)
  expect(await parked()).toEqual([])
  const broken = Object.assign(new Error('duplicate key'), { code: '23505' })
  const both = await Promise.all([1, 2].map(() => consumeSingly(world.deps, worker, failing(broken))))
  expect(both.filter((each) => each !== null)).toHaveLength(1)
  expect(await parked()).toEqual([{ seq: expect.any(String), error: '23505' }])
})

it('a planner listens to what happens', async () => {
  const sources = await Promise.all(
    ['src', '../data/src'].map(async (folder) => {
      const root = new URL(`../${folder}/`, import.meta.url)
      const files = await readdir(root, { recursive: true })
      const told = files.filter((file) => file.endsWith('.ts') && !file.endsWith('follow-ups/consume.ts'))
      return Promise.all(told.map((file) => readFile(new URL(file, root), 'utf8')))
    }),
  )
  const text = sources.flat().join('\n')
  expect(followUpPlanner.types.filter((type) => !text.includes(`'${type}'`))).toEqual([])
})

describe('what dates ask for', () => {
  const dated = async (customerId: string) => {
    return (await followUpsOf(world, customerId)).map(
      (each) => `${each.kind} ${each.status} ${clock(each.due_at)}`,
    )
  }

  it('is planned once a day, in batches, and caught up after an absence with its own days', async () => {
    at('18 08:00')
    await round(world, shop)
    const people = await Promise.all(
      ['11-19', '11-20', '11-28', '12-01'].map(async (birthday) => {
        const id = await addCustomer(world, shop)
        const [month, day] = birthday.split('-').map(Number)
        await rowsOf(world, 'UPDATE customers SET birth_month = $2, birth_day = $3 WHERE id = $1', [
          id,
          month,
          day,
        ])
        return id
      }),
    )
    const [first = '', second = '', third = '', fourth = ''] = people
    at('28 08:00')
    await Promise.all([round(world, shop, 1), round(world, shop, 1)])
    await round(world, shop, 1)
    expect(await Promise.all(people.map(dated))).toEqual([
      ['BIRTHDAY DROPPED 2026-11-19 10:00'],
      ['BIRTHDAY DROPPED 2026-11-20 10:00'],
      ['BIRTHDAY OPEN 2026-11-28 10:00'],
      [],
    ])
    expect(new Set([first, second, third, fourth]).size).toBe(4)
  })

  it('greets members on a statutory holiday, and tells of a year whose calendar is not published', async () => {
    world.setNow(new Date('2026-09-24T00:00:00Z'))
    await round(world, shop)
    const [gold, ordinary] = [await addCustomer(world, shop), await addCustomer(world, shop)]
    for (const [id, tier] of [
      [gold, 'GOLD'],
      [ordinary, 'ORDINARY'],
    ])
      await rowsOf(
        world,
        `INSERT INTO members (shop_id, customer_id, number, tier, tier_since, joined_at)
         VALUES ($1, $2::uuid, $2::text, $3, '2026-01-01', '2026-01-01')`,
        [shop.id, id, tier],
      )
    world.setNow(new Date('2026-10-01T00:00:00Z'))
    await round(world, shop)
    expect(await dated(gold)).toEqual(['HOLIDAY OPEN 2026-09-25 10:00', 'HOLIDAY OPEN 2026-10-08 10:00'])
    expect(await dated(ordinary)).toEqual([])
    for (const day of ['2026-12-31', '2027-01-01', '2027-01-02']) {
      world.setNow(new Date(`${day}T00:00:00Z`))
      await round(world, shop)
    }
    const told = await rowsOf<{ data: object }>(
      world,
      `SELECT data FROM events WHERE shop_id = $1 AND type = 'HolidaysNotPlanned'`,
      [shop.id],
    )
    expect(told.map(({ data }) => data)).toEqual([{ year: 2027, because: 'CALENDAR_UNKNOWN' }])
  })

  it('wakes up who turns silent and wins back who counts as lost, once for each silence; VIPs once a month', async () => {
    const silent = await addCustomer(world, shop)
    const vip = await addCustomer(world, shop)
    await rowsOf(world, `UPDATE customers SET last_order_at = '2026-03-01T04:00:00Z' WHERE id = $1`, [silent])
    await rowsOf(
      world,
      `UPDATE customers SET vip = true, created_at = '2025-08-31T04:00:00Z' WHERE id = $1`,
      [vip],
    )
    for (
      let day = Date.parse('2026-05-01T00:00:00Z');
      day <= Date.parse('2026-09-15T00:00:00Z');
      day += 86_400_000
    ) {
      world.setNow(new Date(day))
      await round(world, shop)
    }
    const wanted = async (id: string) =>
      (await followUpsOf(world, id)).map((f) => `${f.kind} ${clock(f.wanted_at).slice(0, 10)}`)
    expect(await wanted(silent)).toEqual(['WAKE_UP 2026-05-31', 'WIN_BACK 2026-08-29'])
    expect(await wanted(vip)).toEqual(['05', '06', '07', '08'].map((month) => `VIP_CARE 2026-${month}-28`))
  })
})
