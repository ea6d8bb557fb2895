import type { Context } from '../decisions/index.ts'
import { secondsOf } from '../policy/index.ts'

/** What the dispatch promise of a line is read from. Times are RFC 3339 UTC. */
export interface DispatchFacts {
  readonly paidAt: string
  /** Start of dispatch of presale goods, which replaces the promise (CAT-18, Q20). */
  readonly shipFrom: string | null
  /** The product's own promise in hours, where it has one (C-33). */
  readonly dispatchHours: number | null
}

/** When goods have to be handed over: payment plus the pack's promise, or the presale date (FUL-03, C-33). */
export function dispatchDueAt(facts: DispatchFacts, { pack }: Pick<Context, 'pack'>): Date {
  if (facts.shipFrom) return new Date(facts.shipFrom)
  const promised = pack.get('clock.order.dispatch.breach')
  const seconds = facts.dispatchHours === null ? secondsOf(promised ?? '48h') : facts.dispatchHours * 3600
  return new Date(new Date(facts.paidAt).getTime() + seconds * 1000)
}

/** Whether dispatch is not just overdue but delayed: some hours past the promise (Q41). Inclusive (Q38). */
export function isDelayed(facts: DispatchFacts, { pack, now }: Context): boolean {
  const grace = secondsOf(pack.get('order.delayed_after')) * 1000
  return now.getTime() >= dispatchDueAt(facts, { pack }).getTime() + grace
}
