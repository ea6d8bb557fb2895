import type { Judgement, Rule } from '../../decisions/index.ts'
import { deny, needsApproval, pass, say, wait } from '../../decisions/index.ts'
import type { Pack } from '../../policy/index.ts'
import { aCase, anOrder, applying, asking } from '../examples.ts'
import type { AfterSaleCaseFacts, AfterSaleOrderFacts } from '../facts.ts'
import { nothingToSendBack } from '../parcels.ts'
import { isFault } from '../reasons.ts'
import type { AfterSaleRequest } from '../request.ts'
import { at, handbook, instead, shop, specialApproval } from '../verdicts.ts'
import { onItsWay } from './trade.ts'

const inspected = { result: 'PASSED', finding: 'AS_CLAIMED', at: '2026-03-10T01:00:00.000Z' } as const
const waybill = {
  carrier: 'SF',
  freightCollect: false,
  freightFen: anOrder().freightFen,
  pickup: false,
  at: '2026-03-09T02:00:00.000Z',
} as const
const sending = (with_: Partial<AfterSaleCaseFacts>) =>
  asking({ step: 'SEND_REPLACEMENT' }, aCase({ type: 'EXCHANGE', reason: 'QUALITY', ...with_ }))
const back = say('商品已验货，可以办理。', 'The goods were inspected: it can go on.')
const firstBack = (zh: string, en: string) =>
  say(`先退货、验货，再${zh}。`, `The goods come back and are inspected before ${en}.`)

/** What comes before the goods are back, and how often a case is opened again (C-25, AS-POL-10, Q46). */
export const APPROVAL_RULES: readonly Rule<AfterSaleRequest>[] = [
  {
    id: 'AS-POL-27',
    title: say('先退货，后退款或换货', 'Return first, then the refund or the replacement'),
    basis: shop('规范5'),
    message: back,
    reads: ['exchange.ship_first_allowed', 'approval.special'],
    judge: ({ order, case: found, ask }, { pack }) => {
      if (!found || found.reason === 'EXTRA_ITEM') return null
      if (ask.step === 'REFUND') return refundOf(order, found)
      return ask.step === 'SEND_REPLACEMENT' && found.type === 'EXCHANGE'
        ? replacementOf(order, found, pack)
        : null
    },
    cases: [
      {
        name: 'inspected, then refunded',
        facts: asking({ step: 'REFUND' }, aCase({ state: 'INSPECTION_PASSED', inspection: inspected })),
        expect: 'PASS',
      },
      {
        name: 'not refunded before it is back',
        facts: asking({ step: 'REFUND' }, aCase({ state: 'APPROVED' })),
        expect: 'DENY',
      },
      {
        name: 'a parcel that came back by itself is refunded',
        facts: asking({ step: 'REFUND' }, aCase({ state: 'APPROVED' }), onItsWay('RETURNED')),
        expect: 'PASS',
      },
      {
        name: 'what is missing cannot come back',
        facts: asking({ step: 'REFUND' }, aCase({ state: 'APPROVED', reason: 'MISSING_ITEM' })),
        expect: 'PASS',
      },
      {
        name: 'replaced after the inspection',
        facts: sending({ state: 'INSPECTION_PASSED', inspection: inspected }),
        expect: 'PASS',
      },
      { name: 'not replaced without a waybill', facts: sending({ state: 'APPROVED' }), expect: 'DENY' },
      {
        name: 'the shop is at fault and the waybill is there',
        facts: sending({ state: 'RETURN_IN_TRANSIT', returnShipment: waybill }),
        expect: 'NEEDS_APPROVAL',
      },
      {
        name: 'not for another size',
        facts: sending({ reason: 'SIZE_FIT', state: 'RETURN_IN_TRANSIT', returnShipment: waybill }),
        expect: 'DENY',
      },
      {
        name: 'a wrong item that stays is refunded by approval',
        facts: asking({ step: 'REFUND' }, aCase({ type: 'RESHIP', reason: 'WRONG_ITEM', state: 'APPROVED' })),
        expect: 'NEEDS_APPROVAL',
      },
      { name: 'says nothing of an application', facts: applying(), expect: null },
    ],
  },
  {
    id: 'AS-POL-10',
    title: say('特殊情况可申请先行赔付', 'Advance payout in special situations'),
    basis: handbook('§6.4'),
    message: say(
      '商品退回前先行退款，须由主管或经理审批。',
      'Money before the goods are back: a supervisor or manager approves it.',
    ),
    reads: ['approval.special'],
    judge: ({ ask }) => (ask.step === 'PAY_IN_ADVANCE' ? needsApproval(undefined, specialApproval) : null),
    cases: [
      {
        name: 'before the goods are back',
        facts: asking({ step: 'PAY_IN_ADVANCE' }, aCase({ state: 'APPROVED' })),
        expect: 'NEEDS_APPROVAL',
      },
      {
        name: 'says nothing of the ordinary refund',
        facts: asking({ step: 'REFUND' }, aCase({ state: 'INSPECTION_PASSED' })),
        expect: null,
      },
    ],
  },
  {
    id: 'AS-WF-RFD-2',
    title: say('逾期未寄回关闭，可重开一次', 'Closed where nothing was sent back in time; opened again once'),
    basis: shop('售后(三)1-1'),
    message: say('可以办理。', 'It can be done.'),
    reads: ['clock.after_sale.send_back.breach', 'return.send_back_reminder', 'return.reopen_limit'],
    judge: ({ ask, case: found }, { pack, now }) => {
      if (!found) return null
      if (ask.step === 'REOPEN') {
        const limit = pack.get('return.reopen_limit')
        return found.reopened < limit
          ? pass(say('售后重新打开，继续审核。', 'The after-sale is opened again and reviewed.'))
          : needsApproval(
              say(
                `每个售后最多重开 ${limit} 次，再次打开须由主管决定。`,
                `A case is opened again ${limit} time(s); beyond that a supervisor decides.`,
              ),
              specialApproval,
            )
      }
      if (ask.step !== 'LAPSE') return null
      // What the customer was told then: a pack that came later changes nothing about it.
      const due = found.sendBackBy === null ? null : new Date(found.sendBackBy)
      if (due && now >= due)
        return pass(
          say(
            '客户未在期限内寄回，售后关闭，可重新打开一次。',
            'Nothing was sent back in time: it is closed, and may be opened again once.',
          ),
        )
      return deny(
        due
          ? say(`客户可在 ${at(due)} 前寄回。`, `The customer has until ${at(due)} to send it back.`)
          : say('还没有同意退货。', 'No return has been agreed to.'),
        wait('请等待客户寄回', 'Wait for the customer'),
      )
    },
    cases: [
      {
        name: 'seven days passed',
        facts: asking(
          { step: 'LAPSE' },
          aCase({ state: 'APPROVED', sendBackBy: '2026-03-09T16:00:00.000Z' }),
        ),
        expect: 'PASS',
      },
      {
        name: 'the seventh day is the customer’s',
        facts: asking(
          { step: 'LAPSE' },
          aCase({ state: 'APPROVED', sendBackBy: '2026-03-10T16:00:00.000Z' }),
        ),
        expect: 'DENY',
      },
      { name: 'opened again', facts: asking({ step: 'REOPEN' }, aCase({ state: 'LAPSED' })), expect: 'PASS' },
      {
        name: 'a second time by approval (Q68)',
        facts: asking({ step: 'REOPEN' }, aCase({ state: 'LAPSED', reopened: 1 })),
        expect: 'NEEDS_APPROVAL',
      },
      { name: 'says nothing of a review', facts: asking({ step: 'ACKNOWLEDGE' }), expect: null },
    ],
  },
]

