import type { Judgement, Rule } from '../../decisions/index.ts'
import { anOrder, shipped, unpaid } from '../examples.ts'
import type { OrderFacts } from '../facts.ts'
import { flagFor, type RemarkAction } from '../flags.ts'
import { asked, type OrderRequest } from '../request.ts'
import { hasLeft, stageOf } from '../stage.ts'
import { alternative, correct, deny, pass, say } from '../verdicts.ts'
import { shop } from './basis.ts'

const remark = (
  order: OrderFacts,
  type: RemarkAction | null,
  text: string | null = '客户要求改地址',
): OrderRequest => ({
  order,
  ask: { action: 'REMARK', type, text },
})

const left = (order: OrderFacts) => hasLeft(stageOf(order)) || stageOf(order) === 'COMPLETED'
const unshippedChanges: readonly RemarkAction[] = [
  'UNSHIPPED_ISSUE',
  'ADDRESS_CHANGE',
  'ITEM_CHANGE',
  'WITHDRAWAL',
]
const shippedChanges: readonly RemarkAction[] = [
  'SHIPPED_ISSUE',
  'ADDRESS_CHANGE',
  'ITEM_CHANGE',
  'WITHDRAWAL',
]

/** The rule of one colour: it speaks of remarks of its types, and only where they fit the state of the order. */
function colour(
  id: string,
  section: string,
  title: Rule<OrderRequest>['title'],
  message: Rule<OrderRequest>['message'],
  types: readonly RemarkAction[],
  judgeOne: (order: OrderFacts, type: RemarkAction) => Judgement | null,
  cases: Rule<OrderRequest>['cases'],
): Rule<OrderRequest> {
  return {
    id,
    title,
    message,
    basis: shop(section),
    reads: [],
    judge: (request) => {
      const ask = asked(request, 'REMARK')
      return ask?.type && types.includes(ask.type) ? judgeOne(request.order, ask.type) : null
    },
    cases,
  }
}

const notYetShipped = deny(
  say(
    '订单还没有发货，请用未发货类备注。',
    'The order has not been shipped; use a remark for unshipped orders.',
  ),
  alternative('REMARK', '改用“未发货问题”', 'Use UNSHIPPED_ISSUE'),
)
const alreadyShipped = deny(
  say('订单已经发货，请用已发货类备注。', 'The order has been shipped; use a remark for shipped orders.'),
  alternative('REMARK', '改用“已发货问题”', 'Use SHIPPED_ISSUE'),
)
const afterShipping = (order: OrderFacts) => (left(order) ? pass() : notYetShipped)

