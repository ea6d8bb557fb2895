import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  addAddress,
  addCaseNote,
  addEvidence,
  appealBlacklisting,
  askDepartment,
  decideApproval,
  eraseCustomer,
  Forbidden,
  fetchCustomerExport,
  logOutsideContact,
  openComplaint,
  openConsultation,
  placeOrder,
  previewEraseCustomer,
  recordConsent,
  recordCustomer,
  remarkOrder,
  removeErasedFile,
  reportOrderProblem,
  requestAfterSale,
  requestApproval,
  requestCustomerExport,
  sendMessage,
  signExport,
  tagCustomer,
  updateCustomerProfile,
  warnCustomer,
} from '../src/index.ts'
import { customerRow, denials, newCustomer, storefront } from './customers.ts'
import { openCase } from './orders.ts'
import { NOW, openShop, openWorld, type TestShop, type World } from './shop.ts'
import { checksums, rowsOf } from './state.ts'

let world: World
let shop: TestShop
beforeAll(async () => {
  world = await openWorld('erasure')
  shop = await openShop(world)
})
afterAll(() => world.close())

const ok = async <T extends { readonly kind: string }>(outcome: Promise<T>) => {
  const done = await outcome
  if (done.kind !== 'Success') throw new Error(JSON.stringify(done))
  return done as Extract<T, { kind: 'Success' }>
}

/** Every place of the database in which a word stands, as `table.column`. */
async function placesOf(word: string): Promise<string[]> {
  const columns = await rowsOf<{ t: string; c: string }>(
    world,
    `SELECT table_name AS t, column_name AS c FROM information_schema.columns
     WHERE table_schema = 'public' AND data_type IN ('text', 'json', 'jsonb', 'ARRAY', 'character varying')`,
  )
  const found: string[] = []
  for (const { t, c } of columns) {
    const [row] = await rowsOf(world, `SELECT FROM "${t}" WHERE "${c}"::text ILIKE $1 LIMIT 1`, [`%${word}%`])
    if (row) found.push(`${t}.${c}`)
  }
  return found.sort()
}

/** A person who left a word wherever one can leave it. */
async function talkative(word: string) {
  const { deps } = world
  const { specialist } = shop
  const { customerId } = await ok(
    recordCustomer(deps, storefront(shop), {
      name: `${word}某`,
      salutation: 'MR',
      contacts: [
        { kind: 'EMAIL', value: `${word}@example.com` },
        { kind: 'PLATFORM_ACCOUNT', value: `acc_${word}` },
        { kind: 'PHONE', value: '13987651234' },
      ],
    }),
  )
  const address = {
    province: '浙江省',
    city: '杭州市',
    district: '西湖区',
    detail: `文三路 478 号 ${word} 室`,
    recipient: `${word}收`,
    phone: '13987651234',
  }
  await ok(addAddress(deps, specialist, { customerId, address }))
  await ok(tagCustomer(deps, specialist, { customerId, tag: word }))
  await ok(updateCustomerProfile(deps, specialist, { customerId, birthday: { month: 5, day: 4 } }))
  await ok(
    recordConsent(deps, storefront(shop), {
      customerId,
      purpose: 'MARKETING',
      channel: 'SMS',
      source: 'STOREFRONT',
    }),
  )
  const { orderId } = await ok(
    placeOrder(deps, shop.partner, {
      customerId,
      lines: [{ skuId: shop.skus.s, quantity: 1 }],
      address,
      expectedPayableFen: 10_000,
      buyerRemark: `请放门口 ${word}`,
      idempotencyKey: randomUUID(),
    }),
  )
  await ok(remarkOrder(deps, specialist, { orderId, type: 'NOTE', text: word }))
  await ok(reportOrderProblem(deps, specialist, { orderId, kind: 'SUSPECTED_FAKE', note: word }))
  const { caseId } = await ok(
    openConsultation(deps, specialist, {
      customerId,
      channel: 'CHAT',
      inquiryType: 'PRICE',
      subject: word,
      text: `我是 ${word}`,
    }),
  )
  await ok(sendMessage(deps, specialist, { caseId, text: `您好，${word}` }))
  await ok(addCaseNote(deps, specialist, { caseId, text: word }))
  await ok(askDepartment(deps, specialist, { caseId, department: 'warehouse', question: word }))
  await ok(
    logOutsideContact(deps, specialist, { customerId, channel: 'PHONE', reason: 'DELIVERY', note: word }),
  )
  await ok(
    openComplaint(deps, specialist, {
      customerId,
      orderId,
      topic: 'SERVICE',
      problem: word,
      expectedSolution: word,
      idempotencyKey: randomUUID(),
    }),
  )
  await ok(warnCustomer(deps, specialist, { customerId, text: word }))
  const { evidenceId } = await ok(
    addEvidence(deps, specialist, {
      caseId,
      kind: 'SCREENSHOT',
      mediaType: 'image/png',
      sizeBytes: 10,
      sha256: 'a'.repeat(64),
      note: word,
    }),
  )
  await world.admin.query(`UPDATE evidence SET status = 'STORED' WHERE id = $1`, [evidenceId])
  const asked = await ok(
    requestApproval(deps, specialist, {
      action: 'blacklistCustomer',
      input: { customerId, reason: 'ABUSE', evidenceIds: [evidenceId] },
      reason: `辱骂 ${word}`,
    }),
  )
  const decided = await ok(
    decideApproval(deps, shop.manager, {
      approvalId: asked.approvalId,
      verdict: 'APPROVE',
      reason: `同意 ${word}`,
    }),
  )
  const { blacklistingId } = decided.executed as unknown as { blacklistingId: string }
  await ok(appealBlacklisting(deps, storefront(shop), { blacklistingId, text: word }))
  await plantTheRest(word, customerId, orderId, caseId)
  return { customerId, orderId, caseId, evidenceId }
}

