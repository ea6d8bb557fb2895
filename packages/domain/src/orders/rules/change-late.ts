import { inShanghai } from '../../calendar/index.ts'
import type { Judgement, Rule } from '../../decisions/index.ts'
import {
  aLine,
  anOrder,
  checked,
  partlyShipped,
  printed,
  shipped,
  signed,
  toAddress,
  toItem,
  unpaid,
} from '../examples.ts'
import { asked, type OrderRequest } from '../request.ts'
import { hasLeft, isWaiting, stageOf } from '../stage.ts'
import { alternative, deny, pass, say, warn } from '../verdicts.ts'
import { handbook } from './basis.ts'

/** Changes that come late: after dispatch, or past a presale node (table E.1, C-12, Q20). */
export const LATE_CHANGE_RULES: readonly Rule<OrderRequest>[] = [
  {
    id: 'ORD-MOD-03',
    title: say('已发货不可修改', 'Shipped: no change'),
    basis: handbook('§3.2'),
    message: say(
      '非常抱歉，订单已经发货，无法再修改。',
      'We are sorry: the order has been shipped and can no longer be changed.',
    ),
    reads: ['order.carrier_address_fix', 'order.intercept_allowed', 'order.pull_after_print'],
    judge: (request, context) => {
      const ask = asked(request, 'CHANGE_ADDRESS', 'CHANGE_ITEM')
      const stage = stageOf(request.order)
      if (!ask) return null
      if (stage === 'CANCELLED' || stage === 'COMPLETED') {
        return deny(
          say('订单已经结束，无法再修改。', 'The order is closed and can no longer be changed.'),
          alternative(
            'AFTER_SALE',
            '如商品有问题，可以申请售后',
            'If something is wrong with the goods, ask for an after-sale',
          ),
        )
      }
      if (!hasLeft(stage)) return null
      const staysHere = ask.action === 'CHANGE_ITEM' && (!ask.line || ask.line.status === 'OPEN')
      if (stage === 'PARTLY_SHIPPED' && staysHere && context.pack.get('order.pull_after_print')) return null
      return leftTheShop(
        request,
        context.pack.get('order.carrier_address_fix'),
        context.pack.get('order.intercept_allowed'),
      )
    },
    cases: [
      { name: 'the address of a shipped order stays', facts: toAddress(shipped()), expect: 'DENY' },
      { name: 'the item of a shipped order stays', facts: toItem(shipped()), expect: 'DENY' },
      {
        name: 'the clothing shop changes nothing either',
        facts: toAddress(shipped()),
        shop: 'apparel',
        expect: 'DENY',
      },
      {
        name: 'a parcel that left has left though the trade says paid',
        facts: toAddress(checked({ physicalStatus: 'HANDED_OVER' })),
        expect: 'DENY',
      },
      { name: 'one order has one address', facts: toAddress(partlyShipped()), expect: 'DENY' },
      { name: 'a signed order stays', facts: toAddress(signed()), expect: 'DENY' },
      {
        name: 'a cancelled order stays',
        facts: toItem(anOrder({ tradeStatus: 'CANCELLED' })),
        expect: 'DENY',
      },
      { name: 'says nothing before dispatch', facts: toAddress(printed()), expect: null },
    ],
  },
  {
    id: 'ORD-MOD-04',
    title: say('预售订单按预售时间节点', 'Presale orders follow their time nodes'),
    basis: handbook('§3.2'),
    message: say(
      '预售订单按商品页面的时间节点处理。',
      'A presale order follows the dates on its product page.',
    ),
    reads: [],
    judge: (request, { now }) => {
      const ask = asked(request, 'CHANGE_ADDRESS', 'CHANGE_ITEM')
      const stage = stageOf(request.order)
      if (!ask || !(stage === 'UNPAID' || isWaiting(stage))) return null
      const lines = ask.action === 'CHANGE_ITEM' && ask.line ? [ask.line] : request.order.lines
      const presales = lines.flatMap((line) => (line.presale && line.status === 'OPEN' ? [line.presale] : []))
      if (presales.length === 0) return null
      if (stage === 'UNPAID')
        return pass(say('尾款未付，按未付款订单处理。', 'The balance is open: as an unpaid order.'))
      return untilNode(
        presales.map((nodes) => nodes.changeableUntil ?? nodes.shipFrom),
        now,
      )
    },
    cases: [
      {
        name: 'balance open: as unpaid',
        facts: toAddress(unpaid({ lines: [presaleLine()] })),
        expect: 'PASS',
      },
      {
        name: 'before the node the address changes',
        facts: toAddress(checked({ lines: [presaleLine()] })),
        expect: 'PASS',
      },
      {
        name: 'after the node nothing changes',
        facts: toAddress(checked({ lines: [presaleLine()] })),
        now: '2026-03-20T00:00:01Z',
        expect: 'DENY',
      },
      {
        name: 'without an own node the start of dispatch counts',
        facts: toAddress(checked({ lines: [presaleLine(null)] })),
        now: '2026-03-24T00:00:00Z',
        expect: 'PASS',
      },
      {
        name: 'and ends it',
        facts: toAddress(checked({ lines: [presaleLine(null)] })),
        now: '2026-03-25T00:00:01Z',
        expect: 'DENY',
      },
      { name: 'says nothing of an ordinary order', facts: toAddress(checked()), expect: null },
    ],
  },
]

