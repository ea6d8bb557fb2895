import { correct, deny, pass, type Rule, say } from '../../decisions/index.ts'
import { decimal, fen, yuan } from '../../money/index.ts'
import { aCase, aLine, anOrder, applying, asking } from '../examples.ts'
import type { ActorFacts } from '../facts.ts'
import { partialRefund, refundableFen } from '../refund.ts'
import type { AfterSaleRequest } from '../request.ts'
import { byAuthority, grantOf, isPossible } from './grant.ts'

const grade = (name: NonNullable<ActorFacts['grade']>): ActorFacts => ({ kind: 'AGENT', grade: name })
const partial = aCase({ type: 'PARTIAL_REFUND', reason: 'NOT_AS_DESCRIBED' })
const off = (amount: number, by = grade('specialist'), line = aLine()) =>
  asking({ step: 'APPROVE', amountFen: yuan(amount) }, partial, anOrder({ lines: [line] }), by)

/** Money off goods that stay with the customer: how much, and who may agree to it (C-24, Q04, Q33, Q61). */
export const PARTIAL_REFUND_RULES: readonly Rule<AfterSaleRequest>[] = [
  {
    id: 'AS-POL-09',
    title: say('部分退款经协商确认后支付', 'A partial refund is paid once it is agreed'),
    basis: { kind: 'cited', document: '000', section: '§6.4' },
    message: say('金额已协商，在权限内。', 'The amount is agreed and within authority.'),
    reads: ['partial_refund.limits'],
    judge: (request, { pack }) => {
      const { case: found, ask } = request
      if (ask.step === 'APPROVE' && found?.type === 'PARTIAL_REFUND' && ask.amountFen === null) {
        return deny(
          say('还没有协商好的退款金额。', 'No amount is agreed yet.'),
          correct('与客户确认金额后填写', 'Agree on the amount with the customer and name it'),
        )
      }
      const grant = grantOf(request)
      if (grant?.kind !== 'PARTIAL_REFUND' || !isPossible(grant, request)) return null
      return byAuthority(request, grant, pack)
    },
    cases: [
      { name: 'a tenth of the line', facts: off(19), expect: 'PASS' },
      { name: 'a fen more', facts: off(19.01), expect: 'NEEDS_APPROVAL' },
      { name: 'a senior gives a fifth', facts: off(38, grade('senior')), expect: 'PASS' },
      {
        name: 'the cap holds on a dear line',
        facts: asking(
          { step: 'APPROVE', amountFen: yuan(50.01) },
          partial,
          anOrder({ paidFen: yuan(2_010), lines: [aLine({ paidFen: yuan(2_000) })] }),
        ),
        expect: 'NEEDS_APPROVAL',
      },
      {
        name: 'what was taken off before counts',
        facts: off(10, grade('specialist'), aLine({ partiallyRefundedFen: yuan(10), refundedFen: yuan(10) })),
        expect: 'NEEDS_APPROVAL',
      },
      { name: 'a supervisor gives the whole line', facts: off(190, grade('supervisor')), expect: 'PASS' },
      {
        name: 'an application for more is taken, and told',
        facts: applying({ type: 'PARTIAL_REFUND', reason: 'QUALITY', amountFen: yuan(60) }),
        expect: 'WARN',
      },
      {
        name: 'no amount is agreed',
        facts: asking({ step: 'APPROVE', amountFen: null }, partial),
        expect: 'DENY',
      },
      {
        name: 'what a return owes takes no authority',
        facts: asking({ step: 'APPROVE', amountFen: null }),
        expect: null,
      },
    ],
  },
  {
    id: 'AS-WF-RFD-3',
    title: say('部分退款：填写付给卖家的金额', 'Partial refund: the amount to pay the seller'),
    basis: { kind: 'cited', document: '004', section: '售后(三)2' },
    message: say('退款金额不超过实付金额。', 'The amount is within what was paid.'),
    reads: [],
    judge: (request) => {
      const grant = grantOf(request)
      if (grant?.kind !== 'PARTIAL_REFUND') return null
      const left = refundableFen(request.order, grant.part)
      if (!isPossible(grant, request)) {
        return deny(
          say(
            `退款须大于 0，且不超过尚未退还的 ${decimal(left)} 元。`,
            `A refund is more than nothing and at most what is left of the payment: CNY ${decimal(left)}.`,
          ),
          correct(`填写不超过 ${decimal(left)} 元的金额`, `Name an amount of at most CNY ${decimal(left)}`),
        )
      }
      const pay = decimal(partialRefund(request.order, grant.part, grant.amountFen).paySellerFen)
      return pass(
        say(
          `请申请“仅退款”，在付给卖家的金额中填写 ${pay} 元。`,
          `Apply for a refund without return and enter CNY ${pay} as the amount to pay the seller.`,
        ),
      )
    },
    cases: [
      {
        name: 'paid 100, refund 10: enter 90',
        facts: off(10, grade('specialist'), paid100()),
        expect: 'PASS',
      },
      { name: 'all that was paid', facts: off(100, grade('manager'), paid100()), expect: 'PASS' },
      { name: 'a fen more than was paid', facts: off(100.01, grade('manager'), paid100()), expect: 'DENY' },
      {
        name: 'more than is left',
        facts: off(91, grade('manager'), paid100(10)),
        expect: 'DENY',
      },
      { name: 'no partial refund', facts: applying(), expect: null },
    ],
  },
]

/** One piece for 100 yuan, of which some were refunded. */
function paid100(refunded = 0) {
  return aLine({
    quantity: 1,
    paidFen: yuan(100),
    refundedFen: yuan(refunded),
    partiallyRefundedFen: fen(refunded * 100),
  })
}
