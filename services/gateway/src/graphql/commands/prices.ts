import {
  type ChangeSkuPriceInput as ChangePrice,
  type ClaimPriceProtectionInput as Claim,
  changeSkuPrice,
  claimPriceProtection,
  type GrantConcessionInput as Grant,
  grantConcession,
  previewClaimPriceProtection,
  previewGrantConcession,
} from '@cs/commands'
import { Sku } from '../catalog/index.ts'
import { CODES } from '../mapping.ts'
import { OrderRemark, Refund } from '../orders/types.ts'
import { answered, orderField, permitted } from './answers.ts'
import { subjectCommand } from './subject-command.ts'

const order = { field: 'orderId', code: CODES.Order, description: 'The order.' } as const

export const GrantConcession = subjectCommand<Grant, object>('grantConcession', {
  description:
    'Takes something off the price of an unpaid order: within one’s authority, summed over the order, else by approval. One of concession and tier discount holds, the better (PRC-07, C-15, Q56). Remarked in yellow (PRC-10).',
  permission: 'price.concede',
  subject: order,
  fields: (t) => ({
    amount: t.field({
      type: 'Decimal',
      required: true,
      description: 'How much, in yuan; on top of what was conceded before.',
    }),
  }),
  amounts: ['amount'],
  withNote: true,
  keyRequired: true,
  success: 'The price is lower.',
  answers: (t) => ({
    order: orderField(t),
    remark: answered(t, OrderRemark, 'remarkId', 'The remark that was written.'),
    ...permitted(t),
  }),
  command: grantConcession,
  preview: previewGrantConcession,
})

subjectCommand<Claim, object>('claimPriceProtection', {
  description:
    'Pays back the difference where the public price of a line’s specification fell within days of the payment: once per line, against the lowest price so far (PRC-04, Q48).',
  permission: 'price.protection.claim',
  subject: order,
  fields: (t) => ({ lineId: t.id({ required: true, description: 'The line.' }) }),
  ids: { lineId: CODES.OrderLine },
  keyRequired: true,
  success: 'The difference is owed back.',
  answers: (t) => ({
    order: orderField(t),
    refund: answered(t, Refund, 'refundId', 'What is owed back.'),
    ...permitted(t),
  }),
  command: claimPriceProtection,
  preview: previewClaimPriceProtection,
})

subjectCommand<ChangePrice, object>('changeSkuPrice', {
  description:
    'Changes the public price of a specification from now on. The earlier ones are kept for the price protection of what was paid before (PRC-04).',
  permission: 'product.price.change',
  subject: { field: 'skuId', code: CODES.Sku, description: 'The specification.' },
  fields: (t) => ({
    price: t.field({
      type: 'Decimal',
      required: true,
      description: 'What a piece costs from now on, in yuan.',
    }),
  }),
  amounts: ['price'],
  keyRequired: true,
  success: 'It costs that now.',
  answers: (t) => ({
    sku: answered(t, Sku, 'skuId', 'The specification as it is now.'),
    ...permitted(t),
  }),
  command: changeSkuPrice,
})
