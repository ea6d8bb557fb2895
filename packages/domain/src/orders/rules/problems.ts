import type { Judgement, Remedy, Rule } from '../../decisions/index.ts'
import { fen } from '../../money/index.ts'
import { isDetected } from '../detect.ts'
import { aLine, anAddress, anOrder, aSku, toAudit, toItem, unpaid } from '../examples.ts'
import { type OrderFacts, PROBLEM_KINDS, type ProblemKind } from '../facts.ts'
import { asked, type OrderRequest } from '../request.ts'
import { hasLeft, isClosed, stageOf } from '../stage.ts'
import { alternative, correct, deny, evidence, say, warn } from '../verdicts.ts'
import { handbook, shop } from './basis.ts'

const report = (order: OrderFacts, kind: ProblemKind): OrderRequest => ({
  order,
  ask: { action: 'REPORT_PROBLEM', kind },
})
const substitute = alternative('SUBSTITUTE', '推荐同类商品代替', 'Propose a substitute')
const refund = alternative('REFUND', '或者为客户退款', 'Or refund the customer')

/** What every report has in common: a closed order has no abnormal state, and a problem is on record once. */
function reported(
  request: OrderRequest,
  kind: ProblemKind,
  detected: boolean,
  next: readonly Remedy[],
): Judgement | null {
  const ask = asked(request, 'REPORT_PROBLEM')
  if (!ask || (ask.kind ?? kind) !== kind) return null
  const stage = stageOf(request.order)
  // Without a kind the state alone is in question: one rule refuses for all, and each names what it sees.
  const unnamed = ask.kind === null
  if (unnamed && !detected && !(isClosed(stage) && kind === PROBLEM_KINDS[0])) return null
  if (isClosed(stage)) {
    return deny(
      say('订单已经结束，不能再登记异常。', 'The order is closed; no problem can be reported on it.'),
      alternative('AFTER_SALE', '如有问题请登记售后', 'Open an after-sale if something is wrong'),
    )
  }
  if (request.order.problems.some((each) => each.kind === kind && each.status === 'OPEN')) {
    return deny(say('这个异常已经登记，正在处理。', 'This problem is already on record and being handled.'))
  }
  if (
    hasLeft(stage) &&
    stage !== 'PARTLY_SHIPPED' &&
    kind !== 'VAGUE_ADDRESS' &&
    kind !== 'INVALID_CONTACT'
  ) {
    return deny(
      say('订单已经发货，请走售后处理。', 'The order has been shipped; handle it as an after-sale.'),
      alternative('AFTER_SALE', '登记售后', 'Open an after-sale'),
    )
  }
  if (detected) return { verdict: 'PASS', remedies: next }
  return warn(
    say(
      '订单数据没有显示这个异常，按人工判断登记。',
      'The data of the order does not show this; it is recorded on your word.',
    ),
    ...next,
  )
}

interface Entry {
  readonly kind: ProblemKind
  readonly number: string
  readonly basis: Rule<OrderRequest>['basis']
  readonly title: Rule<OrderRequest>['title']
  readonly message: Rule<OrderRequest>['message']
  readonly next: readonly Remedy[]
  /** Facts that show it. */
  readonly shown: Partial<OrderFacts>
  readonly cases?: Rule<OrderRequest>['cases']
  /** A finding of the audit as well, where no rule of the audit says the same. */
  readonly inAudit?: true
}

function entry(e: Entry): Rule<OrderRequest> {
  const order = anOrder(e.shown)
  return {
    id: e.number,
    title: e.title,
    basis: e.basis,
    message: e.message,
    reads:
      e.kind === 'SUSPECTED_FAKE'
        ? ['order.risk_threshold']
        : e.kind === 'DUPLICATE'
          ? ['order.duplicate_window']
          : e.kind === 'OVERSOLD' || e.kind === 'OUT_OF_STOCK'
            ? ['order.swap_before_print']
            : [],
    judge: (request, context) => {
      const detected = isDetected(e.kind, request.order, context.pack)
      if (e.inAudit && asked(request, 'AUDIT')) return detected ? { verdict: 'DENY', remedies: e.next } : null
      if (e.kind === 'OUT_OF_STOCK') {
        const ask = asked(request, 'CHANGE_ITEM')
        if (ask?.line && ask.target)
          return ask.target.stock >= ask.line.quantity
            ? null
            : deny(
                say('想换的规格库存不足。', 'The specification wanted is out of stock.'),
                substitute,
                refund,
              )
      }
      return reported(request, e.kind, detected, e.next)
    },
    cases: [
      {
        name: 'is recorded where the facts show it',
        facts: report(order, e.kind),
        expect: 'PASS',
        ...(e.kind === 'OVERSOLD' && { shop: 'apparel' as const }),
      },
      { name: "is recorded on the agent's word", facts: report(anOrder(), e.kind), expect: 'WARN' },
      {
        name: 'is recorded once',
        facts: report({ ...order, problems: [{ kind: e.kind, status: 'OPEN' }] }, e.kind),
        expect: 'DENY',
      },
      {
        name: 'not on a cancelled order',
        facts: report({ ...order, tradeStatus: 'CANCELLED' }, e.kind),
        expect: 'DENY',
      },
      { name: 'says nothing of another problem', facts: report(order, other(e.kind)), expect: null },
      ...(e.cases ?? []),
    ],
  }
}

const other = (kind: ProblemKind): ProblemKind => PROBLEM_KINDS.find((each) => each !== kind) ?? kind

/** Abnormal orders: what is found, and what is done about it (000 §3.3, 004 售前三). */
export const PROBLEM_RULES: readonly Rule<OrderRequest>[] = [
  entry({
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
  }),
  entry({
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
  }),
  entry({
    kind: 'OUT_OF_STOCK',
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
      { name: 'no swap for what is not there', facts: toItem(unpaid(), aSku({ stock: 0 })), expect: 'DENY' },
      {
        name: 'after payment the clothing shop calls it oversold',
        facts: toAudit(anOrder({ lines: [aLine({ stock: 0 })] })),
        shop: 'apparel',
        expect: null,
      },
    ],
  }),
  entry({
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
  }),
  entry({
    kind: 'DUPLICATE',
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
    shown: { duplicates: ['202603100000'] },
    inAudit: true,
    cases: [
      {
        name: 'fails the audit until it is settled',
        facts: toAudit(anOrder({ duplicates: ['202603100000'] })),
        expect: 'DENY',
      },
      {
        name: 'a customer who wants both has both',
        facts: toAudit(
          anOrder({ duplicates: ['202603100000'], problems: [{ kind: 'DUPLICATE', status: 'DISMISSED' }] }),
        ),
        expect: null,
      },
    ],
  }),
  entry({
    kind: 'SUSPECTED_FAKE',
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
  }),
  entry({
    kind: 'OVERSOLD',
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
  }),
]
