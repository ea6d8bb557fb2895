import { inShop } from '@cs/data'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  Forbidden,
  openConsultation,
  receiveMessage,
  recordAutoReply,
  requestEvidence,
  sendMessage,
  waitForCustomer,
} from '../src/index.ts'
import { applied, caseOf, clocksOf, eventsOf, key, signedOrder } from './after-sales.ts'
import { asked, at, clockRows } from './conversations.ts'
import { NOW, openShop, openWorld, type TestShop, type World } from './shop.ts'
import { checksums, rowsOf } from './state.ts'

let world: World
let general: TestShop
let guided: TestShop
let apparel: TestShop
beforeAll(async () => {
  world = await openWorld('conversations')
  general = await openShop(world, 'general')
  guided = await openShop(world, 'guided')
  apparel = await openShop(world, 'apparel')
})
afterAll(() => world.close())
beforeEach(() => world.setNow(NOW))

const say = (caseId: string, more: object = {}) => ({
  caseId,
  channel: 'CHAT' as const,
  text: '还在吗？',
  ...more,
})
const answer = (caseId: string, more: object = {}) => ({ caseId, text: '您好，有的。', ...more })

async function success<T extends { kind: string }>(outcome: Promise<T>) {
  const done = await outcome
  expect(done).toMatchObject({ kind: 'Success' })
  return done as Extract<T, { kind: 'Success' }>
}

describe('a consultation that a storefront opens', () => {
  it('starts the promise of the first response, by the shop', async () => {
    for (const [shop, target, breach] of [
      [general, '18T12:03:00', '18T12:03:00'],
      [guided, '18T12:00:15', '18T12:00:30'],
      [apparel, '18T12:03:00', '18T12:03:00'],
    ] as const) {
      const partner = { ...shop.partner, scopes: ['case.open' as const] }
      const caseId = await asked(world, shop, partner)
      expect(await clockRows(world, caseId)).toMatchObject([
        { name: 'chat.first_response', started_at: NOW, target_at: at(target), breach_at: at(breach) },
      ])
      expect(await caseOf(world, caseId)).toMatchObject({
        kind: 'CONSULTATION',
        stage: 'GREETING',
        priority: 'HIGH',
        due_at: at(breach),
        first_response_at: null,
      })
      expect(await eventsOf(world, caseId)).toEqual(['ConsultationOpened', 'MessageReceived'])
    }
  })

  it('belongs to the agent who took it in, to the end', async () => {
    expect(await caseOf(world, await asked(world, general, general.colleague))).toMatchObject({
      owner_id: general.colleague.id,
      assignee_id: general.colleague.id,
    })
  })

  it('starts nothing where nobody waits at the other end, or nothing was said', async () => {
    expect(
      await clocksOf(world, await asked(world, general, general.specialist, { channel: 'PHONE' })),
    ).toEqual([])
    const silent = await asked(world, general, general.specialist, { text: undefined })
    expect(await clocksOf(world, silent)).toEqual([])
    await success(receiveMessage(world.deps, general.specialist, say(silent)))
    expect(await clocksOf(world, silent)).toEqual(['chat.first_response'])
  })

  it('is refused for what the shop does not have', async () => {
    const before = await checksums(world)
    const open = (more: object) =>
      openConsultation(world.deps, general.specialist, {
        customerId: general.customerId,
        channel: 'CHAT',
        ...more,
      })
    expect(await open({ customerId: guided.customerId })).toEqual({ kind: 'NotFound', what: 'Customer' })
    expect(await open({ productId: guided.productId })).toEqual({ kind: 'NotFound', what: 'Product' })
    const order = await signedOrder(world, guided)
    const after = await checksums(world)
    expect(await open({ orderId: order.id })).toEqual({ kind: 'NotFound', what: 'Order' })
    await expect(
      openConsultation(world.deps, general.partner, { customerId: general.customerId, channel: 'CHAT' }),
    ).rejects.toThrow(Forbidden)
    expect(await checksums(world)).toEqual(after)
    expect(before.cases).toEqual(after.cases)
  })
})

