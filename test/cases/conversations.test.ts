import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { act, tryAct } from '../harness/acts.ts'
import { expectReplay } from '../harness/effects.ts'
import { globalId, uuidOf } from '../harness/ids.ts'
import { openWorld, SHOP_IDS, SHOPS, type ShopCode, type Who } from '../harness/world.ts'

const world = await openWorld('conversations')
afterAll(() => world.close())

interface Subject {
  readonly customerId: string
  readonly productId: string
}

/** A customer of a shop and a product that it sells. */
async function subjectOf(shop: ShopCode): Promise<Subject> {
  const [row] = await world.rows<{ customer: string; product: string }>(
    `SELECT (SELECT id FROM customers WHERE shop_id = $1 AND NOT vip AND value_class = 'ORDINARY' ORDER BY number LIMIT 1) AS customer,
       (SELECT id FROM products WHERE shop_id = $1 ORDER BY number LIMIT 1) AS product`,
    [SHOP_IDS[shop]],
  )
  return {
    customerId: globalId('Customer', shop, String(row?.customer)),
    productId: globalId('Product', shop, String(row?.product)),
  }
}

const subjects = new Map<ShopCode, Subject>()
beforeAll(async () => {
  for (const shop of SHOPS) subjects.set(shop, await subjectOf(shop))
})

async function opened(shop: ShopCode, more: object = {}, who: Who = 'partner'): Promise<string> {
  const done = await act(await world.as(who, shop), 'openConsultation', {
    ...subjects.get(shop),
    channel: 'CHAT',
    inquiryType: 'SPECIFICATION',
    text: '在吗？有大码吗？',
    ...more,
  })
  expect(done.__typename).toBe('OpenConsultationSuccess')
  return String(done.caseId)
}

const VIEW = `query ($id: ID!) { case(id: $id) { number status awaitsReply dueAt clocks { name result breachAt }
  messages(first: 10) { nodes { sender text channel inquiryType } } tasks { status department question } links { kind case { id } }
  transfers { from { id } to { id } reason } ... on Consultation { stage inquiryType hints { rule } conversion { orderId attributedUntil } leads { status } } } }`

