import { correct, deny, pass, type Rule, remedy, say, wait } from '../../decisions/index.ts'
import { aCase, asking } from '../examples.ts'
import type { CaseRequest, CaseStep } from '../request.ts'

/** What may be done with a case that is closed but not archived yet. */
const AFTER_CLOSING: ReadonlySet<CaseStep> = new Set([
  'SEND_MESSAGE',
  'RECEIVE_MESSAGE',
  'RECORD_AUTO_REPLY',
  'ADD_NOTE',
  'ANSWER_TASK',
  'LINK',
  'REOPEN',
  'ARCHIVE',
])
/** A message on an archived case opens a consultation that follows it. */
const AFTER_ARCHIVING: ReadonlySet<CaseStep> = new Set(['RECEIVE_MESSAGE', 'REOPEN'])

const closed = { status: 'CLOSED' } as const
const archived = { ...closed, archivedAt: '2026-03-18T03:30:00.000Z' } as const

/** What was said is kept in full, and what is done with is put away (PRV-02, PRV-10). */
export const RECORD_RULES: readonly Rule<CaseRequest>[] = [
  {
    id: 'PRV-02',
    title: {
      zh: '工单处理完及时归档并限制访问',
      en: 'A case is archived once it is done, with access rules',
    },
    basis: { kind: 'cited', document: '001', section: '四(二)1' },
    message: { zh: '处理完的工单归档后不再改动。', en: 'A case that is archived is not changed any more.' },
    reads: [],
    judge: ({ case: of, ask: { step } }) => {
      if (step === 'ARCHIVE') return of.status === 'CLOSED' && !of.archivedAt ? pass() : deny(NOT_TO_ARCHIVE)
      if (of.archivedAt && !AFTER_ARCHIVING.has(step)) return deny(undefined, REOPEN)
      if (of.status === 'CLOSED' && !AFTER_CLOSING.has(step)) return deny(CLOSED, REOPEN)
      return null
    },
    cases: [
      { name: 'a closed case is archived', facts: asking({ step: 'ARCHIVE' }, closed), expect: 'PASS' },
      { name: 'an open case is archived', facts: asking({ step: 'ARCHIVE' }), expect: 'DENY' },
      { name: 'it is archived already', facts: asking({ step: 'ARCHIVE' }, archived), expect: 'DENY' },
      { name: 'a note on an archived case', facts: asking({ step: 'ADD_NOTE' }, archived), expect: 'DENY' },
      { name: 'a note on a closed case', facts: asking({ step: 'ADD_NOTE' }, closed), expect: null },
      {
        name: 'a closed case waits for nobody',
        facts: asking({ step: 'WAIT_FOR_CUSTOMER' }, closed),
        expect: 'DENY',
      },
      { name: 'an archived case is opened again', facts: asking({ step: 'REOPEN' }, archived), expect: null },
    ],
  },
  {
    id: 'PRV-10',
    title: { zh: '聊天记录完整保存', en: 'What was said is kept in full' },
    basis: { kind: 'cited', document: '002', section: '§六Q2' },
    message: {
      zh: '消息原样保存；重复工单并入主工单时一并带走。',
      en: 'Messages are kept as they were; those of a duplicate follow it into the main case.',
    },
    reads: [],
    judge: ({ case: of, ask }) => {
      switch (ask.step) {
        case 'RECEIVE_MESSAGE':
        case 'RECORD_AUTO_REPLY':
        case 'SEND_MESSAGE':
          return pass()
        case 'LINK':
          if (ask.other.id === of.id) return deny(ITSELF)
          return ask.linked ? deny(LINKED) : pass()
        case 'MERGE':
          if (ask.main.id === of.id) return deny(ITSELF)
          if (ask.main.customerId !== of.customerId) return deny(OTHER_CUSTOMER, LINK_INSTEAD)
          if (of.kind !== 'CONSULTATION') return deny(OWN_ENDING, LINK_INSTEAD)
          return ask.main.status === 'CLOSED' ? deny(MAIN_CLOSED) : pass()
        default:
          return null
      }
    },
    cases: [
      {
        name: 'a message is kept',
        facts: asking({ step: 'RECEIVE_MESSAGE', channel: 'CHAT', inquiryType: null }),
        expect: 'PASS',
      },
      {
        name: 'a duplicate goes into the main case',
        facts: asking({ step: 'MERGE', main: aCase({ id: 'case-2', kind: 'AFTER_SALE' }) }),
        expect: 'PASS',
      },
      { name: 'into itself', facts: asking({ step: 'MERGE', main: aCase() }), expect: 'DENY' },
      {
        name: 'into a case of somebody else',
        facts: asking({ step: 'MERGE', main: aCase({ id: 'case-2', customerId: 'customer-2' }) }),
        expect: 'DENY',
      },
      {
        name: 'an after-sale has an ending of its own',
        facts: asking({ step: 'MERGE', main: aCase({ id: 'case-2' }) }, { kind: 'AFTER_SALE' }),
        expect: 'DENY',
      },
      {
        name: 'into a case that is closed',
        facts: asking({ step: 'MERGE', main: aCase({ id: 'case-2', ...closed }) }),
        expect: 'DENY',
      },
      {
        name: 'two cases are linked',
        facts: asking({ step: 'LINK', other: aCase({ id: 'case-2' }), linked: false }),
        expect: 'PASS',
      },
      {
        name: 'they are linked already',
        facts: asking({ step: 'LINK', other: aCase({ id: 'case-2' }), linked: true }),
        expect: 'DENY',
      },
      { name: 'a note is no message', facts: asking({ step: 'ADD_NOTE' }), expect: null },
    ],
  },
]

