import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cloneDatabase, TEST_DEMO, type TestDatabase } from '../../../tooling/database/index.ts'
import { query } from './support.ts'

/** What counted at a moment, by the window of a day: in SQL of its own, from payments, lines and refunds (Q42). */
const COUNTED = (at: string, day: string) => `
  (SELECT COALESCE(sum((SELECT sum(l.paid_fen) FROM order_lines l WHERE l.shop_id = o.shop_id AND l.order_id = o.id)
      - COALESCE((SELECT sum(r.goods_fen) FROM refunds r WHERE r.shop_id = o.shop_id AND r.order_id = o.id AND r.created_at <= ${at}), 0)), 0)
   FROM orders o WHERE o.shop_id = m.shop_id AND o.customer_id = m.customer_id AND o.paid_at <= ${at}
     AND (o.paid_at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN ${day} - 365 AND ${day})`
const TIER = (fen: string) =>
  `CASE WHEN ${fen} >= 5000000 THEN 'DIAMOND' WHEN ${fen} >= 2000000 THEN 'PLATINUM' WHEN ${fen} >= 500000 THEN 'GOLD' WHEN ${fen} >= 100000 THEN 'SILVER' ELSE 'ORDINARY' END`
const NOW = `timestamptz '${TEST_DEMO.anchor} 00:00+08'`

describe('the tiers of the demo', () => {
  let db: TestDatabase
  const rows = <Row extends object>(text: string) => query<Row>(db.adminUrl, text)
  beforeAll(async () => {
    db = await cloneDatabase('demo-tiers')
  })
  afterAll(() => db.drop())

  test('are what was paid in the window, or the member was told that it will be lower', async () => {
    const judged = await rows<{ number: string; tier: string; reached: string; told: boolean }>(
      `SELECT number, tier, ${TIER('fen')} AS reached, lowers_on IS NOT NULL AS told
       FROM (SELECT m.*, ${COUNTED(NOW, `DATE '${TEST_DEMO.anchor}'`)} AS fen FROM members m) m`,
    )
    expect(judged.length).toBeGreaterThan(200)
    expect(judged.filter(({ tier, reached, told }) => (tier === reached) === told)).toEqual([])
    expect(judged.filter(({ told }) => told).length).toBeGreaterThan(0)
    expect(new Set(judged.map(({ tier }) => tier)).size).toBe(5)
  })

  test('have a history whose figures come out again, and that leads to where they are', async () => {
    const wrong = await rows(
      `SELECT t.kind, t.paid_fen, c.fen FROM tier_changes t JOIN members m ON m.shop_id = t.shop_id AND m.customer_id = t.customer_id
       CROSS JOIN LATERAL (SELECT ${COUNTED(
         `(t.occurred_at + CASE WHEN t.kind IN ('NOTIFIED','LOWERED') THEN interval '-1 millisecond' ELSE interval '999 microseconds' END)`,
         `(t.occurred_at AT TIME ZONE 'Asia/Shanghai')::date`,
       )} AS fen) c
       WHERE t.paid_fen <> c.fen
         OR CASE t.kind WHEN 'RAISED' THEN t.to_tier <> ${TIER('c.fen')} WHEN 'KEPT' THEN c.fen < t.threshold_fen
              WHEN 'ENROLLED' THEN t.to_tier <> ${TIER('c.fen')} ELSE c.fen >= t.threshold_fen END`,
    )
    expect(wrong).toEqual([])
    const broken = await rows(
      `SELECT * FROM (SELECT t.*, lag(t.to_tier) OVER w AS before, lead(t.id) OVER w IS NULL AS last, m.tier, m.tier_since
         FROM tier_changes t JOIN members m ON m.shop_id = t.shop_id AND m.customer_id = t.customer_id WHERE t.kind NOT IN ('NOTIFIED','KEPT')
         WINDOW w AS (PARTITION BY t.shop_id, t.customer_id ORDER BY t.occurred_at, t.id)) h
       WHERE from_tier IS DISTINCT FROM before OR (last AND (to_tier <> tier OR effective_on <> tier_since))`,
    )
    expect(broken).toEqual([])
    // Lowered on a first, at least 30 days after the notice, by one tier.
    const early = await rows(
      `SELECT 1 FROM tier_changes t WHERE t.kind = 'LOWERED' AND (extract(day FROM t.effective_on) <> 1 OR NOT EXISTS (
         SELECT FROM tier_changes n WHERE n.shop_id = t.shop_id AND n.customer_id = t.customer_id AND n.kind = 'NOTIFIED'
           AND n.effective_on = t.effective_on AND n.to_tier = t.to_tier AND (n.occurred_at AT TIME ZONE 'Asia/Shanghai')::date + 30 <= t.effective_on))`,
    )
    expect(early).toEqual([])
  })

  test('brought what they bring: gifts once a year, dispatch before others, somebody who looks after the member', async () => {
    const gifts = await rows<{ benefit: string; status: string }>(
      `SELECT DISTINCT benefit, status FROM gift_grants ORDER BY 1, 2`,
    )
    expect(gifts.length).toBeGreaterThan(2)
    expect(await rows(`SELECT 1 FROM orders WHERE dispatch_rank = 0 LIMIT 1`)).toHaveLength(1)
    const alone = await rows(
      `SELECT m.number FROM members m LEFT JOIN dedicated_agents d ON d.shop_id = m.shop_id AND d.customer_id = m.customer_id
       WHERE (m.tier <> 'ORDINARY') <> (d.agent_id IS NOT NULL)`,
    )
    expect(alone).toEqual([])
  })
})
