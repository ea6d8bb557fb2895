import { CANCEL_REASONS } from '@cs/commands'
import { builder } from '../builder.ts'
import { ProblemKind, RemarkAction } from '../enums.ts'
import { common, type InputBuilder } from './input-fields.ts'

const orderId = (t: InputBuilder) => t.id({ required: true, description: 'The order.' })
const { expectedVersion, idempotencyKey, requiredKey } = common

export const AddressInput = builder.inputType('AddressInput', {
  description: 'A full address (ORD-AUD-01).',
  fields: (t) => ({
    province: t.string({ required: true, description: 'Province.' }),
    city: t.string({ required: true, description: 'City.' }),
    district: t.string({ required: true, description: 'District.' }),
    detail: t.string({ required: true, description: 'Street, number, building.' }),
    recipient: t.string({ required: true, description: 'Who receives it.' }),
    phone: t.string({ required: true, description: "The recipient's mobile number." }),
  }),
})

const IdentityInput = builder.inputType('IdentityCheckInput', {
  description:
    'What the customer said to be recognised by (Q39). Compared and forgotten: only method and result are kept.',
  fields: (t) => ({
    orderNumber: t.string({ required: true, description: 'The order number as the customer said it.' }),
    phoneLast4: t.string({ required: true, description: 'The last four digits of the phone on the order.' }),
  }),
})

export const ChangeOrderAddressInput = builder.inputType('ChangeOrderAddressInput', {
  description: 'A new address for an order.',
  fields: (t) => ({
    orderId: orderId(t),
    address: t.field({ type: AddressInput, required: true, description: 'The new address.' }),
    identity: t.field({
      type: IdentityInput,
      description: 'The identity check; paid orders need one (ORD-MOD-02).',
    }),
    expectedVersion: expectedVersion(t),
    idempotencyKey: idempotencyKey(t),
  }),
})

export const ChangeOrderItemInput = builder.inputType('ChangeOrderItemInput', {
  description: 'Another specification for a line, at the same price.',
  fields: (t) => ({
    orderId: orderId(t),
    lineId: t.id({ required: true, description: 'The line.' }),
    skuId: t.id({ required: true, description: 'The specification wanted instead.' }),
    expectedVersion: expectedVersion(t),
    idempotencyKey: requiredKey(t),
  }),
})

const CancelReason = builder.enumType('CancelReason', {
  description: 'Why an order is cancelled.',
  values: Object.fromEntries(
    CANCEL_REASONS.map((value) => [
      value,
      {
        value,
        description: {
          BUYER_ASKED: '买家要求 · The buyer asked',
          OUT_OF_STOCK: '缺货 · Out of stock',
          DUPLICATE: '重复订单 · A duplicate',
        }[value],
      },
    ]),
  ),
})

export const CancelOrderInput = builder.inputType('CancelOrderInput', {
  description: 'What to cancel: the whole order, or some of its unshipped lines.',
  fields: (t) => ({
    orderId: orderId(t),
    lineIds: t.idList({ description: 'The lines; left out: all that can be cancelled.' }),
    reason: t.field({ type: CancelReason, required: true, description: 'Why.' }),
    note: t.string({ description: 'A remark for colleagues, at most 500 characters.' }),
    expectedVersion: expectedVersion(t),
    idempotencyKey: requiredKey(t),
  }),
})

const InterceptReason = builder.enumType('InterceptReason', {
  description: 'Why a parcel is called back.',
  values: {
    NO_LONGER_WANTED: {
      description: '不想要了 · No longer wanted: the branch freight is on the buyer (ORD-MOD-09)',
    },
    WRONG_ADDRESS: { description: '地址错误 · Wrong address' },
    WRONG_ITEM: { description: '发错商品 · Wrong goods' },
  } as const,
})

export const InterceptOrderInput = builder.inputType('InterceptOrderInput', {
  description: 'A parcel to be called back from the carrier.',
  fields: (t) => ({
    orderId: orderId(t),
    reason: t.field({ type: InterceptReason, required: true, description: 'Why.' }),
    note: t.string({ description: 'A remark for colleagues, at most 500 characters.' }),
    expectedVersion: expectedVersion(t),
    idempotencyKey: requiredKey(t),
  }),
})

export const RemarkOrderInput = builder.inputType('RemarkOrderInput', {
  description: 'A structured remark; its colour follows from the action (C-21).',
  fields: (t) => ({
    orderId: orderId(t),
    action: t.field({ type: RemarkAction, required: true, description: 'What it is about.' }),
    text: t.string({ required: true, description: 'What to note, at most 500 characters.' }),
    registersBuyerRemark: t.boolean({
      description: "Whether it registers what the buyer's remark asks for (ORD-AUD-06).",
    }),
    expectedVersion: expectedVersion(t),
    idempotencyKey: idempotencyKey(t),
  }),
})

export const ReportOrderProblemInput = builder.inputType('ReportOrderProblemInput', {
  description: 'Something abnormal about an order.',
  fields: (t) => ({
    orderId: orderId(t),
    kind: t.field({ type: ProblemKind, required: true, description: 'What.' }),
    note: t.string({ description: 'Details for colleagues, at most 500 characters.' }),
    expectedVersion: expectedVersion(t),
    idempotencyKey: idempotencyKey(t),
  }),
})

const SettleVerdict = builder.enumType('ProblemVerdict', {
  description: 'How a problem of an order is settled.',
  values: {
    SOLVED: { description: '已解决 · It was solved' },
    DISMISSED: { description: '不成立 · It was none; it is not detected again' },
  } as const,
})

export const SettleOrderProblemInput = builder.inputType('SettleOrderProblemInput', {
  description: 'A problem to be settled.',
  fields: (t) => ({
    orderId: orderId(t),
    problemId: t.id({ required: true, description: 'The problem.' }),
    verdict: t.field({ type: SettleVerdict, required: true, description: 'How it is settled.' }),
    expectedVersion: expectedVersion(t),
  }),
})

export const AuditOrderInput = builder.inputType('AuditOrderInput', {
  description: 'An order to be audited.',
  fields: (t) => ({ orderId: orderId(t), expectedVersion: expectedVersion(t) }),
})

const ApprovalVerdict = builder.enumType('ApprovalVerdict', {
  description: 'How a request is decided.',
  values: {
    APPROVE: { description: '同意 · Approved, and carried out at once' },
    REJECT: { description: '驳回 · Rejected' },
  } as const,
})

export const DecideApprovalInput = builder.inputType('DecideApprovalInput', {
  description: 'A decision on a request for approval.',
  fields: (t) => ({
    approvalId: t.id({ required: true, description: 'The request.' }),
    verdict: t.field({ type: ApprovalVerdict, required: true, description: 'The decision.' }),
    reason: t.string({ required: true, description: 'Why, 2 to 500 characters.' }),
    expectedVersion: expectedVersion(t),
    idempotencyKey: idempotencyKey(t),
  }),
})

export const WithdrawApprovalInput = builder.inputType('WithdrawApprovalInput', {
  description: "One's own request, to be taken back.",
  fields: (t) => ({
    approvalId: t.id({ required: true, description: 'The request.' }),
    expectedVersion: expectedVersion(t),
  }),
})
