import {
  type Actor,
  type CommandDeps,
  type CompensationIssued,
  confirmRefundArrival,
  type FreightPaid,
  failRefund,
  issueCompensation,
  issueRefund,
  type Preview,
  payFreight,
  previewIssueRefund,
  previewRetryRefund,
  type RefundArrived,
  type RefundFailed,
  type RefundIssued,
  type RetryRefundInput as Retry,
  retryRefund,
} from '@cs/commands'

import { sql } from 'kysely'

import { builder } from '../builder.ts'
import type { Viewer } from '../context.ts'

import { RefundFailure, RefundRoute } from '../enums.ts'
import { CODES, mapper } from '../mapping.ts'
import { Refund } from '../orders/types.ts'
import { changedAfterSale, translated } from './case-command.ts'
import { commandField, previewField } from './command.ts'
import { common, type InputBuilder } from './input-fields.ts'
import { keyedInput } from './keyed-input.ts'

interface OfRefund {
  readonly refundId: string
}

const changedRefund = (t: unknown) => ({
  refund: mapper.read<OfRefund>(t, (f) =>
    f.one(Refund, {
      description: 'The refund as it is now.',
      where: (r, _parent, c) => sql`${r.id} = ${c.parent((p: OfRefund) => p.refundId)}::uuid`,
    }),
  ),
  ...changedAfterSale(t),
})

function refundInput(name: string, fields: (t: InputBuilder) => Record<string, unknown>) {
  return builder.inputType(name, {
    description: 'A step of a refund.',
    fields: (t) =>
      ({
        refundId: t.id({ required: true, description: 'The refund.' }),
        ...fields(t),
        note: common.note(t),
        expectedVersion: common.expectedVersion(t),
        idempotencyKey: common.requiredKey(t),
      }) as never,
  })
}

const ids = { refundId: CODES.Refund }

const IssueRefundInput = refundInput('IssueRefundInput', (t) => ({
  reference: t.string({ description: 'The number of the payment, as the channel gives it.' }),
}))

const ofRefund = (
  name: string,
  input: unknown,
  run: (deps: CommandDeps, actor: Actor, input: never) => Promise<Preview>,
) =>
  previewField<object>(`preview${name.charAt(0).toUpperCase()}${name.slice(1)}`, {
    description: `What \`${name}\` would decide now.`,
    permission: 'refund.issue',
    input,
    run: (deps, actor, given, viewer) => run(deps, actor, translated(viewer, given, { ids }) as never),
  })

commandField<object, RefundIssued>('issueRefund', {
  description: 'Issues what is owed back, once, and says when it arrives (AS-RFD-01…04, C-08).',
  permission: 'refund.issue',
  input: IssueRefundInput,
  success: { description: 'It was issued.', fields: ((t: unknown) => changedRefund(t)) as never },
  run: (deps, actor, input, viewer) => issueRefund(deps, actor, translated(viewer, input, { ids })),
})

commandField<object, RefundArrived>('confirmRefundArrival', {
  description: 'Records that the money has arrived (AS-RFD-07); an after-sale is completed with it.',
  permission: 'refund.issue',
  input: refundInput('ConfirmRefundArrivalInput', () => ({})),
  success: { description: 'It has arrived.', fields: ((t: unknown) => changedRefund(t)) as never },
  run: (deps, actor, input, viewer) => confirmRefundArrival(deps, actor, translated(viewer, input, { ids })),
})

commandField<object, RefundFailed>('failRefund', {
  description: 'Records that a refund failed; it is still owed (AS-WF-GEN-3).',
  permission: 'refund.issue',
  input: refundInput('FailRefundInput', (t) => ({
    failure: t.field({ type: RefundFailure, required: true, description: 'Why.' }),
  })),
  success: { description: 'It was recorded.', fields: ((t: unknown) => changedRefund(t)) as never },
  run: (deps, actor, input, viewer) => failRefund(deps, actor, translated(viewer, input, { ids })),
})

const RetryRefundInput = refundInput('RetryRefundInput', (t) => ({
  route: t.field({ type: RefundRoute, description: 'Another way back; left out: the same.' }),
  reference: t.string({ description: 'The number of the payment, as the channel gives it.' }),
}))

/** For `requestApproval`. */
export const RetryRefund = {
  input: RetryRefundInput,
  translate: (viewer: Viewer, input: object) => translated<Retry>(viewer, input, { ids }),
}

commandField<object, RefundIssued>('retryRefund', {
  description: 'Issues a failed refund again, by the same way or another one (AS-WF-GEN-3).',
  permission: 'refund.issue',
  input: RetryRefundInput,
  success: { description: 'It was issued again.', fields: ((t: unknown) => changedRefund(t)) as never },
  run: (deps, actor, input, viewer) => retryRefund(deps, actor, RetryRefund.translate(viewer, input)),
})

ofRefund('issueRefund', IssueRefundInput, previewIssueRefund)
ofRefund('retryRefund', RetryRefundInput, previewRetryRefund)

commandField<object, CompensationIssued>('issueCompensation', {
  description: 'Pays out a compensation that is owed in money.',
  permission: 'refund.issue',
  input: keyedInput('IssueCompensationInput', 'compensationId', 'The compensation.'),
  success: { description: 'It was paid.', fields: ((t: unknown) => changedAfterSale(t)) as never },
  run: (deps, actor, input, viewer) =>
    issueCompensation(
      deps,
      actor,
      translated(viewer, input, { ids: { compensationId: CODES.Compensation } }),
    ),
})

commandField<object, FreightPaid>('payFreight', {
  description: 'Records that the freight of a settlement was paid.',
  permission: 'refund.issue',
  input: keyedInput('PayFreightInput', 'freightSettlementId', 'The freight settlement.'),
  success: { description: 'It was paid.', fields: ((t: unknown) => changedAfterSale(t)) as never },
  run: (deps, actor, input, viewer) =>
    payFreight(
      deps,
      actor,
      translated(viewer, input, { ids: { freightSettlementId: CODES.FreightSettlement } }),
    ),
})
