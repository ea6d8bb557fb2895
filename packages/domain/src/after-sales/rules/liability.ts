import type { Rule } from '../../decisions/index.ts'
import { deny, evidence, pass, say, warn } from '../../decisions/index.ts'
import { labelOf } from '../../labels/index.ts'
import { claimOf } from '../claim.ts'
import { aCase, applying, asking } from '../examples.ts'
import type { Cause, LiableParty } from '../facts.ts'
import { answersFor } from '../liability.ts'
import { isFault } from '../reasons.ts'
import type { AfterSaleAsk, AfterSaleRequest } from '../request.ts'
import { guide, handbook } from '../verdicts.ts'

type Appraiser = Extract<AfterSaleAsk, { step: 'JUDGE_LIABILITY' }>['appraiser']
const judging = (cause: Cause, liable: LiableParty, appraiser: Appraiser = 'AGENT') =>
  asking(
    { step: 'JUDGE_LIABILITY', cause, liable, appraiser },
    aCase({ reason: 'QUALITY', evidence: [{ kind: 'PHOTO', at: '2026-03-09T02:00:00.000Z' }] }),
  )
const unproved = (cause: Cause, liable: LiableParty) =>
  asking(
    { step: 'JUDGE_LIABILITY', cause, liable, appraiser: 'QUALITY_CONTROL' },
    aCase({ reason: 'QUALITY' }),
  )
const appraisal = evidence(
  'QC_REPORT',
  '请品控或厂家鉴定',
  'Have quality control or the manufacturer appraise it',
)