/** What is written by steps that are not taken here: straight into every text of the register. */
async function plantTheRest(
  word: string,
  customerId: string,
  orderId: string,
  caseId: string,
): Promise<void> {
  const values = [shop.id, customerId, orderId, caseId, word]
  for (const statement of [
    `INSERT INTO invoices (shop_id, id, order_id, kind, title, company, tax_id, content, amount_fen, status, requested_at)
     SELECT $1, gen_random_uuid(), $3, 'ELECTRONIC', $5, false, $5, '服装', 1, 'ISSUED', now() WHERE ($2, $4) IS NOT NULL`,
    `INSERT INTO reviews (shop_id, id, number, order_id, order_line_id, product_id, customer_id, score, kind, text, posted_at, found_at, reply)
     SELECT $1, gen_random_uuid(), gen_random_uuid(), $3, l.id, l.product_id, $2, 1, 'BAD', $5, now(), now(), $5
     FROM order_lines l WHERE l.order_id = $3 AND $4 IS NOT NULL`,
    `INSERT INTO leads (shop_id, id, case_id, customer_id, agent_id, reason, status, note, registered_at, next_follow_up_at)
     SELECT $1, gen_random_uuid(), $4, $2, owner_id, 'PRICE', 'OPEN', $5, now(), now() FROM cases WHERE id = $4 AND $3 IS NOT NULL`,
    `INSERT INTO notices (shop_id, id, customer_id, script, parameters, created_at, command_id)
     SELECT $1, gen_random_uuid(), $2, 'X', jsonb_build_object('said', $5::text), now(), gen_random_uuid() WHERE ($3, $4) IS NOT NULL`,
    `INSERT INTO payment_follow_ups (shop_id, id, order_id, agent_id, reason, note, at)
     SELECT $1, gen_random_uuid(), $3, owner_id, 'OTHER', $5, now() FROM cases WHERE id = $4 AND $2 IS NOT NULL`,
    `INSERT INTO inspections (shop_id, id, case_id, result, finding, note, inspected_at)
     SELECT $1, gen_random_uuid(), $4, 'PASSED', 'INTACT', $5, now() WHERE ($2, $3) IS NOT NULL`,
    `INSERT INTO handover_items (shop_id, id, case_id, status, text, owner_id, added_by, added_at, due_at)
     SELECT $1, gen_random_uuid(), $4, 'OPEN', $5, owner_id, owner_id, now(), now() FROM cases WHERE id = $4 AND ($2, $3) IS NOT NULL`,
    `INSERT INTO case_transfers (shop_id, id, case_id, from_assignee, to_assignee, from_owner, to_owner, reason, transferred_by, at, occasion)
     SELECT $1, gen_random_uuid(), $4, owner_id, owner_id, owner_id, owner_id, $5, owner_id, now(), 'TRANSFER' FROM cases WHERE id = $4 AND ($2, $3) IS NOT NULL`,
    `UPDATE cases SET demand = $5, verification = $5, plan = $5, complaint_result = $5, root_cause = $5, prevention = $5
     WHERE customer_id = $2 AND ($1, $3, $4) IS NOT NULL`,
    `INSERT INTO follow_ups (shop_id, id, kind, customer_id, case_id, status, due_at, planned_at, occasion, wanted_at, latest_at, note)
     SELECT $1, gen_random_uuid(), 'BIRTHDAY', $2, $4, 'OPEN', now(), now(), 'x', now(), now(), $5 WHERE $3 IS NOT NULL`,
    `UPDATE case_tasks SET answer = $5 WHERE case_id = $4 AND ($1, $2, $3) IS NOT NULL`,
  ]) {
    const typed = statement.replace(/\$([1-4])(?!\d)(?!::)/g, '$$$1::uuid').replace(/\$5(?!::)/g, '$$5::text')
    await world.admin.query(typed, values)
  }
}

