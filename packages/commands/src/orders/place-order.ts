import { newId } from '@cs/data'
import { lookupHash } from '@cs/data/customers'
import { findAddressOf, insertOrder, makeOrderFound, reserveStock } from '@cs/data/orders'
import { takeOffers } from '@cs/data/prices'
import { attributedUntil } from '@cs/domain/consultations'
import { fen } from '@cs/domain/money'
import type { AddressFacts, OrderRequest } from '@cs/domain/orders'
import { dueAfter } from '@cs/domain/policy'
import { z } from 'zod'
import type { Command, Loaded } from '../command.ts'
import type { Actor, Run } from '../context.ts'
import { addAddressOf, fullAddress } from '../customers/index.ts'
import { id, idempotencyKey, note } from '../fields.ts'
import { newNumber } from '../numbers.ts'
import { conflict, invalid, notFound, type Outcome } from '../outcomes.ts'
import { loadPoints, spendableNow } from '../points/index.ts'
import { type Preview, preview } from '../preview.ts'
import { cartLines, orderToBe, type PricedCart, priceCart } from '../prices/index.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { addressFacts } from './address.ts'
import { afterPlacing } from './follow.ts'
import { judgeRequest } from './order.ts'

const schema = z.strictObject({
  customerId: id,
  lines: cartLines,
  /** An address that the customer has on record; or `address`. */
  addressId: id.optional(),
  /** A new one. */
  address: fullAddress.optional(),
  /** The coupons that may be used; absent: whatever the customer has. One at most is spent. */
  couponIds: z.array(id).max(20).optional(),
  /** What the buyer was told that it costs, in fen, freight included: at another price nothing is placed (PRC-01). */
  expectedPayableFen: z.int().min(0),
  /** Points that the buyer spends on it: at most half of the goods after discounts (PTS-04, Q24). */
  points: z.int().min(0).max(100_000_000).optional(),
  /** What the buyer wrote on the order. */
  buyerRemark: note.optional(),
  /** Required: stock moves. */
  idempotencyKey: idempotencyKey.optional(),
})
export type PlaceOrderInput = z.input<typeof schema>
type Input = z.output<typeof schema>

export interface OrderPlaced {
  readonly orderId: string
  readonly number: string
  readonly version: number
}

interface Placing extends Loaded<OrderRequest> {
  readonly cart: PricedCart
}

/**
 * Places an order for a customer: at the system price with the best lawful combination of offers (PRC-01, PRC-11),
 * within the limits per order (ORD-AUD-03), of goods that are there (ORD-ABN-03), to a whole address (ORD-AUD-01). Its
 * stock is reserved. It is closed where it is not paid in time. The decision is one on the customer: where it says no,
 * there is no order.
 */
export function placeOrder(
  deps: CommandDeps,
  actor: Actor,
  input: PlaceOrderInput,
): Promise<Outcome<OrderPlaced>> {
  return runCommand(deps, actor, placeOrderCommand, input, { keyRequired: true })
}

/** What placeOrder would decide now. */
export function previewPlaceOrder(deps: CommandDeps, actor: Actor, input: PlaceOrderInput): Promise<Preview> {
  return preview(deps, actor, placeOrderCommand, input)
}

