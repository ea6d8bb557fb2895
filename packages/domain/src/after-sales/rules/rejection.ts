import type { Context, Finding, Rule } from '../../decisions/index.ts'
import { correct, deny, evidence, judge, pass, say, warn } from '../../decisions/index.ts'
import { aCase, aLine, anOrder, applying, asking } from '../examples.ts'
import { isOwnChoice } from '../reasons.ts'
import type { AfterSaleRequest } from '../request.ts'
import { instead } from '../verdicts.ts'
import { CONDITION_RULES } from './condition.ts'
import { EVIDENCE_RULES } from './evidence.ts'
import { EXCHANGE_RULES } from './exchange.ts'
import { INSPECTION_RULES } from './inspection.ts'
import { LIABILITY_RULES } from './liability.ts'
import { MISSING_RULES } from './missing.ts'
import { PARCEL_RULES } from './parcels.ts'
import { TRADE_RULES } from './trade.ts'
import { TYPE_RULES } from './types.ts'
import { WINDOW_RULES } from './windows.ts'

/** The rules that a claim has to pass before it is agreed to. */
const CLAIM_RULES = [
  ...TYPE_RULES,
  ...TRADE_RULES,
  ...WINDOW_RULES,
  ...CONDITION_RULES,
  ...EVIDENCE_RULES,
  ...MISSING_RULES,
  ...PARCEL_RULES,
  ...LIABILITY_RULES,
  ...INSPECTION_RULES,
  ...EXCHANGE_RULES,
]
const PROOF: ReadonlySet<string> = new Set([
  'AS-POL-05',
  'AS-POL-29',
  'AS-LIA-16',
  'AS-WF-BAS-7',
  'AS-LIA-15',
  'AS-POL-11',
])

/** What speaks against agreeing to a case: the findings that would refuse it, or send it to an approval. */
export function groundsAgainst(request: AfterSaleRequest, context: Context): readonly Finding[] {
  const approving: AfterSaleRequest = { ...request, ask: { step: 'APPROVE', amountFen: null } }
  const { findings } = judge('GROUNDS', CLAIM_RULES, approving, context)
  return findings.filter((each) => each.verdict === 'DENY' || each.verdict === 'NEEDS_APPROVAL')
}

const rejecting = (with_: Parameters<typeof aCase>[0] = {}, ruleIds: readonly string[] = []) =>
  asking({ step: 'REJECT', ruleIds }, aCase(with_))

/** A claim is rejected on grounds that the customer can be told (C-10). */
export const REJECTION_RULES: readonly Rule<AfterSaleRequest>[] = [
  {
    id: 'AS-LIA-13',
    title: say('个人原因在无理由期内不得拒绝', 'A choice within its window is not rejected'),
    basis: {
      kind: 'default',
      note: 'C-10: 004 售后一2C has in principle no return; 000 §6.1 grants seven days, which wins',
    },
    message: say(
      '符合无理由退换条件，不能拒绝。',
      'It is what the no-reason promise grants: it cannot be rejected.',
    ),
    reads: ['return.no_reason_window', 'return.avoidance_gate'],
    judge: (request, context) => {
      const { ask, case: found } = request
      if (ask.step !== 'REJECT' || !found || !isOwnChoice(found.reason)) return null
      if (found.type !== 'RETURN_AND_REFUND' && found.type !== 'EXCHANGE') return null
      return groundsAgainst(request, context).length > 0
        ? null
        : deny(undefined, instead(found.type, '请同意申请', 'Agree to it'))
    },
    cases: [
      { name: 'a lawful return', facts: rejecting(), expect: 'DENY' },
      { name: 'not in the clothing shop either', facts: rejecting(), shop: 'apparel', expect: 'DENY' },
      { name: 'what was worn may be', facts: rejecting({ worn: true }), expect: null },
      { name: 'a defect has its own rule', facts: rejecting({ reason: 'QUALITY' }), expect: null },
    ],
  },
  {
    id: 'AS-POL-23',
    title: say('以政策为依据拒绝', 'Rejected on grounds of policy'),
    basis: {
      kind: 'default',
      note: '002 §4.2 holds the line by stating policy: a rejection names what speaks against the claim',
    },
    message: say('有规则支持拒绝。', 'A rule speaks against the claim.'),
    reads: [],
    judge: (request, context) => {
      const { ask, case: found } = request
      if (ask.step !== 'REJECT' || !found) return null
      const grounds = groundsAgainst(request, context)
      const negotiated =
        found.type === 'PARTIAL_REFUND' || found.type === 'COMPENSATION' || found.type === 'PLATFORM_DISPUTE'
      if (grounds.length === 0) {
        if (negotiated)
          return warn(
            say(
              '协商未达成一致，请说明理由并提出其他办法。',
              'Nothing was agreed on: say why, and offer something else.',
            ),
          )
        if (isOwnChoice(found.reason)) return null
        return deny(
          say(
            '没有规则支持拒绝；如认定为客户责任，请先判定责任。',
            'No rule speaks against it. If the customer is to answer for it, judge that first.',
          ),
          evidence('LIABILITY', '请先判定责任', 'Judge liability first'),
        )
      }
      const ids = grounds.map((each) => each.rule)
      if (ask.ruleIds.length > 0 && !ask.ruleIds.some((id) => ids.includes(id)))
        return deny(
          say(
            `所引规则不支持拒绝，支持拒绝的是：${ids.join('、')}。`,
            `The rules cited do not speak against it; these do: ${ids.join(', ')}.`,
          ),
          correct('请引用支持拒绝的规则', 'Cite a rule that speaks against it'),
        )
      if (grounds.every((each) => PROOF.has(each.rule)) && found.state !== 'EVIDENCE_REQUESTED')
        return warn(
          say('只缺凭证：请先请客户补充。', 'Only proof is lacking: ask the customer for it first.'),
        )
      return pass()
    },
    cases: [
      {
        name: 'out of period',
        facts: rejecting({ reason: 'QUALITY', appliedAt: '2026-04-10T02:00:00.000Z' }, ['AS-LIA-06']),
        now: '2026-04-10T04:00:00Z',
        expect: 'PASS',
      },
      {
        name: 'perishable goods',
        facts: asking(
          { step: 'REJECT', ruleIds: ['AS-POL-02'] },
          aCase(),
          anOrder({ lines: [aLine({ perishable: true })] }),
        ),
        expect: 'PASS',
      },
      {
        name: 'a defect that is proved',
        facts: rejecting({
          reason: 'QUALITY',
          evidence: [{ kind: 'PHOTO', at: '2026-03-09T02:00:00.000Z' }],
        }),
        expect: 'DENY',
      },
      {
        name: 'found to be a misuse',
        facts: rejecting(
          {
            reason: 'QUALITY',
            cause: 'MISUSE',
            liable: 'CUSTOMER',
            evidence: [{ kind: 'PHOTO', at: '2026-03-09T02:00:00.000Z' }],
          },
          ['AS-LIA-05'],
        ),
        expect: 'PASS',
      },
      { name: 'only the photo is lacking', facts: rejecting({ reason: 'QUALITY' }), expect: 'WARN' },
      { name: 'another rule is cited', facts: rejecting({ worn: true }, ['AS-POL-02']), expect: 'DENY' },
      {
        name: 'no discount was agreed on',
        facts: rejecting({ type: 'PARTIAL_REFUND', reason: 'PRICE' }),
        expect: 'WARN',
      },
      { name: 'says nothing of an application', facts: applying(), expect: null },
    ],
  },
]
