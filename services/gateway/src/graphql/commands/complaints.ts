import {
  acknowledgeEscalation,
  type ComplaintOpened,
  discussPlan,
  escalateComplaint,
  executePlan,
  followUpComplaint,
  gradeComplaint,
  markSpecial,
  type OpenComplaintInput as Open,
  openComplaint,
  planComplaint,
  previewGradeComplaint,
  previewMarkSpecial,
  previewOpenComplaint,
  previewPromiseLimit,
  promiseLimit,
  recordComplaint,
  recordVerification,
  reopenComplaint,
  summariseComplaint,
  tellProgress,
} from '@cs/commands'
import { builder } from '../builder.ts'
import type { Viewer } from '../context.ts'
import {
  CaseChannel,
  Cause,
  ComplaintGrade,
  ComplaintHarm,
  ComplaintTopic,
  EscalationTrigger,
  LiableParty,
  MaliceStage,
  Satisfaction,
  SpecialKind,
} from '../enums.ts'
import { CODES } from '../mapping.ts'
import { changedComplaint } from './answers.ts'
import { complaintCommand } from './case-command.ts'
import { commandField, previewField } from './command.ts'
import { common } from './input-fields.ts'
import { translated } from './subject-command.ts'

const OpenComplaintInput = builder.inputType('OpenComplaintInput', {
  description: 'A complaint as it comes in (CMP-WF-01 step 1).',
  fields: (t) => ({
    orderId: t.id({ description: 'The order it is about; without one, the customer is named.' }),
    customerId: t.id({ description: 'Who complains; the buyer of the order where nothing is said.' }),
    skuId: t.id({ description: 'The specification it is about, where the order does not say.' }),
    topic: t.field({ type: ComplaintTopic, required: true, description: 'What it is about.' }),
    problem: t.string({ required: true, description: 'What went wrong, at most 500 characters.' }),
    expectedSolution: t.string({ description: 'What the customer expects, at most 500 characters.' }),
    harms: t.field({ type: [ComplaintHarm], description: 'What makes it serious by itself (CMP-GRD-02).' }),
    claimed: t.field({ type: 'Decimal', description: 'The amount claimed, in yuan.' }),
    channel: t.field({ type: CaseChannel, description: 'Where it came in.' }),
    idempotencyKey: common.idempotencyKey(t),
  }),
})

const openInput = (viewer: Viewer, input: object): Open =>
  translated<Open>(viewer, input, {
    ids: { orderId: CODES.Order, customerId: CODES.Customer, skuId: CODES.Sku },
    amounts: ['claimed'],
  })

commandField<object, ComplaintOpened>('openComplaint', {
  description:
    'Takes a complaint in. What makes it serious, repeated or part of a group is found, and goes to a supervisor at once (CMP-GRD-02, CMP-SPC-05, CMP-SPC-06).',
  permission: 'complaint.open',
  input: OpenComplaintInput,
  success: {
    description: 'It was taken in.',
    fields: ((t: { exposeString: (name: string, options: object) => unknown }) => ({
      number: t.exposeString('number', { description: 'The number of the complaint.' }),
      ...changedComplaint(t),
    })) as never,
  },
  run: (deps, actor, input, viewer) => openComplaint(deps, actor, openInput(viewer, input)),
})

previewField<object>('previewOpenComplaint', {
  description: 'What would be found out about a complaint that came in now.',
  permission: 'complaint.open',
  input: OpenComplaintInput,
  run: (deps, actor, input, viewer) => previewOpenComplaint(deps, actor, openInput(viewer, input)),
})

complaintCommand('recordComplaint', {
  description: 'Records the first answer: what the customer expects, and the grade (CMP-WF-02, Q34).',
  fields: (t) => ({
    expectedSolution: t.string({
      description: 'What the customer expects; required unless it was said when the complaint came in.',
    }),
    grade: t.field({ type: ComplaintGrade, description: 'Required unless it was graded before.' }),
  }),
  success: 'It was recorded.',
  command: recordComplaint,
})

complaintCommand('gradeComplaint', {
  description:
    'Grades a complaint: up at any time, down only by a supervisor and with a reason (CMP-GRD-01, CMP-GRD-02, Q34).',
  fields: (t) => ({
    grade: t.field({ type: ComplaintGrade, required: true, description: 'Ordinary or serious.' }),
    reason: t.string({ description: 'Why; required where it goes down.' }),
  }),
  success: 'It was graded.',
  command: gradeComplaint,
  preview: previewGradeComplaint,
})

