import {
  approval,
  type Bilingual,
  correct,
  deny,
  type Judgement,
  needsApproval,
  pass,
  type Remedy,
  type Rule,
  remedy,
  say,
  warn,
} from '../../decisions/index.ts'
import { decimal, fen, yuan } from '../../money/index.ts'
import type { Pack } from '../../policy/index.ts'
import { authorityOf, type Grant } from '../authority.ts'
import { aCase, aLine, anOrder, applying, asking } from '../examples.ts'
import type { ActorFacts } from '../facts.ts'
import { type OrderPart, partialRefund, refundableFen } from '../refund.ts'
import type { AfterSaleRequest } from '../request.ts'

/** The part of the order that lines of an application stand for: none named is all of it. */
export const partOf = (lines: readonly { readonly lineId: string }[]): OrderPart =>
  lines.length === 0 ? null : lines.map((line) => line.lineId)

/** What would be given away: asked for in an application, or granted in a step. `null`: nothing, or no amount yet. */
function grantOf({ case: found, ask }: AfterSaleRequest): Grant | null {
  if (ask.step === 'COMPENSATE') return { kind: 'COMPENSATION', amountFen: ask.amountFen }
  const { type, lines, amountFen } =
    ask.step === 'APPLY'
      ? ask.application
      : {
          type: found?.type,
          lines: found?.lines ?? [],
          amountFen: ask.step === 'APPROVE' ? ask.amountFen : null,
        }
  if (amountFen === null) return null
  if (type === 'COMPENSATION') return ask.step === 'APPLY' ? { kind: type, amountFen } : null
  return type === 'PARTIAL_REFUND' ? { kind: type, part: partOf(lines), amountFen } : null
}

/** Whether the amount can be given at all: what cannot is refused by AS-WF-RFD-3, whoever asks. */
const isPossible = (grant: Grant, { order }: AfterSaleRequest) =>
  grant.amountFen > 0 &&
  (grant.kind === 'COMPENSATION' || grant.amountFen <= refundableFen(order, grant.part))

const decides = (grade: string | null): Remedy =>
  grade === 'manager'
    ? approval('approval.decide', '可以申请由经理审批', 'Ask for an approval; a manager decides')
    : approval('approval.decide', '可以申请由主管审批', 'Ask for an approval; a supervisor decides')

/** Beyond one's authority: a grant waits for an approval, an application is told that its grant will. */
function byAuthority(request: AfterSaleRequest, grant: Grant, pack: Pack): Judgement | null {
  const { order, actor, ask } = request
  if (ask.step === 'APPLY' && actor.kind !== 'AGENT') return null
  const { reach, limitFen, approver } = authorityOf(grant, order, actor.grade, pack)
  if (reach === 'WITHIN') return pass()
  const beyond = limitFen === null ? BEYOND : beyondOf(decimal(limitFen))
  if (ask.step === 'APPLY') return warn(beyond, decides(approver))
  return reach === 'NONE' ? deny(NOT_HELD, decides(approver)) : needsApproval(beyond, decides(approver))
}

const BEYOND = say(
  '金额超出您的权限，需要审批。',
  'The amount is beyond your authority and needs an approval.',
)
const beyondOf = (limit: string): Bilingual =>
  say(
    `您的权限合计 ${limit} 元，本次超出，需要审批。`,
    `Your authority is CNY ${limit} in all; this goes beyond it and needs an approval.`,
  )
const NOT_HELD = say('您没有此项金额权限。', 'You hold no authority over this.')

const grade = (name: NonNullable<ActorFacts['grade']>): ActorFacts => ({ kind: 'AGENT', grade: name })
const partial = aCase({ type: 'PARTIAL_REFUND', reason: 'NOT_AS_DESCRIBED' })
const off = (amount: number, by = grade('specialist'), line = aLine()) =>
  asking({ step: 'APPROVE', amountFen: yuan(amount) }, partial, anOrder({ lines: [line] }), by)
const service = aCase({ type: 'COMPENSATION', reason: 'SERVICE' })
const given = (amount: number, by = grade('specialist'), before = 0) =>
  asking(
    { step: 'COMPENSATE', kind: 'CASH', amountFen: yuan(amount) },
    service,
    anOrder({ compensatedFen: yuan(before) }),
    by,
  )

