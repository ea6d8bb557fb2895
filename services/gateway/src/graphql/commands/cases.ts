import {
  addCaseNote,
  answerTask,
  archiveCase,
  askDepartment,
  type CaseChanged,
  closeCase,
  linkCases,
  mergeCases,
  receiveMessage,
  recordAutoReply,
  reopenCase,
  sendMessage,
  setConsultationStage,
  transferCase,
  waitForCustomer,
} from '@cs/commands'
import { builder } from '../builder.ts'
import { CaseTask } from '../cases/types.ts'
import { CaseChannel, ConsultationStage, Department, HandoverReason, InquiryType } from '../enums.ts'
import { CODES } from '../mapping.ts'
import { answered, idField } from './answers.ts'
import { caseCommand } from './case-command.ts'
import type { InputBuilder } from './input-fields.ts'

const MESSAGE = 'What was written, at most 2000 characters. Free text counts as personal.'
const text = (t: InputBuilder) => t.string({ required: true, description: MESSAGE })
const channel = (t: InputBuilder) =>
  t.field({ type: CaseChannel, required: true, description: 'Which way it came; never REVIEW.' })
const messageId = (t: unknown) => ({
  messageId: idField(t, 'messageId', CODES.CaseMessage, 'The message.'),
})

caseCommand('receiveMessage', {
  description:
    'Passes on what a customer wrote on a case: an answer is owed from now on, and waiting for the customer ends (Q14, Q16, Q60). On a closed case it opens a consultation that follows it.',
  permission: 'case.open',
  fields: (t) => ({
    channel: channel(t),
    text: text(t),
    inquiryType: t.field({ type: InquiryType, description: 'What is asked, where it is known.' }),
  }),
  success: 'It was kept; `case` is the one that it went to.',
  answers: messageId,
  command: receiveMessage,
})

const QuestionStep = builder.enumType('QuestionStep', {
  description: 'Where a question stands that the page does not answer (PRE-RSP-02).',
  values: {
    DEFERRED: {
      description: '先核实再答复 · It is looked into first; the answer is owed in time (AS-SLA-24)',
    },
    ANSWERED: { description: '已答复 · This is the answer' },
  } as const,
})

caseCommand('sendMessage', {
  description:
    'Answers a customer: the reply of a person, which keeps every promise of a reply at once (Q14, Q60).',
  permission: 'case.reply',
  fields: (t) => ({
    text: text(t),
    channel: t.field({ type: CaseChannel, description: 'Which way it goes; CHAT where nothing is said.' }),
    question: t.field({ type: QuestionStep, description: 'Whether it puts a question off, or answers one.' }),
  }),
  success: 'It was kept.',
  answers: messageId,
  command: sendMessage,
})

caseCommand('recordAutoReply', {
  description:
    'Records what a robot answered: no response of the shop (C-01), but the start of the time in which a person takes over (AS-SLA-18).',
  permission: 'case.auto_reply',
  fields: (t) => ({
    text: text(t),
    channel: t.field({ type: CaseChannel, description: 'Which way it went; CHAT where nothing is said.' }),
  }),
  success: 'It was kept.',
  answers: messageId,
  command: recordAutoReply,
})

caseCommand('waitForCustomer', {
  description:
    'Records that it is the customer’s turn: promises stand still until the next message, but for those of the chat, of escalation and of progress (Q16).',
  permission: 'case.handle',
  success: 'It waits for the customer.',
  command: waitForCustomer,
})

caseCommand('addCaseNote', {
  description: 'Adds an internal note; customers never see it.',
  permission: 'case.handle',
  fields: (t) => ({
    text: t.string({ required: true, description: 'What to note, at most 500 characters.' }),
  }),
  success: 'It was noted.',
  command: addCaseNote,
})

