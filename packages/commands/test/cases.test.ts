import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  addCaseNote,
  answerTask,
  archiveCase,
  askDepartment,
  closeCase,
  linkCases,
  mergeCases,
  receiveMessage,
  reopenCase,
  sendMessage,
  setConsultationStage,
  transferCase,
} from '../src/index.ts'
import { applied, caseOf, clocksOf, eventsOf, signedOrder } from './after-sales.ts'
import { asked, at, clockRows } from './conversations.ts'
import { NOW, openShop, openWorld, type TestShop, type World } from './shop.ts'
import { checksums, rowsOf } from './state.ts'

let world: World
let shop: TestShop
let apparel: TestShop
beforeAll(async () => {
  world = await openWorld('cases')
  shop = await openShop(world, 'general')
  apparel = await openShop(world, 'apparel')
})
afterAll(() => world.close())
beforeEach(() => world.setNow(NOW))

async function success<T extends { kind: string }>(outcome: Promise<T>) {
  const done = await outcome
  expect(done).toMatchObject({ kind: 'Success' })
  return done as Extract<T, { kind: 'Success' }>
}

/** What refuses leaves nothing behind but the decision. */
async function denied(outcome: () => Promise<{ kind: string }>) {
  const before = await checksums(world)
  expect(await outcome()).toMatchObject({ kind: 'PolicyDenied' })
  expect(await checksums(world)).toEqual(before)
}

const reply = (caseId: string) => sendMessage(world.deps, shop.specialist, { caseId, text: '您好。' })

describe('a transfer', () => {
  it('changes who works on a case; the owner stays (C-38, CMP-PRI-01)', async () => {
    const caseId = await asked(world, shop)
    await success(
      transferCase(world.deps, shop.specialist, {
        caseId,
        assigneeId: shop.colleague.id,
        reason: '专业问题',
      }),
    )
    expect(await caseOf(world, caseId)).toMatchObject({
      owner_id: shop.specialist.id,
      assignee_id: shop.colleague.id,
    })
    expect(await clocksOf(world, caseId)).toEqual(['chat.first_response'])
    const [row] = await rowsOf(world, 'SELECT * FROM case_transfers WHERE case_id = $1', [caseId])
    expect(row).toMatchObject({
      from_owner: shop.specialist.id,
      to_owner: shop.specialist.id,
      handover_reason: null,
      reason: '专业问题',
    })
    await denied(() =>
      transferCase(world.deps, shop.specialist, { caseId, assigneeId: shop.colleague.id, reason: '再来' }),
    )
  })

  it('passes ownership to a supervisor alone, for a recorded reason (Q49)', async () => {
    const caseId = await asked(world, shop)
    const taking = {
      caseId,
      assigneeId: shop.colleague.id,
      reason: '已离职',
      takeOwnership: 'LEFT_COMPANY' as const,
    }
    await denied(() => transferCase(world.deps, shop.colleague, taking))
    await success(transferCase(world.deps, shop.supervisor, taking))
    expect(await caseOf(world, caseId)).toMatchObject({
      owner_id: shop.supervisor.id,
      assignee_id: shop.colleague.id,
    })
  })

  it('reaches nobody outside the shop', async () => {
    const caseId = await asked(world, shop)
    const before = await checksums(world)
    expect(
      await transferCase(world.deps, shop.specialist, {
        caseId,
        assigneeId: apparel.specialist.id,
        reason: '不在本店',
      }),
    ).toEqual({ kind: 'NotFound', what: 'Agent' })
    expect(await checksums(world)).toEqual(before)
  })
})

