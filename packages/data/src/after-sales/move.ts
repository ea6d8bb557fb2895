import { type AfterSaleState, caseStatusOf } from '@cs/domain/after-sales'
import { sql, type Updateable } from 'kysely'
import type { DB, Tx } from '../database/index.ts'

/** What a step changes beside the state. */
export type AfterSaleChanges = Pick<
  Updateable<DB['cases']>,
  | 'approved_fen'
  | 'appraiser'
  | 'assignee_id'
  | 'award_reference'
  | 'cause'
  | 'decided_at'
  | 'freight_payer'
  | 'intact'
  | 'judged_at'
  | 'liable'
  | 'received_at'
  | 'received_grams'
  | 'reopened'
  | 'replacement_sku_id'
  | 'special_approval'
  | 'worn'
>

export interface AfterSaleMove {
  readonly shopId: string
  readonly caseId: string
  readonly to: AfterSaleState
  readonly set: AfterSaleChanges
  /** Somebody of the shop answered the customer: the first time is kept (AS-SLA-01). */
  readonly answered: boolean
  readonly at: Date
}

/** Moves a locked after-sale to a state, and its case to the status of that state. Returns the new version. */
export async function moveAfterSale(tx: Tx, move: AfterSaleMove): Promise<number> {
  const status = caseStatusOf(move.to)
  const row = await tx
    .updateTable('cases')
    .set({
      ...move.set,
      after_sale_state: move.to,
      status,
      closed_at: status === 'CLOSED' ? sql`COALESCE(closed_at, ${move.at.toISOString()}::timestamptz)` : null,
      ...(status !== 'CLOSED' && { archived_at: null }),
      ...(move.answered && {
        first_response_at: sql`COALESCE(first_response_at, ${move.at.toISOString()}::timestamptz)`,
      }),
      version: sql`version + 1`,
    })
    .where('shop_id', '=', move.shopId)
    .where('id', '=', move.caseId)
    .returning('version')
    .executeTakeFirstOrThrow()
  return row.version
}
