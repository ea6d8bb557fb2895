import type { Grade } from '../access/index.ts'
import { fen } from '../money/index.ts'
import type { OrderFacts, OrderLineFacts } from './facts.ts'
import type { PriceFall } from './protection.ts'
import type { AddressFacts, Ask, OrderRequest, ParcelAsk, ReceiptFacts, SkuFacts } from './request.ts'

/** The moment at which the cases of the order rules are judged, unless a case says otherwise. */
export const EXAMPLE_NOW = '2026-03-10T04:00:00Z'

/** A line of one shirt for 129.00 yuan, in stock. */
export function aLine(over: Partial<OrderLineFacts> = {}): OrderLineFacts {
  return {
    id: 'line-1',
    position: 1,
    productId: 'shirt',
    skuId: 'shirt-m',
    quantity: 1,
    unitPriceFen: fen(12_900),
    campaignFen: fen(0),
    gift: false,
    paidFen: fen(12_900),
    refundedFen: fen(0),
    pointsSpent: 0,
    pointsReturned: 0,
    status: 'OPEN',
    stock: 20,
    minQuantity: null,
    maxQuantity: null,
    customised: false,
    cancellable: false,
    skuActive: true,
    presale: null,
    ...over,
  }
}

export function anAddress(over: Partial<AddressFacts> = {}): AddressFacts {
  return {
    province: '浙江省',
    city: '杭州市',
    district: '西湖区',
    detailPresent: true,
    detailSpecific: true,
    recipientPresent: true,
    phoneValid: true,
    ...over,
  }
}

/** A paid order of one line, 129.00 + 10.00 freight, waybill not printed, nothing wrong with it. */
export function anOrder(over: Partial<OrderFacts> = {}): OrderFacts {
  return {
    id: 'order-1',
    number: '202603100001',
    version: 1,
    customerId: 'customer-1',
    tradeStatus: 'PAID',
    physicalStatus: 'NOT_PRINTED',
    placedAt: '2026-03-10T01:00:00Z',
    paidAt: '2026-03-10T01:05:00Z',
    goodsFen: fen(12_900),
    discountFen: fen(0),
    freightFen: fen(1_000),
    payableFen: fen(13_900),
    paidFen: fen(13_900),
    refundedFen: fen(0),
    held: false,
    customerBlacklisted: false,
    cancellableException: false,
    problems: [],
    riskScore: 10,
    buyerRemark: false,
    remarkRegistered: false,
    payments: [{ method: 'ALIPAY', amountFen: fen(13_900), status: 'RECEIVED' }],
    discounts: [],
    invoice: null,
    address: anAddress(),
    lines: [aLine()],
    duplicates: [],
    identityCheckedAt: null,
    identityFailures: [],
    ...over,
  }
}

/** An order that nobody has paid. */
export const unpaid = (over: Partial<OrderFacts> = {}) =>
  anOrder({ tradeStatus: 'UNPAID', paidAt: null, paidFen: fen(0), payments: [], ...over })
/** Identity checked, good for some minutes more. */
export const checked = (over: Partial<OrderFacts> = {}) =>
  anOrder({ identityCheckedAt: '2026-03-10T03:55:00Z', ...over })
export const printed = (over: Partial<OrderFacts> = {}) =>
  checked({ physicalStatus: 'LABEL_PRINTED', ...over })
export const pullFailed = (over: Partial<OrderFacts> = {}) =>
  checked({ physicalStatus: 'PULL_FAILED', ...over })
export const shipped = (over: Partial<OrderFacts> = {}) =>
  checked({
    tradeStatus: 'SHIPPED',
    physicalStatus: 'HANDED_OVER',
    lines: [aLine({ status: 'SHIPPED' })],
    ...over,
  })
export const signed = (over: Partial<OrderFacts> = {}) =>
  checked({
    tradeStatus: 'SIGNED',
    physicalStatus: 'DELIVERED',
    lines: [aLine({ status: 'SIGNED' })],
    ...over,
  })