function presaleLine(changeableUntil: string | null = '2026-03-20T00:00:00Z') {
  return aLine({ presale: { balanceOpensAt: null, changeableUntil, shipFrom: '2026-03-25T00:00:00Z' } })
}

/** Judged by the earliest node of the lines (Q20). */
function untilNode(nodes: readonly (string | null)[], now: Date): Judgement {
  const dates = nodes
    .flatMap((node) => (node ? [new Date(node)] : []))
    .sort((a, b) => a.getTime() - b.getTime())
  const [first] = dates
  if (!first)
    return warn(
      say(
        '预售商品没有登记时间节点，请先核对商品页面。',
        'The presale item has no dates on record; check its page first.',
      ),
    )
  const day = inShanghai(first)
  if (now <= first)
    return pass(say(`预售订单在 ${day} 前可以修改。`, `A presale order can be changed until ${day}.`))
  return deny(
    say(
      `预售订单只能在 ${day} 前修改，现在已经过了时间。`,
      `A presale order could be changed until ${day}; that has passed.`,
    ),
    alternative('CANCEL', '发货前仍可取消订单', 'The order can still be cancelled before dispatch'),
  )
}

/** What remains to be done for goods that are on the way or received. */
function leftTheShop(request: OrderRequest, carrierFix: boolean, intercept: boolean): Judgement {
  const stage = stageOf(request.order)
  const moving = stage === 'SHIPPED' || stage === 'PARTLY_SHIPPED'
  const remedies = []
  if (moving && carrierFix && request.ask.action === 'CHANGE_ADDRESS') {
    remedies.push(
      alternative(
        'CORRECT_WITH_CARRIER',
        '可以请快递公司尝试更正地址，但不保证成功',
        'The carrier can be asked to correct the address; the result is not promised',
      ),
    )
  }
  if (moving && intercept) {
    remedies.push(
      alternative(
        'INTERCEPT',
        '可以联系快递召回，或由您拒签',
        'The parcel can be recalled, or you may refuse it',
      ),
    )
  }
  if (stage === 'PARTLY_SHIPPED') {
    remedies.push(
      alternative(
        'CANCEL_UNSHIPPED_LINES',
        '可以取消还没有发出的商品并重新下单',
        'Cancel what has not left and order it anew',
      ),
    )
  }
  remedies.push(
    alternative(
      'AFTER_SALE',
      '收到商品后可以按政策申请退换',
      'After receipt you may ask for a return or an exchange',
    ),
  )
  return deny(undefined, ...remedies)
}
