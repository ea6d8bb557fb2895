import { sql } from 'kysely'
import type { Db, Tx } from '../database/index.ts'
import { newId } from '../database/index.ts'

/** What the rules of a new lead ask of its consultation. */
export interface LeadGround {
  readonly registered: boolean
  /** What it was about was ordered since it began, and not cancelled. */
  readonly ordered: boolean
}

/** Whether a case has an open lead, and whether its customer ordered since. The case is locked. */
export async function leadGround(db: Db, shopId: string, caseId: string): Promise<LeadGround> {
  const { rows } = await sql<LeadGround>`
    SELECT EXISTS (SELECT FROM leads l WHERE l.shop_id = c.shop_id AND l.case_id = c.id AND l.status = 'OPEN') AS registered,
      EXISTS (SELECT FROM orders o
        WHERE o.shop_id = c.shop_id AND o.customer_id = c.customer_id AND o.placed_at >= c.opened_at
          AND o.trade_status <> 'CANCELLED' AND (c.product_id IS NULL OR EXISTS (SELECT FROM order_lines x
            WHERE x.shop_id = o.shop_id AND x.order_id = o.id AND x.product_id = c.product_id))) AS ordered
    FROM cases c WHERE c.shop_id = ${shopId} AND c.id = ${caseId}`.execute(db)
  return rows[0] ?? { registered: false, ordered: false }
}

/** A lead to be registered. */
export interface NewLead {
  readonly shopId: string
  readonly caseId: string
  readonly customerId: string
  readonly productId: string | null
  readonly agentId: string
  readonly reason: string
  readonly note: string | null
  readonly nextAt: Date
  readonly at: Date
}

/** Registers a lead (PRE-CNV-01). Returns its id. */
export async function addLead(tx: Tx, lead: NewLead): Promise<string> {
  const id = newId(lead.at)
  await tx
    .insertInto('leads')
    .values({
      shop_id: lead.shopId,
      id,
      case_id: lead.caseId,
      customer_id: lead.customerId,
      product_id: lead.productId,
      agent_id: lead.agentId,
      reason: lead.reason,
      note: lead.note,
      next_follow_up_at: lead.nextAt,
      registered_at: lead.at,
    })
    .execute()
  return id
}

/** A lead, locked unless somebody only asks; `null`: none such in this shop. */
export async function findLead(db: Db, shopId: string, leadId: string, lock: boolean) {
  const row = await db
    .selectFrom('leads')
    .select(['id', 'case_id as caseId', 'status', 'version'])
    .where('shop_id', '=', shopId)
    .where('id', '=', leadId)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst()
  return row ? { ...row, status: row.status as 'OPEN' | 'ORDERED' | 'GIVEN_UP' } : null
}

/** Writes what came of a follow-up of a locked lead. Returns its new version. */
export async function followUpLeadRow(
  tx: Tx,
  followed: {
    readonly shopId: string
    readonly id: string
    readonly status: 'OPEN' | 'ORDERED' | 'GIVEN_UP'
    readonly nextAt: Date | null
    /** `null`: the note stays. */
    readonly note: string | null
    readonly at: Date
  },
): Promise<number> {
  const row = await tx
    .updateTable('leads')
    .set({
      status: followed.status,
      next_follow_up_at: followed.nextAt,
      ended_at: followed.status === 'OPEN' ? null : followed.at,
      ...(followed.note !== null && { note: followed.note }),
      attempts: sql`attempts + 1`,
      version: sql`version + 1`,
    })
    .where('shop_id', '=', followed.shopId)
    .where('id', '=', followed.id)
    .returning('version')
    .executeTakeFirstOrThrow()
  return row.version
}

/** An order as far as its payment is followed up, locked unless somebody only asks; `null`: none such in this shop. */
export async function orderToPay(db: Db, shopId: string, orderId: string, lock: boolean) {
  const row = await db
    .selectFrom('orders')
    .select(['id', 'trade_status as tradeStatus', 'source', 'version'])
    .where('shop_id', '=', shopId)
    .where('id', '=', orderId)
    .$if(lock, (query) => query.forShare())
    .executeTakeFirst()
  return row ? { ...row, silent: row.source === 'SILENT' } : null
}

/** Keeps the follow-up of an order that waits for payment (PRE-CNV-02). Returns its id. */
export async function addPaymentFollowUp(
  tx: Tx,
  followUp: {
    readonly shopId: string
    readonly orderId: string
    readonly agentId: string
    readonly reason: string
    readonly note: string | null
    readonly agreedUntil: Date | null
    readonly at: Date
  },
): Promise<string> {
  const id = newId(followUp.at)
  await tx
    .insertInto('payment_follow_ups')
    .values({
      shop_id: followUp.shopId,
      id,
      order_id: followUp.orderId,
      agent_id: followUp.agentId,
      reason: followUp.reason,
      note: followUp.note,
      agreed_until: followUp.agreedUntil,
      at: followUp.at,
    })
    .execute()
  return id
}
