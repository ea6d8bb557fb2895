import { addNotice } from '@cs/data/notices'
import { setRefundIssued } from '@cs/data/refunds'
import { type AfterSaleNotice, arrivalOf, type RefundRoute } from '@cs/domain/after-sales'
import { fen } from '@cs/domain/money'
import type { NoticeParameters } from '@cs/domain/wording'
import { takeStep } from '../after-sales/index.ts'
import { moveClocks, stopProtectionClock, stopWithdrawalClock } from '../clocks/index.ts'
import type { Done, StoredDecision } from '../command.ts'
import type { Run } from '../context.ts'
import { postMovement } from '../refunds/index.ts'
import { ofDifference } from './price-difference.ts'
import type { LoadedRefund } from './refund.ts'

/** Money is on its way back. */
export interface RefundIssued {
  readonly refundId: string
  readonly version: number
  readonly orderId: string
  /** `null`: the refund of a cancellation. */
  readonly caseId: string | null
  /** How often it was issued, with this time. */
  readonly attempts: number
  /** RFC 3339 UTC: between these two the money arrives (AS-RFD-01 to -04). */
  readonly arrivesFrom: string
  readonly arrivesBy: string
}

/**
 * Issues a judged and locked refund: its status, its journal, the step and the clocks of its after-sale or of its
 * order, and the notice with the window in which it arrives.
 */
export async function payOut(
  run: Run,
  found: LoadedRefund,
  decision: StoredDecision,
  by: { readonly route: RefundRoute; readonly reference: string | null; readonly note: string | null },
): Promise<Done<RefundIssued>> {
  const { tx, actor, now, context } = run
  const { refund, afterSale } = found
  const { from, by: until } = arrivalOf(by.route, now, context.pack)
  const version = await setRefundIssued(
    tx,
    { shopId: actor.shop, refundId: refund.id, at: now },
    { route: by.route, arrivesFrom: from, arrivesBy: until, reference: by.reference },
  )
  const amountFen = fen(refund.amount_fen)
  await postMovement(run, movedOf(found), { kind: 'REFUND_ISSUED', amountFen })
  const arrives = { arrivesFrom: from.toISOString(), arrivesBy: until.toISOString() }
  const parameters = { amountFen, ...arrives }
  if (afterSale) {
    const stop = ['parcel.resolve'] as const
    await takeStep(run, afterSale, 'ISSUE_REFUND', decision, { note: by.note, stop, parameters })
  } else {
    await tellBuyer(run, found, 'REFUND_ISSUED', parameters)
    if (refund.case_id)
      await moveClocks(run, ofDifference(refund.order_id, refund.case_id), { stop: ['partial_refund'] })
    else if (refund.reason === 'PRICE_PROTECTION') await stopProtectionClock(run, refund.order_id)
    else await stopWithdrawalClock(run, refund.order_id)
  }
  const attempts = refund.attempts + 1
  const of = { orderId: refund.order_id, caseId: refund.case_id }
  return {
    ids: { refundId: refund.id, version, ...of, attempts, ...arrives },
    events: [{ type: 'RefundIssued', data: { ...of, amountFen, route: by.route, attempts, ...arrives } }],
    fields: ['status', 'issuedAt', 'arrivesFrom', 'arrivesBy'],
  }
}

/** What a journal of a refund belongs to. */
export const movedOf = ({ refund }: LoadedRefund) => ({
  subjectId: refund.id,
  orderId: refund.order_id,
  caseId: refund.case_id,
})

/** Puts a notice in line on a refund that moves no case; those of a case go with its steps. */
export async function tellBuyer(
  run: Run,
  { refund, order }: LoadedRefund,
  script: AfterSaleNotice,
  parameters: NoticeParameters,
): Promise<void> {
  await addNotice(run.tx, {
    shopId: run.actor.shop,
    customerId: order.customerId,
    caseId: refund.case_id,
    orderId: order.id,
    script,
    parameters: { number: refund.number, ...parameters },
    at: run.now,
    commandId: run.commandId,
  })
}
