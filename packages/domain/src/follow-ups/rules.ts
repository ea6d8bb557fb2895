import { dayOf, inShanghai } from '../calendar/index.ts'
import {
  type Bilingual,
  type Context,
  correct,
  deny,
  pass,
  type Remedy,
  type Rule,
  say,
  wait,
  warn,
} from '../decisions/index.ts'
import { secondsOf } from '../policy/index.ts'
import { channelFor, permitsChannel } from './channel.ts'
import { asked } from './examples.ts'
import type { ContactFacts, FollowUpAsk, FollowUpFacts, FollowUpRequest } from './facts.ts'
import { firstHourOf, isContactHour, lastContactOf, nextContactDay, nextContactHour } from './hours.ts'
import { type FollowUpReason, KINDS } from './kinds.ts'

const WEDNESDAY = '2026-03-18T04:00:00.000Z'
const begun = { startedAt: '2026-03-18T07:00:00.000Z', startedBy: 'CHAT' } as const

/** When a customer would be contacted; `null`: they would not be. */
function contactAt(ask: FollowUpAsk): Date | null {
  return 'at' in ask ? new Date(ask.at) : null
}

/** Whether a customer would be contacted, now or later. */
const contacts = (ask: FollowUpAsk) => ask.step === 'PLAN' || contactAt(ask) !== null

/** What came of a contact is recorded. */
const records = (ask: FollowUpAsk) => ask.step === 'COMPLETE' || ask.step === 'NO_ANSWER'
/**
 * The contact was begun when it was allowed, through that channel, and took place: what was said in it, such as a complaint or
 * `don't call again`, is no reason not to record it.
 */
const isUnderWay = ({ followUp: { startedAt, startedBy }, ask }: FollowUpRequest) =>
  records(ask) && startedAt !== null && startedBy === ask.channel
/** Refuses a contact, or warns where it has taken place. */
const refuse = (request: FollowUpRequest, message?: Bilingual, ...remedies: readonly Remedy[]) =>
  isUnderWay(request) ? warn(message) : deny(message, ...remedies)

/** Why a follow-up is not even planned: what the customer wants and how they buy; `null`: it may be. */
export function refusalOf(
  followUp: Pick<FollowUpFacts, 'kind'>,
  customer: ContactFacts,
  { pack }: Pick<Context, 'pack'>,
): FollowUpReason | null {
  const { purpose, ownMatter } = KINDS[followUp.kind]
  if (customer.doNotContact) return 'DO_NOT_CONTACT'
  if (customer.plainBuyer && !ownMatter && !pack.get('customer.contact_plain_buyer')) return 'PLAIN_BUYER'
  return channelFor(customer, purpose) === null ? 'NO_CONSENT' : null
}

