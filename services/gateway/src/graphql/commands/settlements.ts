import {
  chooseReplacement,
  confirmAfterSale,
  grantCompensation,
  payInAdvance,
  previewChooseReplacement,
  previewGrantCompensation,
  previewPayInAdvance,
  previewRefundAfterSale,
  previewSendReplacement,
  previewSettleFreight,
  refundAfterSale,
  reportReplacementUnavailable,
  sendRepaired,
  sendReplacement,
  settleFreight,
  startRepair,
  takeBackExtra,
} from '@cs/commands'

import { Carrier, CompensationKind, FreightDirection, FreightMode } from '../enums.ts'
import { CODES } from '../mapping.ts'

import { changedEither } from './answers.ts'
import { afterSaleCommand } from './case-command.ts'

import type { InputBuilder } from './input-fields.ts'

const parcel = (t: InputBuilder) => ({
  carrier: t.field({ type: Carrier, required: true, description: 'Who carries it.' }),
  waybill: t.string({ required: true, description: 'The waybill number.' }),
})

export const RefundAfterSale = afterSaleCommand('refundAfterSale', {
  description:
    'Decides that the money goes back, and writes down what is owed (AS-SLA-03, AS-SLA-09, Q07, Q08).',
  permission: 'after_sale.handle',
  keyRequired: true,
  success: 'It is owed.',
  command: refundAfterSale,
  preview: previewRefundAfterSale,
})

export const PayInAdvance = afterSaleCommand('payInAdvance', {
  description: 'Owes the refund before the goods are back: needs an approval (AS-POL-10).',
  permission: 'after_sale.handle',
  keyRequired: true,
  success: 'It is owed.',
  command: payInAdvance,
  preview: previewPayInAdvance,
})

export const SendReplacement = afterSaleCommand('sendReplacement', {
  description:
    'Sends the replacement of an exchange or a re-shipment, and takes its stock (AS-SLA-04, AS-POL-17). Before the goods are back it needs an approval (AS-POL-27, C-25).',
  permission: 'after_sale.receive',
  keyRequired: true,
  fields: parcel,
  success: 'It was handed over.',
  command: sendReplacement,
  preview: previewSendReplacement,
})

afterSaleCommand('reportReplacementUnavailable', {
  description: 'Says that the replacement is out of stock: the customer chooses (Q63).',
  permission: 'after_sale.receive',
  success: 'The customer is asked.',
  command: reportReplacementUnavailable,
})

afterSaleCommand('chooseReplacement', {
  description: 'Records what the customer chose: another specification, or to wait (Q63).',
  permission: 'after_sale.request',
  keyRequired: true,
  fields: (t) => ({ skuId: t.id({ description: 'Another specification; left out: the customer waits.' }) }),
  ids: { skuId: CODES.Sku },
  success: 'It was recorded.',
  command: (deps, actor, input: { caseId: string; skuId?: string }) =>
    chooseReplacement(deps, actor, { skuId: null, ...input }),
  preview: (deps, actor, input: { caseId: string; skuId?: string }) =>
    previewChooseReplacement(deps, actor, { skuId: null, ...input }),
})

afterSaleCommand('takeBackExtra', {
  description:
    'Ends the after-sale of what was sent too much: it is in stock again, nothing was paid for it (AS-POL-30).',
  permission: 'after_sale.receive',
  keyRequired: true,
  success: 'It was taken back.',
  command: takeBackExtra,
})

afterSaleCommand('startRepair', {
  description: 'Starts the repair of what came back (AS-TYP-03, AS-TYP-13, C-46).',
  permission: 'after_sale.receive',
  success: 'It is being repaired.',
  command: startRepair,
})

afterSaleCommand('sendRepaired', {
  description: 'Sends the repaired goods back to the customer (C-46).',
  permission: 'after_sale.receive',
  keyRequired: true,
  fields: parcel,
  success: 'It was handed over.',
  command: sendRepaired,
})

afterSaleCommand('confirmAfterSale', {
  description: 'Records that the customer has the replacement or the repaired goods (AS-WF-EXC step 7).',
  permission: 'after_sale.request',
  success: 'The after-sale is completed.',
  command: confirmAfterSale,
})

export const GrantCompensation = afterSaleCommand('grantCompensation', {
  description:
    'Gives compensation on an after-sale or a complaint, within one’s authority or under an approval (AS-POL-22, C-24, Q61).',
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
  subject: {
    field: 'caseId',
    code: CODES.Case,
    description: 'The after-sale or the complaint.',
  },
  answers: changedEither,
  success: 'It was given, or is owed.',
  command: grantCompensation,
  preview: previewGrantCompensation,
})

afterSaleCommand('settleFreight', {
  description:
    'Says how the freight of an after-sale is settled; who bears it follows from the rules (C-11, AS-POL-33, AS-FRT-04).',
  permission: 'after_sale.handle',
  keyRequired: true,
  withNote: false,
  fields: (t) => ({
    direction: t.field({ type: FreightDirection, required: true, description: 'Which way.' }),
    mode: t.field({ type: FreightMode, required: true, description: 'How.' }),
    amount: t.field({ type: 'Decimal', required: true, description: 'How much, in yuan; 0.00 for NONE.' }),
    consent: t.boolean({ description: 'Whether the customer agreed to a credit, in a recorded message.' }),
  }),
  amounts: ['amount'],
  success: 'It was written down.',
  command: settleFreight,
  preview: previewSettleFreight,
})
