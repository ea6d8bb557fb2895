import { pauseClock, type RunningClock, type StoppedClock, startClock, stopClock } from '@cs/domain/clocks'
import { type ClockName, DEMO_PACKS, loadPack, type Pack } from '@cs/domain/policy'
import { demoNow } from './functions.ts'
import type { SeedContext } from './seed.ts'

/** What the demo knows of a promise: when it was made, and what became of it. */
interface Promised {
  readonly subject: 'Case' | 'Order'
  readonly id: string
  readonly name: ClockName
  readonly from: Date
  /** The latest time of the subject's own. */
  readonly own: Date | null
  readonly became: 'RUNS' | 'STOOD_STILL' | 'STOPPED'
  /** When it became so; `null` where it runs. */
  readonly at: Date | null
}

/** Promises of after-sales that are open, and of orders that are to be dispatched or refunded. */
const PROMISES = `
  WITH shop AS (SELECT cs_demo.shop() AS id), open AS (
    SELECT c.* FROM cases c JOIN shop ON c.shop_id = shop.id WHERE c.kind = 'AFTER_SALE' AND c.status <> 'CLOSED')
  SELECT 'Case' AS subject, id, 'after_sale.acknowledge' AS name, opened_at AS "from", NULL::timestamptz AS own,
    CASE WHEN after_sale_state = 'APPLIED' THEN 'RUNS' ELSE 'STOPPED' END AS became, first_response_at AS at
  FROM open
  UNION ALL
  SELECT 'Case', id, 'after_sale.review', opened_at, NULL,
    CASE after_sale_state WHEN 'APPLIED' THEN 'RUNS' WHEN 'REVIEWING' THEN 'RUNS' WHEN 'EVIDENCE_REQUESTED' THEN 'STOOD_STILL' ELSE 'STOPPED' END,
    opened_at + interval '10 minutes' FROM open
  UNION ALL
  SELECT 'Case', open.id, 'after_sale.send_back', open.opened_at + interval '10 minutes', NULL, 'STOPPED', r.sent_at
  FROM open JOIN return_shipments r ON r.shop_id = open.shop_id AND r.case_id = open.id
  UNION ALL
  SELECT 'Order', o.id, 'order.dispatch', o.paid_at, o.dispatch_due_at, 'RUNS', NULL
  FROM orders o JOIN shop ON o.shop_id = shop.id
  WHERE o.trade_status = 'PAID' AND o.first_shipped_at IS NULL AND o.dispatch_due_at >= o.paid_at
  UNION ALL
  SELECT 'Order', r.order_id, 'order.withdrawal', r.created_at, NULL, 'RUNS', NULL
  FROM refunds r JOIN shop ON r.shop_id = shop.id WHERE r.status = 'OWED' AND r.case_id IS NULL`

/** Starts the clocks that the demo's cases and orders would have, and keeps the due times of the cases. */
export async function seedClocks({ client, shop, anchor }: SeedContext): Promise<void> {
  const pack = loadPack(DEMO_PACKS[shop.code])
  const now = demoNow(anchor)
  const { rows } = await client.query<Promised>(PROMISES)
  const clocks = rows.flatMap((promised) => clockOf(promised, pack, now) ?? [])
  await client.query(
    `INSERT INTO clocks (shop_id, id, name, subject_type, subject_id, case_id, started_at, target_at, warn_at, remind_at,
       breach_at, paused_at, pause_reason, paused_ms, warned_at, breached_at, stopped_at, result, rule_ids, pack_id, pack_version)
     SELECT $1, cs_demo.uid(k."startedAt", 'clock:' || k.name || k.id), k.name, k.subject, k.id, CASE k.subject WHEN 'Case' THEN k.id END,
       k."startedAt", k."targetAt", k."warnAt", k."remindAt", k."breachAt", k."pausedAt",
       CASE WHEN k."pausedAt" IS NOT NULL THEN 'WAITING_FOR_CUSTOMER' END, k."pausedMs",
       CASE WHEN k.looked >= k."warnAt" AND k.looked <= k."breachAt" THEN k."warnAt" END, CASE WHEN k.looked > k."breachAt" THEN k."breachAt" END,
       k."stoppedAt", k.result, k."ruleIds", $2, $3
     FROM json_to_recordset($4) AS k(subject text, id uuid, name text, "startedAt" timestamptz, "targetAt" timestamptz, "warnAt" timestamptz,
       "remindAt" timestamptz, "breachAt" timestamptz, "pausedAt" timestamptz, "pausedMs" bigint, looked timestamptz, "stoppedAt" timestamptz,
       result text, "ruleIds" text[])`,
    [shop.id, pack.ref.id, pack.ref.version, JSON.stringify(clocks)],
  )
  await client.query(
    `UPDATE cases c SET due_at = (SELECT min(k.breach_at) FROM clocks k
       WHERE k.shop_id = c.shop_id AND k.case_id = c.id AND k.stopped_at IS NULL AND k.paused_at IS NULL)
     WHERE c.shop_id = $1 AND c.kind = 'AFTER_SALE' AND c.status <> 'CLOSED'`,
    [shop.id],
  )
  await client.query('ANALYZE clocks')
}

type Seeded = (RunningClock | StoppedClock) & {
  readonly subject: string
  readonly id: string
  readonly ruleIds: readonly string[]
  /** Up to when the worker would have looked at it. */
  readonly looked: Date
}

function clockOf(promised: Promised, pack: Pack, now: Date): Seeded | null {
  const { subject, id, name, from, own, became } = promised
  const started = startClock(name, from, pack, own ?? undefined)
  if (!started) return null
  const running: RunningClock = { ...started, pausedAt: null, pausedMs: 0 }
  const at = promised.at ?? now
  const of = { subject, id, ruleIds: started.ruleIds }
  switch (became) {
    case 'STOPPED':
      return { ...stopClock(running, at), ...of, looked: at }
    case 'STOOD_STILL':
      return { ...pauseClock(running, at), ...of, looked: at }
    case 'RUNS':
      return { ...running, ...of, looked: now }
  }
}