function refundOf(order: AfterSaleOrderFacts, found: AfterSaleCaseFacts): Judgement {
  if (found.state === 'INSPECTION_PASSED' || found.inspection || nothingToSendBack(order, found))
    return pass(back)
  const text = firstBack('退款', 'the refund')
  if (found.type === 'RESHIP')
    return needsApproval(
      text,
      instead('RETURN_AND_REFUND', '退回后退款', 'Return it for the refund'),
      specialApproval,
    )
  return deny(
    text,
    wait('请等待退货验货', 'Wait for the goods'),
    instead(
      'PAY_IN_ADVANCE',
      '特殊情况可以申请先行赔付',
      'In a special situation an advance payout may be asked for',
    ),
  )
}

function replacementOf(order: AfterSaleOrderFacts, found: AfterSaleCaseFacts, pack: Pack): Judgement {
  const { state, liable, reason } = found
  const ended =
    state === 'INSPECTION_PASSED' || (state === 'REPLACEMENT_UNAVAILABLE' && found.inspection !== null)
  if (ended || nothingToSendBack(order, found)) return pass(back)
  const text = firstBack('换货', 'the replacement')
  const atFault = liable === null ? isFault(reason) : liable === 'SHOP' || liable === 'CARRIER'
  if (!found.returnShipment || !atFault || !pack.get('exchange.ship_first_allowed'))
    return deny(
      text,
      wait(
        atFault ? '请等待客户提供退货单号' : '请等待退货验货',
        atFault ? 'Wait for the waybill of the return' : 'Wait for the goods',
      ),
    )
  return needsApproval(
    say(
      '本店责任且客户急需，已有退货单号：可以申请先发后退。',
      'The shop is at fault and the waybill is there: where it is urgent, ship-first may be asked for.',
    ),
    specialApproval,
  )
}
