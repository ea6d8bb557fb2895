import {
  answerCarrierClaim,
  type CarrierClaimAnswered,
  type CarrierClaimOpened,
  type CarrierClaimsSettled,
  type CompensationIssued,
  chooseReplacement,
  confirmAfterSale,
  confirmRefundArrival,
  type FreightPaid,
  failRefund,
  grantCompensation,
  issueCompensation,
  issueRefund,
  openCarrierClaim,
  payFreight,
  payInAdvance,
  type RefundArrived,
  type RefundFailed,
  type RefundIssued,
  type RetryRefundInput as Retry,
  refundAfterSale,
  reportReplacementUnavailable,
  retryRefund,
  sendRepaired,
  sendReplacement,
  settleCarrierClaims,
  settleFreight,
  startRepair,
} from '@cs/commands'
import { fen } from '@cs/domain/money'
import { sql } from 'kysely'
import { CarrierClaim } from '../after-sales/types.ts'
import { builder } from '../builder.ts'
import type { Viewer } from '../context.ts'
import { moneyOf, PlainMoney } from '../decisions/shape.ts'
import {
  Carrier,
  ClaimReason,
  CompensationKind,
  FreightDirection,
  FreightMode,
  RefundFailure,
  RefundRoute,
} from '../enums.ts'
import { CODES, mapper } from '../mapping.ts'
import { Refund } from '../orders/types.ts'
import { caseCommand, changedAfterSale, translated } from './case-command.ts'
import { commandField } from './command.ts'
import { common, type InputBuilder } from './input-fields.ts'
import { given } from './orders.ts'
import { decisionField } from './outcomes.ts'

const parcel = (t: InputBuilder) => ({
  carrier: t.field({ type: Carrier, required: true, description: 'Who carries it.' }),
  waybill: t.string({ required: true, description: 'The waybill number.' }),
})

export const RefundAfterSale = caseCommand('refundAfterSale', {
  description:
    'Decides that the money goes back, and writes down what is owed (AS-SLA-03, AS-SLA-09, Q07, Q08).',
  permission: 'after_sale.handle',
  keyRequired: true,
  success: 'It is owed.',
  command: refundAfterSale,
})

export const PayInAdvance = caseCommand('payInAdvance', {
  description: 'Owes the refund before the goods are back: needs an approval (AS-POL-10).',
  permission: 'after_sale.handle',
  keyRequired: true,
  success: 'It is owed.',
  command: payInAdvance,
})

