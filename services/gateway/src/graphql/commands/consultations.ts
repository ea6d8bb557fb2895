import {
  followUpLead,
  followUpPayment,
  openConsultation,
  type PaymentFollowedUp,
  registerLead,
} from '@cs/commands'
import { builder } from '../builder.ts'
import { Lead } from '../consultations/types.ts'
import { CaseChannel, InquiryType, LeadReason, LeadResult, UnpaidReason } from '../enums.ts'
import { CODES } from '../mapping.ts'
import { Order } from '../orders/types.ts'
import { answered, idField } from './answers.ts'
import { caseCommand } from './case-command.ts'
import { commandField } from './command.ts'
import { common } from './input-fields.ts'
import { decisionField } from './outcomes.ts'
import { translated } from './subject-command.ts'

caseCommand('openConsultation', {
  description:
    'Opens a consultation (PRE-WF-01). Who takes it in owns it to the end (CMP-PRI-01); else it is given to somebody by its queue.',
  permission: 'case.open',
  subject: { field: 'customerId', code: CODES.Customer, description: 'Who asks.' },
  fields: (t) => ({
    orderId: t.id({ description: 'The order it is about.' }),
    productId: t.id({ description: 'The product it is about.' }),
    channel: t.field({ type: CaseChannel, required: true, description: 'Which way it came; never REVIEW.' }),
    inquiryType: t.field({ type: InquiryType, description: 'What is asked; OTHER where nothing is said.' }),
    subject: t.string({ description: 'A line for lists, at most 100 characters.' }),
    text: t.string({ description: 'What the customer wrote first, at most 2000 characters.' }),
  }),
  ids: { orderId: CODES.Order, productId: CODES.Product },
  withoutVersion: true,
  success: 'It is open.',
  answers: (t) => ({
    number: (t as { exposeString(name: string, options: object): unknown }).exposeString('number', {
      description: 'The number of the case.',
    }),
    messageId: idField(t, 'messageId', CODES.CaseMessage, 'The first message; null where there was none.'),
  }),
  command: openConsultation,
})

const lead = (t: unknown) => ({
  lead: answered(t, Lead, 'leadId', 'The lead as it is now.'),
})
const iso = <Input extends object>(field: string, input: Input): Input => {
  const value = (input as Record<string, unknown>)[field]
  return value instanceof Date ? { ...input, [field]: value.toISOString() } : input
}

caseCommand('registerLead', {
  description: 'Registers who asked and did not order, why, and when they are contacted next (PRE-CNV-01).',
  permission: 'lead.manage',
  fields: (t) => ({
    reason: t.field({ type: LeadReason, required: true, description: 'Why nothing was ordered.' }),
    nextFollowUpAt: t.field({
      type: 'DateTime',
      required: true,
      description: 'When they are contacted next.',
    }),
    note: common.note(t),
  }),
  withoutVersion: true,
  success: 'It was registered.',
  answers: lead,
  command: (deps, actor, input: never) => registerLead(deps, actor, iso('nextFollowUpAt', input)),
})

caseCommand('followUpLead', {
  description: 'Records a follow-up of a lead: the next one was agreed, or it has ended (PRE-CNV-01).',
  permission: 'lead.manage',
  subject: { field: 'leadId', code: CODES.Lead, description: 'The lead.' },
  fields: (t) => ({
    result: t.field({ type: LeadResult, required: true, description: 'What came of it.' }),
    nextFollowUpAt: t.field({
      type: 'DateTime',
      description: 'When they are contacted again; with LATER, and only with it.',
    }),
    note: common.note(t),
  }),
  success: 'It was recorded.',
  answers: lead,
  command: (deps, actor, input: never) => followUpLead(deps, actor, iso('nextFollowUpAt', input)),
})

const FollowUpPaymentInput = builder.inputType('FollowUpPaymentInput', {
  description: 'What `followUpPayment` takes.',
  fields: (t) => ({
    orderId: t.id({ required: true, description: 'The order that waits for payment.' }),
    reason: t.field({ type: UnpaidReason, required: true, description: 'Why it was not paid.' }),
    agreedUntil: t.field({
      type: 'DateTime',
      description: 'By when the customer agreed to pay; a low balance takes one.',
    }),
    note: common.note(t),
    idempotencyKey: common.idempotencyKey(t),
  }),
})

commandField<object, PaymentFollowedUp>('followUpPayment', {
  description:
    'Records why an order is not paid yet and what was agreed (PRE-CNV-02, PRE-CNV-03); the decision says what helps.',
  permission: 'lead.manage',
  input: FollowUpPaymentInput,
  success: {
    description: 'It was recorded.',
    fields: ((t: unknown) => ({
      order: answered(t, Order, 'orderId', 'The order with its follow-ups.'),
      decision: decisionField(t, 'What helps, as remedies of its findings.'),
    })) as never,
  },
  run: (deps, actor, input, viewer) =>
    followUpPayment(
      deps,
      actor,
      iso('agreedUntil', translated(viewer, input, { ids: { orderId: CODES.Order } }) as never),
    ),
})