/** Contacts with customers that they did not ask for (area V). Judged when one is planned, and again before it is made. */
export const FOLLOW_UP_RULES: readonly Rule<FollowUpRequest>[] = [
  {
    id: 'FUP-08',
    title: { zh: '尊重客户意愿', en: "The customer's will is respected" },
    basis: { kind: 'cited', document: '000', section: '§7.3' },
    message: {
      zh: '使用标准话术，尊重客户意愿；站外联系须经客户同意。',
      en: 'Standard words, and the customer’s will; outside of the platform with their consent only.',
    },
    reads: [],
    judge: (request) => {
      const { followUp, customer, ask } = request
      if (!contacts(ask)) return null
      if (customer.doNotContact) return refuse(request, NOT_WANTED)
      const { purpose } = KINDS[followUp.kind]
      if (channelFor(customer, purpose) === null) return refuse(request, NO_CHANNEL)
      if (!('channel' in ask) || permitsChannel(customer, purpose, ask.channel)) return pass()
      return refuse(request, NO_CONSENT, OTHER_CHANNEL)
    },
    cases: [
      { name: 'a customer who said nothing, on the platform', facts: asked(), expect: 'PASS' },
      { name: 'do not contact', facts: asked({}, { doNotContact: true }), expect: 'DENY' },
      {
        name: 'planned in spite of it',
        facts: asked({ step: 'PLAN' }, { doNotContact: true }),
        expect: 'DENY',
      },
      { name: 'a call that nobody agreed to', facts: asked({ channel: 'PHONE' }), expect: 'DENY' },
      {
        name: 'a call that the customer agreed to',
        facts: asked(
          { channel: 'PHONE' },
          { consents: [{ purpose: 'SERVICE', channel: 'PHONE', given: true }] },
        ),
        expect: 'PASS',
      },
      {
        name: 'the chat, which the customer refused',
        facts: asked({}, { consents: [{ purpose: 'SERVICE', channel: 'CHAT', given: false }] }),
        expect: 'DENY',
      },
      {
        name: 'a contact in which the customer asked for no more',
        facts: asked({ step: 'COMPLETE' }, { doNotContact: true }, begun),
        expect: 'WARN',
      },
      {
        name: 'a contact that was begun in the chat, and a call',
        facts: asked({ step: 'COMPLETE', channel: 'PHONE' }, {}, begun),
        expect: 'DENY',
      },
      { name: 'handed over to a colleague', facts: asked({ step: 'HAND_OVER' }), expect: null },
    ],
  },
  {
    id: 'CUS-BUY-02',
    title: { zh: '购买型客户不打扰', en: 'Plain buyers are not disturbed' },
    basis: { kind: 'default', note: '003 §1.3.2 alone, which decides nothing' },
    message: {
      zh: '购买型客户按时付款、好评、不联系：不主动打扰；其本人提出的售后与投诉除外。',
      en: 'Plain buyers buy, pay and want no contact: they are left alone, except about what they raised themselves.',
    },
    reads: ['customer.contact_plain_buyer'],
    judge: (request, { pack }) => {
      const { followUp, customer, ask } = request
      if (!customer.plainBuyer || !contacts(ask)) return null
      const { ownMatter } = KINDS[followUp.kind]
      return ownMatter || pack.get('customer.contact_plain_buyer') ? pass() : refuse(request)
    },
    cases: [
      { name: 'a plain buyer after a purchase', facts: asked({}, { plainBuyer: true }), expect: 'DENY' },
      {
        name: 'a plain buyer in a shop that follows up everybody',
        facts: asked({}, { plainBuyer: true }),
        shop: 'apparel',
        expect: 'PASS',
      },
      {
        name: 'a plain buyer about the own complaint',
        facts: asked({}, { plainBuyer: true }, { kind: 'COMPLAINT_CALLBACK' }),
        expect: 'PASS',
      },
      { name: 'anybody else', facts: asked(), expect: null },
    ],
  },
  {
    id: 'CMP-CAL-01',
    title: { zh: '投诉回访', en: 'Callback after a complaint' },
    basis: { kind: 'cited', document: '000', section: '§7.1' },
    message: {
      zh: '投诉未结案期间不做主动联系，结案三天后回访确认已解决。',
      en: 'While a complaint is open nobody is contacted; three days after it is closed a call confirms that it is solved.',
    },
    reads: ['complaint.callback_after'],
    judge: (request) => {
      const { customer, followUp, ask } = request
      const { openComplaint } = customer
      if (!contacts(ask)) return null
      if (!openComplaint) return followUp.kind === 'COMPLAINT_CALLBACK' ? pass() : null
      return ask.step === 'PLAN' ? warn(HELD) : refuse(request, COMPLAINT_OPEN, UNTIL_CLOSED)
    },
    cases: [
      {
        name: 'a contact while a complaint is open',
        facts: asked({}, { openComplaint: true }),
        expect: 'DENY',
      },
      {
        name: 'a contact in which the customer complained',
        facts: asked({ step: 'COMPLETE' }, { openComplaint: true }, begun),
        expect: 'WARN',
      },
      {
        name: 'nobody answered, and the customer complained meanwhile',
        facts: asked({ step: 'NO_ANSWER' }, { openComplaint: true }, begun),
        expect: 'WARN',
      },
      {
        name: 'planned while a complaint is open',
        facts: asked({ step: 'PLAN' }, { openComplaint: true }),
        expect: 'WARN',
      },
      {
        name: 'the callback of a closed one',
        facts: asked({}, {}, { kind: 'COMPLAINT_CALLBACK' }),
        expect: 'PASS',
      },
      { name: 'without a complaint', facts: asked(), expect: null },
    ],
  },
  {
    id: 'FUP-17',
    title: { zh: '不频繁打扰', en: 'Nobody is contacted again and again' },
    basis: { kind: 'default', note: 'at most one proactive contact in 7 days' },
    message: {
      zh: '七天内至多一次主动联系；第七天可再联系。',
      en: 'At most one proactive contact in 7 days; on the 7th day the next one is allowed.',
    },
    reads: ['contact.min_gap'],
    judge: (request, { pack }) => {
      const { customer, ask } = request
      const at = contactAt(ask)
      if (at === null) return null
      const { lastCallbackAt } = customer
      // The contact that is recorded was logged beside it on its day: one and the same.
      const itself = records(ask) && lastCallbackAt !== null && isSameDay(lastCallbackAt, at)
      const last = lastContactOf(itself ? { ...customer, lastCallbackAt: null } : customer)
      if (last === null) return pass()
      const from = nextContactDay(last, pack)
      if (dayOf(at) >= from) return pass()
      return refuse(request, undefined, notBefore(firstHourOf(from, pack)))
    },
    cases: [
      { name: 'a first contact', facts: asked(), expect: 'PASS' },
      {
        name: 'six days after the last',
        facts: asked({}, { lastContactAt: '2026-03-12T11:00:00.000Z' }),
        expect: 'DENY',
      },
      {
        name: 'on the seventh day',
        facts: asked({}, { lastContactAt: '2026-03-11T12:30:00.000Z' }),
        expect: 'PASS',
      },
      {
        name: 'two days after a callback that was logged',
        facts: asked({}, { lastCallbackAt: '2026-03-16T07:00:00.000Z' }),
        expect: 'DENY',
      },
      {
        name: 'begun on the day of such a callback',
        facts: asked({}, { lastCallbackAt: '2026-03-18T06:00:00.000Z' }),
        expect: 'DENY',
      },
      {
        name: 'the contact itself, which was logged, too',
        facts: asked({ step: 'COMPLETE' }, { lastCallbackAt: '2026-03-18T07:02:00.000Z' }),
        expect: 'PASS',
      },
      { name: 'planned', facts: asked({ step: 'PLAN' }), expect: null },
    ],
  },
  {
    id: 'FUP-06',
    title: { zh: '回访时间', en: 'Hours of contact' },
    basis: { kind: 'cited', document: '000', section: '§7.3' },
    message: {
      zh: '避开休息与用餐时间，在回访时段内联系，不超过最迟日期。',
      en: 'Not in hours of rest and meals, but within those of contact, and no later than the last day.',
    },
    reads: ['contact.call_hours', 'follow_up.latest_after'],
    judge: ({ followUp, ask }, { pack, now }) => {
      const at = contactAt(ask)
      if (at === null) return null
      if (ask.step === 'RESCHEDULE' && at <= now) return deny(OVER, LATER)
      if (ask.step === 'RESCHEDULE' && at.getTime() >= Date.parse(followUp.latestAt))
        return deny(TOO_LATE, SOONER)
      return isContactHour(at, pack) ? pass() : deny(REST, notBefore(nextContactHour(at, pack)))
    },
    cases: [
      { name: 'at 15:00', facts: asked(), expect: 'PASS' },
      { name: 'at 13:00', facts: asked({ at: '2026-03-18T05:00:00.000Z' }), expect: 'DENY' },
      {
        name: 'at 12:00 sharp, when the morning is over',
        facts: asked({ at: '2026-03-18T04:00:00.000Z' }),
        expect: 'DENY',
      },
      {
        name: 'put off to tomorrow at 10:00',
        facts: later('2026-03-19T02:00:00.000Z'),
        now: WEDNESDAY,
        expect: 'PASS',
      },
      { name: 'put off to lunch', facts: later('2026-03-19T04:30:00.000Z'), now: WEDNESDAY, expect: 'DENY' },
      {
        name: 'put off beyond the last day',
        facts: later('2026-03-26T02:00:00.000Z'),
        now: WEDNESDAY,
        expect: 'DENY',
      },
      {
        name: 'put off to a time that is over',
        facts: later('2026-03-18T02:00:00.000Z'),
        now: WEDNESDAY,
        expect: 'DENY',
      },
      { name: 'cancelled', facts: asked({ step: 'CANCEL' }), expect: null },
    ],
  },
  {
    id: 'FUP-10',
    title: { zh: '回访渠道', en: 'Channels of follow-ups' },
    basis: { kind: 'cited', document: '003', section: '§1.1.3-3(3)' },
    message: {
      zh: '使用客户偏好的渠道，关心使用体验，不生硬推销。',
      en: 'Through the channel that the customer prefers, about how it went, without clumsy selling.',
    },
    reads: [],
    judge: ({ customer: { preferredChannel }, ask }) => {
      if (!('channel' in ask)) return null
      return preferredChannel === null || preferredChannel === ask.channel ? pass() : warn(NOT_PREFERRED)
    },
    cases: [
      { name: 'the channel they prefer', facts: asked({}, { preferredChannel: 'CHAT' }), expect: 'PASS' },
      { name: 'another one', facts: asked({}, { preferredChannel: 'SMS' }), expect: 'WARN' },
      { name: 'planned', facts: asked({ step: 'PLAN' }), expect: null },
    ],
  },
  {
    id: 'FUP-07',
    title: { zh: '通话时长', en: 'Length of calls' },
    basis: { kind: 'cited', document: '000', section: '§7.3' },
    message: { zh: '通话时长宜为 3 至 5 分钟。', en: 'A call takes 3 to 5 minutes.' },
    reads: ['follow_up.call_min', 'follow_up.call_max'],
    judge: ({ ask }, { pack }) => {
      if (ask.step !== 'COMPLETE' || ask.channel !== 'PHONE' || ask.durationSeconds === null) return null
      if (ask.durationSeconds < secondsOf(pack.get('follow_up.call_min'))) return warn(SHORT)
      return ask.durationSeconds > secondsOf(pack.get('follow_up.call_max')) ? warn(LONG) : pass()
    },
    cases: [
      { name: 'three minutes', facts: called(180), expect: 'PASS' },
      { name: 'five minutes', facts: called(300), expect: 'PASS' },
      { name: 'one minute', facts: called(60), expect: 'WARN' },
      { name: 'ten minutes', facts: called(600), expect: 'WARN' },
      { name: 'a message', facts: asked({ step: 'COMPLETE', durationSeconds: null }), expect: null },
    ],
  },
]

