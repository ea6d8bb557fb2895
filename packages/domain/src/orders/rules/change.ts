import type { Rule } from '../../decisions/index.ts'
import { freightFor } from '../../prices/index.ts'
import {
  anAddress,
  anOrder,
  aSku,
  checked,
  printed,
  toAddress,
  toCancel,
  toItem,
  unpaid,
} from '../examples.ts'
import { identityHolds, withoutIdentity } from '../identity.ts'
import { asked, type OrderRequest } from '../request.ts'
import { isWaiting, stageOf } from '../stage.ts'
import { alternative, cancelAndReorder, deny, pass, say } from '../verdicts.ts'
import { handbook } from './basis.ts'

/** Changes of address and item as the handbook has them (table E.1, C-12). */
export const CHANGE_RULES: readonly Rule<OrderRequest>[] = [
  {
    id: 'ORD-MOD-01',
    title: say('未付款订单可改地址和规格', 'An unpaid order may change address and specification'),
    basis: handbook('§3.2'),
    message: say('订单还没有付款，可以修改。', 'The order is not paid yet, so this can be changed.'),
    reads: [
      'order.swap_before_print',
      'freight.standard',
      'freight.free_from',
      'freight.remote',
      'freight.remote_provinces',
    ],
    judge: (request, { pack }) => {
      const ask = asked(request, 'CHANGE_ADDRESS', 'CHANGE_ITEM', 'CANCEL')
      if (!ask || stageOf(request.order) !== 'UNPAID') return null
      if (ask.action === 'CANCEL') {
        if (!ask.lineIds) return null
        return deny(
          say(
            '未付款订单只能改地址和规格，不能单独取消其中一件。',
            'An unpaid order may change address and specification; single items cannot be taken out.',
          ),
          alternative('CANCEL', '可以关闭整单后重新下单', 'Close the whole order and place a new one'),
        )
      }
      if (ask.action === 'CHANGE_ITEM' && ask.line && ask.target && !pack.get('order.swap_before_print')) {
        if (ask.line.productId !== ask.target.productId) {
          return deny(
            say(
              '只能更换同一商品的规格，不能换成其他商品。',
              'Only the specification of the same product can be changed, not the product.',
            ),
            cancelAndReorder,
          )
        }
      }
      const { address, goodsFen } = request.order
      if (ask.action === 'CHANGE_ADDRESS' && ask.address && address) {
        const freight = (province: string) => freightFor(goodsFen, province, pack)
        // What is payable was told with the freight to where it was to go (PRC-01, PRC-18).
        if (freight(ask.address.province) !== freight(address.province))
          return deny(
            say(
              `寄到${ask.address.province}的运费不同，不能在原订单里修改。`,
              `Freight to ${ask.address.province} is another: it cannot be changed within this order.`,
            ),
            cancelAndReorder,
          )
      }
      return pass()
    },
    cases: [
      {
        name: 'to where freight is another it is a new order',
        facts: toAddress(unpaid(), anAddress({ province: '西藏自治区' })),
        expect: 'DENY',
      },
      {
        name: 'from one remote province to another it changes',
        facts: toAddress(
          unpaid({ address: anAddress({ province: '青海省' }) }),
          anAddress({ province: '西藏自治区' }),
        ),
        expect: 'PASS',
      },
      { name: 'the address of an unpaid order changes', facts: toAddress(unpaid()), expect: 'PASS' },
      { name: 'the size of an unpaid order changes', facts: toItem(unpaid()), expect: 'PASS' },
      {
        name: 'another product is not another specification',
        facts: toItem(unpaid(), aSku({ productId: 'coat' })),
        expect: 'DENY',
      },
      {
        name: 'the clothing shop swaps styles',
        facts: toItem(unpaid(), aSku({ productId: 'coat' })),
        shop: 'apparel',
        expect: 'PASS',
      },
      {
        name: 'one line of an unpaid order is not cancelled alone',
        facts: toCancel(unpaid(), ['line-1']),
        expect: 'DENY',
      },
      { name: 'says nothing of a paid order', facts: toAddress(checked()), expect: null },
    ],
  },
  {
    id: 'ORD-MOD-02',
    title: say(
      '已付款未发货只能改地址，且须核实身份',
      'Paid, not shipped: only the address, after an identity check',
    ),
    basis: handbook('§3.2'),
    message: say(
      '订单已付款尚未发货，身份核实通过，可以修改地址。',
      'The order is paid and not shipped, and the identity check passed: the address can be changed.',
    ),
    reads: [
      'order.identity_check_hold',
      'order.identity_tries',
      'order.swap_before_print',
      'order.pull_after_print',
    ],
    judge: (request, context) => {
      const ask = asked(request, 'CHANGE_ADDRESS', 'CHANGE_ITEM')
      const stage = stageOf(request.order)
      if (!ask || !isWaiting(stage)) return null
      if (ask.action === 'CHANGE_ITEM') {
        // Where a pack lets a shop swap, its own rule speaks (ORD-MOD-06, -07, -08).
        const swaps = stage === 'UNPRINTED' ? 'order.swap_before_print' : 'order.pull_after_print'
        if (context.pack.get(swaps)) return null
        return deny(
          say(
            '订单已付款，只能修改收货地址，不能更换规格。',
            'The order is paid: only the address can be changed, not the item.',
          ),
          cancelAndReorder,
        )
      }
      if (identityHolds(request.order, context)) return pass()
      return withoutIdentity(
        request.order,
        context,
        say(
          '为保护您的订单安全，修改地址前需要先核实身份。',
          'To protect your order, we have to check your identity before changing the address.',
        ),
      )
    },
    cases: [
      { name: 'an address changes after an identity check', facts: toAddress(checked()), expect: 'PASS' },
      { name: 'a printed order is still not shipped', facts: toAddress(printed()), expect: 'PASS' },
      { name: 'without a check the address stays', facts: toAddress(anOrder()), expect: 'DENY' },
      {
        name: 'after too many failed checks it stays for an hour',
        facts: toAddress(anOrder({ identityFailures: Array(5).fill('2026-03-10T03:30:00Z') })),
        expect: 'DENY',
      },
      {
        name: 'a check that ran out is none',
        facts: toAddress(checked()),
        now: '2026-03-10T04:10:01Z',
        expect: 'DENY',
      },
      {
        name: 'a check holds to its last second',
        facts: toAddress(checked()),
        now: '2026-03-10T04:10:00Z',
        expect: 'PASS',
      },
      { name: 'the item of a paid order stays', facts: toItem(checked()), expect: 'DENY' },
      {
        name: 'the guided shop has no rule of its own',
        facts: toItem(checked()),
        shop: 'guided',
        expect: 'DENY',
      },
      {
        name: 'the clothing shop has its own rule for items',
        facts: toItem(checked()),
        shop: 'apparel',
        expect: null,
      },
      {
        name: 'and needs the check for addresses all the same',
        facts: toAddress(anOrder()),
        shop: 'apparel',
        expect: 'DENY',
      },
    ],
  },
]
