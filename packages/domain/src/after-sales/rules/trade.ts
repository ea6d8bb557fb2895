import type { Judgement, Rule } from '../../decisions/index.ts'
import { correct, deny, needsApproval, pass, say, wait, warn } from '../../decisions/index.ts'
import type { Pack } from '../../policy/index.ts'
import { type Claim, claimOf } from '../claim.ts'
import { aCase, aLine, anOrder, applying, asking } from '../examples.ts'
import type { AfterSaleCaseFacts, AfterSaleLineFacts, AfterSaleOrderFacts } from '../facts.ts'
import { isComingBack, nothingToSendBack, piecesLeft, receivedAt } from '../parcels.ts'
import { movesGoods } from '../reasons.ts'
import type { AfterSaleRequest } from '../request.ts'
import { comesBack } from '../steps.ts'
import { instead, shop, specialApproval } from '../verdicts.ts'

const unshipped = () =>
  anOrder({
    tradeStatus: 'PAID',
    physicalStatus: 'NOT_PRINTED',
    signedAt: null,
    firstShippedAt: null,
    tradeDeadlineAt: null,
    lines: [aLine({ status: 'OPEN', shipmentId: null })],
    shipments: [],
  })
const [parcel] = anOrder().shipments
/** An order on its way, for cases of other rules too. */
export const onItsWay = (status = 'IN_TRANSIT', lastScanAt = '2026-03-09T02:00:00.000Z') =>
  anOrder({
    tradeStatus: 'SHIPPED',
    physicalStatus: status === 'RETURNED' ? 'RETURNED' : 'HANDED_OVER',
    signedAt: null,
    lines: [aLine({ status: 'SHIPPED' })],
    shipments: parcel ? [{ ...parcel, status, signedAt: null, lastScanAt }] : [],
  })

/** What of an order nobody else has a claim on, and what its state lets be asked (AS-TYP-08, C-12, C-13). */
export const TRADE_RULES: readonly Rule<AfterSaleRequest>[] = [
  {
    id: 'AS-TYP-08',
    title: say('按订单状态区分退款方式', 'The kind of refund follows the state of the order'),
    basis: shop('售后(三)1-3'),
    message: say('商品已收到，可以申请售后。', 'The goods were received: an after-sale can be asked for.'),
    reads: ['order.intercept_allowed'],
    judge: (request, { pack, now }) => {
      const claim = claimOf(request, now)
      if (!claim) return null
      const { order, type, reason } = claim
      if (order.paidAt === null || order.tradeStatus === 'UNPAID')
        return deny(say('订单还没有付款，没有可退的款项。', 'The order is not paid: nothing can go back.'))
      if (!movesGoods(type) && (type !== 'PARTIAL_REFUND' || reason === 'PRICE'))
        return pass(say('不涉及退货，可以申请。', 'No goods come back for this: it can be asked for.'))
      const lines = claim.lines.length > 0 ? claim.lines : order.lines
      for (const line of lines) {
        const said = judgeLine(claim, line, pack, now)
        if (said) return said
      }
      return pass()
    },
    cases: [
      { name: 'received goods', facts: applying(), expect: 'PASS' },
      { name: 'nothing was sent: cancel it', facts: applying({}, unshipped()), expect: 'DENY' },
      { name: 'on its way: wait for it', facts: applying({}, onItsWay()), expect: 'DENY' },
      {
        name: 'on its way in the clothing shop: recall it or wait',
        facts: applying({}, onItsWay()),
        shop: 'apparel',
        expect: 'DENY',
      },
      {
        name: 'what came back to the shop is refunded',
        facts: applying({}, onItsWay('RETURNED')),
        expect: 'PASS',
      },
      {
        name: 'service before dispatch is compensated',
        facts: applying({ type: 'COMPENSATION', reason: 'SERVICE' }, unshipped()),
        expect: 'PASS',
      },
      {
        name: 'a discount that was forgotten comes back at once',
        facts: applying({ type: 'PARTIAL_REFUND', reason: 'PRICE' }, unshipped()),
        expect: 'PASS',
      },
      {
        name: 'an unpaid order has nothing to refund',
        facts: applying({}, anOrder({ paidAt: null })),
        expect: 'DENY',
      },
    ],
  },
  {
    id: 'AS-WF-GEN-1',
    title: say('登记售后商品与件数', 'The goods and pieces of an after-sale are registered once'),
    basis: {
      kind: 'default',
      note: '001 三(二)1 registers what is asked of which goods; a piece is settled once',
    },
    message: say('所选商品可以登记售后。', 'The pieces chosen can be registered.'),
    reads: [],
    judge: ({ order, case: found, ask }) => {
      if (ask.step === 'APPROVE') {
        if (!found || !isSettledAgain(order, found)) return null
        return found.specialApproval ? pass(ONCE_MORE) : needsApproval(AGAIN, specialApproval)
      }
      const asked = ask.step === 'APPLY' ? ask.application : ask.step === 'REOPEN' ? found : null
      if (!asked) return null
      const { type, reason, lines } = asked
      if (lines.length === 0) {
        if (type === 'COMPENSATION' || type === 'PLATFORM_DISPUTE' || type === 'PARTIAL_REFUND') return null
        return deny(
          say('请选择要售后的商品。', 'Say which goods it is about.'),
          correct('请选择商品和件数', 'Choose lines and pieces'),
        )
      }
      // What was sent too much is none of the pieces that were bought.
      if (type === 'COMPENSATION' || reason === 'EXTRA_ITEM') return null
      for (const id of new Set(lines.map((each) => each.lineId))) {
        const line = order.lines.find((each) => each.id === id)
        if (!line) return deny(say('该商品不在此订单中。', 'The order has no such line.'))
        const pieces = lines
          .filter((each) => each.lineId === id)
          .reduce((sum, each) => sum + each.quantity, 0)
        const left = piecesLeft(line)
        if (pieces > left || pieces <= 0) return tooMany(line, left)
      }
      return isSettledAgain(order, asked) ? warn(AGAIN, specialApproval) : pass()
    },
    cases: [
      { name: 'pieces that are left', facts: applying(), expect: 'PASS' },
      {
        name: 'more than were bought',
        facts: applying({ lines: [{ lineId: 'line-1', quantity: 3 }] }),
        expect: 'DENY',
      },
      {
        name: 'the same piece a second time',
        facts: applying({}, anOrder({ lines: [aLine({ claimedQuantity: 2 })] })),
        expect: 'DENY',
      },
      {
        name: 'what came back before',
        facts: applying({}, anOrder({ lines: [aLine({ returnedQuantity: 2 })] })),
        expect: 'DENY',
      },
      { name: 'no goods at all', facts: applying({ lines: [] }), expect: 'DENY' },
      {
        name: 'missing, and sent again before: asked for, it is looked into',
        facts: applying({ reason: 'MISSING_ITEM' }, anOrder({ lines: [aLine({ replacedQuantity: 2 })] })),
        expect: 'WARN',
      },
      {
        name: 'refunded beside what was sent again: a supervisor decides',
        facts: asking(
          { step: 'APPROVE', amountFen: null },
          aCase({ reason: 'MISSING_ITEM' }),
          anOrder({ lines: [aLine({ replacedQuantity: 2 })] }),
        ),
        expect: 'NEEDS_APPROVAL',
      },
      {
        name: 'sent again a second time: a supervisor decides',
        facts: asking(
          { step: 'APPROVE', amountFen: null },
          aCase({ type: 'RESHIP', reason: 'WRONG_ITEM' }),
          anOrder({ lines: [aLine({ replacedQuantity: 2 })] }),
        ),
        expect: 'NEEDS_APPROVAL',
      },
      {
        name: 'what was exchanged comes back like anything else',
        facts: asking(
          { step: 'APPROVE', amountFen: null },
          aCase({ reason: 'QUALITY' }),
          anOrder({ lines: [aLine({ replacedQuantity: 2 })] }),
        ),
        expect: null,
      },
      {
        name: 'a compensation is about service',
        facts: applying({ type: 'COMPENSATION', reason: 'SERVICE', lines: [] }),
        expect: null,
      },
    ],
  },
]

