import { sql } from 'kysely'
import type { Tx } from '../database/index.ts'

/** A locked refund that moves on. */
export interface RefundStep {
  readonly shopId: string
  readonly refundId: string
  readonly at: Date
}

/** Marks a refund as issued, once more counted; what failed before is forgotten. */
export async function setRefundIssued(
  tx: Tx,
  step: RefundStep,
  arrival: { readonly from: Date; readonly by: Date; readonly reference: string | null },
): Promise<number> {
  return update(tx, step, {
    status: 'ISSUED',
    attempts: sql<number>`attempts + 1`,
    issued_at: step.at,
    failure: null,
    failed_at: null,
    arrives_from: arrival.from,
    arrives_by: arrival.by,
    reference: arrival.reference,
  })
}

/** Marks a refund as arrived. */
export async function setRefundArrived(tx: Tx, step: RefundStep): Promise<number> {
  return update(tx, step, { status: 'ARRIVED', arrived_at: step.at })
}

/** Marks a refund as failed: it is owed as before (AS-WF-GEN-3). */
export async function setRefundFailed(tx: Tx, step: RefundStep, failure: string): Promise<number> {
  return update(tx, step, {
    status: 'FAILED',
    failure,
    failed_at: step.at,
    arrives_from: null,
    arrives_by: null,
  })
}

async function update(tx: Tx, { shopId, refundId }: RefundStep, values: object): Promise<number> {
  const row = await tx
    .updateTable('refunds')
    .set({ ...values, version: sql`version + 1` })
    .where('shop_id', '=', shopId)
    .where('id', '=', refundId)
    .returning('version')
    .executeTakeFirstOrThrow()
  return row.version
}
