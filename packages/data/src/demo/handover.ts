import { startClock, stopClock } from '@cs/domain/clocks'
import { DEMO_PACKS, loadPack } from '@cs/domain/policy'
import { demoNow } from './functions.ts'
import type { SeedContext } from './seed.ts'

const HOUR = 3_600_000

/** What the night shifts of the last two days wrote down: hours before the demo's now, and what became of it. */
const ITEMS = [
  { ago: 3, text: '客户要求明早 10 点前回电确认换货尺码', takenOver: null, done: null, result: null },
  { ago: 2, text: '快递反馈包裹滞留中转站，早班跟进并告知客户', takenOver: null, done: null, result: null },
  { ago: 1, text: '退款失败，核对收款账户后重新发起', takenOver: 0.5, done: null, result: null },
  { ago: 26, text: '仓库核实是否漏发赠品', takenOver: 15, done: 14, result: '已补发，单号已告知客户' },
] as const

interface Work {
  readonly id: string
  readonly owner_id: string
  readonly assignee_id: string
}

/** Writes the items of the last nights on cases at hand, with their promises (OPS-SHF-02). */
export async function seedHandover({ client, shop, anchor }: SeedContext): Promise<void> {
  const pack = loadPack(DEMO_PACKS[shop.code])
  const now = demoNow(anchor)
  const { rows: cases } = await client.query<Work>(
    `SELECT id, owner_id, assignee_id FROM cases WHERE shop_id = $1 AND status NOT IN ('SOLVED','CLOSED')
     ORDER BY number LIMIT $2`,
    [shop.id, ITEMS.length],
  )
  for (const [i, item] of ITEMS.entries()) {
    const work = cases[i % cases.length]
    if (!work) return
    const before = (hours: number) => new Date(now.getTime() - hours * HOUR)
    const started = startClock('handover.item', before(item.ago), pack)
    if (!started) return
    const done = item.done === null ? null : before(item.done)
    const clock = done ? stopClock({ ...started, pausedAt: null, pausedMs: 0 }, done) : null
    const key = `handover:${shop.code}:${i}`
    await client.query(
      `INSERT INTO handover_items (shop_id, id, case_id, shift_id, status, text, owner_id, assignee_id, added_by, added_at, due_at,
         taken_over_at, completed_at, completed_by, result)
       SELECT $1, cs_demo.uid($2::timestamptz, $3), $4,
         (SELECT id FROM shifts WHERE shop_id = $1 AND kind = 'NIGHT' AND starts_at <= $2 AND ends_at > $2),
         CASE WHEN $9::timestamptz IS NOT NULL THEN 'DONE' WHEN $8::timestamptz IS NOT NULL THEN 'TAKEN_OVER' ELSE 'OPEN' END,
         $5, $6, CASE WHEN $8 IS NOT NULL THEN $7::uuid END, $6, $2, $10, $8, $9, CASE WHEN $9 IS NOT NULL THEN $7::uuid END, $11`,
      [
        shop.id,
        started.startedAt,
        key,
        work.id,
        item.text,
        work.owner_id,
        work.assignee_id,
        item.takenOver === null ? null : before(item.takenOver),
        done,
        started.breachAt,
        item.result,
      ],
    )
    await client.query(
      `INSERT INTO clocks (shop_id, id, name, subject_type, subject_id, case_id, started_at, target_at, warn_at, breach_at,
         stopped_at, result, rule_ids, pack_id, pack_version)
       SELECT $1, cs_demo.uid($2::timestamptz, 'clock:' || $3), $4, 'HandoverItem', cs_demo.uid($2::timestamptz, $3), $5, $2, $6, $7, $8,
         $9, $10, $11, $12, $13`,
      [
        shop.id,
        started.startedAt,
        key,
        started.name,
        work.id,
        started.targetAt,
        started.warnAt,
        started.breachAt,
        clock?.stoppedAt ?? null,
        clock?.result ?? null,
        started.ruleIds,
        pack.ref.id,
        pack.ref.version,
      ],
    )
    if (!done) {
      await client.query('UPDATE cases SET due_at = least(due_at, $3) WHERE shop_id = $1 AND id = $2', [
        shop.id,
        work.id,
        started.breachAt,
      ])
    }
  }
}
