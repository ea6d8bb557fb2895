import { grantPoints } from '@cs/data/points'
import type { CompensationKind } from '@cs/domain/after-sales'
import { expiryOf } from '@cs/domain/points'
import type { Run } from '../context.ts'
import { invalid } from '../outcomes.ts'

const PAID_OUT: ReadonlySet<CompensationKind> = new Set(['CASH', 'DELAY', 'REPAIR_COST'])

/** Whether a compensation is money that has to be paid out; all else is given with the grant. */
export const isPaidOut = (kind: CompensationKind) => PAID_OUT.has(kind)

/**
 * Books points that are given as compensation: one for each fen (Q61), available at once. Throws ValidationFailed
 * for a customer who is no member and can have none.
 */
export async function givePoints(
  run: Run,
  of: { readonly customerId: string; readonly orderId: string | null; readonly number: string },
  points: number,
): Promise<void> {
  const { tx, actor, now, context, commandId } = run
  const { number, ...whose } = of
  const given = await grantPoints(tx, { shopId: actor.shop, ...whose, at: now, commandId }, points, {
    expiresOn: expiryOf(now, context.pack),
    reason: number,
  })
  if (!given) throw invalid('kind', 'INVALID', NO_MEMBER)
}

const NO_MEMBER = {
  zh: '该客户不是会员，不能以积分补偿。',
  en: 'The customer is no member and can’t be given points.',
}
