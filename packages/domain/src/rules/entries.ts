import { AFTER_SALE_RULES } from '../after-sales/index.ts'
import { APPROVAL_RULES } from '../approvals/index.ts'
import { CASE_RULES } from '../cases/index.ts'
import { CLOCK_RULES } from '../clocks/index.ts'
import { COMPLAINT_RULES } from '../complaints/index.ts'
import { LEAD_RULES, PAYMENT_FOLLOW_UP_RULES } from '../consultations/index.ts'
import { CUSTOMER_RULES, REVEAL_RULES } from '../customers/index.ts'
import type { Basis, Bilingual, Rule, Verdict } from '../decisions/index.ts'
import { EVIDENCE_ARCHIVE_RULES } from '../evidence/index.ts'
import { FOLLOW_UP_RULES } from '../follow-ups/index.ts'
import { ENROLMENT_RULES, GIFT_RULES } from '../membership/index.ts'
import { ORDER_RULES } from '../orders/index.ts'
import { TRACKING_RULES } from '../parcels/index.ts'
import { POINTS_RULES } from '../points/index.ts'
import type { DemoShop, PackKey } from '../policy/index.ts'
import { OFFER_RULES } from '../prices/index.ts'
import { REGISTER_RULES } from '../registers/index.ts'
import { FAST_LANE_RULES } from '../routing/index.ts'
import { CLAIM_RULES, FREIGHT_SETTLEMENT_RULES, REFUND_RULES } from '../settlements/index.ts'
import { SHIFT_RULES } from '../shifts/index.ts'
import { COMPUTED } from './computed.ts'

/** A case of a rule as its documentation. */
export interface CaseEntry {
  readonly name: string
  readonly shop: DemoShop
  readonly expect: Verdict | null
}

/** A rule without its facts: what it is about, where it stands, and what it permits and refuses. */
export interface RuleEntry {
  readonly id: string
  /** The folder it lives in, on every floor. */
  readonly concept: string
  readonly title: Bilingual
  readonly message: Bilingual
  readonly basis: Basis
  readonly reads: readonly PackKey[]
  readonly cases: readonly CaseEntry[]
}

const entries = <Facts>(concept: string, rules: readonly Rule<Facts>[]): readonly RuleEntry[] =>
  rules.map(({ id, title, message, basis, reads, cases }) => ({
    id,
    concept,
    title,
    message,
    basis,
    reads,
    cases: cases.map((each) => ({ name: each.name, shop: each.shop ?? 'general', expect: each.expect })),
  }))

/** All rules of the project: those that are judged, and those that are computed without a verdict. */
export const RULES: readonly RuleEntry[] = [
  ...entries('orders', ORDER_RULES),
  ...entries('after-sales', AFTER_SALE_RULES),
  ...entries('complaints', COMPLAINT_RULES),
  ...entries('approvals', APPROVAL_RULES),
  ...entries('customers', REVEAL_RULES),
  ...entries('customers', CUSTOMER_RULES),
  ...entries('settlements', REFUND_RULES),
  ...entries('settlements', FREIGHT_SETTLEMENT_RULES),
  ...entries('settlements', CLAIM_RULES),
  ...entries('shifts', SHIFT_RULES),
  ...entries('routing', FAST_LANE_RULES),
  ...entries('membership', ENROLMENT_RULES),
  ...entries('membership', GIFT_RULES),
  ...entries('evidence', EVIDENCE_ARCHIVE_RULES),
  ...entries('parcels', TRACKING_RULES),
  ...entries('registers', REGISTER_RULES),
  ...entries('points', POINTS_RULES),
  ...entries('prices', OFFER_RULES),
  ...entries('cases', CASE_RULES),
  ...entries('follow-ups', FOLLOW_UP_RULES),
  ...entries('consultations', LEAD_RULES),
  ...entries('consultations', PAYMENT_FOLLOW_UP_RULES),
  ...CLOCK_RULES.map((rule) => ({ ...rule, concept: 'clocks', cases: [] })),
  ...COMPUTED.map((rule) => ({ ...rule, cases: [] })),
]

const BY_ID = new Map(RULES.map((rule) => [rule.id, rule]))

/** A rule by its id; `undefined` where this project has none. */
export function ruleOf(id: string): RuleEntry | undefined {
  return BY_ID.get(id)
}

/** The rule that a finding cites. A decision outlives its rules: one that was retired since keeps its id. */
export function citedRule(id: string): RuleEntry {
  return BY_ID.get(id) ?? { ...RETIRED, id }
}

const RETIRED: Omit<RuleEntry, 'id'> = {
  concept: 'retired',
  title: { zh: '已停用的规则', en: 'A rule that was retired' },
  message: {
    zh: '该规则已停用，当时的结论见决定本身。',
    en: 'This rule was retired; the decision itself says what it said then.',
  },
  basis: { kind: 'default', note: 'retired' },
  reads: [],
  cases: [],
}
