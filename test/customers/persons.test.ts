import { afterAll, describe, expect, test } from 'vitest'
import { act, key, tryAct } from '../harness/acts.ts'
import { codesOf } from '../harness/client.ts'
import { globalId, uuidOf } from '../harness/ids.ts'
import { openWorld, SHOP_IDS, type Who } from '../harness/world.ts'

const world = await openWorld('persons')
afterAll(() => world.close())

/** A customer of the demo with nothing open, who is no member. */
async function settled(offset: number): Promise<string> {
  const [row] = await world.rows<{ id: string }>(
    `SELECT c.id FROM customers c WHERE c.shop_id = $1 AND c.blacklisted_until IS NULL
       AND NOT EXISTS (SELECT FROM members m WHERE m.shop_id = c.shop_id AND m.customer_id = c.id)
       AND NOT EXISTS (SELECT FROM cases k WHERE k.shop_id = c.shop_id AND k.customer_id = c.id AND k.status <> 'CLOSED')
       AND NOT EXISTS (SELECT FROM orders o WHERE o.shop_id = c.shop_id AND o.customer_id = c.id AND o.trade_status NOT IN ('COMPLETED', 'CANCELLED'))
       AND NOT EXISTS (SELECT FROM refunds r JOIN orders o ON o.shop_id = r.shop_id AND o.id = r.order_id
         WHERE o.shop_id = c.shop_id AND o.customer_id = c.id AND r.status IN ('OWED', 'FAILED'))
       AND NOT EXISTS (SELECT FROM compensations p WHERE p.shop_id = c.shop_id AND p.customer_id = c.id AND p.status = 'OWED')
     ORDER BY c.number OFFSET $2 LIMIT 1`,
    [SHOP_IDS.general, offset],
  )
  return globalId('Customer', 'general', row?.id ?? '')
}

const GRADES = ['specialist', 'senior', 'supervisor', 'manager'] as const satisfies Who[]

describe('permissions of each grade', () => {
  test.each([
    ['tagCustomer', { tag: '试用' }, ['specialist', 'senior', 'supervisor', 'manager']],
    ['warnCustomer', { text: '请文明沟通' }, ['specialist', 'senior', 'supervisor', 'manager']],
    ['markVip', { vip: true }, ['supervisor', 'manager']],
    ['requestCustomerExport', { purpose: 'CUSTOMER_REQUEST' }, ['manager']],
    ['eraseCustomer', { ground: 'CUSTOMER_REQUEST' }, ['supervisor', 'manager']],
  ] as const)('%s', async (name, input, may) => {
    const customerId = await settled(0)
    for (const who of GRADES) {
      const before = await world.rows('SELECT to_jsonb(c) AS row FROM customers c WHERE id = $1', [
        uuidOf(customerId),
      ])
      const answer = await tryAct(await world.as(who), name, { customerId, ...input })
      const refused = codesOf(answer).includes('FORBIDDEN')
      expect(refused, `${who} ${name}`).toBe(!(may as readonly string[]).includes(who))
      if (refused)
        expect(
          await world.rows('SELECT to_jsonb(c) AS row FROM customers c WHERE id = $1', [uuidOf(customerId)]),
        ).toEqual(before)
    }
  })

  test('mergeCustomers and liftBlacklisting', async () => {
    const [customerId, duplicateId] = [await settled(1), await settled(2)]
    const [blacklisting] = await world.rows<{ id: string }>(
      `SELECT id FROM blacklistings WHERE shop_id = $1 AND status = 'IN_FORCE' LIMIT 1`,
      [SHOP_IDS.general],
    )
    const blacklistingId = globalId('Blacklisting', 'general', blacklisting?.id ?? '')
    for (const who of ['specialist', 'senior'] as const)
      expect(
        codesOf(await tryAct(await world.as(who), 'mergeCustomers', { customerId, duplicateId })),
      ).toEqual(['FORBIDDEN'])
    for (const who of ['specialist', 'senior', 'supervisor'] as const)
      expect(codesOf(await tryAct(await world.as(who), 'liftBlacklisting', { blacklistingId }))).toEqual([
        'FORBIDDEN',
      ])
    const supervisor = await world.as('supervisor')
    const merged = await supervisor.ask<{ result: { merge: { id: string; moved: number } } }>(
      'mutation ($input: MergeCustomersInput!) { result: mergeCustomers(input: $input) { ... on MergeCustomersSuccess { merge { id moved } } } }',
      { input: { customerId, duplicateId } },
    )
    expect(merged.result.merge.moved).toBeGreaterThan(0)
    const { customer } = await supervisor.ask<{ customer: { mergedInto: { id: string } } }>(
      'query ($id: ID!) { customer(id: $id) { mergedInto { id } } }',
      { id: duplicateId },
    )
    expect(customer.mergedInto.id).toBe(customerId)
    expect((await act(supervisor, 'undoCustomerMerge', { mergeId: merged.result.merge.id })).__typename).toBe(
      'UndoCustomerMergeSuccess',
    )
    expect((await act(await world.as('manager'), 'liftBlacklisting', { blacklistingId })).__typename).toBe(
      'LiftBlacklistingSuccess',
    )
  })
})

