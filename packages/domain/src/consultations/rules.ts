import { type Context, correct, deny, pass, type Rule, remedy, say } from '../decisions/index.ts'
import { dueAfter } from '../policy/index.ts'
import type { LeadRequest, PaymentFollowUpRequest, UnpaidReason } from './facts.ts'

type Registering = Extract<LeadRequest, { step: 'REGISTER_LEAD' }>
type FollowingUp = Extract<LeadRequest, { step: 'FOLLOW_UP_LEAD' }>

const registering = (more: Partial<Registering> = {}): LeadRequest => ({
  step: 'REGISTER_LEAD',
  caseId: 'case-1',
  consultation: true,
  registered: false,
  ordered: false,
  nextAt: '2026-03-19T02:00:00.000Z',
  ...more,
})
const followingUp = (more: Partial<FollowingUp> = {}): LeadRequest => ({
  step: 'FOLLOW_UP_LEAD',
  leadId: 'lead-1',
  status: 'OPEN',
  result: 'GIVEN_UP',
  nextAt: null,
  ...more,
})
const now = '2026-03-18T04:00:00.000Z'

/** Beyond what is agreed with anybody: later than the pack's last day. */
const isTooFar = (at: string | null, { pack, now }: Context) =>
  at !== null && Date.parse(at) >= dueAfter(now, pack.get('follow_up.agreed_within')).getTime()

/** Who asked and did not order is registered and followed up (PRE-CNV-01). */
export const LEAD_RULES: readonly Rule<LeadRequest>[] = [
  {
    id: 'PRE-CNV-01',
    title: { zh: '咨询未拍登记跟进', en: 'Who asked and did not order is followed up' },
    basis: { kind: 'cited', document: '004', section: '售前一(一)1' },
    message: {
      zh: '登记意向客户与未下单原因，约定下次跟进。',
      en: 'Register who is interested and why they did not order, with the next follow-up.',
    },
    reads: ['follow_up.agreed_within'],
    judge: (request, context) => {
      const past = request.nextAt !== null && Date.parse(request.nextAt) <= context.now.getTime()
      const far = isTooFar(request.nextAt, context)
      if (request.step === 'REGISTER_LEAD') {
        if (!request.consultation) return deny(NO_CONSULTATION)
        if (request.registered) return deny(REGISTERED, FOLLOW_UP)
        if (request.ordered) return deny(ORDERED)
        if (far) return deny(TOO_FAR, SOONER)
        return past ? deny(PAST, LATER) : pass()
      }
      if (request.status !== 'OPEN') return deny(ENDED)
      if ((request.result === 'LATER') !== (request.nextAt !== null)) return deny(NEXT, LATER)
      if (far) return deny(TOO_FAR, SOONER)
      return past ? deny(PAST, LATER) : pass()
    },
    cases: [
      { name: 'an interested customer is registered', facts: registering(), now, expect: 'PASS' },
      { name: 'who ordered it since', facts: registering({ ordered: true }), now, expect: 'DENY' },
      { name: 'who is registered already', facts: registering({ registered: true }), now, expect: 'DENY' },
      { name: 'from a complaint', facts: registering({ consultation: false }), now, expect: 'DENY' },
      { name: 'with a time that is over', facts: registering({ nextAt: now }), now, expect: 'DENY' },
      {
        name: 'on the last day of the pack',
        facts: registering({ nextAt: '2026-06-16T15:59:59.000Z' }),
        now,
        expect: 'PASS',
      },
      {
        name: 'beyond the last day',
        facts: registering({ nextAt: '2026-06-16T16:00:00.000Z' }),
        now,
        expect: 'DENY',
      },
      {
        name: 'a follow-up with the next one in a far year',
        facts: followingUp({ result: 'LATER', nextAt: '9999-12-31T20:00:00Z' }),
        now,
        expect: 'DENY',
      },
      { name: 'a follow-up that ends it', facts: followingUp(), now, expect: 'PASS' },
      {
        name: 'a follow-up with the next one',
        facts: followingUp({ result: 'LATER', nextAt: '2026-03-20T02:00:00.000Z' }),
        now,
        expect: 'PASS',
      },
      { name: 'later, without saying when', facts: followingUp({ result: 'LATER' }), now, expect: 'DENY' },
      { name: 'a lead that has ended', facts: followingUp({ status: 'ORDERED' }), now, expect: 'DENY' },
    ],
  },
]

