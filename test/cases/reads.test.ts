import { afterAll, expect, test } from 'vitest'
import { uuidOf } from '../harness/ids.ts'
import { openWorld, SHOP_IDS } from '../harness/world.ts'

const world = await openWorld('cases')
afterAll(() => world.close())
const me = await world.as('manager')

test('a case is one of three kinds, each with its own fields', async () => {
  const { cases } = await me.ask<{ cases: { nodes: Record<string, string | null>[] } }>(
    `{ cases(first: 100) { nodes { __typename id kind status number ... on Consultation { inquiryType stage } ... on AfterSale { type reason demand }
       ... on Complaint { grade state problem } ... on Node { nodeId: id } } } }`,
  )
  const rows = await world.rows<Record<string, string | null>>(
    'SELECT id, kind, status, number, inquiry_type, stage, after_sale_type, reason, grade, complaint_state FROM cases WHERE shop_id = $1 ORDER BY opened_at DESC, id DESC LIMIT 100',
    [SHOP_IDS.general],
  )
  const names: Record<string, string> = {
    CONSULTATION: 'Consultation',
    AFTER_SALE: 'AfterSale',
    COMPLAINT: 'Complaint',
  }
  for (const [i, node] of cases.nodes.entries()) {
    const row = rows[i]
    expect([uuidOf(node.id ?? ''), node.kind, node.status, node.number]).toEqual([
      row?.id,
      row?.kind,
      row?.status,
      row?.number,
    ])
    expect(node.__typename).toBe(names[row?.kind ?? ''])
    expect(node.nodeId).toBe(node.id)
    expect([
      node.inquiryType ?? null,
      node.stage ?? null,
      node.type ?? null,
      node.reason ?? null,
      node.grade ?? null,
      node.state ?? null,
    ]).toEqual([
      row?.inquiry_type,
      row?.stage,
      row?.after_sale_type,
      row?.reason,
      row?.grade,
      row?.complaint_state,
    ])
  }
  expect(new Set(cases.nodes.map(({ __typename }) => __typename)).size).toBe(3)
})

const FILTERS: readonly (readonly [string, string])[] = [
  ['kind: COMPLAINT', `kind = 'COMPLAINT'`],
  ['status: [OPEN, SOLVED]', `status IN ('OPEN', 'SOLVED')`],
  ['priority: HIGH, kind: AFTER_SALE', `priority = 'HIGH' AND kind = 'AFTER_SALE'`],
  ['openedFrom: "2026-11-01T00:00:00Z"', `opened_at >= '2026-11-01T00:00:00Z'`],
  ['openedBefore: "2026-06-01T00:00:00Z"', `opened_at < '2026-06-01T00:00:00Z'`],
  ['mine: true', `(owner_id = $2 OR assignee_id = $2)`],
  ['mine: false', `NOT (owner_id = $2 OR assignee_id = $2)`],
]
test.each(FILTERS)('cases by %s', async (filter, where) => {
  const specialist = await world.as('specialist')
  const [agent] = await world.rows<{ id: string }>(
    `SELECT id FROM agents WHERE subject = 'general-specialist'`,
  )
  const { cases } = await specialist.ask<{ cases: { totalCount: number; nodes: { id: string }[] } }>(
    `{ cases(first: 100, filter: { ${filter} }) { totalCount nodes { id } } }`,
  )
  const rows = await world.rows<{ id: string }>(
    `SELECT id FROM cases WHERE shop_id = $1 AND ${where} AND $2::uuid IS NOT NULL ORDER BY opened_at DESC, id DESC`,
    [SHOP_IDS.general, agent?.id],
  )
  expect(cases.totalCount).toBe(rows.length)
  expect(cases.nodes.map(({ id }) => uuidOf(id))).toEqual(rows.slice(0, 100).map(({ id }) => id))
})

test('messages are in their order, page by page', async () => {
  const [longest] = await world.rows<{ number: string; id: string }>(
    `SELECT c.number, c.id FROM cases c JOIN case_messages m ON m.shop_id = c.shop_id AND m.case_id = c.id WHERE c.shop_id = $1 GROUP BY 1, 2 ORDER BY count(*) DESC, 1 LIMIT 1`,
    [SHOP_IDS.general],
  )
  const expected = await world.rows<{ text: string }>(
    'SELECT text FROM case_messages WHERE case_id = $1 ORDER BY sent_at, id',
    [longest?.id],
  )
  const texts: string[] = []
  let after: string | null = null
  do {
    const found: {
      case: { messages: { nodes: { text: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } }
    } = await me.ask(
      'query ($n: String, $after: String) { case(number: $n) { messages(first: 2, after: $after) { nodes { text sender agent { name } } pageInfo { hasNextPage endCursor } } } }',
      { n: longest?.number, after },
    )
    texts.push(...found.case.messages.nodes.map(({ text }) => text))
    after = found.case.messages.pageInfo.hasNextPage ? found.case.messages.pageInfo.endCursor : null
  } while (after)
  expect(texts).toEqual(expected.map(({ text }) => text))
})