describe('a department', () => {
  it('is asked with a time, and answers once; promises run on meanwhile (ROL-06, Q16)', async () => {
    const caseId = await asked(world, shop)
    const warehouse = { ...shop.colleague, department: 'warehouse' as const }
    const { taskId } = await success(
      askDepartment(world.deps, shop.specialist, { caseId, department: 'warehouse', question: '有大码吗？' }),
    )
    expect((await caseOf(world, caseId)).status).toBe('WAITING_FOR_OTHERS')
    expect(await clocksOf(world, caseId)).toEqual(['chat.first_response'])
    const [task] = await rowsOf(world, 'SELECT * FROM case_tasks WHERE id = $1', [taskId])
    expect(task).toMatchObject({ status: 'OPEN', due_at: at('19T12:00:00') })
    const answer = { taskId, answer: '有 5 件' }
    await denied(() => answerTask(world.deps, shop.specialist, answer))
    const all = await Promise.all([1, 2, 3].map(() => answerTask(world.deps, warehouse, answer)))
    expect(all.map(({ kind }) => kind).toSorted()).toEqual(['PolicyDenied', 'PolicyDenied', 'Success'])
    expect((await caseOf(world, caseId)).status).toBe('OPEN')
    expect((await eventsOf(world, caseId)).slice(-2)).toEqual(['DepartmentAsked', 'DepartmentAnswered'])
    await denied(() =>
      askDepartment(world.deps, shop.specialist, {
        caseId,
        department: 'finance',
        question: '到账了吗？',
        dueAt: NOW.toISOString(),
      }),
    )
  })
})

describe('a consultation', () => {
  it('goes through its steps in any order; its queue follows what is asked (PRE-WF-01, PRE-TYP-10)', async () => {
    const caseId = await asked(world, shop)
    for (const stage of ['OFFER', 'NEED', 'FAREWELL'] as const)
      await success(setConsultationStage(world.deps, shop.specialist, { caseId, stage }))
    await success(
      setConsultationStage(world.deps, shop.specialist, { caseId, stage: 'DOUBTS', inquiryType: 'USAGE' }),
    )
    expect(await caseOf(world, caseId)).toMatchObject({
      stage: 'DOUBTS',
      inquiry_type: 'USAGE',
      priority: 'LOW',
    })
    const other = await applied(world, shop.specialist, await signedOrder(world, shop))
    await denied(() => setConsultationStage(world.deps, shop.specialist, { caseId: other, stage: 'NEED' }))
  })

  it('ends once it was answered, and is archived at once (PRE-WF-05, PRV-02, Q54)', async () => {
    const caseId = await asked(world, shop)
    await denied(() => closeCase(world.deps, shop.specialist, { caseId }))
    await success(reply(caseId))
    await success(closeCase(world.deps, shop.specialist, { caseId }))
    expect(await caseOf(world, caseId)).toMatchObject({
      status: 'CLOSED',
      closed_at: NOW,
      archived_at: NOW,
      due_at: null,
    })
    await denied(() => addCaseNote(world.deps, shop.specialist, { caseId, text: '补记' }))
    await denied(() => reply(caseId))
    await success(reopenCase(world.deps, shop.specialist, { caseId }))
    expect(await caseOf(world, caseId)).toMatchObject({ status: 'OPEN', closed_at: null, archived_at: null })
    await success(
      receiveMessage(world.deps, shop.specialist, { caseId, channel: 'CHAT', text: '还有一个问题' }),
    )
    expect(await clocksOf(world, caseId)).toEqual(['chat.first_response: MET', 'chat.first_response'])
  })

  it('that is closed is followed by another when the customer comes back, with the same owner', async () => {
    const caseId = await asked(world, shop, shop.colleague)
    await success(sendMessage(world.deps, shop.colleague, { caseId, text: '您好。' }))
    await success(closeCase(world.deps, shop.colleague, { caseId }))
    world.setNow(at('18T13:00:00'))
    const partner = { ...shop.partner, scopes: ['case.open' as const] }
    const next = await success(
      receiveMessage(world.deps, partner, {
        caseId,
        channel: 'CHAT',
        text: '又有问题',
        inquiryType: 'USAGE',
      }),
    )
    expect(next.caseId).not.toBe(caseId)
    expect(await caseOf(world, next.caseId)).toMatchObject({
      kind: 'CONSULTATION',
      owner_id: shop.colleague.id,
      inquiry_type: 'USAGE',
    })
    expect(await clocksOf(world, next.caseId)).toEqual(['chat.first_response'])
    expect((await caseOf(world, caseId)).status).toBe('CLOSED')
    const links = await rowsOf(world, 'SELECT kind FROM case_links WHERE case_id = $1 AND other_id = $2', [
      next.caseId,
      caseId,
    ])
    expect(links).toEqual([{ kind: 'FOLLOWS' }])
  })

  it('is the only kind that ends so: the others have their own endings', async () => {
    const caseId = await applied(world, shop.specialist, await signedOrder(world, shop))
    await denied(() => closeCase(world.deps, shop.specialist, { caseId }))
    await denied(() => reopenCase(world.deps, shop.specialist, { caseId }))
    await denied(() => archiveCase(world.deps, shop.specialist, { caseId }))
  })
})

