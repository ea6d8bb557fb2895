import type { Rule } from '../decisions/index.ts'
import type { ApprovalFacts } from './facts.ts'

const request: ApprovalFacts = {
  id: '01900000-0000-7000-8000-00000000a001',
  number: 'AP1',
  action: 'cancelOrder',
  subjectId: '01900000-0000-7000-8000-00000000a002',
  expiresAt: '2026-11-19T04:00:00.000Z',
  ownRequest: false,
}

/** The rules of deciding a request for approval. */
export const APPROVAL_RULES: readonly Rule<ApprovalFacts>[] = [
  {
    id: 'CMP-PRI-07',
    title: { zh: '超出权限须及时上报，由他人审批', en: 'Beyond authority: somebody else decides' },
    basis: { kind: 'default', note: 'Nobody approves their own request (defaults.md, Grades; Q06).' },
    message: {
      zh: '超出权限的事项由主管或经理审批，本人不得审批自己的申请。',
      en: 'What is beyond one’s authority is decided by a supervisor or manager, never by whoever asked.',
    },
    reads: [],
    judge: (facts) =>
      facts.ownRequest
        ? {
            verdict: 'DENY',
            message: {
              zh: '不能审批自己提交的申请，请由另一位主管或经理审批。',
              en: 'You asked for this yourself: another supervisor or manager has to decide it.',
            },
            remedies: [
              {
                kind: 'APPROVAL',
                text: { zh: '请另一位主管或经理审批', en: 'Ask another supervisor or manager' },
                approver: 'approval.decide',
                openUntil: facts.expiresAt,
              },
            ],
          }
        : { verdict: 'PASS' },
    cases: [
      { name: 'somebody else decides', facts: request, expect: 'PASS' },
      { name: 'the requester decides', facts: { ...request, ownRequest: true }, expect: 'DENY' },
    ],
  },
]
