import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { act, key } from '../harness/acts.ts'
import { type Client, codesOf } from '../harness/client.ts'
import { openWorld, SHOP_IDS, type Who } from '../harness/world.ts'

const world = await openWorld('handover')
afterAll(() => world.close())

/** Somebody of the last night works on every case that has a promise. */
beforeAll(async () => {
  await world.rows(
    `UPDATE cases c SET assignee_id = (SELECT d.agent_id FROM shift_agents d JOIN shifts s ON s.id = d.shift_id
       WHERE d.shop_id = c.shop_id AND s.ends_at = $1 AND NOT d.on_call ORDER BY d.agent_id LIMIT 1)
     WHERE EXISTS (SELECT FROM clocks k WHERE k.shop_id = c.shop_id AND k.case_id = c.id AND k.stopped_at IS NULL)`,
    [world.now()],
  )
})

interface Named {
  readonly id: string
  readonly name: string
}
interface Item {
  readonly id: string
  readonly status: string
  readonly text: string
  readonly dueAt: string
  readonly version: number
  readonly owner: Named
  readonly assignee: Named | null
  readonly case: { readonly id: string; readonly number: string }
}
interface Handover {
  readonly shift: {
    readonly id: string
    readonly kind: string
    readonly day: string
    readonly agents: readonly Named[]
  }
  readonly promises: {
    readonly totalCount: number
    readonly nodes: readonly {
      readonly breachAt: string
      readonly case: { readonly id: string; readonly assignee: Named; readonly owner: Named }
    }[]
  }
  readonly items: { readonly nodes: readonly Item[] }
}
const ITEM = 'id status text dueAt version owner { id name } assignee { id name } case { id number }'
const HANDOVER = `query ($shift: ID) { handover(shiftId: $shift) {
  shift { id kind day agents { id name } }
  promises(first: 100) { totalCount nodes { breachAt case { id assignee { id name } owner { id name } } } }
  items(first: 20) { nodes { ${ITEM} } } } }`

const handover = async (client: Client, shift: string | null = null) =>
  (await client.ask<{ handover: Handover }>(HANDOVER, { shift })).handover
/** Somebody who did not work in the shift that hands over. */
async function offShift({ shift }: Handover): Promise<Client> {
  for (const who of [
    'specialist',
    'specialist-care',
    'senior',
    'specialist-night',
  ] as const satisfies Who[]) {
    const client = await world.as(who)
    const { id } = await me(client)
    if (!shift.agents.some((agent) => agent.id === id)) return client
  }
  throw new Error('everybody worked last night')
}
const me = async (client: Client) =>
  (await client.ask<{ viewer: { agent: Named } }>('{ viewer { agent { id name } } }')).viewer.agent

describe('the roster', () => {
  const ROSTER =
    'query ($at: DateTime) { onDuty(at: $at) { id kind agents { name grade } onCall { name grade } } }'
  interface Duty {
    readonly onDuty: readonly {
      readonly kind: string
      readonly agents: readonly { readonly grade: string }[]
      readonly onCall: readonly { readonly grade: string }[]
    }[]
  }

  test('says who is on duty by day and by night, and which supervisor can be called', async () => {
    const client = await world.as('specialist')
    const at = (hours: number) => new Date(world.now().getTime() + hours * 3_600_000).toISOString()
    const kinds = async (hours: number) =>
      (await client.ask<Duty>(ROSTER, { at: at(hours) })).onDuty.map(({ kind }) => kind)
    expect(await kinds(3)).toEqual([])
    expect(await kinds(9)).toEqual(['DAY'])
    expect(await kinds(16)).toEqual(['DAY', 'NIGHT'])
    expect(await kinds(18)).toEqual(['NIGHT'])
    const { onDuty } = await client.ask<Duty>(ROSTER, { at: at(10) })
    expect(onDuty[0]?.agents).toHaveLength(5)
    const grades = [...(onDuty[0]?.agents ?? []), ...(onDuty[0]?.onCall ?? [])].map(({ grade }) => grade)
    expect(grades.filter((grade) => grade === 'SUPERVISOR')).toHaveLength(2)
    expect(new Set(onDuty[0]?.onCall.map(({ grade }) => grade)).size).toBeLessThanOrEqual(1)
  })
})