const isSameDay = (at: string, other: Date) => dayOf(new Date(at)) === dayOf(other)
function later(at: string): FollowUpRequest {
  return asked({ step: 'RESCHEDULE', at })
}
function called(durationSeconds: number): FollowUpRequest {
  return asked({ step: 'COMPLETE', channel: 'PHONE', durationSeconds })
}

function notBefore(at: Date) {
  const time = inShanghai(at)
  return wait(`可在 ${time} 起联系`, `From ${time} on`)
}
const LATER = correct('请给出将来的时间', 'Give a time that is still to come')
const SOONER = correct('请选择更早的时间，或取消该回访', 'Choose an earlier time, or cancel it')
const OTHER_CHANNEL = correct('改用客户同意的渠道', 'Use a channel that the customer agreed to')
const UNTIL_CLOSED = wait('投诉结案后再联系', 'Until the complaint is closed')
const NOT_WANTED = say('客户不希望被联系。', 'This customer does not want to be contacted.')
const NO_CHANNEL = say('没有客户同意的联系渠道。', 'There is no channel that the customer agreed to.')
const NO_CONSENT = say('客户未同意该渠道。', 'The customer did not agree to this channel.')
const COMPLAINT_OPEN = say('客户有未结案的投诉。', 'A complaint of this customer is open.')
const HELD = say('客户有未结案的投诉，暂缓联系。', 'A complaint of this customer is open: the contact waits.')
const OVER = say('该时间已过。', 'That time is over already.')
const TOO_LATE = say('超过最迟日期。', 'That is later than the last day.')
const REST = say('不在回访时段内。', 'That is outside of the hours of contact.')
const NOT_PREFERRED = say('不是客户偏好的渠道。', 'This is not the channel that the customer prefers.')
const SHORT = say('通话偏短。', 'The call was short.')
const LONG = say('通话偏长。', 'The call was long.')
