import {
  chooseReplacement,
  confirmAfterSale,
  confirmRefundArrival,
  failRefund,
  issueRefund,
  payInAdvance,
  type RefundArrived,
  type RefundFailed,
  type RefundIssued,
  refundAfterSale,
  reportReplacementUnavailable,
  retryRefund,
  sendRepaired,
  sendReplacement,
  startRepair,
} from '@cs/commands'
import { sql } from 'kysely'
import { builder } from '../builder.ts'
import { Carrier, RefundFailure, RefundRoute } from '../enums.ts'
import { CODES, mapper } from '../mapping.ts'
import { Refund } from '../orders/types.ts'
import { caseCommand, changedAfterSale, translated } from './case-command.ts'
import { commandField } from './command.ts'
import { common, type InputBuilder } from './input-fields.ts'

const parcel = (t: InputBuilder) => ({
  carrier: t.field({ type: Carrier, required: true, description: 'Who carries it.' }),
  waybill: t.string({ required: true, description: 'The waybill number.' }),
})

caseCommand('refundAfterSale', {
  description:
    'Decides that the money goes back, and writes down what is owed (AS-SLA-03, AS-SLA-09, Q07, Q08).',
  permission: 'after_sale.handle',
  keyRequired: true,
  success: 'It is owed.',
  command: refundAfterSale,
})

caseCommand('payInAdvance', {
  description: 'Owes the refund before the goods are back: needs an approval (AS-POL-10).',
  permission: 'after_sale.handle',
  keyRequired: true,
  success: 'It is owed.',
  command: payInAdvance,
})

caseCommand('sendReplacement', {
  description:
    'Sends the replacement of an exchange or a re-shipment, and takes its stock (AS-SLA-04, AS-POL-17). Before the goods are back it needs an approval (AS-POL-27, C-25).',
  permission: 'after_sale.receive',
  keyRequired: true,
  fields: parcel,
  success: 'It was handed over.',
  command: sendReplacement,
})

caseCommand('reportReplacementUnavailable', {
  description: 'Says that the replacement is out of stock: the customer chooses (Q63).',
  permission: 'after_sale.receive',
  success: 'The customer is asked.',
  command: reportReplacementUnavailable,
})

caseCommand('chooseReplacement', {
  description: 'Records what the customer chose: another specification, or to wait (Q63).',
  permission: 'after_sale.request',
  keyRequired: true,
  fields: (t) => ({ skuId: t.id({ description: 'Another specification; left out: the customer waits.' }) }),
  ids: { skuId: CODES.Sku },
  success: 'It was recorded.',
  command: (deps, actor, input: { caseId: string; skuId?: string }) =>
    chooseReplacement(deps, actor, { skuId: null, ...input }),
})

caseCommand('startRepair', {
  description: 'Starts the repair of what came back (AS-TYP-03, AS-TYP-13, C-46).',
  permission: 'after_sale.receive',
  success: 'It is being repaired.',
  command: startRepair,
})

caseCommand('sendRepaired', {
  description: 'Sends the repaired goods back to the customer (C-46).',
  permission: 'after_sale.receive',
  keyRequired: true,
  fields: parcel,
  success: 'It was handed over.',
  command: sendRepaired,
})

caseCommand('confirmAfterSale', {
  description: 'Records that the customer has the replacement or the repaired goods (AS-WF-EXC step 7).',
  permission: 'after_sale.request',
  success: 'The after-sale is completed.',
  command: confirmAfterSale,
})

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

commandField<object, RefundIssued>('issueRefund', {
  description: 'Issues what is owed back, once, and says when it arrives (AS-RFD-01…04, C-08).',
  permission: 'refund.issue',
  input: refundInput('IssueRefundInput', (t) => ({
    reference: t.string({ description: 'The number of the payment, as the channel gives it.' }),
  })),
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

commandField<object, RefundIssued>('retryRefund', {
  description: 'Issues a failed refund again, by the same way or another one (AS-WF-GEN-3).',
  permission: 'refund.issue',
  input: refundInput('RetryRefundInput', (t) => ({
    route: t.field({ type: RefundRoute, description: 'Another way back; left out: the same.' }),
    reference: t.string({ description: 'The number of the payment, as the channel gives it.' }),
  })),
  success: { description: 'It was issued again.', fields: ((t: unknown) => changedRefund(t)) as never },
  run: (deps, actor, input, viewer) => retryRefund(deps, actor, translated(viewer, input, { ids })),
})
