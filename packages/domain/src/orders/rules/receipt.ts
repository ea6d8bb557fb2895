import type { Judgement, Rule } from '../../decisions/index.ts'
import { anOrder, partlyShipped, shipped, signed, toConfirm } from '../examples.ts'
import type { OrderFacts } from '../facts.ts'
import { asked, type OrderRequest, type ReceiptFacts } from '../request.ts'
import { stageOf } from '../stage.ts'
import { deny, pass, say, wait } from '../verdicts.ts'
import { shop } from './basis.ts'

function judgeState(order: OrderFacts): Judgement {
  const { tradeStatus } = order
  const stage = stageOf(order)
  // Delivered by the carrier's word, and not confirmed: that is what is asked for.
  if (tradeStatus === 'SHIPPED' && (stage === 'SHIPPED' || stage === 'SIGNED')) return pass()
  if (tradeStatus === 'SIGNED' || tradeStatus === 'COMPLETED')
    return deny(say('已经确认收货。', 'It was received already.'))
  if (stage === 'PARTLY_SHIPPED') return deny(say('还有商品没有发出。', 'Something is still to be sent.'))
  if (stage === 'INTERCEPTING' || stage === 'RETURNED')
    return deny(say('包裹正在退回店铺。', 'The parcel is on its way back to the shop.'))
  return deny(say('订单没有在途的包裹。', 'Nothing of the order is on its way.'))
}

function judgeParcels({ arriving, astray }: ReceiptFacts): Judgement {
  if (astray > 0)
    return deny(
      say(
        '有包裹丢失或正在退回，请先处理。',
        'A parcel is lost or on its way back: that is to be settled first.',
      ),
    )
  return arriving > 0 ? pass() : deny(say('没有可以收到的商品。', 'There is nothing that could be received.'))
}

function judgeTime({ confirmsAt, openCases }: ReceiptFacts, now: Date): Judgement {
  if (openCases > 0)
    return deny(
      say('售后处理中，暂停自动确认收货。', 'An after-sale is open: receipt is not confirmed by time.'),
    )
  if (confirmsAt !== null && new Date(confirmsAt) <= now) return pass()
  return deny(
    say('自动确认收货的时间还没有到。', 'The time for receipt to be confirmed has not come.'),
    ...(confirmsAt === null
      ? []
      : [wait('到期后自动确认', 'It is confirmed of itself then', { openUntil: confirmsAt })]),
  )
}

const AT = '2026-03-10T03:59:59.999Z'
const LATER = '2026-03-10T04:00:00.001Z'

/** When an order counts as received: by the buyer's word, or by time (Q37, Q67). */
export const RECEIPT_RULES: readonly Rule<OrderRequest>[] = [
  {
    id: 'AS-SLA-28',
    title: say('确认收货', 'Receipt is confirmed'),
    basis: shop('售后(一)2'),
    message: say('可以确认收货。', 'Its receipt can be confirmed.'),
    reads: [],
    judge: (request, { now }) => {
      const ask = asked(request, 'CONFIRM_RECEIPT')
      if (!ask) return null
      const state = judgeState(request.order)
      if (!ask.receipt || state?.verdict !== 'PASS') return state
      const parcels = judgeParcels(ask.receipt)
      return ask.by === 'BUYER' || parcels?.verdict !== 'PASS' ? parcels : judgeTime(ask.receipt, now)
    },
    cases: [
      { name: 'the buyer has it', facts: toConfirm(shipped(), 'BUYER'), expect: 'PASS' },
      {
        name: 'the carrier says that it was delivered',
        facts: toConfirm(shipped({ physicalStatus: 'DELIVERED' }), 'BUYER'),
        expect: 'PASS',
      },
      { name: 'its time has come', facts: toConfirm(shipped(), 'TIME', { confirmsAt: AT }), expect: 'PASS' },
      {
        name: 'its time has not come',
        facts: toConfirm(shipped(), 'TIME', { confirmsAt: LATER }),
        expect: 'DENY',
      },
      {
        name: 'an open after-sale suspends the time',
        facts: toConfirm(shipped(), 'TIME', { confirmsAt: AT, openCases: 1 }),
        expect: 'DENY',
      },
      {
        name: 'and not the word of the buyer',
        facts: toConfirm(shipped(), 'BUYER', { openCases: 1 }),
        expect: 'PASS',
      },
      { name: 'a parcel is lost', facts: toConfirm(shipped(), 'BUYER', { astray: 1 }), expect: 'DENY' },
      { name: 'nothing came', facts: toConfirm(shipped(), 'BUYER', { arriving: 0 }), expect: 'DENY' },
      { name: 'a part is still here', facts: toConfirm(partlyShipped(), 'BUYER'), expect: 'DENY' },
      {
        name: 'it was called back',
        facts: toConfirm(shipped({ physicalStatus: 'INTERCEPT_REQUESTED' }), 'BUYER'),
        expect: 'DENY',
      },
      { name: 'it was signed for', facts: toConfirm(signed(), 'TIME', { confirmsAt: AT }), expect: 'DENY' },
      { name: 'it has not left', facts: toConfirm(anOrder(), 'BUYER'), expect: 'DENY' },
    ],
  },
]
