import {
  answerCarrierClaim,
  type CarrierClaimsSettled,
  openCarrierClaim,
  previewOpenCarrierClaim,
  previewSettleCarrierClaims,
  settleCarrierClaims,
} from '@cs/commands'
import { fen } from '@cs/domain/money'
import { CarrierClaim } from '../after-sales/types.ts'
import { builder } from '../builder.ts'

import { moneyOf, PlainMoney } from '../decisions/shape.ts'
import { Carrier, ClaimReason } from '../enums.ts'
import { CODES } from '../mapping.ts'
import { answered, permitted } from './answers.ts'
import { commandField, previewField } from './command.ts'
import { common } from './input-fields.ts'
import { given } from './orders.ts'
import { subjectCommand } from './subject-command.ts'

const changedClaim = (t: unknown) => ({
  claim: answered(t, CarrierClaim, 'claimId', 'The claim as it is now.'),
  ...permitted(t),
})

subjectCommand('openCarrierClaim', {
  description:
    'Claims a lost, damaged, short or late parcel from its carrier, apart from what the buyer gets (C-26, AS-LOG-12).',
  permission: 'claim.manage',
  subject: { field: 'orderId', code: CODES.Order, description: 'The order.' },
  fields: (t) => ({
    shipmentId: t.id({ required: true, description: 'The parcel.' }),
    caseId: t.id({ description: 'The after-sale it belongs to.' }),
    reason: t.field({ type: ClaimReason, required: true, description: 'For what.' }),
    amount: t.field({ type: 'Decimal', required: true, description: 'What is claimed, in yuan.' }),
  }),
  ids: { shipmentId: CODES.Shipment, caseId: CODES.Case },
  amounts: ['amount'],
  keyRequired: true,
  success: 'It was claimed.',
  answers: changedClaim,
  command: openCarrierClaim,
  preview: previewOpenCarrierClaim,
})

subjectCommand('answerCarrierClaim', {
  description: 'Records what the carrier accepts of a claim; 0.00: it refuses (AS-LOG-12).',
  permission: 'claim.manage',
  subject: { field: 'claimId', code: CODES.CarrierClaim, description: 'The claim.' },
  fields: (t) => ({
    accepted: t.field({ type: 'Decimal', required: true, description: 'What is accepted, in yuan.' }),
  }),
  amounts: ['accepted'],
  keyRequired: true,
  success: 'It was recorded.',
  answers: changedClaim,
  command: answerCarrierClaim,
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
      ...(permitted(t) as object),
    }),
  },
  run: (deps, actor, input) => settleCarrierClaims(deps, actor, given(input) as never),
})

previewField<{ month: string }>('previewSettleCarrierClaims', {
  description: 'What `settleCarrierClaims` would decide now.',
  permission: 'claim.manage',
  input: MonthInput,
  run: (deps, actor, input) => previewSettleCarrierClaims(deps, actor, given(input) as never),
})