/** Ends all that is open, as it would be by and by. */
async function settleAll(customerId: string): Promise<void> {
  const { admin } = world
  await admin.query(`UPDATE cases SET status = 'CLOSED', closed_at = now() WHERE customer_id = $1`, [
    customerId,
  ])
  await admin.query(
    `UPDATE orders SET trade_status = 'CANCELLED', cancelled_at = now() WHERE customer_id = $1`,
    [customerId],
  )
}

async function erase(customerId: string) {
  const asked = await ok(
    requestApproval(world.deps, shop.supervisor, {
      action: 'eraseCustomer',
      input: { customerId, ground: 'CUSTOMER_REQUEST' },
      reason: '客户书面要求删除',
    }),
  )
  return decideApproval(world.deps, shop.otherSupervisor, {
    approvalId: asked.approvalId,
    verdict: 'APPROVE',
    reason: '已核实本人',
  })
}

describe('the erasure of a person', () => {
  it('leaves no word of theirs anywhere: not in texts, terms, masks, events, decisions, audit or kept answers', async () => {
    const word = `zq${randomUUID().slice(0, 8)}`
    const { customerId, orderId, evidenceId } = await talkative(word)
    const before = await placesOf(word)
    for (const place of ['customers.name', 'contact_vault.value', 'search_terms.term', 'case_messages.text'])
      expect(before).toContain(place)
    // Every text that commands or the steps above write was met; the rest is of steps of after-sales, complaints and points.
    const register = await rowsOf<{ place: string }>(
      world,
      `SELECT table_name || '.' || column_name AS place FROM cs.personal_columns`,
    )
    const unmet = register.map(({ place }) => place).filter((place) => !before.includes(place))
    expect(unmet.sort()).toEqual([
      'after_sale_steps.note',
      'complaint_steps.note',
      'draw_plays.client_seed',
      'handover_items.result',
      'points_entries.reason',
      'points_journals.reason',
    ])
    // What is never to be there is not there before, either.
    for (const place of [
      'events.data',
      'decisions.facts',
      'decisions.findings',
      'approvals.input',
      'idempotency_keys.outcome',
    ])
      expect(before).not.toContain(place)
    await settleAll(customerId)
    expect((await erase(customerId)).kind).toBe('Success')
    expect(await placesOf(word)).toEqual([])
    expect(await placesOf('13987651234')).toEqual([])
    expect(await rowsOf(world, 'SELECT FROM contact_vault WHERE customer_id = $1', [customerId])).toEqual([])
    expect(await rowsOf(world, 'SELECT FROM orders WHERE id = $1', [orderId])).toHaveLength(1)
    expect(await rowsOf(world, 'SELECT FROM consents WHERE customer_id = $1', [customerId])).toHaveLength(1)
    expect(await customerRow(world, customerId)).toMatchObject({
      name: '',
      name_masked: '*',
      birth_month: null,
    })
    const [event] = await rowsOf<object>(world, `SELECT data FROM events WHERE type = 'CustomerErased'`)
    expect(event).toMatchObject({ data: { ground: 'CUSTOMER_REQUEST' } })
    await removesFileOnce(evidenceId)
  })

  async function removesFileOnce(evidenceId: string) {
    const worker = { kind: 'worker', shop: shop.id } as const
    const removed: string[] = []
    const failing = { remove: () => Promise.reject(new Error('no disk')) }
    const files = {
      async remove(key: string) {
        removed.push(key)
      },
    }
    await expect(removeErasedFile({ ...world.deps, files: failing }, worker, evidenceId)).rejects.toThrow(
      'disk',
    )
    await removeErasedFile({ ...world.deps, files }, worker, evidenceId)
    await removeErasedFile({ ...world.deps, files }, worker, evidenceId)
    expect(removed).toHaveLength(1)
  }

  it('waits until nothing is owed, says what to settle, and changes nothing', async () => {
    const customerId = await newCustomer(world, shop)
    await openCase(world, shop, shop.specialist.id, { customerId })
    const before = await checksums(world)
    const refused = await eraseCustomer(world.deps, shop.manager, { customerId, ground: 'CUSTOMER_REQUEST' })
    expect(refused.kind).toBe('PolicyDenied')
    expect(await denials(world, (refused as { decisionId: string }).decisionId)).toEqual(['PRV-15'])
    expect(await checksums(world)).toEqual(before)
  })

  it('takes two people of rank: nobody alone, and no agent', async () => {
    const customerId = await newCustomer(world, shop)
    const input = { customerId, ground: 'CUSTOMER_REQUEST' } as const
    await expect(eraseCustomer(world.deps, shop.colleague, input)).rejects.toThrow(Forbidden)
    expect((await eraseCustomer(world.deps, shop.manager, input)).kind).toBe('ApprovalRequired')
    const preview = await previewEraseCustomer(world.deps, shop.manager, input)
    expect(preview).toMatchObject({ kind: 'Previewed', decision: { outcome: 'NEEDS_APPROVAL' } })
    const asked = await ok(
      requestApproval(world.deps, shop.manager, { action: 'eraseCustomer', input, reason: '客户要求' }),
    )
    const own = await decideApproval(world.deps, shop.manager, {
      approvalId: asked.approvalId,
      verdict: 'APPROVE',
      reason: '同意',
    })
    expect(own.kind).toBe('PolicyDenied')
    expect((await customerRow(world, customerId)).erased_at).toBeNull()
  })

  it('leaves nobody to tag, to hear or to settle with, and takes what is written of them since', async () => {
    const { customerId, orderId } = await talkative(`zq${randomUUID().slice(0, 8)}`)
    await settleAll(customerId)
    expect((await erase(customerId)).kind).toBe('Success')
    const before = await checksums(world)
    const { deps } = world
    const key = { idempotencyKey: randomUUID() }
    const refused = [
      await openConsultation(deps, shop.specialist, {
        customerId,
        inquiryType: 'OTHER',
        channel: 'CHAT',
        ...key,
      }),
      await openComplaint(deps, shop.specialist, { customerId, problem: '我是谁', topic: 'OTHER', ...key }),
      await openComplaint(deps, shop.specialist, { orderId, problem: '我是谁', topic: 'OTHER', ...key }),
      await requestAfterSale(deps, shop.specialist, {
        orderId,
        type: 'COMPENSATION',
        reason: 'SERVICE',
        lines: [],
        ...key,
      }),
    ]
    expect(refused.map(({ kind }) => kind)).toEqual(['NotFound', 'NotFound', 'NotFound', 'NotFound'])
    expect(await checksums(world)).toEqual(before)
    const late = `zq${randomUUID().slice(0, 8)}`
    await ok(remarkOrder(deps, shop.specialist, { orderId, type: 'NOTE', text: late }))
    expect((await erase(customerId)).kind).toBe('Success')
    expect(await placesOf(late)).toEqual([])
  })

  it('does nothing else with who was forgotten', async () => {
    const customerId = await newCustomer(world, shop)
    expect((await erase(customerId)).kind).toBe('Success')
    expect((await tagCustomer(world.deps, shop.specialist, { customerId, tag: '老客户' })).kind).toBe(
      'PolicyDenied',
    )
  })
})