describe('duplicates', () => {
  it('are merged: what was said follows, the earlier of two promises runs on', async () => {
    const main = await asked(world, apparel, apparel.specialist, { inquiryType: 'RETURN' })
    await success(sendMessage(world.deps, apparel.specialist, { caseId: main, text: '您好。' }))
    world.setNow(at('18T12:01:00'))
    const caseId = await asked(world, apparel, apparel.colleague, { inquiryType: 'RETURN' })
    await success(
      askDepartment(world.deps, apparel.colleague, { caseId, department: 'finance', question: '退了吗？' }),
    )
    await success(addCaseNote(world.deps, apparel.colleague, { caseId, text: '同一件事' }))
    world.setNow(at('18T12:02:00'))
    await success(
      receiveMessage(world.deps, apparel.specialist, { caseId: main, channel: 'CHAT', text: '在吗' }),
    )
    await success(mergeCases(world.deps, apparel.specialist, { caseId, mainCaseId: main }))
    expect(await caseOf(world, caseId)).toMatchObject({
      status: 'CLOSED',
      merged_into: main,
      archived_at: at('18T12:02:00'),
      due_at: null,
    })
    const running = (await clockRows(world, main)).filter(({ result }) => result === null)
    expect(running).toMatchObject([
      { name: 'chat.after_sales_reply', breach_at: at('18T12:06:00') },
      { name: 'chat.first_response', breach_at: at('18T12:04:00') },
    ])
    expect((await caseOf(world, main)).due_at).toEqual(at('18T12:04:00'))
    const of = (table: string) => rowsOf(world, `SELECT 1 FROM ${table} WHERE case_id = $1`, [main])
    expect(await of('case_messages')).toHaveLength(4)
    expect(await of('case_notes')).toHaveLength(1)
    expect(await of('case_tasks')).toHaveLength(1)
    // The storefront knows the number of the duplicate alone.
    const next = await success(
      receiveMessage(world.deps, apparel.specialist, { caseId, channel: 'CHAT', text: '好的' }),
    )
    expect(next.caseId).toBe(main)
    await denied(() => reopenCase(world.deps, apparel.specialist, { caseId }))
  })

  it('are merged once, however many ask at once, and never in a circle', async () => {
    const [a, b] = [await asked(world, shop), await asked(world, shop)]
    const all = await Promise.all([
      mergeCases(world.deps, shop.specialist, { caseId: a, mainCaseId: b }),
      mergeCases(world.deps, shop.colleague, { caseId: b, mainCaseId: a }),
      mergeCases(world.deps, shop.colleague, { caseId: a, mainCaseId: b }),
    ])
    expect(all.map(({ kind }) => kind).toSorted()).toEqual(['PolicyDenied', 'PolicyDenied', 'Success'])
  })

  it('are refused where they are none', async () => {
    const caseId = await asked(world, shop)
    const afterSale = await applied(world, shop.specialist, await signedOrder(world, shop))
    await denied(() => mergeCases(world.deps, shop.specialist, { caseId: afterSale, mainCaseId: caseId }))
    const of = await asked(world, apparel)
    expect(await mergeCases(world.deps, shop.specialist, { caseId, mainCaseId: of })).toEqual({
      kind: 'NotFound',
      what: 'Case',
    })
  })
})

describe('a link', () => {
  it('holds both ways, once', async () => {
    const caseId = await asked(world, shop)
    const otherCaseId = await applied(world, shop.specialist, await signedOrder(world, shop))
    await success(linkCases(world.deps, shop.specialist, { caseId, otherCaseId }))
    await denied(() => linkCases(world.deps, shop.specialist, { caseId: otherCaseId, otherCaseId: caseId }))
    await denied(() => linkCases(world.deps, shop.specialist, { caseId, otherCaseId: caseId }))
    expect(
      await rowsOf(world, 'SELECT 1 FROM case_links WHERE case_id = $1 OR other_id = $1', [caseId]),
    ).toHaveLength(2)
  })
})