const LATER = correct('请给出将来的跟进时间', 'Give a time that is still to come')
const SOONER = correct('请约定更早的时间', 'Agree on a time that is sooner')
const FOLLOW_UP = remedy('ALTERNATIVE')('请跟进已登记的意向', 'Follow up the lead that is there', {
  alternative: 'followUpLead',
})
const NO_CONSULTATION = say('只有咨询可登记意向客户。', 'Only a consultation leads to an order.')
const REGISTERED = say('该咨询已登记意向。', 'This consultation is registered already.')
const ORDERED = say('客户已下单。', 'The customer has ordered it since.')
const PAST = say('跟进时间已过。', 'That time is over already.')
const TOO_FAR = say('约定的时间太远。', 'That time is too far ahead.')
const ENDED = say('该意向已结束。', 'This lead has ended.')
const NEXT = say(
  '约定再跟进时须给出时间，结束时不须。',
  'A further follow-up takes a time; an end takes none.',
)

const unpaid = (more: Partial<PaymentFollowUpRequest> = {}): PaymentFollowUpRequest => ({
  orderId: 'order-1',
  tradeStatus: 'UNPAID',
  silent: false,
  reason: 'UNDECIDED',
  agreedUntil: null,
  ...more,
})

/** Orders that wait for payment are followed up, with a remedy for each reason (PRE-CNV-02, PRE-CNV-03). */
export const PAYMENT_FOLLOW_UP_RULES: readonly Rule<PaymentFollowUpRequest>[] = [
  {
    id: 'PRE-CNV-02',
    title: { zh: '拍下未付款催付', en: 'Who ordered and did not pay is reminded' },
    basis: { kind: 'cited', document: '004', section: '售前一(一)2' },
    message: {
      zh: '按未付款原因给出办法，尽快促成付款。',
      en: 'Offer what helps for the reason, and see it paid soon.',
    },
    reads: ['follow_up.agreed_within'],
    judge: ({ tradeStatus, reason, agreedUntil }, context) => {
      if (tradeStatus !== 'UNPAID') return deny(NOT_UNPAID)
      if (agreedUntil !== null && Date.parse(agreedUntil) <= context.now.getTime()) return deny(PAST, LATER)
      if (isTooFar(agreedUntil, context)) return deny(TOO_FAR, SOONER)
      if (reason === 'BALANCE_LOW' && agreedUntil === null) return deny(NO_TIME, LATER)
      const help = HELP[reason]
      return help ? { verdict: 'PASS', remedies: [help] } : pass()
    },
    cases: [
      { name: 'who hesitates', facts: unpaid(), now, expect: 'PASS' },
      {
        name: 'a balance to be topped up, by an agreed time',
        facts: unpaid({ reason: 'BALANCE_LOW', agreedUntil: '2026-03-18T10:00:00.000Z' }),
        now,
        expect: 'PASS',
      },
      { name: 'a balance, without a time', facts: unpaid({ reason: 'BALANCE_LOW' }), now, expect: 'DENY' },
      { name: 'by a time that is over', facts: unpaid({ agreedUntil: now }), now, expect: 'DENY' },
      {
        name: 'by a time in a far year',
        facts: unpaid({ reason: 'BALANCE_LOW', agreedUntil: '9999-12-31T20:00:00Z' }),
        now,
        expect: 'DENY',
      },
      { name: 'an order that was paid', facts: unpaid({ tradeStatus: 'PAID' }), now, expect: 'DENY' },
    ],
  },
  {
    id: 'PRE-CNV-03',
    title: { zh: '静默下单未付款跟进', en: 'Silent orders that wait for payment are followed up' },
    basis: { kind: 'cited', document: '004', section: '售前二7' },
    message: {
      zh: '由当日值班客服以核对地址、数量或款式为由跟进。',
      en: 'Who is on duty follows it up; the occasion is to check address, quantity or style.',
    },
    reads: [],
    judge: ({ silent }) => (silent ? pass() : null),
    cases: [
      { name: 'ordered without a word', facts: unpaid({ silent: true }), now, expect: 'PASS' },
      { name: 'ordered after a consultation', facts: unpaid(), now, expect: null },
    ],
  },
]

const NOT_UNPAID = say('该订单不是待付款状态。', 'This order does not wait for payment.')
const NO_TIME = say('请与客户约定付款时间。', 'Agree with the customer by when it is paid.')

const HELP: Partial<Record<UnpaidReason, ReturnType<typeof correct>>> = {
  BALANCE_LOW: correct('充值后付款，约定时间', 'Pay once the balance is topped up, by the agreed time'),
  CANNOT_PAY_ALONE: correct('可找人代付', 'Somebody else can pay for it'),
  PAYMENT_TROUBLE: correct('可到银行柜台办理', 'It can be settled at the counter of the bank'),
  DETAILS_TO_CHECK: correct('核对地址、数量、款式', 'Check address, quantity and style together'),
}
