import { execute, parse } from 'graphql'
import pg from 'pg'
import type { Desk } from './desk.ts'
import { schema, type Viewer } from './gateway.ts'

type Json = Record<string, unknown>

/** What a mapping has to answer, written down again as SQL of its own: by name, with what differs. */
export async function wrongMappings(desk: Desk, viewer: Viewer): Promise<string[]> {
  const admin = new pg.Client({ connectionString: desk.clone.adminUrl })
  await admin.connect()
  try {
    const wrong: string[] = []
    for (const { name, question, pick, statement } of CASES) {
      const context = desk.context(viewer)
      const answer = await execute({ schema, document: parse(question), contextValue: context })
      const found = answer.errors ? answer.errors.map(String) : pick(answer.data as never)
      const shop = viewer.principal.kind === 'public' ? '' : viewer.principal.shop
      const wanted = (await admin.query<{ row: unknown }>(statement, [shop])).rows.map(({ row }) => row)
      if (JSON.stringify(found) !== JSON.stringify(wanted))
        wrong.push(
          `${name}: ${JSON.stringify(found).slice(0, 300)} is not ${JSON.stringify(wanted).slice(0, 300)}`,
        )
    }
    return wrong
  } finally {
    await admin.end()
  }
}

interface Case {
  readonly name: string
  readonly question: string
  readonly pick: (data: { list: { nodes: Json[]; totalCount?: number } }) => unknown[]
  readonly statement: string
}

const nodes = (data: { list: { nodes: Json[]; totalCount?: number } }) =>
  data.list.nodes.map((node) => Object.values(node))
const TIME = (column: string) =>
  `to_char(date_trunc('milliseconds', ${column}) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.') || lpad((trunc(extract(milliseconds FROM ${column}))::int % 1000)::text, 3, '0') || 'Z'`

