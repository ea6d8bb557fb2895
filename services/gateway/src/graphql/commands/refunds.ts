import {
  confirmRefundArrival,
  failRefund,
  issueCompensation,
  issueRefund,
  payFreight,
  previewIssueRefund,
  previewRetryRefund,
  retryRefund,
} from '@cs/commands'
import { RefundFailure, RefundRoute } from '../enums.ts'
import { CODES } from '../mapping.ts'
import { Refund } from '../orders/types.ts'
import { answered, changedAfterSale } from './answers.ts'
import type { InputBuilder } from './input-fields.ts'
import { type SubjectCommand, subjectCommand } from './subject-command.ts'

type OfRefund<Input, Ids extends object> = Pick<
  SubjectCommand<Input, Ids>,
  'command' | 'description' | 'fields' | 'preview' | 'success'
>

/** A mutation for one step of a refund: money moves. */
const refundCommand = <Input, Ids extends object>(name: string, spec: OfRefund<Input, Ids>) =>
  subjectCommand<Input, Ids>(name, {
    permission: 'refund.issue',
    subject: { field: 'refundId', code: CODES.Refund, description: 'The refund.' },
    withNote: true,
    keyRequired: true,
    answers: (t) => ({
      refund: answered(t, Refund, 'refundId', 'The refund as it is now.'),
      ...changedAfterSale(t),
    }),
    ...spec,
  })

const reference = (t: InputBuilder) =>
  t.string({ description: 'The number of the payment, as the channel gives it.' })

refundCommand('issueRefund', {
  description: 'Issues what is owed back, once, and says when it arrives (AS-RFD-01…04, C-08).',
  fields: (t) => ({ reference: reference(t) }),
  success: 'It was issued.',
  command: issueRefund,
  preview: previewIssueRefund,
})

refundCommand('confirmRefundArrival', {
  description: 'Records that the money has arrived (AS-RFD-07); an after-sale is completed with it.',
  success: 'It has arrived.',
  command: confirmRefundArrival,
})

refundCommand('failRefund', {
  description: 'Records that a refund failed; it is still owed (AS-WF-GEN-3).',
  fields: (t) => ({ failure: t.field({ type: RefundFailure, required: true, description: 'Why.' }) }),
  success: 'It was recorded.',
  command: failRefund,
})

/** For `requestApproval`. */
export const RetryRefund = refundCommand('retryRefund', {
  description: 'Issues a failed refund again, by the same way or another one (AS-WF-GEN-3).',
  fields: (t) => ({
    route: t.field({ type: RefundRoute, description: 'Another way back; left out: the same.' }),
    reference: reference(t),
  }),
  success: 'It was issued again.',
  command: retryRefund,
  preview: previewRetryRefund,
})

subjectCommand('issueCompensation', {
  description: 'Pays out a compensation that is owed in money (AS-POL-22).',
  permission: 'refund.issue',
  subject: { field: 'compensationId', code: CODES.Compensation, description: 'The compensation.' },
  withoutVersion: true,
  keyRequired: true,
  success: 'It was paid.',
  answers: changedAfterSale,
  command: issueCompensation,
})

subjectCommand('payFreight', {
  description: 'Records that the freight of a settlement was paid (AS-POL-33, AS-FRT-04).',
  permission: 'refund.issue',
  subject: {
    field: 'freightSettlementId',
    code: CODES.FreightSettlement,
    description: 'The freight settlement.',
  },
  withoutVersion: true,
  keyRequired: true,
  success: 'It was paid.',
  answers: changedAfterSale,
  command: payFreight,
})