describe('handover', () => {
  test('lists what the last shift leaves: its promises, closest to breach first, and its items due by noon', async () => {
    const client = await world.as('supervisor')
    const left = await handover(client)
    expect(left.shift.kind).toBe('NIGHT')
    const noon = new Date(world.now().getTime() + 12 * 3_600_000).toISOString()
    expect(left.items.nodes.map(({ status, dueAt }) => [status, dueAt])).toEqual([
      ['OPEN', noon],
      ['OPEN', noon],
      ['TAKEN_OVER', noon],
    ])
    const times = left.promises.nodes.map(({ breachAt }) => breachAt)
    expect(times.length).toBeGreaterThan(0)
    expect(times).toEqual([...times].sort())
    const people = left.shift.agents.map(({ id }) => id)
    for (const { case: of } of left.promises.nodes) expect(people).toContain(of.assignee.id)
    const [counted] = await world.rows<{ n: number }>(
      `SELECT count(*)::int AS n FROM clocks k JOIN cases c ON (c.shop_id, c.id) = (k.shop_id, k.case_id)
       JOIN shift_agents d ON d.shop_id = c.shop_id AND d.agent_id = c.assignee_id AND NOT d.on_call
       JOIN shifts s ON (s.shop_id, s.id) = (d.shop_id, d.shift_id)
       WHERE k.shop_id = $1 AND k.subject_type = 'Case' AND k.stopped_at IS NULL AND k.paused_at IS NULL
         AND c.status <> 'CLOSED' AND s.ends_at = $2`,
      [SHOP_IDS.general, world.now()],
    )
    expect(left.promises.totalCount).toBe(counted?.n)
  })

  test('what is taken over leaves the list, its owner stays; item by item, case by case', async () => {
    const before = await handover(await world.as('supervisor'))
    const client = await offShift(before)
    const { id: mine } = await me(client)
    const open = before.items.nodes.find(({ status }) => status === 'OPEN')
    const taken = await act(client, 'takeOverHandoverItem', { itemId: open?.id, idempotencyKey: key() })
    expect(taken.__typename).toBe('TakeOverHandoverItemSuccess')
    expect(taken.decision?.findings.map(({ rule, verdict }) => [rule.id, verdict])).toEqual([
      ['OPS-SHF-06', 'WARN'],
    ])
    const promise = before.promises.nodes.find(({ case: of }) => of.id !== open?.case.id)
    const input = { caseId: promise?.case.id, fromAgentId: promise?.case.assignee.id }
    expect((await act(client, 'takeOverCase', input)).__typename).toBe('TakeOverCaseSuccess')
    const again = await act(await world.as('supervisor'), 'takeOverCase', input)
    expect(again.__typename).toBe('Conflict')

    const after = await handover(client, before.shift.id)
    expect(after.promises.totalCount).toBeLessThan(before.promises.totalCount)
    const item = after.items.nodes.find(({ id }) => id === open?.id)
    expect(item).toMatchObject({
      status: 'TAKEN_OVER',
      assignee: { id: mine },
      owner: open?.owner,
      version: 2,
    })
    const { case: now } = await client.ask<{ case: { owner: Named; assignee: Named } }>(
      'query ($id: ID) { case(id: $id) { owner { id name } assignee { id name } } }',
      { id: promise?.case.id },
    )
    expect(now).toEqual({ owner: promise?.case.owner, assignee: await me(client) })

    const done = await act(client, 'completeHandoverItem', { itemId: open?.id, result: '已回电' })
    expect(done.__typename).toBe('CompleteHandoverItemSuccess')
    const { items } = await handover(client, before.shift.id)
    expect(items.nodes.map(({ id }) => id)).not.toContain(open?.id)
  })

  test('is written down by the shift, with a promise on its case', async () => {
    const client = await world.as('specialist')
    const { cases } = await client.ask<{ cases: { nodes: { id: string }[] } }>(
      '{ cases(first: 1, filter: { status: [OPEN] }) { nodes { id } } }',
    )
    const caseId = cases.nodes[0]?.id
    const added = await act(client, 'addHandoverItem', { caseId, text: '早班回电' })
    expect(added.__typename).toBe('AddHandoverItemSuccess')
    const { of } = await client.ask<{
      of: { handoverItems: Item[]; clocks: { name: string; subject: string; result: null }[] }
    }>(`query ($id: ID) { of: case(id: $id) { handoverItems { ${ITEM} } clocks { name subject result } } }`, {
      id: caseId,
    })
    expect(of.handoverItems.at(-1)).toMatchObject({ status: 'OPEN', text: '早班回电', version: 1 })
    expect(of.clocks).toContainEqual({ name: 'HANDOVER_ITEM', subject: 'HANDOVER_ITEM', result: null })
  })
})

describe('nobody else', () => {
  test('partners and strangers see and do none of it', async () => {
    for (const who of ['partner', 'public'] as const satisfies Who[]) {
      const client = await world.as(who)
      for (const query of [
        '{ handover { shift { day } } }',
        '{ handoverItems(first: 1) { totalCount } }',
        '{ onDuty { kind } }',
        '{ teamLoad { onDuty } }',
      ])
        expect(codesOf(await client.post(query)), `${who} ${query}`).toContain('FORBIDDEN')
      const denied = await client.post(
        'mutation { takeOverHandoverItem(input: { itemId: "x" }) { __typename } }',
      )
      expect(codesOf(denied)).toEqual(['FORBIDDEN'])
    }
  })

  test('an item, a case or a shift of another shop is none', async () => {
    const theirs = await world.as('supervisor', 'guided')
    const left = await handover(theirs)
    const client = await world.as('supervisor')
    const itemId = left.items.nodes[0]?.id
    const before = await world.rows('SELECT * FROM handover_items ORDER BY shop_id, id')
    expect(await act(client, 'takeOverHandoverItem', { itemId })).toMatchObject({
      __typename: 'NotFound',
      what: 'HandoverItem',
    })
    expect(await act(client, 'completeHandoverItem', { itemId })).toMatchObject({ __typename: 'NotFound' })
    const caseId = left.items.nodes[0]?.case.id
    expect(await act(client, 'addHandoverItem', { caseId, text: '-' })).toMatchObject({ what: 'Case' })
    expect(await act(client, 'putInFastLane', { caseId })).toMatchObject({ what: 'Case' })
    expect(await world.rows('SELECT * FROM handover_items ORDER BY shop_id, id')).toEqual(before)
    const answer = await client.ask(
      'query ($shift: ID, $item: ID!) { handover(shiftId: $shift) { shift { day } } handoverItem(id: $item) { text } node(id: $item) { id } }',
      { shift: left.shift.id, item: itemId },
    )
    expect(answer).toEqual({ handover: null, handoverItem: null, node: null })
  })
})
