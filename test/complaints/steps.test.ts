import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Act, act, tryAct } from '../harness/acts.ts'
import { type Client, codesOf } from '../harness/client.ts'
import { numberOf, orderIds } from '../harness/orders.ts'
import { NOW, openWorld, type World } from '../harness/world.ts'

let world: World
let specialist: Client
let supervisor: Client
let storefront: Client
let orderId: string
beforeAll(async () => {
  world = await openWorld('complaints')
  specialist = await world.as('specialist')
  supervisor = await world.as('supervisor')
  storefront = await world.as('partner')
  orderId = (await orderIds(specialist, numberOf('general', 1034))).id
})
afterAll(() => world.close())

const HOUR = 3_600_000
const later = (hours: number) => world.setNow(new Date(NOW.getTime() + hours * HOUR))
async function opened(client: Client, more: object = {}): Promise<{ id: string; number: string }> {
  const done = await act(client, 'openComplaint', {
    orderId,
    topic: 'SERVICE',
    problem: '客服答非所问',
    expectedSolution: '道歉',
    ...more,
  })
  if (!done.complaint) throw new Error(JSON.stringify(done))
  return done.complaint
}
const stateOf = (done: Act) => done.complaint?.state ?? done.__typename
const take = async (name: string, caseId: string, input: object = {}, by = specialist) =>
  stateOf(await act(by, name, { caseId, ...input }))

interface Action {
  readonly step: string
  readonly command: string
  readonly permitted: boolean
  readonly decision: { readonly outcome: string }
}
const actionsOf = async (client: Client, id: string) =>
  (
    await client.ask<{ case: { actions: Action[] } }>(
      `query ($id: ID) { case(id: $id) { ... on Complaint { actions { step command permitted decision { outcome } } } } }`,
      { id },
    )
  ).case.actions

