import type { Rule } from '../../decisions/index.ts'
import {
  aLine,
  anOrder,
  checked,
  partlyShipped,
  shipped,
  signed,
  toCancel,
  toCorrect,
  toIntercept,
} from '../examples.ts'
import { identityHolds, withoutIdentity } from '../identity.ts'
import { asked, type OrderRequest } from '../request.ts'
import { areAllHere, isWaiting, linesToCancel, stageOf } from '../stage.ts'
import { alternative, deny, pass, say, wait, warn } from '../verdicts.ts'
import { shop } from './basis.ts'

const intercepting = () => shipped({ physicalStatus: 'INTERCEPT_REQUESTED' })
const cameBack = () => shipped({ physicalStatus: 'RETURNED' })
const afterSale = alternative(
  'AFTER_SALE',
  '收到商品后可以按政策申请退换',
  'After receipt you may ask for a return or an exchange',
)

/** What can be tried once goods are on the way: best effort, by pack (C-12, C-13). */
export const AFTER_DISPATCH_RULES: readonly Rule<OrderRequest>[] = [
  {
    id: 'ORD-MOD-05',
    title: say('发货后请快递更正收件信息', 'After dispatch the carrier is asked to correct the address'),
    basis: { kind: 'default', note: 'rests on the textbook (003 §1.1.3-2), which decides nothing; C-12' },
    message: say(
      '可以马上联系快递公司更正收件信息，但不能保证成功。',
      'We can ask the carrier at once to correct the address; the result is not promised.',
    ),
    reads: [
      'order.carrier_address_fix',
      'order.intercept_allowed',
      'order.identity_check_hold',
      'order.identity_tries',
    ],
    judge: (request, context) => {
      const { pack } = context
      if (!asked(request, 'CORRECT_WITH_CARRIER')) return null
      const stage = stageOf(request.order)
      if (isWaiting(stage) || stage === 'UNPAID') {
        return deny(
          say('订单还没有发货，可以直接修改地址。', 'The order has not been shipped: change its address.'),
          alternative('CHANGE_ADDRESS', '直接修改订单地址', "Change the order's address"),
        )
      }
      if (!pack.get('order.carrier_address_fix')) {
        return deny(
          say(
            '本店发货后不通过快递更正地址。',
            'This shop does not correct addresses with the carrier after dispatch.',
          ),
          ...(pack.get('order.intercept_allowed')
            ? [alternative('INTERCEPT', '可以召回包裹', 'The parcel can be recalled')]
            : []),
          afterSale,
        )
      }
      if (stage !== 'SHIPPED' && stage !== 'PARTLY_SHIPPED') {
        return deny(
          say(
            '包裹已不在运输途中，无法更正地址。',
            'The parcel is no longer on its way; its address cannot be corrected.',
          ),
          afterSale,
        )
      }
      if (!identityHolds(request.order, context)) {
        return withoutIdentity(
          request.order,
          context,
          say(
            '为保护您的包裹安全，更正收件信息前需要先核实身份。',
            'To protect your parcel, we have to check your identity first.',
          ),
        )
      }
      return warn()
    },
    cases: [
      { name: 'the carrier is asked, best effort', facts: toCorrect(shipped()), expect: 'WARN' },
      {
        name: 'for the part that left, too',
        facts: toCorrect(partlyShipped()),
        shop: 'guided',
        expect: 'WARN',
      },
      {
        name: 'not without an identity check',
        facts: toCorrect(shipped({ identityCheckedAt: null })),
        expect: 'DENY',
      },
      {
        name: 'the clothing shop recalls instead',
        facts: toCorrect(shipped()),
        shop: 'apparel',
        expect: 'DENY',
      },
      { name: 'before dispatch the order itself changes', facts: toCorrect(checked()), expect: 'DENY' },
      { name: 'a delivered parcel has its address', facts: toCorrect(signed()), expect: 'DENY' },
    ],
  },
  {
    id: 'ORD-MOD-09',
    title: say('已寄出可召回或拒签', 'Sent: recall the parcel or have it refused'),
    basis: shop('售前二3(3)B'),
    message: say(
      '可以联系快递召回包裹，或由您拒签；包裹退回后为您退款。如果只是不想要了，快递网点费用由您承担。',
      'We can have the courier recall the parcel, or you may refuse it; the refund follows once it is back. If you just no longer want it, the courier branch freight is yours.',
    ),
    reads: ['order.intercept_allowed'],
    judge: (request, { pack }) => {
      const ask = asked(request, 'INTERCEPT', 'CANCEL')
      if (!ask) return null
      const allowed = pack.get('order.intercept_allowed')
      const stage = stageOf(request.order)
      if (ask.action === 'CANCEL') {
        if (!allowed) return null
        const lines = linesToCancel(request.order, ask.lineIds)
        if (stage === 'RETURNED' && lines.some((line) => line.status === 'SIGNED'))
          return deny(
            say(
              '其中有已签收的商品，不能随退回的包裹一起取消。',
              'Some of these goods were signed for: they did not come back with the parcel.',
            ),
            afterSale,
          )
        if (stage === 'RETURNED')
          return pass(
            say(
              '包裹已经退回，可以取消订单并退款。',
              'The parcel is back: the order can be cancelled and refunded.',
            ),
          )
        if (stage !== 'INTERCEPTING' || areAllHere(request.order, ask.lineIds)) return null
        return deny(
          say(
            '已经在召回包裹，退回后为您退款。',
            'The parcel is being recalled; the refund follows once it is back.',
          ),
          wait('等包裹退回仓库，或确认丢失', 'Wait until the parcel is back or its loss is confirmed'),
        )
      }
      if (isWaiting(stage))
        return deny(
          say('包裹还没有寄出，可以直接取消订单。', 'The parcel has not left: cancel the order.'),
          alternative('CANCEL', '直接取消订单', 'Cancel the order'),
        )
      if (!allowed)
        return deny(
          say(
            '本店发货后不做拦截，收到商品后可以申请退款。',
            'This shop does not recall parcels; a refund may be requested after receipt.',
          ),
          afterSale,
        )
      if (stage === 'SHIPPED' || stage === 'PARTLY_SHIPPED') return warn()
      if (stage === 'INTERCEPTING')
        return deny(
          say(
            '已经申请召回，请等待快递反馈。',
            'The recall has already been asked for; please wait for the courier.',
          ),
          wait('等快递反馈', "Wait for the courier's answer"),
        )
      return deny(
        say('包裹不在运输途中，无法召回。', 'The parcel is not on its way and cannot be recalled.'),
        afterSale,
      )
    },
    cases: [
      {
        name: 'the clothing shop recalls a parcel',
        facts: toIntercept(shipped()),
        shop: 'apparel',
        expect: 'WARN',
      },
      { name: 'the base waits for receipt', facts: toIntercept(shipped()), expect: 'DENY' },
      {
        name: 'a parcel is recalled once',
        facts: toIntercept(intercepting()),
        shop: 'apparel',
        expect: 'DENY',
      },
      {
        name: 'nothing to recall before dispatch',
        facts: toIntercept(anOrder()),
        shop: 'apparel',
        expect: 'DENY',
      },
      { name: 'nor after delivery', facts: toIntercept(signed()), shop: 'apparel', expect: 'DENY' },
      {
        name: 'no refund while it is being recalled',
        facts: toCancel(intercepting()),
        shop: 'apparel',
        expect: 'DENY',
      },
      {
        name: 'a parcel that came back is refunded',
        facts: toCancel(cameBack()),
        shop: 'apparel',
        expect: 'PASS',
      },
      {
        name: 'what the buyer signed for did not come back',
        facts: toCancel(
          partlyShipped({
            physicalStatus: 'RETURNED',
            lines: [aLine({ status: 'SIGNED' }), aLine({ id: 'line-2', position: 2, status: 'SHIPPED' })],
          }),
        ),
        shop: 'apparel',
        expect: 'DENY',
      },
      {
        name: 'what has not left is not being recalled',
        facts: toCancel(partlyShipped({ physicalStatus: 'INTERCEPT_REQUESTED' }), ['line-2']),
        shop: 'apparel',
        expect: null,
      },
      { name: 'the base knows no such way', facts: toCancel(cameBack()), expect: null },
    ],
  },
]
