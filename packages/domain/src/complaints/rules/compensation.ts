import { compensationAuthority } from '../../after-sales/index.ts'
import { approval, deny, needsApproval, pass, type Rule, say } from '../../decisions/index.ts'
import { decimal, yuan } from '../../money/index.ts'
import { aComplaint, of, SUPERVISOR } from '../examples.ts'
import type { ComplaintRequest } from '../facts.ts'

const given = (amount: number) => ({ step: 'COMPENSATE', kind: 'CASH', amountFen: yuan(amount) }) as const

/** Compensation within one's authority, counted over all cases of the matter (C-24, Q33). */
export const COMPENSATION_RULES: readonly Rule<ComplaintRequest>[] = [
  {
    id: 'CMP-PRI-06',
    title: say('适度授权', 'Suitable authority'),
    basis: { kind: 'cited', document: '000', section: '§5.2' },
    message: say('补偿在权限内。', 'Within authority.'),
    reads: ['compensation.limits'],
    judge: ({ complaint, actor, ask }, { pack }) => {
      if (!complaint || ask.step !== 'COMPENSATE') return null
      const { reach, limitFen, approver } = compensationAuthority(
        complaint.compensatedFen,
        ask.amountFen,
        actor.grade,
        pack,
      )
      if (reach === 'WITHIN') return pass()
      const who =
        approver === 'manager'
          ? approval('approval.decide', '可以申请由经理审批', 'Ask for an approval; a manager decides')
          : approval('approval.decide', '可以申请由主管审批', 'Ask for an approval; a supervisor decides')
      if (reach === 'NONE') return deny(say('您没有此项金额权限。', 'You hold no authority over this.'), who)
      const limit = limitFen === null ? '' : decimal(limitFen)
      return needsApproval(
        say(
          `您的权限合计 ${limit} 元，本次超出，需要审批。`,
          `Your authority is CNY ${limit} in all; this goes beyond it and needs an approval.`,
        ),
        who,
      )
    },
    cases: [
      { name: 'at the limit', facts: of(given(20)), expect: 'PASS' },
      { name: 'beyond it', facts: of(given(20.01)), expect: 'NEEDS_APPROVAL' },
      {
        name: 'what was granted on linked cases counts',
        facts: of(given(10), aComplaint({ compensatedFen: yuan(15) })),
        expect: 'NEEDS_APPROVAL',
      },
      { name: 'a supervisor', facts: of(given(500), aComplaint(), SUPERVISOR), expect: 'PASS' },
      {
        name: 'a partner grants nothing',
        facts: of(given(1), aComplaint(), { kind: 'PARTNER', grade: null, id: 'p', supervises: false }),
        expect: 'DENY',
      },
      { name: 'another step', facts: of({ step: 'PLAN' }), expect: null },
    ],
  },
]
