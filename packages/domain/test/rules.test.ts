import { describe, expect, it } from 'vitest'
import { AFTER_SALE_RULES } from '../src/after-sales/index.ts'
import { APPROVAL_RULES } from '../src/approvals/index.ts'
import { CASE_RULES } from '../src/cases/index.ts'
import { COMPLAINT_RULES } from '../src/complaints/index.ts'
import { LEAD_RULES, PAYMENT_FOLLOW_UP_RULES } from '../src/consultations/index.ts'
import { CUSTOMER_RULES, REVEAL_RULES } from '../src/customers/index.ts'
import type { Rule } from '../src/decisions/index.ts'
import { EVIDENCE_ARCHIVE_RULES } from '../src/evidence/index.ts'
import { FOLLOW_UP_RULES } from '../src/follow-ups/index.ts'
import { EXAMPLE_NOW } from '../src/orders/examples.ts'
import { ORDER_RULES } from '../src/orders/index.ts'
import { TRACKING_RULES } from '../src/parcels/index.ts'
import { POINTS_RULES } from '../src/points/index.ts'
import { CLOCKS, DEMO_PACKS, loadPack } from '../src/policy/index.ts'
import { OFFER_RULES } from '../src/prices/index.ts'
import { REGISTER_RULES } from '../src/registers/index.ts'
import { FAST_LANE_RULES } from '../src/routing/index.ts'
import {
  assertKnown,
  citedRule,
  coverage,
  permissionsPage,
  policyBook,
  RULES,
  ruleOf,
  UnknownRule,
} from '../src/rules/index.ts'
import { CLAIM_RULES, FREIGHT_SETTLEMENT_RULES, REFUND_RULES } from '../src/settlements/index.ts'
import { SHIFT_RULES } from '../src/shifts/index.ts'

/** Runs every case of every rule: the documentation is the test. */
function runCases<Facts>(rules: readonly Rule<Facts>[]): void {
  for (const rule of rules) {
    describe(rule.id, () => {
      it.each(rule.cases)('$name', (each) => {
        const context = {
          pack: loadPack(DEMO_PACKS[each.shop ?? 'general']),
          now: new Date(each.now ?? EXAMPLE_NOW),
        }
        expect(rule.judge(each.facts, context)?.verdict ?? null).toBe(each.expect)
      })
    })
  }
}

runCases(ORDER_RULES)
runCases(APPROVAL_RULES)
runCases(REVEAL_RULES)
runCases(CUSTOMER_RULES)
runCases(REFUND_RULES)
runCases(FREIGHT_SETTLEMENT_RULES)
runCases(CLAIM_RULES)
runCases(EVIDENCE_ARCHIVE_RULES)
runCases(TRACKING_RULES)
runCases(REGISTER_RULES)
runCases(AFTER_SALE_RULES)
runCases(CASE_RULES)
runCases(LEAD_RULES)
runCases(PAYMENT_FOLLOW_UP_RULES)
runCases(COMPLAINT_RULES)
runCases(SHIFT_RULES)
runCases(FAST_LANE_RULES)
runCases(POINTS_RULES)
runCases(FOLLOW_UP_RULES)
runCases(OFFER_RULES)

describe('the rules', () => {
  it('have cases that permit and cases that refuse or do not apply', () => {
    for (const rule of [
      ...ORDER_RULES,
      ...AFTER_SALE_RULES,
      ...SHIFT_RULES,
      ...FAST_LANE_RULES,
      ...POINTS_RULES,
      ...COMPLAINT_RULES,
      ...CUSTOMER_RULES,
      ...FOLLOW_UP_RULES,
      ...OFFER_RULES,
    ]) {
      expect(
        rule.cases.some(
          (each) =>
            each.expect === 'PASS' ||
            each.expect === 'WARN' ||
            each.expect === 'NEEDS_APPROVAL' ||
            each.expect === 'DENY',
        ),
        rule.id,
      ).toBe(true)
      expect(new Set(rule.cases.map((each) => each.expect)).size, rule.id).toBeGreaterThan(1)
      expect(new Set(rule.cases.map((each) => each.name)).size, rule.id).toBe(rule.cases.length)
    }
  })

  it('have one entry for each id, and each id is in the catalogue', () => {
    const ids = RULES.map((rule) => rule.id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(() => assertKnown(ids)).not.toThrow()
    expect(() => assertKnown(Object.values(CLOCKS).flatMap((clock) => clock.rules))).not.toThrow()
    expect(() => assertKnown(['ORD-MOD-02', 'ORD-MOD-99'])).toThrow(UnknownRule)
  })

  it('speak both languages', () => {
    for (const rule of RULES) {
      expect(rule.title.zh, rule.id).toMatch(/\p{Script=Han}/u)
      expect(rule.message.zh, rule.id).toMatch(/\p{Script=Han}/u)
      expect(rule.title.en, rule.id).not.toMatch(/\p{Script=Han}/u)
      expect(rule.message.en, rule.id).not.toMatch(/\p{Script=Han}/u)
    }
  })

  it('are found by id', () => {
    expect(ruleOf('ORD-MOD-02')?.concept).toBe('orders')
    expect(ruleOf('NO-SUCH-01')).toBeUndefined()
    expect(citedRule('NO-SUCH-01')).toMatchObject({ id: 'NO-SUCH-01', concept: 'retired' })
  })
})

describe('coverage', () => {
  it('accounts for every row of the catalogue', () => {
    expect(coverage()).toHaveLength(658)
    for (const each of coverage()) expect(each.where, each.id).not.toBe('')
  })

  it('calls a rule enforced where it is judged', () => {
    const enforced = new Map(coverage().map((each) => [each.id, each.status]))
    for (const rule of [
      ...ORDER_RULES,
      ...AFTER_SALE_RULES,
      ...SHIFT_RULES,
      ...FAST_LANE_RULES,
      ...COMPLAINT_RULES,
      ...FOLLOW_UP_RULES,
      ...OFFER_RULES,
    ])
      if (rule.id !== 'ORD-MOD-05') expect(enforced.get(rule.id), rule.id).toBe('enforced')
  })
})

describe('generated pages', () => {
  it('print every rule with its citation, and every permission', () => {
    const book = policyBook()
    for (const rule of RULES) expect(book).toContain(`### ${rule.id} `)
    expect(book).toContain('| `order.swap_before_print` | 已付款未打单可换款 | off | off | on |')
    expect(permissionsPage()).toContain(
      '| `product.cost.read` | See the cost price of a product. | – | – | – | shop |',
    )
  })
})
