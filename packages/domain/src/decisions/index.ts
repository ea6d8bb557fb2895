export type {
  Basis,
  Bilingual,
  Decision,
  Finding,
  Outcome,
  PackRef,
  Remedy,
  RemedyKind,
  SourceDocument,
  ValueInForce,
  Verdict,
} from './decision.ts'
export { type Context, type Judgement, judge, type Rule, type RuleCase } from './rule.ts'
export {
  approval,
  correct,
  deny,
  evidence,
  needsApproval,
  pass,
  remedy,
  say,
  wait,
  warn,
} from './verdicts.ts'