/** Structured remarks; the coloured flag is a view of them (C-21). Records are kept in every shop (Q64). */
export const REMARK_RULES: readonly Rule<OrderRequest>[] = [
  {
    id: 'ORD-FLG-01',
    title: say('谁处理谁备注', 'Who handles it, remarks it'),
    basis: shop('售前二6'),
    message: say('备注会记下处理人和时间。', 'The remark keeps its author and its time.'),
    reads: [],
    judge: (request) => {
      const ask = asked(request, 'REMARK')
      if (!ask) return null
      if (ask.text === null || ask.text.trim() !== '') return pass()
      return deny(
        say('备注内容不能为空。', 'A remark needs a text.'),
        correct('写明原因或要求', 'Say what is asked for and why'),
      )
    },
    cases: [
      { name: 'a remark with its text', facts: remark(anOrder(), 'NOTE'), expect: 'PASS' },
      { name: 'an empty remark', facts: remark(anOrder(), 'NOTE', '  '), expect: 'DENY' },
    ],
  },
  colour(
    'ORD-FLG-02',
    '售前二6a',
    say('黄旗：改价', 'Yellow: price change'),
    say('改价备注，标黄旗。', 'A price change: yellow flag.'),
    ['PRICE_CHANGE'],
    () => pass(),
    [
      { name: 'a price change is yellow', facts: remark(unpaid(), 'PRICE_CHANGE'), expect: 'PASS' },
      { name: 'says nothing of a note', facts: remark(anOrder(), 'NOTE'), expect: null },
    ],
  ),
  colour(
    'ORD-FLG-03',
    '售前二6b',
    say('紫旗：未发货', 'Purple: not shipped'),
    say('未发货订单备注，标紫旗。', 'An unshipped order: purple flag.'),
    unshippedChanges,
    (order, type) => {
      if (!left(order)) return pass()
      return type === 'UNSHIPPED_ISSUE' ? alreadyShipped : null
    },
    [
      {
        name: 'an issue before dispatch is purple',
        facts: remark(anOrder(), 'UNSHIPPED_ISSUE'),
        expect: 'PASS',
      },
      { name: 'a change before dispatch, too', facts: remark(anOrder(), 'ADDRESS_CHANGE'), expect: 'PASS' },
      {
        name: 'a shipped order has no such issue',
        facts: remark(shipped(), 'UNSHIPPED_ISSUE'),
        expect: 'DENY',
      },
      {
        name: 'a withdrawal after dispatch is another colour',
        facts: remark(shipped(), 'WITHDRAWAL'),
        expect: null,
      },
    ],
  ),
  colour(
    'ORD-FLG-04',
    '售前二6c',
    say('蓝旗：已发货', 'Blue: shipped'),
    say('已发货订单备注，标蓝旗。', 'A shipped order: blue flag.'),
    shippedChanges,
    (order, type) => {
      if (left(order)) return pass()
      return type === 'SHIPPED_ISSUE' ? notYetShipped : null
    },
    [
      { name: 'an issue after dispatch is blue', facts: remark(shipped(), 'SHIPPED_ISSUE'), expect: 'PASS' },
      { name: 'a withdrawal after dispatch, too', facts: remark(shipped(), 'WITHDRAWAL'), expect: 'PASS' },
      {
        name: 'an unshipped order has no such issue',
        facts: remark(anOrder(), 'SHIPPED_ISSUE'),
        expect: 'DENY',
      },
    ],
  ),
  colour(
    'ORD-FLG-05',
    '售前二6d',
    say('红旗：特殊要求', 'Red: special request'),
    say('特殊要求备注（如指定快递），标红旗。', 'A special request, such as a courier: red flag.'),
    ['SPECIAL_REQUEST'],
    () => pass(),
    [
      { name: 'a courier asked for is red', facts: remark(anOrder(), 'SPECIAL_REQUEST'), expect: 'PASS' },
      { name: 'says nothing of a note', facts: remark(anOrder(), 'NOTE'), expect: null },
    ],
  ),
  colour(
    'ORD-FLG-06',
    '售前二6e',
    say('绿旗：可退款', 'Green: may be refunded'),
    say('可退款备注，标绿旗。', 'May be refunded: green flag.'),
    ['REFUNDABLE'],
    (order) =>
      order.paidFen > order.refundedFen
        ? pass()
        : deny(say('订单没有可退的款项。', 'There is nothing left to refund on this order.')),
    [
      { name: 'a paid order is green', facts: remark(anOrder(), 'REFUNDABLE'), expect: 'PASS' },
      { name: 'an unpaid one has nothing to refund', facts: remark(unpaid(), 'REFUNDABLE'), expect: 'DENY' },
    ],
  ),
  colour(
    'ORD-FLG-07',
    '售后(一)4',
    say('蓝旗：售后退换', 'Blue: return or exchange'),
    say('售后退换备注，标蓝旗。', 'A return or exchange: blue flag.'),
    ['AFTER_SALE'],
    afterShipping,
    [
      { name: 'a return is blue', facts: remark(shipped(), 'AFTER_SALE'), expect: 'PASS' },
      { name: 'nothing to return before dispatch', facts: remark(anOrder(), 'AFTER_SALE'), expect: 'DENY' },
    ],
  ),
  colour(
    'ORD-FLG-08',
    '售后(二)1-2',
    say('蓝旗：补寄', 'Blue: re-sent parcel'),
    say('补寄备注新单号和原因，标蓝旗。', 'A re-sent parcel with its new number and the reason: blue flag.'),
    ['RESHIPMENT'],
    afterShipping,
    [
      { name: 'a re-sent parcel is blue', facts: remark(shipped(), 'RESHIPMENT'), expect: 'PASS' },
      { name: 'nothing to re-send before dispatch', facts: remark(anOrder(), 'RESHIPMENT'), expect: 'DENY' },
    ],
  ),
]

/** The colour that a remark gives this order (ORD-FLG-02 to -08); `null`: the flag stays as it is. */
export function flagOf(order: OrderFacts, action: RemarkAction) {
  return flagFor(action, left(order))
}
