import type { Rule } from '../../decisions/index.ts'
import {
  anOrder,
  aSku,
  checked,
  partlyShipped,
  printed,
  pullFailed,
  toAddress,
  toCancel,
  toItem,
} from '../examples.ts'
import { asked, type OrderRequest } from '../request.ts'
import { stageOf } from '../stage.ts'
import { deny, pass, say, wait, warn } from '../verdicts.ts'
import { shop } from './basis.ts'

/** What the clothing shop adds: swapping before the waybill is printed, pulling the parcel after (C-12). */
export const SWAP_RULES: readonly Rule<OrderRequest>[] = [
  {
    id: 'ORD-MOD-06',
    title: say('未打单可换款', 'Not printed: the item may be swapped'),
    basis: shop('售前二3(2)'),
    message: say(
      '还没有打单，可以为您更换，客服会做好备注。',
      'The waybill is not printed yet: we can swap the item and will remark it.',
    ),
    reads: ['order.swap_before_print'],
    judge: (request, { pack }) => {
      if (!asked(request, 'CHANGE_ITEM') || stageOf(request.order) !== 'UNPRINTED') return null
      return pack.get('order.swap_before_print') ? pass() : null
    },
    cases: [
      {
        name: 'the clothing shop swaps before printing',
        facts: toItem(anOrder()),
        shop: 'apparel',
        expect: 'PASS',
      },
      {
        name: 'also for another style',
        facts: toItem(anOrder(), aSku({ productId: 'coat' })),
        shop: 'apparel',
        expect: 'PASS',
      },
      { name: 'the base does not know it', facts: toItem(anOrder()), expect: null },
      { name: 'after printing another rule speaks', facts: toItem(printed()), shop: 'apparel', expect: null },
    ],
  },
  {
    id: 'ORD-MOD-07',
    title: say('已打单未发货由小仓库找件修改', 'Printed, not shipped: the warehouse finds the parcel'),
    basis: shop('售前二3(3)'),
    message: say(
      '快递单已打印，需要仓库先找到包裹再修改，结果会尽快告诉您；如果已经寄出，则无法修改。',
      'The waybill is printed: the warehouse has to find the parcel first and we will tell you the result. If it has left, it cannot be changed.',
    ),
    reads: ['order.pull_after_print'],
    judge: (request, { pack }) => {
      const ask = asked(request, 'CHANGE_ADDRESS', 'CHANGE_ITEM')
      if (!ask || !pack.get('order.pull_after_print')) return null
      const stage = stageOf(request.order)
      const openItem = ask.action === 'CHANGE_ITEM' && (!ask.line || ask.line.status === 'OPEN')
      return stage === 'PRINTED' || (stage === 'PARTLY_SHIPPED' && openItem) ? warn() : null
    },
    cases: [
      {
        name: 'the warehouse is asked for the address',
        facts: toAddress(printed()),
        shop: 'apparel',
        expect: 'WARN',
      },
      {
        name: 'and for the item',
        facts: toItem(printed({ physicalStatus: 'PACKED' })),
        shop: 'apparel',
        expect: 'WARN',
      },
      {
        name: 'and for what has not left of a split order',
        facts: toItem(partlyShipped()),
        shop: 'apparel',
        expect: 'WARN',
      },
      { name: 'the base does not know it', facts: toAddress(printed()), expect: null },
      { name: 'nothing to pull before printing', facts: toAddress(checked()), shop: 'apparel', expect: null },
    ],
  },
  {
    id: 'ORD-MOD-08',
    title: say('找不到快递单时先查底单', 'Waybill not found: check the stub first'),
    basis: shop('售前二3(3)A'),
    message: say(
      '仓库暂时没有找到您的包裹，正在查底单确认是否已经寄出，确认后马上回复您。',
      'The warehouse has not found your parcel. We are checking the stub to see whether it has left and will come back to you at once.',
    ),
    reads: ['order.pull_after_print'],
    judge: (request, { pack }) => {
      if (!asked(request, 'CHANGE_ADDRESS', 'CHANGE_ITEM', 'CANCEL')) return null
      if (stageOf(request.order) !== 'PULL_FAILED' || !pack.get('order.pull_after_print')) return null
      return deny(
        undefined,
        wait(
          '等仓库查完底单：未寄出可继续处理，已寄出则标记发货并告知单号',
          'Wait for the stub: if the parcel is here it goes on, if it left it is marked as shipped with its number',
        ),
      )
    },
    cases: [
      {
        name: 'nothing is promised while the parcel is not found',
        facts: toAddress(pullFailed()),
        shop: 'apparel',
        expect: 'DENY',
      },
      { name: 'nor is the order cancelled', facts: toCancel(pullFailed()), shop: 'apparel', expect: 'DENY' },
      { name: 'the base does not know it', facts: toAddress(pullFailed()), expect: null },
      {
        name: 'says nothing once the parcel is found',
        facts: toAddress(printed()),
        shop: 'apparel',
        expect: null,
      },
    ],
  },
]
