import { addDays, dayOf } from '../calendar/index.ts'
import type { Fen } from '../money/index.ts'
import type { Pack } from '../policy/index.ts'

export const LIFECYCLES = ['NEW', 'ACTIVE', 'LOYAL', 'SILENT', 'CHURNED'] as const
export type Lifecycle = (typeof LIFECYCLES)[number]

export const VALUE_CLASSES = ['HIGH', 'POTENTIAL', 'ORDINARY'] as const
export type ValueClass = (typeof VALUE_CLASSES)[number]

/** What the lifecycle is read from. Times of orders; `null`: never ordered. */
export interface LifecycleFacts {
  readonly firstOrderAt: Date | null
  readonly lastOrderAt: Date | null
  /** Orders within the loyal window of the pack. */
  readonly ordersInLoyalWindow: number
  /** The class so far; it stays where no other fits (Q23). */
  readonly current: Lifecycle
}

/**
 * The lifecycle of a customer (CUS-SEG-01): churned, silent, loyal, new, active in this order; in the gap
 * between active and silent the former class stays (Q23). Days are calendar days, inclusive (Q11, Q38).
 * Who never ordered is new.
 */
export function lifecycleOf(facts: LifecycleFacts, pack: Pack, now: Date): Lifecycle {
  const { firstOrderAt, lastOrderAt } = facts
  if (!firstOrderAt || !lastOrderAt) return 'NEW'
  const within = (at: Date, days: number) => addDays(dayOf(at), days) >= dayOf(now)
  if (!within(lastOrderAt, pack.get('lifecycle.churned_days'))) return 'CHURNED'
  if (!within(lastOrderAt, pack.get('lifecycle.silent_days'))) return 'SILENT'
  if (facts.ordersInLoyalWindow >= pack.get('lifecycle.loyal_orders')) return 'LOYAL'
  if (within(firstOrderAt, pack.get('lifecycle.new_days'))) return 'NEW'
  return within(lastOrderAt, pack.get('lifecycle.active_days')) ? 'ACTIVE' : facts.current
}

/** What the value class is read from: the customer's figures and those of the shop, over 365 days. */
export interface ValueFacts {
  readonly paidFen: Fen
  readonly orders: number
  /** The least amount among the top share of the shop's customers (`value.high_percent`). */
  readonly highFromFen: Fen
  readonly medianFen: Fen
}

/** The value class of a customer (CUS-SEG-02). Nobody is of high value without paying. */
export function valueClassOf(facts: ValueFacts, pack: Pack): ValueClass {
  if (facts.paidFen > 0 && facts.paidFen >= facts.highFromFen) return 'HIGH'
  const few = facts.orders < pack.get('value.potential_max_orders')
  return facts.paidFen > facts.medianFen && few ? 'POTENTIAL' : 'ORDINARY'
}
