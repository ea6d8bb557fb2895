import { afterAll, describe, expect, test } from 'vitest'
import { uuidOf } from '../harness/ids.ts'
import { yuan } from '../harness/orders.ts'
import { openWorld, SHOP_IDS } from '../harness/world.ts'

const world = await openWorld('member')
afterAll(() => world.close())
const me = await world.as('specialist')

/** Tiers by the paid amount less refunds of 365 days, in fen (defaults, Members). */
const TIERS = [
  ['ORDINARY', 0],
  ['SILVER', 100_000],
  ['GOLD', 500_000],
  ['PLATINUM', 2_000_000],
  ['DIAMOND', 5_000_000],
] as const

interface Member {
  readonly number: string
  readonly tier: string
  readonly pointsAvailable: number
  readonly pointsPending: number
  readonly progress: {
    paid: { amount: string }
    next: string | null
    missing: { amount: string } | null
    explanation: { zh: string }
  }
  readonly benefits: { code: string; rule: string; title: { zh: string; en: string }; value: string | null }[]
  readonly entries: { totalCount: number; nodes: { points: number; state: string; kind: string }[] }
}

const QUERY = `{ customers(first: 100) { nodes { id member { number tier pointsAvailable pointsPending progress { paid { amount } next missing { amount } explanation { zh en } }
  benefits { code rule value title { zh en } detail { zh en } } entries(first: 2) { totalCount nodes { points state kind } } } } } }`

const { customers } = await me.ask<{ customers: { nodes: { id: string; member: Member | null }[] } }>(QUERY)
const members = customers.nodes.flatMap(({ id, member }) => (member ? [{ id: uuidOf(id), member }] : []))

describe('a member', () => {
  test('has the points that the entries sum up to', async () => {
    expect(members.length).toBeGreaterThan(50)
    const sums = new Map(
      (
        await world.rows<{ id: string; available: number; pending: number; n: number }>(
          `SELECT m.customer_id AS id, coalesce(sum(p.points) FILTER (WHERE p.account = 'AVAILABLE'), 0)::int AS available,
             coalesce(sum(p.points) FILTER (WHERE p.account = 'PENDING'), 0)::int AS pending, count(p.id)::int AS n
           FROM members m LEFT JOIN points_entries p ON p.shop_id = m.shop_id AND p.customer_id = m.customer_id WHERE m.shop_id = $1 GROUP BY 1`,
          [SHOP_IDS.general],
        )
      ).map((row) => [row.id, row]),
    )
    for (const { id, member } of members) {
      const row = sums.get(id)
      expect([member.pointsAvailable, member.pointsPending, member.entries.totalCount]).toEqual([
        row?.available,
        row?.pending,
        row?.n,
      ])
    }
  })

  test('is as far as the goods paid in the last 365 days, less refunds, by the order’s own day (Q42)', async () => {
    const paid = new Map(
      (
        await world.rows<{ id: string; fen: number }>(
          `SELECT o.customer_id AS id, sum(l.paid_fen - l.refunded_fen)::bigint::float8 AS fen FROM orders o
           JOIN order_lines l ON l.shop_id = o.shop_id AND l.order_id = o.id
           WHERE o.shop_id = $1 AND o.paid_at IS NOT NULL AND o.paid_at > $2::timestamptz - interval '365 days' AND o.paid_at <= $2 GROUP BY 1`,
          [SHOP_IDS.general, world.now()],
        )
      ).map((row) => [row.id, row.fen]),
    )
    for (const { id, member } of members) {
      const fen = paid.get(id) ?? 0
      expect(member.progress.paid.amount, member.number).toBe(yuan(fen))
      const at = TIERS.findIndex(([tier]) => tier === member.tier)
      const next = TIERS[at + 1]
      expect(member.progress.next).toBe(next?.[0] ?? null)
      expect(member.progress.missing?.amount ?? null).toBe(next ? yuan(Math.max(0, next[1] - fen)) : null)
    }
    expect(new Set(members.map(({ member }) => member.tier)).size).toBeGreaterThan(2)
  })

  test('has the benefits of the tiers below, each with its rule (MEM-01…05)', async () => {
    const byTier = new Map(
      members.map(({ member }) => [member.tier, member.benefits.map(({ code }) => code)]),
    )
    let before: readonly string[] = []
    for (const [tier] of TIERS) {
      const codes = byTier.get(tier)
      if (!codes) continue
      expect(codes).toEqual(expect.arrayContaining([...before.filter((code) => !/DISCOUNT|GIFT/.test(code))]))
      expect(codes.length).toBeGreaterThanOrEqual(before.length)
      before = codes
    }
    for (const { member } of members)
      for (const benefit of member.benefits) {
        expect(benefit.rule).toMatch(/^(MEM|PTS|AS|PRC|FUL)-/)
        expect(benefit.title.zh).toMatch(/\p{Script=Han}/u)
      }
  })
})
