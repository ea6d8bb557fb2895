import { correct, deny, pass, type Rule, say, warn } from '../../decisions/index.ts'
import { decimal, yuan } from '../../money/index.ts'
import { aCase, asking } from '../examples.ts'
import { refundForReturn } from '../refund.ts'
import type { AfterSaleRequest } from '../request.ts'
import { instead } from '../verdicts.ts'
import { COMPENSATION_RULES } from './compensation.ts'
import { FREIGHT_RULES } from './freight.ts'
import { PARTIAL_REFUND_RULES } from './partial-refund.ts'
import { groundsAgainst } from './rejection.ts'

/** What is owed by the rules, and not a fen more. */
const OWED_RULES: readonly Rule<AfterSaleRequest>[] = [
  {
    id: 'AS-RFD-10',
    title: say('退货按应退金额退款', 'A return gives back what is owed: not more, and not less'),
    basis: {
      kind: 'default',
      note: 'What was paid goes back (Q07, Q32): more is a compensation (Q61), less is agreed only where nothing is owed',
    },
    message: say('退款金额在应退范围内。', 'The amount is within what is owed.'),
    reads: [],
    judge: (request, context) => {
      const { order, case: found, ask } = request
      if (ask.step !== 'APPROVE' || ask.amountFen === null || found?.type !== 'RETURN_AND_REFUND') return null
      const { amountFen } = refundForReturn(order, found.lines, found)
      if (ask.amountFen === amountFen) return pass()
      if (ask.amountFen < amountFen) {
        // Out of period, worn, or found against: there a lower amount can be agreed on.
        const negotiable = found.specialApproval || groundsAgainst(request, context).length > 0
        const less = say(
          `所选商品应退 ${decimal(amountFen)} 元，低于此金额须与客户协商一致。`,
          `CNY ${decimal(amountFen)} is owed for these goods; less takes the customer’s agreement.`,
        )
        return negotiable
          ? warn(less)
          : deny(OWED_IN_FULL, correct('不填写金额，按应退金额退款', 'Leave the amount out'))
      }
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
      { name: 'a fen less', facts: asking({ step: 'APPROVE', amountFen: yuan(94.99) }), expect: 'DENY' },
      {
        name: 'less, agreed on under a special approval',
        facts: asking({ step: 'APPROVE', amountFen: yuan(50) }, aCase({ specialApproval: true })),
        expect: 'WARN',
      },
      { name: 'no amount: what is owed', facts: asking({ step: 'APPROVE', amountFen: null }), expect: null },
    ],
  },
]

const OWED_IN_FULL = say(
  '符合政策的退货按应退金额退款，不能少退。',
  'What policy owes for a return goes back in full.',
)

/** The rules of money: what is owed, what may be given beyond it and by whom, and who bears the freight. */
export const MONEY_RULES: readonly Rule<AfterSaleRequest>[] = [
  ...OWED_RULES,
  ...PARTIAL_REFUND_RULES,
  ...COMPENSATION_RULES,
  ...FREIGHT_RULES,
]
