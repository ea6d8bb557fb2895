import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '../harness/client.ts'
import { startRelay } from '../harness/gateway.ts'
import { STREAMS, type Subscriber, type Told } from '../harness/live.ts'
import { openWorld, SHOP_IDS, type ShopCode } from '../harness/world.ts'

const world = await openWorld('live', { SUBSCRIPTION_BACKLOG: '600' })
const silent = { info() {}, warn() {}, error() {} }
const relay = startRelay({ workerUrl: world.workerUrl, log: silent, tickMs: 10 })
afterAll(async () => {
  await relay.stop()
  await world.close()
})

interface Known {
  readonly id: string
  readonly globalId: string
  readonly status: string
}
const cases: Record<string, Known[]> = {}
beforeAll(async () => {
  for (const shop of ['general', 'guided'] as const) {
    const rows = await world.rows<{ id: string; number: string; status: string }>(
      'SELECT id, number, status FROM cases WHERE shop_id = $1 ORDER BY number LIMIT 20',
      [SHOP_IDS[shop]],
    )
    const manager = await world.as('manager', shop)
    cases[shop] = await Promise.all(
      rows.map(async ({ id, number, status }) => {
        const { case: found } = await manager.ask<{ case: { id: string } }>(
          'query ($number: String) { case(number: $number) { id } }',
          { number },
        )
        return { id, status, globalId: found.id }
      }),
    )
  }
})

const caseAt = (i: number, shop: ShopCode = 'general'): Known => {
  const found = cases[shop]?.[i]
  if (!found) throw new Error(`there is no case ${i} in ${shop}`)
  return found
}

/** Writes events as commands do, one after the other; answers their types. */
async function happen(
  count: number,
  caseId: string,
  shop: ShopCode = 'general',
  stem = 'Thing',
): Promise<string[]> {
  const types = Array.from({ length: count }, (_, i) => `${stem}${i}Happened`)
  for (const type of types)
    await world.rows(
      `INSERT INTO events (shop_id, id, type, subject_type, subject_id, actor_kind, command_id, occurred_at)
       VALUES ($1, $2, $3, 'Case', $4, 'WORKER', gen_random_uuid(), $5)`,
      [SHOP_IDS[shop], randomUUID(), type, caseId, world.now()],
    )
  return types
}

const CHANGED = `subscription ($filter: CaseFilter, $after: String) {
  caseChanged(filter: $filter, after: $after) { cursor type at case { id number status version } } }`

interface Change {
  readonly cursor: string
  readonly type: string
  readonly case: { readonly id: string; readonly status: string; readonly subject?: string | null } | null
}
const changeIn = (told: Told): Change => {
  const change = (told.data as { caseChanged?: Change } | null | undefined)?.caseChanged
  if (!change) throw new Error(`not a change: ${JSON.stringify(told)}`)
  return change
}
const take = async (subscriber: Subscriber, count: number): Promise<Change[]> => {
  const all: Change[] = []
  while (all.length < count) all.push(changeIn(await subscriber.next()))
  return all
}
const typesOf = (changes: readonly Change[]) => changes.map(({ type }) => type)
const cursorNow = async (client: Client) =>
  (await client.ask<{ shop: { liveCursor: string } }>('{ shop { liveCursor } }')).shop.liveCursor

/** The variables with which a subscription starts where the shop stands now, however long opening it takes. */
const fromNow = async (shop: ShopCode = 'general') => ({
  after: await cursorNow(await world.as('manager', shop)),
})