caseCommand('setConsultationStage', {
  description: 'Records the step that a consultation is at, in any order, and what is asked (PRE-WF-01).',
  permission: 'case.handle',
  fields: (t) => ({
    stage: t.field({ type: ConsultationStage, required: true, description: 'The step.' }),
    inquiryType: t.field({
      type: InquiryType,
      description: 'What turned out to be asked: it is queued by it (PRE-TYP-07…10).',
    }),
  }),
  success: 'It was recorded.',
  command: setConsultationStage,
})

const task = (t: unknown) => ({
  task: answered(t, CaseTask, 'taskId', 'The task as it is now.'),
})

caseCommand('askDepartment', {
  description: 'Asks another department about a case (ROL-06). Promises to the customer run on (Q16).',
  permission: 'case.handle',
  fields: (t) => ({
    department: t.field({ type: Department, required: true, description: 'Who is asked; never SERVICE.' }),
    question: t.string({ required: true, description: 'What is asked, at most 500 characters.' }),
    dueAt: t.field({ type: 'DateTime', description: 'By when; left out: `case.task_due` of the pack.' }),
  }),
  success: 'It was asked.',
  answers: task,
  command: (deps, actor, { department, dueAt, ...rest }: Asked) =>
    askDepartment(deps, actor, {
      ...rest,
      department: department.toLowerCase() as never,
      ...(dueAt && { dueAt: dueAt.toISOString() }),
    }),
})

interface Asked {
  readonly caseId: string
  readonly department: string
  readonly question: string
  readonly dueAt?: Date
}

caseCommand('answerTask', {
  description: 'Answers what one’s department was asked about a case (ROL-06).',
  permission: 'task.answer',
  subject: { field: 'taskId', code: CODES.CaseTask, description: 'The task.' },
  fields: (t) => ({
    answer: t.string({ required: true, description: 'The answer, at most 500 characters.' }),
  }),
  success: 'It was answered.',
  answers: task,
  command: answerTask,
})

caseCommand('transferCase', {
  description:
    'Gives a case to a colleague to work on; the owner stays (C-38), unless a supervisor takes ownership over with a reason (Q49).',
  permission: 'case.transfer',
  fields: (t) => ({
    assigneeId: t.id({ required: true, description: 'Who works on it from now on.' }),
    reason: t.string({ required: true, description: 'Why, 2 to 500 characters.' }),
    takeOwnership: t.field({
      type: HandoverReason,
      description: 'Take ownership as well, for this reason; needs `case.own`.',
    }),
  }),
  ids: { assigneeId: CODES.Agent },
  success: 'It was handed on.',
  command: transferCase,
})

caseCommand('linkCases', {
  description: 'Links two cases that are about one matter (Q33).',
  permission: 'case.handle',
  fields: (t) => ({ otherCaseId: t.id({ required: true, description: 'The other case.' }) }),
  ids: { otherCaseId: CODES.Case },
  success: 'They are linked, both ways.',
  command: linkCases,
})

caseCommand('mergeCases', {
  description:
    'Merges a duplicate into its main case: messages, notes, tasks and promises follow, and it closes (PRV-10).',
  permission: 'case.handle',
  fields: (t) => ({ mainCaseId: t.id({ required: true, description: 'The case that stays.' }) }),
  ids: { mainCaseId: CODES.Case },
  success: 'The duplicate is closed; `case` shows it.',
  command: mergeCases,
})

const plain = (
  name: string,
  description: string,
  success: string,
  command: (...args: Parameters<typeof closeCase>) => ReturnType<typeof closeCase>,
) =>
  caseCommand<{ caseId: string }, CaseChanged>(name, {
    description,
    permission: 'case.handle',
    success,
    command,
  })

plain(
  'closeCase',
  'Ends a consultation and archives it (PRE-WF-05, PRV-02, Q54). After-sales and complaints have endings of their own.',
  'It is closed.',
  closeCase,
)
plain('reopenCase', 'Opens a consultation again, out of the archive.', 'It is open again.', reopenCase)
plain(
  'archiveCase',
  'Puts a closed case away once the customer was called back (PRV-02, Q54).',
  'It is archived.',
  archiveCase,
)
