import { findRefund, lockRefund, type RefundRow } from '@cs/data/refunds'
import type { AfterSaleOrderFacts } from '@cs/domain/after-sales'
import { fen } from '@cs/domain/money'
import type { RefundFacts, RefundFailure, RefundRequest, RefundStepName } from '@cs/domain/settlements'
import { type LoadedAfterSale, loadAfterSale, loadAfterSaleOrder } from '../after-sales/index.ts'
import type { Loaded } from '../command.ts'
import type { Run } from '../context.ts'
import { mayDecide } from './authority.ts'

/** A refund found and locked after its order and its case. */
export interface LoadedRefund extends Loaded<RefundRequest> {
  readonly refund: RefundRow
  readonly order: AfterSaleOrderFacts
  /** The after-sale that moves with it; `null`: a cancellation, or the price difference of an exchange. */
  readonly afterSale: LoadedAfterSale | null
}

/** The step of the after-sale that goes with a step of its refund. */
const STEP_OF_CASE = {
  ISSUE_REFUND: 'ISSUE_REFUND',
  RETRY_REFUND: 'ISSUE_REFUND',
  CONFIRM_REFUND_ARRIVAL: 'REFUND_ARRIVED',
  FAIL_REFUND: 'REFUND_FAILED',
} as const satisfies Record<RefundStepName, string>

/**
 * Finds a refund and locks its order, its case and the refund itself, always in this order, unless somebody only
 * asks. `null`: no such refund in this shop.
 */
export async function loadRefund(
  run: Run,
  refundId: string,
  step: RefundStepName,
): Promise<LoadedRefund | null> {
  const { tx, actor, asking } = run
  // The order and the case of a refund never change, so that they can be looked up before the locks.
  const found = await findRefund(tx, actor.shop, refundId)
  if (!found) return null
  const ask = { step: STEP_OF_CASE[step] }
  const of = found.case_id ? await loadAfterSale(run, found.case_id, () => ask) : null
  const afterSale = isDifference(found, of) ? null : of
  const order = of?.facts.order ?? (await loadAfterSaleOrder(run, found.order_id))
  const refund = asking ? found : await lockRefund(tx, actor.shop, refundId)
  if (!order || !refund) return null
  const facts = {
    refund: factsOf(refund),
    step,
    mayDecide: mayDecide(run),
    afterSale: afterSale?.facts ?? null,
  }
  return { subjectId: refund.id, version: refund.version, facts, refund, order, afterSale }
}

/** What a cheaper replacement leaves over: the case goes its own way, with the goods (PRC-09). */
function isDifference({ reason }: RefundRow, of: LoadedAfterSale | null): boolean {
  return reason === 'PARTIAL' && of?.facts.case.type === 'EXCHANGE'
}

function factsOf(row: RefundRow): RefundFacts {
  return {
    id: row.id,
    number: row.number,
    orderId: row.order_id,
    caseId: row.case_id,
    status: row.status as RefundFacts['status'],
    amountFen: fen(row.amount_fen),
    attempts: row.attempts,
    failure: row.failure as RefundFailure | null,
  }
}
