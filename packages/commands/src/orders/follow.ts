import { lockCustomer } from '@cs/data/customers'
import type { OrderFacts } from '@cs/domain/orders'
import type { EventDraft } from '../command.ts'
import type { Run } from '../context.ts'
import { reviewBuyer } from '../customers/index.ts'
import { followPayment } from '../membership/index.ts'
import { commitOffset, creditPurchase, holdOffset, releaseOffset } from '../points/index.ts'

/**
 * What else follows, in the same transaction, from the three moments in the life of an order that other concepts wait
 * for. Each concept adds one call of a function of its own; what it returns is told with the order's own event.
 */

/** An order was placed; its customer, its goods and its row are locked. */
export async function afterPlacing(run: Run, order: OrderFacts): Promise<readonly EventDraft[]> {
  return [...(await holdOffset(run, order)), ...(await reviewBuyer(run, order.customerId))]
}

/**
 * An order was paid, with all that was payable; the order is locked. The facts are those before the payment. The customer
 * is locked, too, before any of theirs: who enrols meanwhile has this payment counted, by one of the two.
 */
export async function afterPayment(run: Run, order: OrderFacts): Promise<readonly EventDraft[]> {
  await lockCustomer(run.tx, run.actor.shop, order.customerId)
  return [
    ...(await commitOffset(run, order)),
    ...(await creditPurchase(run, order)),
    ...(await followPayment(run, order)),
  ]
}

/** An order was closed before it was paid; the order is locked. */
export async function afterClosing(run: Run, order: OrderFacts): Promise<readonly EventDraft[]> {
  return [...(await releaseOffset(run, order))]
}
