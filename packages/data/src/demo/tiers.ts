import { addDays, dayOf, startOfDay } from '@cs/domain/calendar'
import {
  afterMoves,
  firstFrom,
  moveOnFirst,
  moveUp,
  ruleOfTier,
  type Tier,
  type TierMove,
  type TierState,
  thresholdOf,
  tierFor,
  windowStart,
} from '@cs/domain/membership'
import { type Fen, fen } from '@cs/domain/money'
import { DEMO_PACKS, loadPack, type Pack } from '@cs/domain/policy'
import { demoNow } from './functions.ts'
import type { SeedContext } from './seed.ts'

/** What was paid for an order's goods, and when how much of it came back. */
interface Paid {
  readonly at: string
  readonly fen: number
  readonly refunds: readonly { readonly at: string; readonly fen: number }[]
}

interface Life {
  readonly id: string
  readonly joinedAt: Date
  readonly paid: readonly Paid[]
}

const LIVES = `
  SELECT m.customer_id AS id, m.joined_at AS "joinedAt", COALESCE((
    SELECT json_agg(json_build_object('at', o.paid_at, 'fen', (SELECT sum(l.paid_fen) FROM order_lines l WHERE l.shop_id = o.shop_id AND l.order_id = o.id),
      'refunds', COALESCE((SELECT json_agg(json_build_object('at', r.created_at, 'fen', r.goods_fen)) FROM refunds r
        WHERE r.shop_id = o.shop_id AND r.order_id = o.id), '[]')) ORDER BY o.paid_at)
    FROM orders o WHERE o.shop_id = m.shop_id AND o.customer_id = m.customer_id AND o.paid_at IS NOT NULL), '[]') AS paid
  FROM members m WHERE m.shop_id = cs_demo.shop() ORDER BY m.customer_id`

/**
 * Lives through what the demo's members paid and got back: raised at each payment, judged on each first of a month. So
 * that tiers, notices and histories are those that the service would have come to.
 */
export async function seedTiers({ client, shop, anchor }: SeedContext): Promise<void> {
  const pack = loadPack(DEMO_PACKS[shop.code])
  const now = demoNow(anchor)
  const { rows } = await client.query<Life>(LIVES)
  const lived = rows.map((life) => ({ id: life.id, ...live(life, now, pack) }))
  const states = lived.map(({ id, state: { tier, since, notice } }) => ({
    id,
    tier,
    since,
    to: notice?.to ?? null,
    on: notice?.on ?? null,
  }))
  await client.query(
    `UPDATE members m SET tier = s.tier, tier_since = s.since, lowers_to = s."to", lowers_on = s."on"
     FROM json_to_recordset($1) AS s(id uuid, tier text, since date, "to" text, "on" date)
     WHERE m.shop_id = cs_demo.shop() AND m.customer_id = s.id`,
    [JSON.stringify(states)],
  )
  const changes = lived.flatMap(({ id, history }) => history.map((entry, i) => ({ ...entry, id, i })))
  await client.query(
    `INSERT INTO tier_changes (shop_id, id, customer_id, kind, from_tier, to_tier, paid_fen, threshold_fen, effective_on,
       rule_id, pack_id, pack_version, command_id, occurred_at)
     SELECT cs_demo.shop(), cs_demo.uid(t.at, 'tier:' || t.id || t.i), t.id, t.kind, t."from", t."to", t."paidFen", t."thresholdFen",
       t."effectiveOn", t."ruleId", $2, $3, cs_demo.uid(t.at, 'tier command:' || t.id || t.i), t.at
     FROM json_to_recordset($1) AS t(id uuid, i integer, at timestamptz, kind text, "from" text, "to" text, "paidFen" bigint,
       "thresholdFen" bigint, "effectiveOn" date, "ruleId" text)`,
    [JSON.stringify(changes), pack.ref.id, pack.ref.version],
  )
  await client.query(
    `INSERT INTO member_rounds (shop_id, kind, due_at) VALUES (cs_demo.shop(), 'TIERS', $1), (cs_demo.shop(), 'DAILY', $2)`,
    [startOfDay(firstFrom(addDays(dayOf(now), 1))), startOfDay(addDays(dayOf(now), 1))],
  )
  await client.query('ANALYZE members, tier_changes')
}

/** One entry of the history. */
interface Entry extends Omit<TierMove, 'kind' | 'from'> {
  readonly kind: TierMove['kind'] | 'ENROLLED'
  readonly from: Tier | null
  readonly paidFen: Fen
  readonly at: Date
}

function live(
  { joinedAt, paid }: Life,
  now: Date,
  pack: Pack,
): { state: TierState; history: readonly Entry[] } {
  const history: Entry[] = []
  const since = dayOf(joinedAt)
  const first = sumAt(paid, since, joinedAt, pack)
  let state: TierState = { tier: tierFor(first, pack), since, notice: null }
  history.push({
    kind: 'ENROLLED',
    from: null,
    to: state.tier,
    paidFen: first,
    thresholdFen: thresholdOf(state.tier, pack),
    effectiveOn: since,
    ruleId: ruleOfTier(state.tier),
    at: joinedAt,
  })
  const payments = paid.map(({ at }) => new Date(at)).filter((at) => at > joinedAt && at <= now)
  for (const { at, step } of inTurn(payments, firstsBetween(since, now))) {
    const day = dayOf(at)
    const paidFen = sumAt(paid, day, step ? new Date(at.getTime() - 1) : at, pack)
    const moves = step ? moveOnFirst(state, paidFen, day, day, pack) : moveUp(state, paidFen, day, pack)
    history.push(...moves.map((move) => ({ ...move, paidFen, at })))
    state = afterMoves(state, moves)
  }
  return { state, history }
}

/** What counts at a moment of what was paid, by the window of a day (Q42). */
function sumAt(paid: readonly Paid[], day: string, at: Date, pack: Pack): Fen {
  const from = startOfDay(windowStart(day, pack))
  const counted = paid.filter((each) => new Date(each.at) >= from && new Date(each.at) <= at)
  return fen(counted.reduce((sum, each) => sum + each.fen - refundedBy(each, at), 0))
}

const refundedBy = ({ refunds }: Paid, at: Date) =>
  refunds.reduce((sum, each) => (new Date(each.at) <= at ? sum + each.fen : sum), 0)

function firstsBetween(from: string, now: Date): readonly Date[] {
  const firsts: Date[] = []
  for (let day = firstFrom(addDays(from, 1)); startOfDay(day) <= now; day = firstFrom(addDays(day, 1)))
    firsts.push(startOfDay(day))
  return firsts
}

function inTurn(payments: readonly Date[], firsts: readonly Date[]) {
  return [...payments.map((at) => ({ at, step: false })), ...firsts.map((at) => ({ at, step: true }))].sort(
    (a, b) => a.at.getTime() - b.at.getTime() || Number(b.step) - Number(a.step),
  )
}
