import type { Rule } from '../../decisions/index.ts'
import { fen } from '../../money/index.ts'
import type { RefundFacts, RefundRequest, RefundStepName } from '../facts.ts'

/** From which status a step leads on. */
const FROM: Readonly<Record<RefundStepName, RefundFacts['status']>> = {
  ISSUE_REFUND: 'OWED',
  RETRY_REFUND: 'FAILED',
  CONFIRM_REFUND_ARRIVAL: 'ISSUED',
  FAIL_REFUND: 'ISSUED',
}

const example = (
  step: RefundStepName,
  refund: Partial<RefundFacts> = {},
  mayDecide = false,
): RefundRequest => ({
  refund: {
    id: 'refund-1',
    number: 'RF1',
    orderId: 'order-1',
    caseId: null,
    status: 'OWED',
    amountFen: fen(10_000),
    attempts: 0,
    failure: null,
    ...refund,
  },
  step,
  mayDecide,
  afterSale: null,
})

const failed = (attempts: number) => ({ status: 'FAILED', attempts, failure: 'ACCOUNT_INVALID' }) as const

/** Money is issued once, and again only where it failed. */
export const REFUND_RULES: readonly Rule<RefundRequest>[] = [
  {
    id: 'AS-WF-GEN-3',
    title: { zh: '退款失败核对账户后重新发起', en: 'A failed refund is started again' },
    basis: { kind: 'cited', document: '000', section: '§6.4' },
    message: { zh: '该退款可以办理此步骤。', en: 'This step of the refund can be taken now.' },
    reads: ['refund.max_attempts'],
    judge: ({ refund, step, mayDecide }, { pack }) => {
      if (refund.status !== FROM[step])
        return {
          verdict: 'DENY',
          message: {
            zh: '该退款的当前状态不能办理此步骤：每笔退款只发放一次，失败后才可重新发起。',
            en: 'The refund is not in the state for this: it is issued once, and again only where it failed.',
          },
        }
      if (step !== 'RETRY_REFUND') return { verdict: 'PASS' }
      if (refund.attempts < pack.get('refund.max_attempts') || mayDecide) return { verdict: 'PASS' }
      return {
        verdict: 'NEEDS_APPROVAL',
        message: {
          zh: '该退款已多次发起失败，请核对收款账户，再次发起须主管批准。',
          en: 'It failed several times. Check the account; another try takes a supervisor.',
        },
        remedies: [
          {
            kind: 'APPROVAL',
            text: { zh: '请主管批准再次发起', en: 'Ask a supervisor to let it be tried again' },
            approver: 'approval.decide',
          },
        ],
      }
    },
    cases: [
      { name: 'what is owed is issued', facts: example('ISSUE_REFUND'), expect: 'PASS' },
      {
        name: 'what was issued is not issued again',
        facts: example('ISSUE_REFUND', { status: 'ISSUED', attempts: 1 }),
        expect: 'DENY',
      },
      { name: 'what failed is tried again', facts: example('RETRY_REFUND', failed(2)), expect: 'PASS' },
      {
        name: 'what did not fail is not tried again',
        facts: example('RETRY_REFUND', { status: 'ISSUED', attempts: 1 }),
        expect: 'DENY',
      },
      {
        name: 'the fourth try takes a supervisor',
        facts: example('RETRY_REFUND', failed(3)),
        expect: 'NEEDS_APPROVAL',
      },
      {
        name: 'a supervisor tries a fourth time',
        facts: example('RETRY_REFUND', failed(3), true),
        expect: 'PASS',
      },
      {
        name: 'what never left does not arrive',
        facts: example('CONFIRM_REFUND_ARRIVAL'),
        expect: 'DENY',
      },
    ],
  },
]
