import { GraphQLError } from 'graphql'
import { LRUCache } from 'lru-cache'

/** What operations may cost, in points (docs/reading.md). */
export interface CostLimits {
  /** The most points one operation may cost. */
  readonly operation: number
  /** The most points a principal can save up. */
  readonly budget: number
  /** Points a principal gets back each second. */
  readonly refill: number
}

/** What is left to a principal. */
export interface Balance {
  readonly remaining: number
  /** Milliseconds of the clock at which it was so. */
  readonly at: number
}

/** Principals whose budget is remembered; the one longest unseen is forgotten, which gives it a full one. */
const PRINCIPALS = 10_000

/** The budgets of principals in this process: spending empties them, time refills them. */
export class Budgets {
  readonly limits: CostLimits
  readonly #balances = new LRUCache<string, Balance>({ max: PRINCIPALS })

  constructor(limits: CostLimits) {
    this.limits = limits
  }

  /** What a principal has left now, in points. */
  remaining(principal: string, now: number): number {
    const { budget, refill } = this.limits
    const last = this.#balances.get(principal)
    if (!last) return budget
    return Math.min(budget, last.remaining + (Math.max(0, now - last.at) / 1000) * refill)
  }

  /** Takes points, before they are used. Throws COST_THROTTLED, and takes none, where too few are left. */
  take(principal: string, points: number, now: number): void {
    const remaining = this.remaining(principal, now)
    if (points > remaining) {
      const retryAfter = Math.ceil((points - remaining) / this.limits.refill)
      throw new GraphQLError(
        `This costs ${points} points and ${Math.floor(remaining)} are left; ${this.limits.refill} come back each second. Try again in ${retryAfter} s, or ask for less.`,
        {
          extensions: { code: 'COST_THROTTLED', cost: points, remaining: Math.floor(remaining), retryAfter },
        },
      )
    }
    this.#balances.set(principal, { remaining: remaining - points, at: now })
  }
}
