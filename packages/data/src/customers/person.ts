import type { OpenMatters } from '@cs/domain/customers'
import { sql } from 'kysely'
import type { DuePlace } from '../clocks/index.ts'
import type { Db, Tx } from '../database/index.ts'
import { newId } from '../database/index.ts'
import { asStorageKey, type StorageKey } from '../files/index.ts'
import { type RevealedContact, revealedContact } from './reveal.ts'

/** Locks a customer so that nothing new can name them until the transaction ends: cases and orders wait. */
export async function lockPerson(tx: Tx, shopId: string, customerId: string): Promise<void> {
  await tx
    .selectFrom('customers')
    .select('id')
    .where('shop_id', '=', shopId)
    .where('id', '=', customerId)
    .forUpdate()
    .execute()
}

/** What is still open between a customer and the shop, counted. */
export async function openMatters(db: Db, shopId: string, customerId: string): Promise<OpenMatters> {
  const { rows } = await sql<OpenMatters>`
    SELECT
      (SELECT count(*)::int FROM cases k WHERE k.shop_id = ${shopId} AND k.customer_id = ${customerId} AND k.status <> 'CLOSED') AS "openCases",
      (SELECT count(*)::int FROM orders o WHERE o.shop_id = ${shopId} AND o.customer_id = ${customerId}
        AND o.trade_status NOT IN ('COMPLETED', 'CANCELLED')) AS "runningOrders",
      (SELECT count(*)::int FROM refunds r JOIN orders o ON o.shop_id = r.shop_id AND o.id = r.order_id
        WHERE o.shop_id = ${shopId} AND o.customer_id = ${customerId} AND r.status IN ('OWED', 'FAILED')) AS "owedRefunds",
      (SELECT count(*)::int FROM freight_settlements f JOIN cases k ON k.shop_id = f.shop_id AND k.id = f.case_id
        WHERE k.shop_id = ${shopId} AND k.customer_id = ${customerId} AND f.status = 'OPEN') AS "openFreight",
      (SELECT count(*)::int FROM compensations p WHERE p.shop_id = ${shopId} AND p.customer_id = ${customerId} AND p.status = 'OWED') AS "owedCompensations"`.execute(
    db,
  )
  const [open] = rows
  if (!open) throw new Error('no row of counts')
  return open
}

/**
 * Forgets who a customer was, with the duplicates that went into them; orders, ledger, points and consents stay under
 * the number. Answers how many texts were cleared.
 */
export async function eraseCustomer(tx: Tx, shopId: string, customerId: string, at: Date): Promise<number> {
  const { rows } = await sql<{ cleared: number }>`
    SELECT cs.erase_customer(${shopId}, ${customerId}, ${at}) AS cleared`.execute(tx)
  return rows[0]?.cleared ?? 0
}

/** Opens the handing out of what is known of a person. Returns its id. */
export async function addExport(
  tx: Tx,
  shopId: string,
  entry: {
    readonly customerId: string
    readonly purpose: string
    readonly requestedBy: string
    readonly at: Date
    readonly expiresAt: Date
  },
): Promise<string> {
  const id = newId(entry.at)
  await tx
    .insertInto('customer_exports')
    .values({
      shop_id: shopId,
      id,
      customer_id: entry.customerId,
      purpose: entry.purpose,
      requested_by: entry.requestedBy,
      requested_at: entry.at,
      expires_at: entry.expiresAt,
    })
    .execute()
  return id
}

/** Marks an export as served, once, in time, to who asked for it. `null`: it was served before, ran out, or is not theirs. */
export async function serveExport(
  tx: Tx,
  shopId: string,
  id: string,
  by: string,
  at: Date,
): Promise<{ readonly customerId: string; readonly purpose: string } | null> {
  const row = await tx
    .updateTable('customer_exports')
    .set({ served_at: at })
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .where('requested_by', '=', by)
    .where('served_at', 'is', null)
    .where('expires_at', '>', at)
    .returning(['customer_id', 'purpose'])
    .executeTakeFirst()
  return row ? { customerId: row.customer_id, purpose: row.purpose } : null
}

/** All that is known of a person, in full: what they gave, did and were told. */
export interface PersonRecord extends RevealedContact {
  readonly customer: Readonly<Record<string, unknown>>
  readonly consents: readonly unknown[]
  readonly tags: readonly unknown[]
  readonly orders: readonly unknown[]
  readonly cases: readonly unknown[]
  readonly reviews: readonly unknown[]
  /** `null`: no member. */
  readonly membership: unknown
  readonly points: readonly unknown[]
  readonly notices: readonly unknown[]
  readonly coupons: readonly unknown[]
  readonly compensations: readonly unknown[]
  readonly classes: readonly unknown[]
  readonly leads: readonly unknown[]
  readonly followUps: readonly unknown[]
  readonly outsideContacts: readonly unknown[]
  readonly warnings: readonly unknown[]
  readonly blacklistings: readonly unknown[]
  /** When somebody of the shop saw the contact data in full, and what for. */
  readonly reveals: readonly unknown[]
}