describe('the first response', () => {
  it('is that of a person: an automatic reply does not count, but starts the take-over (C-01, AS-SLA-18)', async () => {
    const caseId = await asked(world, guided)
    world.setNow(at('18T12:00:02'))
    await success(recordAutoReply(world.deps, guided.specialist, answer(caseId)))
    expect((await caseOf(world, caseId)).first_response_at).toBeNull()
    expect(await clockRows(world, caseId)).toMatchObject([
      { name: 'chat.first_response', stopped_at: null },
      { name: 'chat.human_takeover', breach_at: at('18T12:00:17'), stopped_at: null },
    ])
    world.setNow(at('18T12:00:17'))
    await success(sendMessage(world.deps, guided.specialist, answer(caseId)))
    expect(await caseOf(world, caseId)).toMatchObject({ first_response_at: at('18T12:00:17'), due_at: null })
    expect((await clocksOf(world, caseId)).toSorted()).toEqual([
      'chat.first_response: MET',
      'chat.human_takeover: MET',
    ])
  })

  it('starts no take-over in a shop that promises none, nor once a person has answered', async () => {
    const caseId = await asked(world, general)
    await success(recordAutoReply(world.deps, general.specialist, answer(caseId)))
    expect(await clocksOf(world, caseId)).toEqual(['chat.first_response'])
    const answered = await asked(world, guided)
    await success(sendMessage(world.deps, guided.specialist, answer(answered)))
    await success(recordAutoReply(world.deps, guided.specialist, answer(answered)))
    expect(await clocksOf(world, answered)).toEqual(['chat.first_response: MET'])
  })

  it('is too late a moment after its time', async () => {
    const caseId = await asked(world, general)
    world.setNow(at('18T12:03:00.001'))
    await success(sendMessage(world.deps, general.specialist, answer(caseId)))
    expect(await clocksOf(world, caseId)).toEqual(['chat.first_response: BREACHED'])
  })

  it('off duty is owed when duty begins', async () => {
    world.setNow(at('19T00:00:00'))
    const night = await asked(world, general)
    expect(await clockRows(world, night)).toMatchObject([{ breach_at: at('19T09:03:00') }])
    world.setNow(at('18T23:59:00'))
    expect(await clockRows(world, await asked(world, general))).toMatchObject([
      { breach_at: at('19T09:02:00') },
    ])
  })

  it('is kept once, however many answer at the same time', async () => {
    const caseId = await asked(world, general)
    world.setNow(at('18T12:01:00'))
    const people = [general.specialist, general.colleague, general.supervisor, general.manager]
    const all = await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        sendMessage(world.deps, people[i % 4] ?? general.specialist, answer(caseId)),
      ),
    )
    expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(['Success']))
    expect(await clocksOf(world, caseId)).toEqual(['chat.first_response: MET'])
    expect(await caseOf(world, caseId)).toMatchObject({ first_response_at: at('18T12:01:00'), version: 14 })
    const messages = await rowsOf(world, 'SELECT 1 FROM case_messages WHERE case_id = $1', [caseId])
    expect(messages).toHaveLength(13)
  })

  it('is owed again in a new conversation: after 24 hours of silence, not before (Q60)', async () => {
    const caseId = await asked(world, general)
    world.setNow(at('18T12:01:00'))
    await success(sendMessage(world.deps, general.specialist, answer(caseId)))
    world.setNow(at('19T12:00:59.999'))
    await success(receiveMessage(world.deps, general.specialist, say(caseId)))
    expect(await clocksOf(world, caseId)).toEqual(['chat.first_response: MET'])
    world.setNow(at('20T12:00:59.999'))
    await success(receiveMessage(world.deps, general.specialist, say(caseId)))
    expect(await clocksOf(world, caseId)).toEqual(['chat.first_response: MET', 'chat.first_response'])
    expect((await caseOf(world, caseId)).first_response_at).toEqual(at('18T12:01:00'))
  })

  it('is owed to who answers a conversation that the shop began', async () => {
    const caseId = await asked(world, general, general.specialist, { text: undefined })
    await success(sendMessage(world.deps, general.specialist, answer(caseId)))
    world.setNow(at('18T12:10:00'))
    await success(receiveMessage(world.deps, general.specialist, say(caseId)))
    expect(await clockRows(world, caseId)).toMatchObject([{ breach_at: at('18T12:13:00') }])
  })
})

