import type { Pack, PackKey } from '../policy/index.ts'
import type { Basis, Bilingual, Decision, Finding, Outcome, Remedy, Verdict } from './decision.ts'

/** What a rule answers: a verdict, and what to say if it is not the rule's standing sentence. */
export interface Judgement {
  readonly verdict: Verdict
  readonly message?: Bilingual
  readonly remedies?: readonly Remedy[]
}

/** What a rule is judged with besides the facts. Time is an argument: the domain never reads a clock. */
export interface Context {
  readonly pack: Pack
  readonly now: Date
}

/** One case of a rule: its test and its documentation at once. */
export interface RuleCase<Facts> {
  readonly name: string
  readonly facts: Facts
  /** The code of the demo shop whose pack judges the case. */
  readonly shop?: 'general' | 'guided' | 'apparel'
  readonly now?: string
  /** `null`: the rule does not apply. */
  readonly expect: Verdict | null
}

/** One rule of the handbooks: metadata, predicate and cases in one entry. */
export interface Rule<Facts> {
  /** The id of the rule catalogue, for example `ORD-MOD-02`. */
  readonly id: string
  readonly title: Bilingual
  readonly basis: Basis
  /** The standing sentence, used where the judgement brings none. */
  readonly message: Bilingual
  /** The pack values the rule reads: printed with each finding. */
  readonly reads: readonly PackKey[]
  /** `null` where the rule does not apply to these facts. */
  readonly judge: (facts: Facts, context: Context) => Judgement | null
  readonly cases: readonly RuleCase<Facts>[]
}

/** Judges all rules and returns every finding, not the first; rules that do not apply leave none. */
export function judge<Facts>(
  action: string,
  rules: readonly Rule<Facts>[],
  facts: Facts,
  context: Context,
): Decision {
  const findings: Finding[] = []
  for (const rule of rules) {
    const judgement = rule.judge(facts, context)
    if (!judgement) continue
    findings.push({
      rule: rule.id,
      verdict: judgement.verdict,
      message: judgement.message ?? rule.message,
      values: rule.reads.map((key) => context.pack.show(key)),
      remedies: judgement.remedies ?? [],
    })
  }
  return { action, outcome: outcomeOf(findings), findings, pack: context.pack.ref }
}

function outcomeOf(findings: readonly Finding[]): Outcome {
  if (findings.some((f) => f.verdict === 'DENY')) return 'DENIED'
  return findings.some((f) => f.verdict === 'NEEDS_APPROVAL') ? 'NEEDS_APPROVAL' : 'ALLOWED'
}