/** Who answers for it, on what grounds (AS-LIA, C-26). */
export const LIABILITY_RULES: readonly Rule<AfterSaleRequest>[] = [
  {
    id: 'AS-LIA-20',
    title: say('按凭证认定责任归属', 'Responsibility follows the cause that was found'),
    basis: {
      kind: 'default',
      note: 'AS-LIA-01 to -05; 002 §4.1 has evidence decide; the carrier answers apart (C-26)',
    },
    message: say('责任方与原因一致。', 'The party fits the cause.'),
    reads: [],
    judge: ({ ask, order }) => {
      if (ask.step !== 'JUDGE_LIABILITY') return null
      const { cause, liable } = ask
      const answers = answersFor(cause, order.firstShippedAt !== null)
      // A choice is the customer's, and nobody's fault: either word will do (AS-LIA-03).
      if (liable === answers || (cause === 'NONE' && liable === 'CUSTOMER')) return pass()
      // The shop may take on what the carrier or nobody answers for; it is then the shop's (AS-LIA-17).
      if (liable === 'SHOP')
        return warn(
          say('本店主动承担，不再向他方追偿。', 'The shop takes it on itself: nobody else answers for it.'),
        )
      const name = labelOf('LiableParty', answers) ?? say(answers, answers)
      return deny(say(`该原因由${name.zh}承担。`, `This cause is answered for by: ${name.en}.`))
    },
    cases: [
      { name: 'a defect is the shop’s', facts: judging('DEFECT', 'SHOP'), expect: 'PASS' },
      { name: 'transit is the carrier’s', facts: judging('TRANSIT', 'CARRIER'), expect: 'PASS' },
      { name: 'a defect is never the customer’s', facts: judging('DEFECT', 'CUSTOMER'), expect: 'DENY' },
      { name: 'the shop may take on a misuse', facts: judging('MISUSE', 'SHOP'), expect: 'WARN' },
      { name: 'a choice is nobody’s', facts: judging('NONE', 'NOBODY'), expect: 'PASS' },
      { name: 'says nothing of an application', facts: applying(), expect: null },
    ],
  },
  {
    id: 'AS-LIA-07',
    title: say('区分产品缺陷与使用不当', 'Tell a defect from misuse'),
    basis: guide('一(一)3'),
    message: say('已有凭证支持使用不当的认定。', 'There is proof for a misuse.'),
    reads: [],
    judge: ({ ask, case: found }) => {
      if (ask.step !== 'JUDGE_LIABILITY' || ask.liable !== 'CUSTOMER') return null
      return found && (found.evidence.length > 0 || found.inspection)
        ? pass()
        : deny(
            say(
              '没有凭证或验货结果，不能认定为客户责任。',
              'Without proof or an inspection nothing is held against the customer.',
            ),
            evidence('PHOTO', '请补充凭证或等待验货', 'Add proof, or wait for the inspection'),
          )
    },
    cases: [
      { name: 'a photo shows it', facts: judging('MISUSE', 'CUSTOMER', 'QUALITY_CONTROL'), expect: 'PASS' },
      { name: 'not on a word', facts: unproved('MISUSE', 'CUSTOMER'), expect: 'DENY' },
      { name: 'a defect needs no such proof', facts: judging('DEFECT', 'SHOP'), expect: null },
    ],
  },
  {
    id: 'AS-LIA-08',
    title: say('品控或厂家鉴定', 'Quality control or the manufacturer appraises'),
    basis: guide('三(二)2'),
    message: say('已由品控或厂家鉴定。', 'Quality control or the manufacturer appraised it.'),
    reads: ['liability.appraisal'],
    judge: ({ ask, case: found }, { pack }) => {
      if (
        ask.step !== 'JUDGE_LIABILITY' ||
        !pack.get('liability.appraisal') ||
        !found ||
        !isFault(found.reason)
      )
        return null
      if (ask.appraiser !== 'AGENT') return pass()
      return ask.liable === 'CUSTOMER'
        ? deny(
            say('认定客户责任前须由品控或厂家鉴定。', 'The customer is held liable only after an appraisal.'),
            appraisal,
          )
        : warn(
            say('由客服判定，尚未经品控或厂家鉴定。', 'Judged by an agent, without an appraisal.'),
            appraisal,
          )
    },
    cases: [
      {
        name: 'quality control appraised it',
        facts: judging('MISUSE', 'CUSTOMER', 'QUALITY_CONTROL'),
        shop: 'guided',
        expect: 'PASS',
      },
      {
        name: 'an agent does not hold it against the customer',
        facts: judging('MISUSE', 'CUSTOMER'),
        shop: 'guided',
        expect: 'DENY',
      },
      {
        name: 'for the customer an agent may',
        facts: judging('DEFECT', 'SHOP'),
        shop: 'guided',
        expect: 'WARN',
      },
      { name: 'the base asks for none', facts: judging('MISUSE', 'CUSTOMER'), expect: null },
    ],
  },
  {
    id: 'AS-LIA-21',
    title: say('尺寸做错属本店责任', 'A size made wrong is the shop’s fault'),
    basis: handbook('§4.3'),
    message: say(
      '尺寸做错属本店责任，请实时反馈给负责人。',
      'A size made wrong is the shop’s fault: report it to the people in charge at once.',
    ),
    reads: [],
    judge: (request, { now }) => {
      const { ask } = request
      if (ask.step === 'JUDGE_LIABILITY') return ask.cause === 'MADE_WRONG' ? pass() : null
      return claimOf(request, now)?.reason === 'MADE_WRONG' ? pass() : null
    },
    cases: [
      { name: 'asked for', facts: applying({ reason: 'MADE_WRONG' }), expect: 'PASS' },
      { name: 'judged', facts: judging('MADE_WRONG', 'SHOP'), expect: 'PASS' },
      { name: 'another size is a choice', facts: applying({ reason: 'SIZE_FIT' }), expect: null },
    ],
  },
  {
    id: 'AS-WF-GEN-2',
    title: say('先鉴定责任，再定方案', 'Evidence, appraisal, then the settlement'),
    basis: guide('三(二)2'),
    message: say('责任已判定。', 'Liability has been judged.'),
    reads: ['liability.judged_first'],
    judge: (request, { pack, now }) => {
      const first = pack.get('liability.judged_first')
      const claim = claimOf(request, now)
      if (first === 'OFF' || claim?.step !== 'APPROVE' || !isFault(claim.reason)) return null
      if (claim.cause) return pass()
      const text = say('责任还没有判定。', 'Liability has not been judged yet.')
      const judge = evidence('LIABILITY', '请先判定原因和责任方', 'Judge the cause and the party first')
      return first === 'REQUIRED' ? deny(text, judge) : warn(text, judge)
    },
    cases: [
      {
        name: 'judged first',
        facts: asking(
          { step: 'APPROVE', amountFen: null },
          aCase({ reason: 'QUALITY', cause: 'DEFECT', liable: 'SHOP' }),
        ),
        shop: 'guided',
        expect: 'PASS',
      },
      {
        name: 'not judged yet',
        facts: asking({ step: 'APPROVE', amountFen: null }, aCase({ reason: 'QUALITY' })),
        shop: 'guided',
        expect: 'WARN',
      },
      {
        name: 'the base does not ask',
        facts: asking({ step: 'APPROVE', amountFen: null }, aCase({ reason: 'QUALITY' })),
        expect: null,
      },
    ],
  },
]
