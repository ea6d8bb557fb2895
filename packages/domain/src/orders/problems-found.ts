import type { Bilingual, Remedy } from '../decisions/index.ts'
import type { Pack } from '../policy/index.ts'
import { isDetected } from './detect.ts'
import { type OrderFacts, PROBLEM_KINDS, type ProblemKind } from './facts.ts'
import { PROBLEM_ADVICE } from './rules/problems.ts'

/** A problem that the facts of an order show. */
export interface ProblemFound {
  readonly kind: ProblemKind
  /** The rule it comes from. */
  readonly rule: string
  readonly advice: Bilingual
  readonly next: readonly Remedy[]
  /** It is on record and being handled. */
  readonly reported: boolean
}

/** The problems that the facts show, reported or not, in the order of their rules; dismissed ones are left out. */
export function problemsOf(order: OrderFacts, { pack }: { readonly pack: Pack }): readonly ProblemFound[] {
  return PROBLEM_KINDS.filter((kind) => isDetected(kind, order, pack)).map((kind) => ({
    kind,
    ...PROBLEM_ADVICE[kind],
    reported: order.problems.some((each) => each.kind === kind && each.status === 'OPEN'),
  }))
}
