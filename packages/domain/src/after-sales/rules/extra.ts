import type { Rule } from '../../decisions/index.ts'
import { deny, evidence, pass, say, warn } from '../../decisions/index.ts'
import { claimOf } from '../claim.ts'
import { aCase, applying, asking } from '../examples.ts'
import type { AfterSaleRequest } from '../request.ts'
import { instead, shop } from '../verdicts.ts'

/** An over-shipment: whose stance decides what is done (AS-POL-30). */
export const EXTRA_RULES: readonly Rule<AfterSaleRequest>[] = [
  {
    id: 'AS-POL-30',
    title: say('多发商品收回或申诉', 'Goods sent too much are collected, or appealed for'),
    basis: shop('售后一2'),
    message: say(
      '多发的商品由本店安排快递上门取回；买家否认的，上传底单向平台申诉。',
      'What was sent too much is collected at our cost; if the buyer denies it, the stub goes to the platform with an appeal.',
    ),
    reads: [],
    judge: (request, { now }) => {
      const { ask, case: found } = request
      if (ask.step === 'REFUND' || ask.step === 'PAY_IN_ADVANCE') {
        if (found?.reason !== 'EXTRA_ITEM') return null
        return deny(
          say(
            '多发的商品没有付款，无需退款。',
            'Nothing was paid for what was sent too much: nothing is owed.',
          ),
          instead('TAKE_BACK', '收回入库后结束', 'Take it back into stock'),
        )
      }
      if (ask.step === 'TAKE_BACK')
        return found?.reason === 'EXTRA_ITEM'
          ? pass(say('收回入库，售后结束。', 'It is in stock again; the after-sale ends.'))
          : deny(say('只有多发的商品可以直接收回。', 'Only what was sent too much is simply taken back.'))
      const claim = claimOf(request, now)
      if (claim?.reason !== 'EXTRA_ITEM') return null
      const stub = evidence('STUB', '上传底单', 'Upload the dispatch stub')
      if (claim.type === 'PLATFORM_DISPUTE' && !claim.evidence.includes('STUB')) return warn(undefined, stub)
      return pass()
    },
    cases: [
      { name: 'collected by our courier', facts: applying({ reason: 'EXTRA_ITEM' }), expect: 'PASS' },
      {
        name: 'an appeal takes the stub',
        facts: applying({ type: 'PLATFORM_DISPUTE', reason: 'EXTRA_ITEM' }),
        expect: 'WARN',
      },
      {
        name: 'nothing is refunded for it',
        facts: asking({ step: 'REFUND' }, aCase({ reason: 'EXTRA_ITEM', state: 'INSPECTION_PASSED' })),
        expect: 'DENY',
      },
      {
        name: 'bought goods are not just taken back',
        facts: asking({ step: 'TAKE_BACK' }, aCase({ state: 'INSPECTION_PASSED' })),
        expect: 'DENY',
      },
      { name: 'says nothing of what is missing', facts: applying({ reason: 'MISSING_ITEM' }), expect: null },
    ],
  },
]
