import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { act } from '../harness/acts.ts'
import { type Client, codesOf, withoutBudget } from '../harness/client.ts'
import { nobody, uuidOf } from '../harness/ids.ts'
import { numberOf, orderIds } from '../harness/orders.ts'
import { openWorld, SHOP_IDS, type Who } from '../harness/world.ts'

const world = await openWorld('scopes')
afterAll(() => world.close())

/** The agents whose rows a grant reaches, as SQL over `$1`, the subject of who asks. */
const REACH: Readonly<Partial<Record<Who, 'own' | 'team' | 'shop'>>> = {
  specialist: 'own',
  senior: 'own',
  'specialist-care': 'own',
  supervisor: 'team',
  'supervisor-care': 'team',
  manager: 'shop',
}
const AGENTS = {
  own: 'SELECT id FROM agents WHERE subject = $1',
  team: `SELECT id FROM agents WHERE subject = $1 UNION SELECT m.agent_id FROM memberships m JOIN teams t ON t.shop_id = m.shop_id AND t.id = m.team_id
    JOIN agents s ON s.id = t.supervisor_id WHERE s.subject = $1 AND m.active`,
  shop: `SELECT id FROM agents WHERE $1 <> ''`,
} as const

interface CaseNode {
  readonly id: string
  readonly subject: string | null
  readonly notes: unknown[] | null
  readonly messages: { totalCount: number } | null
  readonly demand?: string | null
  readonly problem?: string | null
}

const CASES = `{ cases(first: 100) { nodes { id subject notes { text } messages(first: 2) { totalCount nodes { text } }
  ... on AfterSale { demand } ... on Complaint { problem expectedSolution } } } }`

describe('the content of cases', () => {
  test.each(Object.entries(REACH))('%s reads those of %s', async (who, reach) => {
    const client = await world.as(who as Who)
    const answer = await client.post<{ cases: { nodes: CaseNode[] } }>(CASES)
    const expected = await world.rows<{
      id: string
      subject: string
      readable: boolean
      messages: number
      kind: string
      demand: string
      problem: string
    }>(
      `WITH mine AS (${AGENTS[reach]})
       SELECT c.id, c.subject, c.kind, c.demand, c.problem, c.owner_id IN (SELECT id FROM mine) OR c.archived_at IS NULL AND c.assignee_id IN (SELECT id FROM mine) AS readable,
         (SELECT count(*)::int FROM case_messages m WHERE m.shop_id = c.shop_id AND m.case_id = c.id) AS messages
       FROM cases c WHERE c.shop_id = $2 ORDER BY opened_at DESC, id DESC LIMIT 100`,
      [`general-${who}`, SHOP_IDS.general],
    )
    expect(answer.data.cases.nodes.map(({ id }) => uuidOf(id))).toEqual(expected.map(({ id }) => id))
    for (const [i, node] of answer.data.cases.nodes.entries()) {
      const row = expected[i]
      expect(node.subject).toBe(row?.readable ? row.subject : null)
      expect(node.messages?.totalCount ?? null).toBe(row?.readable ? row.messages : null)
      expect(node.notes === null).toBe(!row?.readable)
      if (row?.kind === 'AFTER_SALE') expect(node.demand).toBe(row.readable ? row.demand : null)
      if (row?.kind === 'COMPLAINT') expect(node.problem).toBe(row.readable ? row.problem : null)
    }
    expect(expected.some(({ readable }) => readable)).toBe(true)
    // One error for each selection, however many rows are out of reach.
    const selections = answer.errors.map((error) => error.extensions.selection)
    expect(new Set(selections).size).toBe(selections.length)
    expect(selections.length > 0).toBe(expected.some(({ readable }) => !readable))
    expect(new Set(codesOf(answer))).toEqual(new Set(selections.length > 0 ? ['FORBIDDEN'] : []))
    for (const error of answer.errors) expect(error.extensions.permission).toBe('case.content.read')
  })

  test('a case by itself hides its words likewise', async () => {
    const [foreign] = await world.rows<{ number: string; subject: string }>(
      `SELECT number, subject FROM cases WHERE shop_id = $2 AND owner_id NOT IN (${AGENTS.own}) AND assignee_id NOT IN (${AGENTS.own}) LIMIT 1`,
      ['general-specialist', SHOP_IDS.general],
    )
    const client = await world.as('specialist')
    const answer = await client.post<{ case: { number: string; said: string | null } }>(
      'query ($n: String) { case(number: $n) { number said: subject } }',
      { n: foreign?.number },
    )
    expect(answer.data.case).toEqual({ number: foreign?.number, said: null })
    expect(answer.errors.map(({ extensions }) => extensions)).toEqual([
      { code: 'FORBIDDEN', permission: 'case.content.read', selection: 'case.said' },
    ])
    expect(answer.text).not.toContain(foreign?.subject)
  })

  test('a partner reads cases, and nothing of what was said in them', async () => {
    const answer = await (await world.as('partner')).post<{ cases: { nodes: CaseNode[] } }>(CASES)
    expect(new Set(codesOf(answer))).toEqual(new Set(['FORBIDDEN']))
    const nodes = answer.data?.cases.nodes ?? []
    expect(nodes.length).toBeGreaterThan(10)
    for (const node of nodes) {
      expect(node).toMatchObject({ subject: null, notes: null, messages: null })
      expect(node.demand ?? node.problem ?? null).toBeNull()
    }
  })
})