describe('messages on after-sales in the clothing shop', () => {
  it('are answered in five minutes each, beside the first response; one reply keeps both (Q60, AS-SLA-22)', async () => {
    const caseId = await asked(world, apparel, apparel.specialist, { inquiryType: 'RETURN' })
    expect(await clockRows(world, caseId)).toMatchObject([
      { name: 'chat.after_sales_reply', breach_at: at('18T12:05:00') },
      { name: 'chat.first_response', breach_at: at('18T12:03:00') },
    ])
    world.setNow(at('18T12:02:00'))
    await success(sendMessage(world.deps, apparel.specialist, answer(caseId)))
    world.setNow(at('18T12:04:00'))
    await success(receiveMessage(world.deps, apparel.specialist, say(caseId)))
    world.setNow(at('18T12:06:00'))
    await success(receiveMessage(world.deps, apparel.specialist, say(caseId, { inquiryType: 'LOGISTICS' })))
    expect(await clockRows(world, caseId)).toMatchObject([
      { name: 'chat.after_sales_reply', result: 'MET' },
      // The oldest message without an answer counts.
      { name: 'chat.after_sales_reply', breach_at: at('18T12:09:00'), result: null },
      { name: 'chat.first_response', result: 'MET' },
    ])
  })

  it('on a case of after-sales whatever is asked, and meet its acknowledgement (AS-SLA-01, Q14)', async () => {
    const caseId = await applied(world, apparel.specialist, await signedOrder(world, apparel))
    await success(receiveMessage(world.deps, apparel.specialist, say(caseId)))
    expect((await clocksOf(world, caseId)).toSorted()).toEqual([
      'after_sale.acknowledge',
      'after_sale.review',
      'chat.after_sales_reply',
      'chat.first_response',
    ])
    await success(sendMessage(world.deps, apparel.specialist, answer(caseId)))
    expect((await clocksOf(world, caseId)).toSorted()).toEqual([
      'after_sale.acknowledge: MET',
      'after_sale.review',
      'chat.after_sales_reply: MET',
      'chat.first_response: MET',
    ])
  })
})

describe('a question on what the page does not say', () => {
  it('is owed an answer within 24 hours of being asked, and stands still while the customer is waited for', async () => {
    const caseId = await asked(world, apparel)
    world.setNow(at('18T12:02:00'))
    await success(sendMessage(world.deps, apparel.specialist, answer(caseId, { question: 'DEFERRED' })))
    expect(await clockRows(world, caseId)).toMatchObject([
      { name: 'chat.first_response', result: 'MET' },
      { name: 'question.unlisted_detail', started_at: NOW, breach_at: at('19T12:00:00'), result: null },
    ])
    expect((await caseOf(world, caseId)).due_at).toEqual(at('19T12:00:00'))
    await success(waitForCustomer(world.deps, apparel.specialist, { caseId }))
    expect(await caseOf(world, caseId)).toMatchObject({ status: 'WAITING_FOR_CUSTOMER', due_at: null })
    world.setNow(at('18T14:02:00'))
    await success(receiveMessage(world.deps, apparel.specialist, say(caseId)))
    expect(await caseOf(world, caseId)).toMatchObject({ status: 'OPEN', due_at: at('19T14:00:00') })
    world.setNow(at('19T14:00:00'))
    await success(sendMessage(world.deps, apparel.specialist, answer(caseId, { question: 'ANSWERED' })))
    expect(await clocksOf(world, caseId)).toContain('question.unlisted_detail: MET')
  })

  it('is a warning where the shop promises nothing, and an answer that defers no more is no answer', async () => {
    const caseId = await asked(world, general)
    await success(sendMessage(world.deps, general.specialist, answer(caseId, { question: 'DEFERRED' })))
    expect(await clocksOf(world, caseId)).toEqual(['chat.first_response: MET'])
  })
})