describe.each(SHOPS)('in the %s shop', (shop) => {
  test('a storefront opens a consultation, and a person answers it in the time of the shop', async () => {
    const id = await opened(shop)
    const me = await world.as('manager', shop)
    const { case: before } = await me.ask<{ case: Record<string, unknown> }>(VIEW, { id })
    const first = { general: '09:03:00', guided: '09:00:30', apparel: '09:03:00' }[shop]
    // The demo's now is midnight: duty begins at nine.
    const breachAt = new Date(`${world.now().toISOString().slice(0, 10)}T16:00:00Z`).getTime()
    expect(breachAt).toBe(world.now().getTime())
    const due = new Date(
      `${new Date(world.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10)}T${first}+08:00`,
    ).toISOString()
    expect(before).toMatchObject({
      status: 'OPEN',
      stage: 'GREETING',
      awaitsReply: true,
      dueAt: due,
      clocks: [{ name: 'CHAT_FIRST_RESPONSE', result: null, breachAt: due }],
      messages: { nodes: [{ sender: 'CUSTOMER', channel: 'CHAT', inquiryType: 'SPECIFICATION' }] },
    })
    const done = await act(await world.as('specialist', shop), 'sendMessage', {
      caseId: id,
      text: '您好，有的。',
    })
    expect(done).toMatchObject({
      __typename: 'SendMessageSuccess',
      case: { awaitsReply: false, firstResponseAt: world.now().toISOString(), dueAt: null },
    })
    await expectReplay(me, done, 'ALLOWED')
  })

  test('a consultation goes its way: stage, department, hand-over, link, end', async () => {
    const id = await opened(shop, {}, 'specialist')
    const me = await world.as('specialist', shop)
    await act(me, 'sendMessage', { caseId: id, text: '您好。' })
    await act(me, 'setConsultationStage', { caseId: id, stage: 'FAREWELL', inquiryType: 'USAGE' })
    const askedOf = await act(me, 'askDepartment', {
      caseId: id,
      department: 'WAREHOUSE',
      question: '有货吗？',
    })
    expect(askedOf.task).toMatchObject({ status: 'OPEN', department: 'WAREHOUSE' })
    const { caseTasks } = await me.ask<{ caseTasks: { nodes: { id: string }[] } }>(
      '{ caseTasks(first: 100, filter: { department: WAREHOUSE }) { nodes { id } } }',
    )
    expect(caseTasks.nodes.map((each) => each.id)).toContain(askedOf.task?.id)
    const refused = await act(me, 'answerTask', { taskId: askedOf.task?.id, answer: '有' })
    expect(refused.__typename).toBe('PolicyDenied')
    expect(refused.decision?.findings).toContainEqual({ rule: { id: 'ROL-06' }, verdict: 'DENY' })
    const answered = await act(await world.as('warehouse', shop), 'answerTask', {
      taskId: askedOf.task?.id,
      answer: '有 5 件',
    })
    expect(answered.task).toMatchObject({ status: 'ANSWERED', answer: '有 5 件' })
    const supervisor = await world.as('supervisor', shop)
    const { viewer } = await supervisor.ask<{ viewer: { agent: { id: string } } }>(
      '{ viewer { agent { id } } }',
    )
    const handed = await act(me, 'transferCase', {
      caseId: id,
      assigneeId: viewer.agent.id,
      reason: '请协助',
    })
    expect(handed.case).toMatchObject({ assignee: { id: viewer.agent.id } })
    expect(handed.case?.owner.id).not.toBe(viewer.agent.id)
    const other = await opened(shop)
    await act(me, 'linkCases', { caseId: id, otherCaseId: other })
    const closed = await act(me, 'closeCase', { caseId: id })
    expect(closed.case).toMatchObject({ status: 'CLOSED', archivedAt: world.now().toISOString() })
    const { case: seen } = await (await world.as('manager', shop)).ask<{ case: Record<string, unknown> }>(
      VIEW,
      { id },
    )
    expect(seen).toMatchObject({
      tasks: [{ status: 'ANSWERED', department: 'WAREHOUSE' }],
      links: [{ kind: 'RELATED', case: { id: other } }],
      transfers: [{ reason: '请协助' }],
      conversion: { orderId: null },
    })
  })

  test('who did not order is followed up, in the register and on the case', async () => {
    const id = await opened(shop, { channel: 'PHONE' })
    const me = await world.as('specialist', shop)
    const next = new Date(world.now().getTime() + 86_400_000).toISOString()
    const registered = await act(me, 'registerLead', { caseId: id, reason: 'PRICE', nextFollowUpAt: next })
    expect(registered.lead).toMatchObject({ status: 'OPEN', nextFollowUpAt: next })
    const { leads } = await me.ask<{ leads: { nodes: { id: string; nextFollowUpAt: string }[] } }>(
      '{ leads(first: 100, orderBy: DUE) { nodes { id nextFollowUpAt } } }',
    )
    const times = leads.nodes.map(({ nextFollowUpAt }) => nextFollowUpAt)
    expect(times).toEqual(times.toSorted())
    expect(leads.nodes.map((each) => each.id)).toContain(registered.lead?.id)
    const ended = await act(me, 'followUpLead', { leadId: registered.lead?.id, result: 'GIVEN_UP' })
    expect(ended.lead).toMatchObject({ status: 'GIVEN_UP', attempts: 1 })
  })

  test('silent orders that wait for payment are listed, and followed up with what helps', async () => {
    const me = await world.as('specialist', shop)
    await world.rows(`UPDATE orders SET source = 'SILENT' WHERE shop_id = $1 AND trade_status = 'UNPAID'`, [
      SHOP_IDS[shop],
    ])
    const { silentOrders } = await me.ask<{ silentOrders: { totalCount: number; nodes: { id: string }[] } }>(
      '{ silentOrders(first: 5) { totalCount nodes { id } } }',
    )
    const [counted] = await world.rows<{ n: number }>(
      `SELECT count(*)::int AS n FROM orders WHERE shop_id = $1 AND trade_status = 'UNPAID'`,
      [SHOP_IDS[shop]],
    )
    expect(silentOrders.totalCount).toBe(counted?.n)
    const done = await act(me, 'followUpPayment', {
      orderId: silentOrders.nodes[0]?.id,
      reason: 'CANNOT_PAY_ALONE',
    })
    expect(done.__typename).toBe('FollowUpPaymentSuccess')
    expect(done.decision?.findings.map(({ rule }) => rule.id)).toEqual(['PRE-CNV-02', 'PRE-CNV-03'])
    expect(done.decision?.remedies.map(({ kind }) => kind)).toEqual(['CORRECTION'])
  })
})

test('what was said in a duplicate says where, once it was merged (PRV-10)', async () => {
  const me = await world.as('specialist')
  const duplicate = await opened('general', { text: '重复咨询' })
  const main = await opened('general', { text: '主咨询' })
  const done = await act(me, 'mergeCases', { caseId: duplicate, mainCaseId: main })
  expect(done.__typename).toBe('MergeCasesSuccess')
  const { case: found } = await (await world.as('manager')).ask<{
    case: { messages: { nodes: { text: string; writtenIn: { id: string } | null }[] } }
  }>('query ($id: ID!) { case(id: $id) { messages(first: 10) { nodes { text writtenIn { id } } } } }', {
    id: main,
  })
  expect(found.messages.nodes.toSorted((a, b) => a.text.localeCompare(b.text, 'zh'))).toEqual(
    [
      { text: '重复咨询', writtenIn: { id: duplicate } },
      { text: '主咨询', writtenIn: null },
    ].toSorted((a, b) => a.text.localeCompare(b.text, 'zh')),
  )
})

