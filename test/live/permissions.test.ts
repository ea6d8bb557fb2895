import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient, operation } from '@cs/client'
import { afterAll, describe, expect, test } from 'vitest'
import { act, key } from '../harness/acts.ts'
import { startRelay } from '../harness/gateway.ts'
import { STREAMS, type Told } from '../harness/live.ts'
import { numberOf, orderIds } from '../harness/orders.ts'
import { openWorld, SHOP_IDS, type ShopCode, type Who } from '../harness/world.ts'

const world = await openWorld('live-permissions')
const relay = startRelay({
  workerUrl: world.workerUrl,
  log: { info() {}, warn() {}, error() {} },
  tickMs: 10,
})
afterAll(async () => {
  await relay.stop()
  await world.close()
})

const subscribe = STREAMS.WebSocket
/** The variables with which a subscription starts where the shop stands now, however long opening it takes. */
async function fromNow(shop: ShopCode = 'general'): Promise<{ after: string }> {
  const manager = await world.as('manager', shop)
  const { shop: now } = await manager.ask<{ shop: { liveCursor: string } }>('{ shop { liveCursor } }')
  return { after: now.liveCursor }
}
const field = (told: Told, name: string) =>
  (told.data as Record<string, Record<string, unknown>> | null)?.[name]

const REQUESTED = `subscription ($filter: ApprovalFilter, $after: String) {
  approvalRequested(filter: $filter, after: $after) { cursor type approval { number status requestedBy { number } } } }`

/** Asks for an approval, as a command does; answers its number. */
async function request(who: Who, order: number, shop: ShopCode = 'general'): Promise<string> {
  const client = await world.as(who, shop)
  const { id } = await orderIds(client, numberOf(shop, order))
  const asked = await act(client, 'requestApproval', {
    action: { cancelOrder: { orderId: id, reason: 'BUYER_ASKED' } },
    reason: '客户婚期取消，定制内容已无意义',
    idempotencyKey: key(),
  })
  if (!asked.approval) throw new Error(JSON.stringify(asked))
  return asked.approval.number
}

async function withdraw(number: string): Promise<void> {
  await world.rows(`UPDATE approvals SET status = 'WITHDRAWN' WHERE number = $1`, [number])
}

async function grade(subject: string, to: string): Promise<void> {
  await world.rows(
    'UPDATE memberships SET grade = $2 WHERE agent_id = (SELECT id FROM agents WHERE subject = $1)',
    [subject, to],
  )
  world.setNow(new Date(world.now().getTime() + 6_000))
}

describe('a request for approval', () => {
  test('is told to those who see it in their list, and to nobody else', async () => {
    const open = async (who: Who, shop: ShopCode = 'general') =>
      subscribe(world.url, (await world.as(who, shop)).headers, REQUESTED, await fromNow(shop))
    const manager = await open('manager')
    const own = await open('specialist')
    const other = await open('specialist-care')
    const elsewhere = await open('manager', 'guided')
    const number = await request('specialist', 1016)
    for (const subscriber of [manager, own])
      expect(field(await subscriber.next(), 'approvalRequested')).toMatchObject({
        type: 'ApprovalRequested',
        approval: { number, status: 'PENDING' },
      })
    await sleep(150)
    expect([other.queued, elsewhere.queued]).toEqual([0, 0])
    await withdraw(number)
    for (const each of [manager, own, other, elsewhere]) each.kill()
  })

  test('of others is told no more to one whose grade was lowered', async () => {
    const lowered = await subscribe(
      world.url,
      (await world.as('supervisor')).headers,
      REQUESTED,
      await fromNow(),
    )
    const manager = await subscribe(
      world.url,
      (await world.as('manager')).headers,
      REQUESTED,
      await fromNow(),
    )
    const first = await request('specialist', 1016)
    expect(field(await lowered.next(), 'approvalRequested')).toMatchObject({ approval: { number: first } })
    await manager.next()
    await withdraw(first)
    await grade('general-supervisor', 'specialist')
    const second = await request('specialist', 1016)
    expect(field(await manager.next(), 'approvalRequested')).toMatchObject({ approval: { number: second } })
    await sleep(150)
    expect(lowered.queued).toBe(0)
    await withdraw(second)
    await grade('general-supervisor', 'supervisor')
    for (const each of [manager, lowered]) each.kill()
  })
})