/** Money given away: what may be given at all, and who may give it (C-24, Q04, Q05, Q33, Q61). */
export const GRANT_RULES: readonly Rule<AfterSaleRequest>[] = [
  {
    id: 'AS-POL-09',
    title: say('部分退款经协商确认后支付', 'A partial refund is paid once it is agreed'),
    basis: { kind: 'cited', document: '000', section: '§6.4' },
    message: say('金额已协商，在权限内。', 'The amount is agreed and within authority.'),
    reads: ['partial_refund.limits'],
    judge: (request, { pack }) => {
      const { case: found, ask } = request
      if (ask.step === 'APPROVE' && found?.type === 'PARTIAL_REFUND' && ask.amountFen === null) {
        return deny(
          say('还没有协商好的退款金额。', 'No amount is agreed yet.'),
          correct('与客户确认金额后填写', 'Agree on the amount with the customer and name it'),
        )
      }
      const grant = grantOf(request)
      if (grant?.kind !== 'PARTIAL_REFUND' || !isPossible(grant, request)) return null
      return byAuthority(request, grant, pack)
    },
    cases: [
      { name: 'a tenth of the line', facts: off(19), expect: 'PASS' },
      { name: 'a fen more', facts: off(19.01), expect: 'NEEDS_APPROVAL' },
      { name: 'a senior gives a fifth', facts: off(38, grade('senior')), expect: 'PASS' },
      {
        name: 'the cap holds on a dear line',
        facts: asking(
          { step: 'APPROVE', amountFen: yuan(50.01) },
          partial,
          anOrder({ paidFen: yuan(2_010), lines: [aLine({ paidFen: yuan(2_000) })] }),
        ),
        expect: 'NEEDS_APPROVAL',
      },
      {
        name: 'what was taken off before counts',
        facts: off(10, grade('specialist'), aLine({ partiallyRefundedFen: yuan(10), refundedFen: yuan(10) })),
        expect: 'NEEDS_APPROVAL',
      },
      { name: 'a supervisor gives the whole line', facts: off(190, grade('supervisor')), expect: 'PASS' },
      {
        name: 'an application for more is taken, and told',
        facts: applying({ type: 'PARTIAL_REFUND', reason: 'QUALITY', amountFen: yuan(60) }),
        expect: 'WARN',
      },
      {
        name: 'no amount is agreed',
        facts: asking({ step: 'APPROVE', amountFen: null }, partial),
        expect: 'DENY',
      },
      {
        name: 'what a return owes takes no authority',
        facts: asking({ step: 'APPROVE', amountFen: null }),
        expect: null,
      },
    ],
  },
  {
    id: 'AS-WF-RFD-3',
    title: say('部分退款：填写付给卖家的金额', 'Partial refund: the amount to pay the seller'),
    basis: { kind: 'cited', document: '004', section: '售后(三)2' },
    message: say('退款金额不超过实付金额。', 'The amount is within what was paid.'),
    reads: [],
    judge: (request) => {
      const grant = grantOf(request)
      if (grant?.kind !== 'PARTIAL_REFUND') return null
      const left = refundableFen(request.order, grant.part)
      if (!isPossible(grant, request)) {
        return deny(
          say(
            `退款须大于 0，且不超过尚未退还的 ${decimal(left)} 元。`,
            `A refund is more than nothing and at most what is left of the payment: CNY ${decimal(left)}.`,
          ),
          correct(`填写不超过 ${decimal(left)} 元的金额`, `Name an amount of at most CNY ${decimal(left)}`),
        )
      }
      const pay = decimal(partialRefund(request.order, grant.part, grant.amountFen).paySellerFen)
      return pass(
        say(
          `请申请“仅退款”，在付给卖家的金额中填写 ${pay} 元。`,
          `Apply for a refund without return and enter CNY ${pay} as the amount to pay the seller.`,
        ),
      )
    },
    cases: [
      {
        name: 'paid 100, refund 10: enter 90',
        facts: off(10, grade('specialist'), paid100()),
        expect: 'PASS',
      },
      { name: 'all that was paid', facts: off(100, grade('manager'), paid100()), expect: 'PASS' },
      { name: 'a fen more than was paid', facts: off(100.01, grade('manager'), paid100()), expect: 'DENY' },
      {
        name: 'more than is left',
        facts: off(91, grade('manager'), paid100(10)),
        expect: 'DENY',
      },
      { name: 'no partial refund', facts: applying(), expect: null },
    ],
  },
  {
    id: 'AS-POL-22',
    title: say('补偿与影响程度相称', 'Compensation in proportion'),
    basis: { kind: 'cited', document: '002', section: '§四-4' },
    message: say(
      '补偿在权限内，请与影响程度相称。',
      'Within authority; keep it in proportion to what went wrong.',
    ),
    reads: ['compensation.limits'],
    judge: (request, { pack }) => {
      const grant = grantOf(request)
      if (grant?.kind !== 'COMPENSATION' || !isPossible(grant, request)) return null
      return byAuthority(request, grant, pack)
    },
    cases: [
      { name: 'at the limit', facts: given(20), expect: 'PASS' },
      { name: 'beyond it', facts: given(20.01), expect: 'NEEDS_APPROVAL' },
      {
        name: 'cases of one order count as one',
        facts: given(10, grade('specialist'), 15),
        expect: 'NEEDS_APPROVAL',
      },
      { name: 'a senior', facts: given(50, grade('senior')), expect: 'PASS' },
      { name: 'a supervisor', facts: given(500, grade('supervisor')), expect: 'PASS' },
      { name: 'beyond the supervisor', facts: given(500.01, grade('supervisor')), expect: 'NEEDS_APPROVAL' },
      { name: 'a manager', facts: given(5_000, grade('manager')), expect: 'PASS' },
      {
        name: 'who is no agent grants nothing',
        facts: given(1, { kind: 'PARTNER', grade: null }),
        expect: 'DENY',
      },
      {
        name: 'an application for more is taken, and told',
        facts: applying({ type: 'COMPENSATION', reason: 'SERVICE', lines: [], amountFen: yuan(30) }),
        expect: 'WARN',
      },
      { name: 'no compensation', facts: applying(), expect: null },
    ],
  },
  {
    id: 'AS-POL-32',
    title: say('过高索赔：解释政策并提供替代方案', 'Excessive claim: explain the policy, offer another way'),
    basis: { kind: 'cited', document: '000', section: '§5.3' },
    message: say('金额在订单实付以内。', 'The amount is within what was paid for the order.'),
    reads: [],
    judge: (request) => {
      const grant = grantOf(request)
      if (grant?.kind !== 'COMPENSATION' || grant.amountFen <= 0) return null
      const { order } = request
      if (order.compensatedFen + grant.amountFen <= order.paidFen) return pass()
      return warn(
        say(
          '索赔超过订单实付金额，请耐心解释政策，并提供替代方案。',
          'The claim exceeds what was paid for the order: explain the policy with patience, and offer another way.',
        ),
        instead('RETURN_AND_REFUND', '可以退货退款', 'Return and refund'),
        instead('EXCHANGE', '可以换货', 'Exchange'),
        instead('COMPENSATION', '可以在权限内补偿', 'A compensation within authority'),
      )
    },
    cases: [
      { name: 'as much as was paid', facts: given(200, grade('manager')), expect: 'PASS' },
      { name: 'more than was paid', facts: given(200.01, grade('manager')), expect: 'WARN' },
      { name: 'no compensation', facts: applying(), expect: null },
    ],
  },
  {
    id: 'AS-TYP-14',
    title: say('延误补偿', 'Compensation for delay'),
    basis: { kind: 'cited', document: '000', section: '§8.2 Q6' },
    message: say('物流确有异常，可以补偿延误。', 'The delay is real and may be compensated.'),
    reads: [],
    judge: ({ case: found, ask }) => {
      if (ask.step !== 'COMPENSATE' || ask.kind !== 'DELAY') return null
      if (found?.cause !== 'FORCE_MAJEURE') return pass()
      return needsApproval(
        say(
          '恶劣天气等不可抗力造成的延误，请先向客户说明；补偿须经审批。',
          'The delay is nobody’s doing, as in bad weather: explain it; compensation takes an approval.',
        ),
        decides(null),
      )
    },
    cases: [
      { name: 'a slow parcel', facts: delayed('DELAY'), expect: 'PASS' },
      { name: 'bad weather', facts: delayed('FORCE_MAJEURE'), expect: 'NEEDS_APPROVAL' },
      { name: 'another compensation', facts: given(5), expect: null },
    ],
  },
]

const instead = (name: string, zh: string, en: string): Remedy =>
  remedy('ALTERNATIVE')(zh, en, { alternative: name })

/** One piece for 100 yuan, of which some were refunded. */
function paid100(refunded = 0) {
  return aLine({
    quantity: 1,
    paidFen: yuan(100),
    refundedFen: yuan(refunded),
    partiallyRefundedFen: fen(refunded * 100),
  })
}

function delayed(cause: 'DELAY' | 'FORCE_MAJEURE'): AfterSaleRequest {
  return asking(
    { step: 'COMPENSATE', kind: 'DELAY', amountFen: yuan(5) },
    aCase({ type: 'COMPENSATION', reason: 'LATE', cause }),
  )
}
