import {
  answerCarrierClaim,
  type CarrierClaimAnswered,
  type CarrierClaimOpened,
  type CarrierClaimsSettled,
  openCarrierClaim,
  previewOpenCarrierClaim,
  previewSettleCarrierClaims,
  settleCarrierClaims,
} from '@cs/commands'
import { fen } from '@cs/domain/money'
import { sql } from 'kysely'
import { CarrierClaim } from '../after-sales/types.ts'
import { builder } from '../builder.ts'

import { moneyOf, PlainMoney } from '../decisions/shape.ts'
import { Carrier, ClaimReason } from '../enums.ts'
import { CODES, mapper } from '../mapping.ts'

import { translated } from './case-command.ts'
import { commandField, previewField } from './command.ts'
import { common } from './input-fields.ts'
import { keyedInput } from './keyed-input.ts'
import { given } from './orders.ts'
import { decisionField } from './outcomes.ts'

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

const OpenCarrierClaimInput = keyedInput('OpenCarrierClaimInput', 'orderId', 'The order.', (t) => ({
  shipmentId: t.id({ required: true, description: 'The parcel.' }),
  caseId: t.id({ description: 'The after-sale it belongs to.' }),
  reason: t.field({ type: ClaimReason, required: true, description: 'For what.' }),
  amount: t.field({ type: 'Decimal', required: true, description: 'What is claimed, in yuan.' }),
  expectedVersion: common.expectedVersion(t),
}))

const CLAIM = {
  ids: { orderId: CODES.Order, shipmentId: CODES.Shipment, caseId: CODES.Case },
  amounts: ['amount'],
}

commandField<object, CarrierClaimOpened>('openCarrierClaim', {
  description:
    'Claims a lost, damaged, short or late parcel from its carrier, apart from what the buyer gets (C-26, AS-LOG-12).',
  permission: 'claim.manage',
  input: OpenCarrierClaimInput,
  success: { description: 'It was claimed.', fields: ((t: unknown) => changedClaim(t)) as never },
  run: (deps, actor, input, viewer) => openCarrierClaim(deps, actor, translated(viewer, input, CLAIM)),
})

previewField<object>('previewOpenCarrierClaim', {
  description: 'What `openCarrierClaim` would decide now.',
  permission: 'claim.manage',
  input: OpenCarrierClaimInput,
  run: (deps, actor, input, viewer) => previewOpenCarrierClaim(deps, actor, translated(viewer, input, CLAIM)),
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

previewField<{ month: string }>('previewSettleCarrierClaims', {
  description: 'What `settleCarrierClaims` would decide now.',
  permission: 'claim.manage',
  input: MonthInput,
  run: (deps, actor, input) => previewSettleCarrierClaims(deps, actor, given(input) as never),
})