test('an order counts for the consultation before it, within the window (PRE-CNV-13)', async () => {
  const me = await world.as('manager')
  const id = await opened('general')
  const { productId } = subjects.get('general') ?? { productId: '' }
  await world.rows(
    `UPDATE order_lines SET product_id = $2 WHERE (shop_id, order_id) IN
       (SELECT shop_id, id FROM orders WHERE shop_id = $1 AND number = 'G-1002')`,
    [SHOP_IDS.general, uuidOf(productId)],
  )
  const of = async () =>
    (
      await me.ask<{ case: { conversion: { orderId: string | null; paidAt: string | null } } }>(
        'query ($id: ID!) { case(id: $id) { ... on Consultation { conversion { orderId paidAt attributedUntil } } } }',
        { id },
      )
    ).case.conversion
  const paid = async (days: number) => {
    const at = new Date(world.now().getTime() + days * 86_400_000).toISOString()
    await world.rows(
      `UPDATE orders SET paid_at = $1, customer_id = (SELECT customer_id FROM cases WHERE id = $3)
       WHERE shop_id = $2 AND number = 'G-1002'`,
      [at, SHOP_IDS.general, uuidOf(id)],
    )
    return at
  }
  expect((await of()).orderId).toBeNull()
  const within = await paid(7)
  expect(await of()).toMatchObject({ paidAt: within })
  await paid(9)
  expect((await of()).orderId).toBeNull()
})

test('a storefront passes on what customers write, and does nothing else with a case', async () => {
  const partner = await world.as('partner')
  const id = await opened('general')
  const passed = await act(partner, 'receiveMessage', { caseId: id, channel: 'CHAT', text: '在吗' })
  expect(passed).toMatchObject({ __typename: 'ReceiveMessageSuccess', caseId: id })
  const before = await world.rows('SELECT version FROM cases WHERE id = $1', [uuidOf(id)])
  const refusals: readonly (readonly [string, object])[] = [
    ['sendMessage', { caseId: id, text: '您好' }],
    ['recordAutoReply', { caseId: id, text: '您好' }],
    ['waitForCustomer', { caseId: id }],
    ['addCaseNote', { caseId: id, text: '记' }],
    ['setConsultationStage', { caseId: id, stage: 'NEED' }],
    ['askDepartment', { caseId: id, department: 'FINANCE', question: '?' }],
    ['transferCase', { caseId: id, assigneeId: id, reason: '转交' }],
    ['linkCases', { caseId: id, otherCaseId: id }],
    ['mergeCases', { caseId: id, mainCaseId: id }],
    ['closeCase', { caseId: id }],
    ['reopenCase', { caseId: id }],
    ['archiveCase', { caseId: id }],
    ['registerLead', { caseId: id, reason: 'PRICE', nextFollowUpAt: world.now().toISOString() }],
    ['answerTask', { taskId: id, answer: '?' }],
  ]
  for (const [name, input] of refusals) {
    const answer = await tryAct(partner, name, input)
    expect(
      answer.errors.map(({ extensions }) => extensions.code),
      name,
    ).toEqual(['FORBIDDEN'])
  }
  expect(await world.rows('SELECT version FROM cases WHERE id = $1', [uuidOf(id)])).toEqual(before)
  for (const query of ['{ leads { totalCount } }', '{ caseTasks { totalCount } }'])
    expect((await partner.post(query)).errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN'])
})

test('an archived case is read by its owner, not by who worked on it (PRV-02)', async () => {
  const owner = await world.as('specialist')
  const other = await world.as('senior')
  const { viewer } = await other.ask<{ viewer: { agent: { id: string } } }>('{ viewer { agent { id } } }')
  const { customerId } = subjects.get('general') ?? { customerId: '' }
  const { caseId } = await act(owner, 'openConsultation', { customerId, channel: 'PHONE', text: '电话咨询' })
  await act(owner, 'transferCase', { caseId, assigneeId: viewer.agent.id, reason: '请接手' })
  await act(owner, 'sendMessage', { caseId, text: '您好' })
  const read = 'query ($id: ID!) { case(id: $id) { subject } }'
  const subject = async (client: typeof owner) =>
    (await client.post<{ case: { subject: string | null } }>(read, { id: caseId })).data.case.subject
  expect(await subject(other)).not.toBeNull()
  await act(owner, 'closeCase', { caseId })
  expect(await subject(owner)).not.toBeNull()
  expect(await subject(other)).toBeNull()
})

test('a case of another shop is one that does not exist', async () => {
  const id = await opened('general')
  const guided = await world.as('manager', 'guided')
  for (const [name, input] of [
    ['receiveMessage', { channel: 'CHAT', text: '在吗' }],
    ['sendMessage', { text: '您好' }],
    ['closeCase', {}],
  ] as const)
    expect(await act(guided, name, { caseId: id, ...input })).toMatchObject({
      __typename: 'NotFound',
      what: 'Case',
    })
})
