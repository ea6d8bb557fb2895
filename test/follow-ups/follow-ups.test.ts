import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, tryAct } from '../harness/acts.ts'
import { codesOf } from '../harness/client.ts'
import { globalId } from '../harness/ids.ts'
import { NOW, openWorld, SHOP_IDS, type Who, type World } from '../harness/world.ts'

interface Card {
  readonly id: string
  readonly kind: string
  readonly status: string
  readonly dueAt: string
  readonly version: number
}

let world: World
const HOUR = 3_600_000
const hours = (count: number) => new Date(NOW.getTime() + count * HOUR)
const agents = new Map<Who, string>()
beforeAll(async () => {
  world = await openWorld('follow_ups_api')
  for (const who of ['specialist', 'senior', 'supervisor', 'manager'] as const) {
    const [row] = await world.rows<{ id: string }>('SELECT id FROM agents WHERE subject = $1', [
      `general-${who}`,
    ])
    agents.set(who, String(row?.id))
  }
})
afterAll(() => world.close())

/** A follow-up of the general shop that somebody has, due now, with a customer whom nothing stands in the way of. */
async function given(who: Who, days = 0): Promise<string> {
  const [row] = await world.rows<{ id: string }>(
    `WITH free AS (SELECT c.id FROM customers c WHERE c.shop_id = $1 AND NOT c.do_not_contact AND c.buying_style IS DISTINCT FROM 'PLAIN_BUYER'
         AND NOT EXISTS (SELECT FROM follow_ups f WHERE f.shop_id = c.shop_id AND f.customer_id = c.id)
         AND NOT EXISTS (SELECT FROM cases k WHERE k.shop_id = c.shop_id AND k.customer_id = c.id) ORDER BY c.id LIMIT 1)
     INSERT INTO follow_ups (shop_id, id, kind, customer_id, occasion, planned_at, wanted_at, due_at, latest_at, assignee_id)
     SELECT $1, gen_random_uuid(), 'VIP_CARE', free.id, 'test', $2, $3, $3, $3::timestamptz + interval '7 days', $4 FROM free RETURNING id`,
    [SHOP_IDS.general, hours(-48), hours(10 + 24 * days), agents.get(who)],
  )
  return globalId('FollowUp', 'general', String(row?.id))
}
const CARD = '{ id kind status dueAt version }'
const mine = async (who: Who, day?: string) =>
  (
    await (
      await world.as(who)
    ).ask<{ list: Card[] }>(`query ($day: Date) { list: myFollowUps(day: $day) ${CARD} }`, { day })
  ).list
const sees = async (who: Who, id: string) => {
  const { data, errors } = await (await world.as(who)).post<{ followUp: Card | null }>(
    `query ($id: ID!) { followUp(id: $id) ${CARD} }`,
    { id },
  )
  return errors.length > 0 ? codesOf({ errors } as never)[0] : data.followUp !== null
}

