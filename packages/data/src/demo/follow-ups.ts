import { addDays, dayOf } from '@cs/domain/calendar'
import type { ContactChannel } from '@cs/domain/customers'
import {
  afterSaleCallbackAt,
  arrange,
  type ContactFacts,
  channelFor,
  complaintCallbackAt,
  type FollowUpFacts,
  type FollowUpKind,
  type FollowUpReason,
  type FollowUpStatus,
  firstHourOf,
  KINDS,
  latestFor,
  nextContactHour,
  purchaseCallbackAt,
  refusalOf,
  unpaidFollowUpAt,
} from '@cs/domain/follow-ups'
import { DEMO_PACKS, loadPack, type Pack } from '@cs/domain/policy'
import { demoNow } from './functions.ts'
import type { SeedContext } from './seed.ts'

/** Something of the last weeks that asks for a contact. */
interface Occasion {
  readonly kind: FollowUpKind
  readonly customer_id: string
  readonly order_id: string | null
  readonly case_id: string | null
  readonly lead_id: string | null
  readonly occasion: string
  readonly at: Date
  /** Whose matter it is. */
  readonly agent_id: string | null
}

const OCCASIONS = `
  WITH shop AS (SELECT cs_demo.shop() AS id, cs_demo.now() AS now)
  SELECT 'PURCHASE_CALLBACK' AS kind, o.customer_id, o.id AS order_id, NULL::uuid AS case_id, NULL::uuid AS lead_id, o.id::text AS occasion,
    o.signed_at AS at, NULL::uuid AS agent_id
  FROM orders o JOIN shop ON o.shop_id = shop.id
  WHERE o.trade_status IN ('SIGNED','COMPLETED') AND o.signed_at > shop.now - interval '40 days'
  UNION ALL
  SELECT CASE c.kind WHEN 'COMPLAINT' THEN 'COMPLAINT_CALLBACK' ELSE 'AFTER_SALE_CALLBACK' END, c.customer_id, NULL, c.id, NULL,
    c.id || ' ' || c.reopened, c.closed_at, c.owner_id
  FROM cases c JOIN shop ON c.shop_id = shop.id
  WHERE c.closed_at > shop.now - interval '40 days' AND (c.kind = 'COMPLAINT' OR c.after_sale_state = 'COMPLETED')
  UNION ALL
  SELECT 'LEAD', l.customer_id, NULL, l.case_id, l.id, l.id || ' ' || to_char(l.next_follow_up_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    l.next_follow_up_at, l.agent_id
  FROM leads l JOIN shop ON l.shop_id = shop.id WHERE l.status = 'OPEN'
  UNION ALL
  SELECT 'UNPAID_ORDER', o.customer_id, o.id, NULL, NULL, o.id::text, o.placed_at, NULL
  FROM orders o JOIN shop ON o.shop_id = shop.id WHERE o.trade_status = 'UNPAID' AND o.placed_at > shop.now - interval '5 days'
  ORDER BY at, occasion`

const CUSTOMERS = `
  SELECT c.id AS "customerId", c.do_not_contact AS "doNotContact", c.buying_style IS NOT DISTINCT FROM 'PLAIN_BUYER' AS "plainBuyer",
    EXISTS (SELECT FROM cases k WHERE k.shop_id = c.shop_id AND k.customer_id = c.id AND k.kind = 'COMPLAINT' AND k.status <> 'CLOSED') AS "openComplaint",
    (SELECT to_char(max(o.at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') FROM outside_contacts o
      WHERE o.shop_id = c.shop_id AND o.customer_id = c.id AND o.reason = 'CALLBACK') AS "lastCallbackAt",
    c.preferred_channel AS "preferredChannel",
    COALESCE((SELECT json_agg(json_build_object('purpose', s.purpose, 'channel', s.channel, 'given', s.given)) FROM consents s
      WHERE s.shop_id = c.shop_id AND s.customer_id = c.id AND s.ended_at IS NULL), '[]') AS consents
  FROM customers c WHERE c.shop_id = cs_demo.shop() AND c.id = ANY($1)`

interface Row extends Omit<Occasion, 'at'> {
  readonly planned_at: Date
  readonly wanted_at: Date
  readonly due_at: Date
  readonly latest_at: Date
  readonly status: FollowUpStatus
  readonly because: FollowUpReason | null
  readonly channel: ContactChannel | null
  readonly contacted_at: Date | null
  readonly ended_at: Date | null
}

/**
 * What was planned of the last weeks and what came of it: contacts that were made kept to the rules, and what is still to do
 * is arranged by them.
 */