const REOPEN = remedy('ALTERNATIVE')('可重新打开或新建咨询', 'Open it again, or open a new consultation', {
  alternative: 'reopenCase',
})
const LINK_INSTEAD = remedy('ALTERNATIVE')('可关联两个工单', 'Link the two cases instead', {
  alternative: 'linkCases',
})
const NOT_TO_ARCHIVE = say(
  '只有已关闭且尚未归档的工单可以归档。',
  'Only a closed case is archived, and once.',
)
const CLOSED = say('工单已关闭。', 'The case is closed.')
const ITSELF = say('不能与自身合并或关联。', 'A case is no duplicate of itself.')
const LINKED = say('两个工单已关联。', 'The two cases are linked already.')
const OTHER_CUSTOMER = say('两个工单不属于同一客户。', 'The two cases are not of the same customer.')
const OWN_ENDING = say(
  '售后与投诉按各自流程结束，不能并入其他工单。',
  'After-sales and complaints end by their own steps: they go into no other case.',
)
const MAIN_CLOSED = say('主工单已关闭。', 'The main case is closed.')

/** An ending of consultations (PRE-WF-05), and opening them again. */
export const ENDING_RULES: readonly Rule<CaseRequest>[] = [
  {
    id: 'PRE-WF-05',
    title: { zh: '礼貌告别、致谢后结束咨询', en: 'A consultation ends with thanks' },
    basis: { kind: 'cited', document: '000', section: '§2.1' },
    message: { zh: '结束前感谢客户。', en: 'Thank the customer before it ends.' },
    reads: [],
    judge: ({ case: of, ask }) => {
      if (ask.step !== 'CLOSE' && ask.step !== 'REOPEN') return null
      if (of.kind !== 'CONSULTATION') return deny(ENDS_BY_STEPS, BY_STEPS[of.kind])
      if (ask.step === 'REOPEN') {
        if (of.mergedInto) return deny(MERGED)
        return of.status === 'CLOSED' ? pass() : deny(NOT_CLOSED)
      }
      if (of.conversationAt !== null && (of.lastReplyAt ?? '') < of.conversationAt)
        return deny(UNANSWERED, wait('请先人工回复客户', 'Answer the customer first'))
      if (ask.openTasks > 0) return { verdict: 'WARN', message: TASKS_OPEN }
      return of.stage === 'FAREWELL' ? pass() : { verdict: 'WARN' }
    },
    cases: [
      { name: 'farewell was said', facts: asking({ step: 'CLOSE', openTasks: 0 }), expect: 'PASS' },
      {
        name: 'no farewell yet',
        facts: asking({ step: 'CLOSE', openTasks: 0 }, { stage: 'OFFER' }),
        expect: 'WARN',
      },
      {
        name: 'a department has not answered',
        facts: asking({ step: 'CLOSE', openTasks: 1 }),
        expect: 'WARN',
      },
      {
        name: 'nobody has answered in this conversation',
        facts: asking({ step: 'CLOSE', openTasks: 0 }, { lastReplyAt: '2026-03-16T03:00:00.000Z' }),
        expect: 'DENY',
      },
      {
        name: 'an after-sale',
        facts: asking({ step: 'CLOSE', openTasks: 0 }, { kind: 'AFTER_SALE', stage: null }),
        expect: 'DENY',
      },
      {
        name: 'a complaint is opened again',
        facts: asking({ step: 'REOPEN' }, { kind: 'COMPLAINT', ...closed }),
        expect: 'DENY',
      },
      {
        name: 'a closed consultation is opened again',
        facts: asking({ step: 'REOPEN' }, closed),
        expect: 'PASS',
      },
      { name: 'an open one is', facts: asking({ step: 'REOPEN' }), expect: 'DENY' },
      {
        name: 'a duplicate is',
        facts: asking({ step: 'REOPEN' }, { ...closed, mergedInto: 'case-2' }),
        expect: 'DENY',
      },
      { name: 'nothing ends', facts: asking({ step: 'ADD_NOTE' }), expect: null },
    ],
  },
]

const BY_STEPS = {
  AFTER_SALE: correct('请按售后流程结束或重开', 'End or reopen it by the steps of after-sales'),
  COMPLAINT: correct('请按投诉流程结束', 'End it by the steps of complaints'),
} as const
const ENDS_BY_STEPS = say(
  '售后与投诉按各自流程结束。',
  'After-sales and complaints have endings of their own.',
)
const MERGED = say('该工单已并入主工单。', 'It is part of the case that it was merged into.')
const NOT_CLOSED = say('该工单没有关闭。', 'The case is not closed.')
const UNANSWERED = say('本次会话尚未人工回复。', 'Nobody has answered the customer in this conversation.')
const TASKS_OPEN = say('仍有部门协查未答复。', 'A department was asked and has not answered yet.')
