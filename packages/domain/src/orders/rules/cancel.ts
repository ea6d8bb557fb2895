import type { Rule } from '../../decisions/index.ts'
import {
  aLine,
  anOrder,
  checked,
  partlyShipped,
  printed,
  shipped,
  signed,
  toCancel,
  unpaid,
} from '../examples.ts'
import { asked, type OrderRequest } from '../request.ts'
import { areAllHere, isWaiting, linesToCancel, openLines, stageOf } from '../stage.ts'
import { alternative, deny, evidence, pass, say } from '../verdicts.ts'
import { handbook } from './basis.ts'

const afterReceipt = alternative(
  'AFTER_SALE',
  '收到商品后可以申请退货退款（签收后 7 天内无理由，定制、鲜活易腐、数字化商品除外）',
  'After receipt ask for a return and refund (7 days without a reason, customised, perishable and digital goods excepted)',
)

/** Cancelling the whole order or its unshipped lines (table E.1, C-13, C-14, C-45). */
export const CANCEL_RULES: readonly Rule<OrderRequest>[] = [
  {
    id: 'ORD-CAN-01',
    title: say('未发货可随时取消，全额退款', 'Not shipped: cancel at any time, full refund'),
    basis: handbook('§3.2'),
    message: say(
      '订单还没有发货，可以取消，已付款项全额退还。',
      'The order has not been shipped: it can be cancelled, and what was paid is refunded in full.',
    ),
    reads: ['clock.order.withdrawal.breach'],
    judge: (request) => {
      const ask = asked(request, 'CANCEL')
      if (!ask || !isWaiting(stageOf(request.order))) return null
      const lines = linesToCancel(request.order, ask.lineIds)
      if (lines.length === 0)
        return deny(say('所选商品已经取消。', 'The items chosen have already been cancelled.'))
      const whole = lines.length === linesToCancel(request.order, null).length
      return pass(
        whole
          ? undefined
          : say(
              '商品还没有发货，可以取消所选商品，退还其实付金额；运费在整单取消时退还。',
              'The items have not been shipped: they can be cancelled and what was paid for them is refunded; freight is refunded when the whole order is cancelled.',
            ),
      )
    },
    cases: [
      { name: 'a paid order is cancelled', facts: toCancel(anOrder()), expect: 'PASS' },
      { name: 'printed is still not shipped', facts: toCancel(printed()), expect: 'PASS' },
      {
        name: 'the right is the same in the clothing shop',
        facts: toCancel(printed()),
        shop: 'apparel',
        expect: 'PASS',
      },
      {
        name: 'a presale order is cancelled until dispatch',
        facts: toCancel(
          anOrder({
            lines: [
              aLine({
                presale: {
                  balanceOpensAt: null,
                  changeableUntil: '2026-03-01T00:00:00Z',
                  shipFrom: '2026-03-05T00:00:00Z',
                },
              }),
            ],
          }),
        ),
        expect: 'PASS',
      },
      {
        name: 'what was cancelled is not cancelled again',
        facts: toCancel(
          anOrder({ lines: [aLine({ status: 'CANCELLED' }), aLine({ id: 'line-2', position: 2 })] }),
          ['line-1'],
        ),
        expect: 'DENY',
      },
      { name: 'says nothing of a shipped order', facts: toCancel(shipped()), expect: null },
      { name: 'says nothing of an unpaid order', facts: toCancel(unpaid()), expect: null },
    ],
  },
  {
    id: 'ORD-CAN-02',
    title: say('已发货须收到商品后再申请退款', 'Shipped: a refund may be requested after receipt'),
    basis: handbook('§3.2'),
    message: say(
      '订单已经发货，暂时不能取消，收到商品后可以申请退款。',
      'The order has been shipped and cannot be cancelled now; a refund may be requested after receipt.',
    ),
    reads: ['order.intercept_allowed', 'return.no_reason_window'],
    judge: (request, { pack }) => {
      const ask = asked(request, 'CANCEL')
      if (!ask) return null
      const intercept = pack.get('order.intercept_allowed')
      switch (stageOf(request.order)) {
        case 'CANCELLED':
          return deny(say('订单已经取消。', 'The order has already been cancelled.'))
        case 'COMPLETED':
          return deny(
            say('交易已经完成，不能取消。', 'The trade is completed and cannot be cancelled.'),
            afterReceipt,
          )
        case 'SIGNED':
          return deny(
            say(
              '商品已经签收，不能取消，可以申请售后。',
              'The goods have been signed for: the order cannot be cancelled, but an after-sale can be asked for.',
            ),
            afterReceipt,
          )
        case 'RETURNED':
          if (linesToCancel(request.order, ask.lineIds).length === 0)
            return deny(
              say(
                '退回的商品已按售后办理，没有可以取消的商品。',
                'What came back was settled as an after-sale: nothing is left to cancel.',
              ),
            )
          // C-13: with interception the refund follows once the parcel is back; ORD-MOD-09 says so.
          return intercept || areAllHere(request.order, ask.lineIds)
            ? null
            : deny(
                undefined,
                alternative(
                  'AFTER_SALE',
                  '包裹已退回，请走售后退款',
                  'The parcel came back: refund it as an after-sale',
                ),
              )
        case 'INTERCEPTING':
          return intercept || areAllHere(request.order, ask.lineIds) ? null : deny(undefined, afterReceipt)
        case 'SHIPPED':
          return deny(
            undefined,
            ...(intercept
              ? [
                  alternative(
                    'INTERCEPT',
                    '可以联系快递召回或拒签；个人原因的快递费由您承担',
                    'The parcel can be recalled or refused; for own reasons the courier freight is yours',
                  ),
                ]
              : []),
            afterReceipt,
            evidence(
              'LOSS_CONFIRMED',
              '如果包裹确认丢失，无需等收货即可退款或补发',
              'If the parcel is confirmed lost, refund or re-shipment need no receipt',
            ),
          )
        default:
          return null
      }
    },
    cases: [
      { name: 'a shipped order is not cancelled', facts: toCancel(shipped()), expect: 'DENY' },
      {
        name: 'nor in the clothing shop, which offers to recall it',
        facts: toCancel(shipped()),
        shop: 'apparel',
        expect: 'DENY',
      },
      {
        name: 'handed over counts, whatever the trade says',
        facts: toCancel(checked({ physicalStatus: 'HANDED_OVER' })),
        expect: 'DENY',
      },
      { name: 'a signed order is a return', facts: toCancel(signed()), expect: 'DENY' },
      {
        name: 'a completed order is over',
        facts: toCancel(anOrder({ tradeStatus: 'COMPLETED', physicalStatus: 'DELIVERED' })),
        expect: 'DENY',
      },
      {
        name: 'nothing is cancelled twice',
        facts: toCancel(anOrder({ tradeStatus: 'CANCELLED' })),
        expect: 'DENY',
      },
      { name: 'says nothing before dispatch', facts: toCancel(anOrder()), expect: null },
    ],
  },
  {
    id: 'ORD-CAN-03',
    title: say('部分发货可取消未发部分', 'Partly shipped: the unshipped part may be cancelled'),
    basis: handbook('§3.2'),
    message: say(
      '所选商品还没有发出，可以取消，退还其实付金额。',
      'The items chosen have not left: they can be cancelled, and what was paid for them is refunded.',
    ),
    reads: [],
    judge: (request) => {
      const ask = asked(request, 'CANCEL')
      if (!ask) return null
      const stage = stageOf(request.order)
      const here = areAllHere(request.order, ask.lineIds)
      // What left may be on its way back, or here again: what stayed is cancelled all the same.
      if ((stage === 'INTERCEPTING' || stage === 'RETURNED') && here) return pass()
      if (stage !== 'PARTLY_SHIPPED') return null
      if (here) return pass()
      const open = openLines(request.order)
      return deny(
        say(
          '订单已部分发货，已发出的商品不能取消。',
          'Part of the order has been shipped; what has left cannot be cancelled.',
        ),
        ...(open.length > 0
          ? [
              alternative(
                'CANCEL_UNSHIPPED_LINES',
                `可以只取消未发出的 ${open.length} 项商品`,
                `Cancel only the ${open.length} line(s) that have not left`,
              ),
            ]
          : []),
        afterReceipt,
      )
    },
    cases: [
      {
        name: 'the line that has not left is cancelled',
        facts: toCancel(partlyShipped(), ['line-2']),
        expect: 'PASS',
      },
      { name: 'the line that left is not', facts: toCancel(partlyShipped(), ['line-1']), expect: 'DENY' },
      { name: 'nor is the whole', facts: toCancel(partlyShipped()), expect: 'DENY' },
      {
        name: 'nor does a parcel that came back',
        facts: toCancel(partlyShipped({ physicalStatus: 'RETURNED' }), ['line-2']),
        expect: 'PASS',
      },
      {
        name: 'a recall of what left does not bind what stayed',
        facts: toCancel(partlyShipped({ physicalStatus: 'INTERCEPT_REQUESTED' }), ['line-2']),
        shop: 'apparel',
        expect: 'PASS',
      },
      { name: 'says nothing while everything is here', facts: toCancel(anOrder(), ['line-1']), expect: null },
    ],
  },
]
