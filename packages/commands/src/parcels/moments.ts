import { shipLines } from '@cs/data/parcels'
import { dueAfter } from '@cs/domain/policy'
import { stopDispatchClock } from '../clocks/index.ts'
import type { EventDraft } from '../command.ts'
import type { Run } from '../context.ts'
import { receivePoints } from '../points/index.ts'

/**
 * What follows from a parcel that leaves, whoever says so: its lines and their order have left, and the promise of its
 * dispatch is kept once everything has (FUL-03). The order is locked.
 */
export async function leave(
  run: Run,
  of: { readonly orderId: string; readonly shipmentId: string },
  at: Date,
): Promise<readonly EventDraft[]> {
  const { tx, actor, context } = run
  const confirmsAt = dueAfter(at, context.pack.get('order.auto_confirm'))
  const left = await shipLines(tx, actor.shop, { ...of, at, confirmsAt })
  if (left === null) return []
  if (left === 'WHOLE') await stopDispatchClock(run, of.orderId)
  return [{ type: 'OrderShipped', data: { shipmentId: of.shipmentId, whole: left === 'WHOLE' } }]
}

/**
 * What follows from an order that was received, by whatever sign: what it earned can be spent (PTS-01). `shipmentId`:
 * the parcel that was the last one; else `by` says how it is known.
 */
export async function signed(
  run: Run,
  {
    orderId,
    customerId,
    ...how
  }: { readonly orderId: string; readonly customerId: string } & (
    | { readonly shipmentId: string }
    | { readonly by: 'BUYER' | 'TIME' }
  ),
): Promise<readonly EventDraft[]> {
  return [{ type: 'OrderSigned', data: how }, ...(await receivePoints(run, { id: orderId, customerId }))]
}
