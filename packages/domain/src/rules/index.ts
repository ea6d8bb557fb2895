export { afterSalesPage } from './after-sales-page.ts'
export {
  assertKnown,
  type Coverage,
  type CoverageStatus,
  coverage,
  isKnownRule,
  UnknownRule,
} from './coverage.ts'
export { type CaseEntry, citedRule, RULES, type RuleEntry, ruleOf } from './entries.ts'
export { permissionsPage } from './permissions-page.ts'
export { citationOf, policyBook } from './policy-book.ts'