export const SendReplacement = caseCommand('sendReplacement', {
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

/** What a command takes that only names a thing, and a key. */
function keyedInput(
  name: string,
  field: string,
  description: string,
  more?: (t: InputBuilder) => Record<string, unknown>,
) {
  return builder.inputType(name, {
    description: 'A step of a settlement.',
    fields: (t) =>
      ({
        [field]: t.id({ required: true, description }),
        ...more?.(t),
        idempotencyKey: common.requiredKey(t),
      }) as never,
  })
}

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

export const GrantCompensation = caseCommand('grantCompensation', {
  description:
    'Gives compensation on an after-sale, within one’s authority or under an approval (AS-POL-22, C-24, Q61).',
  permission: 'compensation.grant',
  keyRequired: true,
  fields: (t) => ({
    kind: t.field({ type: CompensationKind, required: true, description: 'In what it is given.' }),
    amount: t.field({
      type: 'Decimal',
      required: true,
      description: 'At face value, in yuan; points at 0.01.',
    }),
  }),
  amounts: ['amount'],
  success: 'It was given, or is owed.',
  command: grantCompensation,
})

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

caseCommand('settleFreight', {
  description:
    'Says how the freight of an after-sale is settled; who bears it follows from the rules (C-11, AS-POL-33, AS-FRT-04).',
  permission: 'after_sale.handle',
  keyRequired: true,
  withoutNote: true,
  fields: (t) => ({
    direction: t.field({ type: FreightDirection, required: true, description: 'Which way.' }),
    mode: t.field({ type: FreightMode, required: true, description: 'How.' }),
    amount: t.field({ type: 'Decimal', required: true, description: 'How much, in yuan; 0.00 for NONE.' }),
    consent: t.boolean({ description: 'Whether the customer agreed to a credit, in a recorded message.' }),
  }),
  amounts: ['amount'],
  success: 'It was written down.',
  command: settleFreight,
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

interface OfClaim {
  readonly claimId: string
}

const changedClaim = (t: unknown) => ({
  claim: mapper.read<OfClaim>(t, (f) =>
    f.one(CarrierClaim, {
      description: 'The claim as it is now.',
      where: (k, _parent, c) => sql`${k.id} = ${c.parent((p: OfClaim) => p.claimId)}::uuid`,
    }),
  ),
  decision: decisionField(t, 'The decision that permitted it.'),
})

commandField<object, CarrierClaimOpened>('openCarrierClaim', {
  description:
    'Claims a lost, damaged, short or late parcel from its carrier, apart from what the buyer gets (C-26, AS-LOG-12).',
  permission: 'claim.manage',
  input: keyedInput('OpenCarrierClaimInput', 'orderId', 'The order.', (t) => ({
    shipmentId: t.id({ required: true, description: 'The parcel.' }),
    caseId: t.id({ description: 'The after-sale it belongs to.' }),
    reason: t.field({ type: ClaimReason, required: true, description: 'For what.' }),
    amount: t.field({ type: 'Decimal', required: true, description: 'What is claimed, in yuan.' }),
    expectedVersion: common.expectedVersion(t),
  })),
  success: { description: 'It was claimed.', fields: ((t: unknown) => changedClaim(t)) as never },
  run: (deps, actor, input, viewer) =>
    openCarrierClaim(
      deps,
      actor,
      translated(viewer, input, {
        ids: { orderId: CODES.Order, shipmentId: CODES.Shipment, caseId: CODES.Case },
        amounts: ['amount'],
      }),
    ),
})

commandField<object, CarrierClaimAnswered & OfClaim>('answerCarrierClaim', {
  description: 'Records what the carrier accepts of a claim; 0.00: it refuses (AS-LOG-12).',
  permission: 'claim.manage',
  input: keyedInput('AnswerCarrierClaimInput', 'claimId', 'The claim.', (t) => ({
    accepted: t.field({ type: 'Decimal', required: true, description: 'What is accepted, in yuan.' }),
    expectedVersion: common.expectedVersion(t),
  })),
  success: { description: 'It was recorded.', fields: ((t: unknown) => changedClaim(t)) as never },
  run: (deps, actor, input, viewer) =>
    answerCarrierClaim(
      deps,
      actor,
      translated(viewer, input, { ids: { claimId: CODES.CarrierClaim }, amounts: ['accepted'] }),
    ),
})

const MonthInput = builder.inputType('SettleCarrierClaimsInput', {
  description: 'The month whose accepted claims are settled.',
  fields: (t) => ({
    month: t.string({ required: true, description: 'The month, such as `2026-05`.' }),
    idempotencyKey: common.requiredKey(t),
  }),
})

const CarrierTotal = builder.objectRef<CarrierClaimsSettled['carriers'][number]>('CarrierTotal').implement({
  description: 'What one carrier pays for a month.',
  fields: (t) => ({
    carrier: t.field({ type: Carrier, description: 'Who.', resolve: (c) => c.carrier as never }),
    claims: t.exposeInt('claims', { description: 'How many claims.' }),
    amount: t.field({
      type: PlainMoney,
      description: 'How much.',
      resolve: (c) => moneyOf(fen(c.amountFen)),
    }),
  }),
})

commandField<{ month: string; idempotencyKey?: string }, CarrierClaimsSettled>('settleCarrierClaims', {
  description: 'Settles the accepted claims of a month with the carriers (AS-LOG-12, OPS-REG-03).',
  permission: 'claim.manage',
  input: MonthInput,
  success: {
    description: 'They were settled.',
    fields: (t) => ({
      month: t.exposeString('month', { description: 'The month.' }),
      carriers: t.field({
        type: [CarrierTotal],
        description: 'Carrier by carrier.',
        resolve: (s) => [...s.carriers],
      }),
      amount: t.field({
        type: PlainMoney,
        description: 'All of it.',
        resolve: (s) => moneyOf(fen(s.amountFen)),
      }),
      decision: decisionField(t, 'The decision that permitted it.'),
    }),
  },
  run: (deps, actor, input) => settleCarrierClaims(deps, actor, given(input) as never),
})