describe('waiting for the customer', () => {
  it('pauses the review of an after-sale until the next message, never the chat (Q16)', async () => {
    const caseId = await applied(world, general.specialist, await signedOrder(world, general))
    await success(requestEvidence(world.deps, general.specialist, { caseId, kinds: ['PHOTO'] }))
    expect(await clocksOf(world, caseId)).toContain('(after_sale.review)')
    world.setNow(at('18T15:00:00'))
    await success(receiveMessage(world.deps, general.specialist, say(caseId)))
    const rows = await clockRows(world, caseId)
    expect(rows.find(({ name }) => name === 'after_sale.review')).toMatchObject({
      paused_at: null,
      breach_at: at('19T15:00:00'),
    })
    expect((await caseOf(world, caseId)).status).toBe('OPEN')
    await success(waitForCustomer(world.deps, general.specialist, { caseId }))
    expect((await clocksOf(world, caseId)).toSorted()).toEqual([
      '(after_sale.review)',
      'after_sale.acknowledge: MET',
      'chat.first_response',
    ])
  })
})

describe('what is said', () => {
  it('stands in no event, decision or audit entry', async () => {
    const secret = '我的手机号是13900001111'
    const caseId = await asked(world, general, general.specialist, { text: secret })
    await success(receiveMessage(world.deps, general.specialist, say(caseId, { text: secret })))
    await success(sendMessage(world.deps, general.specialist, answer(caseId, { text: secret })))
    for (const table of ['events', 'decisions', 'audit_entries', 'idempotency_keys']) {
      const leaks = await rowsOf(world, `SELECT 1 FROM ${table} t WHERE t::text LIKE '%13900001111%'`)
      expect(leaks, table).toEqual([])
    }
  })

  it('is kept once under a key', async () => {
    const caseId = await asked(world, general)
    const once = { ...say(caseId), ...key() }
    const first = await success(receiveMessage(world.deps, general.specialist, once))
    expect(await receiveMessage(world.deps, general.specialist, once)).toEqual(first)
    expect(await receiveMessage(world.deps, general.specialist, { ...once, text: '另一句' })).toMatchObject({
      kind: 'ValidationFailed',
    })
  })

  it('is not changed, nor answered by who is no person', async () => {
    const caseId = await asked(world, general)
    await expect(
      inShop(world.deps.database, general.id, (tx) =>
        tx.updateTable('case_messages').set({ text: '改' }).execute(),
      ),
    ).rejects.toThrow(/permission denied/)
    const before = await checksums(world)
    await expect(
      sendMessage(world.deps, { kind: 'worker', shop: general.id }, answer(caseId)),
    ).rejects.toThrow(Forbidden)
    const robot = { ...general.partner, scopes: ['case.open' as const] }
    await expect(sendMessage(world.deps, robot, answer(caseId))).rejects.toThrow(Forbidden)
    await expect(recordAutoReply(world.deps, robot, answer(caseId))).rejects.toThrow(Forbidden)
    await expect(waitForCustomer(world.deps, robot, { caseId })).rejects.toThrow(Forbidden)
    expect(await checksums(world)).toEqual(before)
  })

  it('is unknown in another shop', async () => {
    const caseId = await asked(world, general)
    expect(await receiveMessage(world.deps, guided.specialist, say(caseId))).toEqual({
      kind: 'NotFound',
      what: 'Case',
    })
  })
})