describe('a complaint over HTTP', () => {
  it('is led through the eight steps, and closed with cause and prevention', async () => {
    later(0)
    const { id } = await opened(specialist)
    expect((await actionsOf(specialist, id)).map(({ step }) => step)).toEqual([
      'RECORD',
      'GRADE',
      'TELL_PROGRESS',
      'PROMISE_LIMIT',
      'MARK',
      'ESCALATE',
      'COMPENSATE',
    ])
    expect(await take('planComplaint', id, { plan: '...' })).toBe('PolicyDenied')
    expect(await take('recordComplaint', id, { grade: 'ORDINARY' })).toBe('RECORDED')
    const verification = { verification: '聊天记录属实', cause: 'SERVICE', liable: 'SHOP' }
    expect(await take('recordVerification', id, verification)).toBe('VERIFYING')
    expect(await take('planComplaint', id, { plan: '主管致歉' })).toBe('PLANNED')
    expect(await take('discussPlan', id, { agreed: true })).toBe('DISCUSSED')
    expect(await take('executePlan', id)).toBe('EXECUTING')
    const result = { result: '已致歉', satisfaction: 'SATISFIED' }
    expect(await take('followUpComplaint', id, result)).toBe('FOLLOWED_UP')
    expect(await take('summariseComplaint', id, { rootCause: '培训不足' })).toBe('PolicyDenied')
    const summary = { rootCause: '培训不足', prevention: '加强培训' }
    expect(await take('summariseComplaint', id, summary)).toBe('SUMMARISED')
    const { case: found } = await specialist.ask<{ case: Record<string, unknown> }>(
      `query ($id: ID) { case(id: $id) { status clocks { name result } ... on Complaint { state topic cause liable plan result
         satisfaction rootCause prevention gradedAt seriousBecause claimed { amount } steps { step agent { name } decision { outcome } } } } }`,
      { id },
    )
    expect(found).toMatchObject({
      status: 'CLOSED',
      topic: 'SERVICE',
      cause: 'SERVICE',
      plan: '主管致歉',
      result: '已致歉',
      rootCause: '培训不足',
      prevention: '加强培训',
      seriousBecause: [],
      claimed: null,
    })
    expect(found.steps).toHaveLength(8)
    expect(await take('reopenComplaint', id)).toBe('VERIFYING')
  })

  it('from a storefront tells its number; the storefront sees nothing more of it', async () => {
    later(0)
    const done = await tryAct(storefront, 'openComplaint', { orderId, topic: 'GOODS', problem: '破损' })
    expect(done.data?.result?.number).toMatch(/^CS\d{8}-/)
    const id = done.data?.result?.complaint?.id
    const seen = await storefront.post<{ case: { problem: unknown } }>(
      'query ($id: ID) { case(id: $id) { ... on Complaint { state problem } } }',
      { id },
    )
    expect(seen.data?.case.problem).toBeNull()
    expect(codesOf(seen)).toEqual(['FORBIDDEN'])
    const graded = await tryAct(storefront, 'gradeComplaint', { caseId: 'x', grade: 'SERIOUS' })
    expect(codesOf(graded)).toEqual(['FORBIDDEN'])
  })

  it('that is serious says why, waits for a supervisor, and is acknowledged', async () => {
    later(0)
    const { id } = await opened(specialist, { claimed: '1000.00', harms: ['SAFETY'] })
    const question = `query ($id: ID) { case(id: $id) { priority ... on Complaint { grade seriousBecause claimed { amount }
      escalations { trigger level to { name } passesOnAt acknowledgedBy { name } endedAt } } } }`
    const before = await specialist.ask<{ case: Record<string, unknown> }>(question, { id })
    expect(before.case).toMatchObject({
      priority: 'URGENT',
      grade: 'SERIOUS',
      seriousBecause: ['SAFETY', 'CLAIMED_AMOUNT'],
      claimed: { amount: '1000.00' },
      escalations: [{ trigger: 'SERIOUS', acknowledgedBy: null, endedAt: null }],
    })
    const refused = await tryAct(specialist, 'acknowledgeEscalation', { caseId: id })
    expect(codesOf(refused)).toEqual(['FORBIDDEN'])
    expect(await take('gradeComplaint', id, { grade: 'ORDINARY', reason: '误报' })).toBe('PolicyDenied')
    const actions = await actionsOf(supervisor, id)
    expect(actions.find(({ step }) => step === 'ACKNOWLEDGE')).toMatchObject({
      command: 'acknowledgeEscalation',
      permitted: true,
      decision: { outcome: 'ALLOWED' },
    })
    expect(await take('acknowledgeEscalation', id, {}, supervisor)).toBe('LISTENED')
    const after = await specialist.ask<{ case: { escalations: unknown[] } }>(question, { id })
    expect(after.case.escalations).toMatchObject([{ endedAt: NOW.toISOString() }])
  })

  it('is asked about before: promises, grades, marks and new ones', async () => {
    later(0)
    const { id } = await opened(specialist)
    const ask = async (name: string, input: object) =>
      (
        await specialist.ask<{ p: { decision: { outcome: string } } }>(
          `query ($input: ${name.replace('preview', '')}Input!) { p: ${name}(input: $input) { ... on Previewed { decision { outcome } } } }`,
          { input },
        )
      ).p.decision.outcome
    const in5 = new Date(NOW.getTime() + 5 * HOUR).toISOString()
    const in3 = new Date(NOW.getTime() + 3 * HOUR).toISOString()
    expect(await ask('previewPromiseLimit', { caseId: id, until: in5 })).toBe('DENIED')
    expect(await ask('previewPromiseLimit', { caseId: id, until: in3 })).toBe('ALLOWED')
    expect(await ask('previewGradeComplaint', { caseId: id, grade: 'SERIOUS' })).toBe('ALLOWED')
    expect(await ask('previewMarkSpecial', { caseId: id, kind: 'MALICIOUS', stage: 'WARNED' })).toBe('DENIED')
    expect(await ask('previewOpenComplaint', { orderId, topic: 'GOODS', problem: '...' })).toBe('ALLOWED')
    expect(await take('promiseLimit', id, { until: in3 })).toBe('LISTENED')
    expect(await take('tellProgress', id)).toBe('LISTENED')
  })

  it('is special with a hint, and in the media answered by the official channel alone', async () => {
    later(0)
    const { id } = await opened(specialist)
    expect(await take('markSpecial', id, { kind: 'MEDIA' })).toBe('LISTENED')
    const { case: found } = await specialist.ask<{
      case: { special: { kind: string; hint: { en: string } }[] }
    }>(
      'query ($id: ID) { case(id: $id) { ... on Complaint { special { kind stage hint { zh en } markedBy { name } group { number } } } } }',
      { id },
    )
    expect(found.special.map(({ kind }) => kind).sort()).toEqual(['MEDIA', 'REPEAT'])
    expect(found.special.find(({ kind }) => kind === 'MEDIA')?.hint.en).toContain('official channel')
    expect(await take('tellProgress', id)).toBe('PolicyDenied')
    expect(await take('tellProgress', id, {}, supervisor)).toBe('LISTENED')
  })

  it('gets a compensation, counted with the other cases of its order', async () => {
    later(0)
    const { id } = await opened(specialist)
    const grant = async (amount: string, idempotencyKey: string) =>
      (await act(specialist, 'grantCompensation', { caseId: id, kind: 'COUPON', amount, idempotencyKey }))
        .__typename
    expect(await grant('15.00', 'complaint-grant-1')).toBe('GrantCompensationSuccess')
    expect(await grant('5.01', 'complaint-grant-2')).toBe('ApprovalRequired')
    expect(await grant('5.00', 'complaint-grant-3')).toBe('GrantCompensationSuccess')
  })

  it('has all that proves it in one pack, for who may see its proof', async () => {
    later(0)
    const { id } = await opened(specialist)
    await take('recordComplaint', id, { grade: 'ORDINARY', note: '已安抚' })
    const question = `query ($id: ID) { case(id: $id) { ... on Complaint { evidencePack { number openedAt problem order { number }
      messages { text } notes { text } files { number kind } steps { step note } events { type } decisions { action outcome }
      clocks { name } notices { script } compensations { kind } } } } }`
    const { case: found } = await specialist.ask<{ case: { evidencePack: Record<string, unknown[]> } }>(
      question,
      {
        id,
      },
    )
    expect(found.evidencePack).toMatchObject({
      problem: '客服答非所问',
      steps: [{ step: 'OPEN' }, { step: 'RECORD', note: '已安抚' }],
      decisions: [{ action: 'COMPLAINT_OPEN' }, { action: 'COMPLAINT_RECORD' }],
      notices: [{ script: 'COMPLAINT_RECEIVED' }],
    })
    expect(found.evidencePack.events?.map((event) => (event as { type: string }).type)).toEqual([
      'ComplaintOpened',
      'ComplaintRecorded',
    ])
    const other = await world.as('senior')
    const refused = await other.post<{ case: { evidencePack: unknown } }>(question, { id })
    expect(refused.data?.case.evidencePack).toBeNull()
  })
})
