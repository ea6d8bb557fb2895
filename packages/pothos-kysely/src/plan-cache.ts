import type { OperationDefinitionNode } from 'graphql'
import type { Plan } from './plan.ts'

/** What a cache holds, and how it did since the start. */
export interface CacheCounts {
  readonly entries: number
  /** How full it is, in what its limit counts: entries or characters. */
  readonly size: number
  readonly limit: number
  readonly hits: number
  readonly misses: number
  /** Entries that went to make room. */
  readonly evictions: number
}

/** Characters of SQL of all plans that are kept. */
const MAX_TEXT = 20_000_000
/** What a plan takes besides its SQL, in characters. */
const OVERHEAD = 1_000
/** The most plans of one field of one operation for the same grants: they differ in the shape of the variables. */
const MAX_SHAPES = 32

/**
 * Plans by operation and key, those longest unused going first. Safe to lose: what is not there is planned again.
 */
export class PlanCache<Viewer> {
  readonly #limit: number
  /** Numbers of parsed operations, so that one map in order of use holds the plans of all. */
  readonly #numbers = new WeakMap<OperationDefinitionNode, number>()
  readonly #plans = new Map<string, Plan<Viewer>[]>()
  #operations = 0
  #entries = 0
  #size = 0
  #hits = 0
  #misses = 0
  #evictions = 0

  constructor(limit = MAX_TEXT) {
    this.#limit = limit
  }

  /** The plan that fits, with what the fitting answered. */
  find<Fit>(
    operation: OperationDefinitionNode,
    key: string,
    fits: (plan: Plan<Viewer>) => Fit | undefined,
  ): { readonly plan: Plan<Viewer>; readonly args: Fit } | undefined {
    const at = this.#keyOf(operation, key)
    const known = this.#plans.get(at)
    if (known) {
      this.#plans.delete(at)
      this.#plans.set(at, known)
      for (const plan of known) {
        const args = fits(plan)
        if (args === undefined) continue
        this.#hits += 1
        return { plan, args }
      }
    }
    this.#misses += 1
    return undefined
  }

  /** Keeps a plan; it stays at least until the next one is added. */
  add(operation: OperationDefinitionNode, key: string, plan: Plan<Viewer>): void {
    const at = this.#keyOf(operation, key)
    const known = this.#plans.get(at) ?? []
    this.#plans.set(at, known)
    known.push(plan)
    this.#entries += 1
    this.#size += sizeOf(plan)
    if (known.length > MAX_SHAPES) this.#evict(known.splice(0, 1))
    for (const [oldest, plans] of this.#plans) {
      if (this.#size <= this.#limit || oldest === at) return
      this.#plans.delete(oldest)
      this.#evict(plans)
    }
  }

  #evict(plans: readonly Plan<Viewer>[]): void {
    this.#entries -= plans.length
    this.#evictions += plans.length
    for (const plan of plans) this.#size -= sizeOf(plan)
  }

  clear(): void {
    this.#plans.clear()
    this.#entries = 0
    this.#size = 0
  }

  counts(): CacheCounts {
    return {
      entries: this.#entries,
      size: this.#size,
      limit: this.#limit,
      hits: this.#hits,
      misses: this.#misses,
      evictions: this.#evictions,
    }
  }

  #keyOf(operation: OperationDefinitionNode, key: string): string {
    let number = this.#numbers.get(operation)
    if (number === undefined) {
      number = this.#operations
      this.#operations += 1
      this.#numbers.set(operation, number)
    }
    return `${number} ${key}`
  }
}

const sizeOf = (plan: Plan<never>) => OVERHEAD + (plan.statement?.text.length ?? 0)