export async function seedFollowUps({ client, shop, anchor }: SeedContext): Promise<void> {
  const pack = loadPack(DEMO_PACKS[shop.code])
  const now = demoNow(anchor)
  const { rows: occasions } = await client.query<Occasion>(OCCASIONS)
  const ids = [...new Set(occasions.map((each) => each.customer_id))]
  const { rows: customers } = await client.query<Omit<ContactFacts, 'lastContactAt'>>(CUSTOMERS, [ids])
  const of = Map.groupBy(occasions, (each) => each.customer_id)
  const rows = customers.flatMap((customer) =>
    planned(of.get(customer.customerId) ?? [], customer, pack, now),
  )
  await client.query(
    `INSERT INTO follow_ups (shop_id, id, kind, customer_id, case_id, order_id, lead_id, occasion, status, because, planned_at, wanted_at,
       due_at, latest_at, assignee_id, channel, contacted_at, contacted_by, duration_s, result, satisfaction, prepared_at, ended_at)
     SELECT cs_demo.shop(), cs_demo.uid(r.planned_at, 'follow-up:' || r.kind || r.occasion), r.kind, r.customer_id, r.case_id, r.order_id, r.lead_id,
       r.occasion, r.status, r.because, r.planned_at, r.wanted_at, r.due_at, r.latest_at, COALESCE(r.agent_id, a.agent_id), r.channel, r.contacted_at,
       CASE WHEN r.status = 'DONE' THEN COALESCE(r.agent_id, a.agent_id) END,
       CASE WHEN r.status = 'DONE' THEN 150 + cs_demo.draw(r.n, 601, 200) END,
       CASE WHEN r.status = 'DONE' THEN CASE WHEN cs_demo.draw(r.n, 602, 12) = 0 THEN 'PROBLEM' ELSE 'FINE' END END,
       CASE WHEN r.status = 'DONE' AND cs_demo.draw(r.n, 603, 5) > 0 THEN
         CASE WHEN cs_demo.draw(r.n, 602, 12) = 0 THEN 2 ELSE 4 + cs_demo.draw(r.n, 604, 2) END END,
       CASE WHEN r.due_at <= cs_demo.now() THEN r.due_at END, r.ended_at
     FROM jsonb_to_recordset($1::jsonb) AS r (n int, kind text, customer_id uuid, case_id uuid, order_id uuid, lead_id uuid, occasion text, status text,
       because text, planned_at timestamptz, wanted_at timestamptz, due_at timestamptz, latest_at timestamptz, agent_id uuid, channel text,
       contacted_at timestamptz, ended_at timestamptz)
     JOIN cs_demo.agent a ON a.i = cs_demo.draw(r.n, 605, (SELECT count(*)::int FROM cs_demo.agent))`,
    [JSON.stringify(rows.map((row, n) => ({ ...row, n })))],
  )
  await client.query('ANALYZE follow_ups')
}

/** One customer's: in the order in which they were wanted, each a week after the one before; the rest is arranged. */
function planned(
  occasions: readonly Occasion[],
  of: Omit<ContactFacts, 'lastContactAt'>,
  pack: Pack,
  now: Date,
): readonly Row[] {
  let lastContactAt: string | null = null
  const rows: Row[] = []
  const open: (Row & { readonly facts: FollowUpFacts })[] = []
  for (const { at, ...occasion } of occasions) {
    const wantedAt = wantedFor(occasion.kind, at, pack)
    if (!wantedAt) continue
    const { kind } = occasion
    const free: string = lastContactAt === null ? '' : addDays(dayOf(new Date(lastContactAt)), 7)
    const dueAt: Date = free > dayOf(wantedAt) ? firstHourOf(free, pack) : wantedAt
    const latestAt = latestFor(wantedAt, pack)
    const plannedAt = at < now ? at : new Date(now.getTime() - 3_600_000)
    const row = {
      ...occasion,
      planned_at: plannedAt,
      wanted_at: wantedAt,
      due_at: dueAt,
      latest_at: latestAt,
    }
    const channel = channelFor({ ...of, lastContactAt }, KINDS[kind].purpose)
    const none = { channel: null, contacted_at: null }
    const refused = refusalOf({ kind }, { ...of, lastContactAt }, { pack })
    if (refused || channel === null) {
      rows.push({
        ...row,
        ...none,
        status: 'SUPPRESSED',
        because: refused ?? 'NO_CONSENT',
        ended_at: plannedAt,
      })
    } else if (dueAt >= latestAt) {
      rows.push({ ...row, ...none, status: 'DROPPED', because: 'TOO_LATE', ended_at: plannedAt })
    } else if (dueAt.getTime() + 600_000 < now.getTime() && !of.openComplaint) {
      const contactedAt: Date = new Date(dueAt.getTime() + 300_000)
      lastContactAt = contactedAt.toISOString()
      const ended_at = new Date(dueAt.getTime() + 600_000)
      rows.push({ ...row, channel, status: 'DONE', because: null, contacted_at: contactedAt, ended_at })
    } else {
      const id = `${kind} ${occasion.occasion}`
      const times = {
        wantedAt: wantedAt.toISOString(),
        dueAt: dueAt.toISOString(),
        latestAt: latestAt.toISOString(),
      }
      const facts: FollowUpFacts = {
        id,
        kind,
        status: 'OPEN',
        ...times,
        startedAt: null,
        startedBy: null,
        attempts: 0,
      }
      open.push({ ...row, ...none, status: 'OPEN', because: null, ended_at: null, facts })
    }
  }
  const arranged = arrange(
    open.map((each) => each.facts),
    { ...of, lastContactAt },
    { pack, now },
  )
  for (const { facts, ...row } of open) {
    const to = arranged.find((each) => each.id === facts.id)
    if (!to) continue
    const ended_at = to.status === 'OPEN' || to.status === 'HELD' ? null : now
    rows.push({
      ...row,
      status: to.status,
      because: to.because,
      ended_at,
      ...(to.status === 'OPEN' && { due_at: to.dueAt }),
    })
  }
  return rows
}

function wantedFor(kind: FollowUpKind, at: Date, pack: Pack): Date | null {
  switch (kind) {
    case 'PURCHASE_CALLBACK':
      return purchaseCallbackAt({ paidAt: at, receivedAt: at }, pack)
    case 'COMPLAINT_CALLBACK':
      return complaintCallbackAt(at, pack)
    case 'AFTER_SALE_CALLBACK':
      return afterSaleCallbackAt(at, pack)
    case 'UNPAID_ORDER':
      return unpaidFollowUpAt(at, pack)
    default:
      return nextContactHour(at, pack)
  }
}
