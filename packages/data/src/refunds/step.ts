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
  by: {
    readonly route: string
    readonly arrivesFrom: Date
    readonly arrivesBy: Date
    /** The number of the payment, as the channel gives it. */
    readonly reference: string | null
  },
): Promise<number> {
  return update(tx, step, {
    status: 'ISSUED',
    route: by.route,
    attempts: sql<number>`attempts + 1`,
    issued_at: step.at,
    failure: null,
    failed_at: null,
    arrives_from: by.arrivesFrom,
    arrives_by: by.arrivesBy,
    reference: by.reference,
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
