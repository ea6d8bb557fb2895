import { dispatchFirst, tierOf } from '@cs/data/membership'
import { hasBenefit } from '@cs/domain/membership'
import type { EventDraft } from '../command.ts'
import type { Run } from '../context.ts'
import { raiseTier } from './raise-tier.ts'

/**
 * What a payment means to a member: the order is dispatched first where the tier brings that (MEM-03), by the tier that
 * was there before (Q22), and the tier is raised to what has been reached now. The order is locked.
 */
export async function followPayment(
  run: Run,
  order: { readonly id: string; readonly customerId: string },
): Promise<readonly EventDraft[]> {
  const { tx, actor } = run
  const tier = await tierOf(tx, actor.shop, order.customerId)
  if (!tier) return []
  const first = hasBenefit(tier, 'PRIORITY_DISPATCH', run.context.pack)
  if (first) await dispatchFirst(tx, actor.shop, order.id)
  await raiseTier(run, order.customerId)
  return first ? [{ type: 'OrderPrioritised', data: { tier, rule: 'MEM-03' } }] : []
}