describe('requests for approval', () => {
  const ASKERS = ['specialist', 'senior', 'specialist-care'] as const
  const ids = new Map<string, string>()

  beforeAll(async () => {
    const customised = await world.rows<{ number: string }>(
      `SELECT number FROM orders WHERE shop_id = $1 AND customised AND trade_status = 'PAID' AND physical_status = 'NOT_PRINTED' ORDER BY number LIMIT 3`,
      [SHOP_IDS.general],
    )
    // Not enough customised orders in a small demo: the others are made so.
    const [...numbers] = customised.map(({ number }) => number)
    for (const spare of ['G-1002', 'G-1018', 'G-1019']) if (numbers.length < 3) numbers.push(spare)
    await world.rows(
      `UPDATE order_lines l SET customised = true FROM orders o WHERE o.shop_id = l.shop_id AND o.id = l.order_id AND o.number = ANY($1)`,
      [numbers],
    )
    for (const [i, who] of ASKERS.entries()) {
      const client = await world.as(who)
      const order = await orderIds(client, numbers[i] ?? numberOf('general', 1016))
      const done = await act(client, 'requestApproval', {
        action: { cancelOrder: { orderId: order.id, reason: 'BUYER_ASKED' } },
        reason: '定制信息填错，客户要求取消',
      })
      expect(done.__typename).toBe('RequestApprovalSuccess')
      ids.set(who, done.approval?.id ?? '')
    }
  })

  const INBOX: readonly (readonly [Who, readonly (typeof ASKERS)[number][]])[] = [
    ['specialist', ['specialist']],
    ['senior', ['senior']],
    ['specialist-care', ['specialist-care']],
    ['warehouse', []],
    ['supervisor', ASKERS],
    ['supervisor-care', ASKERS],
    ['manager', ASKERS],
    ['manager-deputy', ASKERS],
  ]
  const list = '{ approvals { totalCount nodes { id requestedBy { number } } } }'
  const inbox = async (client: Client) =>
    (await client.ask<{ approvals: { totalCount: number; nodes: { id: string }[] } }>(list)).approvals

  test.each(INBOX)('%s sees those of %j', async (who, askers) => {
    const client = await world.as(who)
    const { totalCount, nodes } = await inbox(client)
    expect(nodes.map(({ id }) => id).sort()).toEqual(askers.map((asker) => ids.get(asker)).sort())
    expect(totalCount).toBe(askers.length)
    for (const asker of ASKERS) {
      const seen = askers.includes(asker)
      const id = ids.get(asker) ?? ''
      const byId = (of: string) =>
        client.post('query ($of: ID!) { node(id: $of) { id } approval(id: $of) { id } }', { of })
      expect((await byId(id)).text.includes(id)).toBe(seen)
      if (!seen)
        expect(withoutBudget((await byId(id)).text)).toBe(
          withoutBudget((await byId(nobody('Approval', 'general'))).text),
        )
    }
  })

  test('those about an order are the same', async () => {
    const { approval } = await (await world.as('manager')).ask<{ approval: { order: { number: string } } }>(
      'query ($id: ID) { approval(id: $id) { order { number } } }',
      { id: ids.get('specialist-care') },
    )
    const of = async (who: Who) =>
      (
        await (
          await world.as(who)
        ).ask<{ order: { approvals: { totalCount: number; nodes: unknown[] } } }>(
          'query ($n: String) { order(number: $n) { approvals { totalCount nodes { id } } } }',
          { n: approval.order.number },
        )
      ).order.approvals
    expect(await of('specialist')).toEqual({ totalCount: 0, nodes: [] })
    expect(await of('supervisor-care')).toMatchObject({ totalCount: 1 })
  })

  test('a request of another team is seen and decided by any supervisor', async () => {
    const done = await act(await world.as('supervisor'), 'decideApproval', {
      approvalId: ids.get('specialist-care'),
      verdict: 'REJECT',
      reason: '资料不足',
    })
    expect(done.__typename).toBe('DecideApprovalSuccess')
    expect(done.approval?.id).toBe(ids.get('specialist-care'))
  })
})

describe('the audit', () => {
  test('reaches the team of a supervisor, the shop of a manager, nobody else', async () => {
    for (const who of ['specialist', 'specialist-care', 'supervisor', 'manager'] as const) {
      const client = await world.as(who)
      const order = await orderIds(client, numberOf('general', 1020))
      await act(client, 'auditOrder', { orderId: order.id })
    }
    const list = '{ auditEntries(first: 100) { totalCount nodes { id actor { number } action } } }'
    for (const [who, reach] of [
      ['supervisor', 'team'],
      ['supervisor-care', 'team'],
      ['manager', 'shop'],
    ] as const) {
      const { auditEntries } = await (await world.as(who)).ask<{
        auditEntries: { totalCount: number; nodes: { id: string }[] }
      }>(list)
      const expected = await world.rows<{ id: string }>(
        `SELECT id FROM audit_entries WHERE shop_id = $2 AND actor_id IN (${AGENTS[reach]}) ORDER BY at DESC, id DESC`,
        [`general-${who}`, SHOP_IDS.general],
      )
      // The newest page: what was read out of the archive before is on record, too.
      expect(auditEntries.nodes.map(({ id }) => uuidOf(id))).toEqual(
        expected.slice(0, 100).map(({ id }) => id),
      )
      expect(auditEntries.totalCount).toBe(expected.length)
      expect(expected.length).toBeGreaterThan(0)
    }
    for (const who of ['specialist', 'senior', 'partner', 'public'] as const) {
      const answer = await (await world.as(who)).post(list)
      expect(answer.data).toEqual({ auditEntries: null })
      expect(answer.errors.map(({ extensions }) => extensions.permission)).toEqual(['audit.read'])
    }
  })
})
