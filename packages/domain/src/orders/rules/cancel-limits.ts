import type { Rule } from '../../decisions/index.ts'
import { aLine, anOrder, printed, shipped, toAddress, toCancel, toItem, unpaid } from '../examples.ts'
import { asked, type OrderRequest } from '../request.ts'
import { isWaiting, linesToCancel, type Stage, stageOf } from '../stage.ts'
import {
  alternative,
  approval,
  cancelAndReorder,
  deny,
  needsApproval,
  pass,
  say,
  wait,
  warn,
} from '../verdicts.ts'
import { handbook, shop } from './basis.ts'

/** Later stages in which something may be cancelled: what stayed, or what came back. */
const CANCELLED_LATE: ReadonlySet<Stage> = new Set(['PARTLY_SHIPPED', 'INTERCEPTING', 'RETURNED'])

const customised = { lines: [aLine({ customised: true })] }
/** What limits a cancellation: customised goods, who closes unpaid orders, parcels to be pulled (C-14, C-45, Q70). */
export const CANCEL_LIMIT_RULES: readonly Rule<OrderRequest>[] = [
  {
    id: 'ORD-CAN-04',
    title: say('定制商品除特别注明外不可取消', 'Customised goods: no cancellation unless specially noted'),
    basis: handbook('§3.2'),
    message: say(
      '定制商品已按您的要求安排，除特别注明外不能取消或更换。',
      'Customised goods are made to your wishes and cannot be cancelled or swapped unless specially noted.',
    ),
    reads: [],
    judge: (request) => {
      const ask = asked(request, 'CANCEL', 'CHANGE_ITEM')
      const stage = stageOf(request.order)
      if (!ask || !(isWaiting(stage) || CANCELLED_LATE.has(stage))) return null
      // Swapped for another item, what was made to a wish is given up just as well.
      const given =
        ask.action === 'CANCEL' ? linesToCancel(request.order, ask.lineIds) : ask.line ? [ask.line] : []
      const lines = given.filter((line) => line.customised)
      if (lines.length === 0) return null
      if (
        ask.action === 'CHANGE_ITEM' &&
        (request.order.cancellableException || lines.every((line) => line.cancellable))
      )
        return null
      if (request.order.cancellableException) {
        return pass(
          say(
            '该订单已特批，可以取消定制商品。',
            'A special approval on this order lets its customised goods be cancelled.',
          ),
        )
      }
      if (lines.every((line) => line.cancellable)) {
        return pass(
          say(
            '该定制商品特别注明可以取消。',
            'This customised product is specially noted as one that may be cancelled.',
          ),
        )
      }
      return needsApproval(
        undefined,
        approval(
          'approval.decide',
          '可以申请对本订单特批取消，由主管或经理决定',
          'Ask for a special approval on this order; a supervisor or manager decides',
        ),
        alternative(
          'KEEP_ORDER',
          '如果只是地址或尺寸有误，请先联系客服核对，不必取消',
          'If only the address or a size is wrong, talk to us first: it need not be cancelled',
        ),
      )
    },
    cases: [
      {
        name: 'customised goods need an approval',
        facts: toCancel(anOrder(customised)),
        expect: 'NEEDS_APPROVAL',
      },
      {
        name: 'an approval on the order lifts it',
        facts: toCancel(anOrder({ ...customised, cancellableException: true })),
        expect: 'PASS',
      },
      {
        name: "so does a manager's flag on the product",
        facts: toCancel(anOrder({ lines: [aLine({ customised: true, cancellable: true })] })),
        expect: 'PASS',
      },
      {
        name: 'an ordinary line beside it goes freely',
        facts: toCancel(
          anOrder({ lines: [aLine({ customised: true }), aLine({ id: 'line-2', position: 2 })] }),
          ['line-2'],
        ),
        expect: null,
      },
      {
        name: 'a swap gives them up, too',
        facts: toItem(anOrder(customised)),
        shop: 'apparel',
        expect: 'NEEDS_APPROVAL',
      },
      {
        name: 'unless the product may be cancelled',
        facts: toItem(anOrder({ lines: [aLine({ customised: true, cancellable: true })] })),
        shop: 'apparel',
        expect: null,
      },
      {
        name: 'they were made, though the parcel came back',
        facts: toCancel(
          shipped({
            physicalStatus: 'RETURNED',
            lines: [aLine({ status: 'SHIPPED', customised: true })],
          }),
        ),
        shop: 'apparel',
        expect: 'NEEDS_APPROVAL',
      },
      { name: 'nothing is made before payment', facts: toCancel(unpaid(customised)), expect: null },
    ],
  },
  {
    id: 'ORD-CAN-05',
    title: say('未付款订单由买家关闭', 'The buyer closes an unpaid order'),
    basis: shop('售前二3(1)'),
    message: say('订单还没有付款，可以关闭。', 'The order is not paid and can be closed.'),
    reads: ['order.close_unpaid'],
    judge: (request, { pack }) => {
      const ask = asked(request, 'CANCEL')
      if (!ask || stageOf(request.order) !== 'UNPAID') return null
      // What is payable was agreed for all of it: part of it would be another order at another price.
      if (linesToCancel(request.order, ask.lineIds).length < linesToCancel(request.order, null).length)
        return deny(
          say(
            '未付款的订单只能整单关闭，不能取消部分商品。',
            'An unpaid order is closed as a whole; some of its lines cannot be cancelled.',
          ),
          cancelAndReorder,
        )
      if (ask.by === 'BUYER' || pack.get('order.close_unpaid')) return pass()
      return deny(
        say(
          '未付款的订单请您自行关闭，客服不能代为关闭。',
          'An unpaid order is closed by the buyer; an agent must not close it.',
        ),
        alternative(
          'BUYER_CLOSES',
          '请客户在订单页面点击“关闭交易”',
          'Ask the customer to close the trade on the order page',
        ),
      )
    },
    cases: [
      { name: 'an agent closes an unpaid order', facts: toCancel(unpaid()), expect: 'PASS' },
      { name: 'in the clothing shop never', facts: toCancel(unpaid()), shop: 'apparel', expect: 'DENY' },
      {
        name: 'but the buyer may, through the storefront',
        facts: toCancel(unpaid(), null, 'BUYER'),
        shop: 'apparel',
        expect: 'PASS',
      },
      {
        name: 'never in part: the price was agreed for all of it',
        facts: toCancel(
          unpaid({ lines: [aLine(), aLine({ id: 'line-2', position: 2 })] }),
          ['line-2'],
          'BUYER',
        ),
        expect: 'DENY',
      },
      { name: 'says nothing of a paid order', facts: toCancel(anOrder()), shop: 'apparel', expect: null },
    ],
  },
  {
    id: 'ORD-CAN-07',
    title: say('待发货退款由仓库确认后执行', 'Awaiting shipment: refund once the warehouse confirms'),
    basis: shop('售后(三)3-1'),
    message: say(
      '快递单已打印，包裹可能已经打包，需要仓库撤下或追回后退款，一般 1-2 个工作日。',
      'The waybill is printed and the parcel may be packed: the warehouse has to pull it before the refund, which takes 1-2 working days.',
    ),
    reads: ['order.pull_after_print', 'clock.order.withdrawal.breach'],
    judge: (request, { pack }) => {
      const ask = asked(request, 'CANCEL')
      if (!ask || !pack.get('order.pull_after_print')) return null
      const stage = stageOf(request.order)
      if (stage === 'UNPRINTED') {
        return pass(
          say(
            '还没有打单，客服确认后 2 个工作日内退款。',
            'The waybill is not printed: the refund follows within 2 working days of the confirmation.',
          ),
        )
      }
      if (stage === 'PRINTED')
        return warn(
          undefined,
          wait('等仓库确认包裹已撤下', 'Wait until the warehouse confirms that the parcel is pulled'),
        )
      return null
    },
    cases: [
      {
        name: 'a printed parcel is pulled first',
        facts: toCancel(printed()),
        shop: 'apparel',
        expect: 'WARN',
      },
      {
        name: 'an unprinted one is only confirmed',
        facts: toCancel(anOrder()),
        shop: 'apparel',
        expect: 'PASS',
      },
      { name: 'the base does not know it', facts: toCancel(printed()), expect: null },
      { name: 'says nothing of an address', facts: toAddress(printed()), shop: 'apparel', expect: null },
    ],
  },
]
