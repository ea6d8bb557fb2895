import type { Judgement, Rule } from '../../decisions/index.ts'
import { decimal, type Fen, fen } from '../../money/index.ts'
import { anOrder, toAudit, toPay, toShip, unpaid } from '../examples.ts'
import type { OrderFacts } from '../facts.ts'
import { asked, type OrderRequest } from '../request.ts'
import { stageOf } from '../stage.ts'
import { alternative, correct, deny, pass, say } from '../verdicts.ts'
import { handbook } from './basis.ts'

const COD = 'CASH_ON_DELIVERY'

function received(order: OrderFacts): number {
  return order.payments
    .filter((each) => each.status === 'RECEIVED')
    .reduce((sum, each) => sum + each.amountFen, 0)
}

/** An unpaid order is paid once, with what is payable. */
function judgePayment(order: OrderFacts, amountFen: Fen | null): Judgement {
  const stage = stageOf(order)
  if (stage === 'CANCELLED')
    return deny(
      say('订单已关闭，不能再付款。', 'The order is closed and can no longer be paid.'),
      alternative(
        'CANCEL_AND_REORDER',
        '请重新下单；已收款项原路退回',
        'Place it anew; send back what was received',
      ),
    )
  if (stage !== 'UNPAID')
    return deny(
      say('订单已经付款。', 'The order is paid already.'),
      correct('多收的款项原路退回', 'Send back what was received twice'),
    )
  if (amountFen === null || amountFen === order.payableFen) return pass()
  return deny(
    say(
      `付款金额 ${decimal(amountFen)} 元与应付金额 ${decimal(order.payableFen)} 元不一致。`,
      `CNY ${decimal(amountFen)} was paid, CNY ${decimal(order.payableFen)} is payable.`,
    ),
    alternative(
      'PAY_AGAIN',
      `请按 ${decimal(order.payableFen)} 元付款`,
      `Pay CNY ${decimal(order.payableFen)}`,
    ),
  )
}