/** Reads all that is known of a customer. Takes a Tx: the audit entry is written in the same transaction. */
export async function personRecord(tx: Tx, shopId: string, customerId: string): Promise<PersonRecord | null> {
  const contact = await revealedContact(tx, shopId, customerId, 'all')
  const theirs = (columns: string, table: string, order: string) =>
    sql`COALESCE((SELECT json_agg(json_build_object(${sql.raw(columns)}) ORDER BY ${sql.raw(order)})
      FROM ${sql.raw(table)} t WHERE t.shop_id = c.shop_id AND t.customer_id = c.id), '[]')`
  const { rows } = await sql<Omit<PersonRecord, 'contacts' | 'addresses'>>`
    SELECT json_build_object('number', c.number, 'name', c.name, 'formOfAddress', c.form_of_address, 'salutation', c.salutation,
        'birthMonth', c.birth_month, 'birthDay', c.birth_day, 'preferredChannel', c.preferred_channel, 'behaviour', c.behaviour,
        'buyingStyle', c.buying_style, 'lifecycle', c.lifecycle, 'valueClass', c.value_class, 'vip', c.vip,
        'doNotContact', c.do_not_contact, 'blacklistedUntil', c.blacklisted_until, 'riskScore', c.risk_score, 'knownSince', c.created_at) AS customer,
      ${theirs(`'purpose', t.purpose, 'channel', t.channel, 'given', t.given, 'source', t.source, 'at', t.at, 'endedAt', t.ended_at`, 'consents', 't.at, t.id')} AS consents,
      ${theirs(`'tag', t.tag, 'at', t.set_at`, 'customer_tags', 't.tag')} AS tags,
      ${theirs(
        `'number', t.number, 'status', t.trade_status, 'payableFen', t.payable_fen, 'paidFen', t.paid_fen, 'refundedFen', t.refunded_fen,
        'placedAt', t.placed_at, 'paidAt', t.paid_at, 'buyerRemark', t.buyer_remark,
        'lines', (SELECT json_agg(json_build_object('product', l.product_name, 'spec', l.spec, 'quantity', l.quantity, 'unitPriceFen', l.unit_price_fen, 'paidFen', l.paid_fen) ORDER BY l.position)
          FROM order_lines l WHERE l.shop_id = t.shop_id AND l.order_id = t.id),
        'payments', (SELECT json_agg(json_build_object('method', p.method, 'amountFen', p.amount_fen, 'reference', p.reference, 'receivedAt', p.received_at) ORDER BY p.created_at)
          FROM payments p WHERE p.shop_id = t.shop_id AND p.order_id = t.id),
        'invoices', (SELECT json_agg(json_build_object('title', i.title, 'taxId', i.tax_id, 'amountFen', i.amount_fen) ORDER BY i.requested_at)
          FROM invoices i WHERE i.shop_id = t.shop_id AND i.order_id = t.id),
        'parcels', (SELECT json_agg(json_build_object('carrier', s.carrier, 'waybill', s.waybill, 'signedAt', s.signed_at) ORDER BY s.created_at)
          FROM shipments s WHERE s.shop_id = t.shop_id AND s.order_id = t.id)`,
        'orders',
        't.placed_at, t.id',
      )} AS orders,
      ${theirs(
        `'number', t.number, 'kind', t.kind, 'subject', t.subject, 'openedAt', t.opened_at, 'closedAt', t.closed_at, 'demand', t.demand,
        'problem', t.problem, 'expectedSolution', t.expected_solution,
        'messages', (SELECT json_agg(json_build_object('from', m.sender, 'text', m.text, 'at', m.sent_at) ORDER BY m.sent_at, m.id)
          FROM case_messages m WHERE m.shop_id = t.shop_id AND m.case_id = t.id),
        'notes', (SELECT json_agg(json_build_object('text', n.text, 'at', n.created_at) ORDER BY n.created_at, n.id)
          FROM case_notes n WHERE n.shop_id = t.shop_id AND n.case_id = t.id),
        'files', (SELECT json_agg(json_build_object('number', e.number, 'kind', e.kind, 'at', e.added_at) ORDER BY e.added_at)
          FROM evidence e WHERE e.shop_id = t.shop_id AND e.case_id = t.id AND e.status = 'STORED')`,
        'cases',
        't.opened_at, t.id',
      )} AS cases,
      ${theirs(`'number', t.number, 'score', t.score, 'text', t.text, 'reply', t.reply, 'at', t.posted_at`, 'reviews', 't.posted_at, t.id')} AS reviews,
      (SELECT json_build_object('number', m.number, 'tier', m.tier, 'since', m.tier_since, 'joinedAt', m.joined_at,
          'tiers', (SELECT json_agg(json_build_object('kind', h.kind, 'from', h.from_tier, 'to', h.to_tier, 'paidFen', h.paid_fen, 'effectiveOn', h.effective_on) ORDER BY h.occurred_at, h.id)
            FROM tier_changes h WHERE h.shop_id = m.shop_id AND h.customer_id = m.customer_id),
          'gifts', (SELECT json_agg(json_build_object('benefit', g.benefit, 'year', g.year, 'status', g.status, 'grantedAt', g.granted_at) ORDER BY g.granted_at, g.id)
            FROM gift_grants g WHERE g.shop_id = m.shop_id AND g.customer_id = m.customer_id))
        FROM members m WHERE m.shop_id = c.shop_id AND m.customer_id = c.id) AS membership,
      ${theirs(`'kind', t.kind, 'points', t.points, 'at', t.occurred_at`, 'points_entries', 't.occurred_at, t.id')} AS points,
      ${theirs(`'script', t.script, 'status', t.status, 'at', t.created_at`, 'notices', 't.created_at, t.id')} AS notices,
      ${theirs(`'number', t.number, 'source', t.source, 'validFrom', t.valid_from, 'validUntil', t.valid_until`, 'coupons', 't.issued_at, t.id')} AS coupons,
      ${theirs(`'number', t.number, 'kind', t.kind, 'amountFen', t.amount_fen, 'status', t.status, 'at', t.created_at`, 'compensations', 't.created_at, t.id')} AS compensations,
      ${theirs(`'kind', t.kind, 'from', t.from_class, 'to', t.to_class, 'at', t.at`, 'customer_classes', 't.at, t.id')} AS classes,
      ${theirs(`'reason', t.reason, 'status', t.status, 'note', t.note, 'at', t.registered_at`, 'leads', 't.registered_at, t.id')} AS leads,
      ${theirs(`'kind', t.kind, 'status', t.status, 'channel', t.channel, 'dueAt', t.due_at, 'contactedAt', t.contacted_at, 'result', t.result, 'satisfaction', t.satisfaction, 'note', t.note`, 'follow_ups', 't.due_at, t.id')} AS "followUps",
      ${theirs(`'channel', t.channel, 'reason', t.reason, 'consent', t.consent, 'at', t.at`, 'outside_contacts', 't.at, t.id')} AS "outsideContacts",
      ${theirs(`'text', t.text, 'at', t.at`, 'customer_warnings', 't.at, t.id')} AS warnings,
      ${theirs(`'number', t.number, 'reason', t.reason, 'status', t.status, 'since', t.since, 'until', t.until, 'appeal', t.appeal`, 'blacklistings', 't.since, t.id')} AS blacklistings,
      COALESCE((SELECT json_agg(json_build_object('at', a.at, 'purpose', a.purpose) ORDER BY a.at) FROM audit_entries a
        WHERE a.shop_id = c.shop_id AND a.subject_id = c.id AND a.action = 'revealContact' AND cardinality(a.fields) > 0), '[]') AS reveals
    FROM customers c WHERE c.shop_id = ${shopId} AND c.id = ${customerId}`.execute(tx)
  return rows[0] ? { ...rows[0], ...contact } : null
}

/** The next files of erased proof, over all shops, that are still to be taken away. */
export async function dueFileRemovals(
  db: Db,
  at: Date,
  after: DuePlace,
  batch: number,
): Promise<readonly { readonly shopId: string; readonly id: string; readonly dueAt: Date }[]> {
  const { rows } = await sql<{ shopId: string; id: string; dueAt: Date }>`
    SELECT shop_id AS "shopId", id, due_at AS "dueAt"
    FROM cs.due_file_removals(${at}, ${after.at}, ${after.id}, ${batch})`.execute(db)
  return rows
}

/** Takes a file off the list of those to be taken away; `null`: it is not on it any more. */
export async function takeFileRemoval(tx: Tx, shopId: string, id: string): Promise<StorageKey | null> {
  const row = await tx
    .deleteFrom('files_to_remove')
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .returning('storage_key')
    .executeTakeFirst()
  return row ? asStorageKey(row.storage_key) : null
}
