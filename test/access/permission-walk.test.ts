import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { act, key } from '../harness/acts.ts'
import type { Answer } from '../harness/client.ts'
import { makeAfterSales, makeComplaints } from '../harness/history.ts'
import { numberOf, orderIds } from '../harness/orders.ts'
import { LONG_LISTS, rowsAt, type TypeQuery, typeQueries } from '../harness/walk.ts'
import { NOW, openWorld, SHOP_IDS, type Who } from '../harness/world.ts'

const world = await openWorld('walk')
afterAll(() => world.close())

const WHO = ['specialist', 'senior', 'supervisor', 'manager', 'partner', 'public'] as const satisfies Who[]

const QUERIES = typeQueries(LONG_LISTS)

/** Fields whose value depends on who asks, beyond being answered or not. */
const PERSONAL: Readonly<Record<string, readonly string[]>> = {
  Viewer: ['kind', 'grade', 'function', 'permissions', 'shops', 'agent'],
  HeldPermission: ['permission', 'description', 'scope'],
  ShopChoice: ['id', 'code', 'name', 'grade'],
  OrderAction: ['permitted', 'decision'],
  AfterSaleAction: ['permitted', 'decision'],
  ComplaintAction: ['permitted', 'decision'],
  FieldAccess: ['granted', 'scope'],
}
/** Permissions held by some grades for a part of the shop only; test/access/scopes.test.ts compares those. */
const PARTIAL = [
  'case.content.read',
  'approval.read',
  'audit.read',
  'evidence.read',
  'decision.read',
  'board.read',
  'team.load.read',
  'follow_up.read',
  'follow_up.work',
  'satisfaction.read',
]

type Held = ReadonlyMap<string, string>
const held = new Map<string, Held>()
const answers = new Map<string, Answer<unknown>>()

const isFree = (permissions: readonly string[], of: Held) => permissions.every((each) => of.has(each))

beforeAll(async () => {
  await makeHistory()
  for (const who of WHO) {
    const client = await world.as(who)
    const { viewer } = await client.ask<{ viewer: { permissions: { permission: string; scope: string }[] } }>(
      '{ viewer { permissions { permission scope } } }',
    )
    held.set(who, new Map(viewer.permissions.map((each) => [each.permission, each.scope])))
    for (const query of QUERIES) answers.set(`${who} ${query.type}`, await client.post(query.text))
  }
})

/** Something of everything that the demo is seeded without: decisions, events, approvals, audit entries. */
async function makeHistory(): Promise<void> {
  const me = await world.as('specialist')
  const paid = await orderIds(me, numberOf('general', 1002))
  await act(me, 'cancelOrder', { orderId: paid.id, reason: 'BUYER_ASKED', idempotencyKey: key() })
  const custom = await orderIds(me, numberOf('general', 1016))
  const asked = await act(me, 'requestApproval', {
    action: { cancelOrder: { orderId: custom.id, reason: 'BUYER_ASKED' } },
    reason: '客户结婚日期变更，定制内容已不适用',
    idempotencyKey: key(),
  })
  expect(asked.__typename).toBe('RequestApprovalSuccess')
  // An audit that fails holds the order; a decision of the other kinds of rules.
  const vague = await orderIds(me, numberOf('general', 1020))
  expect((await act(me, 'auditOrder', { orderId: vague.id })).order?.version).toBeGreaterThan(vague.version)
  const rejected = await act(await world.as('supervisor'), 'decideApproval', {
    approvalId: asked.approval?.id,
    verdict: 'REJECT',
    reason: '已开始制作',
  })
  expect(rejected.__typename).toBe('DecideApprovalSuccess')
  await makeAfterSales(world, 'general')
  await askForMoney()
  await claimDifference()
  await makeComplaints(world, 'general')
  // Two weeks on, some options of the newest orders take a special approval.
  world.setNow(new Date(NOW.getTime() + 16 * 86_400_000))
}

/** A request for approval that names an amount. */
async function askForMoney(): Promise<void> {
  const [compensation] = await world.rows<{ number: string }>(
    `UPDATE cases SET after_sale_type = 'COMPENSATION', reason = 'SERVICE', after_sale_state = 'REVIEWING', status = 'OPEN',
       asked_fen = 12000, compensation_kind = 'COUPON'
     WHERE id = (SELECT id FROM cases WHERE shop_id = $1 AND kind = 'AFTER_SALE' AND status = 'OPEN' ORDER BY number LIMIT 1)
     RETURNING number`,
    [SHOP_IDS.general],
  )
  const me = await world.as('specialist')
  const { of } = await me.ask<{ of: { id: string } }>(
    'query ($number: String) { of: case(number: $number) { id } }',
    compensation,
  )
  const asked = await act(me, 'requestApproval', {
    action: { grantCompensation: { caseId: of.id, amount: '120.00', kind: 'COUPON' } },
    reason: '延误三天，客户要求补偿',
  })
  expect(asked.__typename).toBe('RequestApprovalSuccess')
}

/** A price that fell after the payment, and the difference claimed. */
async function claimDifference(): Promise<void> {
  const manager = await world.as('manager')
  const { order } = await manager.ask<{
    order: { id: string; lines: { id: string; sku: { id: string } }[] }
  }>('query ($number: String) { order(number: $number) { id lines { id sku { id } } } }', {
    number: numberOf('general', 1003),
  })
  const [line] = order.lines
  const lower = await act(manager, 'changeSkuPrice', {
    skuId: line?.sku.id,
    price: '0.01',
    idempotencyKey: key(),
  })
  expect(lower.__typename).toBe('ChangeSkuPriceSuccess')
  const claimed = await act(manager, 'claimPriceProtection', {
    orderId: order.id,
    lineId: line?.id,
    idempotencyKey: key(),
  })
  expect(claimed.__typename).toBe('ClaimPriceProtectionSuccess')
}