complaintCommand('recordVerification', {
  description: 'Records what was found, the cause and who answers for it (CMP-WF-01 step 3, CMP-WF-03).',
  fields: (t) => ({
    verification: t.string({ required: true, description: 'What was found, at most 500 characters.' }),
    cause: t.field({ type: Cause, required: true, description: 'The cause.' }),
    liable: t.field({ type: LiableParty, required: true, description: 'Who answers for it.' }),
    rootCause: t.string({ description: 'Where it comes from; a repeated complaint needs it (CMP-SPC-05).' }),
  }),
  success: 'It was recorded.',
  command: recordVerification,
})

complaintCommand('planComplaint', {
  description: 'Drafts a solution, or another one (CMP-WF-01 step 4, CMP-PRI-05).',
  fields: (t) => ({
    plan: t.string({ required: true, description: 'What is offered, at most 500 characters.' }),
  }),
  success: 'It can be discussed.',
  command: planComplaint,
})

complaintCommand('discussPlan', {
  description: 'Records what the customer says of the plan (CMP-WF-01 step 5).',
  fields: (t) => ({
    agreed: t.boolean({
      required: true,
      description: 'Whether the customer agrees; if not, another is made.',
    }),
  }),
  success: 'It was recorded.',
  command: discussPlan,
})

complaintCommand('executePlan', {
  description: 'Begins to carry out what was agreed (CMP-WF-01 step 6).',
  success: 'It is being carried out.',
  command: executePlan,
})

complaintCommand('followUpComplaint', {
  description:
    'Records the result and what the customer says of it (CMP-WF-01 step 7); not satisfied, it is verified anew.',
  fields: (t) => ({
    result: t.string({ required: true, description: 'What came of it, at most 500 characters.' }),
    satisfaction: t.field({ type: Satisfaction, required: true, description: 'What the customer says.' }),
  }),
  success: 'It was recorded.',
  command: followUpComplaint,
})

complaintCommand('summariseComplaint', {
  description:
    'Closes a complaint with its cause and its prevention, and plans a call three days later (CMP-PRI-12, CMP-CAL-01).',
  fields: (t) => ({
    rootCause: t.string({ description: 'Where it comes from; required unless it was found before.' }),
    prevention: t.string({ description: 'How it is kept from happening again; required.' }),
  }),
  success: 'It is closed.',
  command: summariseComplaint,
})

complaintCommand('tellProgress', {
  description:
    'Records that the customer was told how far it is: the next message is due 24 hours from now (AS-SLA-15, Q15).',
  success: 'The next one is due in 24 hours.',
  command: tellProgress,
})

complaintCommand('promiseLimit', {
  description: 'Promises the customer a limit, only ever tighter than what runs anyway (C-03).',
  fields: (t) => ({
    until: t.field({ type: 'DateTime', required: true, description: 'By when the customer hears from us.' }),
  }),
  success: 'It was promised.',
  command: promiseLimit,
  preview: previewPromiseLimit,
})

complaintCommand('markSpecial', {
  description:
    'Marks a complaint as special: agitated, excessive, in the media, malicious (CMP-SPC-01 to -04, C-44). Repeats and groups are found by the rules.',
  fields: (t) => ({
    kind: t.field({ type: SpecialKind, required: true, description: 'Which kind.' }),
    stage: t.field({ type: MaliceStage, description: 'How far it has come against malice.' }),
  }),
  success: 'It was marked.',
  command: markSpecial,
  preview: previewMarkSpecial,
})

complaintCommand('escalateComplaint', {
  description:
    'Takes a complaint to a supervisor, who is to acknowledge it within the hour (C-04, CMP-TEC-05).',
  fields: (t) => ({
    trigger: t.field({
      type: EscalationTrigger,
      required: true,
      description: 'Why. A serious grade and a group escalate by themselves.',
    }),
  }),
  success: 'It went up.',
  command: escalateComplaint,
})

complaintCommand('acknowledgeEscalation', {
  description: 'A supervisor who does not own the complaint takes note of it, once (AS-SLA-14, Q69).',
  permission: 'complaint.supervise',
  success: 'It was acknowledged.',
  command: acknowledgeEscalation,
})

complaintCommand('reopenComplaint', {
  description: 'Opens a complaint again that was solved or closed: it is verified anew.',
  permission: 'complaint.open',
  success: 'It is being verified.',
  command: reopenComplaint,
})
