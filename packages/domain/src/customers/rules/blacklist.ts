import {
  approval,
  type Context,
  correct,
  deny,
  evidence,
  type Judgement,
  needsApproval,
  pass,
  type Rule,
  remedy,
  say,
  wait,
} from '../../decisions/index.ts'
import { asked, blacklist, blacklisted, ofBlacklisting } from '../examples.ts'
import type { BlacklistingFacts, CustomerAsk, CustomerRequest } from '../request.ts'

/** Malicious buyers are refused further orders: on proof, after a warning, by a manager's yes, for a time (C-44, Q65). */
export const BLACKLIST_RULES: readonly Rule<CustomerRequest>[] = [
  {
    id: 'CUS-TAG-03',
    title: say('恶意买家黑名单', 'Malicious buyers are refused further orders'),
    basis: { kind: 'cited', document: '002', section: '§六Q2' },
    message: say(
      '列入黑名单须有凭证、先行警告并由经理审批，到期自动解除；期间不接受新订单，原有订单权益不变。',
      'Blacklisting takes proof, a warning and a manager’s yes, and ends by itself; meanwhile new orders are refused, and the rights of old ones stay.',
    ),
    reads: ['blacklist.expiry'],
    judge: judgeBlacklist,
    cases: [
      {
        name: 'an order of anybody',
        facts: asked({ step: 'PLACE_ORDER', blacklisted: false }),
        expect: 'PASS',
      },
      {
        name: 'an order of a blacklisted customer',
        facts: asked({ step: 'PLACE_ORDER', blacklisted: true }),
        expect: 'DENY',
      },
      { name: 'proof and a warning', facts: asked(blacklist()), expect: 'NEEDS_APPROVAL' },
      { name: 'no proof', facts: asked(blacklist({ evidence: 0 })), expect: 'DENY' },
      { name: 'no warning', facts: asked(blacklist({ warnedAt: null })), expect: 'DENY' },
      {
        name: 'a warning skipped with a reason',
        facts: asked(blacklist({ warnedAt: null, warningSkipped: 'FRAUD' })),
        expect: 'NEEDS_APPROVAL',
      },
      {
        name: 'neither proof nor warning, with a reason',
        facts: asked(blacklist({ evidence: 0, warnedAt: null, warningSkipped: 'FRAUD' })),
        expect: 'DENY',
      },
      { name: 'who is blacklisted already', facts: asked(blacklist(), blacklisted), expect: 'DENY' },
      { name: 'an appeal', facts: asked(ofBlacklisting('APPEAL')), expect: 'PASS' },
      {
        name: 'a second appeal',
        facts: asked(ofBlacklisting('APPEAL', { appealed: true })),
        expect: 'DENY',
      },
      {
        name: 'an appeal against what is over',
        facts: asked(ofBlacklisting('APPEAL', { status: 'EXPIRED' })),
        expect: 'DENY',
      },
      { name: 'it is lifted', facts: asked(ofBlacklisting('LIFT')), expect: 'PASS' },
      {
        name: 'an appeal is refused by who approved it',
        facts: asked(ofBlacklisting('UPHOLD', { appealed: true, approvedBySelf: true })),
        expect: 'DENY',
      },
      {
        name: 'an appeal is refused by another manager',
        facts: asked(ofBlacklisting('UPHOLD', { appealed: true })),
        expect: 'PASS',
      },
      { name: 'nobody appealed', facts: asked(ofBlacklisting('UPHOLD')), expect: 'DENY' },
      {
        name: 'a customer is warned',
        facts: asked({ step: 'WARN' }),
        expect: 'PASS',
      },
    ],
  },
]

function judgeBlacklist({ customer, ask }: CustomerRequest, context: Context): Judgement | null {
  const { blacklistedUntil: until } = customer
  const banned = until !== null && new Date(until) > context.now ? until : null
  switch (ask.step) {
    case 'PLACE_ORDER':
      if (!ask.blacklisted) return pass()
      return deny(
        say(
          '该客户在黑名单中，暂不接受新订单。',
          'This customer is blacklisted: new orders are refused for now.',
        ),
        wait('黑名单到期后再下单', 'Order again once the blacklisting has run out'),
        remedy('ALTERNATIVE')('对黑名单提出申诉', 'Appeal against the blacklisting', {
          alternative: 'appealBlacklisting',
        }),
      )
    case 'WARN':
      return pass()
    case 'BLACKLIST':
      return judgeProposal(ask, banned)
    case 'APPEAL':
    case 'LIFT':
    case 'UPHOLD':
    case 'EXPIRE':
      return judgeStep(ask.step, ask.blacklisting, context)
    default:
      return null
  }
}

function judgeProposal(
  { evidence: files, warnedAt, warningSkipped }: Extract<CustomerAsk, { step: 'BLACKLIST' }>,
  banned: string | null,
): Judgement {
  if (banned) return deny(say('该客户已在黑名单中。', 'This customer is blacklisted already.'))
  if (files === 0)
    return deny(
      say('没有凭证不能列入黑名单。', 'Nobody is blacklisted without proof.'),
      evidence('STORED_EVIDENCE', '上传该客户工单的凭证', 'Add proof to a case of this customer'),
    )
  if (!warnedAt && !warningSkipped)
    return deny(
      say('列入黑名单前须先警告客户。', 'A warning comes before a blacklisting.'),
      remedy('ALTERNATIVE')('先警告客户', 'Warn the customer first', { alternative: 'warnCustomer' }),
      correct('或说明不先警告的原因', 'Or say why no warning comes first'),
    )
  return needsApproval(
    say('由经理审批，不能审批本人的申请。', 'A manager decides it, never their own proposal.'),
    approval('customer.blacklist', '请经理审批', 'Ask a manager'),
  )
}

function judgeStep(
  step: 'APPEAL' | 'LIFT' | 'UPHOLD' | 'EXPIRE',
  { status, appealed, appealDecided, approvedBySelf, until }: BlacklistingFacts,
  { now }: Context,
): Judgement {
  if (status !== 'IN_FORCE') return deny(say('该黑名单已结束。', 'This blacklisting has ended.'))
  if (step === 'EXPIRE')
    return new Date(until) <= now ? pass() : deny(say('该黑名单尚未到期。', 'It has not run out yet.'))
  if (step === 'LIFT') return pass()
  if (step === 'APPEAL') return appealed ? deny(say('已提出过申诉。', 'An appeal was made already.')) : pass()
  if (!appealed || appealDecided) return deny(say('没有待处理的申诉。', 'No appeal waits for an answer.'))
  return approvedBySelf
    ? deny(
        say('申诉由另一位经理处理。', 'Another manager than the one who approved it answers an appeal.'),
        approval('customer.blacklist', '请另一位经理处理', 'Ask another manager'),
      )
    : pass()
}
