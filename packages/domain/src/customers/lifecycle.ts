import { addDays, dayOf, endOfDay } from '../calendar/index.ts'
import type { Pack } from '../policy/index.ts'
import { type Lifecycle, lifecycleOf } from './segments.ts'

/** What of a customer's orders decides on the lifecycle; orders that were cancelled do not count. */
export interface OrderTimes {
  readonly firstOrderAt: Date | null
  readonly lastOrderAt: Date | null
  /** The order that makes the number of a loyal customer full, counted from the newest; `null`: there are fewer. */
  readonly loyalOrderAt: Date | null
}

/** A class, and when time may change it next; `null`: only an order can. */
export interface ReviewedLifecycle {
  readonly lifecycle: Lifecycle
  readonly reviewAt: Date | null
}

/**
 * The lifecycle of a customer now (CUS-SEG-01), from the class of a moment before. Every day on which it may have
 * changed since is judged in turn, as in a gap the former class stays (Q23): who is looked at late gets what those get
 * who are looked at every day.
 */
export function reviewLifecycle(
  times: OrderTimes,
  before: { readonly lifecycle: Lifecycle; readonly asOf: Date | null },
  pack: Pack,
  now: Date,
): ReviewedLifecycle {
  const { firstOrderAt, lastOrderAt } = times
  if (!firstOrderAt || !lastOrderAt) return { lifecycle: 'NEW', reviewAt: null }
  const turns = turnsOf({ ...times, firstOrderAt, lastOrderAt }, pack)
  const from = Math.max(before.asOf?.getTime() ?? 0, lastOrderAt.getTime())
  let lifecycle = before.lifecycle
  const past = turns.filter((at) => at.getTime() > from && at <= now)
  for (const at of [new Date(Math.min(from, now.getTime())), ...past, now])
    lifecycle = classAt(times, lifecycle, pack, at)
  return { lifecycle, reviewAt: turns.find((at) => at > now) ?? null }
}

function classAt(times: OrderTimes, current: Lifecycle, pack: Pack, at: Date): Lifecycle {
  const { firstOrderAt, lastOrderAt, loyalOrderAt } = times
  const loyal =
    loyalOrderAt !== null && addDays(dayOf(loyalOrderAt), pack.get('lifecycle.loyal_days')) >= dayOf(at)
  const ordersInLoyalWindow = loyal ? pack.get('lifecycle.loyal_orders') : 0
  return lifecycleOf({ firstOrderAt, lastOrderAt, ordersInLoyalWindow, current }, pack, at)
}

/** The moments at which a window ends, in order. */
function turnsOf(
  { firstOrderAt, lastOrderAt, loyalOrderAt }: OrderTimes & { firstOrderAt: Date; lastOrderAt: Date },
  pack: Pack,
): readonly Date[] {
  const after = (at: Date, days: number) => endOfDay(addDays(dayOf(at), days))
  return [
    after(firstOrderAt, pack.get('lifecycle.new_days')),
    after(lastOrderAt, pack.get('lifecycle.active_days')),
    after(lastOrderAt, pack.get('lifecycle.silent_days')),
    after(lastOrderAt, pack.get('lifecycle.churned_days')),
    ...(loyalOrderAt ? [after(loyalOrderAt, pack.get('lifecycle.loyal_days'))] : []),
  ].sort((a, b) => a.getTime() - b.getTime())
}
