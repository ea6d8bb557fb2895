import {
  type PlaceOrderInput as Place,
  PREPAID_METHODS,
  placeOrder,
  previewPlaceOrder,
  previewRecordPayment,
  type RecordPaymentInput as Record,
  recordPayment,
} from '@cs/commands'
import { labelOf } from '@cs/domain/labels'
import { builder } from '../builder.ts'
import type { Viewer } from '../context.ts'
import { CODES, idIn } from '../mapping.ts'
import { Order, Payment } from '../orders/types.ts'
import { answered, orderField, permitted } from './answers.ts'
import { commandField, previewField } from './command.ts'
import { common, fenOf, type InputBuilder } from './input-fields.ts'
import { AddressInput } from './inputs.ts'
import { given, onOrder } from './orders.ts'

export const CartLineInput = builder.inputType('CartLineInput', {
  description: 'Pieces of one specification.',
  fields: (t) => ({
    skuId: t.id({ required: true, description: 'The specification; named once.' }),
    quantity: t.int({ required: true, description: 'Pieces, from 1.' }),
  }),
})

interface CartLine {
  readonly skuId: string
  readonly quantity: number
}

/** Lines with ids of the shop. */
export const cartLines = (viewer: Viewer, lines: readonly CartLine[]): CartLine[] =>
  lines.map(({ skuId, quantity }) => ({ skuId: idIn(viewer, skuId, CODES.Sku), quantity }))

const customerId = (t: InputBuilder) => t.id({ required: true, description: 'Who buys.' })

const PlaceOrderInput = builder.inputType('PlaceOrderInput', {
  description: 'An order to be placed, at the price that the buyer was told.',
  fields: (t) => ({
    customerId: customerId(t),
    lines: t.field({
      type: [CartLineInput],
      required: true,
      description: 'What is wanted, at most 50 lines.',
    }),
    addressId: t.id({ description: 'An address that the customer has on record; or `address`.' }),
    address: t.field({ type: AddressInput, description: 'A new address; or `addressId`.' }),
    couponIds: t.idList({
      description:
        'The coupons that may be used, of which one at most is spent; left out: whatever the customer has.',
    }),
    expectedPayable: t.field({
      type: 'Decimal',
      required: true,
      description:
        'What the buyer was told that it costs, in yuan, freight included. At another price nothing is placed, and the answer tells the price (PRC-01).',
    }),
    points: t.int({
      description:
        'Points that the buyer spends on it: at most half of the goods after discounts (PTS-04, Q24). They are set aside until it is paid; `expectedPayable` is what is left to pay.',
    }),
    buyerRemark: t.string({ description: 'What the buyer wrote on the order, at most 500 characters.' }),
    idempotencyKey: common.requiredKey(t),
  }),
})

interface Placing {
  readonly customerId: string
  readonly lines: readonly CartLine[]
  readonly addressId?: string | null
  readonly address?: Place['address'] | null
  readonly couponIds?: readonly string[] | null
  readonly expectedPayable: string
  readonly points?: number | null
}

function placing(viewer: Viewer, { expectedPayable, addressId, couponIds, ...input }: Placing): Place {
  return {
    ...given(input),
    customerId: idIn(viewer, input.customerId, CODES.Customer),
    lines: cartLines(viewer, input.lines),
    ...(addressId ? { addressId: idIn(viewer, addressId, CODES.Address) } : {}),
    ...(couponIds ? { couponIds: couponIds.map((id) => idIn(viewer, id, CODES.Coupon)) } : {}),
    expectedPayableFen: fenOf('expectedPayable', expectedPayable),
  } as Place
}

commandField('placeOrder', {
  description:
    'Places an order: at the system price with the best lawful combination of offers, within the limits per order, of goods that are there. Its stock is reserved; it is closed where it is not paid in time (PRC-01, PRC-11, ORD-AUD-01…03).',
  permission: 'order.place',
  input: PlaceOrderInput,
  success: {
    description: 'The order is placed and waits to be paid.',
    fields: (t) => ({
      order: answered(t, Order, 'orderId', 'The order.'),
      ...permitted(t),
    }),
  },
  run: (deps, actor, input: Placing, viewer) => placeOrder(deps, actor, placing(viewer, input)),
})

previewField('previewPlaceOrder', {
  description: 'What `placeOrder` would decide now.',
  permission: 'order.place',
  input: PlaceOrderInput,
  run: (deps, actor, input: Placing, viewer) => previewPlaceOrder(deps, actor, placing(viewer, input)),
})

const PrepaidMethod = builder.enumType('PrepaidMethod', {
  description: 'How an order is paid before it is sent.',
  values: Object.fromEntries(
    PREPAID_METHODS.map((value) => {
      const label = labelOf('PaymentMethod', value)
      return [value, { value, description: `${label?.zh} · ${label?.en}` }]
    }),
  ),
})

const RecordPaymentInput = builder.inputType('RecordPaymentInput', {
  description: 'A payment that has arrived.',
  fields: (t) => ({
    orderId: t.id({ required: true, description: 'The order.' }),
    method: t.field({ type: PrepaidMethod, required: true, description: 'How it was paid.' }),
    amount: t.field({
      type: 'Decimal',
      required: true,
      description: 'How much, in yuan: all that is payable.',
    }),
    reference: t.string({
      required: true,
      description: 'The number that the payment channel gave it, 4 to 64 letters and digits. It counts once.',
    }),
    receivedAt: t.field({ type: 'DateTime', description: 'When it arrived; left out: now.' }),
    expectedVersion: common.expectedVersion(t),
    idempotencyKey: common.requiredKey(t),
  }),
})

interface Paying {
  readonly orderId: string
  readonly amount: string
  readonly receivedAt?: Date | string | null
}

function paying(viewer: Viewer, { amount, receivedAt, ...input }: Paying): Record {
  return {
    ...onOrder(viewer, input),
    amountFen: fenOf('amount', amount),
    ...(receivedAt ? { receivedAt: new Date(receivedAt).toISOString() } : {}),
  } as Record
}

commandField('recordPayment', {
  description:
    'Records that an order was paid, once, with all that is payable (ORD-AUD-04). What each line was paid is fixed from then on (Q07), and its dispatch is promised (FUL-03).',
  permission: 'order.record_payment',
  input: RecordPaymentInput,
  success: {
    description: 'The order is paid.',
    fields: (t) => ({
      order: orderField(t),
      payment: answered(t, Payment, 'paymentId', 'The payment; null where nothing was payable.'),
      ...permitted(t),
    }),
  },
  run: (deps, actor, input: Paying, viewer) => recordPayment(deps, actor, paying(viewer, input)),
})

previewField('previewRecordPayment', {
  description: 'What `recordPayment` would decide now.',
  permission: 'order.record_payment',
  input: RecordPaymentInput,
  run: (deps, actor, input: Paying, viewer) => previewRecordPayment(deps, actor, paying(viewer, input)),
})
