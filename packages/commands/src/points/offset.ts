import { holdOfOrder, holdPoints, settleHold } from '@cs/data/points'
import { dayOf } from '@cs/domain/calendar'
import type { OrderFacts } from '@cs/domain/orders'
import { NotEnoughPoints } from '@cs/domain/points'
import { dueAfter } from '@cs/domain/policy'
import type { EventDraft } from '../command.ts'
import type { Run } from '../context.ts'
import { conflict } from '../outcomes.ts'
import { originOfPoints } from './member.ts'

const spentOn = (order: OrderFacts) => order.lines.reduce((sum, line) => sum + line.pointsSpent, 0)

/** Sets the points aside that an order is placed with, until it is paid (PTS-04). */
export async function holdOffset(run: Run, order: OrderFacts): Promise<readonly EventDraft[]> {
  const points = spentOn(order)
  if (points === 0) return []
  const lapsesAt = await hold(run, order, points)
  return [{ type: 'PointsHeld', data: { points, lapsesAt: lapsesAt.toISOString() }, subject: of(order) }]
}

async function hold(run: Run, order: OrderFacts, points: number): Promise<Date> {
  const { tx, now, context } = run
  const origin = { ...originOfPoints(run, order.customerId), orderId: order.id }
  const lapsesAt = dueAfter(now, context.pack.get('points.hold'))
  const what = { purpose: 'OFFSET', points, today: dayOf(now), lapsesAt } as const
  try {
    if (await holdPoints(tx, origin, what)) return lapsesAt
  } catch (error) {
    if (!(error instanceof NotEnoughPoints)) throw error
  }
  throw conflict(order.version, SPENT_ELSEWHERE)
}

/**
 * Spends the points that were set aside for an order that is paid now. Where they lapsed meanwhile they are taken anew;
 * a Conflict where they were spent elsewhere: the order was priced with them.
 */
export async function commitOffset(run: Run, order: OrderFacts): Promise<readonly EventDraft[]> {
  const points = spentOn(order)
  if (points === 0) return []
  const { tx, actor } = run
  const by = originOfPoints(run, order.customerId)
  const held = await holdOfOrder(tx, actor.shop, order.id)
  if (!held || !(await settleHold(tx, held, 'COMMITTED', by))) {
    await hold(run, order, points)
    const anew = await holdOfOrder(tx, actor.shop, order.id)
    if (anew) await settleHold(tx, anew, 'COMMITTED', by)
  }
  return [{ type: 'PointsSpent', data: { points, purpose: 'OFFSET', customerId: order.customerId } }]
}

/** Lets go what was set aside for an order that is closed unpaid. */
export async function releaseOffset(run: Run, order: OrderFacts): Promise<readonly EventDraft[]> {
  const { tx, actor } = run
  const held = await holdOfOrder(tx, actor.shop, order.id)
  if (!held) return []
  const released = await settleHold(tx, held, 'RELEASED', originOfPoints(run, order.customerId))
  return released ? [{ type: 'PointsReleased', data: { points: held.points } }] : []
}

const of = (order: OrderFacts) => ({ type: 'Order', id: order.id })

const SPENT_ELSEWHERE = {
  zh: '该订单占用的积分已失效并另作他用：请重新下单，已收款项原路退回。',
  en: 'The points of this order were spent elsewhere: place it anew, and send back what was received.',
}