/** The part of the audit that is about money: payment, invoice, discounts (000 §3.1). */
export const AUDIT_MONEY_RULES: readonly Rule<OrderRequest>[] = [
  {
    id: 'ORD-AUD-04',
    title: say('付款方式正确且款项到账', 'Payment method right and money received'),
    basis: handbook('§3.1'),
    message: say('款项已经到账。', 'The money has been received.'),
    reads: [],
    judge: (request) => {
      const payment = asked(request, 'RECORD_PAYMENT')
      if (payment) return judgePayment(request.order, payment.amountFen)
      const { order } = request
      const stage = stageOf(order)
      if (asked(request, 'RECORD_SHIPMENT'))
        return stage === 'UNPAID'
          ? deny(say('订单还没有付款，不能发货。', "The order is not paid; it can't be sent."))
          : pass()
      if (!asked(request, 'AUDIT')) return null
      if (stage === 'CANCELLED')
        return deny(say('订单已经取消，不需要审核。', 'The order is cancelled; there is nothing to audit.'))
      if (order.payments.some((each) => each.method === COD && each.status !== 'FAILED')) {
        return pass(say('货到付款订单，签收时收款。', 'Cash on delivery: the money is received at signing.'))
      }
      const missing = order.payableFen - received(order)
      if (stage !== 'UNPAID' && missing <= 0) return pass()
      return deny(
        say('应付金额还没有全部到账。', 'Not all that is payable has been received.'),
        alternative('PAY_AGAIN', '请客户重新付款', 'Ask the customer to pay again'),
        alternative('OTHER_PAYMENT_METHOD', '或换一种付款方式', 'Or to pay by another method'),
      )
    },
    cases: [
      { name: 'paid and received', facts: toAudit(anOrder()), expect: 'PASS' },
      {
        name: 'one fen short',
        facts: toAudit(
          anOrder({ payments: [{ method: 'ALIPAY', amountFen: fen(13_899), status: 'RECEIVED' }] }),
        ),
        expect: 'DENY',
      },
      {
        name: 'a payment that is pending has not arrived',
        facts: toAudit(
          anOrder({ payments: [{ method: 'BANK_CARD', amountFen: fen(13_900), status: 'PENDING' }] }),
        ),
        expect: 'DENY',
      },
      {
        name: 'cash on delivery comes later',
        facts: toAudit(anOrder({ payments: [{ method: COD, amountFen: fen(13_900), status: 'PENDING' }] })),
        expect: 'PASS',
      },
      { name: 'not paid', facts: toAudit(unpaid()), expect: 'DENY' },
      { name: 'a payment of what is payable', facts: toPay(unpaid()), expect: 'PASS' },
      { name: 'of one fen less', facts: toPay(unpaid(), 13_899), expect: 'DENY' },
      { name: 'of one fen more', facts: toPay(unpaid(), 13_901), expect: 'DENY' },
      { name: 'a second one', facts: toPay(anOrder()), expect: 'DENY' },
      {
        name: 'for an order that was closed',
        facts: toPay(unpaid({ tradeStatus: 'CANCELLED' })),
        expect: 'DENY',
      },
      { name: 'what is not paid is not sent', facts: toShip(unpaid()), expect: 'DENY' },
      { name: 'what is paid is', facts: toShip(anOrder()), expect: 'PASS' },
      { name: 'an unpaid order waits for one', facts: toPay(unpaid(), null), expect: 'PASS' },
    ],
  },
  {
    id: 'ORD-AUD-05',
    title: say('发票信息准确', 'Invoice information accurate'),
    basis: handbook('§3.1'),
    message: say('发票信息齐全。', 'The invoice information is complete.'),
    reads: [],
    judge: (request) => {
      const { invoice } = request.order
      if (!asked(request, 'AUDIT') || !invoice) return null
      if (!invoice.titlePresent)
        return deny(
          say('发票没有抬头。', 'The invoice has no title.'),
          correct('请客户提供发票抬头', 'Ask the customer for the title'),
        )
      if (!invoice.company || invoice.taxIdValid) return pass()
      return deny(
        say('公司抬头的发票税号缺失或不正确。', 'The tax number of the company is missing or wrong.'),
        correct('请客户核对纳税人识别号', 'Ask the customer to check the tax number'),
      )
    },
    cases: [
      {
        name: 'a person needs a title only',
        facts: toAudit(
          anOrder({ invoice: { kind: 'ELECTRONIC', titlePresent: true, company: false, taxIdValid: false } }),
        ),
        expect: 'PASS',
      },
      {
        name: 'a company needs its tax number',
        facts: toAudit(
          anOrder({ invoice: { kind: 'PAPER', titlePresent: true, company: true, taxIdValid: false } }),
        ),
        expect: 'DENY',
      },
      {
        name: 'nobody goes without a title',
        facts: toAudit(
          anOrder({ invoice: { kind: 'ELECTRONIC', titlePresent: false, company: false, taxIdValid: true } }),
        ),
        expect: 'DENY',
      },
      { name: 'no invoice, nothing to say', facts: toAudit(anOrder()), expect: null },
    ],
  },
  {
    id: 'ORD-AUD-07',
    title: say('优惠券和红包使用正确', 'Coupons and red packets applied correctly'),
    basis: handbook('§3.1'),
    message: say('优惠金额核对无误。', 'The discounts add up.'),
    reads: [],
    judge: (request) => {
      if (!asked(request, 'AUDIT')) return null
      const { order } = request
      if (order.discounts.some((each) => !each.valid)) {
        return deny(
          say('订单使用了无效的优惠券或红包。', 'The order uses a coupon or red packet that is not valid.'),
          correct('核对优惠来源后更正', 'Check where the discount comes from and correct it'),
        )
      }
      const given = order.discounts.reduce((sum, each) => sum + each.amountFen, 0)
      const adds =
        given === order.discountFen &&
        order.payableFen === order.goodsFen - order.discountFen + order.freightFen
      return adds
        ? pass()
        : deny(
            say(
              '优惠金额与订单金额不一致，请重新核算。',
              'The discounts do not add up to the amount of the order; calculate it anew.',
            ),
            correct('重新核算订单金额', 'Calculate the amount anew'),
          )
    },
    cases: [
      { name: 'no discounts', facts: toAudit(anOrder()), expect: 'PASS' },
      { name: 'a coupon that adds up', facts: toAudit(anOrder(discounted(1_000))), expect: 'PASS' },
      { name: 'a coupon that does not', facts: toAudit(anOrder(discounted(900))), expect: 'DENY' },
      { name: 'a coupon that ran out', facts: toAudit(anOrder(discounted(1_000, false))), expect: 'DENY' },
    ],
  },
]

/** An order with 10.00 yuan off, and one coupon that should explain it. */
function discounted(coupon: number, valid = true): Partial<OrderFacts> {
  return {
    discountFen: fen(1_000),
    payableFen: fen(12_900),
    payments: [{ method: 'ALIPAY', amountFen: fen(12_900), status: 'RECEIVED' }],
    discounts: [{ kind: 'COUPON', amountFen: fen(coupon), valid }],
  }
}