/** What is refused to somebody on the way of a query, or at its end. */
function refusals(query: TypeQuery, of: Held): { permission: string; selection: string }[] {
  const path = (to: number) => query.steps.slice(0, to).map(({ key }) => key)
  for (const [i, step] of query.steps.entries()) {
    const missing = step.permissions.find((each) => !of.has(each))
    if (missing)
      return [{ permission: missing, selection: [...path(i), step.key.replace('[*]', '')].join('.') }]
  }
  return query.fields.flatMap(({ name, permissions }) => {
    const missing = permissions.find((each) => !of.has(each))
    return missing ? [{ permission: missing, selection: [...path(query.steps.length), name].join('.') }] : []
  })
}

describe.each(WHO)('%s', (who) => {
  test.each(QUERIES.map((query) => [query.type, query] as const))('%s', (type, query) => {
    const answer = answers.get(`${who} ${type}`)
    const mine = held.get(who)
    if (!answer || !mine) throw new Error('not asked')
    expect(answer.status).toBe(200)
    const partial = [...query.steps, ...query.fields].some(({ permissions }) =>
      permissions.some((each) => mine.has(each) && mine.get(each) !== 'SHOP'),
    )
    const told = answer.errors.map(({ extensions: { code, permission, selection } }) => ({
      code,
      permission: permission as string,
      selection: selection as string,
    }))
    const outOfReach = told.filter(
      (error) =>
        partial &&
        error.code === 'FORBIDDEN' &&
        PARTIAL.includes(error.permission) &&
        mine.has(error.permission),
    )
    const expected = refusals(query, mine).map((each) => ({ code: 'FORBIDDEN', ...each }))
    const bySelection = (a: { selection: string }, b: { selection: string }) =>
      a.selection < b.selection ? -1 : 1
    expect(told.filter((error) => !outOfReach.includes(error)).sort(bySelection)).toEqual(
      expected.sort(bySelection),
    )

    const rows = rowsAt(answer.data, query)
    const denied = query.fields.filter(({ permissions }) => !isFree(permissions, mine))
    for (const row of rows) for (const { name } of denied) expect(row[name], name).toBeNull()

    // What is answered is what a manager is answered: nothing is left out, nothing is made up.
    if (partial || who === 'manager' || query.steps.some(({ permissions }) => !isFree(permissions, mine)))
      return
    const whole = rowsAt(answers.get(`manager ${type}`)?.data, query)
    const expectedRows = whole.map((row) => without(row, type, denied))
    if (type !== 'HeldPermission' && type !== 'ShopChoice')
      expect(rows.map((row) => without(row, type, denied))).toEqual(expectedRows)
  })
})

function without(
  row: Record<string, unknown>,
  type: string,
  denied: readonly { name: string }[],
): Record<string, unknown> {
  const names = new Set([...denied.map(({ name }) => name), ...(PERSONAL[type] ?? [])])
  return Object.fromEntries(Object.entries(row).filter(([name]) => !names.has(name)))
}

describe('the walk', () => {
  test('finds rows of every type as a manager', () => {
    const empty = QUERIES.filter(
      (query) => rowsAt(answers.get(`manager ${query.type}`)?.data, query).length === 0,
    )
    expect(empty.map(({ type }) => type)).toEqual([])
  })

  test('never meets a bug', () => {
    expect(world.problems).toEqual([])
    const bugs = [...answers].filter(([, answer]) => answer.text.includes('INTERNAL_SERVER_ERROR'))
    expect(bugs.map(([name]) => name)).toEqual([])
  })

  test('answers nobody without a token but with what is public', () => {
    const answered = QUERIES.filter(
      (query) => rowsAt(answers.get(`public ${query.type}`)?.data, query).length > 0,
    )
    expect(answered.map(({ type }) => type).sort()).toEqual(
      [
        'Bilingual',
        'Citation',
        'EnumLabel',
        'EnumLabels',
        'FieldAccess',
        'HeldPermission',
        'PermissionRow',
        'Rule',
        'Viewer',
      ].sort(),
    )
  })
})

describe('personal data', () => {
  test('no answer holds a value of the vault', async () => {
    const vault = await world.rows<{ value: string; kind: string }>(
      `SELECT DISTINCT kind, value FROM contact_vault WHERE kind <> 'RECIPIENT'`,
    )
    expect(vault.length).toBeGreaterThan(300)
    // A value stands within one string of an answer; most strings are answered many times over.
    const all = [...new Set(world.bodies.flatMap((body) => body.split('"')))].join('\n')
    const leaked = vault.filter(({ value }) => all.includes(value))
    expect(leaked).toEqual([])
  })

  test('a partner sees no full name of a customer', async () => {
    const names = await world.rows<{ name: string }>(
      `SELECT DISTINCT c.name FROM customers c WHERE NOT EXISTS (SELECT 1 FROM agents a WHERE a.name = c.name)`,
    )
    const all = WHO.filter((who) => who === 'partner' || who === 'public').flatMap((who) =>
      QUERIES.map((query) => answers.get(`${who} ${query.type}`)?.text ?? ''),
    )
    const leaked = names.filter(({ name }) => all.some((text) => text.includes(name)))
    expect(leaked).toEqual([])
  })
})
