import { correct, deny, pass, type Rule, say } from '../../decisions/index.ts'
import { decimal, yuan } from '../../money/index.ts'
import { asking } from '../examples.ts'
import { refundForReturn } from '../refund.ts'
import type { AfterSaleRequest } from '../request.ts'
import { instead } from '../verdicts.ts'
import { COMPENSATION_RULES } from './compensation.ts'
import { FREIGHT_RULES } from './freight.ts'
import { PARTIAL_REFUND_RULES } from './partial-refund.ts'

/** What is owed by the rules, and not a fen more. */
const OWED_RULES: readonly Rule<AfterSaleRequest>[] = [
  {
    id: 'AS-RFD-10',
    title: say('退款不超过应退金额', 'A return gives back what is owed, not more'),
    basis: {
      kind: 'default',
      note: 'What was paid is the most that goes back; more is a compensation (Q61).',
    },
    message: say('退款金额在应退范围内。', 'The amount is within what is owed.'),
    reads: [],
    judge: ({ order, case: found, ask }) => {
      if (ask.step !== 'APPROVE' || ask.amountFen === null || found?.type !== 'RETURN_AND_REFUND') return null
      const { amountFen } = refundForReturn(order, found.lines, found)
      if (ask.amountFen <= amountFen) return pass()
      return deny(
        say(
          `所选商品应退 ${decimal(amountFen)} 元，不能多退。`,
          `CNY ${decimal(amountFen)} is owed for these goods; a refund cannot be more.`,
        ),
        correct(
          `填写不超过 ${decimal(amountFen)} 元的金额`,
          `Name an amount of at most CNY ${decimal(amountFen)}`,
        ),
        instead('COMPENSATION', '另外给予补偿', 'Grant a compensation beside it'),
      )
    },
    cases: [
      {
        name: 'what one of two pieces cost',
        facts: asking({ step: 'APPROVE', amountFen: yuan(95) }),
        expect: 'PASS',
      },
      { name: 'a fen more', facts: asking({ step: 'APPROVE', amountFen: yuan(95.01) }), expect: 'DENY' },
      { name: 'no amount: what is owed', facts: asking({ step: 'APPROVE', amountFen: null }), expect: null },
    ],
  },
]

/** The rules of money: what is owed, what may be given beyond it and by whom, and who bears the freight. */
export const MONEY_RULES: readonly Rule<AfterSaleRequest>[] = [
  ...OWED_RULES,
  ...PARTIAL_REFUND_RULES,
  ...COMPENSATION_RULES,
  ...FREIGHT_RULES,
]