/** Two lines, the second still here. */
export const partlyShipped = (over: Partial<OrderFacts> = {}) =>
  checked({
    tradeStatus: 'PARTLY_SHIPPED',
    physicalStatus: 'PARTLY_HANDED_OVER',
    lines: [aLine({ status: 'SHIPPED' }), aLine({ id: 'line-2', position: 2, skuId: 'shirt-l' })],
    ...over,
  })

/** Another size of the shirt at the same price. */
export function aSku(over: Partial<SkuFacts> = {}): SkuFacts {
  return {
    skuId: 'shirt-l',
    productId: 'shirt',
    unitPriceFen: fen(12_900),
    campaignPriceFen: null,
    keepsOffers: true,
    stock: 5,
    active: true,
    minQuantity: null,
    maxQuantity: null,
    customised: false,
    ...over,
  }
}

const ask = (order: OrderFacts, what: Ask): OrderRequest => ({ order, ask: what })

export const toAddress = (order: OrderFacts, address: AddressFacts | null = anAddress()) =>
  ask(order, { action: 'CHANGE_ADDRESS', address })
/** Asks to put another specification into the last line, the one that leaves last. */
export const toItem = (order: OrderFacts, target: SkuFacts = aSku()) =>
  ask(order, { action: 'CHANGE_ITEM', line: order.lines.at(-1) ?? null, target })
export const toCancel = (
  order: OrderFacts,
  lineIds: readonly string[] | null = null,
  by: 'BUYER' | 'SHOP' = 'SHOP',
) => ask(order, { action: 'CANCEL', lineIds, by })
export const toIntercept = (order: OrderFacts) => ask(order, { action: 'INTERCEPT' })
export const toCorrect = (order: OrderFacts, address: AddressFacts | null = anAddress()) =>
  ask(order, { action: 'CORRECT_WITH_CARRIER', address })
/** An order to be, at the price that the buyer was told unless said otherwise. */
export const toPlace = (over: Partial<OrderFacts> = {}, expectedFen: number | null = null) => {
  const order = unpaid(over)
  return ask(order, { action: 'PLACE', expectedFen: fen(expectedFen ?? order.payableFen) })
}
export const toPay = (order: OrderFacts, amountFen: number | null = order.payableFen, method = 'ALIPAY') =>
  ask(order, {
    action: 'RECORD_PAYMENT',
    amountFen: amountFen === null ? null : fen(amountFen),
    method: amountFen === null ? null : method,
  })
export const toConcede = (order: OrderFacts, amountFen: number, grade: Grade | null = 'specialist') =>
  ask(order, { action: 'GRANT_CONCESSION', amountFen: fen(amountFen), grade })
/** Asks for the protection of the first line, whose price fell to so much. */
export const toClaim = (order: OrderFacts, lowestFen: number, over: Partial<PriceFall> = {}) =>
  ask(order, {
    action: 'CLAIM_PRICE_PROTECTION',
    line: order.lines[0] ?? null,
    fall: { lowestFen: fen(lowestFen), pieces: 1, claimedBefore: false, ...over },
  })
export const toAudit = (order: OrderFacts) => ask(order, { action: 'AUDIT' })
/** Asks to send a parcel: as far as the order's state goes, unless the parcel is told. */
export const toShip = (order: OrderFacts, parcel: Partial<ParcelAsk> | null = null) =>
  ask(order, {
    action: 'RECORD_SHIPMENT',
    parcel: parcel && { lineIds: order.lines.map((line) => line.id), packed: [], ...parcel },
  })
/** Confirms receipt of parcels that nothing is the matter with, unless said otherwise. */
export const toConfirm = (order: OrderFacts, by: 'BUYER' | 'TIME', over: Partial<ReceiptFacts> = {}) =>
  ask(order, {
    action: 'CONFIRM_RECEIPT',
    by,
    receipt: { confirmsAt: null, openCases: 0, arriving: order.lines.length, astray: 0, ...over },
  })