describe('a promise', () => {
  const WARNED = `subscription ($filter: ClockFilter, $after: String) {
    clockWarned(filter: $filter, after: $after) { cursor type clock { id name breachAt case { number } } } }`

  test('that runs out is told, with the filter of the list', async () => {
    const clocks = await world.rows<{ id: string; name: string; subject_type: string; subject_id: string }>(
      `SELECT DISTINCT ON (name) id, name, subject_type, subject_id FROM clocks
        WHERE shop_id = $1 AND stopped_at IS NULL AND paused_at IS NULL ORDER BY name LIMIT 2`,
      [SHOP_IDS.general],
    )
    const [one, two] = clocks
    if (!one || !two) throw new Error('the demo has not two promises running')
    const { headers } = await world.as('supervisor')
    const name = two.name.toUpperCase().replaceAll('.', '_')
    const all = await subscribe(world.url, headers, WARNED, await fromNow())
    const some = await subscribe(world.url, headers, WARNED, { filter: { name }, ...(await fromNow()) })
    for (const [i, clock] of [one, two].entries())
      await world.rows(
        `INSERT INTO events (shop_id, id, type, subject_type, subject_id, actor_kind, command_id, occurred_at, data)
         VALUES ($1, $2, $3, $4, $5, 'WORKER', gen_random_uuid(), $6, $7)`,
        [
          SHOP_IDS.general,
          randomUUID(),
          i === 0 ? 'ClockWarned' : 'ClockBreached',
          clock.subject_type,
          clock.subject_id,
          world.now(),
          { clockId: clock.id, name: clock.name },
        ],
      )
    expect(field(await all.next(), 'clockWarned')).toMatchObject({ type: 'ClockWarned' })
    expect(field(await all.next(), 'clockWarned')).toMatchObject({ type: 'ClockBreached', clock: { name } })
    expect(field(await some.next(), 'clockWarned')).toMatchObject({ type: 'ClockBreached', clock: { name } })
    for (const each of [all, some]) each.kill()
  })
})

describe('the board', () => {
  test('is told to be counted anew once for what happens together', async () => {
    const { headers } = await world.as('supervisor')
    const board = await subscribe(
      world.url,
      headers,
      'subscription ($after: String) { boardChanged(after: $after) { cursor type at board { scope totals { atHand } } } }',
      await fromNow(),
    )
    await world.rows(
      `INSERT INTO events (shop_id, id, type, subject_type, subject_id, actor_kind, command_id, occurred_at)
       SELECT $1, gen_random_uuid(), 'CaseTouched', 'Case', gen_random_uuid(), 'WORKER', gen_random_uuid(), $2 FROM generate_series(1, 50)`,
      [SHOP_IDS.general, world.now()],
    )
    expect(field(await board.next(), 'boardChanged')).toMatchObject({
      type: 'CaseTouched',
      board: { totals: { atHand: expect.any(Number) } },
    })
    await sleep(150)
    expect(board.queued).toBe(0)
    board.kill()
  })
})

test('the client package follows a subscription', async () => {
  const { headers } = await world.as('manager')
  const client = createClient({
    url: `${world.url}/graphql`,
    token: String(headers.authorization).replace('Bearer ', ''),
  })
  const requests = operation<
    object,
    { approvalRequested: { approval: { number: string } } },
    { after: string }
  >(
    {},
    () => 'subscription ($after: String) { approvalRequested(after: $after) { cursor approval { number } } }',
  )
  const start = await fromNow()
  const number = await request('specialist', 1016)
  for await (const { data, errors } of client.subscribe(requests, start)) {
    expect(errors).toEqual([])
    expect(data.approvalRequested.approval.number).toBe(number)
    break
  }
  await withdraw(number)
})

test('no bug was met', () => expect(world.problems).toEqual([]))
