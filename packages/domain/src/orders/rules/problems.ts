import type { Bilingual, Judgement, Remedy, Rule } from '../../decisions/index.ts'
import { fen } from '../../money/index.ts'
import { aLine, anAddress, anOrder, aSku, toAudit, toItem, toPlace, unpaid } from '../examples.ts'
import type { OrderFacts, ProblemKind } from '../facts.ts'
import { asked, type OrderRequest } from '../request.ts'
import { alternative, correct, deny, evidence, say } from '../verdicts.ts'
import { handbook, shop } from './basis.ts'
import { type Problem, problemRule } from './problem.ts'

const substitute = alternative('SUBSTITUTE', '推荐同类商品代替', 'Propose a substitute')
const refund = alternative('REFUND', '或者为客户退款', 'Or refund the customer')

/** What is wanted against what nobody has reserved. */
function notInStock(lines: OrderFacts['lines']): Judgement | null {
  const short = lines.filter((line) => line.quantity > line.stock)
  if (short.length === 0) return null
  const positions = short.map((line) => line.position).join(', ')
  return deny(
    say(`第 ${positions} 行的商品库存不足。`, `There is not enough stock for line ${positions}.`),
    correct(
      short.map((line) => `第 ${line.position} 行最多 ${Math.max(0, line.stock)} 件`).join('；'),
      short.map((line) => `Line ${line.position}: at most ${Math.max(0, line.stock)}`).join('; '),
    ),
    substitute,
  )
}