const CASES: readonly Case[] = [
  {
    name: 'an order belongs to its customer and goes to its address',
    question: '{ list: orders(first: 30) { nodes { number customer { number } shipTo { city } } } }',
    pick: (data) =>
      data.list.nodes.map((n) => [n.number, (n.customer as Json).number, (n.shipTo as Json).city]),
    statement: `SELECT json_build_array(o.number, c.number, a.city) AS row FROM orders o JOIN customers c ON (c.shop_id, c.id) = (o.shop_id, o.customer_id) JOIN addresses a ON (a.shop_id, a.id) = (o.shop_id, o.address_id) WHERE o.shop_id = $1 ORDER BY o.placed_at DESC, o.id DESC LIMIT 30`,
  },
  {
    name: 'an order has its lines, in their order, with their products',
    question: '{ list: orders(first: 30) { nodes { lines { position product { number } } } } }',
    pick: (data) =>
      data.list.nodes.map((n) => (n.lines as Json[]).map((l) => [l.position, (l.product as Json).number])),
    statement: `SELECT (SELECT json_agg(json_build_array(l.position, p.number) ORDER BY l.position) FROM order_lines l JOIN products p ON (p.shop_id, p.id) = (l.shop_id, l.product_id) WHERE (l.shop_id, l.order_id) = (o.shop_id, o.id)) AS row FROM orders o WHERE o.shop_id = $1 ORDER BY o.placed_at DESC, o.id DESC LIMIT 30`,
  },
  {
    name: 'money is yuan with two decimals',
    question: '{ list: orders(first: 30) { nodes { payableAmount { amount } } } }',
    pick: (data) => data.list.nodes.map((n) => (n.payableAmount as Json).amount),
    statement: `SELECT to_char(payable_fen / 100.0, 'FM999999990.00') AS row FROM orders WHERE shop_id = $1 ORDER BY placed_at DESC, id DESC LIMIT 30`,
  },
  {
    name: 'a time is UTC with milliseconds',
    question: '{ list: orders(first: 30) { nodes { placedAt } } }',
    pick: (data) => data.list.nodes.map((n) => n.placedAt),
    statement: `SELECT ${TIME('placed_at')} AS row FROM orders WHERE shop_id = $1 ORDER BY placed_at DESC, id DESC LIMIT 30`,
  },
  {
    name: 'names and phones are masked where they are said to be',
    question: '{ list: customers(first: 30) { nodes { nameMasked phoneMasked } } }',
    pick: nodes,
    statement: `SELECT json_build_array(c.name_masked, (SELECT masked FROM contact_points p WHERE (p.shop_id, p.customer_id) = (c.shop_id, c.id) AND kind = 'PHONE' ORDER BY is_primary DESC, id LIMIT 1)) AS row FROM customers c WHERE shop_id = $1 ORDER BY created_at DESC, id DESC LIMIT 30`,
  },
  {
    name: 'a case is of its kind, its owner and its assignee',
    question:
      '{ list: cases(first: 30) { nodes { __typename owner { number } assignee { number } customer { number } } } }',
    pick: (data) =>
      data.list.nodes.map((n) => [
        n.__typename,
        ...[n.owner, n.assignee, n.customer].map((each) => (each as Json).number),
      ]),
    statement: `SELECT json_build_array(replace(initcap(k.kind), '_S', 'S'), o.number, a.number, c.number) AS row FROM cases k JOIN agents o ON o.id = k.owner_id JOIN agents a ON a.id = k.assignee_id JOIN customers c ON (c.shop_id, c.id) = (k.shop_id, k.customer_id) WHERE k.shop_id = $1 ORDER BY opened_at DESC, k.id DESC LIMIT 30`,
  },
  {
    name: 'a filter asks what it says',
    question:
      '{ list: orders(first: 50, filter: { status: [SHIPPED, PAID], physicalStatus: [NOT_PRINTED, HANDED_OVER], held: false }) { nodes { number } } }',
    pick: (data) => data.list.nodes.map((n) => n.number),
    statement: `SELECT number AS row FROM orders WHERE shop_id = $1 AND trade_status IN ('SHIPPED', 'PAID') AND physical_status IN ('NOT_PRINTED', 'HANDED_OVER') AND NOT held ORDER BY placed_at DESC, id DESC LIMIT 50`,
  },
  {
    name: 'the next promise comes first, of open cases alone',
    question: '{ list: cases(first: 50, orderBy: DUE) { nodes { number } } }',
    pick: (data) => data.list.nodes.map((n) => n.number),
    statement: `SELECT number AS row FROM cases WHERE shop_id = $1 AND due_at IS NOT NULL AND status <> 'CLOSED' ORDER BY due_at, id LIMIT 50`,
  },
  {
    name: 'what has no promise is not counted among the promises',
    question: '{ list: cases(first: 1, orderBy: DUE) { totalCount nodes { number } } }',
    pick: (data) => [data.list.totalCount],
    statement: `SELECT count(*)::int AS row FROM cases WHERE shop_id = $1 AND due_at IS NOT NULL AND status <> 'CLOSED'`,
  },
  {
    name: 'what is to be dispatched: the first by tier, then by the latest time',
    question:
      '{ list: orders(first: 60, orderBy: DISPATCH) { totalCount nodes { number priorityDispatch } } }',
    pick: (data) => [...nodes(data), data.list.totalCount],
    statement: `(SELECT json_build_array(number, dispatch_rank = 0) AS row FROM orders WHERE shop_id = $1 AND trade_status IN ('PAID', 'PARTLY_SHIPPED') AND dispatch_due_at IS NOT NULL ORDER BY dispatch_rank, dispatch_due_at, id LIMIT 60)
      UNION ALL SELECT to_json(count(*)) FROM orders WHERE shop_id = $1 AND trade_status IN ('PAID', 'PARTLY_SHIPPED') AND dispatch_due_at IS NOT NULL`,
  },
  {
    name: 'cases in turn: by priority, the oldest first',
    question: '{ list: cases(first: 100, orderBy: IN_TURN) { nodes { number } } }',
    pick: (data) => data.list.nodes.map((n) => n.number),
    statement: `SELECT number AS row FROM cases WHERE shop_id = $1 AND status <> 'CLOSED' ORDER BY array_position(ARRAY['URGENT', 'HIGH', 'MEDIUM', 'LOW'], priority), opened_at, id LIMIT 100`,
  },
  {
    name: 'a member has a history of tiers, gifts, and somebody who looks after them',
    question:
      '{ list: members(first: 100) { nodes { number tierChanges(first: 3) { nodes { kind from to pack } } gifts(first: 2) { nodes { benefit } } dedicatedAgent { number } } } }',
    pick: (data) =>
      data.list.nodes.map((n) => [
        n.number,
        (n.tierChanges as { nodes: Json[] }).nodes.map((t) => [t.kind, t.from, t.to, t.pack]),
        (n.gifts as { nodes: Json[] }).nodes.map((g) => g.benefit),
        (n.dedicatedAgent as Json | null)?.number ?? null,
      ]),
    statement: `SELECT json_build_array(m.number,
        (SELECT coalesce(json_agg(json_build_array(t.kind, t.from_tier, t.to_tier, t.pack_id || '@' || t.pack_version) ORDER BY t.occurred_at DESC, t.id DESC), '[]')
         FROM (SELECT * FROM tier_changes t WHERE t.shop_id = m.shop_id AND t.customer_id = m.customer_id ORDER BY t.occurred_at DESC, t.id DESC LIMIT 3) t),
        (SELECT coalesce(json_agg(g.benefit ORDER BY g.granted_at DESC, g.id DESC), '[]')
         FROM (SELECT * FROM gift_grants g WHERE g.shop_id = m.shop_id AND g.customer_id = m.customer_id ORDER BY g.granted_at DESC, g.id DESC LIMIT 2) g),
        (SELECT a.number FROM dedicated_agents d JOIN agents a ON a.id = d.agent_id WHERE d.shop_id = m.shop_id AND d.customer_id = m.customer_id)) AS row
      FROM members m WHERE m.shop_id = $1 ORDER BY m.joined_at DESC, m.customer_id DESC LIMIT 100`,
  },
  {
    name: 'who works in a shift, and who is on call for it',
    question: '{ list: shifts(first: 20) { nodes { kind agents { number } onCall { number } } } }',
    pick: (data) =>
      data.list.nodes.map((n) => [
        n.kind,
        (n.agents as Json[]).map((a) => a.number).sort(),
        (n.onCall as Json[]).map((a) => a.number).sort(),
      ]),
    statement: `SELECT json_build_array(s.kind,
      (SELECT json_agg(a.number ORDER BY a.number) FROM shift_agents d JOIN agents a ON a.id = d.agent_id WHERE d.shift_id = s.id AND NOT d.on_call),
      (SELECT coalesce(json_agg(a.number ORDER BY a.number), '[]') FROM shift_agents d JOIN agents a ON a.id = d.agent_id WHERE d.shift_id = s.id AND d.on_call)) AS row
      FROM shifts s WHERE s.shop_id = $1 ORDER BY s.day, s.starts_at, s.id LIMIT 20`,
  },
  {
    name: 'what an agent can do besides the function',
    question: '{ list: agents(first: 50) { nodes { number skills } } }',
    pick: nodes,
    statement: `SELECT json_build_array(a.number, ARRAY(SELECT k.skill FROM agent_skills k WHERE k.shop_id = m.shop_id AND k.agent_id = a.id ORDER BY 1)) AS row
      FROM memberships m JOIN agents a ON a.id = m.agent_id WHERE m.shop_id = $1 ORDER BY m.since, m.agent_id LIMIT 50`,
  },
  {
    name: 'what is handed over, the next to be done first',
    question:
      '{ list: handoverItems(first: 50) { nodes { status text dueAt case { number } owner { number } assignee { number } shift { kind day } } } }',
    pick: (data) =>
      data.list.nodes.map((n) => [
        n.status,
        n.text,
        n.dueAt,
        (n.case as Json).number,
        (n.owner as Json).number,
        (n.assignee as Json | null)?.number ?? null,
        (n.shift as Json).kind,
        (n.shift as Json).day,
      ]),
    statement: `SELECT json_build_array(h.status, h.text, ${TIME('h.due_at')}, c.number, o.number, a.number, s.kind, s.day::text) AS row
      FROM handover_items h JOIN cases c ON (c.shop_id, c.id) = (h.shop_id, h.case_id) JOIN agents o ON o.id = h.owner_id
      JOIN shifts s ON (s.shop_id, s.id) = (h.shop_id, h.shift_id) LEFT JOIN agents a ON a.id = h.assignee_id
      WHERE h.shop_id = $1 AND h.status <> 'DONE' ORDER BY h.due_at, h.id LIMIT 50`,
  },
  {
    name: 'what runs is watched closest to its latest time first, without what stands still',
    question:
      '{ list: clocks(first: 50) { nodes { name subject startedAt targetAt warnAt breachAt pausedAt stoppedAt result rules pack } } }',
    pick: nodes,
    statement: `SELECT json_build_array(upper(replace(name, '.', '_')), replace(upper(subject_type), 'HANDOVERITEM', 'HANDOVER_ITEM'), ${TIME('started_at')}, ${TIME('target_at')}, ${TIME('warn_at')}, ${TIME('breach_at')}, NULL, NULL, NULL, rule_ids, pack_id || '@' || pack_version) AS row FROM clocks WHERE shop_id = $1 AND stopped_at IS NULL AND paused_at IS NULL ORDER BY breach_at, id LIMIT 50`,
  },
  {
    name: 'a promise is watched by its name, its case or its order',
    question:
      '{ list: clocks(first: 50, filter: { name: AFTER_SALE_REVIEW, breachesBefore: "2100-01-01T00:00:00Z" }) { totalCount nodes { case { number } order { number } } } }',
    pick: (data) => data.list.nodes.map((n) => [(n.case as Json)?.number, n.order]),
    statement: `SELECT json_build_array(c.number, NULL) AS row FROM clocks k JOIN cases c ON (c.shop_id, c.id) = (k.shop_id, k.case_id) WHERE k.shop_id = $1 AND k.name = 'after_sale.review' AND k.stopped_at IS NULL AND k.paused_at IS NULL ORDER BY k.breach_at, k.id LIMIT 50`,
  },
  {
    name: 'a case has its promises, also those that stopped, oldest first',
    question:
      '{ list: cases(first: 50, filter: { kind: AFTER_SALE }) { nodes { number clocks { name result } } } }',
    pick: (data) =>
      data.list.nodes.map((n) => [n.number, (n.clocks as Json[]).map((c) => [c.name, c.result])]),
    statement: `SELECT json_build_array(c.number, coalesce((SELECT json_agg(json_build_array(upper(replace(k.name, '.', '_')), k.result) ORDER BY k.started_at, k.id) FROM clocks k WHERE (k.shop_id, k.case_id) = (c.shop_id, c.id)), '[]')) AS row FROM cases c WHERE c.shop_id = $1 AND c.kind = 'AFTER_SALE' ORDER BY c.opened_at DESC, c.id DESC LIMIT 50`,
  },
  {
    name: 'an order has its own promises',
    question:
      '{ list: orders(first: 50, filter: { status: [PAID] }) { nodes { number clocks { name breachAt order { number } } } } }',
    pick: (data) =>
      data.list.nodes.map((n) => [
        n.number,
        (n.clocks as Json[]).map((c) => [c.name, c.breachAt, (c.order as Json).number]),
      ]),
    statement: `SELECT json_build_array(o.number, coalesce((SELECT json_agg(json_build_array(upper(replace(k.name, '.', '_')), ${TIME('k.breach_at')}, o.number) ORDER BY k.started_at, k.id) FROM clocks k WHERE k.shop_id = o.shop_id AND k.subject_id = o.id), '[]')) AS row FROM orders o WHERE o.shop_id = $1 AND o.trade_status = 'PAID' ORDER BY o.placed_at DESC, o.id DESC LIMIT 50`,
  },
  {
    name: 'a coupon is spent while its use is open, and void after its time',
    question:
      '{ list: customers(first: 40) { nodes { number coupons(first: 20) { nodes { number state spentOn { number } promotion { number } } } } } }',
    pick: (data) =>
      data.list.nodes.map((n) => [
        n.number,
        (n.coupons as { nodes: Json[] }).nodes.map((k) => [
          k.number,
          k.state,
          (k.spentOn as Json | null)?.number ?? null,
          (k.promotion as Json).number,
        ]),
      ]),
    statement: `SELECT json_build_array(c.number, coalesce((SELECT json_agg(json_build_array(k.number, CASE WHEN o.id IS NOT NULL THEN 'SPENT' WHEN k.valid_until <= d.now THEN 'EXPIRED' ELSE 'AVAILABLE' END, o.number, p.number) ORDER BY k.valid_until, k.id) FROM coupons k JOIN promotions p ON (p.shop_id, p.id) = (k.shop_id, k.promotion_id) LEFT JOIN coupon_uses u ON (u.shop_id, u.coupon_id) = (k.shop_id, k.id) AND u.returned_at IS NULL LEFT JOIN orders o ON (o.shop_id, o.id) = (u.shop_id, u.order_id) WHERE (k.shop_id, k.customer_id) = (c.shop_id, c.id)), '[]')) AS row FROM customers c, (SELECT (anchor::text || 'T00:00:00+08:00')::timestamptz AS now FROM cs.demo_seeds LIMIT 1) d WHERE c.shop_id = $1 ORDER BY c.created_at DESC, c.id DESC LIMIT 40`,
  },
  {
    name: 'a discount names its promotion and its coupon, and an order its concessions',
    question:
      '{ list: orders(first: 60) { nodes { number discounts { kind promotion { number } coupon { number } } concessions { amount { amount } } } } }',
    pick: (data) =>
      data.list.nodes.map((n) => [
        n.number,
        (n.discounts as Json[]).map((d) => [
          d.kind,
          (d.promotion as Json | null)?.number ?? null,
          (d.coupon as Json | null)?.number ?? null,
        ]),
        (n.concessions as Json[]).map((k) => (k.amount as Json).amount),
      ]),
    statement: `SELECT json_build_array(o.number, coalesce((SELECT json_agg(json_build_array(d.kind, p.number, k.number) ORDER BY d.position) FROM order_discounts d LEFT JOIN promotions p ON (p.shop_id, p.id) = (d.shop_id, d.promotion_id) LEFT JOIN coupons k ON (k.shop_id, k.id) = (d.shop_id, d.coupon_id) WHERE (d.shop_id, d.order_id) = (o.shop_id, o.id)), '[]'), coalesce((SELECT json_agg(to_char(x.amount_fen / 100.0, 'FM999990.00') ORDER BY x.granted_at) FROM concessions x WHERE (x.shop_id, x.order_id) = (o.shop_id, o.id)), '[]')) AS row FROM orders o WHERE o.shop_id = $1 ORDER BY o.placed_at DESC, o.id DESC LIMIT 60`,
  },
]
