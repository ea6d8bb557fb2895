import { pass, type Rule, say, warn } from '../../decisions/index.ts'
import { aCase, asking } from '../examples.ts'
import type { CaseRequest } from '../request.ts'

/** Questions that are looked into before they are answered, and the steps of a consultation. */
export const QUESTION_RULES: readonly Rule<CaseRequest>[] = [
  {
    id: 'PRE-RSP-02',
    title: { zh: '页面未列明的细节先核实', en: 'What the page does not say is checked first' },
    basis: { kind: 'cited', document: '004', section: '售前二1(2)' },
    message: {
      zh: '先安抚客户，告知何时、以何方式答复；在时限内答复。',
      en: 'Calm the customer, say when and how the answer comes, and answer in time.',
    },
    reads: ['clock.question.unlisted_detail.breach'],
    judge: ({ ask }, { pack }) => {
      if (ask.step !== 'SEND_MESSAGE' || ask.question !== 'DEFERRED') return null
      return pack.get('clock.question.unlisted_detail.breach') === null ? warn(NO_LIMIT) : pass()
    },
    cases: [
      {
        name: 'in the shop that promises an answer within a day',
        facts: asking({ step: 'SEND_MESSAGE', question: 'DEFERRED' }),
        shop: 'apparel',
        expect: 'PASS',
      },
      {
        name: 'in a shop without that promise',
        facts: asking({ step: 'SEND_MESSAGE', question: 'DEFERRED' }),
        expect: 'WARN',
      },
      { name: 'an answer at once', facts: asking({ step: 'SEND_MESSAGE', question: null }), expect: null },
    ],
  },
  {
    id: 'PRE-WF-01',
    title: { zh: '咨询接待七步', en: 'The seven steps of a consultation' },
    basis: { kind: 'cited', document: '000', section: '§2.1' },
    message: {
      zh: '步骤可以跳过，也可以返回。',
      en: 'Steps may be skipped, and taken again.',
    },
    reads: [],
    judge: ({ case: of, ask }) => {
      if (ask.step !== 'SET_STAGE') return null
      return of.kind === 'CONSULTATION' ? pass() : { verdict: 'DENY', message: NO_CONSULTATION }
    },
    cases: [
      {
        name: 'a step back',
        facts: asking({ step: 'SET_STAGE', stage: 'NEED', inquiryType: 'PRICE' }),
        expect: 'PASS',
      },
      {
        name: 'a complaint has other steps',
        facts: {
          ...asking({ step: 'SET_STAGE', stage: 'NEED', inquiryType: 'PRICE' }),
          case: aCase({ kind: 'COMPLAINT' }),
        },
        expect: 'DENY',
      },
      { name: 'no step is taken', facts: asking({ step: 'ADD_NOTE' }), expect: null },
    ],
  },
]

const NO_LIMIT = say(
  '本店没有答复时限，请告知客户何时答复。',
  'This shop promises no limit: tell the customer when the answer comes.',
)
const NO_CONSULTATION = say('只有咨询有接待步骤。', 'Only a consultation has these steps.')