const AGAIN = say(
  '所选商品已补发或换发过：再次补发，或不退货退款，须由主管决定。',
  'These pieces were sent again before: to send them once more, or to refund them with nothing coming back, takes a supervisor.',
)
const ONCE_MORE = say('已特批再次办理。', 'A special approval lets it be settled once more.')

/** Something left for these pieces before, and would be given once more for nothing in return. */
function isSettledAgain(
  order: AfterSaleOrderFacts,
  asked: Pick<AfterSaleCaseFacts, 'type' | 'reason' | 'lines'>,
): boolean {
  if (asked.type !== 'RESHIP' && !(comesBack(asked.type) && nothingToSendBack(order, asked))) return false
  return asked.lines.some(({ lineId, quantity }) => {
    const line = order.lines.find((each) => each.id === lineId)
    return line !== undefined && quantity > line.quantity - line.returnedQuantity - line.replacedQuantity
  })
}

function tooMany(line: AfterSaleLineFacts, left: number): Judgement {
  if (line.claimedQuantity > 0)
    return deny(
      say(
        `其中有商品正在售后处理中，还可申请 ${left} 件。`,
        `Pieces of this line are in an after-sale that has not ended; ${left} are left.`,
      ),
      wait(
        '请等正在处理的售后结束，或在原售后中继续',
        'Go on with that after-sale, or wait until it has ended',
      ),
    )
  return deny(
    say(`该商品最多还可申请 ${left} 件。`, `At most ${left} pieces of this line are left.`),
    correct('请更正件数', 'Correct the number of pieces'),
  )
}

/** What speaks against a line; `null`: nothing. */
function judgeLine(claim: Claim, line: AfterSaleLineFacts, pack: Pack, now: Date): Judgement | null {
  const { order, type, reason } = claim
  if (order.tradeStatus === 'CANCELLED' || line.status === 'CANCELLED')
    return deny(
      say('商品已经取消，款项按取消办理。', 'These goods were cancelled; their refund goes with that.'),
    )
  if (line.status === 'OPEN')
    return deny(
      say(
        '商品还没有发出，可以直接取消并退款，不需要退货。',
        'The goods have not left: cancel them and have the money back; nothing has to be returned.',
      ),
      instead('REFUND_BEFORE_DISPATCH', '直接取消，全额退款', 'Cancel them for a full refund'),
    )
  if (receivedAt(order, line, now) || isComingBack(order, line)) return null
  const lost = reason === 'LOST' && (type === 'RESHIP' || type === 'RETURN_AND_REFUND')
  const refused = reason === 'TRANSIT_DAMAGE' && (type === 'RESHIP' || type === 'RETURN_AND_REFUND')
  if (lost || refused) return null
  return deny(
    say(
      '商品还在运输途中，收到后可以申请售后。',
      'The goods are on their way: an after-sale can be asked for once they are received.',
    ),
    ...(pack.get('order.intercept_allowed')
      ? [instead('INTERCEPTION', '可以联系快递召回或拒签', 'Have the parcel recalled, or refuse it')]
      : []),
    instead('AFTER_RECEIPT', '收到商品后再申请', 'Ask once the goods are received'),
  )
}