const placeOrderCommand: Command<Input, OrderRequest, OrderPlaced, Placing> = {
  name: 'placeOrder',
  permission: 'order.place',
  schema,
  subjectType: 'Customer',
  async load(run, input) {
    const { customerId, lines, addressId, address: given } = input
    if ((addressId === undefined) === (given === undefined))
      throw invalid('addressId', 'INVALID', ONE_ADDRESS)
    const address = given
      ? addressFacts({ address: given })
      : await addressOnRecord(run, customerId, addressId ?? '')
    const { couponIds, points } = input
    const { province } = address
    const cart = await priceCart(run, { customerId, lines, couponIds, province, points })
    if (!cart?.buyer) return null
    const order = orderToBe(cart, {
      id: newId(run.now),
      number: newNumber('OR', run.now),
      lineIds: cart.lines.map(() => newId(run.now)),
      address,
      buyerRemark: input.buyerRemark !== undefined,
      at: run.now,
    })
    const offset = points ? { points, spendable: spendableNow(run, await loadPoints(run, customerId)) } : null
    const ask = { action: 'PLACE', expectedFen: fen(input.expectedPayableFen), offset } as const
    return { subjectId: cart.buyer.id, version: cart.buyer.version, facts: { order, ask }, cart }
  },
  judge: judgeRequest,
  async execute(run, input, { facts: { order }, cart }) {
    const { tx, actor, now, deps } = run
    const { buyer, quote } = cart
    const addressId =
      input.addressId ?? (input.address && (await addAddressOf(run, order.customerId, input.address)))
    if (!buyer || !addressId) throw new Error('an order to nobody or nowhere was allowed')
    for (const line of order.lines.toSorted((a, b) => (a.skuId < b.skuId ? -1 : 1))) {
      if (!(await reserveStock(tx, actor.shop, line.skuId, line.quantity)))
        throw conflict(buyer.version, SOLD_OUT)
    }
    await insertOrder(tx, {
      shopId: actor.shop,
      id: order.id,
      number: order.number,
      customerId: buyer.id,
      addressId,
      source: isConsulted(run, buyer.consultedAt) ? 'CONSULTED' : 'SILENT',
      presale: cart.lines.some(({ sku }) => sku.presale),
      customised: cart.lines.some(({ sku }) => sku.customised),
      goodsFen: quote.goodsFen,
      discountFen: quote.discountFen,
      freightFen: quote.freightFen,
      payableFen: quote.payableFen,
      buyerRemark: input.buyerRemark ?? null,
      deadline: dueAfter(now, run.context.pack.get('order.payment_window')),
      pointsSpent: quote.pointsSpent,
      lines: cart.lines.map(({ sku, ...line }, i) => ({
        ...line,
        id: order.lines[i]?.id ?? '',
        position: i + 1,
        productId: sku.productId,
        skuId: sku.id,
        productName: sku.productName,
        spec: sku.spec,
        unitPriceFen: sku.priceFen,
        customised: sku.customised,
      })),
      discounts: quote.discounts.map(({ offer, ...discount }) => ({
        ...discount,
        promotionId: offer?.promotionId ?? null,
        couponId: offer?.kind === 'COUPON' ? offer.id : null,
      })),
      at: now,
    })
    const taken = await takeOffers(tx, {
      shopId: actor.shop,
      orderId: order.id,
      ...offersOf(cart),
      promotions: quote.combination.offers
        .filter(({ kind }) => kind !== 'COUPON')
        .map(({ promotionId, version }) => ({ id: promotionId, version })),
      at: now,
    })
    if (!taken) throw conflict(buyer.version, NO_LONGER_OFFERED)
    const phone = input.address?.phone
    const phoneHash = phone ? lookupHash(deps.hashKey, actor.shop, 'PHONE', phone) : null
    await makeOrderFound(tx, actor.shop, order, phoneHash)
    const followed = await afterPlacing(run, order)
    const { id: orderId, number } = order
    const amounts = { goodsFen: quote.goodsFen, discountFen: quote.discountFen, payableFen: quote.payableFen }
    return {
      ids: { orderId, number, version: 1 },
      events: [
        {
          type: 'OrderPlaced',
          subject: { type: 'Order', id: orderId },
          data: {
            number,
            customerId: buyer.id,
            ...amounts,
            ...offersOf(cart),
            lineIds: order.lines.map((line) => line.id),
          },
        },
        ...followed,
      ],
      fields: ['orders'],
    }
  },
}

/** What the order takes of the offers of the shop. */
function offersOf({ quote }: PricedCart) {
  const { offers } = quote.combination
  return {
    couponIds: offers.filter(({ kind }) => kind === 'COUPON').map((offer) => offer.id),
    promotionIds: offers.filter(({ kind }) => kind !== 'COUPON').map((offer) => offer.promotionId),
    giftPromotionIds: offers.filter(({ kind }) => kind === 'GIFT').map((offer) => offer.promotionId),
  }
}

/** The facts of an address on record. Throws NotFound where the customer has no such address. */
async function addressOnRecord(run: Run, customerId: string, addressId: string): Promise<AddressFacts> {
  const found = await findAddressOf(run.tx, run.actor.shop, customerId, addressId)
  if (!found) throw notFound('Address')
  return found
}

/** Whether the buyer asked about something not long before (PRE-CNV-13). */
function isConsulted(run: Run, consultedAt: Date | null): boolean {
  if (!consultedAt) return false
  const openedAt = consultedAt.toISOString()
  return run.now <= attributedUntil({ openedAt, lastCustomerAt: null }, run.context.pack)
}

const ONE_ADDRESS = {
  zh: '请提供已有地址或新地址中的一个。',
  en: 'Name an address on record, or give a new one: one of both.',
}
const NO_LONGER_OFFERED = {
  zh: '优惠刚刚用完，请重新询价。',
  en: 'An offer was used up meanwhile. Ask for the price again.',
}
const SOLD_OUT = { zh: '商品刚刚售罄。', en: 'The goods were sold out meanwhile.' }
