import { afterAll, describe, expect, test } from 'vitest'
import { act } from '../harness/acts.ts'
import { codesOf } from '../harness/client.ts'
import { openWorld, SHOP_IDS } from '../harness/world.ts'

const world = await openWorld('load')
afterAll(() => world.close())

interface Load {
  readonly agent: { readonly number: string; readonly skills: readonly string[] }
  readonly cases: {
    readonly atHand: number
    readonly open: number
    readonly overdue: number
    readonly dueWithinHour: number
  }
  readonly owned: { readonly atHand: number }
  readonly limit: number
  readonly onDuty: boolean
}
const LOAD =
  '{ teamLoad { agent { number skills } cases { atHand open overdue dueWithinHour } owned { atHand } limit onDuty } }'
const loads = async (who: Parameters<typeof world.as>[0]) =>
  (await (await world.as(who)).ask<{ teamLoad: Load[] }>(LOAD)).teamLoad

describe('the load', () => {
  test('of the team is the supervisor’s to see, of the shop the manager’s, and nobody else’s', async () => {
    const team = await loads('supervisor')
    expect(team).toHaveLength(5)
    expect((await loads('manager')).length).toBe(12)
    for (const who of ['specialist', 'senior'] as const) {
      const answer = await (await world.as(who)).post(LOAD)
      expect(answer.data).toEqual({ teamLoad: null })
      expect(codesOf(answer)).toEqual(['FORBIDDEN'])
    }
  })

  test('counts what each agent works on and answers for, and who is on duty', async () => {
    world.setNow(new Date(world.now().getTime() + 10 * 3_600_000))
    const shown = await loads('manager')
    const counted = await world.rows<{
      number: string
      n: number
      overdue: number
      owned: number
      duty: boolean
    }>(
      `SELECT a.number, count(c.id)::int AS n, count(c.id) FILTER (WHERE c.due_at < $2)::int AS overdue,
         (SELECT count(*)::int FROM cases o WHERE o.shop_id = $1 AND o.owner_id = a.id AND o.status <> 'CLOSED') AS owned,
         EXISTS (SELECT FROM shift_agents d JOIN shifts s ON s.id = d.shift_id WHERE d.agent_id = a.id AND NOT d.on_call
           AND s.starts_at <= $2 AND s.ends_at > $2) AS duty
       FROM memberships m JOIN agents a ON a.id = m.agent_id
       LEFT JOIN cases c ON c.shop_id = $1 AND c.assignee_id = a.id AND c.status <> 'CLOSED'
       WHERE m.shop_id = $1 AND m.department = 'service' GROUP BY a.id ORDER BY a.number`,
      [SHOP_IDS.general, world.now()],
    )
    const sorted = shown.toSorted((a, b) => (a.agent.number < b.agent.number ? -1 : 1))
    expect(
      sorted.map(({ agent, cases, owned, onDuty }) => ({
        number: agent.number,
        n: cases.atHand,
        overdue: cases.overdue,
        owned: owned.atHand,
        duty: onDuty,
      })),
    ).toEqual(counted)
    expect(shown.filter(({ onDuty }) => onDuty)).toHaveLength(5)
    expect(new Set(shown.map(({ limit }) => limit))).toEqual(new Set([30]))
  })
})

describe('the fast lane', () => {
  test('makes a hard problem urgent and gives it to a senior or above; it is a queue to filter by (CMP-ESC-01)', async () => {
    const client = await world.as('specialist')
    const { cases } = await client.ask<{
      cases: { nodes: { id: string; version: number; owner: { number: string } }[] }
    }>('{ cases(first: 1, filter: { status: [OPEN] }) { nodes { id version owner { number } } } }')
    const [hard] = cases.nodes
    const done = await act(client, 'putInFastLane', { caseId: hard?.id, expectedVersion: hard?.version })
    expect(done.__typename).toBe('PutInFastLaneSuccess')
    const { cases: lane } = await client.ask<{
      cases: {
        nodes: {
          id: string
          priority: string
          fastLaneAt: string
          owner: object
          assignee: { grade: string }
        }[]
      }
    }>(
      '{ cases(first: 5, filter: { inFastLane: true }) { nodes { id priority fastLaneAt owner { number } assignee { grade } } } }',
    )
    expect(lane.nodes).toEqual([
      {
        id: hard?.id,
        priority: 'URGENT',
        fastLaneAt: world.now().toISOString(),
        owner: hard?.owner,
        assignee: { grade: expect.stringMatching(/SENIOR|SUPERVISOR|MANAGER/) },
      },
    ])
    expect((await act(client, 'putInFastLane', { caseId: hard?.id })).__typename).toBe('Conflict')
  })

  test('each case is in the queue of what it takes, and the closest to breach come first', async () => {
    const client = await world.as('manager')
    for (const queue of ['AFTER_SALE', 'COMPLAINT', 'PRE_SALE']) {
      const { cases } = await client.ask<{ cases: { nodes: { queue: string; dueAt: string }[] } }>(
        'query ($q: Skill) { cases(first: 20, orderBy: CLOSEST_TO_BREACH, filter: { queue: $q }) { nodes { queue dueAt } } }',
        { q: queue },
      )
      expect(new Set(cases.nodes.map((each) => each.queue)).size).toBeLessThanOrEqual(1)
      const times = cases.nodes.map(({ dueAt }) => dueAt)
      expect(times).toEqual([...times].sort())
    }
  })
})

describe('the inbox on a phone', () => {
  test('says what is asked for, on which after-sale, how much, and why', async () => {
    const [compensation] = await world.rows<{ number: string }>(
      `UPDATE cases SET after_sale_type = 'COMPENSATION', reason = 'SERVICE', after_sale_state = 'REVIEWING', status = 'OPEN',
         asked_fen = 12000, compensation_kind = 'COUPON'
       WHERE id = (SELECT id FROM cases WHERE shop_id = $1 AND kind = 'AFTER_SALE' AND status = 'OPEN' ORDER BY number LIMIT 1)
       RETURNING number`,
      [SHOP_IDS.general],
    )
    const client = await world.as('specialist')
    const { case: of } = await client.ask<{ case: { id: string } }>(
      'query ($number: String) { case(number: $number) { id } }',
      compensation,
    )
    const asked = await act(client, 'requestApproval', {
      action: { grantCompensation: { caseId: of.id, amount: '120.00', kind: 'COUPON' } },
      reason: '延误三天，客户要求补偿',
    })
    expect(asked.__typename, JSON.stringify(asked)).toBe('RequestApprovalSuccess')
    const phone = await world.as('supervisor')
    const { approvals } = await phone.ask<{ approvals: { nodes: object[] } }>(
      `{ approvals(first: 1, filter: { status: [PENDING] }) { nodes { id action reason amount { amount } case { id } afterSale { id order { number } }
         order { number } requestedBy { name } decision { outcome findings { rule { id } } } } } }`,
    )
    expect(approvals.nodes[0]).toMatchObject({
      action: 'grantCompensation',
      reason: '延误三天，客户要求补偿',
      amount: { amount: '120.00' },
      case: { id: of.id },
      afterSale: { id: of.id, order: { number: expect.any(String) } },
      order: null,
      decision: { outcome: 'NEEDS_APPROVAL' },
    })
  })
})
