import { pass, type Rule, say, warn } from '../../decisions/index.ts'
import { yuan } from '../../money/index.ts'
import { aCase, anOrder, applying, asking } from '../examples.ts'
import type { ActorFacts } from '../facts.ts'
import type { AfterSaleRequest } from '../request.ts'
import { instead } from '../verdicts.ts'
import { byAuthority, grantOf, isPossible } from './grant.ts'

const grade = (name: NonNullable<ActorFacts['grade']>): ActorFacts => ({ kind: 'AGENT', grade: name })
const service = aCase({ type: 'COMPENSATION', reason: 'SERVICE' })
const given = (amount: number, by = grade('specialist'), before = 0) =>
  asking(
    { step: 'COMPENSATE', kind: 'CASH', amountFen: yuan(amount) },
    service,
    anOrder({ compensatedFen: yuan(before) }),
    by,
  )

/** Money for service that went wrong: how much, and who may grant it (C-24, Q05, Q33, Q61). */
export const COMPENSATION_RULES: readonly Rule<AfterSaleRequest>[] = [
  {
    id: 'AS-POL-22',
    title: say('补偿与影响程度相称', 'Compensation in proportion'),
    basis: { kind: 'cited', document: '002', section: '§四-4' },
    message: say(
      '补偿在权限内，请与影响程度相称。',
      'Within authority; keep it in proportion to what went wrong.',
    ),
    reads: ['compensation.limits'],
    judge: (request, { pack }) => {
      const grant = grantOf(request)
      if (grant?.kind !== 'COMPENSATION' || !isPossible(grant, request)) return null
      return byAuthority(request, grant, pack)
    },
    cases: [
      { name: 'at the limit', facts: given(20), expect: 'PASS' },
      { name: 'beyond it', facts: given(20.01), expect: 'NEEDS_APPROVAL' },
      {
        name: 'cases of one order count as one',
        facts: given(10, grade('specialist'), 15),
        expect: 'NEEDS_APPROVAL',
      },
      { name: 'a senior', facts: given(50, grade('senior')), expect: 'PASS' },
      { name: 'a supervisor', facts: given(500, grade('supervisor')), expect: 'PASS' },
      { name: 'beyond the supervisor', facts: given(500.01, grade('supervisor')), expect: 'NEEDS_APPROVAL' },
      { name: 'a manager', facts: given(5_000, grade('manager')), expect: 'PASS' },
      {
        name: 'who is no agent grants nothing',
        facts: given(1, { kind: 'PARTNER', grade: null }),
        expect: 'DENY',
      },
      {
        name: 'an application for more is taken, and told',
        facts: applying({ type: 'COMPENSATION', reason: 'SERVICE', lines: [], amountFen: yuan(30) }),
        expect: 'WARN',
      },
      { name: 'no compensation', facts: applying(), expect: null },
    ],
  },
  {
    id: 'AS-POL-32',
    title: say('过高索赔：解释政策并提供替代方案', 'Excessive claim: explain the policy, offer another way'),
    basis: { kind: 'cited', document: '000', section: '§5.3' },
    message: say('金额在订单实付以内。', 'The amount is within what was paid for the order.'),
    reads: [],
    judge: (request) => {
      const grant = grantOf(request)
      if (grant?.kind !== 'COMPENSATION' || grant.amountFen <= 0) return null
      const { order } = request
      if (order.compensatedFen + grant.amountFen <= order.paidFen) return pass()
      return warn(
        say(
          '索赔超过订单实付金额，请耐心解释政策，并提供替代方案。',
          'The claim exceeds what was paid for the order: explain the policy with patience, and offer another way.',
        ),
        instead('RETURN_AND_REFUND', '可以退货退款', 'Return and refund'),
        instead('EXCHANGE', '可以换货', 'Exchange'),
        instead('COMPENSATION', '可以在权限内补偿', 'A compensation within authority'),
      )
    },
    cases: [
      { name: 'as much as was paid', facts: given(200, grade('manager')), expect: 'PASS' },
      { name: 'more than was paid', facts: given(200.01, grade('manager')), expect: 'WARN' },
      { name: 'no compensation', facts: applying(), expect: null },
    ],
  },
]
