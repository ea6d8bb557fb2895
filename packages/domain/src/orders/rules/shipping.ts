import type { Judgement, Rule } from '../../decisions/index.ts'
import { aLine, anOrder, partlyShipped, printed, shipped, signed, toShip, unpaid } from '../examples.ts'
import type { OrderFacts } from '../facts.ts'
import { asked, type OrderRequest, type ParcelAsk } from '../request.ts'
import { isClosed, openLines, stageOf } from '../stage.ts'
import { alternative, correct, deny, pass, say } from '../verdicts.ts'
import { operations, shop } from './basis.ts'

const SHIPPABLE: ReadonlySet<string> = new Set(['UNPRINTED', 'PRINTED', 'PULL_FAILED', 'PARTLY_SHIPPED'])

function judgeState(order: OrderFacts): Judgement | null {
  const stage = stageOf(order)
  // That an unpaid order waits for its money is said by ORD-AUD-04.
  if (stage === 'UNPAID') return null
  if (isClosed(stage))
    return deny(say('订单已经结束，不再发货。', 'The order is over; nothing is to be sent.'))
  if (!SHIPPABLE.has(stage) || openLines(order).length === 0)
    return deny(say('没有待发的商品。', 'Nothing is left to be sent.'))
  return pass()
}

function judgeLines(order: OrderFacts, { lineIds, packed }: ParcelAsk): Judgement {
  const open = new Set(openLines(order).map((line) => line.id))
  if (lineIds.length === 0)
    return deny(say('包裹里没有待发的商品。', 'Nothing that is to be sent is in the parcel.'))
  if (lineIds.some((id) => !open.has(id)))
    return deny(
      say('包裹里有已取消或已发出的商品。', 'Something in the parcel was cancelled, or has left.'),
      correct('只登记待发的商品', 'Name what is still to be sent'),
    )
  if (lineIds.some((id) => packed.includes(id)))
    return deny(
      say('部分商品已在另一个包裹中。', 'Something is in another parcel already.'),
      correct('登记还没有运单的商品', 'Name what has no waybill yet'),
    )
  return pass()
}

/** What may be put into a parcel and leave (table E.1). That the money is there is judged with the audit's rules. */
export const SHIPPING_RULES: readonly Rule<OrderRequest>[] = [
  {
    id: 'FUL-14',
    title: say('按实际发货登记', 'What leaves is recorded as it leaves'),
    basis: shop('售前三1'),
    message: say('可以发货。', 'It can be sent.'),
    reads: [],
    judge: (request) => {
      const ask = asked(request, 'RECORD_SHIPMENT')
      if (!ask) return null
      const state = judgeState(request.order)
      return ask.parcel && state?.verdict === 'PASS' ? judgeLines(request.order, ask.parcel) : state
    },
    cases: [
      { name: 'a paid order', facts: toShip(anOrder()), expect: 'PASS' },
      { name: 'what is left of it', facts: toShip(partlyShipped(), { lineIds: ['line-2'] }), expect: 'PASS' },
      { name: 'what has left', facts: toShip(partlyShipped(), { lineIds: ['line-1'] }), expect: 'DENY' },
      {
        name: 'what is in another parcel',
        facts: toShip(printed(), { lineIds: ['line-1'], packed: ['line-1'] }),
        expect: 'DENY',
      },
      { name: 'a parcel of nothing', facts: toShip(anOrder(), { lineIds: [] }), expect: 'DENY' },
      {
        name: 'a line that was cancelled',
        facts: toShip(anOrder({ lines: [aLine({ status: 'CANCELLED' }), aLine({ id: 'line-2' })] }), {
          lineIds: ['line-1'],
        }),
        expect: 'DENY',
      },
      { name: 'an order that has left', facts: toShip(shipped()), expect: 'DENY' },
      { name: 'one that arrived', facts: toShip(signed()), expect: 'DENY' },
      {
        name: 'one that was cancelled',
        facts: toShip(anOrder({ tradeStatus: 'CANCELLED' })),
        expect: 'DENY',
      },
      { name: 'one that is to be paid first', facts: toShip(unpaid()), expect: null },
    ],
  },
  {
    id: 'ORD-ABN-09',
    title: say('异常订单与仓库同步', 'The warehouse knows of abnormal orders'),
    basis: operations('一(二)2'),
    message: say('订单没有被扣留。', 'The order is not held.'),
    reads: [],
    judge: (request) => {
      if (!asked(request, 'RECORD_SHIPMENT')) return null
      if (!request.order.held) return pass()
      return deny(
        say(
          '订单有异常，暂不打包发货。',
          'The order is held; it is not packed until its problem is settled.',
        ),
        alternative('AUDIT', '处理异常后重新审核', 'Settle its problem, and audit it again'),
      )
    },
    cases: [
      { name: 'nothing is wrong with it', facts: toShip(anOrder()), expect: 'PASS' },
      { name: 'it is held', facts: toShip(anOrder({ held: true })), expect: 'DENY' },
    ],
  },
]