/** Abnormal orders: what is found, and what is done about it (000 §3.3, 004 售前三). */
const PROBLEMS: readonly Problem[] = [
  {
    kind: 'VAGUE_ADDRESS',
    number: 'ORD-ABN-01',
    basis: handbook('§3.3'),
    title: say('地址不详', 'Vague address'),
    message: say(
      '收货地址不够详细，请联系客户补充完整地址，补充前先不发货。',
      'The address is not detailed enough: contact the customer for the full one and hold the order until then.',
    ),
    next: [
      alternative('CONTACT_CUSTOMER', '联系客户补充地址', 'Contact the customer for the full address'),
      correct('补充后修改订单地址', 'Then change the address of the order'),
    ],
    shown: { address: anAddress({ detailSpecific: false }) },
  },
  {
    kind: 'INVALID_CONTACT',
    number: 'ORD-ABN-02',
    basis: handbook('§3.3'),
    title: say('联系方式无效', 'Invalid contact'),
    message: say(
      '收件联系方式无效，请通过订单中的其他渠道联系客户。',
      'The contact on the order is not valid: reach the customer by another channel on record.',
    ),
    next: [
      alternative('OTHER_CHANNEL', '用订单里登记的其他渠道联系', 'Use another channel found in the order'),
      correct('核实后更正联系方式', 'Correct the contact once verified'),
    ],
    shown: { address: anAddress({ phoneValid: false }) },
  },
  {
    kind: 'OUT_OF_STOCK',
    reads: ['order.swap_before_print'],
    also: (request) => {
      if (asked(request, 'PLACE')) return notInStock(request.order.lines)
      const ask = asked(request, 'CHANGE_ITEM')
      if (!ask?.line || !ask.target || ask.target.stock >= ask.line.quantity) return null
      return deny(
        say('想换的规格库存不足。', 'The specification wanted is out of stock.'),
        substitute,
        refund,
      )
    },
    number: 'ORD-ABN-03',
    basis: handbook('§3.3'),
    title: say('库存不足', 'Out of stock'),
    message: say(
      '商品库存不足，请及时告知客户，推荐替代商品或退款。',
      'The item is out of stock: tell the customer promptly and propose a substitute or a refund.',
    ),
    next: [substitute, refund],
    shown: { lines: [aLine({ stock: 0 })] },
    inAudit: true,
    cases: [
      {
        name: 'fails the audit',
        facts: toAudit(anOrder({ lines: [aLine({ quantity: 3, stock: 2 })] })),
        expect: 'DENY',
      },
      {
        name: 'enough for the order passes',
        facts: toAudit(anOrder({ lines: [aLine({ quantity: 2, stock: 2 })] })),
        expect: null,
      },
      {
        name: 'nothing is ordered that is not there',
        facts: toPlace({ lines: [aLine({ quantity: 3, stock: 2 })] }),
        expect: 'DENY',
      },
      { name: 'the last piece is', facts: toPlace({ lines: [aLine({ stock: 1 })] }), expect: null },
      { name: 'no swap for what is not there', facts: toItem(unpaid(), aSku({ stock: 0 })), expect: 'DENY' },
      {
        name: 'after payment the clothing shop calls it oversold',
        facts: toAudit(anOrder({ lines: [aLine({ stock: 0 })] })),
        shop: 'apparel',
        expect: null,
      },
    ],
  },
  {
    kind: 'PAYMENT_ANOMALY',
    number: 'ORD-ABN-04',
    basis: handbook('§3.3'),
    title: say('付款异常', 'Payment anomaly'),
    message: say(
      '付款异常，请引导客户重新付款或更换付款方式。',
      'The payment went wrong: guide the customer to pay again or by another method.',
    ),
    next: [
      alternative('PAY_AGAIN', '重新付款', 'Pay again'),
      alternative('OTHER_PAYMENT_METHOD', '更换付款方式', 'Pay by another method'),
    ],
    shown: { payments: [{ method: 'ALIPAY', amountFen: fen(13_900), status: 'FAILED' }] },
  },
  {
    kind: 'DUPLICATE',
    reads: ['order.duplicate_window'],
    number: 'ORD-ABN-05',
    basis: handbook('§3.3'),
    title: say('重复订单', 'Duplicate order'),
    message: say(
      '疑似重复下单，请与客户确认后取消多余的订单。',
      'This looks like a duplicate: confirm with the customer, then cancel the one too many.',
    ),
    next: [
      evidence('CUSTOMER_CONFIRMATION', '向客户确认是否重复下单', 'Ask the customer whether it was meant'),
      alternative('CANCEL', '确认后取消重复的订单', 'Cancel the duplicate once confirmed'),
    ],
    shown: { duplicates: [{ number: '202603100000', secondsApart: 300 }] },
    inAudit: true,
    cases: [
      {
        name: 'fails the audit until it is settled',
        facts: toAudit(anOrder({ duplicates: [{ number: '202603100000', secondsApart: 300 }] })),
        expect: 'DENY',
      },
      {
        name: 'a customer who wants both has both',
        facts: toAudit(
          anOrder({
            duplicates: [{ number: '202603100000', secondsApart: 300 }],
            problems: [{ kind: 'DUPLICATE', status: 'DISMISSED' }],
          }),
        ),
        expect: null,
      },
    ],
  },
  {
    kind: 'SUSPECTED_FAKE',
    reads: ['order.risk_threshold'],
    number: 'ORD-ABN-06',
    basis: handbook('§3.3'),
    title: say('疑似刷单', 'Suspected fake order'),
    message: say(
      '订单触发风控规则，请先暂缓发货并联系客户核实。',
      'The order meets the risk rules: hold it and contact the customer to verify.',
    ),
    next: [evidence('CUSTOMER_CONFIRMATION', '联系客户核实订单', 'Contact the customer to verify the order')],
    shown: { riskScore: 80 },
    inAudit: true,
    cases: [
      {
        name: 'fails the audit at the threshold',
        facts: toAudit(anOrder({ riskScore: 80 })),
        expect: 'DENY',
      },
      { name: 'not below it', facts: toAudit(anOrder({ riskScore: 79 })), expect: null },
    ],
  },
  {
    kind: 'OVERSOLD',
    reads: ['order.swap_before_print'],
    number: 'ORD-ABN-07',
    basis: shop('售前三2'),
    title: say('超卖或生产问题无法发货', 'Oversold or production problem: cannot ship'),
    message: say(
      '商品超卖或生产问题无法发货，请联系买家退款或换款。',
      'The item is oversold or cannot be made: contact the buyer for a refund or a swap.',
    ),
    next: [alternative('CHANGE_ITEM', '与买家协商换款', 'Agree on a swap with the buyer'), refund],
    shown: { lines: [aLine({ stock: 0 })] },
    inAudit: true,
    cases: [
      {
        name: 'fails the audit of the clothing shop',
        facts: toAudit(anOrder({ lines: [aLine({ stock: 0 })] })),
        shop: 'apparel',
        expect: 'DENY',
      },
      {
        name: 'the base calls it out of stock',
        facts: toAudit(anOrder({ lines: [aLine({ stock: 0 })] })),
        expect: null,
      },
    ],
  },
]

export const PROBLEM_RULES: readonly Rule<OrderRequest>[] = PROBLEMS.map(problemRule)

/** What to do about each kind: the sentence and the next steps of its rule. */
export const PROBLEM_ADVICE = Object.fromEntries(
  PROBLEMS.map(({ kind, number, message, next }) => [kind, { rule: number, advice: message, next }]),
) as unknown as Readonly<
  Record<ProblemKind, { readonly rule: string; readonly advice: Bilingual; readonly next: readonly Remedy[] }>
>