describe('a customer', () => {
  test('says how to look after them, and what they agreed to', async () => {
    const me = await world.as('specialist')
    const id = await settled(3)
    await act(me, 'updateCustomerProfile', {
      customerId: id,
      behaviour: 'MILD',
      birthday: { month: 3, day: 8 },
    })
    await act(me, 'recordConsent', { customerId: id, purpose: 'SURVEY', channel: 'EMAIL', source: 'CHAT' })
    const { customer } = await me.ask<{
      customer: {
        complaining: boolean
        birthMonth: number
        playbook: { rule: string }[]
        consents: { purpose: string; channel: string; given: boolean }[]
      }
    }>(
      'query ($id: ID!) { customer(id: $id) { complaining birthMonth playbook { rule } consents { purpose channel given } } }',
      { id },
    )
    expect(customer.birthMonth).toBe(3)
    expect(customer.complaining).toBe(false)
    expect(customer.playbook.map(({ rule }) => rule)).toContain('CUS-SEG-02')
    expect(customer.consents).toContainEqual({ purpose: 'SURVEY', channel: 'EMAIL', given: true })
  })
})

describe('an export over HTTP', () => {
  test('is fetched once, by who asked for it', async () => {
    const customerId = await settled(5)
    const manager = await world.as('manager')
    const { result } = await manager.ask<{ result: { path: string } }>(
      'mutation ($input: RequestCustomerExportInput!) { result: requestCustomerExport(input: $input) { ... on RequestCustomerExportSuccess { path } } }',
      { input: { customerId, purpose: 'CUSTOMER_REQUEST' } },
    )
    const fetched = async (who: Who | null) =>
      fetch(`${world.url}${result.path}`, { headers: who ? (await world.as(who)).headers : {} })
    expect((await fetched(null)).status).toBe(401)
    for (const who of ['specialist', 'supervisor'] as const) expect((await fetched(who)).status).toBe(403)
    expect((await fetched('manager-deputy')).status).toBe(404)
    const answer = await fetched('manager')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('cache-control')).toBe('private, no-store')
    const document = (await answer.json()) as { person: { contacts: { value: string }[] } }
    const values = await world.rows<{ value: string }>(
      'SELECT value FROM contact_vault WHERE customer_id = $1',
      [uuidOf(customerId)],
    )
    expect(values.map(({ value }) => value)).toContain(document.person.contacts[0]?.value)
    expect((await fetched('manager')).status).toBe(404)
  })
})

describe('erasure over the API', () => {
  test('is asked for by one, confirmed by another, and leaves a number', async () => {
    const customerId = await settled(4)
    const id = uuidOf(customerId)
    const values = await world.rows<{ value: string }>(
      'SELECT value FROM contact_vault WHERE customer_id = $1',
      [id],
    )
    expect(values.length).toBeGreaterThan(0)
    const direct = await act(await world.as('manager'), 'eraseCustomer', {
      customerId,
      ground: 'CUSTOMER_REQUEST',
    })
    expect(direct.__typename).toBe('ApprovalRequired')
    const asked = await act(await world.as('supervisor'), 'requestApproval', {
      action: { eraseCustomer: { customerId, ground: 'CUSTOMER_REQUEST' } },
      reason: '客户来函要求删除个人信息',
      idempotencyKey: key(),
    })
    const decided = await act(await world.as('manager'), 'decideApproval', {
      approvalId: asked.approval?.id,
      verdict: 'APPROVE',
      reason: '已核实本人',
    })
    expect(decided.__typename).toBe('DecideApprovalSuccess')
    const { customer } = await (await world.as('manager')).ask<{ customer: Record<string, unknown> }>(
      'query ($id: ID!) { customer(id: $id) { name nameMasked phoneMasked erasedAt contacts { id } tags } }',
      { id: customerId },
    )
    expect(customer).toMatchObject({ name: '', nameMasked: '*', phoneMasked: null, contacts: [], tags: [] })
    expect(customer.erasedAt).not.toBeNull()
    expect(await world.rows('SELECT FROM contact_vault WHERE customer_id = $1', [id])).toEqual([])
  })
})