describe.each(Object.entries(STREAMS))('over %s', (_, subscribe) => {
  test('what happens is told in order, once, with the case as the viewer reads it', async () => {
    const { headers } = await world.as('supervisor')
    const subscriber = await subscribe(world.url, headers, CHANGED, await fromNow())
    const types = await happen(30, caseAt(0).id)
    const changes = await take(subscriber, 30)
    expect(typesOf(changes)).toEqual(types)
    expect(new Set(changes.map(({ cursor }) => cursor)).size).toBe(30)
    expect(changes[0]?.case).toMatchObject({ id: caseAt(0).globalId, status: caseAt(0).status })
    subscriber.kill()
  })

  test('a subscriber that was cut off goes on behind its cursor: nothing is lost, nothing repeated', async () => {
    const { headers } = await world.as('manager')
    const first = await subscribe(world.url, headers, CHANGED, await fromNow())
    const types = await happen(10, caseAt(1).id, 'general', 'Early')
    const seen = await take(first, 4)
    first.kill()
    types.push(...(await happen(10, caseAt(2).id, 'general', 'Away')))
    const second = await subscribe(world.url, headers, CHANGED, { after: seen.at(-1)?.cursor })
    types.push(...(await happen(10, caseAt(3).id, 'general', 'Late')))
    seen.push(...(await take(second, 26)))
    expect(typesOf(seen)).toEqual(types)
    await sleep(100)
    expect(second.queued).toBe(0)
    second.kill()
  })

  test('a list that was read before subscribing is kept fresh by its cursor', async () => {
    const client = await world.as('manager')
    const after = await cursorNow(client)
    const types = await happen(3, caseAt(0).id, 'general', 'Between')
    const subscriber = await subscribe(world.url, client.headers, CHANGED, { after })
    expect(typesOf(await take(subscriber, 3))).toEqual(types)
    subscriber.kill()
  })

  test('the filter of the list holds at each delivery', async () => {
    const { headers } = await world.as('manager')
    const { id } = caseAt(4)
    await world.rows(`UPDATE cases SET status = 'OPEN', closed_at = NULL WHERE id = $1`, [id])
    const filter = { status: ['OPEN'] }
    const subscriber = await subscribe(world.url, headers, CHANGED, { filter, ...(await fromNow()) })
    await happen(1, id, 'general', 'Open')
    expect(changeIn(await subscriber.next())).toMatchObject({
      type: 'Open0Happened',
      case: { status: 'OPEN' },
    })
    await world.rows(`UPDATE cases SET status = 'CLOSED', closed_at = now() WHERE id = $1`, [id])
    await happen(1, id, 'general', 'Closed')
    await sleep(150)
    await world.rows(`UPDATE cases SET status = 'OPEN', closed_at = NULL WHERE id = $1`, [id])
    await happen(1, id, 'general', 'Again')
    expect(changeIn(await subscriber.next())).toMatchObject({ type: 'Again0Happened' })
    subscriber.kill()
  })

  test('another shop is never told of', async () => {
    const { headers } = await world.as('manager', 'guided')
    const subscriber = await subscribe(world.url, headers, CHANGED, await fromNow('guided'))
    await happen(5, caseAt(0).id, 'general', 'Foreign')
    await happen(1, caseAt(0, 'guided').id, 'guided', 'Ours')
    expect(typesOf(await take(subscriber, 1))).toEqual(['Ours0Happened'])
    subscriber.kill()
  })

  test('text of a case out of reach is a denial at each delivery, as in a query', async () => {
    const { headers } = await world.as('specialist')
    const [foreign] = await world.rows<{ id: string }>(
      `SELECT c.id FROM cases c JOIN agents a ON a.id = c.owner_id WHERE c.shop_id = $1 AND a.subject <> 'general-specialist'
         AND c.assignee_id IS DISTINCT FROM (SELECT id FROM agents WHERE subject = 'general-specialist') LIMIT 1`,
      [SHOP_IDS.general],
    )
    const [own] = await world.rows<{ id: string; subject: string }>(
      `SELECT c.id, c.subject FROM cases c JOIN agents a ON a.id = c.owner_id WHERE c.shop_id = $1 AND a.subject = 'general-specialist' LIMIT 1`,
      [SHOP_IDS.general],
    )
    const subscriber = await subscribe(
      world.url,
      headers,
      'subscription ($after: String) { caseChanged(after: $after) { cursor type case { id subject } } }',
      await fromNow(),
    )
    await happen(1, foreign?.id ?? '', 'general', 'Foreign')
    const denied = await subscriber.next()
    expect(changeIn(denied)).toMatchObject({ type: 'Foreign0Happened', case: { subject: null } })
    expect(denied.errors?.map(({ extensions }) => extensions)).toEqual([
      { code: 'FORBIDDEN', permission: 'case.content.read', selection: 'caseChanged.case.subject' },
    ])
    await happen(1, own?.id ?? '', 'general', 'Own')
    const read = await subscriber.next()
    expect(read.errors).toBeUndefined()
    expect(changeIn(read).case?.subject).toBe(own?.subject)
    subscriber.kill()
  })

  test('what the viewer may not follow is refused at the start', async () => {
    const partner = await world.as('partner')
    const requested = 'subscription { approvalRequested { approval { number } } }'
    const subscriber = await subscribe(world.url, partner.headers, requested)
    expect((await subscriber.next()).errors?.[0]?.extensions).toMatchObject({
      code: 'FORBIDDEN',
      permission: 'approval.read',
    })
    const nobody = await subscribe(world.url, {}, CHANGED)
    expect((await nobody.next()).errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' })
    const { headers } = await world.as('manager')
    const odd = await subscribe(world.url, headers, CHANGED, { after: 'nonsense' })
    expect((await odd.next()).errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      argument: 'after',
    })
  })

  test('a cursor that is too old, or of another database, says to ask again', async () => {
    const client = await world.as('manager')
    const after = await cursorNow(client)
    await world.rows(
      `INSERT INTO events (shop_id, id, type, subject_type, subject_id, actor_kind, command_id, occurred_at)
       SELECT $1, gen_random_uuid(), 'OrderRemarked', 'Order', gen_random_uuid(), 'WORKER', gen_random_uuid(), $2 FROM generate_series(1, 601)`,
      [SHOP_IDS.general, world.now()],
    )
    await numbered()
    const ahead = Buffer.from('live:999999999').toString('base64')
    for (const old of [after, ahead]) {
      const subscriber = await subscribe(world.url, client.headers, CHANGED, { after: old })
      expect((await subscriber.next()).errors?.[0]?.extensions).toMatchObject({ code: 'CURSOR_EXPIRED' })
      subscriber.kill()
    }
  })

  test('whoever loses the permission is told no more', async () => {
    const { headers } = await world.as('specialist-care')
    const subscriber = await subscribe(world.url, headers, CHANGED, await fromNow())
    await happen(1, caseAt(0).id, 'general', 'Before')
    await take(subscriber, 1)
    await world.rows(
      `UPDATE memberships SET active = false WHERE shop_id = $1 AND agent_id = (SELECT id FROM agents WHERE subject = 'general-specialist-care')`,
      [SHOP_IDS.general],
    )
    world.setNow(new Date(world.now().getTime() + 6_000))
    await happen(3, caseAt(0).id, 'general', 'After')
    const end = await subscriber.next()
    expect(end.data ?? null).toBeNull()
    expect(JSON.stringify(end)).toContain('SHOP_UNKNOWN')
    await world.rows('UPDATE memberships SET active = true WHERE NOT active AND shop_id = $1', [
      SHOP_IDS.general,
    ])
    world.setNow(new Date(world.now().getTime() + 6_000))
    subscriber.kill()
  })

  test('the connection that listens is lost: nothing else is', async () => {
    const { headers } = await world.as('manager')
    const subscriber = await subscribe(world.url, headers, CHANGED, await fromNow())
    const ended = await world.rows(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'cs live' AND datname = current_database()`,
    )
    expect(ended).toHaveLength(1)
    const types = await happen(20, caseAt(5).id, 'general', 'Deaf')
    expect(typesOf(await take(subscriber, 20))).toEqual(types)
    subscriber.kill()
  })
})

/** Waits until the relay has numbered everything. */
async function numbered(): Promise<void> {
  for (let i = 0; i < 200; i += 1) {
    const [{ n } = { n: '1' }] = await world.rows<{ n: string }>(
      'SELECT count(*) AS n FROM events WHERE seq IS NULL',
    )
    if (n === '0') return
    await sleep(20)
  }
  throw new Error('the relay does not number')
}