describe('follow-ups over the API', () => {
  it('are seen and worked by who has them, by the team and the shop above', async () => {
    world.setNow(hours(10.5))
    const id = await given('specialist')
    expect(
      await Promise.all(
        (['specialist', 'senior', 'supervisor', 'manager'] as const).map((who) => sees(who, id)),
      ),
    ).toEqual([true, false, true, true])
    expect(await sees('partner', id)).toBe('FORBIDDEN')
    expect((await mine('specialist')).map((each) => each.id)).toContain(id)
    expect((await mine('senior')).map((each) => each.id)).not.toContain(id)
    const before = await world.rows('SELECT * FROM follow_ups WHERE kind = $1', ['VIP_CARE'])
    for (const who of ['senior', 'partner'] as const) {
      const answer = await tryAct(await world.as(who), 'completeFollowUp', {
        followUpId: id,
        channel: 'CHAT',
        result: 'FINE',
      })
      expect(codesOf(answer)).toEqual(['FORBIDDEN'])
    }
    expect(await world.rows('SELECT * FROM follow_ups WHERE kind = $1', ['VIP_CARE'])).toEqual(before)
  })

  it('say what to say, why not now, and from when', async () => {
    world.setNow(hours(12.5))
    const id = await given('specialist')
    const specialist = await world.as('specialist')
    const { followUp } = await specialist.ask<{
      followUp: {
        script: { zh: string; en: string }
        suggestedChannel: string
        nextAllowedAt: string
        actions: {
          step: string
          permitted: boolean
          decision: {
            outcome: string
            findings: { rule: { id: string }; verdict: string }[]
            remedies: { kind: string }[]
          }
        }[]
      }
    }>(
      `query ($id: ID!) { followUp(id: $id) { script { zh en } suggestedChannel nextAllowedAt
         actions { step permitted decision { outcome findings { rule { id } verdict } remedies { kind } } } } }`,
      { id },
    )
    expect(followUp.script.zh).toMatch(/^您好/)
    expect(followUp.nextAllowedAt).toBe(hours(14).toISOString())
    const start = followUp.actions.find(({ step }) => step === 'START')
    expect(start).toMatchObject({
      permitted: true,
      decision: { outcome: 'DENIED', remedies: [{ kind: 'WAIT' }] },
    })
    expect(start?.decision.findings).toContainEqual({ rule: { id: 'FUP-06' }, verdict: 'DENY' })
    const denied = await act(specialist, 'startFollowUp', { followUpId: id, channel: 'CHAT' })
    expect(denied.__typename).toBe('PolicyDenied')
    world.setNow(hours(14))
    expect((await act(specialist, 'startFollowUp', { followUpId: id, channel: 'CHAT' })).__typename).toBe(
      'StartFollowUpSuccess',
    )
    world.setNow(hours(14.1))
    const short = { followUpId: id, channel: 'PHONE', result: 'FINE', satisfaction: 5 }
    expect((await act(specialist, 'completeFollowUp', short)).__typename).toBe('ValidationFailed')
    const chat = { ...short, channel: 'CHAT', durationSeconds: 200 }
    expect((await act(specialist, 'completeFollowUp', chat)).__typename).toBe('CompleteFollowUpSuccess')
    expect((await act(specialist, 'completeFollowUp', chat)).__typename).toBe('Conflict')
    expect(await mine('specialist')).not.toContainEqual(expect.objectContaining({ id }))
  })

  it('are handed over, put off and cancelled', async () => {
    world.setNow(hours(15))
    const id = await given('specialist')
    const specialist = await world.as('specialist')
    const to = globalId('Agent', 'general', agents.get('senior') ?? '')
    expect(
      (await act(specialist, 'rescheduleFollowUp', { followUpId: id, at: hours(39).toISOString() }))
        .__typename,
    ).toBe('RescheduleFollowUpSuccess')
    const tomorrow = hours(24 + 8)
      .toISOString()
      .slice(0, 10)
    expect((await mine('specialist')).map((each) => each.id)).not.toContain(id)
    expect((await mine('specialist', tomorrow)).map((each) => each.id)).toContain(id)
    expect((await act(specialist, 'handOverFollowUp', { followUpId: id, toAgentId: to })).__typename).toBe(
      'HandOverFollowUpSuccess',
    )
    expect(await sees('specialist', id)).toBe(false)
    expect((await mine('senior', tomorrow)).map((each) => each.id)).toContain(id)
    const cancelled = await act(await world.as('senior'), 'cancelFollowUp', {
      followUpId: id,
      reason: 'NOT_NEEDED',
    })
    expect(cancelled.__typename).toBe('CancelFollowUpSuccess')
  })

  it('are planned by the worker from what a carrier reports', async () => {
    world.setNow(hours(16))
    const [parcel] = await world.rows<{ waybill: string; carrier: string; order_id: string }>(
      `SELECT s.waybill, s.carrier, s.order_id FROM shipments s JOIN orders o ON o.shop_id = s.shop_id AND o.id = s.order_id
       WHERE o.number = 'G-1007'`,
    )
    await world.rows(`UPDATE customers c SET do_not_contact = false, buying_style = NULL FROM orders o
      WHERE o.number = 'G-1007' AND c.shop_id = o.shop_id AND c.id = o.customer_id`)
    const signed = { kind: 'SIGNED', place: '杭州', occurredAt: world.now().toISOString() }
    const done = await act(await world.as('manager'), 'reportTracking', {
      waybill: parcel?.waybill,
      carrier: parcel?.carrier,
      events: [signed],
    })
    expect(done.__typename).toBe('ReportTrackingSuccess')
    const planned = () =>
      world.rows<{ kind: string }>(
        `SELECT kind FROM follow_ups WHERE order_id = $1 AND kind = 'PURCHASE_CALLBACK' AND decision_id IS NOT NULL`,
        [parcel?.order_id],
      )
    await world.work(async () => (await planned()).length > 0)
    expect(await planned()).toHaveLength(1)
  })

  it('give figures of satisfaction to each within their scope, and no mean of a few', async () => {
    world.setNow(hours(20))
    const period = { from: hours(-24 * 60).toISOString(), before: hours(24).toISOString() }
    const figures = async (who: Who) =>
      (
        await (
          await world.as(who)
        ).ask<{
          satisfaction: {
            agentId: string | null
            kind: string | null
            answers: number
            contacts: number
            mean: string | null
          }[]
        }>(
          'query ($from: DateTime!, $before: DateTime!) { satisfaction(from: $from, before: $before) { agentId kind answers contacts mean } }',
          period,
        )
      ).satisfaction
    const [own, all] = [await figures('specialist'), await figures('manager')]
    const me = globalId('Agent', 'general', agents.get('specialist') ?? '')
    expect(own.every(({ agentId }) => agentId === null || agentId === me)).toBe(true)
    const agentsOf = (rows: typeof all) => new Set(rows.flatMap(({ agentId }) => agentId ?? [])).size
    expect([agentsOf(own), agentsOf(await figures('supervisor')) < agentsOf(all)]).toEqual([1, true])
    for (const { answers, mean } of all) expect(mean === null).toBe(answers < 10)
    const [wanted] = await world.rows<{ mean: string; contacts: number }>(
      `SELECT round(avg(satisfaction), 2)::text AS mean, count(*)::int AS contacts FROM follow_ups
       WHERE shop_id = $1 AND contacted_at >= $2 AND contacted_at < $3`,
      [SHOP_IDS.general, period.from, period.before],
    )
    expect(all[0]).toMatchObject({
      agentId: null,
      kind: null,
      mean: wanted?.mean,
      contacts: wanted?.contacts,
    })
    const { errors } = await (await world.as('partner')).post(
      'query ($from: DateTime!, $before: DateTime!) { satisfaction(from: $from, before: $before) { mean } }',
      period,
    )
    expect(codesOf({ errors } as never)).toEqual(['FORBIDDEN'])
  })
})

