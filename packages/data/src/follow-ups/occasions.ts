import { sql } from 'kysely'
import type { Db } from '../database/index.ts'

/** What of an order decides on following it up. */
export interface OrderToFollowUp {
  readonly id: string
  readonly customerId: string
  readonly tradeStatus: string
  readonly placedAt: Date
  readonly paidAt: Date | null
  /** When all that was sent had arrived; `null`: something is still to come. */
  readonly receivedAt: Date | null
  /** Something of it stays with the buyer: neither cancelled nor back. */
  readonly kept: boolean
}

export async function ordersToFollowUp(
  db: Db,
  shopId: string,
  ids: readonly string[],
): Promise<readonly OrderToFollowUp[]> {
  const { rows } = await sql<OrderToFollowUp>`
    SELECT o.id, o.customer_id AS "customerId", o.trade_status AS "tradeStatus", o.placed_at AS "placedAt",
      o.paid_at AS "paidAt",
      CASE WHEN o.trade_status IN ('SIGNED','COMPLETED') THEN COALESCE(o.signed_at, o.completed_at) END AS "receivedAt",
      EXISTS (SELECT FROM order_lines l WHERE l.shop_id = o.shop_id AND l.order_id = o.id
        AND l.status NOT IN ('CANCELLED','RETURNED')) AS kept
    FROM orders o WHERE o.shop_id = ${shopId} AND o.id = ANY(${[...ids]}::uuid[]) ORDER BY o.id`.execute(db)
  return rows
}

/** A case as far as somebody is called back about it. */
export interface CaseToFollowUp {
  readonly id: string
  readonly kind: 'CONSULTATION' | 'AFTER_SALE' | 'COMPLAINT'
  readonly customerId: string
  /** `null`: its owner does not work here any more. */
  readonly ownerId: string | null
  readonly closedAt: Date | null
  /** It was handled, and not withdrawn, lapsed or merged into another. */
  readonly handled: boolean
  readonly reopened: number
}

export async function casesToFollowUp(
  db: Db,
  shopId: string,
  ids: readonly string[],
): Promise<readonly CaseToFollowUp[]> {
  const { rows } = await sql<CaseToFollowUp>`
    SELECT c.id, c.kind, c.customer_id AS "customerId", c.closed_at AS "closedAt", m.agent_id AS "ownerId",
      c.merged_into IS NULL AND (c.kind = 'COMPLAINT' OR c.after_sale_state IS NOT DISTINCT FROM 'COMPLETED') AS handled,
      c.reopened
    FROM cases c LEFT JOIN memberships m ON m.shop_id = c.shop_id AND m.agent_id = c.owner_id AND m.active
    WHERE c.shop_id = ${shopId} AND c.id = ANY(${[...ids]}::uuid[]) ORDER BY c.id`.execute(db)
  return rows
}

/** A lead as far as it is followed up. */
export interface LeadToFollowUp {
  readonly id: string
  readonly caseId: string
  readonly customerId: string
  readonly agentId: string | null
  readonly status: string
  readonly nextAt: Date | null
}

export async function leadsToFollowUp(
  db: Db,
  shopId: string,
  ids: readonly string[],
): Promise<readonly LeadToFollowUp[]> {
  const { rows } = await sql<LeadToFollowUp>`
    SELECT l.id, l.case_id AS "caseId", l.customer_id AS "customerId", m.agent_id AS "agentId", l.status,
      l.next_follow_up_at AS "nextAt"
    FROM leads l LEFT JOIN memberships m ON m.shop_id = l.shop_id AND m.agent_id = l.agent_id AND m.active
    WHERE l.shop_id = ${shopId} AND l.id = ANY(${[...ids]}::uuid[])
    ORDER BY l.id`.execute(db)
  return rows
}