/** Where what a table says of a customer stands in what is handed out. */
const HANDED_OUT: Readonly<Record<string, string>> = {
  addresses: 'addresses',
  blacklistings: 'blacklistings',
  cases: 'cases',
  compensations: 'compensations',
  consents: 'consents',
  contact_points: 'contacts',
  contact_vault: 'contacts',
  coupons: 'coupons',
  customer_classes: 'classes',
  customer_tags: 'tags',
  customer_warnings: 'warnings',
  evidence: 'cases',
  follow_ups: 'followUps',
  leads: 'leads',
  members: 'membership',
  notices: 'notices',
  orders: 'orders',
  outside_contacts: 'outsideContacts',
  reviews: 'reviews',
}
/** How the shop works, and nothing about the person. */
const NOT_THEIRS = ['customer_exports', 'customer_merges', 'dedicated_agents', 'customers']

describe('what is known of a person', () => {
  it('is handed out once, within the hour, to who asked for it, with an audit entry', async () => {
    const word = `zq${randomUUID().slice(0, 8)}`
    const { customerId } = await talkative(word)
    const request = (who: typeof shop.manager) =>
      requestCustomerExport(world.deps, who, { customerId, purpose: 'CUSTOMER_REQUEST' })
    for (const who of [shop.specialist, shop.supervisor])
      await expect(request(who)).rejects.toThrow(Forbidden)
    const { exportId } = await ok(request(shop.manager))
    const token = signExport(world.deps.hashKey, shop.id, exportId)
    const fetch = (who: typeof shop.manager, with_ = token) => fetchCustomerExport(world.deps, who, with_)
    expect(await fetch({ ...shop.manager, id: randomUUID() as typeof shop.manager.id })).toBeNull()
    expect(await fetch(shop.manager, `${token}x`)).toBeNull()
    world.setNow(new Date(NOW.getTime() + 3_600_000))
    expect(await fetch(shop.manager)).toBeNull()
    world.setNow(NOW)
    const [served, missed] = await Promise.all([fetch(shop.manager), fetch(shop.manager)])
    const document = served ?? missed
    expect([served, missed].filter(Boolean)).toHaveLength(1)
    expect(document?.person.customer).toMatchObject({ name: `${word}某` })
    expect(document?.person.contacts.map(({ value }) => value)).toContain('13987651234')
    expect(JSON.stringify(document?.person.cases)).toContain(`我是 ${word}`)
    expect(document?.person.orders).toHaveLength(1)
    const audit = await rowsOf<object>(
      world,
      `SELECT actor_id, purpose FROM audit_entries WHERE action = 'fetchCustomerExport' AND subject_id = $1`,
      [customerId],
    )
    expect(audit).toEqual([{ actor_id: shop.manager.id, purpose: 'CUSTOMER_REQUEST' }])
  })

  it('is all: every table that names a customer has its place, and every address is there', async () => {
    const word = `zq${randomUUID().slice(0, 8)}`
    const { customerId } = await talkative(word)
    for (let number = 1; number <= 21; number++) {
      const address = {
        province: '浙江省',
        city: '杭州市',
        district: '西湖区',
        detail: `文一路 ${number} 号 3 幢 101 室`,
        recipient: '李小龙',
        phone: '13987651234',
      }
      await ok(addAddress(world.deps, shop.specialist, { customerId, address }))
    }
    const input = { customerId, purpose: 'CUSTOMER_REQUEST' } as const
    const { exportId } = await ok(requestCustomerExport(world.deps, shop.manager, input))
    const token = signExport(world.deps.hashKey, shop.id, exportId)
    const person = (await fetchCustomerExport(world.deps, shop.manager, token))?.person
    expect(person?.addresses).toHaveLength(23)
    const naming = await rowsOf<{ name: string }>(
      world,
      `SELECT conrelid::regclass::text AS name FROM pg_constraint WHERE contype = 'f' AND confrelid = 'customers'::regclass`,
    )
    const missing = naming.filter(({ name }) => !(name in HANDED_OUT) && !NOT_THEIRS.includes(name))
    expect(missing).toEqual([])
    for (const part of Object.values(HANDED_OUT)) expect(person).toHaveProperty(part)
  })
})