describe('notices that customers are owed', () => {
  it('are fetched oldest first, and confirmed once', async () => {
    const [of] = await world.rows<{ customer_id: string; id: string }>(
      `SELECT customer_id, id FROM orders WHERE number = 'G-1003'`,
    )
    const ids = await world.rows<{ id: string }>(
      `INSERT INTO notices (shop_id, id, customer_id, order_id, script, created_at, command_id)
       SELECT $1, gen_random_uuid(), $2, $3, 'REFUND_ISSUED', $4::timestamptz + n * interval '1 minute', gen_random_uuid()
       FROM generate_series(1, 3) n RETURNING id`,
      [SHOP_IDS.general, of?.customer_id, of?.id, new Date('2020-01-01T00:00:00Z')],
    )
    const [first = '', second = '', third = ''] = ids.map(({ id }) => globalId('Notice', 'general', id))
    const partner = await world.as('partner')
    const line = async () =>
      (
        await partner.ask<{
          noticesToSend: { nodes: { id: string; text: { zh: string }; channels: string[] }[] }
        }>('{ noticesToSend(first: 3) { nodes { id text { zh } channels } } }')
      ).noticesToSend.nodes
    expect((await line()).map(({ id }) => id)).toEqual([first, second, third])
    expect((await line())[0]?.channels).toContain('CHAT')
    const told = (noticeId: string) => act(partner, 'recordNoticeSent', { noticeId, channel: 'CHAT' })
    expect((await told(first)).__typename).toBe('RecordNoticeSentSuccess')
    expect((await told(first)).__typename).toBe('Conflict')
    const failed = (noticeId: string, givingUp: boolean) =>
      act(partner, 'recordNoticeFailed', { noticeId, channel: 'SMS', failure: 'UNREACHABLE', givingUp })
    expect((await failed(second, false)).__typename).toBe('RecordNoticeFailedSuccess')
    expect((await failed(third, true)).__typename).toBe('RecordNoticeFailedSuccess')
    expect((await line())[0]?.id).toBe(second)
    expect((await line()).map(({ id }) => id)).not.toContain(third)
    const rows = await world.rows(
      'SELECT status, attempts, channel, told_by_kind FROM notices WHERE id = ANY($1) ORDER BY created_at',
      [ids.map(({ id }) => id)],
    )
    expect(rows).toEqual([
      { status: 'SENT', attempts: 0, channel: 'CHAT', told_by_kind: 'PARTNER' },
      { status: 'TO_SEND', attempts: 1, channel: 'SMS', told_by_kind: null },
      { status: 'FAILED', attempts: 1, channel: 'SMS', told_by_kind: null },
    ])
  })
})
