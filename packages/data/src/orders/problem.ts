import { sql } from 'kysely'
import type { Tx } from '../database/index.ts'
import { newId } from '../database/index.ts'

/** An abnormal order as reported (ORD-ABN-01 to -07). */
export interface OrderProblem {
  readonly shopId: string
  readonly orderId: string
  readonly kind: string
  readonly note: string | null
  /** `null` where no agent reported it. */
  readonly reportedBy: string | null
  readonly at: Date
}

/** Opens a problem. `null`: one of this kind is open already, and nothing changed. */
export async function openOrderProblem(tx: Tx, problem: OrderProblem): Promise<string | null> {
  const row = await tx
    .insertInto('order_problems')
    .values({
      shop_id: problem.shopId,
      id: newId(problem.at),
      order_id: problem.orderId,
      kind: problem.kind,
      note: problem.note,
      reported_by: problem.reportedBy,
      reported_at: problem.at,
    })
    // Literal: a prepared statement can't tell that a parameter names the rows of a partial index.
    .onConflict((conflict) =>
      conflict.columns(['shop_id', 'order_id', 'kind']).where('status', '=', sql.lit('OPEN')).doNothing(),
    )
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}

/** Settles an open problem. False: there is no such open problem. */
export async function settleOrderProblem(
  tx: Tx,
  shopId: string,
  problemId: string,
  outcome: { readonly status: 'SOLVED' | 'DISMISSED'; readonly at: Date },
): Promise<boolean> {
  const result = await tx
    .updateTable('order_problems')
    .set({ status: outcome.status, solved_at: outcome.at })
    .where('shop_id', '=', shopId)
    .where('id', '=', problemId)
    .where('status', '=', 'OPEN')
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** Holds an order back from dispatch with a reason, or lets it go with `null`. Returns the new version. */
export async function setOrderHold(
  tx: Tx,
  shopId: string,
  orderId: string,
  reason: string | null,
): Promise<number> {
  const order = await tx
    .updateTable('orders')
    .set({ held: reason !== null, hold_reason: reason, version: sql`version + 1` })
    .where('shop_id', '=', shopId)
    .where('id', '=', orderId)
    .returning('version')
    .executeTakeFirstOrThrow()
  return order.version
}
