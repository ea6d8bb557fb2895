import type { Rule } from '../../decisions/index.ts'
import { correct, deny, pass, say, wait, warn } from '../../decisions/index.ts'
import { fen } from '../../money/index.ts'
import { aCase, applying, asking } from '../examples.ts'
import { isOwnChoice } from '../reasons.ts'
import type { AfterSaleRequest } from '../request.ts'
import { handbook, instead, shop } from '../verdicts.ts'

const sizes = { type: 'EXCHANGE', reason: 'SIZE_FIT' } as const
const inspected = { result: 'PASSED', finding: 'INTACT', at: '2026-03-10T01:00:00.000Z' } as const
const toApprove = { step: 'APPROVE', amountFen: null } as const
const outOfStock = [
  instead('RETURN_AND_REFUND', '可以退款', 'Take the money back'),
  instead('OTHER_SPECIFICATION', '可以换其他规格', 'Take another specification'),
  wait('可以等待补货', 'Wait until it is in stock again'),
] as const

/** The specification and the stock of an exchange, and what a difference in price does (C-39, Q63). */
export const EXCHANGE_RULES: readonly Rule<AfterSaleRequest>[] = [
  {
    id: 'AS-WF-EXC',
    title: say('换货须确认规格和库存', 'An exchange: the specification and its stock'),
    basis: handbook('§6.3'),
    message: say('规格已确认，有库存。', 'The specification is known and in stock.'),
    reads: [],
    judge: ({ ask, case: found }) => {
      if (ask.step === 'APPLY') {
        const { type, reason, replacementSkuId } = ask.application
        if (type !== 'EXCHANGE') return null
        return replacementSkuId || !isOwnChoice(reason)
          ? pass(say('审核时确认规格和库存。', 'Specification and stock are looked at in the review.'))
          : warn(
              say('请确认要换的规格。', 'Say which specification is wanted.'),
              correct('请选择规格', 'Choose a specification'),
            )
      }
      if (!found || (found.type !== 'EXCHANGE' && found.type !== 'RESHIP')) return null
      const wanted = found.lines.reduce((sum, each) => sum + each.quantity, 0)
      if (ask.step === 'CHOOSE_REPLACEMENT') {
        if (found.type === 'EXCHANGE' && found.inspection?.result !== 'PASSED') return deny(NOT_BACK)
        if (ask.skuId === null) return pass(say('客户愿意等待补货。', 'The customer waits for it.'))
        return (ask.stock ?? 0) >= wanted
          ? pass()
          : deny(say('该规格库存不足。', 'That specification is not in stock.'), ...outOfStock)
      }
      if (ask.step === 'REPORT_UNAVAILABLE')
        return found.type === 'EXCHANGE' && found.inspection?.result !== 'PASSED'
          ? deny(NOT_BACK)
          : pass(
              say(
                '请客户选择退款、换其他规格或等待。',
                'The customer chooses a refund, another specification, or to wait.',
              ),
            )
      const short = found.replacementStock !== null && found.replacementStock < wanted
      if (ask.step === 'SEND_REPLACEMENT') return short ? deny(SHORT, ...outOfStock) : pass()
      if (ask.step !== 'APPROVE') return null
      if (found.type === 'EXCHANGE' && found.replacementSkuId === null && isOwnChoice(found.reason))
        return deny(
          say('还没有确认要换的规格。', 'The specification is not known yet.'),
          correct('请先确认规格', 'Settle it first'),
        )
      return short ? warn(SHORT, ...outOfStock) : pass()
    },
    cases: [
      { name: 'a size is named', facts: applying({ ...sizes, replacementSkuId: 'sku-2' }), expect: 'PASS' },
      { name: 'which size is asked', facts: applying(sizes), expect: 'WARN' },
      { name: 'not agreed to before it is known', facts: asking(toApprove, aCase(sizes)), expect: 'DENY' },
      {
        name: 'short in stock',
        facts: asking(toApprove, aCase({ ...sizes, replacementSkuId: 'sku-2', replacementStock: 0 })),
        expect: 'WARN',
      },
      {
        name: 'what is not there is not sent',
        facts: asking(
          { step: 'SEND_REPLACEMENT' },
          aCase({
            ...sizes,
            state: 'INSPECTION_PASSED',
            inspection: inspected,
            replacementSkuId: 'sku-2',
            replacementStock: 0,
          }),
        ),
        expect: 'DENY',
      },
      {
        name: 'not unavailable before the goods are back',
        facts: asking({ step: 'REPORT_UNAVAILABLE' }, aCase({ ...sizes, state: 'APPROVED' })),
        expect: 'DENY',
      },
      {
        name: 'another specification in stock',
        facts: asking(
          {
            step: 'CHOOSE_REPLACEMENT',
            skuId: 'sku-3',
            stock: 1,
            priceDifferenceFen: fen(0),
            presale: false,
          },
          aCase({ ...sizes, state: 'REPLACEMENT_UNAVAILABLE', inspection: inspected }),
        ),
        expect: 'PASS',
      },
      { name: 'says nothing of a return', facts: applying(), expect: null },
    ],
  },
  {
    id: 'PRC-09',
    title: say('换货差价由客服改价并备注', 'An exchange with a difference in price'),
    basis: shop('售前二2(3)'),
    message: say(
      '换货有差价或换预售商品：差价多退少补，非本店原因的来回运费由客户承担，请改价并备注。',
      'The exchange has a difference in price or is for a presale item: it is paid or paid back; unless the shop is at fault the freight both ways is the customer’s. A remark says so.',
    ),
    reads: [],
    judge: ({ ask, case: found }) => {
      if (ask.step === 'CHOOSE_REPLACEMENT')
        return ask.priceDifferenceFen !== 0 || ask.presale ? warn() : null
      if (found?.type !== 'EXCHANGE' || !(ask.step === 'APPROVE' || ask.step === 'SEND_REPLACEMENT'))
        return null
      return found.priceDifferenceFen !== 0 || found.replacementPresale ? warn() : null
    },
    cases: [
      {
        name: 'ten yuan dearer',
        facts: asking(
          toApprove,
          aCase({ ...sizes, replacementSkuId: 'sku-2', priceDifferenceFen: fen(1_000) }),
        ),
        expect: 'WARN',
      },
      {
        name: 'a presale item',
        facts: asking(toApprove, aCase({ ...sizes, replacementSkuId: 'sku-2', replacementPresale: true })),
        expect: 'WARN',
      },
      {
        name: 'the same price',
        facts: asking(toApprove, aCase({ ...sizes, replacementSkuId: 'sku-2' })),
        expect: null,
      },
    ],
  },
]

const NOT_BACK = say(
  '商品还没有退回验货，请先完成退回和验货。',
  'The goods are not back and inspected yet: that comes first.',
)
const SHORT = say('要换的规格库存不足。', 'The specification wanted is short in stock.')
