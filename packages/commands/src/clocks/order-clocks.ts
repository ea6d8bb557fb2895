import { type ClockSubject, startClocks } from '@cs/data/clocks'
import { oldestProtectionOwed, oldestWithdrawalOwed } from '@cs/data/orders'
import { startClock } from '@cs/domain/clocks'
import type { ClockName } from '@cs/domain/policy'
import type { Run } from '../context.ts'
import { moveClocks } from './move-clocks.ts'

const ofOrder = (orderId: string): ClockSubject => ({
  subjectType: 'Order',
  subjectId: orderId,
  caseId: null,
})

/** An order was paid: by when it is to be sent (FUL-03). `own`: its own time in place of the pack's (C-33, CAT-18). */
export function startDispatchClock(run: Run, orderId: string, own: Date | null): Promise<void> {
  const latest = own ? { latest: { 'order.dispatch': own } as const } : {}
  return moveClocks(run, ofOrder(orderId), { start: ['order.dispatch'], ...latest })
}

/** An order was cancelled as a whole: it need not be dispatched any more. What was owed stays owed. */
export function endDispatchClock(run: Run, orderId: string): Promise<void> {
  return moveClocks(run, ofOrder(orderId), { end: ['order.dispatch'] })
}

/** An order left with the carrier: its dispatch was in time, or late. */
export function stopDispatchClock(run: Run, orderId: string): Promise<void> {
  return moveClocks(run, ofOrder(orderId), { stop: ['order.dispatch'] })
}

/** Money is owed back for a withdrawal: by when it is to be refunded (AS-SLA-27, Q40). */
export function startWithdrawalClock(run: Run, orderId: string): Promise<void> {
  return moveClocks(run, ofOrder(orderId), { start: ['order.withdrawal'] })
}

/**
 * A refund of a withdrawal was issued: its clock stops. Where another withdrawal of the order is still owed, the
 * promise of the oldest one goes on with the times it had. The refund is stored as issued before.
 */
export async function stopWithdrawalClock(run: Run, orderId: string): Promise<void> {
  await moveClocks(run, ofOrder(orderId), { stop: ['order.withdrawal'] })
  await goOn(run, orderId, 'order.withdrawal', await oldestWithdrawalOwed(run.tx, run.actor.shop, orderId))
}

/** A difference is owed back under price protection: by when it is to be paid (PRC-04, AS-SLA-26). */
export function startProtectionClock(run: Run, orderId: string): Promise<void> {
  return moveClocks(run, ofOrder(orderId), { start: ['partial_refund'] })
}

/** A difference was paid back: its clock stops, and goes on for the oldest one that is still owed. */
export async function stopProtectionClock(run: Run, orderId: string): Promise<void> {
  await moveClocks(run, ofOrder(orderId), { stop: ['partial_refund'] })
  await goOn(run, orderId, 'partial_refund', await oldestProtectionOwed(run.tx, run.actor.shop, orderId))
}

async function goOn(run: Run, orderId: string, name: ClockName, owedSince: Date | null): Promise<void> {
  const next = owedSince && startClock(name, owedSince, run.context.pack)
  if (next) await startClocks(run.tx, run.actor.shop, ofOrder(orderId), [next])
}
