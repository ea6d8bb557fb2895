import { correct, deny, pass, type Rule, remedy, say, warn } from '../../decisions/index.ts'
import { leavesPlatform } from '../consent.ts'
import { asked, blacklisted } from '../examples.ts'
import type { CustomerRequest } from '../request.ts'

/** As many tags as one can take in at a glance: our own default. */
const MOST_TAGS = 20

const DAYS_OF_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** What agents record of a customer: how to address them, tags, VIP, consent. */
export const PROFILE_RULES: readonly Rule<CustomerRequest>[] = [
  {
    id: 'CUS-ATT-02',
    title: say('恰当的称呼', 'The form of address'),
    basis: { kind: 'cited', document: '000', section: '§9.1' },
    message: say(
      '知道姓氏时称“X先生/女士”，否则称“朋友”；一律用“您”。不收集年龄。',
      'By surname and salutation where they are known, else as a friend; no age is asked for.',
    ),
    reads: [],
    judge: ({ ask }) => {
      if (ask.step !== 'UPDATE_PROFILE' || !ask.birthday) return null
      const { month, day } = ask.birthday
      return day <= (DAYS_OF_MONTH[month - 1] ?? 0)
        ? pass()
        : deny(
            say('没有这一天，请核对生日。', 'There is no such day: check the birthday.'),
            correct('请核对生日的月和日', 'Check month and day'),
          )
    },
    cases: [
      {
        name: 'a birthday',
        facts: asked({ step: 'UPDATE_PROFILE', birthday: { month: 2, day: 29 } }),
        expect: 'PASS',
      },
      {
        name: 'a day that is none',
        facts: asked({ step: 'UPDATE_PROFILE', birthday: { month: 4, day: 31 } }),
        expect: 'DENY',
      },
      { name: 'no birthday', facts: asked({ step: 'UPDATE_PROFILE', birthday: null }), expect: null },
    ],
  },
  {
    id: 'CUS-TAG-01',
    title: say('客户标签', 'Tags'),
    basis: { kind: 'cited', document: '001', section: '一(二)1' },
    message: say(
      '标签供同事了解客户，每位客户不超过 20 个。',
      'Tags tell colleagues of a customer: 20 at most.',
    ),
    reads: [],
    judge: ({ customer, ask }) => {
      if (ask.step !== 'TAG') return null
      return ask.known || customer.tags < MOST_TAGS
        ? pass()
        : deny(
            say(`标签已有 ${MOST_TAGS} 个。`, `There are ${MOST_TAGS} tags already.`),
            remedy('ALTERNATIVE')('先移除不再适用的标签', 'Take a tag away that does not fit any more', {
              alternative: 'untagCustomer',
            }),
          )
    },
    cases: [
      { name: 'a further tag', facts: asked({ step: 'TAG', known: false }), expect: 'PASS' },
      { name: 'too many', facts: asked({ step: 'TAG', known: false }, { tags: 20 }), expect: 'DENY' },
      { name: 'one that is there', facts: asked({ step: 'TAG', known: true }, { tags: 20 }), expect: 'PASS' },
    ],
  },
  {
    id: 'CUS-SEG-05',
    title: say('特殊 VIP 客户', 'Special VIP'),
    basis: { kind: 'cited', document: '004', section: '售后九' },
    message: say(
      '要求高但不可怠慢的客户列入 VIP 名单，每月关怀。',
      'Demanding customers that are not to be neglected are on the VIP list, with care once a month.',
    ),
    reads: [],
    judge: ({ customer, ask }, { now }) => {
      if (ask.step !== 'MARK_VIP') return null
      const banned = customer.blacklistedUntil !== null && new Date(customer.blacklistedUntil) > now
      return ask.vip && banned
        ? deny(
            say('黑名单期间不能列为 VIP。', 'Nobody is blacklisted and a VIP at once.'),
            remedy('ALTERNATIVE')('先解除黑名单', 'Lift the blacklisting first', {
              alternative: 'liftBlacklisting',
            }),
          )
        : pass()
    },
    cases: [
      { name: 'a demanding customer', facts: asked({ step: 'MARK_VIP', vip: true }), expect: 'PASS' },
      {
        name: 'a blacklisted one',
        facts: asked({ step: 'MARK_VIP', vip: true }, blacklisted),
        expect: 'DENY',
      },
      {
        name: 'taken off the list',
        facts: asked({ step: 'MARK_VIP', vip: false }, blacklisted),
        expect: 'PASS',
      },
    ],
  },
  {
    id: 'CUS-ATT-05',
    title: say('联系须经同意', 'Contact takes consent'),
    basis: {
      kind: 'default',
      note: 'What the handbooks leave open of consent; off-platform contact with reason and consent (C-34).',
    },
    message: say(
      '推荐、营销和站外联系以客户同意为前提，同意可随时撤回；站外联系须登记原因。',
      'Recommendations, offers and contact outside the platform take consent, which can be withdrawn at any time; contact outside is logged with its reason.',
    ),
    reads: [],
    judge: ({ customer, ask }) => {
      if (ask.step === 'CONSENT') return pass()
      if (ask.step !== 'LOG_CONTACT') return null
      if (!leavesPlatform(ask.channel))
        return deny(
          say('平台聊天无须登记为站外联系。', 'The chat does not leave the platform.'),
          remedy('ALTERNATIVE')('在工单中回复', 'Answer in the case', { alternative: 'sendMessage' }),
        )
      if (ask.consent && !customer.doNotContact) return pass()
      return warn(
        say(
          '客户未同意该渠道的联系，登记已标明；请改用平台聊天。',
          'The customer had not agreed to this channel, and the log says so: use the chat.',
        ),
        remedy('ALTERNATIVE')('取得同意后登记', 'Ask for consent and record it', {
          alternative: 'recordConsent',
        }),
      )
    },
    cases: [
      {
        name: 'consent is withdrawn',
        facts: asked({ step: 'CONSENT', given: false, purpose: 'MARKETING', channel: 'SMS' }),
        expect: 'PASS',
      },
      {
        name: 'a call that was agreed to',
        facts: asked({ step: 'LOG_CONTACT', channel: 'PHONE', consent: true }),
        expect: 'PASS',
      },
      {
        name: 'a message on WeChat without consent',
        facts: asked({ step: 'LOG_CONTACT', channel: 'WECHAT', consent: false }),
        expect: 'WARN',
      },
      {
        name: 'somebody who wants no contact',
        facts: asked({ step: 'LOG_CONTACT', channel: 'PHONE', consent: true }, { doNotContact: true }),
        expect: 'WARN',
      },
      {
        name: 'the chat',
        facts: asked({ step: 'LOG_CONTACT', channel: 'CHAT', consent: true }),
        expect: 'DENY',
      },
    ],
  },
]
