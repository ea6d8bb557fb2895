import { addOrderRemark, findSku } from '@cs/data/orders'
import { type AfterSaleCaseFacts, type AfterSaleOrderFacts, priceDifferenceOf } from '@cs/domain/after-sales'
import { decimal } from '@cs/domain/money'
import { flagFor } from '@cs/domain/orders'
import { inPlaceOf } from '../after-sales/index.ts'
import { moveClocks } from '../clocks/index.ts'
import type { EventDraft } from '../command.ts'
import { agentOf, type Run } from '../context.ts'
import { owePartialRefund, refundOwed } from '../refunds/index.ts'

/** What came of the price difference of an exchange. Amounts in fen. */
export interface DifferenceSettled {
  /** What the customer gets back; `null`: nothing. */
  readonly refundId: string | null
  /** What the customer has to pay for the replacement. */
  readonly customerPaysFen: number
  readonly events: readonly EventDraft[]
}

const NONE: DifferenceSettled = { refundId: null, customerPaysFen: 0, events: [] }

/** The promise of a price difference runs on the order: the case ends with the replacement, whatever is paid by then. */
export const ofDifference = (orderId: string, caseId: string) =>
  ({ subjectType: 'Order', subjectId: orderId, caseId }) as const

/**
 * Settles the price difference of an exchange as its replacement leaves (PRC-09, AS-WF-GEN-6): what a cheaper one
 * leaves over is owed back at once, what a dearer one costs more is the customer's to pay. Remarked in yellow.
 */
export async function settleDifference(
  run: Run,
  found: { readonly order: AfterSaleOrderFacts; readonly case: AfterSaleCaseFacts },
): Promise<DifferenceSettled> {
  const { order, case: of } = found
  const [pieces, ...others] = of.lines
  if (of.type !== 'EXCHANGE' || !of.replacementSkuId || !pieces || others.length > 0) return NONE
  const sku = await findSku(run.tx, run.actor.shop, of.replacementSkuId, order.id)
  if (!sku) return NONE
  const { customerPaysFen, refundFen } = priceDifferenceOf(order, pieces, inPlaceOf(sku))
  if (customerPaysFen === 0 && refundFen === 0) return NONE
  const owed = refundFen > 0 ? await owePartialRefund(run, found, refundFen) : null
  if (owed) await moveClocks(run, ofDifference(order.id, of.id), { start: ['partial_refund'] })
  await addOrderRemark(run.tx, {
    shopId: run.actor.shop,
    orderId: order.id,
    actionType: 'PRICE_CHANGE',
    flag: flagFor('PRICE_CHANGE', true),
    text: `换货差价：${refundFen > 0 ? `退 ${decimal(refundFen)}` : `补 ${decimal(customerPaysFen)}`} 元 ${of.number}`,
    agentId: agentOf(run),
    at: run.now,
  })
  const events = owed ? [refundOwed(order.id, owed)] : []
  return { refundId: owed?.owed.refundId ?? null, customerPaysFen, events }
}
